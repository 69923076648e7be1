//! What of a source is sent: its readable text without the lines that name a person.

use model::Span;
use sources::{FactRole, Snippet};

/// The readable text without identifiers, addresses, contacts; of the patient only sex, birth date and death.
pub(super) fn sendable(snippet: &Snippet) -> String {
    if matches!(
        snippet.resource_type(),
        Some("Patient" | "RelatedPerson" | "Practitioner" | "Person")
    ) {
        return person(snippet);
    }
    let hidden: Vec<Span> = snippet
        .facts
        .iter()
        .filter(|fact| {
            matches!(
                fact.role,
                FactRole::Identifier | FactRole::Address | FactRole::Contact | FactRole::Lot
            )
        })
        .filter_map(|fact| fact.span)
        .collect();
    let mut out = String::with_capacity(snippet.text.len());
    let mut at = 0;
    for line in snippet.text.split_inclusive('\n') {
        let end = at + line.len();
        if !hidden.iter().any(|span| span.start < end && span.end > at) {
            out.push_str(line);
        }
        at = end;
    }
    out
}

fn person(snippet: &Snippet) -> String {
    let mut lines: Vec<String> = Vec::new();
    for fact in &snippet.facts {
        let label = match fact.role {
            FactRole::Sex => "Sex",
            FactRole::BirthDate => "Born",
            FactRole::Deceased => "Died",
            FactRole::Relationship => "Relationship",
            _ => continue,
        };
        let words = fact
            .span
            .and_then(|span| span.of(&snippet.text))
            .map(str::to_owned);
        lines.extend(words.map(|words| format!("{label}: {words}")));
    }
    lines.dedup();
    lines.join("\n")
}
