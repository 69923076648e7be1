//! Preview and signature. What is signed is kept and queued for filing in one transaction.

use super::error::StepError;
use super::open::Open;
use super::proposals::new_job;
use super::{Steps, content, event, now};
use audit::{Action, Outcome};
use chart::views::PartialDateTime;
use model::DraftId;
use model::view::{AskView, SignPreview};
use review::{Blocker, Changed, Proposed, Review, Signer};
use store::{Launch, NewNote, Secret};
use time::OffsetDateTime;
use writeback::Order;

impl Steps {
    /// What signing would file.
    pub(super) async fn previewed(
        &self,
        launch: &Launch,
        draft: &DraftId,
    ) -> Result<SignPreview, StepError> {
        let open = Open::find(self, launch, draft).await?;
        let mut review = open.review()?.ok_or(StepError::DraftNotOpen)?;
        let proposals = self.proposals(launch, &open).await?;
        Self::propose(&mut review, &proposals)?;
        self.screen(launch, &open, &mut review)?;
        let preview = review.preview(&signer(launch));
        let changes = preview.changes.iter().map(Changed::sentence);
        let entered = preview.proposed.iter().map(entered);
        Ok(SignPreview {
            revision: preview.revision,
            content_hash: preview.content_hash,
            text: preview.text,
            signer: signer_line(launch),
            changes: changes
                .chain(entered)
                .chain(undecided(proposals.undecided()))
                .chain(
                    proposals
                        .takes
                        .answers()
                        .then(|| open.filed_beside())
                        .flatten(),
                )
                .collect(),
            asks: app::asks(asks(&review, &preview.blockers)) + &self.beside_signing(launch, &open),
            blockers: preview
                .blockers
                .iter()
                .filter_map(|blocker| in_words(&review, blocker))
                .collect(),
        })
    }

    /// Signs exactly what was previewed. The start of the signing is recorded first, and stands in the note.
    pub(super) async fn signed(
        &self,
        launch: &Launch,
        draft: &DraftId,
        revision: u64,
        content_hash: &str,
    ) -> Result<(), StepError> {
        if !launch.context.role.may_sign() {
            return Err(StepError::NotAllowed("your role may not sign"));
        }
        let event = event(launch, Action::Signed)
            .on([draft.to_string()])
            .with_hash(content_hash);
        let pending = self.auditor.begin(event).await?;
        let result = self
            .sign_now(launch, draft, revision, content_hash, pending.index())
            .await;
        let outcome = match &result {
            Ok(()) => Outcome::Success,
            Err(error) => Outcome::Failure(audit::FailureCode::failure_code(error).to_owned()),
        };
        pending.finish(&self.auditor, outcome).await?;
        if result.is_ok() {
            self.wake_filing.notify_one();
        }
        result
    }

    async fn sign_now(
        &self,
        launch: &Launch,
        draft: &DraftId,
        revision: u64,
        content_hash: &str,
        audit_index: u64,
    ) -> Result<(), StepError> {
        let open = Open::find(self, launch, draft).await?;
        let mut review = open.review()?.ok_or(StepError::DraftNotOpen)?;
        let proposals = self.proposals(launch, &open).await?;
        Self::propose(&mut review, &proposals)?;
        self.screen(launch, &open, &mut review)?;
        let signed = review.sign(&signer(launch), now(), revision, content_hash)?;
        let note = NewNote {
            draft: draft.clone(),
            revision,
            content_hash: signed.content_hash().to_owned(),
            note: Secret::from(
                signed
                    .to_stored()
                    .map_err(|_| StepError::Stored("signed note"))?,
            ),
            signed_at: signed.signed_at(),
            audit_index: Some(audit_index),
            decided: proposals.stamp,
            ends: self.ends(launch, &open).await?,
        };
        let ending = self.ending(launch, &note.ends).await?;
        let mut items = proposals.orders(signed.proposed())?;
        if proposals.takes.answers() {
            items.extend(open.details.answer_orders(launch)?);
            items.extend(self.criteria_order(launch, &open, &signed));
        }
        let order = Order::Note {
            service: service(&open, launch),
            note: Box::new(signed),
        };
        let payload = order.to_payload().map_err(|_| StepError::Stored("order"))?;
        let jobs: Vec<_> = std::iter::once((String::new(), Secret::from(payload)))
            .chain(items)
            .map(new_job)
            .collect();
        let signed = self.store.sign(&launch.key, &note, &jobs).await;
        let outcome = match &signed {
            Ok(true) => Outcome::Success,
            _ => Outcome::Failure("not_signed".to_owned()),
        };
        if let Some(ending) = ending {
            ending.finish(&self.auditor, outcome).await?;
        }
        if signed? {
            Ok(())
        } else {
            Err(StepError::Conflict)
        }
    }
}

