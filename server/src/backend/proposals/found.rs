//! The proposals of a draft with what was decided about them.

use super::kept::{Accepted, Kept};
use super::takes::Takes;
use crate::backend::error::StepError;
use crate::backend::open::Open;
use crate::backend::{Steps, now};
use drafting::discrete::{Candidate, Item, Stated, What, offered};
use model::{Citation, DraftId, StatementId};
use review::{Proposed, Review, SignedNote, sha256_hex};
use std::collections::HashMap;
use std::sync::Arc;
use store::{DecisionStamp, Launch};
use uuid::Uuid;
use writeback::{ChartEntry, EntryCode, EntryKind, Order, drafted_by};

/// Characters of an item's name.
const NAME: usize = 24;

/// What a draft proposes.
pub(in crate::backend) struct Proposals {
    /// Each item with its name; those that the chart has already stand last.
    pub items: Vec<(String, Item)>,
    /// The decisions, by item.
    pub kept: HashMap<String, Kept>,
    /// What a signature must have seen.
    pub stamp: DecisionStamp,
    /// What this launch can write.
    pub takes: Takes,
    /// The note, once it is signed.
    pub note: Option<SignedNote>,
}

/// A statement, owned: what is read of it is read on another thread.
struct Words {
    id: StatementId,
    section: String,
    text: String,
    citations: Vec<Citation>,
    released: bool,
}

impl Steps {
    /// What an opened draft proposes; nothing for kinds that tell of no visit.
    pub(in crate::backend) async fn proposals(
        &self,
        launch: &Launch,
        open: &Open,
    ) -> Result<Proposals, StepError> {
        let id = &open.row.summary.id;
        let row = self.store.note(&launch.key, id).await?;
        let note = row.map(|row| SignedNote::from_stored(&row.note));
        let note = note
            .transpose()
            .map_err(|_| StepError::Stored("signed note"))?;
        let words = match (&note, open.review()?) {
            _ if !offered(open.row.summary.kind) => Vec::new(),
            (Some(note), _) => of_note(note),
            (None, Some(review)) => of_review(&review),
            (None, None) => Vec::new(),
        };
        let rows = self.store.decisions(&launch.key, id).await?;
        let kept = rows
            .iter()
            .map(|row| Ok((row.item.clone(), Kept::read(row)?)))
            .collect::<Result<_, StepError>>()?;
        Ok(Proposals {
            items: self.items(launch, open, words).await?,
            kept,
            stamp: DecisionStamp::of(&rows),
            takes: self.servers.of(launch, &self.clients).await,
            note,
        })
    }

    async fn items(
        &self,
        launch: &Launch,
        open: &Open,
        words: Vec<Words>,
    ) -> Result<Vec<(String, Item)>, StepError> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let drafting = self.drafting(launch);
        let (prepared, lexicon) = (Arc::clone(&open.prepared), self.charts.lexicon());
        let (as_of, options) = (open.as_of, open.details.options());
        let found = tokio::task::spawn_blocking(move || {
            let stated: Vec<Stated<'_>> = words.iter().map(Words::stated).collect();
            drafting.discrete(&lexicon, prepared.sources(), as_of, &options, &stated)
        });
        let found = found.await.map_err(|_| StepError::Task)?;
        Ok(found.into_iter().map(|item| (name(&item), item)).collect())
    }

    /// What signing covers of it: sets the accepted items that still stand into the review.
    pub(in crate::backend) fn propose(
        review: &mut Review,
        proposals: &Proposals,
    ) -> Result<(), StepError> {
        let accepted = proposals.accepted().map(|(item, accepted)| Proposed {
            item: item.to_owned(),
            statement: accepted.statement.clone(),
            words: accepted.words.clone(),
            line: accepted.line.clone(),
            listed: !proposals.takes.entry(&accepted.entry),
        });
        Ok(review.propose(accepted.collect())?)
    }
}

impl Proposals {
    /// The accepted items that the note still says, in its order.
    pub(in crate::backend) fn accepted(&self) -> impl Iterator<Item = (&str, &Accepted)> {
        let new = self.items.iter().filter(|(_, item)| item.already.is_none());
        new.filter_map(|(name, _)| match self.kept.get(name)? {
            Kept::Accepted(accepted) => Some((name.as_str(), &**accepted)),
            Kept::Rejected { .. } => None,
        })
    }

    /// How many items nobody decided about.
    pub(in crate::backend) fn undecided(&self) -> usize {
        let new = self.items.iter().filter(|(_, item)| item.already.is_none());
        new.filter(|(name, _)| !self.kept.contains_key(name))
            .count()
    }

