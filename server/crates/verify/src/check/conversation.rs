//! Words of a conversation that other lines of it say.

use super::Check;

impl Check<'_> {
    /// `G5P5`, where the source has `g5 p5`.
    pub(super) fn gravida(&self, at: usize) -> bool {
        let word = self.claim.tokens[at].lower.as_str();
        let Some((g, p)) = word.split_once('p').filter(|(g, p)| {
            let digits =
                |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            g.strip_prefix('g').is_some_and(digits) && digits(p)
        }) else {
            return false;
        };
        [g.to_owned(), format!("p{p}")]
            .iter()
            .all(|part| self.ids.contains(&crate::text::id('w', part)))
    }

    /// `Dr. Edwards`, whom another line of the same conversation names.
    pub(super) fn told_name(&self, at: usize) -> bool {
        let own = self.claim.tokens[at].ids.first().copied();
        let prefix = |id: &str| id.split(':').next().map(str::to_owned);
        let spoken = self
            .cited
            .first()
            .filter(|cited| cited.snippet.segment.is_some())
            .and_then(|cited| prefix(cited.snippet.id.as_str()));
        let (Some(own), Some(spoken)) = (own, spoken) else {
            return false;
        };
        let title = (1..=2).any(|back| {
            at.checked_sub(back).is_some_and(|index| {
                matches!(self.claim.tokens[index].lower.as_str(), "dr" | "doctor")
            })
        });
        title
            && self
                .set
                .snippets()
                .iter()
                .enumerate()
                .any(|(index, snippet)| {
                    snippet.segment.is_some()
                        && prefix(snippet.id.as_str()).as_ref() == Some(&spoken)
                        && self
                            .prepared
                            .source(self.set, index)
                            .prose
                            .windows(3)
                            .any(|near| {
                                near[2].ids.contains(&own)
                                    && near[..2]
                                        .iter()
                                        .any(|word| matches!(word.lower.as_str(), "dr" | "doctor"))
                                    || (near[1].ids.contains(&own)
                                        && matches!(near[0].lower.as_str(), "dr" | "doctor"))
                            })
                })
    }

    /// `Since discharge`, `the pill that was started in hospital`: where it happened, which another line of the conversation says.
    pub(super) fn setting(&self, at: usize) -> bool {
        const SETTINGS: [&str; 9] = [
            "hospital",
            "discharge",
            "discharged",
            "admission",
            "admitted",
            "clinic",
            "ward",
            "ambulance",
            "er",
        ];
        const SAID: [&str; 12] = [
            "hospital",
            "discharge",
            "discharged",
            "admission",
            "admitted",
            "clinic",
            "ward",
            "ambulance",
            "er",
            "hospitalized",
            "hospitalization",
            "emergency",
        ];
        let token = &self.claim.tokens[at];
        let cited = self.cited.first().filter(|_| {
            SETTINGS.contains(&token.lower.as_str())
                && self
                    .cited
                    .iter()
                    .all(|cited| cited.snippet.segment.is_some())
                && at.checked_sub(1).is_some_and(|before| {
                    let word = self.claim.tokens[before].lower.as_str();
                    matches!(
                        word,
                        "since"
                            | "in"
                            | "the"
                            | "from"
                            | "at"
                            | "after"
                            | "before"
                            | "during"
                            | "her"
                            | "his"
                    )
                })
        });
        let Some(prefix) = cited.and_then(|cited| cited.snippet.id.as_str().split(':').next())
        else {
            return false;
        };
        let mut places = self.set.snippets().iter().enumerate();
        places.any(|(index, snippet)| {
            snippet.segment.is_some()
                && snippet.id.as_str().split(':').next() == Some(prefix)
                && self
                    .prepared
                    .source(self.set, index)
                    .prose
                    .iter()
                    .any(|word| SAID.contains(&word.lower.as_str()))
        })
    }

    /// What a conversation is about may be named though the lines that are cited say `it`: a problem that another line of it affirms.
    pub(super) fn topic(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        let word = |index: usize| self.claim.tokens[index].lower.as_str();
        let sentence = token.sentence;
        let start = self
            .claim
            .tokens
            .iter()
            .position(|other| other.sentence == sentence)
            .unwrap_or(0);
        // At the head of the sentence, or behind `of`, `for`, `with`; not what she is said to have.
        let placed = (at - start <= 3
            || (1..=4).any(|back| {
                at.checked_sub(back).is_some_and(|index| {
                    index >= start
                        && matches!(word(index), "of" | "for" | "with" | "about" | "from")
                })
            }))
            && !(start..at)
                .any(|index| matches!(word(index), "has" | "have" | "had" | "is" | "diagnosed"));
        let cited = self.cited.first().filter(|_| {
            placed
                && (self.lexicon.is_problem(&token.ids)
                    || (at - start <= 3 && token.ids.len() > 1 && !self.lexicon.is_lab(&token.ids))
                    || token.stem == "pain")
                && self
                    .cited
                    .iter()
                    .all(|cited| cited.snippet.segment.is_some())
                && !self.negated_clause(at)
        });
        let Some(prefix) = cited.and_then(|cited| cited.snippet.id.as_str().split(':').next())
        else {
            return false;
        };
        self.set
            .snippets()
            .iter()
            .enumerate()
            .any(|(index, snippet)| {
                let other = snippet.segment.is_some()
                    && snippet.id.as_str().split(':').next() == Some(prefix);
                let source = self.prepared.source(self.set, index);
                let line = super::Cited { snippet, source };
                other
                    && source.prose.iter().enumerate().any(|(place, word)| {
                        word.is_word()
                            && word.ids.iter().any(|id| token.ids.contains(id))
                            && self.polarity_at(0, line, place)
                                == Some(super::negation::Polarity::Affirmed)
                    })
            })
    }
}