/// What becomes of an accepted item, for the person who signs.
fn entered(one: &Proposed) -> String {
    if one.listed {
        format!("Listed for the chart: {}", one.line)
    } else {
        format!("Written to the chart: {}", one.line)
    }
}

/// That something was found for the chart and nobody decided: it is not entered.
fn undecided(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 thing found for the chart is not decided and will not be entered.".to_owned()),
        count => Some(format!(
            "{count} things found for the chart are not decided and will not be entered."
        )),
    }
}

/// When the launch's encounter began and ended; one that goes on ends now.
fn service(open: &Open, launch: &Launch) -> Option<(OffsetDateTime, OffsetDateTime)> {
    let id = launch.context.encounter.as_ref()?;
    let found = open.prepared.chart.find(&format!("Encounter/{id}"))?;
    let moment = |path| PartialDateTime::parse(found.json.str_at(path)?)?.instant();
    let start = moment("period.start")?;
    Some((start, moment("period.end").unwrap_or_else(now).max(start)))
}

fn signer(launch: &Launch) -> Signer {
    let context = &launch.context;
    Signer {
        user: context.user.clone(),
        name: context.user_name.clone(),
        role: context.role,
    }
}

fn signer_line(launch: &Launch) -> String {
    let role = match launch.context.role {
        model::Role::Clinician => "clinician",
        model::Role::Auditor => "auditor",
        model::Role::Administrator => "administrator",
        model::Role::Safety => "safety officer",
    };
    format!("{}, {role}", launch.context.user_name)
}

/// What is asked of the signer on the signing page itself.
fn asks(review: &Review, blockers: &[Blocker]) -> Vec<AskView> {
    let ask = |blocker: &Blocker| match blocker {
        Blocker::Unedited => Some(AskView {
            ask: review::UNEDITED.to_owned(),
            words: "Nothing was changed: the patient gets the message exactly as it was drafted."
                .to_owned(),
            answer: Some((
                review::YES.to_owned(),
                "I have read it and send it as drafted".to_owned(),
            )),
        }),
        Blocker::Unread => {
            let name = review.translation().map_or("", |one| one.name.as_str());
            Some(AskView {
                ask: review::TRANSLATED.to_owned(),
                words: format!(
                    "A translation into {name} goes out after the English. Its wording was not checked by the application."
                ),
                answer: Some((
                    review::YES.to_owned(),
                    format!("I read both languages, and send the {name} too"),
                )),
            })
        }
        Blocker::Acceptable(key, concern) => {
            let said = concern.statement.as_ref();
            let said = said.and_then(|id| review.statement(id));
            let said = said.map_or(String::new(), |one| format!("“{}” ", one.text));
            Some(AskView {
                ask: key.clone(),
                words: format!("{said}{}", content::sentence(concern)),
                answer: None,
            })
        }
        _ => None,
    };
    blockers.iter().filter_map(ask).collect()
}

/// What blocks, in words; none where it is asked instead.
fn in_words(review: &Review, blocker: &Blocker) -> Option<String> {
    let words = |id| {
        review
            .statement(id)
            .map(|statement| statement.text.clone())
            .unwrap_or_default()
    };
    Some(match blocker {
        Blocker::Unchecked(id) => format!("Not checked yet: “{}”", words(id)),
        Blocker::Gap(id) => format!("Fill in every {}: “{}”", review::GAP, words(id)),
        Blocker::Verdict(id, _) => format!("Needs you: “{}”", words(id)),
        Blocker::Omission(index) => {
            let what = review
                .omissions()
                .get(*index)
                .map(|open| open.omission.what.clone())
                .unwrap_or_default();
            format!("Missing: {what}")
        }
        Blocker::Nothing => "Nothing is left to sign.".to_owned(),
        Blocker::Unscreened => "What it tells the patient was not checked yet.".to_owned(),
        Blocker::Concern(concern) => {
            let said = concern.statement.as_ref().map(words);
            let said = said.map_or(String::new(), |said| format!("“{said}” "));
            format!("{said}{}", content::sentence(concern))
        }
        Blocker::Acceptable(..) | Blocker::Unedited | Blocker::Unread => return None,
    })
}
