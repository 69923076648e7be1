//! The matrix as a QuestionnaireResponse in the manner of Da Vinci Documentation Templates and Rules (DTR 2.0), and its Questionnaire.

use super::judge::{Judged, judge};
use super::policy::Policy;
use crate::read::View;
use model::{CriterionResult, SourceSpan};
use serde_json::{Value, json};

const RESPONSE: &str =
    "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/dtr-questionnaireresponse";
const ORIGIN: &str = "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin";
const RESULTS: &str = "urn:countersign:criterion-result";
/// How ids begin that only Countersign knows.
const LOCAL: &str = "countersign-";

/// The canonical name of a policy's questionnaire.
fn canonical(policy: &Policy) -> String {
    format!("urn:countersign:policy:{}", policy.id)
}

/// The Questionnaire that the response answers: one group a criterion, with its result, evidence and gap.
pub(crate) fn questionnaire(policy: &Policy) -> Value {
    let options: Vec<Value> = [
        CriterionResult::Met,
        CriterionResult::NotMet,
        CriterionResult::NotDocumented,
        CriterionResult::NeedsReview,
    ]
    .map(|result| json!({"valueCoding": coding(result)}))
    .to_vec();
    let items: Vec<Value> = policy
        .criteria
        .iter()
        .map(|one| {
            let id = &one.id;
            json!({
                "linkId": id, "text": one.text, "type": "group", "required": true,
                "item": [
                    {"linkId": format!("{id}.result"), "text": "Result", "type": "choice", "required": true, "answerOption": options},
                    {"linkId": format!("{id}.evidence"), "text": "Evidence", "type": "reference", "repeats": true},
                    {"linkId": format!("{id}.words"), "text": "Words or value of the chart", "type": "string", "repeats": true},
                    {"linkId": format!("{id}.gap"), "text": "What would close the gap", "type": "text"}
                ]
            })
        })
        .collect();
    json!({
        "resourceType": "Questionnaire", "url": canonical(policy), "title": policy.title, "status": "active",
        "subjectType": ["Patient"], "item": items
    })
}

/// The answers from the chart as of the view's day. In progress until every criterion is decided by the chart or a person.
pub(crate) fn response(policy: &Policy, view: View<'_>) -> Value {
    let judged = judge(policy, view);
    let open = judged.iter().any(|one| {
        matches!(
            one.result,
            CriterionResult::NotDocumented | CriterionResult::NeedsReview
        )
    });
    let mut out = json!({
        "resourceType": "QuestionnaireResponse",
        "meta": {"profile": [RESPONSE]},
        "questionnaire": canonical(policy),
        "status": if open { "in-progress" } else { "completed" },
        "authored": view.as_of.to_string(),
        "item": judged.iter().map(|one| item(one, view)).collect::<Vec<_>>()
    });
    if let (Some(patient), Some(members)) = (view.set.patient(), out.as_object_mut()) {
        members.insert("subject".to_owned(), json!({"reference": patient.as_str()}));
    }
    out
}

fn coding(result: CriterionResult) -> Value {
    let (code, display) = match result {
        CriterionResult::Met => ("met", "Met"),
        CriterionResult::NotMet => ("not_met", "Not met"),
        CriterionResult::NotDocumented => ("not_documented", "Not documented"),
        CriterionResult::NeedsReview => ("needs_review", "Needs review"),
    };
    json!({"system": RESULTS, "code": code, "display": display})
}

fn item(one: &Judged, view: View<'_>) -> Value {
    let id = &one.id;
    let origin = json!([{"url": ORIGIN, "extension": [{"url": "source", "valueCode": "auto"}]}]);
    let mut items = vec![json!({
        "linkId": format!("{id}.result"), "text": "Result",
        "answer": [{"extension": origin, "valueCoding": coding(one.result)}]
    })];
    let mut sources: Vec<&str> = one
        .evidence
        .iter()
        .map(|place| place.source.as_str())
        .collect();
    sources.dedup();
    if !sources.is_empty() {
        let answers: Vec<Value> = sources
            .iter()
            .map(|source| json!({"extension": origin, "valueReference": named(source)}))
            .collect();
        items.push(
            json!({"linkId": format!("{id}.evidence"), "text": "Evidence", "answer": answers}),
        );
    }
    let words: Vec<Value> = one
        .evidence
        .iter()
        .filter_map(|place| quoted(place, view))
        .map(|words| json!({"extension": origin, "valueString": words}))
        .collect();
    if !words.is_empty() {
        items.push(json!({"linkId": format!("{id}.words"), "text": "Words or value of the chart", "answer": words}));
    }
    if let Some(gap) = &one.gap {
        items.push(json!({
            "linkId": format!("{id}.gap"), "text": "What would close the gap",
            "answer": [{"extension": origin, "valueString": gap}]
        }));
    }
    json!({"linkId": id, "text": one.text, "item": items})
}

/// A source as the payer's system can follow it: what the EHR does not have is told in words.
fn named(source: &str) -> Value {
    let of_the_ehr = source.split_once('/').is_some_and(|(kind, id)| {
        kind.starts_with(|c: char| c.is_ascii_uppercase()) && !id.starts_with(LOCAL)
    });
    if of_the_ehr {
        json!({"reference": source})
    } else {
        json!({"display": "words given to the draft, kept in Countersign"})
    }
}

/// The exact words of the source; for structured data, its line of the readable text.
fn quoted(place: &SourceSpan, view: View<'_>) -> Option<String> {
    let snippet = view.set.get(&place.source)?;
    let words = place.source_span?.of(&snippet.text)?;
    let line = snippet
        .text
        .lines()
        .find(|line| place.path.is_some() && line.contains(words));
    Some(line.unwrap_or(words).trim().to_owned())
}
