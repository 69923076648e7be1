//! What must never be proposed, what the chart has already, what is proposed and with which codes.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use super::*;
use crate::{Drafting, Options};
use serde_json::{Value, json};
use sources::SourceSet;
use std::sync::LazyLock;
use time::macros::date;

const DAY: Date = date!(2026 - 03 - 02);
const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";
const SNOMED: &str = "http://snomed.info/sct";
const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);
static DRAFTING: LazyLock<Drafting> = LazyLock::new(|| Drafting::shipped().unwrap());

fn frozen(resources: &[Value]) -> SourceSet {
    let patient = json!({"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-05-02"});
    let entries: Vec<Value> = std::iter::once(&patient)
        .chain(resources)
        .map(|resource| json!({"resource": resource}))
        .collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    SourceSet::freeze(&chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap())
}

fn condition(id: &str, name: &str, clinical: &str, verification: &str) -> Value {
    json!({"resourceType": "Condition", "id": id, "subject": {"reference": "Patient/p"}, "onsetDateTime": "2020-01-05",
        "code": {"text": name, "coding": [{"system": SNOMED, "code": format!("s-{id}"), "display": name}]},
        "clinicalStatus": {"coding": [{"code": clinical}]}, "verificationStatus": {"coding": [{"code": verification}]}})
}

fn order(id: &str, name: &str, status: &str) -> Value {
    json!({"resourceType": "MedicationRequest", "id": id, "subject": {"reference": "Patient/p"}, "status": status, "intent": "order",
        "authoredOn": "2025-02-02", "medicationCodeableConcept": {"text": name, "coding": [{"system": RXNORM, "code": format!("r-{id}"), "display": name}]}})
}

fn result(id: &str, name: &str, code: &str, on: &str, value: &Value) -> Value {
    json!({"resourceType": "Observation", "id": id, "subject": {"reference": "Patient/p"}, "status": "final", "effectiveDateTime": on,
        "code": {"text": name, "coding": [{"system": LOINC, "code": code, "display": name}]}, "valueQuantity": value})
}

const LOINC: &str = "http://loinc.org";

fn told(set: &SourceSet, section: &str, text: &str) -> Vec<Item> {
    stated(set, section, text, &[], true)
}

fn stated(set: &SourceSet, section: &str, text: &str, cited: &[&str], released: bool) -> Vec<Item> {
    let id = StatementId::new("s1");
    let citations: Vec<Citation> = cited
        .iter()
        .map(|source| Citation {
            source: SourceId::new(*source),
            quote: None,
        })
        .collect();
    let stated = Stated {
        id: &id,
        section,
        text,
        citations: &citations,
        released,
    };
    DRAFTING.discrete(&LEXICON, set, DAY, &Options::default(), &[stated])
}

fn new(items: &[Item]) -> Vec<&str> {
    items
        .iter()
        .filter(|item| item.already.is_none())
        .map(|item| item.name.as_str())
        .collect()
}

#[test]
fn a_problem_that_is_denied_doubted_over_or_somebody_elses_proposes_nothing() {
    let set = frozen(&[condition("g", "Gout", "active", "refuted")]);
    for text in [
        "No evidence of pneumonia.",
        "Pneumonia was ruled out.",
        "Denies asthma.",
        "Possible pneumonia.",
        "Suspected sleep apnea.",
        "Rule out deep vein thrombosis.",
        "?Pneumonia.",
        "Her mother has type 2 diabetes.",
        "Family history of asthma.",
        "Her husband has influenza.",
        "History of pneumonia.",
        "Pneumonia, resolved.",
        "Asthma in remission.",
        "If pneumonia develops, return.",
        "At risk for osteoporosis.",
        "Screening for depression.",
        "Secondary hypertension workup.",
        "Is this asthma?",
        "Gout.",
        "Patient: “I think I have asthma”",
        "Said: “you have asthma”",
        "Asthma was entered in error.",
    ] {
        assert_eq!(new(&told(&set, "Assessment", text)), [""; 0], "{text}");
    }
    for section in [
        "Social and family history",
        "Past history",
        "Allergies",
        "Differential diagnosis",
        "Said and recorded differently",
        "Subjective",
        "Patient instructions",
    ] {
        assert_eq!(new(&told(&set, section, "Asthma.")), [""; 0], "{section}");
    }
}

