//! Notes from dictation, transcript and chart: everything said is quoted exactly, and nothing stale is carried over.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use crate::Drafting;
use crate::hp_note::HpNote;
use crate::procedure_note::ProcedureNote;
use crate::soap_note::SoapNote;
use crate::spoken::test::frozen;
use crate::use_case::{Options, UseCase};
use serde_json::{Value, json};
use sources::{SourceInput, SourceSet};
use std::sync::Arc;
use time::Date;
use time::macros::date;

const DAY: Date = date!(2026 - 03 - 02);

/// Texts of every section; every statement must pass the verifier.
fn texts(case: &dyn UseCase, set: &SourceSet) -> Vec<Section> {
    let (all, blocked) = composed(case, set);
    assert!(blocked.is_empty(), "{blocked:#?}");
    all
}

/// A section: its id, its lines, what was left out.
type Section = (String, Vec<String>, Vec<String>);

/// Each section, and what the verifier would block.
fn composed(case: &dyn UseCase, set: &SourceSet) -> (Vec<Section>, Vec<String>) {
    let drafting = Drafting::shipped().unwrap();
    let verifier = verify::Verifier::new(set, Arc::new(verify::Lexicon::embedded()));
    let options = Options::default();
    let context = drafting.context(set, DAY, &options).unwrap();
    let mut blocked = Vec::new();
    let all = case
        .template()
        .unwrap()
        .section
        .iter()
        .map(|plan| {
            let lines = case.compose(&plan.id, context).unwrap();
            for line in &lines.lines {
                let id = model::StatementId::new("s1");
                let verdict = verifier.statement(&id, &line.text, &line.citations, DAY);
                if !verdict.verdict.releasable() {
                    blocked.push(format!("{}: {} {:?}", plan.id, line.text, verdict.reasons));
                }
            }
            (
                plan.id.clone(),
                lines.lines.into_iter().map(|line| line.text).collect(),
                lines.left_out,
            )
        })
        .collect();
    (all, blocked)
}

fn of<'t>(
    texts: &'t [(String, Vec<String>, Vec<String>)],
    section: &str,
) -> &'t (String, Vec<String>, Vec<String>) {
    texts.iter().find(|(name, _, _)| name == section).unwrap()
}

fn note(text: &str) -> Value {
    let data = crate::soap_note::test::base64(text);
    json!({"resourceType": "DocumentReference", "id": "n", "subject": {"reference": "Patient/p"}, "status": "current", "date": "2026-01-10T10:00:00Z",
        "type": {"text": "Progress note"}, "content": [{"attachment": {"contentType": "text/plain", "data": data}}]})
}

/// Enough of base64 for test notes.
pub(crate) fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().enumerate().fold(0u32, |bits, (place, byte)| {
            bits | u32::from(*byte) << (16 - 8 * place)
        });
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize] as char;
            out.push(if place > chunk.len() { '=' } else { letter });
        }
    }
    out
}

#[test]
fn nothing_stale_is_carried_over() {
    let ended = json!({"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"}, "code": {"text": "Pneumonia"}, "onsetDateTime": "2026-01-09",
        "abatementDateTime": "2026-02-01", "clinicalStatus": {"coding": [{"code": "resolved"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]}});
    let stopped = json!({"resourceType": "MedicationRequest", "id": "m", "subject": {"reference": "Patient/p"}, "status": "stopped", "intent": "order",
        "authoredOn": "2026-01-10", "medicationCodeableConcept": {"text": "Doxycycline 100 MG Oral Tablet"}});
    let previous = note(
        "Assessment:\nPneumonia improving.\nKnee pain from gardening.\nPlan:\nContinue doxycycline.\nGlucose was 180 mg/dL today.\nPhysical therapy for the knee.\n",
    );
    let set = frozen(
        &[ended, stopped, previous],
        "dictation",
        "Plan:\nReturn in four weeks.",
    );
    let texts = texts(&SoapNote, &set);
    let (_, said, left) = of(&texts, "plan");
    let all = said.join("\n");
    assert!(
        all.contains("Knee pain from gardening") && all.contains("Physical therapy"),
        "{all}"
    );
    for stale in ["Pneumonia", "doxycycline", "180"] {
        assert!(!all.contains(stale), "{all}");
    }
    assert!(
        left.iter().any(|text| text.contains("3 sentences")),
        "{left:?}"
    );
    assert!(
        said.iter()
            .filter(|text| text.contains("Knee"))
            .all(|text| text.starts_with("Carried over from the note of 10 Jan 2026"))
    );
}

