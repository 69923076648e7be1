use super::*;
use crate::overlay::lock::Lock;
use proptest::prelude::*;

const NAMED: Named = &[("item", "id")];

fn locks(texts: &[&str]) -> Locks {
    let mut locks = Locks::default();
    locks.add(
        texts
            .iter()
            .map(|text| Lock::read(text, &|_| true).unwrap())
            .collect(),
    );
    locks
}

fn put(base: &str, over: &str, locked: &[&str]) -> (Table, Vec<String>) {
    let mut base: Table = toml::from_str(base).unwrap();
    let kept = put_over(&mut base, &toml::from_str(over).unwrap(), &locks(locked)).unwrap();
    (base, kept)
}

fn put_over(base: &mut Table, over: &Table, locks: &Locks) -> Result<Vec<String>, String> {
    let mut merge = Merge {
        file: "f.toml",
        named: NAMED,
        locks,
        kept: Vec::new(),
    };
    merge.put(base, over)?;
    Ok(merge.kept)
}

const BASE: &str = "a = 1\n[[item]]\nid = \"x\"\ntitle = \"X\"\nwords = [\"p\", \"q\"]\n[[item]]\nid = \"y\"\ntitle = \"Y\"\n";

#[test]
fn items_without_a_name_or_with_one_twice_are_refused() {
    for over in [
        "[[item]]\ntitle = \"T\"",
        "[[item]]\nid = 3",
        "item = [1]",
        "[[item]]\nid = \"x\"\n[[item]]\nid = \"x\"",
    ] {
        let mut base: Table = toml::from_str(BASE).unwrap();
        let over = toml::from_str(over).unwrap();
        assert!(
            put_over(&mut base, &over, &Locks::default()).is_err(),
            "{over}"
        );
    }
}

#[test]
fn what_an_outer_level_locks_stays_and_is_told() {
    let over = "a = 2\n[[item]]\nid = \"x\"\ntitle = \"Z\"\nwords = []\n[[item]]\nid = \"new\"\n";
    let (all, kept) = put(BASE, over, &["f.toml"]);
    assert_eq!(all, toml::from_str::<Table>(BASE).unwrap());
    assert_eq!(kept, ["a", "item.x.title", "item.x.words", "item.new"]);
    let (one, kept) = put(BASE, over, &["f.toml#item.x.title"]);
    assert_eq!(kept, ["item.x.title"]);
    assert_eq!(one["item"][0]["title"].as_str(), Some("X"));
    assert_eq!(one["item"][2]["id"].as_str(), Some("new"));
    // A locked part keeps the whole from being replaced by something else.
    assert_eq!(put("t = { a = 1 }", "t = 3", &["f.toml#t.a"]).1, ["t"]);
}

#[test]
fn the_inner_file_wins_key_by_key() {
    let (all, kept) = put(BASE, "a = 2\n[[item]]\nid = \"y\"\ntitle = \"Z\"\n", &[]);
    assert!(kept.is_empty());
    assert_eq!(all["a"].as_integer(), Some(2));
    assert_eq!(all["item"][0]["title"].as_str(), Some("X"));
    assert_eq!(all["item"][1]["title"].as_str(), Some("Z"));
}

fn tables() -> impl Strategy<Value = Table> {
    let key = prop_oneof![Just("a"), Just("b"), Just("c")];
    let scalar = prop_oneof![
        any::<i64>().prop_map(Value::Integer),
        any::<bool>().prop_map(Value::Boolean)
    ];
    let flat = prop::collection::btree_map(key.clone(), scalar.clone(), 0..3);
    let items = prop::collection::btree_map(
        prop_oneof![Just("x"), Just("y"), Just("z")],
        flat.clone(),
        0..3,
    );
    (flat.clone(), flat, items).prop_map(|(plain, inner, items)| {
        let own = |map: std::collections::BTreeMap<&str, Value>| {
            map.into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<Table>()
        };
        let mut table = own(plain);
        table.insert("t".into(), Value::Table(own(inner)));
        let list = items.into_iter().map(|(id, fields)| {
            let mut item = own(fields);
            item.insert("id".into(), id.into());
            Value::Table(item)
        });
        table.insert("item".into(), Value::Array(list.collect()));
        table
    })
}

proptest! {
    #[test]
    fn nothing_changes_what_is_locked_whole(base in tables(), over in tables()) {
        let mut merged = base.clone();
        put_over(&mut merged, &over, &locks(&["*"])).unwrap();
        prop_assert_eq!(merged, base);
    }

    #[test]
    fn a_file_put_over_twice_is_as_once(base in tables(), over in tables()) {
        let mut once = base;
        put_over(&mut once, &over, &Locks::default()).unwrap();
        let mut twice = once.clone();
        put_over(&mut twice, &over, &Locks::default()).unwrap();
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn the_nearest_level_wins_unless_the_key_is_locked(base in tables(), over in tables(), locked in any::<bool>()) {
        let mut merged = base.clone();
        let locks = if locked { locks(&["f.toml#a"]) } else { Locks::default() };
        put_over(&mut merged, &over, &locks).unwrap();
        let want = if locked { base.get("a") } else { over.get("a").or(base.get("a")) };
        prop_assert_eq!(merged.get("a"), want);
        // Nothing of the outer file is lost.
        for key in base.keys() {
            prop_assert!(merged.contains_key(key));
        }
        prop_assert!(merged["item"].as_array().unwrap().len() >= base["item"].as_array().unwrap().len());
    }
}
