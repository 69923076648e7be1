//! Triage over messages written for the project: no red flag is missed; what is called too urgent is counted and printed.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use drafting::triage::{Category, Language, PatientFacts, Rules, Sensitive, Urgency};

struct Case {
    urgency: Urgency,
    category: Category,
    flags: Vec<String>,
    sensitive: Vec<Sensitive>,
    facts: PatientFacts,
    foreign: bool,
    text: String,
}

fn named<T: serde::de::DeserializeOwned>(name: &str) -> T {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).unwrap()
}

fn cases(file: &str) -> Vec<Case> {
    let list = |field: &str| -> Vec<String> {
        field
            .split(',')
            .filter(|one| *one != "-")
            .map(str::to_owned)
            .collect()
    };
    file.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let fields: Vec<&str> = line.splitn(6, '|').collect();
            let mut facts = PatientFacts::default();
            let mut foreign = false;
            for fact in fields[4].split(',') {
                if fact == "nl" {
                    foreign = true;
                    continue;
                }
                let pregnant = fact.ends_with('p');
                let age = fact.trim_end_matches('p');
                let (number, unit) = age.split_at(age.len() - 1);
                let number: u32 = number.parse().unwrap();
                facts.age_months = Some(if unit == "m" { number } else { number * 12 });
                facts.pregnant = pregnant.then_some(true);
            }
            Case {
                urgency: named(fields[0]),
                category: named(fields[1]),
                flags: list(fields[2]),
                sensitive: list(fields[3]).iter().map(|one| named(one)).collect(),
                facts,
                foreign,
                text: fields[5].to_owned(),
            }
        })
        .collect()
}

