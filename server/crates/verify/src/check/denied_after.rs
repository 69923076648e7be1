//! Denials that stand behind what they deny: `chest pain: none`, `asked about headaches, she reported no problems`; and what is excepted from one.

use super::Check;
use super::negation::Polarity;
use crate::lexicon::{Cue, Found};
use crate::text::Token;
use model::{ReasonCode, Verdict};

/// Words that name no complaint in particular: denied, they deny what was asked for.
const EMPTY: [&str; 31] = [
    "problem",
    "problems",
    "issue",
    "issues",
    "concern",
    "concerns",
    "complaint",
    "complaints",
    "symptom",
    "symptoms",
    "trouble",
    "troubles",
    "difficulty",
    "difficulties",
    "such",
    "that",
    "kind",
    "sort",
    "of",
    "either",
    "at",
    "all",
    "reported",
    "noted",
    "today",
    "there",
    "with",
    "those",
    "these",
    "any",
    "them",
];

impl Check<'_> {
    /// Where that begins which a denial behind it denies: of a conversation, where the denial itself names nothing.
    pub(super) fn answers_for(&self, found: Found) -> Option<usize> {
        let spoken = self
            .cited
            .iter()
            .all(|cited| cited.snippet.segment.is_some());
        let denial = matches!(
            self.claim.tokens[found.from].lower.as_str(),
            "none" | "no" | "denied" | "absent" | "nothing" | "nil"
        );
        if !spoken || !denial || self.cited.is_empty() {
            return None;
        }
        let (first, end) = self.sentence_range(found.from);
        let ends = |token: &Token| {
            token.is_mark('|') || token.is_mark(';') || token.is_mark('.') || token.is_mark(',')
        };
        let mut behind = self
            .claim
            .slice(found.to, end)
            .iter()
            .take_while(|token| !ends(token));
        let empty = behind.all(|token| !token.is_word() || EMPTY.contains(&token.lower.as_str()));
        let start = (first..found.from)
            .rev()
            .find(|at| {
                let token = &self.claim.tokens[*at];
                token.is_mark('|') || token.is_mark(';') || token.is_mark('.')
            })
            .map_or(first, |at| at + 1);
        let joined = found.from.checked_sub(1).is_some_and(|at| {
            let before = &self.claim.tokens[at];
            before.is_mark(':') || before.is_mark('-') || before.is_mark('–') || before.is_mark('|')
        });
        let asked = self.claim.slice(start, found.from).iter().any(|token| {
            matches!(
                token.lower.as_str(),
                "asked"
                    | "about"
                    | "question"
                    | "questions"
                    | "regarding"
                    | "questioned"
                    | "enquiries"
                    | "inquiry"
            )
        });
        (empty && start < found.from && (joined || asked)).then_some(start)
    }

    /// Each complaint before such a denial must be denied, or at least not told, by the conversation.
    pub(super) fn hold_denied(&mut self, start: usize, found: Found) {
        for at in start..found.from {
            let token = self.claim.tokens[at].clone();
            if !token.is_word() || !self.is_problem(&token) {
                continue;
            }
            if self.polarity_in_sources(&token) == [Polarity::Affirmed].into() {
                let span = self.claim.span(at, found.to);
                let verdict = Verdict::Contradicted;
                self.against(verdict, ReasonCode::Negation, span, None, Vec::new());
                return;
            }
        }
    }

    /// Whether a complaint is only asked for in the cited lines, and nothing answered to it.
    pub(super) fn asked_and_left(&self, token: &Token) -> bool {
        let spoken = self
            .cited
            .iter()
            .all(|cited| cited.snippet.segment.is_some());
        spoken
            && self.is_problem(token)
            && self.cited.iter().any(|cited| {
                let mut prose = cited.source.prose.iter();
                prose.any(|word| word.is_word() && word.ids.iter().any(|id| token.ids.contains(id)))
            })
    }

    /// `denies A but not B`: B is told as there.
    pub(super) fn excepted(&self, found: Found) -> bool {
        let but = found
            .from
            .checked_sub(1)
            .is_some_and(|at| self.claim.tokens[at].is("but"));
        let (first, _) = self.sentence_range(found.from);
        but && self.claim.tokens[found.from].is("not")
            && self.claim.all(Cue::Negation).any(|other| {
                other.from >= first
                    && other.to < found.from
                    && matches!(
                        self.claim.tokens[other.from].lower.as_str(),
                        "denies" | "denied" | "denying" | "deny" | "negative"
                    )
            })
    }
}
