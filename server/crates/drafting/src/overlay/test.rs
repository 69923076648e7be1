use super::*;
use crate::drafting::Drafting;
use crate::triage::{PatientFacts, Urgency};
use proptest::prelude::*;
use std::sync::LazyLock;

static BASE: LazyLock<Drafting> = LazyLock::new(|| Drafting::shipped().unwrap());

fn level(kind: LevelKind, files: &[(&str, &str)]) -> Level {
    let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    Level {
        kind,
        folder: match kind {
            LevelKind::Organization => String::new(),
            LevelKind::Tenant => "tenant/t".to_owned(),
            LevelKind::Specialty => "specialty/s".to_owned(),
            LevelKind::Clinician => "tenant/t/clinician/c".to_owned(),
        },
        files: files.iter().map(own).collect(),
        unreadable: BTreeMap::new(),
    }
}

fn organization(files: &[(&str, &str)]) -> Level {
    level(LevelKind::Organization, files)
}

fn clinician(files: &[(&str, &str)]) -> Level {
    level(LevelKind::Clinician, files)
}

fn faults(levels: &[&Level]) -> Vec<String> {
    BASE.overlaid(levels)
        .faults
        .iter()
        .map(ToString::to_string)
        .collect()
}

const SOAP: &str = "templates/soap_note.toml";
const TITLE: &str = "[[section]]\nid = \"plan\"\ntitle = \"Plan of the unit\"\n";

fn plan_title(drafting: &Drafting) -> &str {
    let sections = drafting.sections(DraftKind::SoapNote);
    &sections
        .iter()
        .find(|section| section.id == "plan")
        .unwrap()
        .title
}

#[test]
fn a_wrong_file_names_file_line_and_what_is_wrong() {
    for (file, text, want) in [
        (SOAP, "purpose = ", "soap_note.toml:1: "),
        (
            SOAP,
            "purpose = \"p\"\n[[section]]\nid = \"plan\"\ntitle = 3\n",
            "soap_note.toml:4: `section.plan.title`: invalid type",
        ),
        (
            SOAP,
            "[[section]]\nid = \"plan\"\ncolour = 3\n",
            "soap_note.toml:3: ",
        ),
        (
            SOAP,
            "[[section]]\nid = \"magic\"\ntitle = \"t\"\nbrief = \"b\"\ntypes = [\"Patient\"]\n",
            "known are subjective",
        ),
        (
            SOAP,
            "\norder = [\"magic\"]\n",
            "soap_note.toml:2: `order`: there is no section `magic`",
        ),
        (
            "templates/message_reply.toml",
            "order = [\"opening\"]",
            "`urgent` may not be left out",
        ),
        (
            "templates/soap.toml",
            "",
            "no such file is known; known are overlay.toml",
        ),
        (
            "panel/relevant.toml",
            "[[relevant]]\nterms = [\"x\"]\ntests = [\"Magic\"]\n",
            "relevant.toml:3: `tests`: `Magic`",
        ),
        (
            "panel/panel.toml",
            "[[test]]\nname = \"X\"\ngroup = \"other\"\ncodes = []\n",
            "panel.toml:3: `test.X.group`",
        ),
        ("policies/a.json", "{", "policies/a.json"),
        (
            "policies/a.json",
            r#"{"id":"b","title":"t","logic":{"all":["x"]},"criteria":[{"id":"x","text":"X"}]}"#,
            "the file's name says `a`",
        ),
        (
            "guidelines/a.json",
            r#"{"id":"a","kind":"message","text":"x"}"#,
            "must be `guideline`",
        ),
        (
            "questionnaires/a.json",
            r#"{"resourceType":"Questionnaire","item":[{"type":"string"}]}"#,
            "no `linkId`",
        ),
        (
            "overlay.toml",
            "leave_out = [\"questionnaires/x.json\"]",
            "there is no `questionnaires/x.json`",
        ),
        (
            "coding/terms.toml",
            "[[term]]\ncodes = [\"??\"]\nnames = [\"x\"]\n",
            "`??` is no ICD-10-CM code",
        ),
        ("coding/acts.toml", "done = \"lanced\"", "`done`"),
        ("coding/acts.toml", "undone = [\"lanced\"]", "undone"),
        (
            "phrases.toml",
            "[[phrase]]\nname = \"A b\"\ntext = \"x\"\n",
            "phrases.toml:2: phrase `A b`",
        ),
        (
            "overlay.toml",
            "lock = [\"soap\"]",
            "overlay.toml:1: `lock`: `soap`",
        ),
        (
            "overlay.toml",
            "leave_out = [\"policies/x.json\"]",
            "there is no `policies/x.json`",
        ),
        ("overlay.toml", "colour = 1", "overlay.toml:1"),
    ] {
        for whose in [LevelKind::Organization, LevelKind::Clinician] {
            let told = faults(&[&level(whose, &[(file, text)])]);
            assert!(
                told.len() == 1 && told[0].contains(want),
                "{file} {text}: {told:?}"
            );
        }
    }
}