#[test]
fn no_red_flag_is_missed() {
    let rules = Rules::shipped().unwrap();
    let cases = cases(include_str!("data/messages.psv"));
    assert!(cases.len() >= 300);
    let (mut missed, mut over, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    let (mut flagged, mut found) = (0, 0);
    for case in &cases {
        let triage = rules.triage(&case.text, &case.facts);
        let ids: Vec<&str> = triage.flags.iter().map(|flag| flag.id.as_str()).collect();
        flagged += case.flags.len();
        let here = case
            .flags
            .iter()
            .filter(|id| ids.contains(&id.as_str()))
            .count();
        found += here;
        if here < case.flags.len() || triage.urgency < case.urgency {
            missed.push(format!(
                "{:?} {ids:?}, wanted {:?} {:?}: {}",
                triage.urgency, case.urgency, case.flags, case.text
            ));
        } else if triage.urgency > case.urgency {
            over.push(format!(
                "{:?} {ids:?}, wanted {:?}: {}",
                triage.urgency, case.urgency, case.text
            ));
        }
        let calm = triage.urgency == Urgency::Routine;
        if (calm && triage.category != case.category)
            || case
                .sensitive
                .iter()
                .any(|one| !triage.sensitive.contains(one))
            || (triage.language == Language::NotHandled) != case.foreign
        {
            wrong.push(format!(
                "{:?} {:?} {:?}: {}",
                triage.category, triage.sensitive, triage.language, case.text
            ));
        }
    }
    eprintln!(
        "{} messages; red flags found {found} of {flagged}; too urgent {} ({:.1} %)",
        cases.len(),
        over.len(),
        f64::from(u32::try_from(over.len()).unwrap()) * 100.0
            / f64::from(u32::try_from(cases.len()).unwrap())
    );
    for line in &over {
        eprintln!("too urgent: {line}");
    }
    assert!(missed.is_empty(), "{} missed: {missed:#?}", missed.len());
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
    // A rule that cries at everything would pass the first check.
    assert!(
        over.len() * 100 <= cases.len() * 5,
        "{} of {} are called too urgent",
        over.len(),
        cases.len()
    );
}

#[test]
fn everyday_words_that_no_phrase_was_written_for_are_not_missed() {
    let rules = Rules::shipped().unwrap();
    let cases = cases(include_str!("data/messages_plain_words.psv"));
    let (mut missed, mut over, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for case in &cases {
        let triage = rules.triage(&case.text, &case.facts);
        let calm = case.urgency == Urgency::Routine;
        if triage.urgency < case.urgency {
            missed.push(&case.text);
        } else if calm && triage.urgency >= Urgency::Urgent {
            let ids: Vec<&str> = triage.flags.iter().map(|flag| flag.id.as_str()).collect();
            over.push(format!("{ids:?} {}", case.text));
        } else if calm && triage.category != case.category {
            wrong.push(&case.text);
        }
    }
    let calm = cases
        .iter()
        .filter(|case| case.urgency == Urgency::Routine)
        .count();
    eprintln!(
        "{} urgent, {} missed; {calm} harmless, {} too urgent: {over:#?}",
        cases.len() - calm,
        missed.len(),
        over.len()
    );
    assert!(missed.is_empty(), "missed: {missed:#?}");
    assert!(wrong.is_empty(), "wrong category: {wrong:#?}");
    assert!(
        over.len() * 4 <= calm,
        "{} of {calm} too urgent",
        over.len()
    );
}

#[test]
fn only_what_is_known_as_harmless_is_lowered() {
    let rules = Rules::shipped().unwrap();
    let facts = PatientFacts::default();
    // The same words, told as present, then as denied, past, feared, of somebody long dead, mild, or long known.
    for (told, harmless) in [
        (
            "my skull is splitting since noon",
            "no headache, skull is fine",
        ),
        (
            "I fainted twice this morning",
            "I fainted once as a child in 1990",
        ),
        (
            "my face is swelling now",
            "what would I look for if my face were swelling?",
        ),
        (
            "dad has crushing chest pain",
            "dad died of crushing chest pain",
        ),
        (
            "my hand is numb since lunch",
            "my hand is a bit numb when I type, same as always",
        ),
        (
            "the bleeding will not stop",
            "your parking prices are bleeding us dry",
        ),
    ] {
        let (told, harmless) = (rules.triage(told, &facts), rules.triage(harmless, &facts));
        assert!(told.urgency >= Urgency::Urgent, "{told:?}");
        assert_eq!(harmless.urgency, Urgency::Routine, "{harmless:?}");
    }
}

#[test]
fn what_is_not_understood_goes_to_a_nurse_and_the_office_keeps_its_own() {
    let rules = Rules::shipped().unwrap();
    let facts = PatientFacts::default();
    let unread = rules.triage("the gloop has reached the second landing", &facts);
    assert_eq!(unread.urgency, Urgency::Urgent);
    assert_eq!(unread.route, "nurse_today");
    assert_eq!(unread.flags.first().unwrap().id, "not_understood");
    let office = rules.triage("please send me the invoice once more", &facts);
    assert_eq!(
        (office.urgency, office.category),
        (Urgency::Routine, Category::Administrative)
    );
}

#[test]
fn no_suggestion_lowers_the_floor() {
    let rules = Rules::shipped().unwrap();
    let triage = rules.triage("chest pain", &PatientFacts::default());
    assert_eq!(triage.with(Urgency::Routine), Urgency::Emergency);
    let calm = rules.triage("Please reschedule my appointment", &PatientFacts::default());
    assert_eq!(
        (calm.urgency, calm.with(Urgency::Urgent)),
        (Urgency::Routine, Urgency::Urgent)
    );
}

#[test]
fn what_is_of_another_person_is_marked_so() {
    let rules = Rules::shipped().unwrap();
    let other = rules.triage(
        "My husband is having chest pain right now.",
        &PatientFacts::default(),
    );
    assert!(other.flags.first().unwrap().about_other);
    let own = rules.triage(
        "I am having chest pain right now.",
        &PatientFacts::default(),
    );
    assert!(!own.flags.first().unwrap().about_other);
}

#[test]
fn the_rules_that_come_with_the_crate_may_be_replaced_and_are_checked() {
    let topics = ("t.toml", include_str!("../triage/topics.toml"));
    let words = ("w.toml", include_str!("../triage/words.toml"));
    let own = "[[flag]]\nid = \"x\"\ntitle = \"X\"\nurgency = \"soon\"\nadvice = \"Call.\"\nphrases = [\"purple unicorn\"]\n";
    let rules = Rules::read(("f.toml", own), words, topics).unwrap();
    assert_eq!(
        rules
            .triage("a purple unicorn", &PatientFacts::default())
            .urgency,
        Urgency::Soon
    );
    assert_eq!(
        rules.triage("chest pain", &PatientFacts::default()).urgency,
        Urgency::Routine
    );
    let error = Rules::read(("f.toml", "[[flag]]\nid = 3"), words, topics)
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.starts_with("f.toml: ") && error.contains("line"),
        "{error}"
    );
}
