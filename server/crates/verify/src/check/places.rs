//! Names of hospitals and practices: where something is said to have happened.

use super::{Check, Cited};
use crate::text;
use model::{ReasonCode, Verdict};

impl<'a> Check<'a> {
    /// `at Lakeview Medical Center`: a name of a place, in capitals behind `at`, stands in one line of a source, not its words here and there.
    pub(super) fn other_place(&mut self) {
        const NOUNS: [&str; 20] = [
            "hospital",
            "hospitals",
            "clinic",
            "clinics",
            "center",
            "centre",
            "health",
            "healthcare",
            "infirmary",
            "institute",
            "university",
            "hospice",
            "plan",
            "group",
            "practice",
            "associates",
            "pharmacy",
            "system",
            "medical",
            "partners",
        ];
        let places = self.cited.iter().any(|cited| {
            matches!(
                cited.snippet.resource_type(),
                Some("Encounter" | "Location" | "Organization")
            )
        });
        if !places || self.documents() {
            return;
        }
        let visits = self.cited.iter();
        let alone = visits
            .filter(|cited| cited.snippet.resource_type() == Some("Encounter"))
            .count()
            == 1;
        let tokens = &self.claim.tokens;
        for index in 0..tokens.len() {
            if !tokens[index].is("at") {
                continue;
            }
            let run: Vec<&text::Token> = tokens[index + 1..]
                .iter()
                .take_while(|token| {
                    token.is_word()
                        && (token.capital
                            || matches!(token.lower.as_str(), "of" | "the" | "and" | "for"))
                })
                .filter(|token| token.capital && token.lower.chars().count() > 1)
                .collect();
            let place = run.len() > 1
                && run
                    .iter()
                    .any(|token| NOUNS.contains(&token.lower.as_str()));
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            if !place {
                continue;
            }
            // Of the visit that the sentence names before it, where there is one; else of anything.
            let (from, _) = self.sentence_range(index);
            let visits: Vec<Cited<'a>> = self
                .named_in(from, index)
                .into_iter()
                .filter(|cited| cited.snippet.resource_type() == Some("Encounter"))
                .filter(|_| alone)
                .collect();
            let of_visit = |cited: &Cited<'a>| {
                visits.is_empty()
                    || visits.iter().any(|visit| {
                        visit.snippet.id == cited.snippet.id
                            || visit.source.links.contains(&cited.snippet.id)
                    })
            };
            let said = self.reach().filter(of_visit).any(|cited| {
                cited.snippet.text.lines().any(|line| {
                    let words = text::tokens(line);
                    run.iter()
                        .all(|token| words.iter().any(|word| same_in_place(word, token)))
                })
            });
            if !said {
                let span = model::Span::new(first.span.start, last.span.end);
                self.against(
                    Verdict::Unsupported,
                    ReasonCode::NamePlace,
                    span,
                    None,
                    Vec::new(),
                );
                return;
            }
        }
    }
}

/// Whether two words of the name of a place are one: `CTR` and `Center`.
fn same_in_place(word: &text::Token, token: &text::Token) -> bool {
    const SHORT: [(&str, &[&str]); 9] = [
        ("center", &["ctr", "cntr", "cent", "centre"]),
        ("hospital", &["hosp", "hsp", "hospitals"]),
        ("medical", &["med"]),
        ("saint", &["st"]),
        ("university", &["univ", "u"]),
        ("health", &["hlth", "healthcare"]),
        ("community", &["comm"]),
        ("general", &["gen", "genl"]),
        ("memorial", &["mem", "meml"]),
    ];
    word.lower == token.lower
        || word.stem == token.stem
        || SHORT.iter().any(|(long, short)| {
            let is = |own: &text::Token| own.is(long) || short.contains(&own.lower.as_str());
            is(word) && is(token)
        })
}
