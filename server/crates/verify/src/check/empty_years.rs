//! Years told to have none: `none so far in 2020`, `no such entry in 2010`.

use super::Check;
use crate::date::Mention;
use crate::text::Kind;
use model::ReasonCode;
use sources::Snippet;

/// How far before a year the word that denies it stands, in tokens.
const BACK: usize = 5;
/// How many cited sources are asked what the years are told of.
const MOST: usize = 6;

impl<'a> Check<'a> {
    /// A year that is told to have none of what is cited: it need stand in no source, and the chart must have none then.
    pub(crate) fn empty_years(&mut self) {
        for mention in self.claim.dates.clone() {
            let year = mention.day.year.is_some() && mention.day.day.is_none();
            if !year || !self.denied_behind(&mention) {
                continue;
            }
            let kind = self.kept_empty_of(&mention);
            if kind.is_empty() {
                continue;
            }
            let held = kind.iter().find(|snippet| {
                snippet.date.as_ref().is_some_and(|date| {
                    let (start, _) = date.days();
                    mention.fits(start, start)
                })
            });
            let span = self.claim.span(mention.from, mention.to);
            if let Some(held) = held {
                let held: &Snippet = held;
                self.held_against(ReasonCode::Absence, span, held);
            } else {
                self.settled = true;
            }
            self.empty.push((mention.from, mention.to));
        }
    }

    /// Whether a day is one of a time told to be empty.
    pub(super) fn told_empty(&self, mention: &Mention) -> bool {
        self.empty.contains(&(mention.from, mention.to))
    }

    /// `none so far in 2020`, `no such entry in 2010`
    fn denied_behind(&self, mention: &Mention) -> bool {
        let word = |back: usize| {
            mention
                .from
                .checked_sub(back)
                .map_or("", |at| self.claim.tokens[at].lower.as_str())
        };
        let joint = usize::from(matches!(word(1), "in" | "for" | "during"));
        joint == 1
            && (2..=BACK)
                .take_while(|back| {
                    mention.from.checked_sub(*back).is_some_and(|at| {
                        let token = &self.claim.tokens[at];
                        token.kind != Kind::Mark && !token.is("and") && !token.is("but")
                    })
                })
                .any(|back| {
                    word(back) == "none"
                        || (word(back) == "no"
                            && matches!(word(back - 1), "such" | "entry" | "entries"))
                })
    }

    /// Everything of the chart that is what the cited sources, those that the sentence names first, are.
    fn kept_empty_of(&self, mention: &Mention) -> Vec<&'a Snippet> {
        let (from, to) = self.sentence_range(mention.from);
        let named = self.named_in(from, to);
        let pool = if named.is_empty() {
            &self.cited
        } else {
            &named
        };
        let mut out: Vec<&'a Snippet> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for cited in pool {
            let title = cited.snippet.title.as_str();
            let kind = cited.snippet.resource_type();
            if matches!(
                kind,
                None | Some("Patient" | "Practitioner" | "Organization")
            ) || seen.contains(&title)
                || seen.len() >= MOST
            {
                continue;
            }
            seen.push(title);
            out.extend(self.like(cited.snippet));
        }
        out
    }
}
