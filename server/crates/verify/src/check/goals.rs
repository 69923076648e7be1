//! What became of a goal: `achieved`, `in progress`, as its achievement status says.

use super::{Check, Cited, at};
use crate::lexicon::Cue;
use model::{ReasonCode, Verdict};
use sources::FactValue;

impl<'a> Check<'a> {
    /// A goal told as reached that is not, or as open that is.
    pub(crate) fn goals(&mut self) {
        let goals: Vec<(Cited<'a>, bool)> = self
            .cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() == Some("Goal"))
            .filter_map(|cited| Some((*cited, reached(*cited)?)))
            .collect();
        let Some((first, all)) = goals.first().copied() else {
            return;
        };
        if goals.iter().any(|(_, own)| *own != all) {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let before = |back: usize| {
                index
                    .checked_sub(back)
                    .map_or("", |at| self.claim.tokens[at].lower.as_str())
            };
            let told = match self.claim.tokens[index].lower.as_str() {
                "achieved" | "reached" | "attained" | "accomplished" | "met" => true,
                "progress" if before(1) == "in" => false,
                "unmet" | "unachieved" => false,
                _ => continue,
            };
            let (from, to) = self.sentence_range(index);
            let goal = self
                .claim
                .slice(from, to)
                .iter()
                .any(|token| matches!(token.stem.as_str(), "goal" | "target"));
            // `to be achieved by March`, `if it is met`, `not yet reached`
            let open = matches!(before(1), "be" | "not" | "yet" | "to" | "is" | "being")
                || self.claim.clause_has(index, Cue::Negation)
                || self.claim.clause_has(index, Cue::Planned)
                || self.claim.clause_has(index, Cue::Conditional);
            if goal && told != all && !(open && told) && !self.claim.used[index] {
                let span = self.claim.tokens[index].span;
                let found = if all { "achieved" } else { "not achieved" };
                let place = at(first, "achievementStatus", None);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Status,
                    span,
                    Some(found.to_owned()),
                    vec![place],
                );
                return;
            }
        }
    }
}

/// Whether a goal's achievement status says that it is reached (FHIR R4 `goal-achievement`); none where it has none.
fn reached(cited: Cited<'_>) -> Option<bool> {
    cited
        .snippet
        .facts
        .iter()
        .filter(|fact| fact.path.starts_with("achievementStatus"))
        .find_map(|fact| {
            let codes: Vec<String> = match &fact.value {
                FactValue::Coded { text, codings } => codings
                    .iter()
                    .map(|coding| coding.code.clone())
                    .chain([text.to_lowercase().replace(' ', "-")])
                    .collect(),
                FactValue::Text(words) => vec![words.to_lowercase().replace(' ', "-")],
                _ => return None,
            };
            codes.iter().find_map(|code| match code.as_str() {
                "achieved" | "sustaining" => Some(true),
                "in-progress" | "improving" | "worsening" | "no-change" | "not-achieved"
                | "no-progress" | "not-attainable" => Some(false),
                _ => None,
            })
        })
}
