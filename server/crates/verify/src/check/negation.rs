//! Negation: what a source denies, what it affirms, and what is merely not recorded.

use super::Check;
use crate::lexicon::{Cue, Found};
use model::ReasonCode;

/// How a source speaks of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Polarity {
    Affirmed,
    Denied,
}

impl Check<'_> {
    /// Checks negated parts, and affirmed words that the sources deny.
    pub(crate) fn negations(&mut self) {
        let mut scopes: Vec<(usize, usize)> = self.answered.clone();
        for found in self.claim.cues.clone() {
            if self
                .answered
                .iter()
                .any(|(from, to)| *from <= found.from && found.from < *to)
            {
                continue;
            }
            if !matches!(found.cue, Cue::Negation | Cue::Strong) || self.is_plain(found) {
                continue;
            }
            let (from, to) = self.scope(found);
            if let Some(start) = self.denial_settled(found, to) {
                scopes.push((start, to));
                continue;
            }
            self.denied_twice(found, to);
            // `Dialysis: not needed yet`, `chest pain was denied`: where nothing clinical follows, what stands before is meant.
            let postposed = matches!(
                self.claim.tokens[found.from].lower.as_str(),
                "not"
                    | "denied"
                    | "declined"
                    | "refused"
                    | "absent"
                    | "none"
                    | "deferred"
                    | "isn't"
                    | "wasn't"
            ) && !(from..to).any(|index| self.is_clinical(index));
            scopes.push((
                if postposed {
                    self.sentence_start(found.from)
                } else {
                    found.from
                },
                to,
            ));
            if found.cue == Cue::Negation
                && self.claim.cues.iter().any(|other| {
                    other.cue == Cue::Strong && other.from <= found.from && found.to <= other.to
                })
            {
                continue;
            }
            let plain = matches!(
                self.claim.tokens[found.from].lower.as_str(),
                "no" | "without" | "neither" | "nor"
            );
            // `NKDA is not documented`: the words themselves are what is missing.
            let unsaid = found.cue == Cue::Strong
                && self.claim.tokens[found.from].upper
                && self.claim.all(Cue::Negation).any(|other| {
                    other.from >= found.to
                        && self.claim.clause_of(other.from) == self.claim.clause_of(found.from)
                        && self.is_record(other)
                });
            if unsaid {
                self.settle(found.from, found.to);
                continue;
            }
            // `not stated anywhere in the record`
            if self.claim.tokens[found.from].is("anywhere") && self.is_record(found) {
                continue;
            }
            if self.none_but(found, to)
                || self.left_open(found)
                || self.not_in_entry(found)
                || self.given_detail(found, to)
                || (!self.documents() && self.not_listed(found))
            {
                continue;
            }
            let plain = plain
                || (found.cue == Cue::Strong
                    && self.claim.tokens[found.to - 1].is("no")
                    && self.is_record(found));
            // "The MRI showed no metastases", of a procedure on file without any result.
            if found.cue == Cue::Negation && self.shown_by_act(found) {
                self.unsupported(ReasonCode::Fabrication, found.from, to);
                continue;
            }
            if self.not_since(found) {
                self.not_recorded(found, from, to);
                continue;
            }
            let record = (found.cue == Cue::Negation || plain)
                && (self.is_record(found)
                    || (plain
                        && (self.stated_detail(found, to).is_some()
                            || self.no_detail_given(found)))
                    || (plain && self.undone(found, to)))
                && !self.told_in_prose(from, to);
            if record {
                self.not_recorded(found, from, to);
            } else {
                self.denied_entry(found);
                self.denied(found, from, to);
            }
        }
        self.affirmed(&scopes);
    }

    /// A denial that stands behind what it denies, ends nothing, or excepts something: where what it covers begins.
    fn denial_settled(&mut self, found: Found, to: usize) -> Option<usize> {
        if let Some(start) = self.answers_for(found) {
            self.hold_denied(start, found);
            return Some(start);
        }
        if self.excepted(found) {
            return Some(to);
        }
        let ended =
            self.never_ended(found) || self.not_taken_off(found) || self.not_in_force(found);
        ended.then_some(found.from)
    }

    /// The first token of the sentence.
    pub(super) fn sentence_start(&self, at: usize) -> usize {
        self.sentence_range(at).0
    }

    /// Whether prose alone is cited and speaks of what is negated: it then says itself whether it is there.
    fn told_in_prose(&self, from: usize, to: usize) -> bool {
        self.cited.iter().all(|cited| cited.source.is_prose)
            && (from..to).any(|index| {
                self.is_clinical(index)
                    && self.claim.tokens[index]
                        .ids
                        .iter()
                        .any(|id| self.ids.contains(id))
            })
    }

    /// Negations that deny nothing clinical: `no longer`, `not only`, `no more than`, `nothing more than`.
    pub(super) fn is_plain(&self, found: Found) -> bool {
        let next = self
            .claim
            .tokens
            .get(found.to)
            .map_or("", |token| token.lower.as_str());
        let reaches = self
            .claim
            .slice(found.to, found.to + 2)
            .iter()
            .any(|token| {
                matches!(
                    token.stem.as_str(),
                    "reach"
                        | "exceed"
                        | "exceeded"
                        | "reached"
                        | "above"
                        | "over"
                        | "below"
                        | "under"
                        | "fell"
                        | "left"
                        | "rose"
                        | "dropp"
                        | "drop"
                        | "higher"
                        | "lower"
                )
            })
            && self
                .claim
                .numbers
                .iter()
                .any(|number| number.from >= found.to && number.from <= found.to + 6);
        let unknown = (0..=2).any(|skip| {
            (0..skip).all(|step| {
                self.claim.tokens.get(found.to + step).is_some_and(|token| {
                    matches!(
                        token.lower.as_str(),
                        "yet"
                            | "entirely"
                            | "fully"
                            | "quite"
                            | "completely"
                            | "been"
                            | "so"
                            | "certain"
                    )
                })
            }) && self.claim.tokens.get(found.to + skip).is_some_and(|token| {
                matches!(
                    token.lower.as_str(),
                    "clear"
                        | "certain"
                        | "sure"
                        | "known"
                        | "established"
                        | "determined"
                        | "understood"
                        | "settled"
                        | "decided"
                )
            })
        });
        // `cannot say whether there was blood`
        let untold = matches!(
            self.claim.tokens[found.from].lower.as_str(),
            "cannot" | "can't" | "couldn't" | "unable"
        ) && self
            .claim
            .slice(found.to, found.to + 2)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "say" | "tell" | "recall" | "remember"));
        unknown || untold || reaches || matches!(next, "longer" | "only" | "more" | "later" | "less" | "fewer" | "over" | "change" | "changed") || self.claim.cues.iter().any(|other| other.from <= found.from && found.to <= other.to && matches!(other.cue, Cue::AtMost | Cue::Inactive | Cue::Stable | Cue::Hedge | Cue::Only | Cue::Active | Cue::AtLeast))
            || self.titled_so(found)
            // `Migraine without aura`, where a source is called so.
            || (!matches!(next, "" | "." | ",") && self.in_title(found.from, found.to + 1))
            // Named concepts that contain the word: never smoker, non-Hispanic, no known allergies of the source.
            || self.claim.slice(found.from, found.to).iter().any(|token| token.ids.len() > 1 && token.ids.iter().skip(1).any(|id| self.ids.contains(id)))
    }

    /// `migraine, no aura`, of a source that is called so in other words: without aura.
    fn titled_so(&self, found: Found) -> bool {
        let Some(thing) = self
            .claim
            .tokens
            .get(found.to)
            .filter(|token| token.is_word())
        else {
            return false;
        };
        let denies = |word: &str| matches!(word, "without" | "no" | "not" | "non" | "absent");
        denies(&self.claim.tokens[found.from].lower)
            && self.cited.iter().any(|cited| {
                let title = crate::text::tokens(&cited.snippet.title);
                cited.snippet.resource.is_some()
                    && title
                        .windows(2)
                        .any(|two| denies(&two[0].lower) && two[1].stem == thing.stem)
            })
    }

    /// The words that a negation covers.
    pub(super) fn scope(&self, found: Found) -> (usize, usize) {
        let clause = self.claim.clause_of(found.from);
        let mut to = found.to;
        while to < self.claim.tokens.len()
            && self.claim.clause_of(to) == clause
            && to < found.to + 40
        {
            let token = &self.claim.tokens[to];
            let verb = token.is("and")
                && self.claim.tokens.get(to + 1).is_some_and(|next| {
                    matches!(
                        next.lower.as_str(),
                        "lost"
                            | "still"
                            | "now"
                            | "then"
                            | "also"
                            | "remains"
                            | "reads"
                            | "stays"
                            | "had"
                            | "has"
                            | "was"
                            | "is"
                            | "were"
                            | "are"
                            | "took"
                            | "takes"
                            | "got"
                            | "gets"
                            | "went"
                            | "came"
                            | "gave"
                            | "will"
                            | "can"
                            | "feels"
                            | "felt"
                            | "he"
                            | "she"
                            | "it"
                            | "they"
                            | "the"
                            | "his"
                            | "her"
                    )
                });
            let verb = verb || self.listed_after_and(to);
            let with = token.is("with")
                && self
                    .claim
                    .tokens
                    .get(to.wrapping_sub(1))
                    .is_some_and(|before| before.is("and") || before.is_mark(','));
            // `not accepted if she smokes`: on what it depends is not denied; `does not know if` is.
            let depends = to >= found.to + 2
                && matches!(
                    token.lower.as_str(),
                    "if" | "unless" | "because" | "despite" | "notwithstanding"
                );
            if token.is_mark(')')
                || depends
                || (matches!(
                    token.lower.as_str(),
                    "apart" | "aside" | "except" | "besides"
                ) && to > found.to
                    && self
                        .cited
                        .iter()
                        .all(|cited| cited.snippet.segment.is_some()))
                || (token.is_mark(',') && self.told_by_whom(to + 1))
                || with
                || verb
                || (token.is_mark(',')
                    && (self.list_broken(found, to)
                        || self
                            .claim
                            .tokens
                            .get(to + 1)
                            .is_some_and(|next| next.is("no"))))
                || (token.is_mark(',')
                    && self.claim.tokens.get(to + 1).is_some_and(|next| {
                        matches!(
                            next.lower.as_str(),
                            "which" | "who" | "so" | "since" | "as" | "with" | "called"
                        ) && !(next.is("as")
                            && self
                                .claim
                                .tokens
                                .get(to + 2)
                                .is_some_and(|well| well.is("well")))
                    }))
            {
                break;
            }
            to += 1;
        }
        (found.to, to)
    }

    /// `no cause is documented and kidney disease is on the problem list`: an own subject and what is said of it.
    fn listed_after_and(&self, at: usize) -> bool {
        const SUBJECT: usize = 5;
        self.claim.tokens[at].is("and")
            && self.claim.cues.iter().any(|cue| {
                matches!(cue.cue, Cue::Record | Cue::Active | Cue::Inactive)
                    && cue.to > cue.from + 1
                    && cue.from > at + 1
                    && cue.from <= at + 1 + SUBJECT
                    && matches!(
                        self.claim.tokens[cue.from].lower.as_str(),
                        "is" | "are" | "was" | "were" | "has" | "remains" | "appears"
                    )
                    && self
                        .claim
                        .slice(at + 1, cue.from)
                        .iter()
                        .all(crate::text::Token::is_word)
            })
    }

    /// Whether the clause speaks of records rather than of the patient.
    pub(super) fn is_record(&self, found: Found) -> bool {
        let clause = self.claim.clause_of(found.from);
        // `so nothing is ordered`, of a conversation, tells what was done.
        let spoken = self.cited.iter().all(|cited| cited.source.is_prose);
        let act = |record: Found| {
            matches!(
                self.claim.tokens[record.to - 1].lower.as_str(),
                "ordered" | "prescribed"
            )
        };
        self.claim.all(Cue::Record).any(|record| {
            self.claim.clause_of(record.from) == clause
                && !(spoken && act(record))
                && !(record.from..record.to).any(|at| self.part_of_name(at))
        }) || (!spoken && self.been_ordered(clause))
    }

    /// `no statin has been ordered`
    fn been_ordered(&self, clause: u32) -> bool {
        let (from, to) = self.claim.clause_range(clause);
        self.claim.slice(from, to).windows(2).any(|two| {
            two[0].is("been") && matches!(two[1].lower.as_str(), "ordered" | "prescribed")
        })
    }

    pub(super) fn is_clinical(&self, index: usize) -> bool {
        let token = &self.claim.tokens[index];
        token.is_word()
            && !self.claim.used[index]
            && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem))
    }
}
