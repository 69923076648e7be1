//! When, and for the how-manieth time, something is told to be absent.

use super::Check;
use crate::date::Mention;
use crate::lexicon::{Cue, Found};
use model::{ReasonCode, Verdict};
use sources::Snippet;
use time::Date;

impl<'a> Check<'a> {
    /// `none is on file for 2015 or 2016`: the years and days behind the negation, where no word bounds them.
    pub(super) fn periods_behind(&self, found: Found) -> Vec<(Date, Date)> {
        let sentence = self.claim.tokens[found.from].sentence;
        // What stands behind a semicolon is told by itself.
        let (_, end) = self.sentence_range(found.from);
        let end = (found.to..end)
            .find(|at| self.claim.tokens[*at].is_mark(';'))
            .unwrap_or(end);
        let behind: Vec<&Mention> = self
            .claim
            .dates
            .iter()
            .filter(|mention| {
                mention.from >= found.to
                    && mention.from < end
                    && self.claim.tokens[mention.from].sentence == sentence
            })
            .collect();
        let free = |mention: &&Mention| self.stands_in_time(mention);
        if behind.is_empty() || !behind.iter().all(free) {
            return Vec::new();
        }
        behind
            .iter()
            .filter_map(|mention| mention.first().zip(mention.last()))
            .collect()
    }

    fn stands_in_time(&self, mention: &Mention) -> bool {
        mention.from.checked_sub(1).is_some_and(|at| {
            let before = &self.claim.tokens[at];
            before.is_mark(',')
                || matches!(
                    before.lower.as_str(),
                    "in" | "for" | "during" | "or" | "and" | "nor" | "on"
                )
        })
    }

    /// A time of which the statement says that nothing is recorded then.
    pub(super) fn absent_then(&self, mention: &Mention) -> bool {
        let sentence = self.claim.tokens[mention.from].sentence;
        self.claim.all(Cue::Negation).any(|found| {
            found.to <= mention.from
                && self.claim.tokens[found.from].sentence == sentence
                && matches!(
                    self.claim.tokens[found.from].lower.as_str(),
                    "no" | "none" | "not" | "nothing"
                )
                && self.is_record(found)
                && self.periods_behind(found).iter().any(|(first, last)| {
                    mention.first() == Some(*first) && mention.last() == Some(*last)
                })
        })
    }

    /// `a third dose`, `no second order`: how many there would be.
    pub(super) fn which_of_row(&self, range: (usize, usize)) -> Option<usize> {
        const ROW: [&str; 9] = [
            "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
        ];
        self.claim
            .slice(range.0, range.1)
            .iter()
            .find_map(|token| ROW.iter().position(|word| token.is(word)))
            .map(|place| place + 2)
    }

    /// `Which drug was taken is not documented`: a question that the records leave open claims nothing else.
    pub(super) fn asked_and_unsaid(&mut self, found: Found) -> bool {
        let (start, to) = self.sentence_range(found.from);
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let question = |at: usize| {
            matches!(
                word(at),
                "which" | "whether" | "how" | "who" | "why" | "what" | "when" | "where"
            )
        };
        // `an assessment was done, but which class he was in is not on file`
        let begins = |at: &usize| {
            let joined = |at: usize| matches!(word(at), "but" | "yet" | "though" | "while");
            question(*at) && (*at == start || word(at - 1) == ";" || joined(at - 1))
        };
        let from = (start..found.from).find(begins).unwrap_or(start);
        let asks = question(from) && !matches!(word(from + 1), "is" | "was" | "are" | "were");
        let record = self
            .claim
            .all(Cue::Record)
            .any(|cue| cue.from >= found.from && cue.from <= found.to + 1);
        // `which lung, and which lobe, is not documented`
        let aside = |at: usize| question(at + 2) && matches!(word(at + 1), "and" | "or");
        let whole = (from..to).all(|at| {
            let token = &self.claim.tokens[at];
            let closes =
                || (from..at).any(|open| self.claim.tokens[open].is_mark(',') && aside(open));
            !token.is_mark(';') && (!token.is_mark(',') || aside(at) || closes())
        });
        if !asks || !record || !whole {
            return false;
        }
        // `How often she takes it is not documented`: unless a cited record says so.
        let answer = self
            .asked_for_facts(from, found.from)
            .filter(|_| !self.prose() && !self.documents())
            .and_then(|roles| self.answered_by((from, found.from), &roles, false));
        if let Some((words, place)) = answer {
            let span = self.claim.span(from, found.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Absence,
                span,
                Some(words),
                vec![place],
            );
            return true;
        }
        self.settled = true;
        self.settle(from, to);
        true
    }

