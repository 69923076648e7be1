//! What is found by a mark inside it.

use crate::kind::PhiKind;
use crate::pseudonym::placeholder;
use crate::rule::Hit;
use std::cmp::Reverse;

/// Our own placeholders, so that restoring gives back exactly this text, links and addresses of mail, and names of picture files; in order, none
/// overlapping. `marks` is where such a thing may be.
pub(crate) fn fixed(text: &str, marks: &[usize]) -> Vec<Hit> {
    if marks.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Hit> = Vec::new();
    let behind = |at: usize| text.get(at..).unwrap_or_default();
    let standing = |what: &'static str| {
        marks
            .iter()
            .copied()
            .filter(move |at| behind(*at).starts_with(what))
    };
    if standing("[[").next().is_some() {
        found.extend(
            placeholder()
                .find_iter(text)
                .map(|hit| (hit.start(), hit.end(), PhiKind::Id)),
        );
    }
    for at in standing("://") {
        let start = begin(text, at, |c| c.is_ascii_alphanumeric());
        if start < at {
            found.push((start, link_end(text, at), PhiKind::Url));
        }
    }
    for at in standing(".") {
        if text.get(..at).is_some_and(|before| before.ends_with("www")) {
            found.push((at - 3, link_end(text, at), PhiKind::Url));
        }
    }
    for at in standing("@") {
        let mail = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
        let start = begin(text, at, mail);
        let rest = behind(at + 1);
        let host = rest
            .get(..rest.find(|c| !mail(c)).unwrap_or(rest.len()))
            .unwrap_or_default()
            .trim_end_matches(['.', '-']);
        if start < at && host.contains('.') {
            found.push((start, at + 1 + host.len(), PhiKind::Email));
        }
    }
    for at in standing(".") {
        let ending = [".jpg", ".jpeg", ".png", ".heic", ".tiff", ".JPG", ".PNG"]
            .into_iter()
            .find(|ending| behind(at).starts_with(ending));
        let start = begin(text, at, |c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        if let Some(ending) = ending.filter(|_| start < at) {
            found.push((start, at + ending.len(), PhiKind::Photo));
        }
    }
    found.sort_by_key(|hit| (hit.0, Reverse(hit.1)));
    let mut last = 0;
    found.retain(|hit| {
        let free = hit.0 >= last;
        if free {
            last = hit.1;
        }
        free
    });
    found
}

/// Where the run of such letters begins that ends before this byte.
fn begin(text: &str, at: usize, fits: impl Fn(char) -> bool) -> usize {
    text.get(..at)
        .unwrap_or_default()
        .trim_end_matches(fits)
        .len()
}

/// Where a link ends that has this byte.
fn link_end(text: &str, from: usize) -> usize {
    let stop = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')' | '[' | ']' | '“' | '”')
    };
    let rest = text.get(from..).unwrap_or_default();
    let words = rest
        .get(..rest.find(stop).unwrap_or(rest.len()))
        .unwrap_or_default();
    let trimmed = words.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’']);
    from + trimmed.len()
}
