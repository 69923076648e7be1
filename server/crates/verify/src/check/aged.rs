//! Ages: of the patient, then and now, and of other things.

use super::Check;
use crate::claim::Duration;
use crate::number::{Form, Number};
use rust_decimal::Decimal;
use sources::{FactRole, FactValue};
use time::Date;

impl Check<'_> {
    /// `The last lipid panel is two years old`: how long ago it was, where nobody is spoken of before the words.
    pub(super) fn thing_aged(&self, duration: &Duration) -> bool {
        let (from, _) = self.sentence_range(duration.from);
        let words = self.claim.slice(from, duration.from);
        let verb = words
            .iter()
            .rev()
            .take(4)
            .any(|token| matches!(token.lower.as_str(), "is" | "are" | "was" | "were" | "now"));
        let person = words.iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "he" | "she"
                    | "they"
                    | "patient"
                    | "mr"
                    | "mrs"
                    | "ms"
                    | "son"
                    | "daughter"
                    | "child"
                    | "mother"
                    | "father"
                    | "sister"
                    | "brother"
                    | "i"
                    | "you"
                    | "age"
                    | "aged"
            )
        });
        let result = words.iter().any(|token| {
            self.lexicon.is_lab(&token.ids)
                || matches!(
                    token.stem.as_str(),
                    "panel"
                        | "result"
                        | "value"
                        | "reading"
                        | "report"
                        | "order"
                        | "prescription"
                        | "scan"
                        | "film"
                        | "test"
                        | "echocardiogram"
                        | "image"
                        | "entry"
                        | "record"
                        | "measurement"
                        | "smear"
                        | "vaccine"
                        | "dose"
                        | "note"
                        | "plan"
                        | "x-ray"
                        | "procedure"
                )
        });
        verb && result && !person
    }

    pub(super) fn age(&self, duration: &Duration) -> bool {
        if self.said(duration) {
            return true;
        }
        let birth = self.birth().or_else(|| self.born_as_told());
        let Some(birth) = birth else {
            return self.age_in_prose(duration);
        };
        let years = duration.unit >= Decimal::from(31_000_000);
        let mut when = vec![self.as_of];
        when.extend(self.dates_known());
        // Another cited source's day is not that on which it began.
        let began = self.at_onset(duration);
        if !began.is_empty() {
            when = began;
        }
        let now = !self
            .claim
            .tokens
            .get(duration.from.saturating_sub(2))
            .is_some_and(|token| token.is("at"))
            && (duration.from < 3 || self.told_now(duration))
            && self.claim.dates.iter().all(|mention| {
                self.claim.tokens[mention.from].sentence
                    != self.claim.tokens[duration.from].sentence
            })
            && !self
                .claim
                .tokens
                .iter()
                .any(|token| matches!(token.lower.as_str(), "when" | "then" | "time"));
        if now {
            when.truncate(1);
        }
        when.into_iter().any(|day| {
            if years {
                let full = i64::from(day.year() - birth.year())
                    - i64::from(
                        (u8::from(day.month()), day.day()) < (u8::from(birth.month()), birth.day()),
                    );
                duration.count == Decimal::from(full)
            } else {
                self.matches(duration, birth, day)
            }
        }) || (!years
            && self
                .dates_known()
                .iter()
                .any(|date| self.matches(duration, *date, self.as_of)))
    }

    /// `The patient is a 67-year-old woman.`
    fn told_now(&self, duration: &Duration) -> bool {
        let (from, _) = self.sentence_range(duration.from);
        duration.from - from < 6
            && self
                .claim
                .slice(from, duration.from)
                .iter()
                .any(|token| matches!(token.lower.as_str(), "is" | "now"))
    }

    /// `onset at age 55`, `began at age 59`: the age of then, where a source has such a day; not that of now.
    fn at_onset(&self, duration: &Duration) -> Vec<Date> {
        let (from, _) = self.sentence_range(duration.from);
        let told = self
            .claim
            .slice(from.max(duration.from.saturating_sub(5)), duration.from)
            .iter()
            .any(|token| {
                matches!(
                    token.lower.as_str(),
                    "onset"
                        | "began"
                        | "begun"
                        | "started"
                        | "diagnosed"
                        | "first"
                        | "since"
                        | "died"
                        | "developed"
                        | "appeared"
                )
            });
        if !told {
            return Vec::new();
        }
        let named = self.named_in(from, duration.from);
        let dates = named.iter().flat_map(|cited| cited.source.dates.iter());
        dates
            .filter(|dated| dated.start == dated.end && dated.start < self.as_of)
            .map(|dated| dated.start)
            .collect()
    }

    /// "Leo is 9 now": the age that the patient has.
    pub(super) fn age_now(&self, number: &Number) -> bool {
        let before = number
            .from
            .checked_sub(1)
            .map_or("", |at| self.claim.tokens[at].lower.as_str());
        let next = self.claim.tokens.get(number.to);
        let closed = |marks: &[char]| {
            marks
                .iter()
                .any(|mark| next.is_some_and(|next| next.is_mark(*mark)))
        };
        // `Mr. Quist, 70, came`, `Mr. Quist (70)`
        let named = number
            .from
            .checked_sub(2)
            .is_some_and(|at| self.claim.tokens[at].capital && !self.claim.tokens[at].upper);
        let alone = (before == "," && closed(&[',', ';']) && (named || self.cited.len() == 1))
            || (before == "(" && closed(&[')']) && named);
        let turns = matches!(before, "turns" | "turning");
        if number.unit.is_some()
            || number.form != Form::Plain
            || number.decimals > 0
            || !(alone || turns || matches!(before, "is" | "now" | "turned" | "aged" | "currently"))
        {
            return false;
        }
        let Some(birth) = self.birth() else {
            return false;
        };
        let had = (u8::from(self.as_of.month()), self.as_of.day())
            >= (u8::from(birth.month()), birth.day());
        let years = i64::from(self.as_of.year() - birth.year()) - i64::from(!had);
        self.cited
            .iter()
            .any(|cited| cited.snippet.resource_type() == Some("Patient"))
            && number.value == Decimal::from(years + i64::from(turns))
    }

    pub(super) fn birth(&self) -> Option<Date> {
        let patient = self.set.get(self.set.patient()?)?;
        patient
            .facts(FactRole::BirthDate)
            .find_map(|fact| match &fact.value {
                FactValue::Date(date) => date.day(),
                _ => None,
            })
    }

    pub(super) fn age_in_prose(&self, duration: &Duration) -> bool {
        self.reach().any(|cited| {
            cited.source.values.iter().any(|value| {
                value.value == duration.count
                    && value
                        .unit
                        .is_none_or(|unit| self.lexicon.dimension(unit) == "time")
            })
        })
    }
}