    /// `Subtype, receptor status and side of the tumor are not documented`: none of what is listed before stands in the chart.
    pub(super) fn listed_before(&mut self, found: Found) {
        let (from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let verb = found.from.checked_sub(1).filter(|at| {
            *at > from && matches!(self.claim.tokens[*at].lower.as_str(), "are" | "were")
        });
        let Some(verb) = verb.filter(|_| self.set.patient().is_some()) else {
            return;
        };
        let told = self.claim.slice(from, verb).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "is" | "was" | "has" | "had" | "takes" | "with" | "are" | "were"
            )
        });
        let items = self.items(from, verb);
        if told || items.len() < 3 {
            return;
        }
        if self.chart_holds(&items, &[], None, (from, verb)).is_none() {
            self.settled = true;
            self.settle(from, verb);
        }
    }

    /// What the chart has of the things that are cited, of these kinds.
    pub(super) fn like_cited(&self, kinds: &[&str]) -> Vec<&'a Snippet> {
        let mut all: Vec<&'a Snippet> = self
            .cited
            .iter()
            .filter(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kinds.contains(&kind))
            })
            .flat_map(|cited| self.like(cited.snippet))
            .collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        all
    }

    /// `The note does not carry the allergy`, of a note that is cited and has it.
    pub(super) fn said_in_note(&mut self, found: Found, items: &[Vec<Vec<u64>>]) -> bool {
        let (from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let note = self.claim.slice(from, found.from).iter().any(|token| {
            matches!(
                token.stem.as_str(),
                "note" | "letter" | "summary" | "document" | "consultation"
            )
        });
        // `does not state which knee`: the knee is there.
        let asked = self
            .claim
            .slice(found.to, found.to + 4)
            .iter()
            .any(|token| {
                matches!(
                    token.lower.as_str(),
                    "which" | "whether" | "what" | "how" | "when" | "where" | "who" | "why" | "if"
                )
            });
        if !note || asked || !self.documents() {
            return false;
        }
        let said = self.cited.iter().copied().find_map(|cited| {
            let prose = &cited.source.prose;
            let has = |ids: &Vec<u64>| {
                (0..prose.len()).find(|at| {
                    prose[*at].is_word() && ids.iter().any(|id| prose[*at].ids.contains(id))
                })
            };
            let item = items
                .iter()
                .find(|terms| terms.iter().all(|ids| has(ids).is_some()))?;
            let at = has(item.first()?)?;
            Some((cited, prose[at].span))
        });
        let Some((cited, place)) = said else {
            return false;
        };
        let span = self.claim.span(found.from, found.to);
        let words = place.of(&cited.snippet.text).map(str::to_owned);
        let places = vec![super::at(cited, "text", Some(place))];
        self.against(
            Verdict::Contradicted,
            ReasonCode::Absence,
            span,
            words,
            places,
        );
        true
    }

    /// `since then`, `since`, `after that one`, `thereafter`: behind a day that was told before.
    pub(super) fn then_on(&self, from: usize, to: usize) -> bool {
        let word = |at: usize| {
            let token = self.claim.tokens.get(at).filter(|token| token.is_word());
            token.map_or("", |token| token.lower.as_str())
        };
        (from..to).any(|at| match word(at) {
            "since" => matches!(word(at + 1), "then" | ""),
            "after" | "beyond" | "past" => {
                let what = matches!(
                    word(at + 1),
                    "that" | "this" | "these" | "those" | "it" | "them"
                );
                let one = usize::from(matches!(
                    word(at + 2),
                    "one"
                        | "date"
                        | "day"
                        | "point"
                        | "time"
                        | "visit"
                        | "reading"
                        | "value"
                        | "entry"
                ));
                what && word(at + 2 + one).is_empty()
            }
            "thereafter" | "afterwards" | "afterward" => true,
            _ => false,
        })
    }

    /// `5 January`, without a year: the last one up to the day of writing.
    pub(super) fn latest_such(&self, mention: &crate::date::Mention) -> Option<Date> {
        let (month, day) = (mention.day.month?, mention.day.day?);
        let of = |year: i32| crate::date::date(year, month, day);
        of(self.as_of.year())
            .filter(|date| *date <= self.as_of)
            .or_else(|| of(self.as_of.year() - 1))
    }

    /// `this July`, without a year: the last such month up to the day of writing.
    pub(super) fn latest_month(&self, mention: &crate::date::Mention) -> Option<(Date, Date)> {
        let month = mention.day.month.filter(|_| mention.day.day.is_none())?;
        let of = |year: i32| {
            let first = crate::date::date(year, month, 1)?;
            let last = first.month().length(year);
            Some((first, crate::date::date(year, month, last)?))
        };
        of(self.as_of.year())
            .filter(|(first, _)| *first <= self.as_of)
            .or_else(|| of(self.as_of.year() - 1))
    }
}
