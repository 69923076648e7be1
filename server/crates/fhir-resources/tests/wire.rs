//! What goes over the wire: refused where an EHR would refuse it, and plain R4.
#![allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]

use fhir_resources::{
    BuildError, DocStatus, Identifier, Message, Note, NoteShape, Person, Pressure, Record,
    VitalSign, VitalValue, message, note, provenance, type_code, vital_sign,
};
use model::DraftKind;
use serde_json::{Value, json};
use time::macros::datetime;

fn person() -> Person {
    Person {
        reference: "Practitioner/pr1".into(),
        name: Some("Sample, Ada".into()),
    }
}

fn identifier() -> Identifier {
    Identifier {
        system: "urn:countersign:note".into(),
        value: "abc".into(),
    }
}

fn signed() -> Note {
    Note {
        text: "Progress note\n\nK 5.9 – repeat.\n".into(),
        title: "Progress note".into(),
        patient: "Patient/p.1-A".into(),
        encounter: Some("Encounter/e1".into()),
        author: Some(person()),
        type_code: type_code(DraftKind::ProgressNote),
        identifier: identifier(),
        date: datetime!(2026-06-03 07:00:00.5 -5),
        period: None,
        doc_status: DocStatus::Final,
        ai_label: true,
    }
}

fn epic() -> NoteShape {
    NoteShape {
        content_type: "text/plain".into(),
        needs_encounter: true,
        needs_period: false,
        needs_author: false,
        extra_elements: false,
    }
}

fn oracle() -> NoteShape {
    NoteShape {
        content_type: "text/plain;charset=utf-8".into(),
        needs_period: true,
        needs_author: true,
        ..epic()
    }
}

