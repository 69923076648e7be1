//! What must never yield a code, what must, and how much of it does.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use super::book::CodeBook;
use super::suggest::suggestions;
use crate::Drafting;
use crate::read::View;
use crate::use_case::Options;
use codes::{Code, Given, System, Tables, import, shipped};
use model::DraftKind;
use serde_json::{Value, json};
use sources::{SourceInput, SourceSet};
use std::collections::BTreeSet;
use time::Date;
use time::macros::date;

const DAY: Date = date!(2026 - 03 - 02);
const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";

fn frozen(resources: &[Value]) -> SourceSet {
    let patient = json!({"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-05-02"});
    let entries: Vec<Value> = std::iter::once(&patient)
        .chain(resources)
        .map(|resource| json!({"resource": resource}))
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    SourceSet::freeze(&chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap())
}

fn condition(
    id: &str,
    name: &str,
    code: Option<&str>,
    clinical: &str,
    verification: &str,
) -> Value {
    let coding = code.map_or(
        json!([]),
        |code| json!([{"system": ICD, "code": code, "display": name}]),
    );
    json!({"resourceType": "Condition", "id": id, "subject": {"reference": "Patient/p"}, "onsetDateTime": "2020-01-05",
        "code": {"text": name, "coding": coding}, "clinicalStatus": {"coding": [{"code": clinical}]},
        "verificationStatus": {"coding": [{"code": verification}]}})
}

fn dictated(mut set: SourceSet, text: &str) -> SourceSet {
    let json = json!({"id": "d", "kind": "dictation", "text": text}).to_string();
    set.extend(&SourceInput::parse_all(&json, "d").unwrap())
        .unwrap();
    set
}

fn codes_of(set: &SourceSet, tables: Tables) -> BTreeSet<String> {
    found_in(set, &CodeBook::new(tables).unwrap())
}

fn found_in(set: &SourceSet, book: &CodeBook) -> BTreeSet<String> {
    let view = View { set, as_of: DAY };
    suggestions(view, book, None)
        .unwrap()
        .all
        .iter()
        .map(|one| one.entry.code.to_string())
        .collect()
}

fn subset() -> Tables {
    Tables::new([shipped().unwrap()])
}

/// Every text that the reader sees, by section.
fn texts(set: &SourceSet, drafting: &Drafting, as_of: Date) -> Vec<(String, Vec<String>)> {
    let set = drafting.with_companions(set.clone()).unwrap();
    let options = Options::default();
    let context = drafting.context(&set, as_of, &options).unwrap();
    let case: &dyn crate::use_case::UseCase = &super::Coding;
    super::SECTIONS
        .iter()
        .map(|section| {
            let lines = case.compose(section, context).unwrap();
            let texts = lines.lines.into_iter().map(|line| line.text);
            ((*section).to_owned(), texts.chain(lines.left_out).collect())
        })
        .collect()
}

#[test]
fn what_is_refuted_resolved_uncertain_or_not_the_patients_yields_no_code() {
    let relative = json!({"resourceType": "FamilyMemberHistory", "id": "f", "patient": {"reference": "Patient/p"}, "status": "completed",
        "relationship": {"text": "mother"}, "condition": [{"code": {"text": "Gout", "coding": [{"system": ICD, "code": "M10.9"}]}}]});
    let set = frozen(&[
        condition("a", "Asthma", Some("J45.909"), "active", "refuted"),
        condition("b", "Pneumonia", Some("J18.9"), "resolved", "confirmed"),
        condition("c", "Epilepsy", Some("G40.909"), "active", "provisional"),
        condition("d", "Anemia", Some("D64.9"), "active", "entered-in-error"),
        condition("e", "Suspected lung cancer", None, "active", "confirmed"),
        condition("g", "Family history of gout", None, "active", "confirmed"),
        condition("h", "Hypertension", None, "remission", "confirmed"),
        relative,
    ]);
    assert_eq!(codes_of(&set, subset()), BTreeSet::new());
}

