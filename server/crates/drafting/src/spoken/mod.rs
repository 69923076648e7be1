//! What was said: dictation and transcript, utterance by utterance, told apart from what the chart says.

mod carried;
mod conflict;
mod identity;
mod part;
#[cfg(test)]
pub(crate) mod test;

pub(crate) use carried::{Kept, bases, carried, of_last_note};
pub(crate) use conflict::conflicts;
pub(crate) use identity::strangers;
pub(crate) use part::{Part, quoted};

use crate::read::{Note, View, title_of};
use crate::say::When;
use model::{SourceId, SourceKind};
use sources::Snippet;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speaker {
    /// The clinician, by tag or because it was dictated.
    Clinician,
    /// The patient, or who speaks for them.
    Patient,
    /// Nobody says.
    Unknown,
}

/// One sentence that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Utterance<'a> {
    pub(crate) source: &'a SourceId,
    pub(crate) speaker: Speaker,
    /// The heading that it was dictated under, in lower case.
    pub(crate) heading: String,
    /// Exactly as in the source, without the speaker's tag.
    pub(crate) words: &'a str,
    pub(crate) dictated: bool,
}

/// Every sentence of dictation and transcript, in order.
pub(crate) fn utterances(view: View<'_>) -> Vec<Utterance<'_>> {
    let mut heading = String::new();
    let mut out = Vec::new();
    for snippet in view.set.snippets() {
        let dictated = match snippet.kind {
            SourceKind::Dictation => true,
            SourceKind::Transcript => false,
            _ => continue,
        };
        let note = Note {
            id: &snippet.id,
            snippet,
            when: When::day(view.as_of),
        };
        let speaker = if dictated {
            Speaker::Clinician
        } else {
            who(snippet.author.as_deref().unwrap_or_default())
        };
        for sentence in note.sentences() {
            let under = if sentence.heading.is_empty() && dictated {
                heading.clone()
            } else {
                sentence.heading
            };
            let words = untagged(sentence.words);
            if !words.is_empty() {
                out.push(Utterance {
                    source: &snippet.id,
                    speaker,
                    heading: under,
                    words,
                    dictated,
                });
            }
        }
        let own = snippet
            .text
            .lines()
            .rev()
            .find_map(|line| title_of(line.trim()));
        heading = own.unwrap_or(heading);
    }
    out
}

/// Whether anything was said at all.
pub(crate) fn anything(view: View<'_>) -> bool {
    view.set
        .snippets()
        .iter()
        .any(|snippet| matches!(snippet.kind, SourceKind::Dictation | SourceKind::Transcript))
}

/// Whether a segment is the clinician's by its tag.
pub(crate) fn by_clinician(snippet: &Snippet) -> bool {
    who(snippet.author.as_deref().unwrap_or_default()) == Speaker::Clinician
}

fn who(tag: &str) -> Speaker {
    let tag = tag.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| tag.contains(word));
    if any(&[
        "doctor",
        "dr",
        "clinician",
        "physician",
        "nurse",
        "provider",
    ]) {
        Speaker::Clinician
    } else if any(&[
        "patient",
        "guest",
        "family",
        "mother",
        "father",
        "caregiver",
        "parent",
    ]) {
        Speaker::Patient
    } else {
        Speaker::Unknown
    }
}

/// Without a tag such as `[doctor]` or `Patient:` at the beginning.
fn untagged(words: &str) -> &str {
    if let Some((_, rest)) = words
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        return rest.trim();
    }
    match words.split_once(':') {
        Some((tag, rest))
            if tag.len() <= 24
                && who(tag) != Speaker::Unknown
                && tag.split_whitespace().count() <= 2 =>
        {
            rest.trim()
        }
        _ => words,
    }
}