fn vital() -> VitalValue {
    VitalValue {
        sign: VitalSign::Weight,
        value: "72.10".into(),
        unit: "kg".into(),
        pressure: None,
        effective: datetime!(2026-06-03 07:00 UTC),
        patient: "Patient/p1".into(),
        encounter: None,
        performer: Some(person()),
        identifier: None,
    }
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

#[test]
fn what_an_ehr_would_refuse_is_refused_here_by_name() {
    let with = |change: fn(&mut Note)| {
        let mut changed = signed();
        change(&mut changed);
        note(&changed, &oracle()).unwrap_err()
    };
    assert_eq!(
        with(|note| note.encounter = None),
        BuildError::Missing("context.encounter")
    );
    assert_eq!(
        with(|note| note.author = None),
        BuildError::Missing("author")
    );
    assert_eq!(
        with(|note| note.text = " \n".into()),
        BuildError::Missing("content.attachment.data")
    );
    assert_eq!(
        with(|note| note.patient = String::new()),
        BuildError::Missing("subject")
    );
    assert_eq!(
        with(|note| note.type_code.code.clear()),
        BuildError::Missing("type")
    );
    assert!(matches!(
        with(|note| note.patient = "Group/1".into()),
        BuildError::Invalid {
            element: "subject",
            ..
        }
    ));
    assert!(matches!(
        with(|note| note.patient = "Patient/a b".into()),
        BuildError::Invalid {
            element: "subject",
            ..
        }
    ));
    assert!(matches!(
        with(|note| note.encounter = Some("e1".into())),
        BuildError::Invalid {
            element: "context.encounter",
            ..
        }
    ));
    let backwards = |note: &mut Note| {
        note.period = Some((
            datetime!(2026-01-02 00:00 UTC),
            datetime!(2026-01-01 00:00 UTC),
        ));
    };
    assert!(matches!(
        with(backwards),
        BuildError::Invalid {
            element: "context.period",
            ..
        }
    ));
    let wrong = |value: &str, unit: &str| {
        vital_sign(&VitalValue {
            value: value.into(),
            unit: unit.into(),
            ..vital()
        })
    };
    for (value, unit) in [
        ("72", "stone"),
        ("", "kg"),
        ("-1", "kg"),
        ("1e2", "kg"),
        ("072", "kg"),
        ("7.", "kg"),
        ("abc", "kg"),
        ("999999", "kg"),
    ] {
        assert!(wrong(value, unit).is_err(), "{value} {unit}");
    }
    let empty = Message {
        text: " ".into(),
        translation: None,
        patient: "Patient/p1".into(),
        encounter: None,
        sender: person(),
        in_response_to: None,
        sent: datetime!(2026-06-03 07:00 UTC),
        identifier: identifier(),
    };
    assert_eq!(
        message(&empty).unwrap_err(),
        BuildError::Missing("payload.contentString")
    );
}

#[test]
fn an_epic_note_has_what_epic_takes_and_nothing_else() {
    let built = parsed(note(&signed(), &epic()).unwrap().json());
    let wanted = json!({
        "resourceType": "DocumentReference", "status": "current", "docStatus": "final",
        "type": {"coding": [{"system": "http://loinc.org", "code": "11506-3", "display": "Progress note"}], "text": "Progress note"},
        "category": [{"coding": [{"system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
            "code": "clinical-note", "display": "Clinical Note"}], "text": "Clinical Note"}],
        "subject": {"reference": "Patient/p.1-A"},
        "author": [{"reference": "Practitioner/pr1", "display": "Sample, Ada"}],
        "content": [{"attachment": {"contentType": "text/plain", "data": "UHJvZ3Jlc3Mgbm90ZQoKSyA1Ljkg4oCTIHJlcGVhdC4K"}}],
        "context": {"encounter": [{"reference": "Encounter/e1"}]}
    });
    assert_eq!(built, wanted);
}

#[test]
fn an_oracle_note_has_a_charset_and_an_end_with_a_time() {
    let built = parsed(note(&signed(), &oracle()).unwrap().json());
    assert_eq!(
        built["content"][0]["attachment"]["contentType"],
        "text/plain;charset=utf-8"
    );
    assert_eq!(
        built["context"]["period"]["end"],
        "2026-06-03T07:00:00-05:00"
    );
    assert_eq!(built["docStatus"], "final");
    assert!(built.get("identifier").is_none());
}

#[test]
fn a_generic_note_carries_identifier_date_and_label() {
    let shape = NoteShape {
        extra_elements: true,
        needs_encounter: false,
        ..epic()
    };
    let built = parsed(
        note(
            &Note {
                encounter: None,
                author: None,
                ..signed()
            },
            &shape,
        )
        .unwrap()
        .json(),
    );
    assert_eq!(
        built["identifier"][0],
        json!({"system": "urn:countersign:note", "value": "abc"})
    );
    assert_eq!(built["date"], "2026-06-03T07:00:00-05:00");
    assert_eq!(built["meta"]["security"][0]["code"], "AIAST");
    assert!(built.get("context").is_none());
}

#[test]
fn every_kind_has_a_loinc_type() {
    for kind in DraftKind::ALL {
        let code = type_code(kind);
        assert_eq!(code.system, "http://loinc.org");
        let (number, check) = code.code.split_once('-').unwrap();
        // LOINC's check digit (mod 10, Luhn).
        let sum: u32 = number
            .bytes()
            .rev()
            .enumerate()
            .map(|(place, digit)| {
                let digit = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
                digit / 10 + digit % 10
            })
            .sum();
        assert_eq!(((10 - sum % 10) % 10).to_string(), check, "{}", code.code);
    }
}

#[test]
fn a_vital_sign_keeps_the_precision_in_which_it_was_entered() {
    let weight = vital_sign(&vital()).unwrap();
    assert!(
        weight.json().contains(r#""value":72.10"#),
        "{}",
        weight.json()
    );
    let parsed_weight = parsed(weight.json());
    assert_eq!(parsed_weight["valueQuantity"]["code"], "kg");
    assert_eq!(
        parsed_weight["category"][0]["coding"][0]["code"],
        "vital-signs"
    );
    assert_eq!(parsed_weight["effectiveDateTime"], "2026-06-03T07:00:00Z");
    let pressure = Pressure {
        systolic: "162".into(),
        diastolic: "94".into(),
    };
    let pressure = VitalValue {
        sign: VitalSign::BloodPressure,
        pressure: Some(pressure),
        ..vital()
    };
    let built = vital_sign(&pressure).unwrap();
    assert_eq!(
        parsed(built.json())["component"][1]["valueQuantity"]["value"],
        94
    );
    assert!(
        built.json().contains(r#""value":162,"#) || built.json().contains(r#""value":162}"#),
        "{}",
        built.json()
    );
    assert_eq!(
        vital_sign(&VitalValue {
            pressure: None,
            ..pressure
        })
        .unwrap_err(),
        BuildError::Missing("component")
    );
}

#[test]
fn a_provenance_names_software_people_and_sources() {
    let built = provenance(&Record {
        target: "DocumentReference/d1".into(),
        recorded: datetime!(2026-06-03 07:00 UTC),
        assembler: "Countersign 0.1.0 (built-in composer)".into(),
        author: person(),
        verifier: person(),
        sources: vec![
            "Observation/b".into(),
            "transcript:3".into(),
            "Observation/b".into(),
        ],
    })
    .unwrap();
    let built = parsed(built.json());
    let types: Vec<_> = built["agent"]
        .as_array()
        .unwrap()
        .iter()
        .map(|agent| &agent["type"]["coding"][0]["code"])
        .collect();
    assert_eq!(types, ["assembler", "author", "verifier"]);
    assert_eq!(
        built["agent"][0]["who"],
        json!({"type": "Device", "display": "Countersign 0.1.0 (built-in composer)"})
    );
    assert_eq!(built["entity"].as_array().unwrap().len(), 2);
    assert_eq!(
        built["entity"][1]["what"],
        json!({"display": "transcript:3"})
    );
    assert_eq!(built["recorded"], "2026-06-03T07:00:00Z");
}

#[test]
fn a_message_goes_to_the_patient() {
    let built = message(&Message {
        text: "Your potassium is normal again.".into(),
        translation: None,
        patient: "Patient/p1".into(),
        encounter: None,
        sender: person(),
        in_response_to: Some("Communication/c1".into()),
        sent: datetime!(2026-06-03 07:00 UTC),
        identifier: identifier(),
    })
    .unwrap();
    let json = parsed(built.json());
    assert_eq!(
        json["payload"][0]["contentString"],
        "Your potassium is normal again."
    );
    assert_eq!(json["recipient"][0]["reference"], "Patient/p1");
    assert_eq!(
        (built.resource_type(), json["status"].as_str()),
        ("Communication", Some("completed"))
    );
    assert_eq!(
        format!("{built:?}"),
        format!("Built(Communication, {} bytes)", built.json().len())
    );
}

#[test]
fn a_message_in_two_languages_names_both_and_keeps_the_english_first() {
    let of = |tag: &str, text: &str| {
        message(&Message {
            text: "Your potassium is normal.".into(),
            translation: Some((tag.into(), text.into())),
            patient: "Patient/p1".into(),
            encounter: None,
            sender: person(),
            in_response_to: None,
            sent: datetime!(2026-06-03 07:00 UTC),
            identifier: identifier(),
        })
    };
    for (tag, text) in [("", "Su potasio es normal."), ("es", " ")] {
        assert_eq!(
            of(tag, text).unwrap_err(),
            BuildError::Missing("payload.contentString")
        );
    }
    let json = parsed(of("es-MX", "Su potasio es normal.").unwrap().json());
    let language = |tag: &str| json!([{"url": "http://hl7.org/fhir/StructureDefinition/language", "valueCode": tag}]);
    let wanted = json!([
        {"extension": language("en"), "contentString": "Your potassium is normal."},
        {"extension": language("es-MX"), "contentString": "Su potasio es normal."},
    ]);
    assert_eq!(json["payload"], wanted);
}