#[test]
fn a_code_of_the_chart_that_is_invalid_not_billable_or_of_something_else_is_not_taken_over() {
    let set = frozen(&[
        condition("a", "Diabetes", Some("250.00"), "active", "confirmed"),
        condition("b", "Type 2 diabetes", Some("E11"), "active", "confirmed"),
        condition("c", "Hypertension", Some("I10.0"), "active", "confirmed"),
        condition("d", "Gout", Some("J18.9"), "active", "confirmed"),
        condition("e", "Obesity", Some("E66.9"), "active", "confirmed"),
    ]);
    assert_eq!(
        codes_of(&set, subset()),
        BTreeSet::from(["E66.9".to_owned()])
    );
    let drafting = Drafting::shipped().unwrap();
    for (section, texts) in texts(&set, &drafting, DAY) {
        for wrong in ["250.00", "I10.0", "J18.9"] {
            assert!(!texts.join(" ").contains(wrong), "{section}: {texts:?}");
        }
    }
}

#[test]
fn what_the_chart_has_settled_is_not_coded_from_words_and_is_said() {
    let set = frozen(&[
        condition("a", "Asthma", None, "resolved", "confirmed"),
        condition("b", "Gout", None, "active", "refuted"),
    ]);
    let set = dictated(set, "Assessment:\nAsthma. Gout. Hypertension.");
    assert_eq!(codes_of(&set, subset()), BTreeSet::from(["I10".to_owned()]));
    let drafting = Drafting::shipped().unwrap();
    let all = texts(&set, &drafting, DAY)[0].1.join("\n");
    assert!(
        all.contains("Asthma: the documentation of the visit names it"),
        "{all}"
    );
}

#[test]
fn a_heading_that_was_dictated_holds_for_the_lines_after_it() {
    let set = dictated(
        frozen(&[]),
        "Family history:\nGout.\nDiabetes.\nAssessment:\nAsthma.",
    );
    assert_eq!(
        codes_of(&set, subset()),
        BTreeSet::from(["J45.909".to_owned()])
    );
}

#[test]
fn a_table_of_the_wrong_year_suggests_nothing_and_says_so() {
    let old = Given {
        from: Some(date!(2020 - 10 - 01)),
        to: Some(date!(2021 - 09 - 30)),
        system: Some(System::Icd10Cm),
    };
    let table = import::read(
        "t",
        b"code\tdescription\nI10\tEssential (primary) hypertension\n",
        &old,
    )
    .unwrap();
    let mut drafting = Drafting::shipped().unwrap();
    drafting
        .set_code_tables(Tables::new([table.table]))
        .unwrap();
    let set = frozen(&[condition(
        "a",
        "Hypertension",
        Some("I10"),
        "active",
        "confirmed",
    )]);
    let all = texts(&set, &drafting, DAY);
    assert_eq!(
        all[0].1,
        [
            "No installed ICD-10-CM table holds on 2026-03-02: ICD-10-CM (2020-10-01 to 2021-09-30). No diagnosis code is suggested."
        ]
    );
    assert!(
        all.iter()
            .all(|(_, texts)| !texts.join(" ").contains("I10"))
    );
    let found = texts(&set, &drafting, date!(2021 - 01 - 05));
    assert!(found[0].1[0].starts_with("I10 Essential (primary) hypertension: hypertension"));
}

#[test]
fn codes_that_exclude_one_another_are_said() {
    let set = frozen(&[
        condition("a", "Type 1 diabetes mellitus", None, "active", "confirmed"),
        condition("b", "Type 2 diabetes mellitus", None, "active", "confirmed"),
    ]);
    let drafting = Drafting::shipped().unwrap();
    let rules = texts(&set, &drafting, DAY)[1].1.join("\n");
    assert!(
        rules.contains("E10.9 and E11.9 are not coded together by an excludes note"),
        "{rules}"
    );
    assert!(rules.contains("E11.9: use additional code"), "{rules}");
}

#[test]
fn what_is_suggested_passes_the_verifier() {
    let set = frozen(&[
        condition("a", "Diabetes", None, "active", "confirmed"),
        condition("b", "GERD", Some("K21.9"), "active", "confirmed"),
        condition("c", "Depression", None, "active", "confirmed"),
        condition("d", "Heart failure", None, "active", "confirmed"),
        condition("e", "Osteoporosis", None, "active", "confirmed"),
        json!({"resourceType": "Encounter", "id": "v", "status": "in-progress", "class": {"code": "AMB"},
            "subject": {"reference": "Patient/p"}, "period": {"start": "2026-03-02"}}),
    ]);
    let set = dictated(
        set,
        "Assessment:\nMigraine. Obstructive sleep apnea, uses CPAP. CKD stage 3. Heart failure, stable.",
    );
    let drafting = Drafting::shipped().unwrap();
    let set = drafting.with_companions(set).unwrap();
    let verifier = verify::Verifier::new(&set, std::sync::Arc::new(verify::Lexicon::embedded()));
    let options = Options::default();
    let context = drafting.context(&set, DAY, &options).unwrap();
    let case: &dyn crate::use_case::UseCase = &super::Coding;
    let lines: Vec<_> = super::SECTIONS
        .iter()
        .flat_map(|section| case.compose(section, context).unwrap().lines)
        .collect();
    assert!(lines.len() > 8);
    for line in lines {
        let id = model::StatementId::new("s1");
        let verdict = verifier.statement(&id, &line.text, &line.citations, DAY);
        assert_eq!(
            verdict.verdict,
            model::Verdict::Supported,
            "{}: {:?}",
            line.text,
            verdict.reasons
        );
    }
}

