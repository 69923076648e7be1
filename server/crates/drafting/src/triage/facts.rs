//! Who it is about: what the chart says, and what the message says.

use super::token::Token;

/// What triage needs to know of the patient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PatientFacts {
    /// Age in whole months, where the chart has a birth date.
    pub age_months: Option<u32>,
    /// Whether the chart shows a pregnancy now; none where it does not say.
    pub pregnant: Option<bool>,
}

/// What the message itself says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing that a message says or does not"
)]
pub(super) struct Said {
    /// An age in months.
    pub(super) age_months: Option<u32>,
    /// It speaks of a baby of no stated age.
    pub(super) baby: bool,
    /// It speaks of a child.
    pub(super) child: bool,
    pub(super) pregnant: bool,
    pub(super) not_pregnant: bool,
}

const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

pub(super) fn said(text: &[Token]) -> Said {
    let any = |words: &[&str]| {
        text.iter()
            .any(|token| words.contains(&token.word.as_str()))
    };
    let mut out = Said {
        baby: any(&[
            "newborn", "infant", "baby", "babys", "bebe", "neonate", "preemie",
        ]),
        child: any(&[
            "newborn",
            "infant",
            "baby",
            "babys",
            "bebe",
            "son",
            "daughter",
            "toddler",
            "child",
            "kid",
            "kiddo",
            "boy",
            "girl",
            "twins",
            "twin",
            "sons",
            "daughters",
            "kids",
            "grandson",
            "granddaughter",
            "hija",
            "hijo",
            "preemie",
            "lo",
        ]),
        ..Said::default()
    };
    age(text, &mut out);
    if any(&["newborn"]) && out.age_months.is_none() {
        out.age_months = Some(0);
    }
    pregnancy(text, &mut out);
    out
}

/// An age that the message states.
fn age(text: &[Token], out: &mut Said) {
    let word = |at: usize| text.get(at).map_or("", |token| token.word.as_str());
    for at in 0..text.len() {
        let number = text[at]
            .number()
            .filter(|number| (0.0..=120.0).contains(number))
            .or_else(|| {
                NUMBERS
                    .iter()
                    .position(|name| *name == word(at))
                    .and_then(|number| u32::try_from(number).ok())
                    .map(f64::from)
            });
        let Some(number) = number else { continue };
        let unit = word(at + 1);
        let old = word(at + 2) == "old"
            || word(at + 2) == "o"
            || (word(at + 2) == "and"
                && text
                    .iter()
                    .skip(at)
                    .take(8)
                    .any(|token| token.word == "old"));
        let months = match unit {
            "day" | "days" if old => Some(0.0),
            "week" | "weeks" | "wk" | "wks" if old => Some((number / 4.35).floor()),
            "month" | "months" if old => Some(number),
            "mo" | "mos" | "mth" | "mths" => Some(number),
            "year" | "years" | "yr" | "yrs" if old => Some(number * 12.0),
            "yo" => Some(number * 12.0),
            "y" if word(at + 2) == "o" => Some(number * 12.0),
            _ => None,
        };
        if let Some(months) = months.filter(|_| out.age_months.is_none()) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and 1440 by the filter above"
            )]
            let months = months as u32;
            out.age_months = Some(months);
        }
    }
}

/// A pregnancy that the message tells or denies.
fn pregnancy(text: &[Token], out: &mut Said) {
    let word = |at: usize| text.get(at).map_or("", |token| token.word.as_str());
    for at in 0..text.len() {
        let cue = matches!(
            word(at),
            "pregnant"
                | "pregnancy"
                | "prego"
                | "preggo"
                | "pregnat"
                | "trimester"
                | "prenatal"
                | "embarazada"
                | "embarazo"
                | "ob"
                | "obgyn"
                | "midwife"
                | "gestation"
        ) || (word(at) == "due" && word(at + 1) == "date")
            || (word(at) == "weeks"
                && matches!(word(at + 1), "along" | "pregnant" | "preg" | "today"))
            || (word(at) == "expecting"
                && matches!(word(at + 1), "a" | "in" | "my" | "our" | "twins"));
        // `I'm 32 weeks and …` of an adult is a pregnancy; `3 weeks old` is a baby, `for 3 weeks` is neither.
        let weeks = matches!(word(at), "im" | "am")
            && text
                .get(at + 1)
                .and_then(Token::number)
                .is_some_and(|number| (4.0..=42.0).contains(&number))
            && matches!(word(at + 2), "weeks" | "wks" | "week")
            && !matches!(
                word(at + 3),
                "old"
                    | "post"
                    | "postpartum"
                    | "out"
                    | "after"
                    | "past"
                    | "sober"
                    | "clean"
                    | "into"
            );
        if cue || weeks {
            let before: Vec<&str> = (at.saturating_sub(3)..at).map(word).collect();
            if before.iter().any(|word| {
                matches!(
                    *word,
                    "not"
                        | "no"
                        | "isnt"
                        | "arent"
                        | "prevent"
                        | "avoid"
                        | "trying"
                        | "negative"
                        | "wasnt"
                        | "get"
                        | "getting"
                        | "before"
                        | "after"
                        | "last"
                )
            }) {
                out.not_pregnant = true;
            } else {
                out.pregnant = true;
            }
        }
    }
}

impl Said {
    /// Whether the patient may be younger: by what the message says, else by the chart; a baby of no stated age may be.
    pub(super) fn below(&self, months: u32, facts: &PatientFacts) -> bool {
        if let Some(age) = self.age_months.filter(|age| self.child || *age < 216) {
            return age < months;
        }
        match facts.age_months {
            Some(age) if age < 216 => age < months,
            _ if self.baby => true,
            _ => self.child && months > 36,
        }
    }

    pub(super) fn pregnancy(&self, facts: &PatientFacts) -> bool {
        self.pregnant || (facts.pregnant == Some(true) && !self.not_pregnant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::token::tokens;

    #[test]
    fn ages_are_read_from_the_message() {
        for (text, want) in [
            ("my 2 month old", Some(2)),
            ("our 6 week old son", Some(1)),
            ("she is 3yo", Some(36)),
            ("nine weeks old", Some(2)),
            ("my newborn", Some(0)),
            ("for 3 weeks now", None),
            ("2 months ago", None),
        ] {
            assert_eq!(said(&tokens(text)).age_months, want, "{text}");
        }
    }

    #[test]
    fn pregnancy_is_read_and_denied() {
        for (text, want) in [
            ("I'm 32 weeks and bleeding", true),
            ("I am pregnant", true),
            ("I am not pregnant", false),
            ("I'm 6 weeks post op", false),
            ("trying to get pregnant", false),
        ] {
            assert_eq!(said(&tokens(text)).pregnant, want, "{text}");
        }
    }
}
