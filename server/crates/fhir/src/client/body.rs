//! Answers: their bodies, and what an error says.

use bytes::{Bytes, BytesMut};
use chart::{ChartError, Json, OutcomeIssue, outcome_issues};

use super::Answer;
use crate::FhirError;

/// Reads a body up to a limit.
pub(super) async fn read(
    mut response: reqwest::Response,
    limit: usize,
) -> Result<Bytes, FhirError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| FhirError::from_transport(&error))?
    {
        if body.len() + chunk.len() > limit {
            return Err(FhirError::TooLarge(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// A body as JSON.
pub(super) fn json(body: &[u8]) -> Result<Json, FhirError> {
    Json::parse(body).map_err(|error| unreadable(&error, body.len()))
}

/// A parse error at the very end means that the text broke off.
pub(super) fn unreadable(error: &ChartError, length: usize) -> FhirError {
    match error {
        ChartError::Syntax { offset, .. } if *offset >= length => FhirError::Truncated,
        other => FhirError::Unreadable(other.to_string()),
    }
}

/// The answer, if its status is a success; else the error that it tells.
pub(super) fn success(answer: Answer) -> Result<Answer, FhirError> {
    if (200..300).contains(&answer.status) {
        Ok(answer)
    } else {
        Err(failure(answer.status, &answer.body))
    }
}

/// The error that a status and its body tell.
pub(super) fn failure(status: u16, body: &[u8]) -> FhirError {
    let outcome = Json::parse(body)
        .ok()
        .filter(|json| json.resource_type() == Some("OperationOutcome"));
    let issues = outcome
        .map(|outcome| outcome_issues(&outcome, ""))
        .unwrap_or_default();
    let text = summary(&issues);
    match status {
        401 => FhirError::Unauthorized,
        403 => FhirError::Forbidden(text),
        404 | 410 => FhirError::NotFound(status),
        429 | 503 => FhirError::Throttled(status),
        _ => FhirError::Status {
            status,
            outcome: text,
            code: issues.into_iter().find_map(|issue| issue.detail_code),
        },
    }
}

/// An OperationOutcome where a resource was expected.
pub(super) fn outcome_error(outcome: &Json) -> FhirError {
    FhirError::Outcome(summary(&outcome_issues(outcome, "")))
}

/// The codes of the issues. Their free texts may repeat ids and stay out of errors, which are logged.
fn summary(issues: &[OutcomeIssue]) -> Option<String> {
    let one = |issue: &OutcomeIssue| match &issue.detail_code {
        Some(code) => format!("{} {code}", issue.code),
        None => issue.code.clone(),
    };
    let plain = |text: String| {
        text.chars()
            .filter(|symbol| symbol.is_ascii_alphanumeric() || "-_. ".contains(*symbol))
            .take(60)
            .collect()
    };
    let shown: Vec<String> = issues
        .iter()
        .filter(|issue| issue.severity != "information")
        .map(one)
        .map(plain)
        .collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}
