//! What of a source is sent: the lines of its readable text whose elements the use case names.

use gateway::{FieldClass, field_class, names};
use sources::{Fact, FactRole, Snippet};
use std::collections::BTreeSet;

/// Elements about payment and the record itself: nobody misses them in a draft.
const OFFICE: [&str; 13] = [
    // The patient, of a task.
    "for",
    "insurance",
    "account",
    "billablePeriod",
    "securityLabel",
    "instantiates",
    "instantiatesCanonical",
    "instantiatesUri",
    "basedOn",
    "partOf",
    "replaces",
    "appointment",
    "episodeOfCare",
];

/// Words of a source, and what they are of.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sendable {
    pub(super) text: String,
    /// The elements whose words stand in it.
    pub(super) fields: Vec<String>,
    /// Elements that are no identifiers and that the use case does not name.
    pub(super) cut: BTreeSet<String>,
}

/// The readable text of a resource, line by line: a line goes where every element on it is named and none is an identifier. Of what is no
/// resource the whole text goes.
pub(super) fn sendable(snippet: &Snippet, named: &[String]) -> Sendable {
    let Some(kind) = snippet.resource_type() else {
        return Sendable {
            text: snippet.text.clone(),
            ..Sendable::default()
        };
    };
    let mut facts: Vec<&Fact> = snippet
        .facts
        .iter()
        .filter(|fact| fact.span.is_some())
        .collect();
    facts.sort_by_key(|fact| fact.span.map_or(0, |span| span.start));
    let mut out = Sendable::default();
    let mut fields = BTreeSet::new();
    // Labels wait for the line that they stand before.
    let (mut waiting, mut at, mut first, mut went) = (String::new(), 0, 0, false);
    for line in snippet.text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let spans = |fact: &Fact| fact.span.map_or((0, 0), |span| (span.start, span.end));
        while facts.get(first).is_some_and(|fact| spans(fact).1 <= start) {
            first += 1;
        }
        let on: Vec<String> = facts
            .iter()
            .skip(first)
            .take_while(|fact| spans(fact).0 < end)
            .filter(|fact| spans(fact).1 > start)
            .map(|fact| {
                if identifies(kind, fact) {
                    String::new()
                } else {
                    element(snippet, &fact.path)
                }
            })
            .collect();
        if on.is_empty() {
            // `Note:` belongs to what follows, `Performer: 12 more` to what stands before.
            if line.trim_end().ends_with(':') {
                waiting.push_str(line);
            } else if went {
                out.text.push_str(line);
            }
            continue;
        }
        let goes = |path: &String| {
            !path.is_empty()
                && field_class(kind, path) != Some(FieldClass::DirectIdentifier)
                && named.iter().any(|name| names(name, path))
        };
        let label = std::mem::take(&mut waiting);
        went = on.iter().all(goes);
        if went {
            out.text.push_str(&label);
            out.text.push_str(line);
            fields.extend(on);
        } else {
            let clinical = |path: &String| {
                let class = field_class(kind, path);
                let office = OFFICE.contains(&first_of(path).as_str());
                let words = matches!(class, Some(FieldClass::Clinical | FieldClass::FreeText));
                !path.is_empty() && !office && words
            };
            let missing = on.into_iter().filter(|path| !goes(path) && clinical(path));
            out.cut.extend(missing.map(|path| first_of(&path)));
        }
    }
    out.fields = fields.into_iter().collect();
    out
}

/// What no list of elements can let through.
fn identifies(kind: &str, fact: &Fact) -> bool {
    let last = fact.path.rsplit('.').next().unwrap_or_default();
    let last = last.split('[').next().unwrap_or_default();
    let relative = kind == "FamilyMemberHistory" && fact.role == FactRole::Name;
    relative
        || last.ends_with("dentifier")
        || matches!(
            fact.role,
            FactRole::Identifier | FactRole::Address | FactRole::Contact | FactRole::Lot
        )
}

/// The path without indexes; an extension is called by the end of its URL.
fn element(snippet: &Snippet, path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for (place, segment) in path.split('.').enumerate() {
        let (plain, index) = segment.split_once('[').unwrap_or((segment, ""));
        if place > 0 {
            out.push('.');
        }
        out.push_str(plain);
        if place == 0 && plain == "extension" {
            let index: usize = index.trim_end_matches(']').parse().unwrap_or(usize::MAX);
            let items = snippet.resource.as_ref().map(|json| json.items_at(plain));
            let url = items
                .and_then(|items| items.get(index)?.str_at("url"))
                .unwrap_or_default();
            out.push('.');
            out.push_str(url.rsplit(['/', ':']).next().unwrap_or_default());
        }
    }
    out
}

fn first_of(path: &str) -> String {
    path.split('.').next().unwrap_or_default().to_owned()
}
