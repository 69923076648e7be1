//! What can be chosen of a document before it is drafted, and what was: the part and the reader of a summary, the note that a note starts from.

use crate::chart_summary::{self, Focus, Reader, Scope};
use crate::drafting::{Drafting, use_case};
use crate::error::DraftingError;
use crate::kinds::Choice;
use crate::read::{Note, ProblemState, View, problems};
use crate::spoken;
use crate::use_case::{Options, UseCase};
use model::DraftKind;
use sources::SourceSet;
use time::Date;

/// What was chosen: what a summary is of and for whom, or the base of a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The focus, for example `the last 90 days`; none: the whole chart.
    pub focus: Option<String>,
    /// The reader.
    pub reader: Option<String>,
    /// Why nothing is left out, though a part was asked for.
    pub unnarrowed: Option<&'static str>,
    /// The day of the note that is the base.
    pub base: Option<String>,
}

impl Drafting {
    /// The chosen reader of a summary.
    pub(crate) fn reader(&self, kind: DraftKind, options: &Options) -> Option<&Reader> {
        let chosen = options.reader.as_deref();
        let chosen = chosen.filter(|_| kind == DraftKind::ChartSummary)?;
        self.readers.iter().find(|reader| reader.id == chosen)
    }

    /// For whom a summary can be shaped.
    pub fn readers(&self) -> Vec<Choice> {
        let choice = |reader: &Reader| Choice {
            value: reader.id.clone(),
            label: reader.title.clone(),
        };
        self.readers.iter().map(choice).collect()
    }

    /// The specialties that a summary can be cut to; values are read by [`Focus::read`].
    pub fn specialties(&self) -> Result<Vec<Choice>, DraftingError> {
        chart_summary::specialty_choices()
    }

    /// The active problems of the chart, the newest first; values are read by [`Focus::read`].
    pub fn active_problems(&self, set: &SourceSet, as_of: Date) -> Vec<Choice> {
        let all = problems(View { set, as_of });
        let mut found: Vec<Choice> = Vec::new();
        for one in all.iter().filter(|one| one.state == ProblemState::Active) {
            if !found.iter().any(|other| other.label == one.name) {
                found.push(Choice {
                    value: Focus::Problem(one.id.to_string()).to_string(),
                    label: one.name.clone(),
                });
            }
        }
        found
    }

    /// The notes of the chart that can be the base of a note, newest first.
    pub fn bases(&self, set: &SourceSet, as_of: Date) -> Vec<Choice> {
        let choice = |note: &Note<'_>| Choice {
            value: note.id.to_string(),
            label: format!("{}, {}", note.snippet.title, note.when.shown()),
        };
        spoken::bases(View { set, as_of })
            .iter()
            .map(choice)
            .collect()
    }

    /// Whether an earlier note can be the base of a kind.
    pub fn based(&self, kind: DraftKind) -> bool {
        use_case(kind).is_ok_and(UseCase::based)
    }

    /// What was chosen for a summary, in words for its title; none where nothing was. An error where the chart or the data has no such choice.
    pub fn about(
        &self,
        kind: DraftKind,
        set: &SourceSet,
        as_of: Date,
        options: &Options,
    ) -> Result<Option<About>, DraftingError> {
        if options.reader.is_some() && self.reader(kind, options).is_none() {
            return Err(DraftingError::Choice {
                what: "there is no such reader of a chart summary".to_owned(),
            });
        }
        if let Some(base) = &options.base {
            let all = spoken::bases(View { set, as_of });
            let note = all.iter().find(|note| note.id == base);
            let note = note
                .filter(|_| self.based(kind))
                .ok_or_else(|| DraftingError::Choice {
                    what: "the chart has no such note to start from".to_owned(),
                })?;
            return Ok(Some(About {
                base: Some(note.when.shown()),
                ..About::default()
            }));
        }
        if kind != DraftKind::ChartSummary {
            return Ok(None);
        }
        let scope = Scope::of(self.context(set, as_of, options)?)?;
        let focus = (options.focus != Focus::Whole).then(|| scope.name.clone());
        let reader = self.reader(kind, options).map(|one| one.title.clone());
        Ok((focus.is_some() || reader.is_some()).then(|| About {
            focus,
            reader,
            unnarrowed: scope.unnarrowed(),
            base: None,
        }))
    }
}