#[test]
fn settings_that_are_another_levels_are_refused() {
    for (kind, text) in [
        (LevelKind::Tenant, "may_lower = [\"stroke\"]"),
        (LevelKind::Clinician, "[specialties]\na = \"b\""),
        (LevelKind::Specialty, "specialty = \"cardiology\""),
        (LevelKind::Organization, "specialty = \"cardiology\""),
        (
            LevelKind::Clinician,
            "leave_out = [\"triage/red_flags.toml#stroke\"]",
        ),
    ] {
        let told = faults(&[&level(kind, &[("overlay.toml", text)])]);
        assert!(
            told.len() == 1 && told[0].contains("only"),
            "{text}: {told:?}"
        );
    }
}

#[test]
fn the_nearest_level_wins_and_a_faulty_one_is_passed_over() {
    let unit = organization(&[(SOAP, TITLE)]);
    let own = clinician(&[(SOAP, &TITLE.replace("unit", "clinician"))]);
    let bad = clinician(&[
        (SOAP, "[[section]]\nid = \"plan\"\ntitle = 3\n"),
        ("phrases.toml", "[[phrase]]\nname = \"x\"\ntext = \"y\"\n"),
    ]);
    assert_eq!(
        plan_title(&BASE.overlaid(&[&unit, &own]).drafting),
        "Plan of the clinician"
    );
    let passed = BASE.overlaid(&[&unit, &bad]);
    assert_eq!(plan_title(&passed.drafting), "Plan of the unit");
    assert_eq!(passed.faults.len(), 1);
    // The clinician's other files hold.
    assert!(
        passed
            .drafting
            .phrases()
            .iter()
            .any(|phrase| phrase.name == "x")
    );
    let basis = passed.drafting.basis(DraftKind::SoapNote);
    let of = |level: &str, file: &str| {
        basis
            .iter()
            .any(|used| used.level == level && used.file == file && used.sha256.len() == 64)
    };
    assert!(
        of("shipped", SOAP)
            && of("organization", SOAP)
            && of("tenant/t/clinician/c", "phrases.toml"),
        "{basis:?}"
    );
    assert!(!of("tenant/t/clinician/c", SOAP));
    assert!(
        passed
            .drafting
            .basis(DraftKind::HpNote)
            .iter()
            .all(|used| used.file != SOAP)
    );
}

#[test]
fn what_the_organization_locks_no_inner_level_changes() {
    let own = clinician(&[
        (SOAP, TITLE),
        (
            "phrases.toml",
            "[[phrase]]\nname = \"ros\"\ntext = \"mine\"\n",
        ),
    ]);
    for lock in [
        "*",
        "templates/*",
        SOAP,
        "templates/soap_note.toml#section.plan",
        "templates/soap_note.toml#section",
    ] {
        let outer = organization(&[(
            "overlay.toml",
            &format!("lock = [\"{lock}\", \"phrases.toml#phrase.ros\"]"),
        )]);
        let overlaid = BASE.overlaid(&[&outer, &own]);
        assert_eq!(plan_title(&overlaid.drafting), plan_title(&BASE), "{lock}");
        assert!(
            overlaid
                .faults
                .iter()
                .all(|fault| fault.kind == FaultKind::Locked),
            "{lock}"
        );
        assert_eq!(overlaid.faults.len(), 2, "{lock}: {:?}", overlaid.faults);
        assert!(overlaid.drafting.phrase_locked("ros"));
    }
}

