//! Every word that carries content must be said by a cited source.

use super::Check;
use crate::text::Kind;
use model::{ReasonCode, Span};

impl Check<'_> {
    /// Words that no cited source says.
    pub(crate) fn words(&mut self) {
        let mut at = 0;
        let mut missing: Vec<(usize, usize)> = Vec::new();
        let mut said = 0;
        while at < self.claim.tokens.len() {
            if self.claim.used[at] || self.claim.tokens[at].kind != Kind::Word || self.in_unit(at) {
                at += 1;
                continue;
            }
            let (covered, by_source) = self.covered(at);
            said += usize::from(by_source);
            if !covered {
                match missing.last_mut() {
                    Some((_, to)) if *to == at => *to = at + 1,
                    _ => missing.push((at, at + 1)),
                }
            }
            at += 1;
        }
        for (from, to) in missing {
            let code = self.kind_of_missing(from, to);
            self.unsupported(code, from, to);
        }
        if said == 0 && self.evidence.is_empty() && !self.settled && self.findings.is_empty() {
            let end = self.claim.tokens.len();
            self.unsupported(ReasonCode::Irrelevant, 0, end);
        }
    }

    pub(super) fn in_unit(&self, at: usize) -> bool {
        self.claim
            .numbers
            .iter()
            .any(|number| number.from <= at && at < number.to)
    }

    /// Whether a word needs no source or has one; and whether a source says it.
    pub(super) fn covered(&mut self, at: usize) -> (bool, bool) {
        let token = &self.claim.tokens[at];
        if token.ids.iter().any(|id| self.ids.contains(id)) {
            let span = token.span;
            self.tie(at, span);
            return (true, true);
        }
        let general = self.lexicon.is_general(&token.stem) || token.lower.chars().count() == 1;
        if general && !self.claims_something(at) {
            return (true, false);
        }
        if token.lower.chars().all(|letter| letter == '+') {
            return (
                self.reach()
                    .any(|cited| cited.snippet.text.contains(token.lower.as_str())),
                false,
            );
        }
        if self.family(at) || self.of_patient(at) || self.long_standing(at) {
            return (true, true);
        }
        (false, false)
    }

    /// Severity, sides and relatives are plain words that nevertheless claim something.
    pub(super) fn claims_something(&self, at: usize) -> bool {
        use crate::lexicon::Cue;
        if self.claim.tokens[at].lower == "marked"
            && self.claim.tokens.get(at + 1).is_some_and(|next| {
                matches!(
                    next.lower.as_str(),
                    "as" | "resolved"
                        | "closed"
                        | "active"
                        | "inactive"
                        | "complete"
                        | "completed"
                        | "stopped"
                )
            })
        {
            return false;
        }
        if WEEKDAYS.contains(&self.claim.tokens[at].lower.as_str()) {
            return !self.weekday(&self.claim.tokens[at].lower);
        }
        self.claim.cues.iter().any(|found| {
            found.from <= at && at < found.to && matches!(found.cue, Cue::Severity | Cue::Relative)
        })
    }

    /// Whether a date of a source is such a day.
    pub(super) fn weekday(&self, name: &str) -> bool {
        self.reach()
            .flat_map(|cited| cited.source.dates.iter())
            .any(|dated| {
                dated.start == dated.end && dated.start.weekday().to_string().to_lowercase() == name
            })
    }

    /// "Chronic problems": every one that is meant has been there for half a year.
    pub(super) fn long_standing(&self, at: usize) -> bool {
        self.claim.tokens[at].lower == "chronic"
            && self
                .cited
                .iter()
                .any(|cited| cited.snippet.resource_type() == Some("Condition"))
            && self
                .cited
                .iter()
                .filter(|cited| cited.snippet.resource_type() == Some("Condition"))
                .all(|cited| {
                    cited
                        .snippet
                        .date
                        .as_ref()
                        .is_some_and(|date| (self.as_of - date.days().0).whole_days() > 180)
                        && cited.source.state == Some(crate::source::State::Active)
                })
    }

    /// Whether a source says a word of the same family: a long common beginning.
    pub(super) fn family(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        if token.stem.len() < 6 || self.lexicon.is_drug(&token.stem) {
            return false;
        }
        self.reach().any(|cited| {
            cited
                .source
                .stems
                .iter()
                .any(|stem| related(&token.stem, stem))
        })
    }

    /// The patient's own name and place may be used without citing the Patient.
    pub(super) fn of_patient(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        token.capital && self.prepared.patient_names.contains(&token.lower)
    }

    pub(super) fn tie(&mut self, at: usize, span: Span) {
        let token = &self.claim.tokens[at];
        if token.ids.len() < 2 && self.lexicon.is_general(&token.stem) {
            return;
        }
        let found = self
            .cited
            .iter()
            .copied()
            .find(|cited| token.ids.iter().any(|id| cited.source.names.contains(id)));
        if let Some(cited) = found {
            let place = cited
                .snippet
                .facts(sources::FactRole::Code)
                .next()
                .map(|fact| (fact.path.clone(), fact.span));
            if let Some((path, source_span)) = place {
                self.support(span, cited, &path, source_span);
            }
            return;
        }
        let found = self.cited.iter().copied().find_map(|cited| {
            let there =
                cited.source.prose.iter().find(|word| {
                    word.is_word() && word.ids.iter().any(|id| token.ids.contains(id))
                })?;
            Some((cited, there.span))
        });
        if let Some((cited, there)) = found {
            self.support(span, cited, "text", Some(there));
        }
    }

    pub(super) fn kind_of_missing(&self, from: usize, to: usize) -> ReasonCode {
        use crate::lexicon::Cue;
        let tokens = self.claim.slice(from, to);
        let cue = |kind: Cue| {
            self.claim
                .cues
                .iter()
                .any(|found| found.cue == kind && found.from < to && from < found.to)
        };
        if cue(Cue::Severity) {
            ReasonCode::Severity
        } else if cue(Cue::Relative) {
            ReasonCode::Experiencer
        } else if tokens.iter().any(|token| self.lexicon.is_drug(&token.stem)) {
            ReasonCode::Drug
        } else if self.claim.all(Cue::Cause).any(|found| {
            found.to <= from && self.claim.clause_of(found.from) == self.claim.clause_of(from)
        }) {
            ReasonCode::Causality
        } else if from > 0 && tokens.iter().all(|token| token.capital && !token.upper) {
            ReasonCode::NamePlace
        } else {
            ReasonCode::Fabrication
        }
    }
}

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Whether two stems share a long beginning and differ only in short endings.
fn related(a: &str, b: &str) -> bool {
    let shared: usize = a
        .chars()
        .zip(b.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    shared >= 6 && a.len() - shared <= 3 && b.len() - shared <= 3
}