#[test]
fn risk_adjustment_goes_by_the_dates_of_its_own_table() {
    let risk = |from: Date, to: Date, hcc: &str| {
        let text = format!("Diagnosis Code,Description,HCC\nE1165,Diabetes,{hcc}\n");
        let given = Given {
            system: Some(System::Hcc),
            from: Some(from),
            to: Some(to),
        };
        import::read("hcc.csv", text.as_bytes(), &given)
            .unwrap()
            .table
    };
    let years = [
        risk(date!(2025 - 01 - 01), date!(2025 - 12 - 31), "18"),
        risk(date!(2026 - 01 - 01), date!(2026 - 12 - 31), "37"),
    ];
    let mut drafting = Drafting::shipped().unwrap();
    drafting
        .set_code_tables(Tables::new([shipped().unwrap()].into_iter().chain(years)))
        .unwrap();
    let set = frozen(&[condition(
        "c",
        "Type 2 diabetes mellitus with hyperglycemia",
        Some("E11.65"),
        "active",
        "confirmed",
    )]);
    let rules = |on: Date| texts(&set, &drafting, on)[1].1.join("\n");
    // One table of codes holds through both days; the risk table changes between them.
    for (on, want, other) in [
        (date!(2025 - 12 - 31), "HCC 18", "HCC 37"),
        (date!(2026 - 01 - 01), "HCC 37", "HCC 18"),
    ] {
        let said = rules(on);
        assert!(said.contains(want) && !said.contains(other), "{on}: {said}");
    }
    let late = rules(date!(2027 - 02 - 01));
    assert!(
        !late.contains("HCC 37") && !late.contains("HCC 18"),
        "{late}"
    );
    let set = drafting.with_companions(set.clone()).unwrap();
    let on = date!(2026 - 03 - 01);
    let written = drafting
        .compose(DraftKind::Coding, 1, &set, on, &Options::default())
        .unwrap();
    let verifier = verify::Verifier::new(&set, std::sync::Arc::new(verify::Lexicon::embedded()));
    let raw = verify::RawDraft::new(DraftKind::Coding, on, vec![written.section]);
    let checked = verifier.draft(raw, 1, verify::Beside::default());
    let document = checked.document();
    let told = document.draft.sections[0]
        .statements
        .iter()
        .zip(&document.verdicts);
    let mut risk = told.filter(|(statement, _)| statement.text.contains("HCC 37"));
    let (_, verdict) = risk.next().unwrap();
    assert!(verdict.verdict.releasable(), "{:?}", verdict.reasons);
}

#[test]
fn a_complication_takes_the_place_of_the_plain_code() {
    let set = frozen(&[
        condition("a", "Diabetes", None, "active", "confirmed"),
        condition("b", "Diabetic neuropathy", None, "active", "confirmed"),
    ]);
    assert_eq!(
        codes_of(&set, subset()),
        BTreeSet::from(["E11.40".to_owned()])
    );
}

#[test]
fn a_query_offers_every_option_and_another_answer() {
    let set = frozen(&[condition("a", "Asthma", None, "active", "confirmed")]);
    let drafting = Drafting::shipped().unwrap();
    let queries = texts(&set, &drafting, DAY)[4].1.join("\n");
    for option in [
        "mild intermittent",
        "severe persistent",
        "cannot be determined",
        "another answer",
    ] {
        assert!(queries.contains(option), "{queries}");
    }
}

#[test]
fn a_kind_whose_codes_must_hold_is_not_written_by_a_model() {
    assert!(crate::use_case::UseCase::composer_only(&super::Coding));
}

