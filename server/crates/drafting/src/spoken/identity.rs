//! Whether a recording is of this patient: the name by which somebody is greeted, and the age that is told.

use crate::read::{Death, View, person};
use crate::say::years;
use model::SourceKind;

/// Words before a name.
const GREETINGS: [&str; 6] = ["hi", "hello", "hey", "mr", "mrs", "ms"];
/// Words that follow a greeting and are no name.
const NO_NAMES: [&str; 24] = [
    "there", "how", "doctor", "dr", "dragon", "everyone", "again", "sir", "ma", "miss", "nice",
    "good", "i", "so", "um", "uh", "what", "and", "my", "it", "come", "yes", "is", "guys",
];

/// What speaks against this patient, in words for the reader; empty where nothing does.
pub(crate) fn strangers(view: View<'_>) -> Vec<String> {
    let Some(person) = person(view) else {
        return Vec::new();
    };
    let own = person.name.unwrap_or_default().to_lowercase();
    let day = match person.died {
        Some(Death::At(date)) => date.first().min(view.as_of),
        _ => view.as_of,
    };
    let age = person.birth.and_then(|birth| years(birth, day));
    let mut out: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !out.contains(&text) {
            out.push(text);
        }
    };
    for snippet in
        view.set.snippets().iter().filter(|snippet| {
            matches!(snippet.kind, SourceKind::Transcript | SourceKind::Dictation)
        })
    {
        let lower = snippet.text.to_lowercase();
        if let Some(name) = greeted(&lower).filter(|name| !own.is_empty() && !own.contains(*name)) {
            add(format!(
                "{} greets “{name}”, which is no name of the chart's patient: is it of this patient?",
                snippet.title
            ));
        }
        if let (Some(told), Some(age)) = (told_age(&lower), age)
            && (told - age).abs() > 1
        {
            add(format!(
                "{} tells of a patient of {told} years; the chart's patient is {age}: is it of this patient?",
                snippet.title
            ));
        }
    }
    if matches!(person.died, Some(Death::At(date)) if date.first() < view.as_of)
        && super::anything(view)
    {
        add("The chart records the patient as deceased before this date: is the recording of this patient?".to_owned());
    }
    out
}

/// The word after a greeting, where it can be a name.
fn greeted(lower: &str) -> Option<&str> {
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(2).find_map(|pair| {
        let name = pair[1];
        let fits = GREETINGS.contains(&pair[0])
            && name.len() > 2
            && name.chars().all(char::is_alphabetic)
            && !NO_NAMES.contains(&name);
        fits.then_some(name)
    })
}

/// `50-year-old`, `50 year old`.
fn told_age(lower: &str) -> Option<i32> {
    let at = lower.find("year-old").or_else(|| lower.find("year old"))?;
    let before = lower.get(..at)?.trim_end_matches(['-', ' ']);
    before
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()
        .filter(|digits| !digits.is_empty() && digits.len() < 4)?
        .parse()
        .ok()
}
