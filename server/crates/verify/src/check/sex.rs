//! `A 65-year-old woman`, `64M`: the sex that is told of the patient is the one of the chart. Another is the mark of another patient's words.

use super::Check;
use crate::claim::Anchor;
use crate::lexicon::Cue;
use crate::text::Token;
use model::{ReasonCode, Verdict};
use sources::{FactRole, FactValue};

/// How far behind an age its person stands, in tokens: `65-year-old retired white woman`.
const FAR: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sex {
    Female,
    Male,
}

impl Check<'_> {
    /// Nouns of sex that are told of the patient.
    pub(crate) fn sex(&mut self) {
        let Some((own, path)) = self.sex_of_patient() else {
            return;
        };
        for index in 0..self.claim.tokens.len() {
            let Some(told) = noun(&self.claim.tokens[index]) else {
                continue;
            };
            if told == own
                || self.claim.used[index]
                || self.claim.clause_has(index, Cue::Relative)
                || !self.told_of_patient(index)
            {
                continue;
            }
            let span = self.claim.tokens[index].span;
            let places = self.set.patient().map(|patient| model::SourceSpan {
                source: patient.clone(),
                path: Some(path.clone()),
                source_span: None,
            });
            self.against(
                Verdict::Contradicted,
                ReasonCode::Experiencer,
                span,
                Some(name(own).to_owned()),
                places.into_iter().collect(),
            );
        }
    }

    /// Whether a noun tells the sex that the chart has of the patient: needs no citation of its own, as the age does not.
    pub(super) fn sex_told(&self, index: usize) -> bool {
        noun(&self.claim.tokens[index]).is_some_and(|told| {
            self.sex_of_patient().is_some_and(|(own, _)| own == told) && self.told_of_patient(index)
        })
    }

    /// The one sex that the chart has of the patient; none where it is unknown, or where sex at birth and gender identity differ.
    fn sex_of_patient(&self) -> Option<(Sex, String)> {
        let patient = self.set.get(self.set.patient()?)?;
        let mut found: Option<(Sex, String)> = None;
        for fact in patient.facts(FactRole::Sex) {
            let words = match &fact.value {
                FactValue::Text(words) => words.as_str(),
                FactValue::Coded { text, .. } => text.as_str(),
                _ => return None,
            };
            let sex = match words.to_lowercase().as_str() {
                "female" | "f" | "identifies as female gender" => Sex::Female,
                "male" | "m" | "identifies as male gender" => Sex::Male,
                _ => return None,
            };
            match &found {
                Some((known, _)) if *known != sex => return None,
                Some(_) => {}
                None => found = Some((sex, fact.path.clone())),
            }
        }
        found
    }

    /// Whether a noun stands for the patient: behind an age, behind `the patient is`, before `patient`, or behind `Sex:`.
    fn told_of_patient(&self, index: usize) -> bool {
        let word = |at: Option<usize>| {
            at.and_then(|at| self.claim.tokens.get(at))
                .map_or("", |token| token.lower.as_str())
        };
        let back = |steps: usize| word(index.checked_sub(steps));
        let letter = self.claim.tokens[index].lower.len() == 1;
        let aged = self.claim.durations.iter().any(|duration| {
            let between = self.claim.slice(duration.to, index);
            duration.anchor == Anchor::Age
                && duration.to <= index
                && index - duration.to <= if letter { 0 } else { FAR }
                && between
                    .iter()
                    .all(|token| (token.is_word() && !joins(token)) || token.is_mark('-'))
        });
        let other = matches!(
            word(Some(index + 1)),
            "partner"
                | "relative"
                | "relatives"
                | "pattern"
                | "friend"
                | "physician"
                | "nurse"
                | "doctor"
                | "provider"
                | "surgeon"
                | "infant"
                | "fetus"
                | "condom"
                | "catheter"
        );
        if other {
            return false;
        }
        let is = |steps: usize| matches!(back(steps), "is" | "was");
        let article = usize::from(matches!(back(1), "a" | "an"));
        let subject = matches!(
            back(article + 2),
            "patient" | "pt" | "he" | "she" | "gender" | "sex"
        );
        aged || (!letter && is(article + 1) && subject)
            || (!letter && matches!(word(Some(index + 1)), "patient" | "pt"))
            || (back(1) == ":" && matches!(back(2), "sex" | "gender"))
    }
}

const fn name(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
    }
}

fn noun(token: &Token) -> Option<Sex> {
    Some(match token.lower.as_str() {
        "woman" | "female" | "lady" | "girl" | "f" => Sex::Female,
        "man" | "male" | "gentleman" | "boy" | "m" => Sex::Male,
        _ => return None,
    })
}

/// `a 3-year-old with a mother who is a woman of 30`: another person comes in.
fn joins(token: &Token) -> bool {
    matches!(
        token.lower.as_str(),
        "with" | "whose" | "who" | "and" | "by" | "from" | "of" | "his" | "her" | "the" | "a"
    )
}
