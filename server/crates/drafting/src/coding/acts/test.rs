//! Services and supplies from words: rejections first, then what must be found.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use super::super::{Coding, SECTIONS};
use crate::Drafting;
use crate::say::Lines;
use crate::use_case::{Options, UseCase};
use codes::{Code, Given, System, Tables, import, shipped};
use serde_json::{Value, json};
use sources::{SourceInput, SourceSet};
use std::collections::BTreeSet;
use time::Date;
use time::macros::date;

const DAY: Date = date!(2026 - 03 - 02);

fn tables() -> Tables {
    let file: Value = serde_json::from_str(include_str!("../act_tables.json")).unwrap();
    let read = |name: &str| {
        let given = Given {
            from: Some(date!(2026 - 01 - 01)),
            to: Some(date!(2026 - 12 - 31)),
            system: None,
        };
        import::read("t.json", file[name].to_string().as_bytes(), &given)
            .unwrap()
            .table
    };
    Tables::new([read("supplies"), read("services"), shipped().unwrap()])
}

fn drafting() -> Drafting {
    let mut drafting = Drafting::shipped().unwrap();
    drafting.set_code_tables(tables()).unwrap();
    drafting
}

fn chart(resources: &[Value]) -> SourceSet {
    let patient = json!({"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-05-02"});
    let all = std::iter::once(&patient).chain(resources);
    let entries: Vec<Value> = all.map(|one| json!({"resource": one})).collect();
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
    SourceSet::freeze(&chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap())
}

fn given(mut set: SourceSet, kind: &str, text: &str) -> SourceSet {
    let json = json!({"id": "g", "kind": kind, "text": text}).to_string();
    set.extend(&SourceInput::parse_all(&json, "g").unwrap())
        .unwrap();
    set
}

fn note(text: &str, day: &str) -> Value {
    let data = crate::soap_note::test::base64(text);
    json!({"resourceType": "DocumentReference", "id": "n", "status": "current", "subject": {"reference": "Patient/p"},
        "type": {"text": "Progress note"}, "date": format!("{day}T10:00:00Z"), "content": [{"attachment": {"contentType": "text/plain", "data": data}}]})
}

fn procedure(name: &str, status: &str, day: &str) -> Value {
    json!({"resourceType": "Procedure", "id": "x", "status": status, "subject": {"reference": "Patient/p"},
        "code": {"text": name}, "performedDateTime": day})
}

/// What stands in the sources of a visit.
fn sources(kind: &str, text: &str) -> SourceSet {
    match kind {
        "note" => chart(&[note(text, "2026-03-02")]),
        "procedure" => chart(&[procedure(text, "completed", "2026-03-02")]),
        kind => given(chart(&[]), kind, text),
    }
}

fn lines(drafting: &Drafting, set: &SourceSet, section: &str, on: Date) -> Lines {
    let options = Options::default();
    let context = drafting.context(set, on, &options).unwrap();
    Coding.compose(section, context).unwrap()
}

/// The codes of the services section, by the entries that its lines cite.
fn offered(drafting: &Drafting, set: &SourceSet, on: Date) -> BTreeSet<String> {
    let set = drafting.with_companions(set.clone()).unwrap();
    let lines = lines(drafting, &set, "services", on);
    let code = |text: &str| {
        let rest = text.split_once(": ").map_or("", |(head, _)| head);
        rest.rsplit(' ').next().unwrap_or_default().to_owned()
    };
    lines.lines.iter().map(|line| code(&line.text)).collect()
}

/// The written cases: those that the rules were written with, and those that were written after them.
fn cases() -> [Vec<Value>; 2] {
    let all = [
        include_str!("../act_cases.json"),
        include_str!("../act_cases_other.json"),
    ];
    all.map(|text| {
        let file: Value = serde_json::from_str(text).unwrap();
        file["cases"].as_array().unwrap().clone()
    })
}

