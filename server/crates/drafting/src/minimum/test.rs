use super::Minimum;
use crate::use_case::USE_CASES;
use std::sync::Arc;

fn read(text: &str) -> Minimum {
    Minimum::read("f.toml", text).unwrap()
}

#[test]
fn a_wrong_file_says_where() {
    let file = |name: &str, kind: &str, field: &str| {
        format!("[[use_case]]\nname = \"{name}\"\n[use_case.may_send]\n{kind} = [\"{field}\"]\n")
    };
    for (text, want) in [
        (file("*", "Patient", "telecom"), "identifies a person"),
        (file("*", "Patient", "name.family"), "identifies a person"),
        (file("*", "Coverage", "subscriberId"), "identifies a person"),
        (file("*", "Device", "serialNumber"), "identifies a person"),
        (file("*", "Patient", "*"), "is no element"),
        (file("*", "Patient", ""), "is no element"),
        (file("*", "Condition", "code[0]"), "is no element"),
        (file("*", "message", "text"), "is no resource type"),
        (file("a*/b", "Condition", "code"), "at the end only"),
        (
            file("*", "Condition", "code") + &file("*", "Patient", "gender"),
            "used twice",
        ),
        ("use_cases = []".to_owned(), "use_case"),
    ] {
        let error = Minimum::read("f.toml", text.as_str()).unwrap_err();
        let error = error.to_string();
        assert!(
            error.starts_with("f.toml: ") && error.contains(want),
            "{error}"
        );
    }
}

#[test]
fn the_longest_name_holds_type_by_type() {
    let minimum = read(
        "[[use_case]]\nname = \"*\"\n[use_case.may_send]\nCondition = [\"code\", \"note\"]\nPatient = [\"gender\"]\n\
         [[use_case]]\nname = \"a/*\"\n[use_case.may_send]\nCondition = [\"code\"]\n\
         [[use_case]]\nname = \"a/b\"\n[use_case.may_send]\nCondition = []\n",
    );
    let of = |use_case: &str, kind: &str| minimum.of(use_case, kind).fields.join(" ");
    assert_eq!(of("c/d", "Condition"), "code note");
    assert_eq!(of("a/c", "Condition"), "code");
    assert_eq!(of("a/b", "Condition"), "");
    assert_eq!(of("a/b", "Patient"), "gender");
    assert_eq!(of("a/b", "Observation"), "");
    assert!(minimum.knows("a/b", "Condition") && !minimum.knows("a/b", "Observation"));
}

#[test]
fn an_inner_file_takes_away_and_adds_nothing() {
    let outer = read(
        "[[use_case]]\nname = \"*\"\n[use_case.may_send]\nCondition = [\"code\", \"onset*\"]\n",
    );
    let inner = read(
        "[[use_case]]\nname = \"*\"\n[use_case.may_send]\nCondition = [\"onsetDateTime\", \"note\"]\nPatient = [\"gender\"]\n",
    );
    let both = inner.within(Arc::new(outer));
    assert_eq!(both.of("a/b", "Condition").fields, ["onsetDateTime"]);
    assert!(both.of("a/b", "Patient").fields.is_empty());
}

#[test]
fn every_type_of_every_shipped_section_is_known() {
    let minimum = Minimum::shipped().unwrap();
    for case in USE_CASES {
        let template = case.template().unwrap();
        for section in &template.section {
            for kind in section
                .types
                .iter()
                .filter(|kind| kind.starts_with(char::is_uppercase))
            {
                let name = format!("{}/{}", case.kind().name(), section.id);
                assert!(!minimum.of(&name, kind).fields.is_empty(), "{name}: {kind}");
            }
        }
    }
}
