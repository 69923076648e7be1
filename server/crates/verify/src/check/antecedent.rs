//! What the cited lines of a conversation call `it` or `they`: named in the lines right before them.

use super::Check;
use crate::source::Source;
use crate::text::Token;

/// How many lines before the cited ones a thing may have been named.
const LINES: usize = 3;
/// How many lines before the cited ones a test may have been named.
const TESTS: usize = 6;

impl Check<'_> {
    /// A plain noun at the head of a sentence, or a test, that the lines around the cited ones name last.
    pub(super) fn named_around(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        let (start, _) = self.sentence_range(at);
        let spoken = self
            .cited
            .iter()
            .all(|cited| cited.snippet.segment.is_some());
        if !spoken || self.denied_just_before(at) || self.lexicon.is_drug(&token.stem) {
            return false;
        }
        if self.lexicon.is_lab(&token.ids) {
            return self.test_named_before(token);
        }
        // `CLA`, of `you can try either`
        let initials = token.upper && token.lower.len() >= 3 && at - start <= 3;
        if initials && token.ids.len() < 2 {
            return said_in(&self.lines_around(TESTS, 0), token);
        }
        let noun = token.ids.len() < 2
            && at - start <= 3
            && token.lower.len() > 3
            && at
                .checked_sub(1)
                .is_some_and(|before| matches!(self.claim.tokens[before].lower.as_str(), "the"));
        noun && said_in(&self.lines_around(LINES, 1), token)
    }

    /// Whether the nearest line before the cited ones that names any test names this one, and the cited lines none.
    fn test_named_before(&self, token: &Token) -> bool {
        // The `long` of `not so long ago` names no test.
        let names = |word: &Token| {
            self.lexicon.is_lab(&word.ids)
                && !self.lexicon.is_plain(&word.lower)
                && !self.lexicon.is_general(&word.stem)
        };
        let tests = |line: &Source| line.prose.iter().any(names);
        if self.cited.iter().any(|cited| tests(cited.source)) {
            return false;
        }
        let lines = self.lines_around(TESTS, 0);
        let nearest = lines.iter().find(|line| tests(line));
        nearest.is_some_and(|line| {
            let own = |id: &u64| self.lexicon.is_lab(&[*id]) && line.ids.contains(id);
            token.ids.iter().any(own)
        })
    }

    /// The lines before the first cited one, nearest first, and so many behind the last.
    fn lines_around(&self, before: usize, behind: usize) -> Vec<&Source> {
        let numbers = self
            .cited
            .iter()
            .filter_map(|cited| Some(cited.snippet.segment.as_ref()?.number));
        let (Some(first), Some(last)) = (numbers.clone().min(), numbers.max()) else {
            return Vec::new();
        };
        let prefix = self
            .cited
            .first()
            .and_then(|cited| cited.snippet.id.as_str().split(':').next())
            .unwrap_or_default();
        let back = (first.saturating_sub(before)..first).rev();
        back.chain(last + 1..=last + behind)
            .filter_map(|number| {
                let id = model::SourceId::new(format!("{prefix}:{number}"));
                Some(self.prepared.source(self.set, self.set.position(&id)?))
            })
            .collect()
    }
}

/// Whether one of these lines has a word.
fn said_in(lines: &[&Source], token: &Token) -> bool {
    lines
        .iter()
        .any(|line| line.prose.iter().any(|word| word.stem == token.stem))
}
