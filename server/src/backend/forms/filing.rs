//! Given answers beside a draft: kept with it as they were, and filed with it where the EHR takes them.

use super::{named, opened};
use crate::backend::details::Details;
use crate::backend::error::StepError;
use crate::backend::filing::Told;
use crate::backend::{Steps, event};
use audit::Action;
use serde::{Deserialize, Serialize};
use store::{JobState, JobView, Launch, Secret};
use writeback::{FormAnswers, Order};

/// What the name of a job that files answers begins with.
pub(in crate::backend) const ITEM: &str = "answers";
/// Most questionnaires of one draft.
const MOST: usize = 10;

/// The answers of a form as a draft rests on them; sealed with the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::backend) struct Answered {
    /// The form's id.
    pub form: String,
    /// The QuestionnaireResponse.
    pub response: String,
}

impl Steps {
    /// The given answers of these forms of the launch.
    pub(in crate::backend) async fn answered(
        &self,
        launch: &Launch,
        forms: &[String],
    ) -> Result<Vec<Answered>, StepError> {
        if forms.is_empty() {
            return Ok(Vec::new());
        }
        if forms.len() > MOST {
            let words = format!("A summary can rest on {MOST} questionnaires.");
            return Err(StepError::BadInput(words));
        }
        let event = event(launch, Action::SourceOpened).on(forms.iter().map(|id| named(id)));
        let read = || async {
            let mut all: Vec<Answered> = Vec::new();
            for id in forms {
                let row = self.store.form(&launch.key, id).await?;
                let open = opened(row.ok_or(StepError::NotFound("questionnaire"))?)?;
                let Some(done) = open.kept.done else {
                    let words = format!("“{}” is not answered yet.", open.form.title);
                    return Err(StepError::BadInput(words));
                };
                if all.iter().all(|one| one.form != *id) {
                    all.push(Answered {
                        form: open.id,
                        response: done.response,
                    });
                }
            }
            Ok::<_, StepError>(all)
        };
        self.auditor.audited(event, read).await.map_err(Into::into)
    }
}

impl Details {
    /// What is written beside the signed document: each with its order.
    pub(in crate::backend) fn answer_orders(
        &self,
        launch: &Launch,
    ) -> Result<Vec<(String, Secret)>, StepError> {
        let orders = self.answered.iter().map(|one| {
            let order = Order::Answers(Box::new(FormAnswers {
                id: one.form.clone(),
                patient: format!("Patient/{}", launch.context.patient),
                response: one.response.clone(),
            }));
            let payload = order.to_payload().map_err(|_| StepError::Stored("order"))?;
            Ok((format!("{ITEM}{}", one.form), Secret::from(payload)))
        });
        orders.collect()
    }

    /// What became of the answers, in words; none where the draft rests on none.
    pub(in crate::backend) fn answers_told(&self, jobs: &[JobView]) -> Option<String> {
        if self.answered.is_empty() {
            return None;
        }
        let of = jobs.iter().filter(|job| job.item.starts_with(ITEM));
        let told: Vec<String> = of.map(|job| state("Answers", job)).collect();
        if told.is_empty() {
            return Some(
                "The answers stand in the document; this EHR does not take them as data."
                    .to_owned(),
            );
        }
        Some(told.join(" "))
    }
}

/// What became of answers to a questionnaire, called so.
pub(in crate::backend) fn state(what: &str, job: &JobView) -> String {
    let told = job.result.as_ref().and_then(|bytes| Told::read(bytes));
    match (job.state, told) {
        (JobState::Filed, Some(told)) => match told.reference {
            Some(reference) => format!("{what} filed as {reference}."),
            None => format!("{what} filed."),
        },
        (_, Some(told)) => format!("{what}: {}", told.words),
        (_, None) => format!("{what}: being filed."),
    }
}
