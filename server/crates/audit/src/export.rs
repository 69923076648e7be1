//! Entries for others: FHIR R4 AuditEvent, one by one, as NDJSON, and the raw records.

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use crate::{Action, Actor, Entry, Outcome};

const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const ACTIONS: &str = "urn:countersign:audit-action";
const TYPES: &str = "http://terminology.hl7.org/CodeSystem/audit-event-type";

/// One entry as a FHIR R4 AuditEvent. `observer` names this installation.
pub fn audit_event(entry: &Entry, observer: &str) -> Value {
    let recorded = entry.time.format(&Rfc3339).unwrap_or_default();
    let (outcome, description) = match &entry.outcome {
        Outcome::Begin => ("0", "begin".to_owned()),
        Outcome::Success => ("0", "success".to_owned()),
        Outcome::Failure(code) => ("8", code.clone()),
    };
    let mut event = json!({
        "resourceType": "AuditEvent",
        "id": format!("audit-{}", entry.index),
        "type": kind(entry.action),
        "subtype": [{"system": ACTIONS, "code": entry.action.name()}],
        "action": letter(entry.action),
        "recorded": recorded,
        "outcome": outcome,
        "outcomeDesc": description,
        "agent": [agent(&entry.actor)],
        "source": {"observer": {"display": observer}, "type": [{
            "system": "http://terminology.hl7.org/CodeSystem/security-source-type", "code": "4",
        }]},
    });
    let entities = entities(entry);
    if !entities.is_empty() {
        event["entity"] = Value::Array(entities);
    }
    event
}

/// Entries as NDJSON, one AuditEvent a line.
pub fn ndjson<'a>(entries: impl IntoIterator<Item = &'a Entry>, observer: &str) -> String {
    let mut out = String::new();
    for entry in entries {
        out.push_str(&audit_event(entry, observer).to_string());
        out.push('\n');
    }
    out
}

/// Records as the raw export that the checker reads.
pub fn raw<R: AsRef<[u8]>>(records: impl IntoIterator<Item = R>) -> Vec<u8> {
    let mut out = Vec::new();
    for record in records {
        let record = record.as_ref();
        // A record is built with 32-bit lengths and stays far below them.
        let length = u32::try_from(record.len()).unwrap_or(u32::MAX);
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(record);
    }
    out
}

fn kind(action: Action) -> Value {
    let dicom = |code, display| json!({"system": DICOM, "code": code, "display": display});
    match action {
        Action::LaunchStarted
        | Action::LaunchRefused
        | Action::SessionStarted
        | Action::TokenRefreshed
        | Action::SignOut => dicom("110114", "User Authentication"),
        Action::AccessDenied | Action::KeysRotated | Action::KeysShredded => {
            dicom("110113", "Security Alert")
        }
        Action::ConfigurationChanged | Action::PersonalTextSaved | Action::PersonalTextDeleted => {
            dicom("110100", "Application Activity")
        }
        Action::AuditRead => dicom("110101", "Audit Log Used"),
        Action::Exported => dicom("110106", "Export"),
        Action::ChartRead
        | Action::SourceOpened
        | Action::Filed
        | Action::FilingFailed
        | Action::ReceiptResolved => {
            json!({"system": TYPES, "code": "rest", "display": "RESTful Operation"})
        }
        _ => dicom("110110", "Patient Record"),
    }
}

/// Create, read, update, delete or execute.
fn letter(action: Action) -> &'static str {
    match action {
        Action::DraftMade
        | Action::Inserted
        | Action::Filed
        | Action::Signed
        | Action::ConsentNoted
        | Action::RecordingStarted => "C",
        Action::ChartRead
        | Action::SourceOpened
        | Action::DraftRendered
        | Action::RecordingPlayed
        | Action::AuditRead => "R",
        Action::EditMade
        | Action::Attested
        | Action::Restored
        | Action::ProposalAccepted
        | Action::ProposalRejected
        | Action::ProposalUndone
        | Action::ConfigurationChanged
        | Action::PersonalTextSaved => "U",
        Action::Removed
        | Action::RecordingDeleted
        | Action::PersonalTextDeleted
        | Action::KeysShredded => "D",
        _ => "E",
    }
}

fn agent(actor: &Actor) -> Value {
    match actor {
        Actor::User { user, role } => json!({
            "who": {"identifier": {"value": user.as_str()}},
            "role": [{"text": serde_json::to_value(role).unwrap_or_default()}],
            "requestor": true,
        }),
        Actor::Unknown => json!({"who": {"display": "unknown"}, "requestor": true}),
        Actor::System => json!({"who": {"display": "Countersign"}, "requestor": false}),
    }
}

fn entities(entry: &Entry) -> Vec<Value> {
    let mut out = Vec::new();
    let identified = |value: &str, what: &str| json!({"what": {"identifier": {"value": value}}, "description": what});
    if let Some(launch) = &entry.launch {
        out.push(identified(launch.as_str(), "launch"));
    }
    if let Some(ends) = entry.ends {
        out.push(identified(
            &format!("audit-{ends}"),
            "the entry of this action's start",
        ));
    }
    let Some(detail) = &entry.detail else {
        out.push(json!({"description": "sealed under a key that was destroyed"}));
        return out;
    };
    if let Some(patient) = &detail.patient {
        out.push(json!({
            "what": {"reference": patient},
            "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": "1"},
            "role": {"system": "http://terminology.hl7.org/CodeSystem/object-role", "code": "1"},
        }));
    }
    for object in &detail.objects {
        let resource = model::SourceId::new(object.as_str()).resource().is_some();
        out.push(if resource {
            json!({"what": {"reference": object}})
        } else {
            identified(object, "object")
        });
    }
    if let Some(hash) = &detail.content_hash {
        out.push(identified(&format!("sha256:{hash}"), "content"));
    }
    out
}
