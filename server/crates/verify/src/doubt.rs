//! Words of a source that vouch for nothing: what speaks to a machine or to whoever writes, as somebody else found it.

use model::Span;
use sources::{FactValue, Snippet};

/// The source as it is judged by: the doubted words are blanks, and everything else stands where it stood.
pub(crate) fn without(snippet: &Snippet, doubted: &[Span]) -> Snippet {
    let mut out = snippet.clone();
    let words: Vec<String> = doubted
        .iter()
        .filter_map(|span| span.of(&snippet.text))
        .map(str::to_owned)
        .collect();
    for span in doubted {
        if span.of(&out.text).is_some() {
            out.text
                .replace_range(span.start..span.end, &" ".repeat(span.end - span.start));
        }
    }
    let own = |value: &mut String| {
        for one in words.iter().filter(|one| !one.trim().is_empty()) {
            if value.contains(one.as_str()) {
                *value = value.replace(one.as_str(), &" ".repeat(one.len()));
            }
        }
    };
    own(&mut out.title);
    for fact in &mut out.facts {
        // A value that is all doubt, or has doubt in it.
        let covered = fact.span.is_some_and(|span| {
            doubted
                .iter()
                .any(|one| one.start <= span.start && span.end <= one.end)
        });
        match &mut fact.value {
            FactValue::Text(text) if covered => text.clear(),
            FactValue::Text(text)
            | FactValue::Reference {
                text: Some(text), ..
            } => own(text),
            FactValue::Coded { text, codings } if covered => {
                text.clear();
                codings.clear();
            }
            FactValue::Coded { text, codings } => {
                own(text);
                for coding in codings {
                    own(&mut coding.display);
                }
            }
            _ => {}
        }
    }
    out
}
