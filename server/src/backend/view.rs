//! A draft under review as the screen shows it.

use super::{content, reasons, shown};
use model::view::{
    CitationView, CriterionView, DraftStatus, DraftView, FiledView, OmissionView, SectionView,
    StatementState, StatementView,
};
use model::{Citation, Criterion, SourceId, Verdict};
use review::{Origin, Review};
use sources::SourceSet;
use std::collections::HashMap;

/// What a view needs beside the review.
pub(super) struct Frame {
    /// Where the draft stands.
    pub status: DraftStatus,
    /// When it was begun, as shown.
    pub begun: String,
    /// Grows with every change of the stored draft.
    pub revision: u64,
    /// While drafting: which section of how many.
    pub progress: Option<String>,
    /// Once signed.
    pub filed: Option<FiledView>,
    /// What went wrong while drafting.
    pub failure: Option<String>,
    /// The criteria in words, by id.
    pub criteria: HashMap<String, String>,
}

/// The view of a whole draft.
pub(super) fn draft(review: &Review, sources: &SourceSet, frame: Frame) -> DraftView {
    let mut numbers = Numbers::default();
    let sections = review.sections().iter().map(|section| SectionView {
        title: section.title.clone(),
        statements: section
            .statements
            .iter()
            .map(|state| statement(state, sources, &mut numbers))
            .collect(),
    });
    let mut sections: Vec<SectionView> = sections.collect();
    let statements = sections.iter_mut().flat_map(|one| &mut one.statements);
    content::beside(review, statements);
    let omissions = review
        .omissions()
        .iter()
        .enumerate()
        .map(|(index, open)| OmissionView {
            index,
            what: open.omission.what.clone(),
            sources: open.omission.sources.clone(),
            settled: !review.is_open(open),
        });
    let about = review.about();
    DraftView {
        id: about.draft.clone(),
        kind: about.kind,
        title: about.title.clone(),
        status: frame.status,
        author: about.author.name().to_owned(),
        begun: frame.begun,
        revision: frame.revision,
        sections,
        progress: frame.progress,
        omissions: omissions.collect(),
        notices: review.notices().to_vec(),
        criteria: review
            .criteria()
            .iter()
            .map(|row| criterion(row, sources, &mut numbers, &frame.criteria))
            .collect(),
        needs_you: needs_you(review),
        filed: frame.filed,
        failure: frame.failure,
    }
}

/// How many statements and omissions block signing. What is asked on the signing page itself is not counted.
pub(super) fn needs_you(review: &Review) -> usize {
    use review::Blocker::{Nothing, Unedited, Unread, Unscreened};
    let blockers = review.blockers();
    let asked = |one: &&review::Blocker| !matches!(one, Nothing | Unedited | Unread | Unscreened);
    blockers.iter().filter(asked).count()
}

/// The view of one statement; its citations continue the draft's numbers.
pub(super) fn statement(
    state: &review::StatementState,
    sources: &SourceSet,
    numbers: &mut Numbers,
) -> StatementView {
    let verdict = state.verdict();
    StatementView {
        id: state.id.clone(),
        text: state.text.clone(),
        original: state.original().map(str::to_owned),
        citations: state
            .citations
            .iter()
            .map(|citation| numbers.view(citation, sources))
            .collect(),
        verdict: verdict.map_or(Verdict::Unsupported, |given| given.verdict),
        state: state_of(state),
        releasable: state.releasable(),
        reasons: match verdict {
            Some(given) if !state.releasable() => {
                let mut all = reasons::views(&state.text, given, sources);
                all.extend(reasons::gap(&state.text));
                all
            }
            _ => Vec::new(),
        },
        evidence: verdict
            .map(|given| given.evidence.clone())
            .unwrap_or_default(),
    }
}

fn state_of(state: &review::StatementState) -> StatementState {
    if state.removed {
        return StatementState::Removed;
    }
    if let Some(attestation) = state.attestation() {
        return StatementState::Attested {
            by: attestation.by.as_str().to_owned(),
            at: shown::moment(attestation.at),
        };
    }
    match &state.origin {
        Origin::Drafted(_) if state.original().is_some() => StatementState::Edited,
        Origin::Drafted(_) => StatementState::Drafted,
        Origin::Added | Origin::Omission(_) => StatementState::Added,
    }
}

fn criterion(
    row: &Criterion,
    sources: &SourceSet,
    numbers: &mut Numbers,
    words: &HashMap<String, String>,
) -> CriterionView {
    let mut evidence: Vec<CitationView> = Vec::new();
    for place in &row.evidence {
        let citation = Citation {
            source: place.source.clone(),
            quote: None,
        };
        let view = numbers.view(&citation, sources);
        if !evidence.contains(&view) {
            evidence.push(view);
        }
    }
    CriterionView {
        criterion: row.criterion.clone(),
        text: words
            .get(&row.criterion)
            .cloned()
            .unwrap_or_else(|| row.criterion.clone()),
        result: row.result,
        evidence,
        gap: row.gap.clone(),
    }
}

/// Numbers the sources through a draft, each once, in reading order.
#[derive(Default)]
pub(super) struct Numbers(HashMap<SourceId, usize>);

impl Numbers {
    fn view(&mut self, citation: &Citation, sources: &SourceSet) -> CitationView {
        let next = self.0.len() + 1;
        let number = *self.0.entry(citation.source.clone()).or_insert(next);
        CitationView {
            number,
            source: citation.source.clone(),
            quote: citation.quote.clone(),
            label: sources.label(&citation.source),
        }
    }
}

/// The view of a draft whose sections are still being written.
pub(super) fn unfinished(
    about: &review::About,
    sections: &[model::GroundedDocument],
    sources: &SourceSet,
    frame: Frame,
) -> DraftView {
    let mut numbers = Numbers::default();
    let mut views = Vec::new();
    for document in sections {
        let mut verdicts = document.verdicts.iter();
        for section in &document.draft.sections {
            let statements =
                section
                    .statements
                    .iter()
                    .zip(verdicts.by_ref())
                    .map(|(statement, verdict)| StatementView {
                        id: statement.id.clone(),
                        text: statement.text.clone(),
                        original: None,
                        citations: statement
                            .citations
                            .iter()
                            .map(|citation| numbers.view(citation, sources))
                            .collect(),
                        verdict: verdict.verdict,
                        state: StatementState::Drafted,
                        releasable: verdict.verdict.releasable(),
                        reasons: reasons::views(&statement.text, verdict, sources),
                        evidence: verdict.evidence.clone(),
                    });
            views.push(SectionView {
                title: section.title.clone(),
                statements: statements.collect(),
            });
        }
    }
    let needs_you = views
        .iter()
        .flat_map(|section| &section.statements)
        .filter(|statement| !statement.releasable)
        .count();
    DraftView {
        id: about.draft.clone(),
        kind: about.kind,
        title: about.title.clone(),
        status: frame.status,
        author: about.author.name().to_owned(),
        begun: frame.begun,
        revision: frame.revision,
        sections: views,
        progress: frame.progress,
        omissions: Vec::new(),
        notices: Vec::new(),
        criteria: Vec::new(),
        needs_you,
        filed: frame.filed,
        failure: frame.failure,
    }
}