#[test]
fn a_statement_that_is_blocked_or_removed_proposes_nothing() {
    let set = frozen(&[]);
    assert!(stated(&set, "Assessment", "Asthma.", &[], false).is_empty());
    assert_eq!(
        new(&stated(&set, "Assessment", "Asthma.", &[], true)),
        ["Asthma"]
    );
}

#[test]
fn a_medicine_that_is_not_or_not_yet_taken_or_is_somebody_elses_proposes_nothing() {
    let set = frozen(&[]);
    for text in [
        "Start ibuprofen 400 mg daily.",
        "She does not take ibuprofen.",
        "Ibuprofen was stopped.",
        "Used to take ibuprofen 400 mg.",
        "Will take ibuprofen 400 mg if needed.",
        "Her husband takes ibuprofen 400 mg daily.",
        "She may be taking ibuprofen.",
        "Allergic to ibuprofen.",
        "Ibuprofen is on hold.",
        "Takes ibuprofen 400-800 mg daily.",
        "Asks about taking ibuprofen.",
        "Ibuprofen 400 mg was discussed.",
    ] {
        assert_eq!(new(&told(&set, "Subjective", text)), [""; 0], "{text}");
    }
    for section in [
        "Plan",
        "Allergies",
        "Past history",
        "Medications stopped",
        "Assessment",
    ] {
        let found = told(&set, section, "Takes ibuprofen 400 mg daily.");
        assert_eq!(new(&found), [""; 0], "{section}");
    }
}

#[test]
fn a_number_that_is_no_measurement_of_today_proposes_nothing() {
    let set = frozen(&[]);
    for text in [
        "Blood pressure goal 130/80 mmHg.",
        "Blood pressure below 140/90 mmHg.",
        "Blood pressure 150/92 mmHg on 3 Jan 2026.",
        "Blood pressure was 150/92 mmHg last week.",
        "Blood pressure was 150/92 mmHg three weeks ago.",
        "Home blood pressure 150/92 mmHg.",
        "Her mother's blood pressure 150/92 mmHg.",
        "Weight about 80 kg.",
        "Weight 80-82 kg.",
        "Weight loss of 3 kg.",
        "Weight 80.",
        "Temperature 98.6.",
        "Urine glucose 100 mg/dL.",
        "Heart rate 72 kg.",
        "Heart rate 150/92.",
        "Blood pressure 150 mmHg.",
        "Sodium > 150 mmol/L.",
        "Previous hemoglobin 11.2 g/dL.",
        "Pain for 3 days.",
        "Patient: “my blood pressure is 150/92 mmHg”",
    ] {
        assert_eq!(new(&told(&set, "Objective", text)), [""; 0], "{text}");
    }
    assert_eq!(new(&told(&set, "Plan", "Weight 80 kg.")), [""; 0]);
}

#[test]
fn what_the_chart_has_is_told_as_there_and_not_proposed() {
    let set = frozen(&[
        condition("a", "Essential hypertension", "active", "confirmed"),
        order("m", "Lisinopril 10 MG Oral Tablet", "active"),
        result(
            "w",
            "Body weight",
            "29463-7",
            "2026-03-02T08:00:00Z",
            &json!({"value": 80.5, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}),
        ),
        json!({"resourceType": "Observation", "id": "bp", "subject": {"reference": "Patient/p"}, "status": "final", "effectiveDateTime": "2026-03-02T08:00:00Z",
            "code": {"coding": [{"system": LOINC, "code": "85354-9"}]}, "component": [
                {"code": {"coding": [{"system": LOINC, "code": "8480-6"}]}, "valueQuantity": {"value": 150, "unit": "mmHg", "code": "mm[Hg]"}},
                {"code": {"coding": [{"system": LOINC, "code": "8462-4"}]}, "valueQuantity": {"value": 92, "unit": "mmHg", "code": "mm[Hg]"}}]}),
    ]);
    for (section, text, there) in [
        ("Assessment", "Hypertension, uncontrolled.", "Condition/a"),
        (
            "Subjective",
            "She takes lisinopril 10 mg daily.",
            "MedicationRequest/m",
        ),
        (
            "Subjective",
            "She takes Zestril 20 mg daily.",
            "MedicationRequest/m",
        ),
        ("Objective", "Weight 80.5 kg.", "Observation/w"),
        ("Vital signs", "BP: 150/92 mmHg", "Observation/bp"),
    ] {
        let found = told(&set, section, text);
        let already: Vec<_> = found
            .iter()
            .filter_map(|item| item.already.as_ref())
            .collect();
        assert_eq!(already, [&SourceId::new(there)], "{text}: {found:?}");
        assert_eq!(new(&found), [""; 0], "{text}");
    }
    assert_eq!(new(&told(&set, "Objective", "Weight 81 kg.")), ["Weight"]);
    assert_eq!(new(&told(&set, "Objective", "BP 150/90 mmHg.")), ["BP"]);
}

