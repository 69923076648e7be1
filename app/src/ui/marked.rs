//! Text with some of its bytes marked.

use leptos::prelude::*;
use model::Span;

/// A piece of a text, and whether it is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether a span covers them.
    pub marked: bool,
}

/// Cuts a text at its spans. Spans may overlap, be out of order or not fit: what does not fit the text's characters is left unmarked.
pub fn pieces(text: &str, spans: &[Span]) -> Vec<Piece> {
    let mut fitting: Vec<Span> = spans
        .iter()
        .copied()
        .filter(|span| span.start < span.end && span.of(text).is_some())
        .collect();
    fitting.sort_unstable();
    let mut out = Vec::new();
    let mut at = 0;
    for span in fitting {
        let start = span.start.max(at);
        if start >= span.end {
            continue;
        }
        push(&mut out, &text[at..start], false);
        push(&mut out, &text[start..span.end], true);
        at = span.end;
    }
    push(&mut out, &text[at..], false);
    out
}

fn push(out: &mut Vec<Piece>, text: &str, marked: bool) {
    if !text.is_empty() {
        out.push(Piece {
            text: text.to_owned(),
            marked,
        });
    }
}

/// The part of a long text around its first mark, and the spans within it; the whole text where it is short.
pub fn around(text: &str, spans: &[Span], reach: usize) -> (String, Vec<Span>, bool) {
    let first = spans.iter().map(|span| span.start).min().unwrap_or(0);
    let last = spans.iter().map(|span| span.end).max().unwrap_or(0);
    let last = last.min(first.saturating_add(reach));
    let start = boundary(text, first.saturating_sub(reach));
    let end = boundary(text, last.saturating_add(reach).min(text.len()));
    if start == 0 && end == text.len() || end <= start {
        return (text.to_owned(), spans.to_vec(), false);
    }
    let shift = |at: usize| at.clamp(start, end) - start;
    let spans = spans
        .iter()
        .map(|span| Span::new(shift(span.start), shift(span.end)));
    (text[start..end].to_owned(), spans.collect(), true)
}

fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The text, its marked pieces in elements of that class.
#[component]
pub fn Marked(text: String, spans: Vec<Span>, class: &'static str) -> impl IntoView {
    pieces(&text, &spans)
        .into_iter()
        .map(|piece| {
            if piece.marked {
                view! { <mark class=class>{piece.text}</mark> }.into_any()
            } else {
                piece.text.into_any()
            }
        })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, spans: &[(usize, usize)]) -> String {
        let spans: Vec<Span> = spans
            .iter()
            .map(|(start, end)| Span::new(*start, *end))
            .collect();
        let pieces = pieces(text, &spans);
        pieces
            .iter()
            .map(|piece| match piece.marked {
                true => format!("[{}]", piece.text),
                false => piece.text.clone(),
            })
            .collect()
    }

    #[test]
    fn spans_that_do_not_fit_are_left_out_and_no_byte_is_lost() {
        assert_eq!(shown("A1c 7.4 %", &[(4, 9)]), "A1c [7.4 %]");
        assert_eq!(shown("A1c 7.4 %", &[(4, 99)]), "A1c 7.4 %");
        assert_eq!(shown("µg", &[(1, 3)]), "µg");
        assert_eq!(shown("µg", &[(0, 2)]), "[µ]g");
        assert_eq!(shown("abcdef", &[(3, 5), (1, 4)]), "a[bcd][e]f");
        assert_eq!(shown("abc", &[(2, 2)]), "abc");
    }

    #[test]
    fn a_long_text_is_shown_around_its_mark() {
        let text = format!("{}here{}", "µ".repeat(300), "x".repeat(600));
        let (part, spans, cut) = around(&text, &[Span::new(600, 604)], 51);
        assert!(cut);
        assert_eq!(spans[0].of(&part), Some("here"));
        let (whole, _, cut) = around("short", &[Span::new(0, 2)], 50);
        assert!(!cut && whole == "short");
    }
}
