//! The check of a text that a patient will read: asked when it is drafted, after every change and before it is signed.

use super::Steps;
use super::error::StepError;
use super::open::Open;
use drafting::{Drafting, Passage, Placed, ReadingLevel, SafetyKind};
use model::view::{ReasonView, StatementView};
use model::{DraftKind, Notice, NoticeKind, ReasonCode, StatementId, Verdict};
use review::{Concern, Review, StatementState};
use store::Launch;

impl Steps {
    /// Tells a review what the check of the content finds in the words as they stand.
    pub(super) fn screen(
        &self,
        launch: &Launch,
        open: &Open,
        review: &mut Review,
    ) -> Result<(), StepError> {
        screened(&self.drafting(launch), open, review)
    }
}

/// See [`Steps::screen`].
pub(super) fn screened(
    drafting: &Drafting,
    open: &Open,
    review: &mut Review,
) -> Result<(), StepError> {
    let kind = review.about().kind;
    let kept: Vec<&StatementState> = review.statements().filter(|one| !one.removed).collect();
    let passages: Vec<Passage<'_>> = kept
        .iter()
        .map(|one| Passage {
            text: &one.text,
            citations: &one.citations,
            supported: one
                .verdict()
                .is_some_and(|given| given.verdict == Verdict::Supported),
        })
        .collect();
    let (sources, options) = (open.prepared.sources(), open.details.options());
    let found = drafting.screen(kind, &passages, sources, open.as_of, &options)?;
    let ids: Vec<StatementId> = kept.iter().map(|one| one.id.clone()).collect();
    let concerns = found.into_iter().map(|placed| concern(placed, &ids));
    Ok(review.screen(concerns.collect())?)
}

fn concern(placed: Placed, ids: &[StatementId]) -> Concern {
    let Placed { passage, finding } = placed;
    Concern {
        statement: passage.and_then(|index| ids.get(index)).cloned(),
        span: finding.span,
        code: match finding.kind {
            SafetyKind::NewDiagnosis => ReasonCode::Fabrication,
            SafetyKind::DoseChange => ReasonCode::Dose,
            SafetyKind::FalseReassurance => ReasonCode::Certainty,
            SafetyKind::NoEscalation => ReasonCode::Omission,
        },
        may_accept: finding.kind.may_accept(),
        what: finding.what,
    }
}

/// Says where a text for a patient reads harder than was asked, as it stands now; of a sheet for the patient how hard it reads in any case.
pub(super) fn measured(review: &Review, level: ReadingLevel) -> Option<Notice> {
    if !review.about().kind.for_patients() {
        return None;
    }
    let kept = review.statements().filter(|one| !one.removed);
    let words: Vec<&str> = kept.map(|one| one.text.as_str()).collect();
    Some(Notice {
        kind: NoticeKind::Drafting,
        what: match review.about().kind {
            DraftKind::PatientInstructions => level.measured(&words.join(" "))?,
            _ => level.exceeded(&words.join(" "))?,
        },
        sources: Vec::new(),
    })
}

/// A concern as a sentence.
pub(super) fn sentence(concern: &Concern) -> String {
    let mut letters = concern.what.chars();
    let first = letters.next().map(char::to_uppercase);
    let first: String = first.into_iter().flatten().collect();
    format!("{first}{}.", letters.as_str())
}

/// Shows the open concerns beside the statements; what the text as a whole lacks, beside the last one.
pub(super) fn beside<'a>(review: &Review, statements: impl Iterator<Item = &'a mut StatementView>) {
    let open = review.concerns();
    if open.is_empty() {
        return;
    }
    let last = review.statements().filter(|one| !one.removed).last();
    let last = last.map(|one| one.id.clone());
    for view in statements {
        for (_, concern) in &open {
            let place = concern.statement.as_ref().or(last.as_ref());
            if place != Some(&view.id) {
                continue;
            }
            let way = if concern.may_accept {
                " Change it, or say on the signing page why it stands."
            } else {
                " It cannot be sent like this."
            };
            view.releasable = false;
            view.reasons.push(ReasonView {
                code: concern.code,
                span: concern.span,
                line: format!("{}{way}", sentence(concern)),
                fix: None,
                sources: Vec::new(),
            });
        }
    }
}
