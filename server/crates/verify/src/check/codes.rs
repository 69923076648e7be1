//! Codes: each must be a code of a cited source, of the thing that it is said of.

use super::{Check, Cited, at};
use model::{ReasonCode, Verdict};

impl<'a> Check<'a> {
    /// `HTN I10`: a code without the name of its system, which a cited source has.
    pub(super) fn bare_code(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        let shaped = token.upper && token.lower.bytes().any(|byte| byte.is_ascii_digit());
        shaped
            && self.cited.iter().any(|cited| {
                let mut codes = cited.source.codes.iter();
                codes.any(|(own, _, _)| *own == token.lower)
            })
    }

    /// Checks every code.
    pub(crate) fn codes(&mut self) {
        let mut previous = 0;
        for code in self.claim.codes.clone() {
            let span = self.claim.span(code.from, code.to);
            let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(code.from));
            let mut named = self.nearest_named(previous.max(clause_from), code.from);
            if self
                .claim
                .tokens
                .get(code.to)
                .is_some_and(|token| token.is_mark('('))
            {
                let end = (code.to..self.claim.tokens.len())
                    .find(|index| self.claim.tokens[*index].is_mark(')'))
                    .unwrap_or(code.to);
                let inside = self.named_in(code.to, end);
                if !inside.is_empty() {
                    named = inside;
                }
            }
            // `59621000 for hypertension`
            if let Some(behind) = self.named_behind_code(code.to) {
                named = behind;
            }
            // `Colonoscopy: SNOMED 73761001`: what stands before the colon.
            if named.is_empty() {
                let (sentence_from, _) = self.sentence_range(code.from);
                named = self.named_in(previous.max(sentence_from), code.from);
            }
            previous = code.to;
            let holds = |cited: &Cited<'a>| {
                cited
                    .source
                    .codes
                    .iter()
                    .find(|(own, _, _)| same(own, &code.text))
                    .cloned()
            };
            // `A and B are coded 1 and 2`: codes that follow one another share the names before them.
            let beside = self.claim.codes.iter().any(|other| {
                other.from != code.from
                    && (other.from.abs_diff(code.to) <= 2 || code.from.abs_diff(other.to) <= 2)
            });
            if beside {
                named = self.named_in(clause_from, code.from);
            }
            let in_text = |cited: &Cited<'a>| {
                cited.source.is_prose && cited.snippet.text.to_lowercase().contains(&code.text)
            };
            let owner = self
                .reach()
                .find_map(|cited| holds(&cited).map(|place| (cited, place)));
            let by_name = named
                .iter()
                .find_map(|cited| holds(cited).map(|place| (*cited, place)));
            if let Some((cited, (_, path, place))) = by_name.or_else(|| {
                owner.clone().filter(|_| {
                    named
                        .iter()
                        .all(|cited| cited.source.is_prose || cited.source.codes.is_empty())
                        || named.is_empty()
                        || medication_of(&named, owner.as_ref().map(|(cited, _)| *cited))
                })
            }) {
                self.support(span, cited, &path, place);
                continue;
            }
            if self.reach().any(|cited| in_text(&cited)) {
                continue;
            }
            let right = named
                .first()
                .copied()
                .or_else(|| self.cited.first().copied());
            let found = right.and_then(|cited| {
                cited
                    .source
                    .codes
                    .first()
                    .map(|(code, path, place)| (code.clone(), at(cited, path, *place)))
            });
            match found {
                Some((found, place)) => self.against(
                    Verdict::Contradicted,
                    ReasonCode::Code,
                    span,
                    Some(found),
                    vec![place],
                ),
                None => self.against(
                    Verdict::Unsupported,
                    ReasonCode::Code,
                    span,
                    None,
                    Vec::new(),
                ),
            }
        }
    }
}

impl<'a> Check<'a> {
    /// What is named behind the `for` of a code, up to the next joint.
    fn named_behind_code(&self, at: usize) -> Option<Vec<Cited<'a>>> {
        const FAR: usize = 8;
        self.claim.tokens.get(at).filter(|token| token.is("for"))?;
        let from = at + 1;
        let end = (from..self.claim.tokens.len().min(from + FAR))
            .find(|at| {
                let token = &self.claim.tokens[*at];
                !token.is_word() || token.is("and")
            })
            .unwrap_or_else(|| self.claim.tokens.len().min(from + FAR));
        Some(self.named_in(from, end)).filter(|named| !named.is_empty())
    }
}

/// Whether the owner of a code is the medication that a named order links to.
fn medication_of(named: &[Cited<'_>], owner: Option<Cited<'_>>) -> bool {
    owner.is_some_and(|owner| {
        owner.snippet.resource_type() == Some("Medication")
            && named
                .iter()
                .any(|cited| cited.source.links.contains(&owner.snippet.id))
    })
}

/// Codes are equal as written; `03` and `3` are one CVX code.
fn same(own: &str, claimed: &str) -> bool {
    // An identifier without its prefix: `77120209` of `PM-77120209`.
    let bare = claimed.len() >= 6
        && own
            .strip_suffix(claimed)
            .is_some_and(|rest| rest.ends_with(['-', ' ', ':', '/']));
    own == claimed
        || bare
        || (own.len() <= 3
            && claimed.len() <= 3
            && own.trim_start_matches('0') == claimed.trim_start_matches('0')
            && !own.trim_start_matches('0').is_empty())
}