#[test]
fn dictation_goes_where_its_headings_say() {
    let dictation = "Subjective:\nShe has had a cough for two weeks.\nExam:\nLungs are clear on both sides.\nAssessment:\nAcute bronchitis.\nPlan:\nRest and fluids. Return in one week.";
    let set = frozen(&[], "dictation", dictation);
    for case in [&SoapNote as &dyn UseCase, &HpNote] {
        let texts = texts(case, &set);
        let whole: Vec<&String> = texts.iter().flat_map(|(_, said, _)| said).collect();
        for words in [
            "cough for two weeks",
            "Lungs are clear",
            "Acute bronchitis",
            "Rest and fluids",
        ] {
            assert_eq!(
                whole.iter().filter(|text| text.contains(words)).count(),
                1,
                "{words}: {whole:?}"
            );
        }
    }
}

#[test]
fn a_procedure_note_has_what_was_dictated_and_who_must_not_be_forgotten() {
    let allergy = json!({"resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/p"}, "code": {"text": "Lidocaine"},
        "clinicalStatus": {"coding": [{"code": "active"}]}});
    let done = json!({"resourceType": "Procedure", "id": "d", "subject": {"reference": "Patient/p"}, "status": "completed", "performedDateTime": "2026-03-02",
        "code": {"text": "Excision of skin lesion"}});
    let set = frozen(
        &[allergy, done],
        "dictation",
        "Technique:\nThe skin was closed with two sutures.\nComplications:\nNone were seen.",
    );
    let texts = texts(&ProcedureNote, &set);
    assert!(of(&texts, "safety").1[0].contains("Lidocaine"));
    assert_eq!(
        of(&texts, "procedure").1,
        ["Excision of skin lesion on 2 Mar 2026."]
    );
    assert!(
        of(&texts, "description")
            .1
            .join(" ")
            .contains("closed with two sutures")
    );
}

#[test]
fn open_transcripts_give_notes_of_which_ninety_nine_in_a_hundred_statements_pass() {
    let folder = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        std::path::PathBuf::from,
    );
    let path = folder.join("4_dialogue/aci_bench.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: no dialogues at {}", path.display());
        return;
    };
    let (mut count, mut stopped) = (0, Vec::new());
    for line in text.lines() {
        let visit: Value = serde_json::from_str(line).unwrap();
        let mut set = frozen(&[], "message", "none");
        let json = json!({"id": "t", "kind": "transcript", "text": visit["dialogue"]}).to_string();
        set.extend(&SourceInput::parse_all(&json, "t").unwrap())
            .unwrap();
        let (texts, blocked) = composed(&SoapNote, &set);
        stopped.extend(blocked);
        count += texts.iter().map(|(_, said, _)| said.len()).sum::<usize>();
        // A section of which nothing can be quoted says so.
        for section in ["subjective", "plan"] {
            let (_, said, left_out) = of(&texts, section);
            assert!(
                !said.is_empty() || !left_out.is_empty(),
                "{section}: {}",
                visit["id"]
            );
        }
    }
    eprintln!(
        "{count} statements from transcripts, {} blocked",
        stopped.len()
    );
    assert!(stopped.len() * 100 <= count, "{stopped:#?}");
}
