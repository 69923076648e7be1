//! Visit notes: the prose of documents and reports, sentence by sentence.

use super::{View, fact};
use crate::say::When;
use model::{SourceId, Span};
use regex::Regex;
use sources::{FactRole, Snippet};
use std::collections::HashSet;

/// One note that has text.
pub(crate) struct Note<'a> {
    pub(crate) id: &'a SourceId,
    pub(crate) snippet: &'a Snippet,
    pub(crate) when: When,
}

/// A sentence of a note, with the heading that it stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence<'a> {
    /// In lower case; empty before the first heading.
    pub(crate) heading: String,
    /// Exactly as in the source's text.
    pub(crate) words: &'a str,
    /// Where in the source's text.
    pub(crate) span: Span,
}

/// Every usable note as of the day, newest first; of notes with the same text only the document.
pub(crate) fn notes(view: View<'_>) -> Vec<Note<'_>> {
    let mut found: Vec<Note<'_>> = ["DocumentReference", "DiagnosticReport", "Composition"]
        .into_iter()
        .flat_map(|kind| view.set.of_type(kind))
        .filter(|snippet| !snippet.prose.is_empty() && !fact::retracted(snippet))
        .filter_map(|snippet| {
            let when = fact::when_any(
                snippet,
                &[
                    FactRole::Authored,
                    FactRole::Effective,
                    FactRole::Issued,
                    FactRole::Recorded,
                ],
            )?;
            when.by(view.as_of).then_some(Note {
                id: &snippet.id,
                snippet,
                when,
            })
        })
        .collect();
    let mut seen: HashSet<Vec<&str>> = HashSet::new();
    found.retain(|note| {
        seen.insert(
            note.snippet
                .prose
                .iter()
                .filter_map(|span| span.of(&note.snippet.text))
                .collect(),
        )
    });
    found.sort_by(|a, b| b.when.cmp(&a.when).then_with(|| a.id.cmp(b.id)));
    found
}

impl<'a> Note<'a> {
    /// Its sentences and list items, in order.
    pub(crate) fn sentences(&self) -> Vec<Sentence<'a>> {
        sentences(self.snippet)
    }
}

/// Words that are looked for in a source's text before its sentences are read.
pub(crate) struct Mentions(Option<Regex>);

impl Mentions {
    pub(crate) fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: Vec<String> = words.into_iter().map(regex::escape).collect();
        // What cannot be built excludes nothing: the sentences themselves are read.
        Self(Regex::new(&format!("(?i){}", words.join("|"))).ok())
    }

    /// Whether one of them stands in the text at all.
    pub(crate) fn stand_in(&self, snippet: &Snippet) -> bool {
        self.0
            .as_ref()
            .is_none_or(|words| words.is_match(&snippet.text))
    }
}

/// The sentences and list items of a source's prose, in order.
pub(crate) fn sentences(snippet: &Snippet) -> Vec<Sentence<'_>> {
    let mut out = Vec::new();
    for span in &snippet.prose {
        let Some(prose) = span.of(&snippet.text) else {
            continue;
        };
        let mut heading = String::new();
        let mut at = span.start;
        for line in prose.split_inclusive('\n') {
            let tidy = line.trim();
            if let Some(title) = title_of(tidy) {
                heading = title;
            } else {
                split(line, at, &heading, &mut out);
            }
            at += line.len();
        }
    }
    out
}

/// A heading: `# Plan`, or a short line that ends with a colon or is all capitals.
pub(crate) fn title_of(line: &str) -> Option<String> {
    if let Some(title) = line.strip_prefix('#') {
        return Some(title.trim_start_matches('#').trim().to_lowercase());
    }
    let short = !line.is_empty() && line.len() <= 40 && line.split_whitespace().count() <= 5;
    let capitals = line.chars().any(char::is_alphabetic) && line.chars().all(|c| !c.is_lowercase());
    // `1. COPD` and `ADHD.` are entries of a list, no headings.
    let listed = line.starts_with(|c: char| !c.is_alphabetic()) || line.ends_with('.');
    (short && (line.ends_with(':') || (capitals && line.len() > 3 && !listed)))
        .then(|| line.trim_end_matches(':').trim().to_lowercase())
}

