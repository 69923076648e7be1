//! Answers to a questionnaire as a QuestionnaireResponse. Its numbers keep their digits: the text is checked by the models and sent as it is.

use std::collections::BTreeMap;

use fhir_sdk::r4b::resources::QuestionnaireResponse;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::common::{PEOPLE, reference};
use crate::{BuildError, Built, Identifier};

/// What a QuestionnaireResponse may be (R4, `questionnaire-answers-status`).
const STATUSES: &[&str] = &[
    "in-progress",
    "completed",
    "amended",
    "entered-in-error",
    "stopped",
];

/// Checks a QuestionnaireResponse (R4), puts our identifier on it where the EHR keeps it, and takes our own id off.
pub fn answers(text: &str, identifier: Option<&Identifier>) -> Result<Built, BuildError> {
    // The model's own message could repeat an answer.
    let unreadable = |_| BuildError::Invalid {
        element: "QuestionnaireResponse",
        why: "cannot be read",
    };
    let raw: Value = serde_json::from_str(text).map_err(unreadable)?;
    told(&raw)?;
    let model: QuestionnaireResponse = serde_json::from_str(text).map_err(unreadable)?;
    let place = |found: &Option<fhir_sdk::r4b::types::Reference>| {
        let found = found.as_ref()?;
        found.reference.clone()
    };
    let subject = place(&model.subject).ok_or(BuildError::Missing("subject"))?;
    reference(&subject, "subject", &["Patient"])?;
    if let Some(author) = place(&model.author) {
        reference(&author, "author", PEOPLE)?;
    }
    if model.authored.is_none() {
        return Err(BuildError::Missing("authored"));
    }
    if model.item.is_empty() {
        return Err(BuildError::Missing("item"));
    }
    let mut members: BTreeMap<String, Box<RawValue>> =
        serde_json::from_str(text).map_err(unreadable)?;
    members.remove("id");
    members.remove("identifier");
    if let Some(identifier) = identifier {
        let own = serde_json::json!({"system": identifier.system, "value": identifier.value});
        let own = serde_json::value::to_raw_value(&own).map_err(unreadable)?;
        members.insert("identifier".to_owned(), own);
    }
    let text = serde_json::to_string(&members).map_err(unreadable)?;
    Ok(Built::with_text("QuestionnaireResponse", text))
}

/// What the models let pass: another type of resource, a status of no list, an item without its link.
fn told(raw: &Value) -> Result<(), BuildError> {
    let invalid = |element, why| Err(BuildError::Invalid { element, why });
    if raw["resourceType"] != "QuestionnaireResponse" {
        return invalid("resourceType", "is no QuestionnaireResponse");
    }
    match raw["status"].as_str() {
        None => return Err(BuildError::Missing("status")),
        Some(status) if !STATUSES.contains(&status) => {
            return invalid("status", "is none of the standard's");
        }
        Some(_) => {}
    }
    if linked(raw) {
        Ok(())
    } else {
        Err(BuildError::Missing("item.linkId"))
    }
}

/// Whether every item below names the question that it answers.
fn linked(parent: &Value) -> bool {
    let below = |name: &str| parent[name].as_array().map_or(&[][..], Vec::as_slice);
    below("item")
        .iter()
        .all(|item| item["linkId"].as_str().is_some_and(|id| !id.is_empty()) && linked(item))
        && below("answer").iter().all(linked)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"resourceType":"QuestionnaireResponse","id":"x","status":"completed","subject":{"reference":"Patient/p"},"authored":"2026-03-02T10:00:00Z","author":{"reference":"Practitioner/1"},"item":[{"linkId":"1","answer":[{"valueDecimal":7.50}]}]}"#;

    #[test]
    fn what_the_standard_does_not_allow_is_refused_and_not_quoted() {
        for (what, with) in [
            (r#""status":"completed""#, r#""status":"secret""#),
            (r#""reference":"Patient/p""#, r#""reference":"Group/p""#),
            (
                r#""reference":"Practitioner/1""#,
                r#""reference":"Device/1""#,
            ),
            (r#""authored":"2026-03-02T10:00:00Z","#, ""),
            (
                r#","item":[{"linkId":"1","answer":[{"valueDecimal":7.50}]}]"#,
                "",
            ),
            (r#""linkId":"1","#, ""),
            ("QuestionnaireResponse", "Patient"),
        ] {
            assert!(GOOD.contains(what));
            let Err(error) = answers(&GOOD.replacen(what, with, 1), None) else {
                panic!("passed: {what} -> {with}");
            };
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        assert!(answers("", None).is_err());
    }

    #[test]
    fn digits_stay_and_the_identifier_is_ours() {
        let own = Identifier {
            system: "urn:s".into(),
            value: "v".into(),
        };
        let built = answers(GOOD, Some(&own)).unwrap();
        assert!(built.json().contains("7.50") && built.json().contains("\"urn:s\""));
        assert!(!built.json().contains("\"id\":\"x\""));
        assert!(!answers(GOOD, None).unwrap().json().contains("identifier"));
    }
}
