//! What is done with drugs in prose, what is new, and criticality.

use super::{Check, at};
use crate::lexicon::Cue;
use model::{ReasonCode, Verdict};

impl Check<'_> {
    /// `low criticality` must be what every allergy that is meant says.
    pub(crate) fn criticality(&mut self) {
        for index in 1..self.claim.tokens.len() {
            let risk = self.claim.tokens[index].is("risk")
                && self
                    .cited
                    .iter()
                    .any(|cited| cited.snippet.resource_type() == Some("AllergyIntolerance"));
            if self.claim.tokens[index].stem != "criticality" && !risk {
                continue;
            }
            let after = self
                .claim
                .tokens
                .get(index + 1)
                .filter(|next| matches!(next.lower.as_str(), "low" | "high"))
                .map(|next| next.lower.clone());
            // `rated high in criticality`
            let before = || {
                let back = usize::from(
                    index > 1
                        && matches!(
                            self.claim.tokens[index - 1].lower.as_str(),
                            "in" | "for" | "of" | "on"
                        ),
                );
                self.claim.tokens[index - 1 - back].lower.clone()
            };
            let told = after.unwrap_or_else(before);
            if !matches!(told.as_str(), "low" | "high") {
                continue;
            }
            let (from, to) = self.sentence_range(index);
            let own: Vec<super::Cited<'_>> = self
                .named_in(from, to)
                .into_iter()
                .filter(|cited| cited.snippet.resource_type() == Some("AllergyIntolerance"))
                .collect();
            let pool = if own.is_empty() {
                self.cited.clone()
            } else {
                own
            };
            let other = pool.into_iter().find_map(|cited| {
                let fact = cited.snippet.facts(sources::FactRole::Criticality).next()?;
                let words = sources::render::shown(&fact.value);
                (!words.to_lowercase().contains(&told))
                    .then(|| (words, at(cited, &fact.path, fact.span)))
            });
            if let Some((words, place)) = other {
                let span = self.claim.span(index - 1, index + 1);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Severity,
                    span,
                    Some(words),
                    vec![place],
                );
            }
        }
    }

    /// What is done with a drug must be what prose says: started, stopped, increased, decreased, continued.
    pub(crate) fn actions(&mut self) {
        if !self
            .cited
            .iter()
            .any(|cited| cited.source.is_prose && cited.snippet.subject != sources::Subject::Nobody)
            || self.cited.iter().any(|cited| !cited.source.is_prose)
        {
            return;
        }
        let all = ["start", "stop", "increase", "decrease", "continue"];
        let said = |name: &str| self.ids.contains(&crate::text::id('c', name));
        if !all.iter().any(|name| said(name)) && !self.claim.has(Cue::Inactive) {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let token = &self.claim.tokens[index];
            let Some(name) = all
                .iter()
                .find(|name| token.ids.contains(&crate::text::id('c', name)))
            else {
                continue;
            };
            let drug = self
                .claim
                .tokens
                .iter()
                .any(|token| self.lexicon.is_drug(&token.stem));
            if drug && !said(name) && !token.ids.iter().any(|id| self.ids.contains(id)) {
                let span = token.span;
                let code = if *name == "continue" {
                    ReasonCode::Superseded
                } else {
                    ReasonCode::Status
                };
                self.against(Verdict::Contradicted, code, span, None, Vec::new());
                return;
            }
        }
    }

    /// "Newly heard" needs a source that says new.
    pub(crate) fn news(&mut self) {
        if !self.cited.iter().all(|cited| cited.source.is_prose) {
            return;
        }
        for found in self.claim.all(Cue::New).collect::<Vec<_>>() {
            let said = self
                .reach()
                .any(|cited| cited.source.cues.iter().any(|cue| cue.cue == Cue::New));
            let already = self.cited.iter().any(|cited| {
                ["in the past", "before", "previous", "prior", "history"]
                    .iter()
                    .any(|words| cited.snippet.text.to_lowercase().contains(words))
            });
            // `not a new finding`, `nothing new`
            let denied = (1..=3).any(|back| {
                found.from.checked_sub(back).is_some_and(|at| {
                    matches!(
                        self.claim.tokens[at].lower.as_str(),
                        "not" | "no" | "n't" | "never" | "nothing" | "isn't" | "hardly"
                    )
                })
            });
            if denied {
                continue;
            }
            if !said && already {
                self.unsupported(ReasonCode::Status, found.from, found.to);
            }
        }
    }
}
