//! How often a drug is taken: as the cited order says, or not at all where it says nothing.

use super::{Check, Cited, at};
use model::{ReasonCode, Verdict};

/// How far back from a frequency or code its thing is looked for, in tokens.
const FARTHEST: usize = 80;

impl<'a> Check<'a> {
    /// Checks every frequency.
    #[expect(
        clippy::too_many_lines,
        reason = "one way after the other, read from top to bottom"
    )]
    pub(crate) fn frequencies(&mut self) {
        for (from, to, name) in self.claim.frequencies.clone() {
            let span = self.claim.span(from, to);
            let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(from));
            let named: Vec<Cited<'a>> = match self.order_behind(from, to) {
                behind if behind.is_empty() => self.nearest_named(clause_from, from),
                behind => behind,
            };
            let pool: Vec<Cited<'a>> = if named.is_empty() {
                self.reach().collect()
            } else {
                named
            };
            // Once in the morning and once in the evening is twice a day.
            let told = |wanted: &str| {
                self.claim
                    .frequencies
                    .iter()
                    .any(|(_, _, name)| name == wanted)
            };
            if matches!(name.as_str(), "am" | "pm")
                && told("am")
                && told("pm")
                && pool.iter().any(|cited| {
                    cited
                        .source
                        .frequencies
                        .iter()
                        .any(|(own, _, _)| own == "2/d")
                })
            {
                continue;
            }
            if self.visit_of_each(to, &name) {
                continue;
            }
            if self.recurs(from, to, &name) || self.cannot_be_read(from, &pool) {
                continue;
            }
            // `with food allergy diet` is no time to take anything; a single dose of a vaccine is counted elsewhere.
            let food = self.claim.words(from, to).to_lowercase().ends_with("food")
                && self.claim.tokens.get(to).is_some_and(|next| {
                    next.stem.starts_with("allerg") || next.stem.starts_with("intoleran")
                });
            let vaccine = name == "once"
                && self.cited.iter().all(|cited| {
                    matches!(
                        cited.snippet.resource_type(),
                        Some("Immunization" | "Patient")
                    )
                });
            if food || (vaccine && self.one_alone()) {
                continue;
            }
            if self.denied_frequency(from) {
                let has = |cited: &Cited<'a>| {
                    let mut known = cited.source.frequencies.iter();
                    known.any(|(own, _, _)| *own == name)
                };
                if pool.iter().any(has) {
                    let verdict = Verdict::Contradicted;
                    self.against(verdict, ReasonCode::FrequencyRoute, span, None, Vec::new());
                }
                continue;
            }
            if self.of_another_drug(from, &name) {
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::FrequencyRoute,
                    span,
                    None,
                    Vec::new(),
                );
                continue;
            }
            let holder = pool.iter().find_map(|cited| {
                cited
                    .source
                    .frequencies
                    .iter()
                    .find(|(own, _, _)| *own == name)
                    .map(|place| (*cited, place.clone()))
            });
            if let Some((cited, (_, path, place))) = holder {
                self.support(span, cited, &path, place);
                continue;
            }
            if self.reach().any(|cited| {
                cited.source.is_prose
                    && cited
                        .source
                        .frequencies
                        .iter()
                        .any(|(own, _, _)| *own == name)
            }) {
                continue;
            }
            // "daily", "weekly" of other things than drugs: the words themselves in the source.
            if pool.iter().any(|cited| cited.source.is_prose)
                && self
                    .claim
                    .slice(from, to)
                    .iter()
                    .all(|token| self.ids_has(token) || self.lexicon.is_general(&token.stem))
                && self
                    .claim
                    .slice(from, to)
                    .iter()
                    .any(|token| self.ids_has(token))
                && name.contains("/d")
                && from + 1 == to
            {
                continue;
            }
            let other = pool.iter().find_map(|cited| {
                cited
                    .source
                    .frequencies
                    .first()
                    .map(|(own, path, place)| (own.clone(), at(*cited, path, *place)))
            });
            match other {
                Some((found, place)) => self.against(
                    Verdict::Contradicted,
                    ReasonCode::FrequencyRoute,
                    span,
                    Some(found),
                    vec![place],
                ),
                None => self.against(
                    Verdict::Unsupported,
                    ReasonCode::FrequencyRoute,
                    span,
                    None,
                    Vec::new(),
                ),
            }
        }
    }

    /// `and as-needed acetaminophen 325 mg`: a frequency at the head of an item is said of the drug right behind it.
    fn order_behind(&self, from: usize, to: usize) -> Vec<Cited<'a>> {
        let head = from.checked_sub(1).is_none_or(|before| {
            let before = &self.claim.tokens[before];
            before.is("and") || before.is_mark(',') || before.is_mark(';') || before.is_mark(':')
        });
        let drug = self
            .claim
            .tokens
            .get(to)
            .is_some_and(|next| self.lexicon.is_drug(&next.stem));
        if !head || !drug {
            return Vec::new();
        }
        let mut behind = self.named_in(to, to + 1);
        behind.retain(|cited| {
            cited
                .snippet
                .resource_type()
                .is_some_and(|kind| kind.starts_with("Medication"))
        });
        behind
    }

    /// `her yearly physical`, of an annual exam: the name of a visit, which prose calls by another word for the same.
    fn visit_of_each(&self, to: usize, name: &str) -> bool {
        let visit = self.claim.slice(to, to + 2).iter().any(|next| {
            matches!(
                next.lower.as_str(),
                "physical"
                    | "exam"
                    | "examination"
                    | "checkup"
                    | "check"
                    | "visit"
                    | "review"
                    | "wellness"
                    | "screening"
            )
        });
        name == "1/y"
            && visit
            && self.reach().any(|cited| {
                let annual = |token: &crate::text::Token| {
                    matches!(token.lower.as_str(), "annual" | "annually" | "yearly")
                };
                cited.source.prose.iter().any(annual)
            })
    }

    /// Whether each cited vaccine was given but once.
    fn one_alone(&self) -> bool {
        self.cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() == Some("Immunization"))
            .all(|cited| self.like(cited.snippet).len() == 1)
    }

    /// `scheduled, not PRN`: a frequency that is denied.
    fn denied_frequency(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            matches!(
                self.claim.tokens[before].lower.as_str(),
                "not" | "non" | "never" | "no"
            )
        })
    }

    /// `her daily dose cannot be read from the chart`: of an order that has no frequency.
    fn cannot_be_read(&self, at: usize, pool: &[Cited<'a>]) -> bool {
        let clause = self.claim.clause_of(at);
        let unable = self.claim.tokens.iter().enumerate().any(|(index, token)| {
            self.claim.clause_of(index) == clause
                && matches!(
                    token.lower.as_str(),
                    "cannot"
                        | "can't"
                        | "unknown"
                        | "unclear"
                        | "unspecified"
                        | "unstated"
                        | "undocumented"
                )
        });
        unable
            && pool.iter().all(|cited| cited.source.frequencies.is_empty())
            && pool.iter().any(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kind.starts_with("Medication"))
            })
    }

    /// Where no order and no prose is cited, a frequency is the source's own words (`Smokes tobacco daily`), or the rhythm of what is cited: a
    /// vaccine every year, a visit every month.
    fn recurs(&mut self, from: usize, to: usize, name: &str) -> bool {
        let ordered = self.reach().any(|cited| {
            cited.source.is_prose
                || !cited.source.frequencies.is_empty()
                || matches!(cited.snippet.resource_type(), Some("CarePlan" | "Goal"))
        });
        if self.reach().any(|cited| {
            cited
                .snippet
                .resource_type()
                .is_some_and(|kind| kind.starts_with("Medication"))
        }) {
            return self.reordered_so(from, to, name);
        }
        let said = self
            .claim
            .slice(from, to)
            .iter()
            .all(|token| !token.is_word() || token.ids.iter().any(|id| self.ids.contains(id)));
        let own = self
            .cited
            .iter()
            .copied()
            .find(|cited| !cited.source.is_prose);
        if let Some(cited) = own.filter(|_| said) {
            let place = cited
                .snippet
                .facts(sources::FactRole::Value)
                .chain(cited.snippet.facts(sources::FactRole::Code))
                .next()
                .map(|fact| (fact.path.clone(), fact.span));
            if let Some((path, span)) = place {
                let words = self.claim.span(from, to);
                self.support(words, cited, &path, span);
            }
            return true;
        }
        if ordered {
            return false;
        }
        let Some(days) = days_between(name) else {
            return false;
        };
        let mut dates: Vec<time::Date> = self
            .cited
            .iter()
            .filter_map(|cited| cited.snippet.date.as_ref().map(|date| date.days().0))
            .collect();
        dates.sort_unstable();
        dates.dedup();
        let gaps = self.claim.tokens.iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "missing" | "except" | "skipped" | "skipping" | "missed" | "almost" | "nearly"
            )
        });
        let near = |gap: i64| {
            let off = |days: i64| (gap - days).abs() * 5 <= days * 2 + 10;
            off(days) || (gaps && off(days * 2))
        };
        dates.len() > 2
            && dates
                .windows(2)
                .all(|pair| near((pair[1] - pair[0]).whole_days()))
    }

    /// `reordered once a year`, `47 yearly orders`: how often it was ordered anew, not how often it is taken. Most orders of its name that the chart has
    /// follow each other so.
    fn reordered_so(&self, from: usize, to: usize, name: &str) -> bool {
        const BEFORE: usize = 3;
        let again = |token: &crate::text::Token| {
            matches!(
                token.lower.as_str(),
                "reordered"
                    | "renewed"
                    | "refilled"
                    | "represcribed"
                    | "reissued"
                    | "re-ordered"
                    | "repeated"
            )
        };
        let orders = |token: &crate::text::Token| {
            matches!(
                token.lower.as_str(),
                "order"
                    | "orders"
                    | "renewal"
                    | "renewals"
                    | "refill"
                    | "refills"
                    | "prescription"
                    | "prescriptions"
                    | "reorder"
                    | "reorders"
                    | "reordering"
            )
        };
        let told = self
            .claim
            .slice(from.saturating_sub(BEFORE), from)
            .iter()
            .any(again)
            || self.claim.slice(to, to + BEFORE).iter().any(orders);
        let Some(days) = days_between(name).filter(|days| told && *days > 20) else {
            return false;
        };
        let mut dates: Vec<time::Date> = self
            .cited
            .iter()
            .filter(|cited| {
                cited
                    .snippet
                    .resource_type()
                    .is_some_and(|kind| kind.starts_with("Medication"))
            })
            .flat_map(|cited| self.like(cited.snippet))
            .filter_map(|snippet| snippet.date.as_ref().map(|date| date.days().0))
            .collect();
        dates.sort_unstable();
        dates.dedup();
        let near = dates
            .windows(2)
            .filter(|pair| ((pair[1] - pair[0]).whole_days() - days).abs() * 5 <= days + 10)
            .count();
        dates.len() > 2 && near * 5 >= (dates.len() - 1) * 4
    }

    /// In prose a frequency belongs to the drug named last before it.
    pub(super) fn of_another_drug(&self, from: usize, name: &str) -> bool {
        let drug =
            |token: &&crate::text::Token| token.is_word() && self.lexicon.is_drug(&token.stem);
        let near = from.saturating_sub(FARTHEST);
        let Some(own) = self.claim.slice(near, from).iter().rev().find(drug) else {
            return false;
        };
        let mut other = false;
        for cited in self.cited.iter().filter(|cited| cited.source.is_prose) {
            for (_, _, span) in cited
                .source
                .frequencies
                .iter()
                .filter(|(known, _, _)| known == name)
            {
                let Some(span) = span else { continue };
                let before = cited
                    .source
                    .prose
                    .iter()
                    .filter(|token| token.span.end <= span.start)
                    .rfind(drug);
                match before {
                    Some(token) if token.ids.iter().any(|id| own.ids.contains(id)) => return false,
                    Some(_) => other = true,
                    None => return false,
                }
            }
        }
        other
    }

    pub(super) fn ids_has(&self, token: &crate::text::Token) -> bool {
        token.ids.iter().any(|id| self.ids.contains(id))
    }

    /// The cited source that is named last before a token.
    pub(crate) fn nearest_named(&self, from: usize, to: usize) -> Vec<Cited<'a>> {
        let mut end = to;
        // What stands farther off is not what is meant.
        let from = from.max(to.saturating_sub(FARTHEST));
        while end > from {
            let start = end - 1;
            let named = self.named_in(start, end);
            let specific =
                !named.is_empty() && (named.len() < self.cited.len() || self.cited.len() == 1);
            if specific {
                return named;
            }
            end = start;
        }
        Vec::new()
    }
}

/// The days between two times of a frequency.
fn days_between(name: &str) -> Option<i64> {
    Some(match name {
        "1/d" => 1,
        "1/wk" => 7,
        "1/2wk" => 14,
        "1/mo" => 30,
        "1/3mo" => 91,
        "1/6mo" => 183,
        "1/y" => 365,
        _ => return None,
    })
}