#[test]
fn only_the_organization_lowers_a_red_flag_and_only_by_name() {
    let lowering = [
        "[[flag]]\nid = \"stroke\"\nurgency = \"soon\"\n",
        "[[flag]]\nid = \"stroke\"\nunless = [\"face\"]\n",
        "[[flag]]\nid = \"stroke\"\nadvice = \"Wait.\"\n",
        "[[flag]]\nid = \"stroke\"\nneeds_words = [\"x\"]\n",
        "[[flag]]\nid = \"low_oxygen\"\nmeasure = { kind = \"oxygen\", below = 50 }\n",
        "[[flag]]\nid = \"stroke\"\nlowered_by = [\"mild\"]\n",
    ];
    for text in lowering {
        for kind in [
            LevelKind::Organization,
            LevelKind::Tenant,
            LevelKind::Specialty,
            LevelKind::Clinician,
        ] {
            let told = faults(&[&level(kind, &[("triage/red_flags.toml", text)])]);
            assert!(
                told.len() == 1 && told[0].contains("only the organization"),
                "{text}: {told:?}"
            );
        }
    }
    for file in ["triage/words.toml", "triage/topics.toml"] {
        let told = faults(&[&clinician(&[(file, "")])]);
        assert!(
            told.len() == 1 && told[0].contains("only the organization"),
            "{told:?}"
        );
    }
    let by_name = organization(&[
        ("overlay.toml", "may_lower = [\"stroke\"]"),
        ("triage/red_flags.toml", lowering[0]),
    ]);
    let overlaid = BASE.overlaid(&[&by_name]);
    assert!(overlaid.faults.is_empty(), "{:?}", overlaid.faults);
    let found = overlaid
        .drafting
        .rules()
        .triage("My face is drooping", &PatientFacts::default());
    assert!(
        found
            .flags
            .iter()
            .any(|flag| flag.id == "stroke" && flag.urgency == Urgency::Soon),
        "{found:?}"
    );
    let gone = organization(&[(
        "overlay.toml",
        "leave_out = [\"triage/red_flags.toml#low_oxygen\"]",
    )]);
    assert!(BASE.overlaid(&[&gone]).faults.is_empty());
}

#[test]
fn questionnaires_are_added_replaced_and_left_out() {
    let own = |title: &str| {
        format!(
            r#"{{"resourceType":"Questionnaire","title":"{title}","item":[{{"linkId":"1","text":"A","type":"string"}}]}}"#
        )
    };
    let (mine, theirs) = (own("Mine"), own("Theirs"));
    let ours = organization(&[
        ("questionnaires/knee.json", &theirs),
        ("questionnaires/gad-7.json", &theirs),
    ]);
    let clinic = level(
        LevelKind::Tenant,
        &[
            ("questionnaires/knee.json", &mine),
            (
                "overlay.toml",
                "leave_out = [\"questionnaires/phq-9.json\"]",
            ),
        ],
    );
    let overlaid = BASE.overlaid(&[&ours, &clinic]);
    assert!(overlaid.faults.is_empty(), "{:?}", overlaid.faults);
    let all = overlaid.drafting.questionnaires().iter();
    let all: Vec<_> = all
        .map(|one| (one.id.as_str(), one.form.title.as_str()))
        .collect();
    let want = [
        ("pre-visit", "Before the visit"),
        ("gad-7", "Theirs"),
        ("knee", "Mine"),
    ];
    assert_eq!(all, want);
}

#[test]
fn rules_on_answers_fit_their_questionnaires_and_are_the_organizations() {
    const FILE: &str = "questionnaires/watch.toml";
    let flag = "[[flag]]\nid = \"self-harm\"\n";
    for (text, want) in [
        (
            format!("{flag}item = \"phq-9.99\"\n"),
            "watch.toml:3: `flag.self-harm.item`: `phq-9.99` is not in the questionnaire",
        ),
        (
            format!("{flag}questionnaire = \"urn:x\"\n"),
            "watch.toml:3: `flag.self-harm.questionnaire`: no questionnaire has the address",
        ),
        (
            format!("{flag}except = [\"Never\"]\n"),
            "watch.toml:3: `flag.self-harm.except`",
        ),
        (
            format!("{flag}urgency = \"never\"\n"),
            "watch.toml:3: `flag.self-harm.urgency`",
        ),
        (format!("{flag}colour = 1\n"), "colour"),
        ("[[flag]]\nid = \"new\"\n".to_owned(), "watch.toml"),
    ] {
        let told = faults(&[&organization(&[(FILE, &text)])]);
        assert!(
            told.len() == 1 && told[0].contains(want),
            "{text}: {told:?}"
        );
    }
    let mine = format!("{flag}says = \"Page the team.\"\n");
    for kind in [LevelKind::Specialty, LevelKind::Clinician] {
        let told = faults(&[&level(kind, &[(FILE, &mine)])]);
        assert!(
            told.len() == 1 && told[0].contains("only the organization"),
            "{told:?}"
        );
    }
    let overlaid = BASE.overlaid(&[&organization(&[(FILE, &mine)])]);
    assert!(overlaid.faults.is_empty(), "{:?}", overlaid.faults);
    let flags = &overlaid.drafting.watch.flag;
    assert!(flags.len() == 1 && flags[0].says == "Page the team." && flags[0].item == "phq-9.9");
}

