//! Status, certainty, retraction.

use super::{Check, Cited, at};
use crate::lexicon::{Cue, Found};
use crate::source::State;
use model::{ReasonCode, Verdict};

impl<'a> Check<'a> {
    /// A cited source that was entered in error, refuted or not done supports nothing that is told as true.
    pub(crate) fn retracted(&mut self) {
        if self.claim.has(Cue::Retracted) {
            return;
        }
        for cited in self.cited.clone() {
            if let Some((path, span, code)) = cited.source.retracted.clone() {
                let end = self.claim.tokens.len();
                let claim = self.claim.span(0, end);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Retracted,
                    claim,
                    Some(code),
                    vec![at(cited, &path, span)],
                );
            }
        }
    }

    /// A stopped order told without any word of the past, as a line of a list or in the present tense, is told as current.
    pub(crate) fn told_as_current(&mut self) {
        let over = |cited: &Cited<'a>| {
            cited.source.state == Some(State::Ended)
                && cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| matches!(kind, "MedicationRequest" | "MedicationStatement"))
        };
        let orders: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kind.starts_with("Medication"))
            })
            .collect();
        if orders.is_empty()
            || !orders.iter().all(over)
            || self.claim.cues.iter().any(|found| {
                matches!(
                    found.cue,
                    Cue::Inactive
                        | Cue::Completed
                        | Cue::Active
                        | Cue::Held
                        | Cue::Ordered
                        | Cue::Done
                        | Cue::Retracted
                        | Cue::Negation
                        | Cue::Strong
                        | Cue::Up
                        | Cue::Down
                        | Cue::First
                )
            })
        {
            return;
        }
        let past = self.claim.tokens.iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "was"
                    | "were"
                    | "had"
                    | "did"
                    | "been"
                    | "after"
                    | "before"
                    | "then"
                    | "until"
                    | "earlier"
                    | "previous"
                    | "prior"
                    | "previously"
                    | "past"
                    | "former"
                    | "old"
                    | "took"
                    | "given"
                    | "gave"
                    | "got"
                    | "used"
                    | "history"
                    | "course"
                    | "for"
                    | "during"
                    | "following"
                    | "replaced"
                    | "order"
                    | "orders"
                    | "received"
            ) || (token.is_word() && token.lower.len() > 4 && token.lower.ends_with("ed"))
        }) || self.claim.dates.iter().any(|mention| {
            mention
                .last()
                .is_none_or(|day| (self.as_of - day).whole_days() > 1)
        });
        if past {
            return;
        }
        let cited = orders[0];
        let end = self.claim.tokens.len();
        let span = self.claim.span(0, end);
        let (found, place) = cited
            .source
            .state_path
            .clone()
            .map(|(path, place, code)| (code, at(cited, &path, place)))
            .unzip();
        self.against(
            Verdict::Contradicted,
            ReasonCode::Superseded,
            span,
            found,
            place.into_iter().collect(),
        );
    }

    /// Words of being in force or over must agree with the statuses of what they are said of.
    pub(crate) fn states(&mut self) {
        for found in self.claim.cues.clone() {
            let wanted = match found.cue {
                Cue::Active => State::Active,
                Cue::Inactive | Cue::Completed => State::Ended,
                Cue::Held => State::Held,
                _ => continue,
            };
            if self.inside_other(found) {
                continue;
            }
            let wanted = if self.negated_before(found) {
                opposite(wanted)
            } else {
                wanted
            };
            let subjects = self.fitting(found, self.subjects(found));
            // A word of what a source is called is no status: `persistent` asthma, a `current` smoker.
            let named = |cited: &Cited<'a>| {
                self.claim
                    .slice(found.from, found.to)
                    .iter()
                    .all(|token| token.ids.iter().any(|id| cited.source.names.contains(id)))
            };
            if subjects.iter().any(named) {
                continue;
            }
            // "Earlier orders have all been stopped and replaced by the current one": one name, two statuses, both told.
            if self.both_told(found, &subjects) {
                continue;
            }
            let with_state: Vec<Cited<'a>> = subjects
                .iter()
                .copied()
                .filter(|cited| cited.source.state.is_some())
                .collect();
            let wrong: Vec<Cited<'a>> = with_state
                .iter()
                .copied()
                .filter(|cited| {
                    cited.source.state != Some(wanted)
                        && cited.source.state != Some(State::Unknown)
                        && !(wanted == State::Ended && cited.source.state == Some(State::Held))
                })
                .collect();
            if wrong.is_empty() {
                let place = with_state
                    .first()
                    .and_then(|cited| Some((*cited, cited.source.state_path.clone()?)));
                if let Some((cited, (path, place, _))) = place {
                    let span = self.claim.span(found.from, found.to);
                    self.support(span, cited, &path, place);
                }
                continue;
            }
            let cited = wrong[0];
            let superseded = wanted == State::Active
                && cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kind.starts_with("Medication"));
            let code = if superseded {
                ReasonCode::Superseded
            } else {
                ReasonCode::Status
            };
            let span = self.claim.span(found.from, found.to);
            let (found_text, place) = cited
                .source
                .state_path
                .clone()
                .map(|(path, place, code)| (code, at(cited, &path, place)))
                .unzip();
            self.against(
                Verdict::Contradicted,
                code,
                span,
                found_text,
                place.into_iter().collect(),
            );
        }
    }

    /// Whether sources that share a name have both statuses and the statement tells of both.
    fn both_told(&self, found: Found, subjects: &[Cited<'a>]) -> bool {
        let any = |state: State| {
            subjects
                .iter()
                .any(|cited| cited.source.state == Some(state))
        };
        if !(any(State::Active) && any(State::Ended)) {
            return false;
        }
        let other = self.claim.cues.iter().any(|cue| {
            cue.from != found.from
                && match found.cue {
                    Cue::Active => matches!(cue.cue, Cue::Inactive | Cue::Completed),
                    _ => cue.cue == Cue::Active,
                }
        });
        let title = subjects.first().map(|cited| cited.snippet.title.as_str());
        let same = subjects
            .iter()
            .all(|cited| Some(cited.snippet.title.as_str()) == title);
        let part = self.claim.numbers.iter().any(|number| {
            number.word
                && self
                    .claim
                    .tokens
                    .get(number.to)
                    .is_some_and(|token| token.is("of"))
        });
        (other && same) || part
    }

    /// A cue inside a longer one (`no longer active`, `not active`) counts with it.
    pub(super) fn inside_other(&self, found: Found) -> bool {
        self.claim.cues.iter().any(|other| {
            other.from <= found.from
                && found.to <= other.to
                && (other.to - other.from) > (found.to - found.from)
                && matches!(other.cue, Cue::Active | Cue::Inactive | Cue::Completed)
        }) || self.claim.cues.iter().any(|other| {
            other.cue == Cue::Inactive
                && other.to == found.from
                && found.cue != Cue::Inactive
                && self
                    .claim
                    .words(other.from, other.to)
                    .eq_ignore_ascii_case("no longer")
        })
    }

    pub(super) fn negated_before(&self, found: Found) -> bool {
        (1..=2).any(|back| {
            found.from.checked_sub(back).is_some_and(|at| {
                matches!(
                    self.claim.tokens[at].lower.as_str(),
                    "not" | "never" | "isn't" | "hasn't" | "nor" | "neither"
                )
            })
        })
    }

    /// What a cue is said of: the sources named before it in its part of the sentence, else after it, else all.
    pub(crate) fn subjects(&self, found: Found) -> Vec<Cited<'a>> {
        let (clause_from, clause_to) = self.claim.clause_range(self.claim.clause_of(found.from));
        if self
            .claim
            .tokens
            .get(found.to.saturating_sub(1))
            .is_some_and(|token| matches!(token.lower.as_str(), "with" | "on" | "taking" | "takes"))
        {
            let after = self.named_in(found.to, (found.to + 6).min(clause_to));
            if !after.is_empty() {
                return after;
            }
        }
        let start = self.part_start(clause_from, found.from);
        let before = self.named_in(start, found.from);
        if !before.is_empty() {
            return before;
        }
        let end = self.part_end(found.to, clause_to);
        let after = self.named_in(found.to, end);
        if !after.is_empty() {
            return after;
        }
        let whole = self.named_in(clause_from, found.from);
        if !whole.is_empty() {
            return whole;
        }
        if clause_from > 0 {
            let earlier = self.named_in(0, clause_from);
            if !earlier.is_empty() {
                return earlier;
            }
        }
        self.cited.clone()
    }

    /// Only what the cue can be said of: orders are stopped, problems resolve; what a drug is for is not what is stopped.
    pub(super) fn fitting(&self, found: Found, subjects: Vec<Cited<'a>>) -> Vec<Cited<'a>> {
        let words = self.claim.words(found.from, found.to).to_lowercase();
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let said = |list: &[&str]| {
            list.iter().any(|stem| {
                self.claim
                    .slice(from, to)
                    .iter()
                    .any(|token| token.stem == *stem)
            })
        };
        let kind = |cited: &Cited<'a>, wanted: &[&str]| {
            cited
                .snippet
                .resource_type()
                .is_some_and(|kind| wanted.iter().any(|prefix| kind.starts_with(prefix)))
        };
        let narrow = |wanted: &[&str]| -> Option<Vec<Cited<'a>>> {
            let own: Vec<Cited<'a>> = subjects
                .iter()
                .copied()
                .filter(|cited| kind(cited, wanted))
                .collect();
            (!own.is_empty()).then_some(own)
        };
        let narrowed = if words.contains("stopped")
            || words.contains("discontinued")
            || words.contains("withdrawn")
            || words.contains("tak")
            || words.contains("regimen")
            || said(&["order", "prescription"])
        {
            narrow(&["Medication", "ServiceRequest", "DeviceRequest"])
        } else if words.contains("resolved")
            || words.contains("remission")
            || words.contains("healed")
            || words.contains("cleared")
            || words.contains("healing")
        {
            narrow(&["Condition", "Allergy"])
        } else if words.contains("progress") || words.contains("complet") || said(&["plan"]) {
            narrow(&["CarePlan"])
        } else {
            None
        };
        let subjects = narrowed.unwrap_or(subjects);
        let purpose: Vec<Cited<'a>> = subjects
            .iter()
            .copied()
            .filter(|cited| !self.only_purpose(*cited))
            .collect();
        if purpose.is_empty() {
            subjects
        } else {
            purpose
        }
    }

    /// Whether a source is named only behind "for", "from" or "due to".
    pub(super) fn only_purpose(&self, cited: Cited<'a>) -> bool {
        let mut any = false;
        for (index, token) in self.claim.tokens.iter().enumerate() {
            if !token.is_word()
                || !token.ids.iter().any(|id| cited.source.names.contains(id))
                || (token.ids.len() < 2 && self.lexicon.is_general(&token.stem))
            {
                continue;
            }
            any = true;
            let behind = (1..=5)
                .filter_map(|back| index.checked_sub(back))
                .take_while(|at| {
                    !self.claim.tokens[*at].is_mark(',') && !self.claim.tokens[*at].is_mark(';')
                })
                .any(|at| {
                    matches!(
                        self.claim.tokens[at].lower.as_str(),
                        "for" | "from" | "to" | "with"
                    )
                });
            if !behind {
                return false;
            }
        }
        any
    }

    /// Where the part of a clause begins that a cue belongs to: after the last other cue of status that has its own subject.
    pub(super) fn part_start(&self, clause_from: usize, at: usize) -> usize {
        let breaks = (clause_from..at).rev().find(|index| {
            let token = &self.claim.tokens[*index];
            token.is_mark(',')
                && self
                    .claim
                    .tokens
                    .get(index + 1)
                    .is_some_and(|next| matches!(next.lower.as_str(), "and" | "which" | "who"))
                && self.has_verb(*index + 1, at)
        });
        breaks.map_or(clause_from, |index| index + 1)
    }

    pub(super) fn has_verb(&self, from: usize, to: usize) -> bool {
        self.claim.slice(from, to).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "is" | "are"
                    | "was"
                    | "were"
                    | "has"
                    | "have"
                    | "had"
                    | "remains"
                    | "remain"
                    | "it"
            )
        })
    }

    pub(super) fn part_end(&self, from: usize, clause_to: usize) -> usize {
        (from..clause_to)
            .find(|index| self.claim.tokens[*index].is_mark(';'))
            .unwrap_or(clause_to)
    }
}

fn opposite(state: State) -> State {
    match state {
        State::Active => State::Ended,
        State::Ended => State::Active,
        State::Held | State::Unknown => State::Unknown,
    }
}