#[test]
fn a_problem_has_the_charts_codings_first_then_the_tables() {
    let mut past = condition("a", "Asthma", "resolved", "confirmed");
    past["code"]["coding"].as_array_mut().unwrap().extend([
        json!({"system": ICD, "code": "J45.909", "display": "Unspecified asthma, uncomplicated"}),
        json!({"system": ICD, "code": "J45.X99", "display": "no such code"}),
    ]);
    let found = told(
        &frozen(&[past]),
        "Assessment and plan",
        "Asthma, well controlled.",
    );
    assert_eq!(new(&found), ["Asthma"]);
    let codes: Vec<_> = found[0]
        .candidates
        .iter()
        .map(|one| (one.coding.code.as_str(), one.origin.clone()))
        .collect();
    let chart = || Origin::Chart(SourceId::new("Condition/a"));
    assert_eq!(codes, [("s-a", chart()), ("J45.909", chart())]);
    assert!(
        found[0]
            .remark
            .as_ref()
            .unwrap()
            .contains("no longer active")
    );
    let fresh = told(&frozen(&[]), "Assessment", "Asthma.");
    assert!(
        matches!(
            fresh[0].candidates[..],
            [Candidate {
                origin: Origin::Table(_),
                ..
            }]
        ),
        "{fresh:?}"
    );
    assert_eq!(fresh[0].candidates[0].coding.code, "J45.909");
}

#[test]
fn what_no_table_codes_is_offered_as_text_alone() {
    let found = told(&frozen(&[]), "Assessment", "Peripheral vascular disease.");
    assert_eq!(new(&found), ["Peripheral vascular disease"]);
    let found = told(
        &frozen(&[]),
        "Assessment",
        "Kidney function and renal follow-up.",
    );
    assert_eq!(new(&found), [""; 0]);
    let ferritin = told(&frozen(&[]), "Results", "Ferritin 12 ng/mL today.");
    assert_eq!(new(&ferritin), ["Ferritin"]);
    assert_eq!(ferritin[0].candidates, []);
}

#[test]
fn on_a_day_without_a_table_a_problem_is_offered_as_text_and_why_is_said() {
    let id = StatementId::new("s1");
    let stated = Stated {
        id: &id,
        section: "Assessment",
        text: "Gout.",
        citations: &[],
        released: true,
    };
    let day = date!(2014 - 03 - 02);
    let found = DRAFTING.discrete(&LEXICON, &frozen(&[]), day, &Options::default(), &[stated]);
    assert_eq!(new(&found), ["Gout"]);
    assert_eq!(found[0].candidates, []);
    let remark = found[0].remark.as_deref().unwrap();
    assert!(
        remark.contains("No installed ICD-10-CM table holds on 2014-03-02"),
        "{remark}"
    );
}

