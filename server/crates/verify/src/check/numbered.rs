//! Numbers that state no value: places in a list, labels, times of day, days without their year, ages.

use super::Check;
use crate::number::{Form, Number};
use crate::text::{Kind, Token};
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use time::Date;

impl Check<'_> {
    /// Whether a number states no value. A time of day that no source has is reported.
    pub(super) fn no_value(&mut self, number: &Number) -> bool {
        self.labels(number)
            || self.dimensions(number)
            || self.enumerates(number)
            || self.power_of_ten(number)
            || self.in_a_name(number)
            || self.birthday(number)
            || self.place_in_order(number)
            || self.time_of_day(number)
            || self.day_of_year(number)
            || self.age_then(number)
    }

    /// `3-D echo`, `2D`: of how many dimensions an image is.
    fn dimensions(&self, number: &Number) -> bool {
        let at = number.digits_to;
        let dash = usize::from(
            self.claim
                .tokens
                .get(at)
                .is_some_and(|mark| mark.is_mark('-') && !mark.spaced),
        );
        number.unit.is_none()
            && (number.value == Decimal::TWO || number.value == Decimal::from(3))
            && self
                .claim
                .tokens
                .get(at + dash)
                .is_some_and(|next| !next.spaced && (next.is("d") || next.is("dimensional")))
    }

    /// `x 10³/µL`: a part of a unit.
    fn power_of_ten(&self, number: &Number) -> bool {
        let times = number.from.checked_sub(1).is_some_and(|at| {
            let before = &self.claim.tokens[at];
            before.is("x") || before.is("×") || before.is_mark('*')
        });
        let end = self.claim.tokens[number.from].span.end;
        let raised = self.claim.text.get(end..).is_some_and(|rest| {
            rest.starts_with(['^', '*', '²', '³', '⁶', '⁹', '¹', '⁴', '⁵', 'e', 'E'])
        });
        number.value == Decimal::TEN && times && raised
    }

    /// `#2`, `item 9`, `1.` at the head of a line.
    pub(super) fn labels(&self, number: &Number) -> bool {
        let tokens = &self.claim.tokens;
        let plain = number.unit.is_none() && number.decimals == 0 && number.form == Form::Plain;
        let Some(before) = number.from.checked_sub(1).map(|at| &tokens[at]) else {
            return plain
                && number.value < Decimal::from(60)
                && tokens
                    .get(number.to)
                    .is_some_and(|mark| !mark.spaced && (mark.is_mark(')') || mark.is_mark('.')));
        };
        plain
            && (before.is_mark('#')
                || matches!(
                    before.lower.as_str(),
                    "item"
                        | "question"
                        | "section"
                        | "page"
                        | "part"
                        | "paragraph"
                        | "option"
                        | "room"
                        | "call"
                        | "called"
                        | "calling"
                        | "dial"
                        | "dialed"
                        | "number"
                        | "line"
                ))
    }

    /// `on the 12th`, `the 48th session`: a day of a source's date, or as many as there are.
    fn place_in_order(&self, number: &Number) -> bool {
        let ordinal = self.claim.tokens.get(number.digits_to).is_some_and(|next| {
            !next.spaced && matches!(next.lower.as_str(), "st" | "nd" | "rd" | "th")
        });
        // `above the 90th percentile` is a value.
        let percentile = self
            .claim
            .tokens
            .get(number.digits_to + 1)
            .is_some_and(|next| next.stem.starts_with("percentil") || next.is("centile"));
        let Some(place) = number
            .value
            .to_usize()
            .filter(|_| ordinal && number.decimals == 0 && !percentile)
        else {
            return false;
        };
        let day =
            self.reach().any(|cited| {
                cited.source.dates.iter().any(|dated| {
                    dated.start == dated.end && usize::from(dated.start.day()) == place
                })
            });
        let of_kind = |cited: &super::Cited<'_>| {
            let own = self
                .cited
                .iter()
                .filter(|other| other.snippet.title == cited.snippet.title)
                .count();
            own == place || self.like(cited.snippet).len() == place
        };
        let behind = self
            .claim
            .tokens
            .get(number.digits_to + 1)
            .is_some_and(crate::text::Token::is_word);
        (day && !behind) || self.cited.iter().take(4).any(of_kind)
    }

    /// `BMI 30+`, of a problem that is called so.
    fn in_a_name(&self, number: &Number) -> bool {
        let plus = self
            .claim
            .tokens
            .get(number.digits_to)
            .is_some_and(|next| next.is("+") && !next.spaced);
        plus && {
            let name = format!("{}+", self.claim.words(number.from, number.digits_to));
            self.cited.iter().any(|cited| {
                cited.snippet.resource.is_some() && cited.snippet.title.contains(&name)
            })
        }
    }

    /// `on her 84th birthday`: the day on which she became so old is one that the sentence tells, else one of a source.
    fn birthday(&mut self, number: &Number) -> bool {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let ordinal = matches!(word(number.digits_to), "st" | "nd" | "rd" | "th")
            && word(number.digits_to + 1) == "birthday";
        let Some((years, birth)) = number.value.to_i32().filter(|_| ordinal).zip(self.birth())
        else {
            return false;
        };
        let day = crate::date::date(birth.year() + years, u8::from(birth.month()), birth.day());
        let sentence = self.claim.tokens[number.from].sentence;
        let mut told = self
            .claim
            .dates
            .iter()
            .filter(|mention| self.claim.tokens[mention.from].sentence == sentence)
            .peekable();
        let good = day.is_some_and(|day| {
            if told.peek().is_some() {
                told.any(|mention| mention.fits(day, day))
            } else {
                self.cited.iter().any(|cited| {
                    let mut dates = cited.source.dates.iter();
                    dates.any(|dated| {
                        dated.start == day && dated.role != sources::FactRole::BirthDate
                    })
                })
            }
        });
        if !good {
            let span = self.claim.span(number.from, number.digits_to + 2);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Number,
                span,
                None,
                Vec::new(),
            );
        }
        true
    }

    /// `04:09`, `5:39 pm`: the hour and the minute of a source.
    fn time_of_day(&mut self, number: &Number) -> bool {
        let minute = number.from >= 2 && clock(&self.claim.tokens, number.from - 2).is_some();
        if minute {
            return true;
        }
        let Some((hour, minutes)) = clock(&self.claim.tokens, number.from) else {
            return false;
        };
        let late = self
            .claim
            .tokens
            .get(number.from + 3)
            .is_some_and(|token| matches!(token.lower.as_str(), "pm" | "p"));
        let full = if late && hour < 12 { hour + 12 } else { hour };
        let shown = [
            format!("{full:02}:{minutes:02}"),
            format!("{full}:{minutes:02}"),
            format!("{hour}:{minutes:02}"),
        ];
        let said = self.reach().any(|cited| {
            shown
                .iter()
                .any(|shown| cited.snippet.text.contains(shown.as_str()))
        });
        if !said {
            let span = self.claim.span(number.from, number.from + 3);
            self.against(
                Verdict::Unsupported,
                ReasonCode::Number,
                span,
                None,
                Vec::new(),
            );
        }
        true
    }

    /// `(1/5)`, `the 1/5 echo`: month and day of a source's date.
    fn day_of_year(&self, number: &Number) -> bool {
        let Form::Over(day) = number.form else {
            return false;
        };
        let whole = number.decimals == 0 && number.unit.is_none() && day.scale() == 0;
        let month = number.value;
        whole
            && month <= Decimal::from(12)
            && day <= Decimal::from(31)
            && day != Decimal::TEN
            && self.reach().any(|cited| {
                cited.source.dates.iter().any(|dated| {
                    dated.start == dated.end
                        && Decimal::from(u8::from(dated.start.month())) == month
                        && Decimal::from(dated.start.day()) == day
                })
            })
    }

    /// "Was 8 at the time", "at 48": the age that the patient had on a day of a source, or has.
    fn age_then(&self, number: &Number) -> bool {
        let word = |back: usize| {
            number
                .from
                .checked_sub(back)
                .map_or("", |at| self.claim.tokens[at].lower.as_str())
        };
        let plain = number.unit.is_none()
            && number.decimals == 0
            && number.form == Form::Plain
            && number.sign.is_none()
            && number.value < Decimal::from(125);
        // `when he was only 10`
        let blur = usize::from(matches!(
            word(1),
            "only" | "just" | "still" | "already" | "barely"
        ));
        let told = (matches!(
            word(1 + blur),
            "at" | "was" | "turned" | "aged" | "now" | "is" | "currently" | "age"
        ) && (blur == 0
            || matches!(
                word(2 + blur),
                "he" | "she" | "patient" | "they" | "who" | "when"
            )))
            || (word(1) == "and" && self.claim.durations.is_empty())
            || (word(1) == ","
                && self
                    .claim
                    .tokens
                    .get(number.from.wrapping_sub(2))
                    .is_some_and(|name| name.capital && name.is_word()));
        let next = self.claim.tokens.get(number.to);
        let ends = next.is_none_or(|next| {
            !next.is_word()
                || matches!(
                    next.lower.as_str(),
                    "when"
                        | "at"
                        | "and"
                        | "or"
                        | "now"
                        | "then"
                        | "this"
                        | "in"
                        | "with"
                        | "on"
                        | "he"
                        | "she"
                        | "they"
                        | "years"
                )
        });
        if !plain || !told || !ends {
            return false;
        }
        let Some(birth) = self.birth().or_else(|| self.born_as_told()) else {
            return false;
        };
        // "Just before he turned 61": a year less.
        let short = word(1) == "turned" && (2..=4).any(|back| word(back) == "before");
        let mut days: Vec<Date> = vec![self.as_of];
        days.extend(
            self.cited
                .iter()
                .flat_map(|cited| cited.source.dates.iter())
                .filter(|dated| dated.said.is_none())
                .map(|dated| dated.start),
        );
        days.into_iter().any(|day| {
            let age = Decimal::from(full_years(birth, day));
            age == number.value || (short && age + Decimal::ONE == number.value)
        })
    }

    /// The birth date that the statement itself tells (`DOB 17 March 1946`), or else a cited line of prose.
    pub(super) fn born_as_told(&self) -> Option<Date> {
        let mention = self.claim.dates.iter().find(|mention| {
            (1..=2).any(|back| {
                mention.from.checked_sub(back).is_some_and(|at| {
                    matches!(
                        self.claim.tokens[at].lower.as_str(),
                        "dob" | "born" | "birth" | "birthday"
                    )
                })
            })
        });
        mention
            .and_then(|mention| mention.day.day.and(mention.first()))
            .or_else(|| self.born_as_said())
    }

    /// `date of birth: 3/9/1961`, as a cited line of a conversation says it.
    fn born_as_said(&self) -> Option<Date> {
        let spoken = self
            .cited
            .iter()
            .filter(|cited| cited.snippet.segment.is_some());
        spoken
            .flat_map(|cited| {
                let dates = cited.source.dates.iter();
                dates.map(move |dated| (cited, dated))
            })
            .filter(|(_, dated)| dated.start == dated.end)
            .find_map(|(cited, dated)| {
                let start = dated.span?.start;
                let prose = &cited.source.prose;
                let at = prose.partition_point(|token| token.span.start < start);
                let near = &prose[at.saturating_sub(3)..at];
                let birth = |word: &Token| matches!(word.lower.as_str(), "dob" | "born" | "birth");
                near.iter().any(birth).then_some(dated.start)
            })
    }
}

/// Years lived on a day.
fn full_years(birth: Date, day: Date) -> i64 {
    let had = (u8::from(day.month()), day.day()) >= (u8::from(birth.month()), birth.day());
    i64::from(day.year() - birth.year()) - i64::from(!had)
}

/// Hour and minute of `04:09` at a token.
fn clock(tokens: &[Token], at: usize) -> Option<(u32, u32)> {
    let digits = |index: usize, least: usize| -> Option<u32> {
        let token = tokens.get(index)?;
        (token.kind == Kind::Number && (least..=2).contains(&token.lower.len()))
            .then(|| token.lower.parse().ok())
            .flatten()
    };
    let colon = tokens
        .get(at + 1)
        .is_some_and(|mark| mark.is_mark(':') && !mark.spaced)
        && tokens.get(at + 2).is_some_and(|next| !next.spaced);
    let (hour, minute) = (digits(at, 1)?, digits(at + 2, 2)?);
    (colon && hour < 24 && minute < 60).then_some((hour, minute))
}
