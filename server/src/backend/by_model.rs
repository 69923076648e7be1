//! One section by a model: drafted, checked, what the check rejected sent back once with the reasons, put beside what the rules owe the
//! section, checked again.

use super::models::Acted;
use drafting::{Drafting, DraftingError, Failed, SectionJob, Written as Own};
use gateway::{GatewayError, Grounding, InferenceId, InferenceLog as _, Refusal};
use model::{GroundedDocument, Statement, StatementVerdict};
use verify::{GroundedDraft, RawSection, RawStatement};

/// Checks an unchecked section.
pub(crate) type Check<'a> = &'a (dyn Fn(RawSection) -> GroundedDraft + Send + Sync);

/// A section that a model wrote and the verifier judged.
pub(crate) struct Written {
    /// As judged; what failed twice is in it, blocked.
    pub grounded: GroundedDraft,
    /// What the reader must know of how it was made.
    pub notes: Vec<String>,
    /// Model and version, as pinned; none where nothing of it stands in the section.
    pub model: Option<String>,
}

/// Writes the section. An error means that nothing of it can be used.
pub(crate) async fn section(
    drafting: &Drafting,
    acted: &Acted,
    job: &SectionJob<'_>,
    check: Check<'_>,
) -> Result<Written, DraftingError> {
    let made = drafting
        .draft_with_model(&acted.gateway, job, &|_| ())
        .await?;
    let mut written = Written {
        grounded: check(made.section),
        notes: made.left_out,
        model: Some(named(&made.model, &made.version)),
    };
    tell(acted, made.inference, written.grounded.document()).await;
    let failed: Vec<Failed> = judged(written.grounded.document())
        .filter(|(_, verdict)| !verdict.verdict.releasable())
        .map(|(statement, verdict)| Failed {
            text: statement.text.clone(),
            citations: statement.citations.clone(),
            reasons: verdict.reasons.clone(),
        })
        .collect();
    if failed.is_empty() {
        return beside_rules(drafting, job, check, written);
    }
    match drafting.revise(&acted.gateway, job, &failed, &|_| ()).await {
        Ok(revised) => {
            let (section, taken_back) =
                revised_section(written.grounded.document(), revised.statements);
            written.grounded = check(section);
            written.notes.extend(taken_back);
            tell(acted, revised.inference, written.grounded.document()).await;
        }
        // What was checked stays; what failed is shown blocked.
        Err(error) => tracing::warn!(%error, "rejected statements could not be revised"),
    }
    beside_rules(drafting, job, check, written)
}

/// The model's checked statements beside what the rules owe the section; the whole is checked again.
fn beside_rules(
    drafting: &Drafting,
    job: &SectionJob<'_>,
    check: Check<'_>,
    written: Written,
) -> Result<Written, DraftingError> {
    let own: Vec<Own<'_>> = judged(written.grounded.document())
        .map(|(statement, verdict)| Own {
            statement,
            released: verdict.verdict.releasable(),
        })
        .collect();
    let merged = drafting.merged(job, &own)?;
    let mut notes = written.notes;
    notes.extend(merged.told);
    Ok(Written {
        grounded: check(merged.section),
        notes,
        model: written.model.filter(|_| merged.of_model > 0),
    })
}

/// Tells the log what the check found of an inference's section.
async fn tell(acted: &Acted, inference: Option<InferenceId>, document: &GroundedDocument) {
    let Some(id) = inference else { return };
    let released = judged(document)
        .filter(|(_, verdict)| verdict.verdict.releasable())
        .count();
    let grounding = Grounding {
        released,
        blocked: judged(document).count() - released,
    };
    acted.log.grounded(id, grounding).await;
}

/// The section again, with the revised statements in the place of the rejected ones; and how many the model took back.
fn revised_section(
    document: &GroundedDocument,
    revised: Vec<Option<RawStatement>>,
) -> (RawSection, Option<String>) {
    let mut revised = revised.into_iter();
    let (mut statements, mut taken_back) = (Vec::new(), 0);
    for (statement, verdict) in judged(document) {
        if verdict.verdict.releasable() {
            statements.push(again(statement));
        } else if let Some(other) = revised.next().flatten() {
            statements.push(other);
        } else {
            taken_back += 1;
        }
    }
    let title = title(document);
    let note = (taken_back > 0).then(|| {
        let statements = if taken_back == 1 {
            "statement"
        } else {
            "statements"
        };
        format!(
            "{title}: the model took back {taken_back} {statements} that the check had rejected."
        )
    });
    (RawSection::new(title, statements), note)
}

/// A judged section as it was before it was judged.
pub(crate) fn unchecked(document: &GroundedDocument) -> RawSection {
    let statements = judged(document).map(|(statement, _)| again(statement));
    RawSection::new(title(document), statements.collect())
}

fn title(document: &GroundedDocument) -> &str {
    document
        .draft
        .sections
        .first()
        .map_or("", |section| &section.title)
}

fn again(statement: &Statement) -> RawStatement {
    RawStatement::new(statement.text.clone(), statement.citations.clone())
}

fn judged(document: &GroundedDocument) -> impl Iterator<Item = (&Statement, &StatementVerdict)> {
    let statements = document
        .draft
        .sections
        .iter()
        .flat_map(|section| &section.statements);
    statements.zip(&document.verdicts)
}

/// What the note says of the model: its name, and its version where that is something else.
fn named(model: &str, version: &str) -> String {
    if version.is_empty() || version == model {
        model.to_owned()
    } else {
        format!("{model} {version}")
    }
}

/// Why the model wrote nothing, in words for the reader; none where the fault is not the model's.
pub(crate) fn unusable(error: &DraftingError) -> Option<&'static str> {
    match error {
        DraftingError::Answer { .. } => Some("the model's answer could not be used"),
        DraftingError::Model(error) => Some(match error {
            GatewayError::Declined => "the model declined",
            GatewayError::Busy { .. } | GatewayError::Crowded(_) | GatewayError::Deadline(_) => {
                "the model was too busy"
            }
            // An endpoint that failed again and again is left alone for a while.
            GatewayError::Refused(Refusal::Resting { .. })
            | GatewayError::Unreachable(_)
            | GatewayError::Status { .. }
            | GatewayError::Redirect(_)
            | GatewayError::Credentials(_) => "the model could not be reached",
            GatewayError::Refused(Refusal::Budget(_)) => "the day's budget for models is used up",
            GatewayError::Refused(_) => "the model may not be used for it",
            GatewayError::Quota(_) => "the account of the model is used up",
            GatewayError::TooLong(_) => "the model takes less than what it was given",
            GatewayError::OtherModel(_) => "another model answered than the one agreed on",
            GatewayError::Truncated(_) => "the model's answer broke off",
            _ => "the model's answer could not be used",
        }),
        _ => None,
    }
}
