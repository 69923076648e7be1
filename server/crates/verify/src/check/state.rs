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
        let lower = self.claim.text.to_lowercase();
        let not_done = [
            "not done",
            "not given",
            "not administered",
            "not performed",
            "never given",
            "not carried out",
            "out of stock",
            "was withheld",
        ]
        .iter()
        .any(|words| lower.contains(words));
        let not_done = not_done || self.none_done();
        for cited in self.cited.clone() {
            if let Some((path, span, code)) = cited.source.retracted.clone() {
                if not_done && code == "not-done" {
                    continue;
                }
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

    /// `no completed vaccination on file`: an entry of one that was not done says nothing against it.
    fn none_done(&self) -> bool {
        const NEAR: usize = 4;
        let done = |found: Found| {
            self.claim
                .slice(found.to, found.to + NEAR)
                .iter()
                .any(|token| {
                    matches!(
                        token.lower.as_str(),
                        "completed" | "given" | "received" | "administered" | "performed" | "done"
                    )
                })
        };
        let word = |found: Found| self.claim.tokens[found.from].lower.as_str();
        self.claim.all(Cue::Negation).any(|found| {
            matches!(word(found), "no" | "not" | "never" | "none" | "without") && done(found)
        })
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
            let listing = self.claim.tokens[found.from].is("complete")
                && self
                    .claim
                    .slice(found.to, found.to + 3)
                    .iter()
                    .any(|token| token.is("list"));
            if listing
                || self.inside_other(found)
                || self.holds_something(found)
                || self.still_written(found)
                || self.still_there(found)
                || self.of_another(found)
                || self.of_the_rest(found)
                || self.describes(found)
                || self.dated_so(found, wanted)
            {
                continue;
            }
            let wanted = if self.negated_before(found) {
                opposite(wanted)
            } else {
                wanted
            };
            if self.so_many(found, wanted) {
                continue;
            }
            self.so_is_another(found, wanted);
            let left_out = self.all_but(found, wanted);
            let subjects = self.said_of(found);
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
                        && !left_out
                            .iter()
                            .any(|one| one.snippet.id == cited.snippet.id)
                        && !self.own_status_told(*cited)
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
            let (found_text, place) = status_of(cited);
            self.against(
                Verdict::Contradicted,
                code,
                span,
                found_text,
                place.into_iter().collect(),
            );
        }
    }

    /// `still at "proposed"`: the status in the source's own word.
    fn own_status_told(&self, cited: Cited<'a>) -> bool {
        cited.source.state == Some(State::Held)
            && cited
                .source
                .state_path
                .as_ref()
                .is_some_and(|(_, _, code)| self.claim.tokens.iter().any(|token| token.is(code)))
    }

    /// `everything else has been stopped`: of what is not cited.
    fn of_the_rest(&self, found: Found) -> bool {
        let (from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let rest = (from..found.from).find(|at| {
            let at = *at;
            // `all orders before the current one`
            let earlier = || {
                (at + 1..at + 4).any(|at| {
                    matches!(
                        word(at),
                        "before" | "earlier" | "previous" | "prior" | "except"
                    )
                })
            };
            matches!(word(at), "everything" | "all" | "anything")
                && (matches!(word(at + 1), "else" | "others" | "other") || earlier())
                || matches!(word(at), "others" | "rest" | "remainder")
        });
        rest.is_some_and(|at| self.named_in(at, found.from).is_empty())
    }

    /// `the current pregnancy`: said of a thing that no cited source is and that is no kind of record.
    fn of_another(&self, found: Found) -> bool {
        let word = self.claim.tokens[found.from].lower.as_str();
        let missing = self.claim.clause_has(found.from, Cue::Record)
            && self.claim.all(Cue::Negation).any(|negation| {
                negation.to <= found.from
                    && self.claim.clause_of(negation.from) == self.claim.clause_of(found.from)
            });
        if missing && word == "current" {
            return true;
        }
        let Some(noun) = self
            .claim
            .tokens
            .get(found.to)
            .filter(|noun| noun.is_word())
        else {
            return false;
        };
        matches!(word, "current" | "ongoing" | "past" | "former")
            && found.to == found.from + 1
            && noun.ids.len() > 1
            && self.kinds_in(found.to, found.to + 3).is_empty()
            && self.named_in(found.to, found.to + 3).is_empty()
    }

    /// `still appears in the list of the July note`: told of what a cited note says, not of the order.
    fn still_written(&self, found: Found) -> bool {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        word(found.from) == "still"
            && matches!(
                word(found.to),
                "appears"
                    | "appear"
                    | "appeared"
                    | "listed"
                    | "stands"
                    | "stood"
                    | "shows"
                    | "shown"
                    | "carried"
                    | "lists"
            )
            && self.documents()
            && (found.from.saturating_sub(5)..found.to + 12).any(|at| {
                matches!(
                    word(at),
                    "note" | "report" | "letter" | "document" | "summary"
                )
            })
    }

    /// `one node held a metastasis`: a verb with its object, no status.
    fn holds_something(&self, found: Found) -> bool {
        self.claim.tokens[found.from].is("held")
            && self.claim.tokens.get(found.to).is_some_and(|token| {
                matches!(
                    token.lower.as_str(),
                    "a" | "an" | "the" | "his" | "her" | "one" | "two" | "no"
                ) || token.kind == crate::text::Kind::Number
            })
    }

    /// `first was Dec 2018, resolved Jan 14, 2020`: a source with this status has the date that is told beside it.
    fn dated_so(&self, found: Found, wanted: State) -> bool {
        let clause = self.claim.clause_of(found.from);
        self.claim
            .dates
            .iter()
            .filter(|mention| {
                self.claim.clause_of(mention.from) == clause
                    && mention.from >= found.to
                    && mention.from - found.to <= 2
            })
            .any(|mention| {
                self.fitting(found, self.cited.clone()).iter().any(|cited| {
                    cited.source.state == Some(wanted)
                        && cited
                            .source
                            .dates
                            .iter()
                            .any(|dated| mention.fits(dated.start, dated.end))
                })
            })
    }

    /// Whether sources that share a name have both statuses and the statement tells of both.
    fn both_told(&self, found: Found, subjects: &[Cited<'a>]) -> bool {
        let lower = self.claim.text.to_lowercase();
        let whole = self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource_type() == Some("Patient"))
            || lower.contains("in the chart");
        let counted =
            self.claim.numbers.iter().any(|number| {
                self.claim.clause_of(number.from) == self.claim.clause_of(found.from)
            });
        let any = |state: State| {
            subjects
                .iter()
                .any(|cited| cited.source.state == Some(state))
                || (whole
                    && counted
                    && subjects.first().is_some_and(|cited| {
                        self.like(cited.snippet).into_iter().any(|other| {
                            self.set.position(&other.id).is_some_and(|index| {
                                self.prepared.source(self.set, index).state == Some(state)
                            })
                        })
                    }))
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
        let rest = [
            "all but",
            "all except",
            "the rest",
            "the others",
            "the remaining",
        ]
        .iter()
        .any(|words| lower.contains(words));
        (other && same) || part || (rest && same)
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
        let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        // `neither says how, and both are still active`: what follows the comma is told by itself.
        let joined = |at: &usize| {
            self.claim.tokens[*at].is_mark(',')
                && matches!(
                    self.claim.tokens[at + 1].lower.as_str(),
                    "and" | "but" | "yet" | "though"
                )
        };
        let clause_from = (clause_from..found.from.saturating_sub(1))
            .rev()
            .find(joined)
            .unwrap_or(clause_from);
        let none = (clause_from..found.from).any(|at| {
            matches!(
                self.claim.tokens[at].lower.as_str(),
                "nothing" | "none" | "neither" | "nobody"
            )
        });
        let no = found
            .from
            .checked_sub(1)
            .is_some_and(|at| self.claim.tokens[at].is("no") && found.cue == Cue::Active);
        let no = no
            || (found.cue == Cue::Active
                && found.to > found.from + 1
                && (2..=3).any(|back| {
                    found
                        .from
                        .checked_sub(back)
                        .is_some_and(|at| at >= clause_from && self.claim.tokens[at].is("no"))
                }));
        let longer = (1..=3).any(|back| {
            found
                .from
                .checked_sub(back)
                .is_some_and(|at| self.claim.tokens[at].is("longer"))
        });
        none || no
            || longer
            || (1..=2).any(|back| {
                found.from.checked_sub(back).is_some_and(|at| {
                    matches!(
                        self.claim.tokens[at].lower.as_str(),
                        "not" | "never" | "isn't" | "hasn't" | "nor" | "neither"
                    )
                })
            })
    }
}

fn opposite(state: State) -> State {
    match state {
        State::Active => State::Ended,
        State::Ended => State::Active,
        State::Held | State::Unknown => State::Unknown,
    }
}

/// The status that a source has, and its place.
pub(super) fn status_of(cited: Cited<'_>) -> (Option<String>, Option<model::SourceSpan>) {
    cited
        .source
        .state_path
        .clone()
        .map(|(path, place, code)| (code, at(cited, &path, place)))
        .unzip()
}
