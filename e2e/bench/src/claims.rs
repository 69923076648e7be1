//! A hundred statements about a chart, made from its own sources: three in four say what the source says.

use model::{Citation, StatementId};
use sources::{FactRole, FactValue, Snippet, SourceSet};

/// How many statements a draft has here.
pub(crate) const STATEMENTS: usize = 100;

/// One statement.
pub(crate) struct Claim {
    pub(crate) id: StatementId,
    pub(crate) text: String,
    pub(crate) citations: Vec<Citation>,
}

/// A statement's words, and the source's where they are quoted.
type Said = (String, Option<String>);

/// Seventy values, fifteen problems and medications, fifteen quotes of notes where there are so many; the same at every run.
pub(crate) fn of(set: &SourceSet) -> Vec<Claim> {
    let mut claims = Vec::new();
    spread(set, &["Observation"], 70, value, &mut claims);
    spread(
        set,
        &["Condition", "MedicationRequest"],
        15,
        state,
        &mut claims,
    );
    spread(
        set,
        &["DocumentReference", "DiagnosticReport"],
        15,
        quote,
        &mut claims,
    );
    // A chart without notes gets more values instead.
    let missing = STATEMENTS.saturating_sub(claims.len());
    spread(set, &["Observation"], missing, value, &mut claims);
    for (index, claim) in claims.iter_mut().enumerate() {
        claim.id = StatementId::new(format!("s{}", index + 1));
        if index % 4 == 3 {
            claim.text = altered(&claim.text);
        }
    }
    claims
}

/// Takes statements evenly over the whole chart.
fn spread(
    set: &SourceSet,
    types: &[&str],
    wanted: usize,
    make: fn(&Snippet) -> Option<Said>,
    claims: &mut Vec<Claim>,
) {
    let all: Vec<_> = types
        .iter()
        .flat_map(|name| set.of_type(name))
        .filter_map(|snippet| make(snippet).map(|made| (snippet, made)))
        .collect();
    let step = (all.len() / wanted.max(1)).max(1);
    for (snippet, (text, quote)) in all.into_iter().step_by(step).take(wanted) {
        claims.push(Claim {
            id: StatementId::new(""),
            text,
            citations: vec![Citation {
                source: snippet.id.clone(),
                quote,
            }],
        });
    }
}

fn value(snippet: &Snippet) -> Option<Said> {
    let fact = snippet.facts(FactRole::Value).next()?;
    let FactValue::Quantity(quantity) = &fact.value else {
        return None;
    };
    let day = snippet.date.as_ref()?.as_written().get(..10)?;
    let text = format!(
        "{} was {} {} on {day}.",
        snippet.title, quantity.written, quantity.unit
    );
    Some((text, None))
}

fn state(snippet: &Snippet) -> Option<Said> {
    let day = snippet.date.as_ref()?.as_written().get(..10)?;
    Some((format!("{} since {day}.", snippet.title), None))
}

/// The first line of some length, told as it stands.
fn quote(snippet: &Snippet) -> Option<Said> {
    let prose = snippet.prose.first()?.of(&snippet.text)?;
    let line = prose
        .lines()
        .map(str::trim)
        .find(|line| (30..200).contains(&line.len()))?;
    Some((line.to_owned(), Some(line.to_owned())))
}

/// The statement with its first digit, or else its first letter, changed.
fn altered(text: &str) -> String {
    let mut done = false;
    text.chars()
        .map(|letter| match letter.to_digit(10) {
            Some(digit) if !done => {
                done = true;
                char::from_digit((digit + 3) % 10, 10).unwrap_or(letter)
            }
            _ => letter,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_digit_is_changed() {
        assert_eq!(
            altered("Hemoglobin A1c was 7.4 %"),
            "Hemoglobin A4c was 7.4 %"
        );
        assert_eq!(altered("Potassium was 9.1"), "Potassium was 2.1");
        assert_eq!(altered("no digit"), "no digit");
    }
}