#[test]
fn a_medicine_that_is_taken_has_its_dose_and_no_code_of_another_strength() {
    let set = frozen(&[
        order("a", "Ibuprofen 400 MG Oral Tablet", "stopped"),
        order("b", "Ibuprofen 800 MG Oral Tablet", "stopped"),
    ]);
    let found = told(
        &set,
        "Subjective",
        "She takes ibuprofen 400 mg twice daily for her knee.",
    );
    assert_eq!(new(&found), ["ibuprofen"]);
    let What::Medication { dose, instruction } = &found[0].what else {
        panic!("{found:?}")
    };
    let dose = dose.as_ref().unwrap();
    assert_eq!((dose.written.as_str(), dose.unit.as_str()), ("400", "mg"));
    assert_eq!(instruction, "ibuprofen 400 mg twice daily");
    let codes: Vec<_> = found[0]
        .candidates
        .iter()
        .map(|one| one.coding.code.as_str())
        .collect();
    assert_eq!(codes, ["r-a"]);
    assert!(found[0].remark.is_some());
    let plain = told(&set, "Subjective", "Patient: “I take ibuprofen”");
    assert_eq!(new(&plain), ["ibuprofen"]);
    assert_eq!(
        plain[0].candidates,
        [],
        "a strength that was not said is not coded"
    );
}

#[test]
fn a_measurement_keeps_its_digits_and_has_unit_code_day_and_category() {
    let found = told(
        &frozen(&[]),
        "Objective",
        "Vitals: BP 150/92, HR 88, temp 37.20 °C, weight 80.50 kg.",
    );
    assert_eq!(new(&found), ["BP", "HR", "temp", "weight"]);
    let What::Observation {
        value,
        over,
        category,
        on,
    } = &found[0].what
    else {
        panic!("{found:?}")
    };
    assert_eq!(
        (value.written.as_str(), value.unit.as_str()),
        ("150", "mm[Hg]")
    );
    assert_eq!(
        (over.as_deref(), category.as_deref(), *on),
        (Some("92"), Some("vital-signs"), DAY)
    );
    let What::Observation { value, .. } = &found[2].what else {
        panic!("{found:?}")
    };
    assert_eq!(
        (value.written.as_str(), value.unit.as_str()),
        ("37.20", "Cel")
    );
    let codes: Vec<_> = found
        .iter()
        .map(|one| one.candidates[0].coding.code.as_str())
        .collect();
    assert_eq!(codes, ["85354-9", "8867-4", "8310-5", "29463-7"]);
}

#[test]
fn a_test_of_the_chart_is_known_by_the_charts_own_name_and_code() {
    let set = frozen(&[result(
        "f",
        "Lipase",
        "3040-3",
        "2026-01-02",
        &json!({"value": 30, "unit": "U/L", "code": "U/L"}),
    )]);
    let found = told(&set, "Results", "Lipase 41 U/L.");
    assert_eq!(new(&found), ["Lipase"]);
    assert_eq!(
        found[0].candidates[0].origin,
        Origin::Chart(SourceId::new("Observation/f"))
    );
    assert_eq!(
        new(&told(&set, "Results", "Lipase 41 mg/dL.")),
        [""; 0],
        "a unit that the test never has"
    );
}

#[test]
fn a_rules_file_with_an_error_is_refused_with_its_name() {
    let shipped = include_str!("rules.toml");
    for broken in [
        shipped.replace("implied = true", "implied = 1"),
        shipped.replace("units = [\"%\"]", "units = []"),
        format!("{shipped}\nmore = 1\n"),
    ] {
        let error = DataRules::read("mine.toml", &broken)
            .unwrap_err()
            .to_string();
        assert!(error.contains("mine.toml"), "{error}");
    }
}

#[test]
fn a_line_says_all_and_breaks_nowhere() {
    let set = frozen(&[]);
    let lines: Vec<String> = [
        ("Assessment", "Asthma."),
        ("Objective", "BP 150/92 mmHg."),
        ("Subjective", "She takes ibuprofen 400 mg twice daily."),
    ]
    .iter()
    .flat_map(|(section, text)| told(&set, section, text))
    .map(|item| item.line(item.candidates.first().map(|one| &one.coding)))
    .collect();
    assert_eq!(
        lines,
        [
            "Condition: Asthma, active (ICD-10-CM J45.909 Unspecified asthma, uncomplicated)",
            "Observation: BP 150/92 mmHg on 2 Mar 2026 (LOINC 85354-9 Blood pressure panel with all children optional)",
            "Medication taken: ibuprofen 400 mg twice daily (no code)",
        ]
    );
    let mut odd = told(&set, "Assessment", "Asthma.").remove(0);
    odd.name = "As\nthma \u{202e}x".to_owned();
    assert_eq!(odd.line(None), "Condition: As thma x, active (no code)");
}
