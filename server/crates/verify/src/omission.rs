//! What a kind of document must say and the chart has, and other values that a reader must know of.

use crate::bounds::{Bounds, Place, interpreted};
use crate::lexicon::Lexicon;
use crate::source::{Source, State};
use crate::text;
use crate::verifier::Verifier;
use model::{Draft, DraftKind, Notice, NoticeKind, Omission, SourceId};
use sources::{FactRole, FactValue, Snippet, Subject, render};
use std::collections::{BTreeMap, HashSet};
use time::{Date, Duration};

/// How far back a result counts as recent.
const RECENT: Duration = Duration::days(90);
/// Most omissions of one group that are listed.
const MOST: usize = 20;

/// What a kind must include.
#[expect(clippy::struct_excessive_bools, reason = "a table of yes and no")]
struct Must {
    allergies: bool,
    medications: bool,
    problems: bool,
    results: bool,
    anticoagulants: bool,
}

const fn must(kind: DraftKind) -> Must {
    let all = Must {
        allergies: true,
        medications: true,
        problems: true,
        results: true,
        anticoagulants: true,
    };
    match kind {
        DraftKind::ChartSummary
        | DraftKind::DischargeSummary
        | DraftKind::Handoff
        | DraftKind::HpNote => all,
        DraftKind::ProgressNote | DraftKind::IntakeSummary => Must {
            problems: false,
            ..all
        },
        DraftKind::SoapNote | DraftKind::PatientInstructions => Must {
            problems: false,
            results: false,
            ..all
        },
        DraftKind::ProcedureNote => Must {
            medications: false,
            problems: false,
            results: false,
            ..all
        },
        DraftKind::PriorAuthLetter | DraftKind::MessageReply | DraftKind::Coding => Must {
            allergies: false,
            medications: false,
            problems: false,
            results: false,
            anticoagulants: false,
        },
    }
}

impl Verifier<'_> {
    /// What is missing.
    pub(crate) fn omissions(&self, draft: &Draft, as_of: Date) -> Vec<Omission> {
        let must = must(draft.kind);
        let said = Said::of(&self.lexicon, draft);
        let mut out = Vec::new();
        if must.allergies {
            out.extend(
                self.missing("AllergyIntolerance", &said, as_of, |_, title| {
                    format!("{title} is on the active allergy list.")
                }),
            );
        }
        if must.medications || must.anticoagulants {
            for kind in ["MedicationRequest", "MedicationStatement"] {
                out.extend(self.missing(kind, &said, as_of, |source, title| {
                    if must.medications || is_anticoagulant(source) {
                        format!("{title} is an active order.")
                    } else {
                        String::new()
                    }
                }));
            }
        }
        if must.problems {
            out.extend(self.missing("Condition", &said, as_of, |_, title| {
                format!("{title} is on the active problem list.")
            }));
        }
        if must.results {
            out.extend(self.results(&said, as_of));
        }
        out
    }

    /// Active entries of one type that the draft neither cites nor names, newest first, one for each title.
    fn missing(
        &self,
        kind: &str,
        said: &Said,
        as_of: Date,
        words: impl Fn(&Source, &str) -> String,
    ) -> Vec<Omission> {
        let mut groups: BTreeMap<&str, Vec<&Snippet>> = BTreeMap::new();
        for snippet in self.sources().of_type(kind) {
            let source = self.source_of(snippet);
            let future = snippet
                .date
                .as_ref()
                .is_some_and(|date| date.days().0 > as_of);
            if matches!(snippet.subject, Subject::OtherPatient | Subject::Relative)
                || source.retracted.is_some()
                || source.state != Some(State::Active)
                || future
            {
                continue;
            }
            groups
                .entry(snippet.title.as_str())
                .or_default()
                .push(snippet);
        }
        let mut out = Vec::new();
        for (title, mut snippets) in groups {
            if snippets
                .iter()
                .any(|snippet| said.cites(&snippet.id) || said.names(self.source_of(snippet)))
            {
                continue;
            }
            snippets.sort_by_key(|snippet| {
                std::cmp::Reverse(snippet.date.as_ref().map(|date| date.days().0))
            });
            let Some(newest) = snippets.first() else {
                continue;
            };
            let what = words(self.source_of(newest), title);
            if !what.is_empty() && out.len() < MOST {
                out.push(Omission {
                    what,
                    sources: vec![newest.id.clone()],
                });
            }
        }
        out
    }

    /// The newest result of each test that is marked abnormal and recent.
    fn results(&self, said: &Said, as_of: Date) -> Vec<Omission> {
        let mut newest: BTreeMap<&str, (Date, &Snippet)> = BTreeMap::new();
        for snippet in self.sources().of_type("Observation") {
            let Some(day) = snippet
                .date
                .as_ref()
                .map(|date| date.days().0)
                .filter(|day| *day <= as_of && as_of - *day <= RECENT)
            else {
                continue;
            };
            if snippet.subject == Subject::OtherPatient
                || self.source_of(snippet).retracted.is_some()
            {
                continue;
            }
            let entry = newest
                .entry(snippet.title.as_str())
                .or_insert((day, snippet));
            if day > entry.0 {
                *entry = (day, snippet);
            }
        }
        let mut out = Vec::new();
        for (title, (day, snippet)) in newest {
            if !abnormal(snippet) || said.cites(&snippet.id) || out.len() >= MOST {
                continue;
            }
            let Some(value) = snippet
                .facts(FactRole::Value)
                .next()
                .map(|fact| render::shown(&fact.value))
            else {
                continue;
            };
            out.push(Omission {
                what: format!("{title} was {value} on {}.", model::date::shown(day)),
                sources: vec![snippet.id.clone()],
            });
        }
        out
    }

    /// Another value of the same test on the same day that the draft does not cite.
    pub(crate) fn other_values(&self, draft: &Draft) -> Vec<Notice> {
        let said = Said::of(&self.lexicon, draft);
        let mut out: Vec<Notice> = Vec::new();
        for id in &said.cited {
            let Some(snippet) = self
                .sources()
                .get(id)
                .filter(|snippet| snippet.resource_type() == Some("Observation"))
            else {
                continue;
            };
            let (Some(day), Some(own)) = (day_of(snippet), value_of(snippet)) else {
                continue;
            };
            for other in self.sources().series(snippet) {
                if day_of(other) != Some(day)
                    || said.cites(&other.id)
                    || other.subject == Subject::OtherPatient
                    || self.source_of(other).retracted.is_some()
                {
                    continue;
                }
                if let Some(value) = value_of(other).filter(|value| *value != own) {
                    let what = format!(
                        "{} on {}: {value} is on file too.",
                        snippet.title,
                        model::date::shown(day)
                    );
                    out.push(Notice {
                        kind: NoticeKind::OtherValue,
                        what,
                        sources: vec![snippet.id.clone(), other.id.clone()],
                    });
                }
            }
        }
        out
    }

    fn source_of(&self, snippet: &Snippet) -> &Source {
        self.prepared.source(
            self.sources(),
            self.sources().position(&snippet.id).unwrap_or(usize::MAX),
        )
    }
}