    /// What is written beside a signed note: each item with its order.
    pub(in crate::backend) fn orders(
        &self,
        signed: &[Proposed],
    ) -> Result<Vec<(String, store::Secret)>, StepError> {
        let written = signed.iter().filter(|one| !one.listed);
        let orders = written.filter_map(|one| match self.kept.get(&one.item)? {
            Kept::Accepted(accepted) => Some(payload(&one.item, &accepted.entry)),
            Kept::Rejected { .. } => None,
        });
        orders.collect()
    }
}

pub(super) fn payload(
    item: &str,
    entry: &ChartEntry,
) -> Result<(String, store::Secret), StepError> {
    let order = Order::Entry(Box::new(entry.clone()));
    let bytes = order.to_payload().map_err(|_| StepError::Stored("order"))?;
    Ok((item.to_owned(), store::Secret::from(bytes)))
}

/// An item as it is accepted by this launch's user.
pub(super) fn accept(
    launch: &Launch,
    open: &Open,
    item: &Item,
    chosen: Option<&Candidate>,
    sources: Vec<String>,
) -> Accepted {
    let context = &launch.context;
    let coding = chosen.map(|one| &one.coding);
    Accepted {
        statement: item.statement.clone(),
        words: item.words.clone(),
        line: item.line(coding),
        entry: ChartEntry {
            id: Uuid::new_v4().simple().to_string(),
            what: kind(item),
            name: item.name.clone(),
            code: coding.map(|coding| EntryCode {
                system: coding.system.clone(),
                code: coding.code.clone(),
                display: coding.display.clone(),
            }),
            patient: format!("Patient/{}", context.patient),
            encounter: context
                .encounter
                .as_ref()
                .map(|id| format!("Encounter/{id}")),
            accepted_by: context.user.clone(),
            accepted_name: context.user_name.clone(),
            accepted_at: now(),
            sources,
            drafted_by: drafted_by(&open.details.author()),
        },
    }
}

/// What the statement of an item cites.
pub(super) fn cited(open: &Open, item: &Item) -> Result<Vec<String>, StepError> {
    let review = open.review()?;
    let state = review
        .as_ref()
        .and_then(|review| review.statement(&item.statement));
    let citations = state
        .map(|state| state.citations.as_slice())
        .unwrap_or_default();
    Ok(citations.iter().map(|one| one.source.to_string()).collect())
}

fn kind(item: &Item) -> EntryKind {
    match &item.what {
        What::Condition => EntryKind::Condition,
        What::Medication { dose, instruction } => EntryKind::Medication {
            instruction: instruction.clone(),
            dose: dose
                .as_ref()
                .map(|dose| (dose.written.clone(), dose.unit.clone())),
        },
        What::Observation {
            value,
            over,
            category,
            on,
        } => EntryKind::Observation {
            value: value.written.clone(),
            over: over.clone(),
            unit: value.unit.clone(),
            category: category.clone(),
            on: *on,
        },
    }
}

/// The same for the same words of the same statement.
fn name(item: &Item) -> String {
    let parts = [
        item.statement.as_str(),
        &item.words,
        item.kind(),
        &item.name,
        &item.detail(),
    ];
    let mut name = sha256_hex(parts.join("\u{1f}").as_bytes());
    name.truncate(NAME);
    name
}

impl Words {
    fn stated(&self) -> Stated<'_> {
        Stated {
            id: &self.id,
            section: &self.section,
            text: &self.text,
            citations: &self.citations,
            released: self.released,
        }
    }
}

fn of_review(review: &Review) -> Vec<Words> {
    let sections = review.sections().iter();
    sections
        .flat_map(|section| {
            section.statements.iter().map(|one| Words {
                id: one.id.clone(),
                section: section.title.clone(),
                text: one.text.clone(),
                citations: one.citations.clone(),
                released: !one.removed && one.releasable(),
            })
        })
        .collect()
}

fn of_note(note: &SignedNote) -> Vec<Words> {
    let sections = note.sections().iter();
    sections
        .flat_map(|section| {
            section.statements.iter().map(|one| Words {
                id: one.id.clone(),
                section: section.title.clone(),
                text: one.text.clone(),
                citations: one.citations.clone(),
                released: true,
            })
        })
        .collect()
}

/// The item of this name, if the note still says it.
pub(super) fn found<'a>(
    proposals: &'a Proposals,
    draft: &DraftId,
    item: &str,
) -> Result<&'a Item, StepError> {
    let known = proposals.items.iter().find(|(name, _)| name == item);
    known.map(|(_, item)| item).ok_or_else(|| {
        tracing::info!(%draft, "a proposal that the note no longer says");
        StepError::Conflict
    })
}
