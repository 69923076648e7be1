//! How a number stands to a limit or a goal that the statement tells.

use super::limits::upward;
use super::{Check, Cited};
use crate::lexicon::Cue;
use crate::number::{Form, Limit, Number};
use crate::source::Value;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;
use std::collections::HashSet;

impl<'a> Check<'a> {
    /// Whether a value stands before the limit, so that the words compare the two.
    pub(super) fn compared_value(&self, number: &Number, numbers: &[Number], index: usize) -> bool {
        number.sign.is_none()
            && index > 0
            && self.claim.clause_of(numbers[index - 1].from) == self.claim.clause_of(number.from)
    }

    /// `180/98, above the 140/90 goal`: the relation between the value before and the limit must hold.
    pub(super) fn relation(&mut self, number: &Number, numbers: &[Number], index: usize) {
        let Some(claimed) = self.relation_of(number) else {
            return;
        };
        let Some(before) = self.compared(number, numbers, index) else {
            if self.beyond_goal(number, claimed) == Some(false) {
                let span = self.claim.span(number.from.saturating_sub(1), number.to);
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Comparator, span, None, Vec::new());
            }
            return;
        };
        let pairs = match (before.form, number.form) {
            // Scores of one maximum: `1/10, lower than the 3/10 of July`.
            (Form::Over(a), Form::Over(b)) if a == b && a == Decimal::TEN => {
                vec![(before.value, number.value)]
            }
            (Form::Over(a), Form::Over(b)) => vec![(before.value, number.value), (a, b)],
            _ => vec![(before.value, number.value)],
        };
        let holds = |(value, limit): &(Decimal, Decimal)| claimed.holds(value, limit);
        let any = pairs.iter().any(holds);
        let all = pairs.iter().all(holds);
        let good = if upward(claimed) { any } else { all };
        if !good {
            let span = self.claim.span(number.from.saturating_sub(1), number.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Comparator,
                span,
                None,
                Vec::new(),
            );
        }
    }

    /// "Within the goal of <7.0 %", "above the charted target of <108": the words compare, the sign belongs to the goal.
    pub(super) fn relation_of(&self, number: &Number) -> Option<Limit> {
        if self.told_apart(number) {
            return None;
        }
        let clause = self.claim.clause_of(number.from);
        let near = |found: &&crate::lexicon::Found| {
            found.to <= number.from
                && number.from - found.to <= 6
                && self.claim.clause_of(found.from) == clause
                && !self
                    .claim
                    .numbers
                    .iter()
                    .any(|other| other.from >= found.to && other.to <= number.from)
        };
        let compares = |found: &&crate::lexicon::Found| {
            (matches!(
                found.cue,
                Cue::Above | Cue::Below | Cue::Within | Cue::AtLeast | Cue::AtMost
            ) || self.just_beyond(found, number).is_some())
                && !self.postposed(found)
        };
        let mut found = self.claim.cues.iter().filter(near).rfind(compares)?;
        // `the goal is less than 108` tells the goal; `above the goal of less than 108` compares with it.
        if let Some(goal) = self.goal_word(found) {
            found = self.claim.cues.iter().filter(compares).rfind(|other| {
                other.to <= goal
                    && goal - other.to <= 6
                    && self.claim.clause_of(other.from) == clause
            })?;
        }
        if let Some(beyond) = self.just_beyond(found, number) {
            return Some(beyond);
        }
        Some(match found.cue {
            Cue::Above => Limit::Above,
            Cue::Below => Limit::Below,
            Cue::AtLeast => Limit::AtLeast,
            Cue::AtMost => Limit::AtMost,
            _ => match number.sign {
                Some(limit) => limit,
                None => Limit::AtMost,
            },
        })
    }

    /// `just over the ceiling of 108`: before a limit that is called so the words compare, before a number they only blur it.
    fn just_beyond(&self, found: &crate::lexicon::Found, number: &Number) -> Option<Limit> {
        if found.cue != Cue::Approximate {
            return None;
        }
        let limit = self.claim.slice(found.to, number.from).iter().any(|token| {
            matches!(
                token.stem.as_str(),
                "goal" | "target" | "limit" | "ceil" | "ceiling" | "threshold" | "cutoff" | "bound"
            )
        });
        let words = self.claim.words(found.from, found.to).to_lowercase();
        match words.rsplit(' ').next()? {
            "over" | "above" if limit => Some(Limit::Above),
            "under" | "below" if limit => Some(Limit::Below),
            _ => None,
        }
    }

    /// Where the goal is named whose limit a word tells: `the goal in her care plan is less than`, `a target of under`.
    fn goal_word(&self, found: &crate::lexicon::Found) -> Option<usize> {
        const NEAR: usize = 6;
        let before = |back: usize| {
            found
                .from
                .checked_sub(back)
                .map_or("", |at| self.claim.tokens[at].lower.as_str())
        };
        let tells = matches!(
            before(1),
            "is" | "was" | "of" | "at" | ":" | "be" | "being" | "to"
        );
        // `the goal of a saturation above 85 %`: what it is a goal of stands between.
        let of = |goal: usize| {
            self.claim
                .tokens
                .get(goal + 1)
                .is_some_and(|next| matches!(next.lower.as_str(), "of" | "for"))
        };
        (found.from.saturating_sub(NEAR)..found.from)
            .rev()
            .take_while(|at| !matches!(self.claim.tokens[*at].lower.as_str(), ";" | "."))
            .find(|at| {
                matches!(
                    self.claim.tokens[*at].stem.as_str(),
                    "goal" | "target" | "limit" | "threshold" | "cutoff"
                )
            })
            .filter(|goal| tells || of(*goal))
    }

    /// Where the statement tells the goal itself (`the goal is less than 180`) and a cited goal has another number: that one.
    pub(super) fn goal_otherwise(&self, number: &Number) -> Option<(Cited<'a>, &'a Value)> {
        let clause = self.claim.clause_of(number.from);
        let cue = self.claim.cues.iter().rfind(|found| {
            matches!(
                found.cue,
                Cue::Above | Cue::Below | Cue::AtLeast | Cue::AtMost
            ) && found.to <= number.from
                && number.from - found.to <= 2
                && self.claim.clause_of(found.from) == clause
        })?;
        self.goal_word(cue)?;
        self.cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() == Some("Goal"))
            .find_map(|cited| {
                let mut values = cited.source.values.iter();
                values
                    .find(|value| value.unit == number.unit || number.unit.is_none())
                    .map(|value| (*cited, value))
            })
    }

    /// `46 measurements`, `three results`: how many there are, no value.
    fn is_tally(&self, number: &Number) -> bool {
        number.unit.is_none()
            && self.claim.tokens.get(number.to).is_some_and(|next| {
                matches!(
                    next.lower.as_str(),
                    "measurements"
                        | "results"
                        | "values"
                        | "readings"
                        | "checks"
                        | "tests"
                        | "visits"
                        | "orders"
                        | "times"
                        | "points"
                )
            })
    }

    /// `86.9 kg (192 lb)`: a number in brackets right behind another.
    fn converted_in_brackets(&self, number: &Number) -> bool {
        self.in_brackets(number)
            && self
                .claim
                .numbers
                .iter()
                .any(|other| other.to + 1 == number.from)
    }

    /// `88 % or less`, `3000 mg at most`: said of the number before.
    fn postposed(&self, found: &crate::lexicon::Found) -> bool {
        self.claim.tokens[found.from].is("or")
            || self
                .claim
                .numbers
                .iter()
                .any(|number| number.to == found.from && number.from < found.from)
                && matches!(found.cue, Cue::AtLeast | Cue::AtMost)
    }

    /// The value that is compared with a limit: the last one before it with a comparable unit.
    pub(super) fn compared<'n>(
        &self,
        number: &Number,
        numbers: &'n [Number],
        index: usize,
    ) -> Option<&'n Number> {
        let comparable = |other: &&Number| {
            !other.word
                && other.sign.is_none()
                && !self.is_tally(other)
                && self.limit_of(other).is_none()
                && (!self.converted_in_brackets(other)
                    || (other.unit == number.unit && other.unit.is_some()))
                && (other.unit == number.unit || other.unit.is_none() || number.unit.is_none())
                && matches!(other.form, Form::Over(_)) == matches!(number.form, Form::Over(_))
                && self.claim.tokens[other.from].sentence == self.claim.tokens[number.from].sentence
        };
        // `50 mg/dL above the goal`: how far it lies, no value.
        let apart =
            |other: &&Number| {
                index >= 2
                    && self.claim.cues.iter().any(|cue| {
                        matches!(cue.cue, Cue::Above | Cue::Below) && cue.from == other.to
                    })
            };
        let mut found = numbers[..index].iter().rev().filter(comparable);
        let first = found.next()?;
        if apart(&first) {
            return found.next().or(Some(first));
        }
        Some(self.of_same_test(number, numbers, index, first))
    }

    /// `LDL 107, HDL 62; LDL therefore above 70`: where the words before a limit name a test, the value that was told of it is compared.
    fn of_same_test<'n>(
        &self,
        number: &Number,
        numbers: &'n [Number],
        index: usize,
        nearest: &'n Number,
    ) -> &'n Number {
        let tests = |from: usize, to: usize| -> HashSet<u64> {
            let tokens = self.claim.slice(from, to).iter();
            let ids = tokens.flat_map(|token| token.ids.iter().copied());
            ids.filter(|id| self.lexicon.is_lab(&[*id])).collect()
        };
        let named = tests(nearest.to, number.from);
        let own = |place: usize| {
            let start = place.checked_sub(1).map_or(0, |before| numbers[before].to);
            tests(start, numbers[place].from)
        };
        let of_named = |place: &usize| {
            let other = &numbers[*place];
            !other.word
                && other.sign.is_none()
                && self.claim.tokens[other.from].sentence == self.claim.tokens[number.from].sentence
                && own(*place).iter().any(|id| named.contains(id))
        };
        let told = (0..index)
            .rev()
            .filter(|_| !named.is_empty())
            .find(of_named);
        told.map_or(nearest, |place| &numbers[place])
    }

    /// `3.82 falls within 3.5-5.0`: whether the value, told before or else of the source, lies in a range that no source has to state. A range that is
    /// called the reference one must be the source's own.
    pub(super) fn within_range_told(
        &self,
        number: &Number,
        named: &[(Cited<'a>, &'a Value)],
        shared: usize,
        numbers: &[Number],
        index: usize,
    ) -> Option<bool> {
        let Form::To(end) = number.form else {
            return None;
        };
        let (from, to) = self.sentence_range(number.from);
        let own = self.claim.slice(from, to).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "reference" | "normal" | "ref" | "range" | "goal" | "target" | "lab's"
            )
        });
        let told = self
            .claim
            .all(Cue::Within)
            .any(|found| found.to <= number.from && self.plain_between(found.to, number.from))
            || number.from.checked_sub(1).is_some_and(|at| {
                matches!(
                    self.claim.tokens[at].lower.as_str(),
                    "within" | "inside" | "between"
                )
            });
        if own || !told {
            return None;
        }
        let inside = |value: Decimal| number.value <= value && value <= end;
        if let Some(before) = numbers[..index].iter().rev().find(|other| {
            other.form == Form::Plain
                && !other.word
                && self.claim.clause_of(other.from) == self.claim.clause_of(number.from)
        }) {
            return Some(inside(before.value));
        }
        let mut values = named.iter().filter(|(_, value)| value.measured).peekable();
        (shared > 0 && values.peek().is_some())
            .then(|| values.all(|(_, value)| inside(value.value)))
    }

    /// A conversion in brackets repeats the number before it.
    pub(super) fn in_brackets(&self, number: &Number) -> bool {
        let open = number
            .from
            .checked_sub(1)
            .is_some_and(|at| self.claim.tokens[at].is_mark('('));
        open && self
            .claim
            .tokens
            .get(number.to)
            .is_some_and(|token| token.is_mark(')'))
    }

    /// `only the 2017 value lies below 60`: those of the same test that do not lie so are the others.
    pub(super) fn only_beyond(
        &self,
        number: &Number,
        numbers: &[Number],
        index: usize,
    ) -> Option<bool> {
        let limit = number.sign.or_else(|| self.limit_of(number))?;
        let only = self.claim.all(Cue::Only).find(|found| {
            found.to <= number.from
                && number.from - found.to <= 9
                && !numbers[..index].iter().any(|other| other.from >= found.to)
        })?;
        let before = numbers[..index].iter().rev().find(|other| !other.word)?;
        let mention = self
            .claim
            .dates
            .iter()
            .find(|mention| mention.from >= only.to && mention.to <= number.from);
        let value_of = |cited: &&Cited<'a>| {
            cited
                .source
                .values
                .iter()
                .find(|value| value.measured)
                .map(|value| value.value)
        };
        let title = self.cited.iter().find_map(|cited| {
            let own = value_of(&cited)?;
            crate::number::agrees(before.value, before.decimals, own, true)
                .then_some(cited.snippet.title.as_str())
        })?;
        let series: Vec<(&Cited<'a>, Decimal)> = self
            .cited
            .iter()
            .filter(|cited| cited.snippet.title == title)
            .filter_map(|cited| Some((cited, value_of(&cited)?)))
            .collect();
        let so = |value: Decimal| limit.holds(value, number.value);
        if series.len() < 2 {
            return None;
        }
        Some(match mention {
            Some(mention) => series.iter().all(|(cited, value)| {
                let meant = cited
                    .source
                    .dates
                    .iter()
                    .any(|dated| mention.fits(dated.start, dated.end));
                so(*value) == meant
            }),
            None => series.iter().filter(|(_, value)| so(*value)).count() == 1,
        })
    }

    /// `above goal (130/84)`: whether a pair lies to the goal that is cited as the words say; none where they say nothing.
    pub(super) fn beside_goal(
        &self,
        number: &Number,
        pool: &[(Cited<'a>, &'a Value)],
    ) -> Option<bool> {
        let Form::Over(low) = number.form else {
            return None;
        };
        let clause = self.claim.clause_of(number.from);
        let found = self.claim.cues.iter().find(|found| {
            self.claim.clause_of(found.from) == clause
                && matches!(found.cue, Cue::Above | Cue::Below | Cue::Within)
                && (found.from..found.to + 3).any(|at| {
                    self.claim
                        .tokens
                        .get(at)
                        .is_some_and(|token| matches!(token.lower.as_str(), "goal" | "target"))
                })
        })?;
        let goal = pool.iter().find_map(|(cited, value)| match value.form {
            Form::Over(low) if cited.snippet.resource_type() == Some("Goal") => {
                Some((value.value, low))
            }
            _ => None,
        })?;
        let over = number.value >= goal.0 || low >= goal.1;
        Some(over == (found.cue == Cue::Above))
    }
}