#[test]
fn the_written_cases_come_out() {
    for cases in cases() {
        judge(&cases);
    }
}

fn judge(cases: &[Value]) {
    let drafting = drafting();
    let (mut right, mut offers, mut wanted, mut none) = (0, 0, 0, 0);
    let mut faults = Vec::new();
    for case in cases {
        let (kind, text) = (case["in"].as_str().unwrap(), case["text"].as_str().unwrap());
        let want = case["codes"].as_array().unwrap().iter();
        let want: BTreeSet<String> = want.map(|one| one.as_str().unwrap().to_owned()).collect();
        let found = offered(&drafting, &sources(kind, text), DAY);
        right += found.intersection(&want).count();
        offers += found.len();
        wanted += want.len();
        none += usize::from(want.is_empty());
        if found != want {
            faults.push(format!("{text:?}: found {found:?}, wanted {want:?}"));
        }
    }
    eprintln!(
        "{} cases, {none} of them rejections: {right} of {offers} offered codes right, {right} of {wanted} wanted codes offered",
        cases.len()
    );
    assert!(cases.len() >= 40 && none * 2 >= cases.len());
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_procedure_of_the_chart_counts_only_where_it_was_done_on_the_day() {
    let drafting = drafting();
    for (status, day) in [
        ("not-done", "2026-03-02"),
        ("preparation", "2026-03-02"),
        ("stopped", "2026-03-02"),
        ("entered-in-error", "2026-03-02"),
        ("completed", "2026-03-01"),
    ] {
        let set = chart(&[procedure("Knee joint aspiration", status, day)]);
        assert_eq!(
            offered(&drafting, &set, DAY),
            BTreeSet::new(),
            "{status} {day}"
        );
    }
    let set = chart(&[note("EKG performed.", "2026-03-01")]);
    assert_eq!(offered(&drafting, &set, DAY), BTreeSet::new());
}

#[test]
fn an_order_of_the_chart_counts_for_supplies_that_were_ordered() {
    let drafting = drafting();
    let order = |kind: &str, element: &str, intent: &str, name: &str| {
        json!({"resourceType": kind, "id": "o", "status": "active", "intent": intent, "subject": {"reference": "Patient/p"},
            element: {"text": name}, "authoredOn": "2026-03-02"})
    };
    let device = |intent: &str| {
        chart(&[order(
            "DeviceRequest",
            "codeCodeableConcept",
            intent,
            "CPAP",
        )])
    };
    assert_eq!(offered(&drafting, &device("plan"), DAY), BTreeSet::new());
    let service = chart(&[order("ServiceRequest", "code", "order", "Spirometry")]);
    assert_eq!(offered(&drafting, &service, DAY), BTreeSet::new());
    let found = offered(&drafting, &device("order"), DAY);
    assert_eq!(found, BTreeSet::from(["E0601".to_owned()]));
}

#[test]
fn every_offered_code_is_of_the_table_billable_and_in_force() {
    let drafting = drafting();
    let set = given(
        chart(&[]),
        "dictation",
        "A soft cervical collar was dispensed. Pneumococcal vaccine was given.",
    );
    let on = |day: Date| offered(&drafting, &set, day);
    // The table holds through 2026; the collar's code ended with 2025, the vaccine's begins in July.
    assert_eq!(on(date!(2025 - 06 - 01)), BTreeSet::new());
    assert_eq!(on(date!(2026 - 06 - 30)), BTreeSet::new());
    assert_eq!(
        on(date!(2026 - 07 - 01)),
        BTreeSet::from(["9900S".to_owned()])
    );
    let tables = tables();
    let table = tables.on(System::Cpt, DAY).unwrap();
    let code = Code::read(System::Cpt, "9900S").unwrap();
    assert!(table.billable(&code, DAY).is_none());
}

#[test]
fn without_a_table_no_service_is_suggested() {
    let drafting = Drafting::shipped().unwrap();
    let set = given(chart(&[]), "dictation", "EKG was performed. CPAP ordered.");
    let found = lines(&drafting, &set, "services", DAY);
    assert_eq!(found.lines, []);
    assert!(found.left_out[0].contains("No HCPCS Level II table is installed"));
}

#[test]
fn the_chart_s_own_code_is_not_told_twice() {
    let drafting = drafting();
    let mut own = procedure("Knee joint aspiration", "completed", "2026-03-02");
    own["code"]["coding"] = json!([{"system": "http://www.ama-assn.org/go/cpt", "code": "9900A"}]);
    let set = given(chart(&[own]), "dictation", "The knee joint was aspirated.");
    let found = lines(
        &drafting,
        &drafting.with_companions(set).unwrap(),
        "services",
        DAY,
    );
    assert_eq!(found.lines.len(), 1, "{:?}", found.lines);
}

#[test]
fn where_the_words_do_not_decide_this_is_said() {
    let drafting = drafting();
    let set = given(chart(&[]), "dictation", "A walker was dispensed.");
    let found = lines(
        &drafting,
        &drafting.with_companions(set).unwrap(),
        "services",
        DAY,
    );
    let told = found.left_out.join("\n");
    assert!(told.contains("fits several codes, E0130, E0143"), "{told}");
    assert!(
        told.contains("The title says more than “A walker was dispensed”"),
        "{told}"
    );
}

#[test]
fn what_is_suggested_passes_the_verifier() {
    let drafting = drafting();
    let mut count = 0;
    for case in cases().iter().flatten() {
        let (kind, text) = (case["in"].as_str().unwrap(), case["text"].as_str().unwrap());
        let set = drafting.with_companions(sources(kind, text)).unwrap();
        let lexicon = std::sync::Arc::new(verify::Lexicon::embedded());
        let verifier = verify::Verifier::new(&set, lexicon);
        for section in SECTIONS {
            for line in lines(&drafting, &set, section, DAY).lines {
                let id = model::StatementId::new("s1");
                let verdict = verifier.statement(&id, &line.text, &line.citations, DAY);
                let good = verdict.verdict == model::Verdict::Supported;
                assert!(good, "{}: {:?}", line.text, verdict.reasons);
                count += 1;
            }
        }
    }
    assert!(count > 50);
}

#[test]
fn a_draft_can_rest_on_what_was_dictated_and_said_before_anything_is_filed() {
    let drafting = drafting();
    let kinds = drafting.kinds();
    let coding = kinds
        .iter()
        .find(|info| info.kind == model::DraftKind::Coding)
        .unwrap();
    let takes: Vec<_> = coding
        .takes
        .iter()
        .map(|take| (take.kind, take.needed))
        .collect();
    let spoken = [
        sources::InputKind::Dictation,
        sources::InputKind::Transcript,
    ];
    assert_eq!(takes, spoken.map(|kind| (kind, false)));
    let set = given(
        chart(&[]),
        "dictation",
        "Assessment:\nGout.\nPlan:\nQuad cane ordered.",
    );
    let set = drafting.with_companions(set).unwrap();
    let told = |section: &str| lines(&drafting, &set, section, DAY).lines;
    for (section, code, line) in [("diagnoses", "M10.9", 2), ("services", "E0105", 4)] {
        let lines = told(section);
        assert_eq!(lines.len(), 1, "{section}: {lines:?}");
        assert!(lines[0].text.contains(code), "{}", lines[0].text);
        let cited: Vec<&str> = lines[0]
            .citations
            .iter()
            .map(|one| one.source.as_str())
            .collect();
        assert!(
            cited.contains(&format!("dictation:{line}").as_str()),
            "{cited:?}"
        );
    }
}

#[test]
fn a_transcript_gives_a_diagnosis_only_in_the_clinicians_own_judgement() {
    let drafting = drafting();
    let found = |text: &str| {
        let set = drafting
            .with_companions(given(chart(&[]), "transcript", text))
            .unwrap();
        let found = lines(&drafting, &set, "diagnoses", DAY);
        let codes: Vec<String> = found
            .lines
            .iter()
            .filter_map(|line| line.text.split_once(' ').map(|(code, _)| code.to_owned()))
            .collect();
        (codes, found.left_out.join("\n"))
    };
    for text in [
        "[patient] You have my chart, I have gout.",
        "[doctor] Do you have gout?",
        "[doctor] You don't have gout.",
        "[doctor] This is possibly gout.",
        "[doctor] Your father has gout.",
        "[doctor] Gout comes from uric acid.",
        "[doctor] You have a cough.",
        "[doctor] We see that with gout, which your brother never had.",
        "[doctor] Your toe is swollen, as in gout.",
        "Said by nobody: you have gout.",
    ] {
        assert_eq!(found(text).0, [""; 0], "{text}");
    }
    let (codes, told) = found("[doctor] So you have gout.");
    assert_eq!(codes, ["M10.9"]);
    assert!(told.contains("only on what was said"), "{told}");
    assert_eq!(
        found("[doctor] For your hypertension, keep taking it.").0,
        ["I10"]
    );
}

#[test]
fn the_shared_list_of_supplies_is_read_by_its_own_words() {
    let folder = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        std::path::PathBuf::from,
    );
    let path = folder.join("7_codes/hcpcs_small.json");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("SKIPPED: no table at {}", path.display());
        return;
    };
    let given = Given {
        from: Some(date!(2026 - 01 - 01)),
        to: None,
        system: Some(System::Hcpcs),
    };
    let table = import::read("t.json", &bytes, &given).unwrap().table;
    let mut drafting = Drafting::shipped().unwrap();
    drafting.set_code_tables(Tables::new([table])).unwrap();
    for (text, codes) in [
        ("Uses CPAP.", &[][..]),
        ("Will order a full face mask for CPAP.", &[]),
        ("Infliximab was ordered.", &[]),
        ("CPAP ordered.", &["E0601"]),
        ("Full face mask for CPAP dispensed.", &["A7030"]),
        ("CGM ordered.", &["A4238", "A4239", "E2102", "E2103"]),
        ("Portable oxygen concentrator ordered.", &["E1392"]),
        ("Home sleep test type III completed.", &["G0399"]),
        ("Infliximab-dyyb infused.", &["Q5103"]),
        ("Denosumab 60 mg given subcutaneously.", &["J0897"]),
    ] {
        let found = offered(&drafting, &sources("dictation", text), DAY);
        let want = codes.iter().map(|&code| code.to_owned()).collect();
        assert_eq!(found, want, "{text}");
    }
}

/// A house's own word for what is done leads to the service; what takes it away still does, and the other words hold.
#[test]
fn a_houses_own_words_are_added() {
    use crate::overlay::{Level, LevelKind};
    let plain = drafting();
    let level = Level {
        kind: LevelKind::Organization,
        files: [(
            super::ACTS.0.to_owned(),
            "ordered = [\"keyed in\"]\n[[same]]\nis = \"quad cane\"\nnames = [\"tetrapod\"]\n"
                .to_owned(),
        )]
        .into(),
        folder: String::new(),
        unreadable: std::collections::BTreeMap::new(),
    };
    let overlaid = plain.overlaid(&[&level]);
    assert!(overlaid.faults.is_empty(), "{:?}", overlaid.faults);
    let found = |drafting: &Drafting, text: &str| offered(drafting, &sources("note", text), DAY);
    let cane = BTreeSet::from(["E0105".to_owned()]);
    assert!(found(&plain, "Tetrapod keyed in.").is_empty());
    assert_eq!(found(&overlaid.drafting, "Tetrapod keyed in."), cane);
    assert_eq!(found(&overlaid.drafting, "Quad cane ordered."), cane);
    assert!(found(&overlaid.drafting, "Tetrapod not keyed in.").is_empty());
}
