//! `115/83 in May; a year earlier it was 123/85`: a value told with a span of time before or after another is the older or the newer of the two.

use super::{Check, Cited};
use crate::claim::{Anchor, Duration};
use crate::number::{Form, Number, agrees};
use model::{ReasonCode, Verdict};
use time::Date;

/// A value with its source's day.
type Taken<'a> = (Cited<'a>, Date);

impl<'a> Check<'a> {
    /// Two values of one test, of which words say which came first: the days of their sources must agree.
    pub(crate) fn earlier_and_later(&mut self) {
        for duration in self.claim.durations.clone() {
            let Some(older) = self.tells_older(&duration) else {
                continue;
            };
            let Some((own, other)) = self.two_values(&duration) else {
                continue;
            };
            let (own_taken, other_taken) = (self.taken(&own), self.taken(&other));
            let mut pairs: Vec<(Date, Date)> = Vec::new();
            for (one, day) in &own_taken {
                for (two, other) in &other_taken {
                    if one.snippet.title == two.snippet.title && day != other {
                        pairs.push((*day, *other));
                    }
                }
            }
            if !pairs.is_empty() && pairs.iter().all(|(own, other)| (own < other) != older) {
                let span = self.claim.span(duration.from, duration.to);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Period,
                    span,
                    None,
                    Vec::new(),
                );
            }
        }
    }

    /// Whether what is told with a span came before the other; none where the words relate to something else.
    fn tells_older(&self, duration: &Duration) -> Option<bool> {
        if duration.anchor != Anchor::Between {
            return None;
        }
        match self.claim.tokens[duration.to - 1].lower.as_str() {
            "earlier" | "previously" => Some(true),
            "later" | "afterwards" => Some(false),
            _ => None,
        }
    }

    /// The value that a span belongs to, and the one told before it in the sentence.
    fn two_values(&self, duration: &Duration) -> Option<(Number, Number)> {
        let sentence = self.claim.tokens[duration.from].sentence;
        let clause = self.claim.clause_of(duration.from);
        let values: Vec<&Number> = self
            .claim
            .numbers
            .iter()
            .filter(|number| {
                !number.word
                    && matches!(number.form, Form::Plain | Form::Over(_))
                    && number.sign.is_none()
                    && self.claim.tokens[number.from].sentence == sentence
            })
            .collect();
        let behind = values.iter().position(|number| {
            number.from >= duration.to && self.claim.clause_of(number.from) == clause
        });
        let at = behind.or_else(|| {
            values.iter().rposition(|number| {
                number.to <= duration.from && self.claim.clause_of(number.from) == clause
            })
        })?;
        let own = *values.get(at)?;
        let origin = |number: &Number| {
            let before = number.from.checked_sub(1);
            before.is_some_and(|index| self.claim.tokens[index].is("from"))
        };
        let other = *values.get(at.checked_sub(1)?)?;
        let alike = matches!(own.form, Form::Over(_)) == matches!(other.form, Form::Over(_))
            && (own.unit == other.unit || own.unit.is_none() || other.unit.is_none());
        // `three days later, from 15 to 12`: which of them is meant is not told.
        (alike && !(behind.is_some() && origin(own))).then(|| (own.clone(), other.clone()))
    }

    /// The cited sources of one day that have a value.
    fn taken(&self, number: &Number) -> Vec<Taken<'a>> {
        let has = |cited: &Cited<'a>| {
            let mut values = cited.source.values.iter().filter(|value| value.measured);
            match number.form {
                Form::Over(second) => {
                    let held = |wanted| {
                        let mut values = cited.source.values.iter();
                        values.any(|value| value.measured && agrees(wanted, 0, value.value, false))
                    };
                    held(number.value) && held(second)
                }
                _ => values.any(|value| self.fit(number, value) == super::fit::Fit::Same),
            }
        };
        self.cited
            .iter()
            .filter(|cited| !cited.source.is_prose && has(cited))
            .filter_map(|cited| {
                let (first, last) = cited.snippet.date.as_ref()?.days();
                (first == last).then_some((*cited, first))
            })
            .collect()
    }
}
