//! What a note says, quoted.

use crate::chart::Chart;
use crate::day::{Style, When};
use crate::rng::Rng;
use crate::say::Said;
use serde_json::Value;

/// A passage that a statement can rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// What the patient came with.
    Presenting(String),
    /// `40 year-old`.
    Age(u32),
    /// Smokes, or never did.
    Smoker(bool),
}

/// A quoted statement: the note, its day, the quote, what it says.
#[derive(Clone, Debug)]
pub struct NoteSaid {
    /// The sentence: `name` or `n`, `when`, `date`.
    pub said: Said,
    /// What the quote says.
    pub passage: Passage,
}

/// One passage of one plain-text note.
pub fn say(chart: &Chart, rng: &mut Rng) -> Option<NoteSaid> {
    let notes: Vec<(&str, &Value)> = chart
        .own("DocumentReference")
        .filter(|(_, one)| one["status"] == "current")
        .collect();
    let (source, note) = *rng.pick(&notes)?;
    let when =
        When::parse(note["date"].as_str()?).filter(|when| when.is_day() && chart.past(*when))?;
    let text = crate::chart::note_text(note)?;
    let all = passages(&text);
    let (quote, passage) = rng.pick(&all)?.clone();
    let style = Style::any(rng);
    let mut slots = vec![("when", style.at(when)), ("date", style.show(when))];
    let frame = match &passage {
        Passage::Presenting(name) => {
            slots.push(("name", name.clone()));
            rng.word(&[
                "Presented with {name} {when}.",
                "{date}: presenting with {name}",
                "The note of {date} describes presentation with {name}.",
                "Seen {when}, presenting with {name}.",
            ])
        }
        Passage::Age(n) => {
            slots.push(("n", n.to_string()));
            rng.word(&[
                "{n}-year-old patient (note of {date}).",
                "The patient was {n} years old at the visit of {date}.",
                "Age {n} at the {date} visit.",
            ])
        }
        Passage::Smoker(true) => rng.word(&[
            "Active smoker per the note of {date}.",
            "The note of {date} says that the patient is an active smoker.",
            "Documented as an active smoker {when}.",
        ]),
        Passage::Smoker(false) => rng.word(&[
            "Had never smoked per the note of {date}.",
            "Never smoker per the note of {date}.",
            "The note of {date} documents that the patient has never smoked.",
        ]),
    };
    let mut said = Said::new(frame, slots, [source]);
    if let Some(cite) = said.cites.first_mut() {
        cite.1 = Some(quote);
    }
    Some(NoteSaid { said, passage })
}

/// Sentences of a note whose meaning is beyond doubt, as written.
fn passages(text: &str) -> Vec<(String, Passage)> {
    let mut all = Vec::new();
    for sentence in text.split(['\n', '.']).map(str::trim) {
        if let Some(name) = sentence.strip_prefix("Patient is presenting with ") {
            let plain = crate::chart::plain_name(name);
            let single = !plain.contains(',') && plain.len() > 3 && plain.len() < 50;
            if single {
                all.push((sentence.to_owned(), Passage::Presenting(plain)));
            }
        }
        if let Some((before, _)) = sentence.split_once(" year-old")
            && let Some(n) = before.rsplit(' ').next().and_then(|word| word.parse().ok())
            && (2..110).contains(&n)
        {
            all.push((sentence.to_owned(), Passage::Age(n)));
        }
        if sentence.contains("Patient is an active smoker") {
            all.push((
                "Patient is an active smoker".to_owned(),
                Passage::Smoker(true),
            ));
        }
        if sentence.contains("Patient has never smoked") {
            all.push((
                "Patient has never smoked".to_owned(),
                Passage::Smoker(false),
            ));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_sentences_are_passages() {
        let text = "# Assessment\nPatient is presenting with viral sinusitis (disorder). \nA 40 year-old man. Patient has never smoked and drinks.\nPatient is presenting with a, b.";
        let all: Vec<Passage> = passages(text)
            .into_iter()
            .map(|(_, passage)| passage)
            .collect();
        assert_eq!(
            all,
            [
                Passage::Presenting("viral sinusitis".into()),
                Passage::Age(40),
                Passage::Smoker(false)
            ]
        );
        assert!(passages("He is 40 years old. He smokes.").is_empty());
    }
}