fn split<'a>(line: &'a str, at: usize, heading: &str, out: &mut Vec<Sentence<'a>>) {
    let bytes = line.as_bytes();
    let mut start = 0;
    for (index, letter) in line.char_indices() {
        let ends = matches!(letter, '.' | '!' | '?')
            && bytes.get(index + 1).is_none_or(u8::is_ascii_whitespace)
            && !abbreviation(line.get(start..index).unwrap_or_default());
        if ends {
            push(line, start, index + 1, at, heading, out);
            start = index + 1;
        }
    }
    push(line, start, line.len(), at, heading, out);
}

fn abbreviation(before: &str) -> bool {
    let last = before.rsplit(' ').next().unwrap_or_default();
    matches!(
        last,
        "Dr" | "Mr" | "Mrs" | "Ms" | "St" | "vs" | "e.g" | "i.e" | "approx" | "No"
    ) || last.chars().count() == 1
}

fn push<'a>(
    line: &'a str,
    start: usize,
    end: usize,
    at: usize,
    heading: &str,
    out: &mut Vec<Sentence<'a>>,
) {
    let Some(raw) = line.get(start..end) else {
        return;
    };
    let lead = raw.len()
        - raw
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '•'))
            .len();
    let words = raw.get(lead..).unwrap_or_default().trim_end();
    if words.chars().filter(|c| c.is_alphabetic()).count() >= 3 {
        let first = at + start + lead;
        out.push(Sentence {
            heading: heading.to_owned(),
            words,
            span: Span::new(first, first + words.len()),
        });
    }
}

/// Words before a phrase, in its sentence, that turn it round or give it to somebody else.
const TURNS: [&str; 18] = [
    "no ",
    "not ",
    "denies",
    "denied",
    "without",
    "never",
    "negative for",
    "ruled out",
    "rule out",
    "absence of",
    "free of",
    "mother",
    "father",
    "brother",
    "sister",
    "family history",
    "risk of",
    "if ",
];

/// How a sentence speaks of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Yes,
    No,
}

/// Whether the sentence has the phrase, and whether it is said or denied; none where it has not.
pub(crate) fn says(sentence: &str, phrase: &str) -> Option<Said> {
    let lower = sentence.to_lowercase();
    let phrase = phrase.to_lowercase();
    let mut denied = false;
    for (index, _) in lower.match_indices(&phrase) {
        let bound = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let (before, after) = (
            lower.get(..index).unwrap_or_default(),
            lower.get(index + phrase.len()..).unwrap_or_default(),
        );
        if !bound(before.chars().next_back()) || !bound(after.chars().next().filter(|c| *c != 's'))
        {
            continue;
        }
        let clause = before.rsplit([';', ':']).next().unwrap_or_default();
        let clause = clause.rsplit(" but ").next().unwrap_or_default();
        if TURNS
            .iter()
            .any(|turn| format!(" {clause}").contains(&format!(" {turn}")))
        {
            denied = true;
        } else {
            return Some(Said::Yes);
        }
    }
    denied.then_some(Said::No)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denied_phrase_is_not_said() {
        for (sentence, want) in [
            ("Patient denies hypoglycemia.", Some(Said::No)),
            (
                "No episodes of hypoglycemia; glucagon was given",
                Some(Said::No),
            ),
            ("Mother had severe hypoglycemia", Some(Said::No)),
            ("Two episodes of hypoglycemia last month", Some(Said::Yes)),
            ("Denies chest pain but had hypoglycemia", Some(Said::Yes)),
            ("Normoglycemia", None),
        ] {
            assert_eq!(says(sentence, "hypoglycemia"), want, "{sentence}");
        }
    }

    #[test]
    fn headings_are_told_from_sentences() {
        assert_eq!(
            title_of("# Chief Complaint").as_deref(),
            Some("chief complaint")
        );
        assert_eq!(title_of("ASSESSMENT").as_deref(), Some("assessment"));
        for line in ["Denies pain.", "1. COPD", "ADHD.", "- GERD"] {
            assert_eq!(title_of(line), None, "{line}");
        }
        let mut out = Vec::new();
        split("- Seen by Dr. Lee. Feels well", 10, "plan", &mut out);
        assert_eq!(
            out.iter()
                .map(|one| (one.words, one.span.start))
                .collect::<Vec<_>>(),
            [("Seen by Dr. Lee.", 12), ("Feels well", 29)]
        );
    }
}