#[test]
fn a_questionnaire_without_the_question_of_a_flag_is_refused() {
    const PHQ: &str = "questionnaires/phq-9.json";
    let own = |url: &str, id: &str, code: &str| {
        format!(
            r#"{{"resourceType":"Questionnaire","url":"{url}","title":"T","item":[{{"linkId":"{id}","text":"A","type":"choice",
            "code":[{{"system":"http://loinc.org","code":"{code}"}}],"answerOption":[{{"valueString":"Not at all"}},{{"valueString":"Yes"}}]}}]}}"#
        )
    };
    for text in [
        own("urn:mine", "1", "1-8"),
        own("urn:countersign:questionnaire:phq-9", "1", "44260-8"),
    ] {
        let told = faults(&[&clinician(&[(PHQ, &text)])]);
        assert!(told.len() == 1 && told[0].contains("self-harm"), "{told:?}");
    }
    let kept = own("urn:mine", "1", "44260-8");
    assert_eq!(faults(&[&organization(&[(PHQ, &kept)])]), [""; 0]);
}

#[test]
fn flags_are_added_and_raised() {
    let own = clinician(&[(
        "triage/red_flags.toml",
        "[[flag]]\nid = \"pump\"\ntitle = \"Pump alarm\"\nurgency = \"urgent\"\nadvice = \"Call us today.\"\nphrases = [\"pump alarm\"]\n",
    )]);
    let overlaid = BASE.overlaid(&[&own]);
    assert!(overlaid.faults.is_empty(), "{:?}", overlaid.faults);
    let found = overlaid
        .drafting
        .rules()
        .triage("Thank you, the pump alarm rang.", &PatientFacts::default());
    assert!(
        found.flags.iter().any(|flag| flag.id == "pump") && found.urgency >= Urgency::Urgent,
        "{found:?}"
    );
}

/// Messages, and words that a hostile or careless overlay could use against them.
fn message() -> impl Strategy<Value = String> {
    let words = [
        "chest",
        "pain",
        "crushing",
        "no",
        "my",
        "left",
        "arm",
        "numb",
        "bill",
        "appointment",
        "fever",
        "cant",
        "breathe",
        "today",
        "thanks",
        "refill",
        "suddenly",
        "face",
        "drooping",
        "suicide",
        "the",
        "baby",
        "is",
        "since",
        "yesterday",
        ".",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 1..12)
        .prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]
    #[test]
    fn no_inner_flag_lowers_what_the_outer_rules_find(
        message in message(),
        phrase in prop::sample::select(vec!["chest", "pain", "my", "the", "bill", "today", "face", "numb"]),
        urgency in prop::sample::select(vec!["routine", "soon", "urgent", "emergency"]),
        same_as in any::<bool>(),
    ) {
        let same = if same_as { "same_as = \"chest_pain\"\n" } else { "" };
        let text = format!("[[flag]]\nid = \"own\"\ntitle = \"Own\"\nurgency = \"{urgency}\"\nadvice = \"Rest.\"\nphrases = [\"{phrase}\"]\n{same}");
        let overlaid = BASE.overlaid(&[&clinician(&[("triage/red_flags.toml", &text)])]);
        prop_assert!(overlaid.faults.is_empty());
        let facts = PatientFacts::default();
        let (before, after) = (BASE.rules().triage(&message, &facts), overlaid.drafting.rules().triage(&message, &facts));
        prop_assert!(after.urgency >= before.urgency, "{} {:?} {:?}", message, before, after);
        for flag in &before.flags {
            let kept = after.flags.iter().find(|one| one.id == flag.id);
            prop_assert!(kept.is_some_and(|one| one.urgency >= flag.urgency));
        }
        for subject in &before.sensitive {
            prop_assert!(after.sensitive.contains(subject));
        }
    }
}