fn is_anticoagulant(source: &Source) -> bool {
    source.names.contains(&text::id('c', "anticoagulant"))
}

fn day_of(snippet: &Snippet) -> Option<Date> {
    snippet.date.as_ref().map(|date| date.days().0)
}

fn value_of(snippet: &Snippet) -> Option<String> {
    snippet
        .facts(FactRole::Value)
        .next()
        .map(|fact| render::shown(&fact.value))
}

/// Marked high, low, abnormal or critical, or outside its own reference range.
fn abnormal(snippet: &Snippet) -> bool {
    let off = |place: Place| place.excludes(Place::Inside);
    let marked = snippet
        .facts(FactRole::Interpretation)
        .any(|fact| interpreted(fact).is_some_and(off));
    let value = snippet
        .facts(FactRole::Value)
        .find_map(|fact| match &fact.value {
            FactValue::Quantity(quantity) => Some(quantity),
            _ => None,
        });
    let outside = value.is_some_and(|value| {
        Bounds::of(snippet.facts(FactRole::ReferenceRange), Some(&value.unit))
            .and_then(|bounds| bounds.place(value.value))
            .is_some_and(off)
    });
    marked || outside
}

/// What a draft cites and names.
struct Said {
    cited: Vec<SourceId>,
    known: HashSet<SourceId>,
    ids: HashSet<u64>,
}

impl Said {
    fn of(lexicon: &Lexicon, draft: &Draft) -> Self {
        let mut said = Self {
            cited: Vec::new(),
            known: HashSet::new(),
            ids: HashSet::new(),
        };
        for statement in draft
            .sections
            .iter()
            .flat_map(|section| &section.statements)
        {
            for citation in &statement.citations {
                if said.known.insert(citation.source.clone()) {
                    said.cited.push(citation.source.clone());
                }
            }
            let mut tokens = text::tokens(&statement.text);
            lexicon.annotate(&mut tokens);
            said.ids.extend(
                tokens
                    .into_iter()
                    .filter(|token| token.ids.len() > 1)
                    .flat_map(|token| token.ids.into_iter().skip(1)),
            );
        }
        said
    }

    fn cites(&self, id: &SourceId) -> bool {
        self.known.contains(id)
    }

    /// Whether every concept of a source's name is named somewhere in the draft.
    fn names(&self, source: &Source) -> bool {
        !source.concepts.is_empty()
            && source
                .concepts
                .iter()
                .all(|concept| self.ids.contains(concept))
    }
}
