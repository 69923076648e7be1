//! The criteria of a prior authorization as data: the response that is downloaded, and filed beside the signed letter where the EHR takes it.

use super::Steps;
use super::error::StepError;
use super::forms::ITEM;
use super::open::Open;
use drafting::Drafting;
use model::{Criterion, DraftKind};
use review::SignedNote;
use serde_json::{Value, json};
use store::{JobView, Launch, Secret};
use time::format_description::well_known::Rfc3339;
use writeback::{FormAnswers, Order};

/// The name of the job that files them.
fn job_name() -> String {
    format!("{ITEM}-criteria")
}

/// The criteria as they were shown. Judged otherwise by now (another version, another policy file), they are an error: what nobody saw does not leave.
pub(super) fn response(
    drafting: &Drafting,
    open: &Open,
    shown: &[Criterion],
) -> Result<Value, StepError> {
    let (set, options) = (open.prepared.sources(), open.details.options());
    if drafting.criteria(set, open.as_of, &options)? != shown {
        return Err(StepError::Stored("criteria"));
    }
    Ok(drafting.questionnaire_response(set, open.as_of, &options)?)
}

impl Open {
    /// What is filed as data beside the document, for the person who signs.
    pub(super) fn filed_beside(&self) -> Option<String> {
        let what = match self.row.summary.kind {
            DraftKind::PriorAuthLetter => "The criteria and their results are",
            _ if self.details.answered.is_empty() => return None,
            _ => "The answers to the questionnaire are",
        };
        Some(format!("{what} filed as data beside the document."))
    }
}

impl Steps {
    /// What files the criteria of a signed letter. The letter itself is filed whatever comes of it.
    pub(super) fn criteria_order(
        &self,
        launch: &Launch,
        open: &Open,
        note: &SignedNote,
    ) -> Option<(String, Secret)> {
        if note.kind() != DraftKind::PriorAuthLetter || note.criteria().is_empty() {
            return None;
        }
        let made = || {
            let mut response = response(&self.drafting(launch), open, note.criteria())?;
            let at = note.signed_at().format(&Rfc3339);
            response["authored"] = at.map_err(|_| StepError::Stored("signed note"))?.into();
            response["author"] = json!({"reference": note.signer().user.as_str()});
            let order = Order::Answers(Box::new(FormAnswers {
                id: uuid::Uuid::new_v4().simple().to_string(),
                patient: note.patient().to_owned(),
                response: response.to_string(),
            }));
            order.to_payload().map_err(|_| StepError::Stored("order"))
        };
        match made() {
            Ok(payload) => Some((job_name(), Secret::from(payload))),
            Err(error) => {
                tracing::warn!(%error, "the criteria of a signed letter are not filed as data");
                None
            }
        }
    }
}

/// What became of the criteria of a signed letter, in words; none for other documents.
pub(super) fn criteria_told(note: &SignedNote, jobs: &[JobView]) -> Option<String> {
    if note.kind() != DraftKind::PriorAuthLetter || note.criteria().is_empty() {
        return None;
    }
    let job = jobs.iter().find(|job| job.item == job_name());
    Some(job.map_or_else(
        || "The criteria are not filed as data: take the answers for the payer’s system beside the criteria.".to_owned(),
        |job| super::forms::state("Criteria", job),
    ))
}
