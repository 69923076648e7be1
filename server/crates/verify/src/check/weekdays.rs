//! Days of the week in a conversation: `Tylenol on Saturdays`, where nobody says Saturday, or says it of another thing.

use super::{Check, Cited};
use crate::text::Token;
use model::{ReasonCode, Verdict};

/// Days of the week, by how their names begin.
const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
/// How far before a day the drug that is taken on it stands, in tokens.
const NEAR: usize = 8;

fn weekday(token: &Token) -> Option<&'static str> {
    let word = token.lower.strip_suffix('s').unwrap_or(&token.lower);
    DAYS.into_iter().find(|day| *day == word)
}

/// Whether these words may mean a day of the week without its name.
fn means(prose: &[Token], day: &str) -> bool {
    prose.iter().any(|word| {
        weekday(word) == Some(day)
            || match word.lower.as_str() {
                "weekend" | "weekends" => matches!(day, "saturday" | "sunday"),
                "weekday" | "weekdays" => !matches!(day, "saturday" | "sunday"),
                _ => false,
            }
    })
}

impl<'a> Check<'a> {
    /// A day that comes again and again (`on Mondays`, `every Monday`), which no line tells, or which no line tells of the drug.
    pub(crate) fn weekdays(&mut self) {
        let spoken = |cited: &Cited<'_>| cited.snippet.segment.is_some();
        if !self.cited.iter().all(spoken) {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let token = &self.claim.tokens[index];
            let Some(day) = weekday(token) else { continue };
            let each = token.lower.ends_with('s')
                || index.checked_sub(1).is_some_and(|before| {
                    matches!(self.claim.tokens[before].lower.as_str(), "every" | "each")
                });
            if !each || self.claim.used[index] {
                continue;
            }
            let said = self.reach().any(|cited| means(&cited.source.prose, day));
            let verdict = if !said {
                Verdict::Unsupported
            } else if self.day_of_another(index, day) {
                Verdict::Contradicted
            } else {
                continue;
            };
            let span = self.claim.tokens[index].span;
            self.against(verdict, ReasonCode::FrequencyRoute, span, None, Vec::new());
            return;
        }
    }

    /// Whether a drug right before the day has a rhythm of its own in the cited lines, and none of those that tell the day speaks of it.
    fn day_of_another(&self, index: usize, day: &str) -> bool {
        let tokens = &self.claim.tokens;
        let clause = self.claim.clause_of(index);
        let drug = (index.saturating_sub(NEAR)..index).rev().find(|at| {
            self.claim.clause_of(*at) == clause && self.lexicon.is_drug(&tokens[*at].stem)
        });
        let Some(own) = drug.map(|at| &tokens[at]) else {
            return false;
        };
        let names = |prose: &[Token]| {
            let same = |word: &Token| word.ids.iter().any(|id| own.ids.contains(id));
            prose.iter().any(|word| word.is_word() && same(word))
        };
        // The answer to a question tells of what was asked.
        let asked = |cited: &Cited<'a>| {
            let number = cited.snippet.segment.as_ref().map(|own| own.number);
            self.reach().any(|other| {
                let before = other.snippet.segment.as_ref().map(|own| own.number + 1);
                before == number && names(&other.source.prose)
            })
        };
        self.cited.iter().any(|cited| names(&cited.source.prose))
            && !self.reach().any(|cited| {
                means(&cited.source.prose, day) && (names(&cited.source.prose) || asked(&cited))
            })
    }
}
