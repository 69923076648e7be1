//! Questionnaires: offered, begun, filled in, and answered; the answers are sources of a pre-visit summary, and are filed with it.

mod filing;
mod kept;
mod offer;

pub(super) use filing::{Answered, ITEM, state};
pub use kept::{Kept, OpenForm};
pub use offer::{FormFrom, FormsOffer};

use super::error::StepError;
use super::{Steps, event, now};
use ::forms::{About, Form, Given, Seen, Sheet, response};
use audit::Action;
use drafting::triage::PatientFacts;
use kept::Done;
use store::{FormRow, Launch};
use time::format_description::well_known::Rfc3339;

/// What becomes of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormAct {
    /// What was typed is kept; nothing must be whole.
    Save,
    /// The answers are given: nothing may be wrong or missing.
    Answer,
    /// They can be changed again.
    Reopen,
}

impl Steps {
    /// A form of this launch with what was typed.
    pub async fn open_form(&self, launch: &Launch, id: &str) -> Result<OpenForm, StepError> {
        let event = event(launch, Action::SourceOpened).on([named(id)]);
        self.auditor
            .audited(event, || self.at_hand(launch, id))
            .await
            .map_err(Into::into)
    }

    /// Keeps a form that was changed; false where the answers are not whole: then everything is kept as typed, and nothing is answered.
    pub async fn keep_form(
        &self,
        launch: &Launch,
        open: &OpenForm,
        act: FormAct,
    ) -> Result<bool, StepError> {
        let event = event(launch, Action::EditMade).on([named(&open.id)]);
        self.auditor
            .audited(event, || self.keep(launch, open, act))
            .await
            .map_err(Into::into)
    }

    /// Drops a form that was begun.
    pub async fn drop_form(&self, launch: &Launch, id: &str) -> Result<(), StepError> {
        let event = event(launch, Action::Removed).on([named(id)]);
        let dropped = || async {
            may(launch)?;
            if self.store.delete_form(&launch.key, id).await? {
                Ok(())
            } else {
                Err(StepError::NotFound("questionnaire"))
            }
        };
        self.auditor
            .audited(event, dropped)
            .await
            .map_err(Into::into)
    }

    /// A form with its scores, and what a person must see of it as it stands.
    pub fn looked<'f>(&self, launch: &Launch, open: &'f OpenForm) -> (Sheet<'f>, Seen) {
        let drafting = self.drafting(launch);
        let mut sheet = Sheet::of(&open.form, &open.kept.typed);
        let seen = drafting.seen(&Given::of(&sheet), &PatientFacts::default());
        drafting.fill(&mut sheet);
        (sheet, seen)
    }

    async fn at_hand(&self, launch: &Launch, id: &str) -> Result<OpenForm, StepError> {
        let row = self.store.form(&launch.key, id).await?;
        opened(row.ok_or(StepError::NotFound("questionnaire"))?)
    }

    async fn keep(
        &self,
        launch: &Launch,
        open: &OpenForm,
        act: FormAct,
    ) -> Result<bool, StepError> {
        may(launch)?;
        let mut kept = open.kept.clone();
        let mut sheet = Sheet::of(&open.form, &kept.typed);
        let whole = act == FormAct::Answer && sheet.problems(true).is_empty();
        if act == FormAct::Answer && whole && sheet.asked().all(|node| node.answers.is_empty()) {
            return Err(StepError::BadInput("Nothing is answered yet.".to_owned()));
        }
        kept.done = None;
        if whole {
            let answered = answered(&sheet);
            self.drafting(launch).fill(&mut sheet);
            kept.done = Some(done(launch, open, &sheet, answered)?);
        }
        let (key, bytes) = (&launch.key, kept.bytes()?);
        let saved = self
            .store
            .save_form(key, &open.id, open.revision, &bytes, now());
        if saved.await? {
            Ok(whole || act != FormAct::Answer)
        } else {
            Err(StepError::Conflict)
        }
    }
}

/// The answers as they stand now.
fn done(
    launch: &Launch,
    open: &OpenForm,
    sheet: &Sheet<'_>,
    answered: usize,
) -> Result<Done, StepError> {
    let context = &launch.context;
    let at = now().replace_nanosecond(0).unwrap_or_else(|_| now());
    let authored = at
        .format(&Rfc3339)
        .map_err(|_| StepError::Stored("answers"))?;
    let user = context.user.as_str();
    let person = user.starts_with("Practitioner/") || user.starts_with("PractitionerRole/");
    let about = About {
        id: local(&open.id),
        patient: format!("Patient/{}", context.patient),
        encounter: context
            .encounter
            .as_ref()
            .map(|id| format!("Encounter/{id}")),
        author: person.then(|| user.to_owned()),
        authored,
    };
    Ok(Done {
        answered,
        response: response(sheet, &about).to_string(),
    })
}

/// How many questions are answered.
fn answered(sheet: &Sheet<'_>) -> usize {
    sheet
        .asked()
        .filter(|node| !node.answers.is_empty())
        .count()
}

/// The id of the answers as a resource, which no resource of the EHR has.
fn local(form: &str) -> String {
    format!("countersign-{form}")
}

fn opened(row: FormRow) -> Result<OpenForm, StepError> {
    let text = std::str::from_utf8(&row.questionnaire);
    let form = text.ok().and_then(|text| Form::read(text).ok());
    Ok(OpenForm {
        form: form.ok_or(StepError::Stored("questionnaire"))?,
        kept: Kept::read(&row.answers)?,
        id: row.id,
        revision: row.revision,
        begun: super::shown::moment(row.created),
    })
}

/// A form as the log names it; what was sent is named only where it can be one of our names.
fn named(id: &str) -> String {
    let ours = id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    format!("questionnaire {}", if ours { id } else { "?" })
}

fn may(launch: &Launch) -> Result<(), StepError> {
    if launch.context.role.may_sign() {
        Ok(())
    } else {
        Err(StepError::NotAllowed(
            "your role may not fill in questionnaires",
        ))
    }
}