struct Score {
    right: usize,
    wrong: Vec<String>,
    missed: Vec<String>,
    invalid: usize,
}

fn score(tables: &Tables) -> Score {
    let cases: Value = serde_json::from_str(include_str!("cases.json")).unwrap();
    let mut score = Score {
        right: 0,
        wrong: Vec::new(),
        missed: Vec::new(),
        invalid: 0,
    };
    let book = CodeBook::new(tables.clone()).unwrap();
    for case in cases["cases"].as_array().unwrap() {
        let text = case["text"].as_str().unwrap();
        let found = found_in(&dictated(frozen(&[]), text), &book);
        let want: BTreeSet<String> = case["codes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|code| code.as_str().unwrap().to_owned())
            .collect();
        score.right += found.intersection(&want).count();
        score.wrong.extend(
            found
                .difference(&want)
                .map(|code| format!("{code}: {text}")),
        );
        score.missed.extend(
            want.difference(&found)
                .map(|code| format!("{code}: {text}")),
        );
        let table = tables.on(System::Icd10Cm, DAY).unwrap();
        score.invalid += found
            .iter()
            .filter(|code| {
                table
                    .billable(&Code::read(System::Icd10Cm, code).unwrap(), DAY)
                    .is_none()
            })
            .count();
    }
    score
}

fn judge(name: &str, score: &Score) {
    let (found, wanted) = (
        score.right + score.wrong.len(),
        score.right + score.missed.len(),
    );
    eprintln!(
        "{name}: {} of {found} suggested codes right, {} of {wanted} supported codes found, {} invalid",
        score.right, score.right, score.invalid
    );
    for (what, cases) in [("wrong", &score.wrong), ("missed", &score.missed)] {
        for case in cases {
            eprintln!("  {what} {case:?}");
        }
    }
    assert_eq!(score.invalid, 0);
    assert_eq!(score.wrong, [""; 0]);
    assert!(score.right * 100 >= wanted * 95);
}

#[test]
fn the_written_cases_come_out_with_the_subset() {
    judge("subset", &score(&subset()));
}

#[test]
fn the_written_cases_come_out_with_the_whole_table() {
    let folder = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        std::path::PathBuf::from,
    );
    let path = folder.join("7_codes/icd10cm_april_2026.tsv.gz");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("SKIPPED: no table at {}", path.display());
        return;
    };
    let given = Given {
        from: Some(date!(2025 - 10 - 01)),
        to: Some(date!(2026 - 09 - 30)),
        system: None,
    };
    let table = import::read("t.tsv.gz", &bytes, &given).unwrap().table;
    judge("whole table", &score(&Tables::new([table])));
}

#[test]
fn the_kind_is_listed() {
    let drafting = Drafting::shipped().unwrap();
    assert!(
        drafting
            .kinds()
            .iter()
            .any(|info| info.kind == DraftKind::Coding)
    );
}

#[test]
fn the_level_counts_what_the_assessment_of_the_visit_names() {
    let visit = json!({"resourceType": "Encounter", "id": "v", "status": "in-progress", "class": {"code": "AMB"},
        "subject": {"reference": "Patient/p"}, "period": {"start": "2026-03-02"}});
    let listed = || {
        [
            condition("a", "Hypertension", None, "active", "confirmed"),
            condition("b", "Type 2 diabetes", None, "active", "confirmed"),
            visit.clone(),
        ]
    };
    let drafting = Drafting::shipped().unwrap();
    let level = |resources: &[Value], text: &str| {
        let all = texts(&dictated(frozen(resources), text), &drafting, DAY);
        all[3].1.join("\n")
    };
    let none = "name no active problem that has a code";
    for text in [
        "Subjective:\nHypertension, feels well.",
        "Family history:\nHypertension.",
        "Assessment:\nNo hypertension.",
    ] {
        let told = level(&listed(), text);
        assert!(told.contains(none), "{text}: {told}");
    }
    let told = level(
        &listed(),
        "Assessment:\nHypertension, stable. Type 2 diabetes, stable.",
    );
    assert!(
        told.contains("Problems addressed: hypertension and type 2 diabetes, which reach moderate"),
        "{told}"
    );
    let told = level(std::slice::from_ref(&visit), "Assessment:\nGout.");
    assert!(
        told.contains("Problems addressed: “Gout”, which reach low"),
        "{told}"
    );
}
