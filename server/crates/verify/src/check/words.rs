//! Every word that carries content must be said by a cited source.

use super::Check;
use crate::text::Kind;
use model::{ReasonCode, Span};

impl Check<'_> {
    /// Words that no cited source says.
    pub(crate) fn words(&mut self) {
        let mut at = self.heading();
        let mut missing: Vec<(usize, usize)> = Vec::new();
        let mut said = 0;
        while at < self.claim.tokens.len() {
            if self.claim.used[at] || self.claim.tokens[at].kind != Kind::Word || self.in_unit(at) {
                at += 1;
                continue;
            }
            // A unit that stands alone: `(all x10³/µL)`.
            if let Some((_, end)) = self
                .lexicon
                .unit_at(self.claim.text, &self.claim.tokens, at)
                .filter(|(_, end)| *end > at + 1 && !self.claim.numbers.is_empty())
            {
                at = end;
                continue;
            }
            let (covered, by_source) = self.covered(at);
            said += usize::from(by_source);
            if !covered {
                match missing.last_mut() {
                    Some((_, to)) if *to == at => *to = at + 1,
                    _ => missing.push((at, at + 1)),
                }
            }
            at += 1;
        }
        for (from, to) in missing {
            let code = self.kind_of_missing(from, to);
            self.unsupported(code, from, to);
        }
        if said == 0
            && self.evidence.is_empty()
            && !self.settled
            && self.findings.is_empty()
            && !self.titled()
        {
            let end = self.claim.tokens.len();
            self.unsupported(ReasonCode::Irrelevant, 0, end);
        }
    }

    /// Whether the statement has the whole title of a cited source, though every word of it is a plain one: `medication reconciliation`.
    fn titled(&self) -> bool {
        let stems = |tokens: &[crate::text::Token]| -> Vec<String> {
            let words = tokens.iter().filter(|token| token.is_word());
            words.map(|token| token.stem.clone()).collect()
        };
        let own = stems(&self.claim.tokens);
        self.cited.iter().any(|cited| {
            let title = cited.snippet.title.split(" (").next().unwrap_or_default();
            let title = stems(&crate::text::tokens(title));
            cited.snippet.resource.is_some()
                && title.len() > 1
                && own.windows(title.len()).any(|run| run == title)
        })
    }

    /// Where the heading that a line begins with ends: `Respiratory:`, `Past medical history:`. It names the place of what follows and claims nothing;
    /// what is no word of headings makes it a claim like any other.
    pub(super) fn heading(&self) -> usize {
        let tokens = &self.claim.tokens;
        let ends = |token: &crate::text::Token| {
            token.is_mark(':') || (token.is_mark('-') && token.spaced) || token.is_mark('|')
        };
        let Some(colon) = tokens.iter().take(8).position(ends) else {
            return 0;
        };
        let all = tokens[..colon].iter().all(|token| {
            !token.is_word()
                || self.lexicon.is_heading(&token.stem)
                || (token.ids.len() < 2 && self.lexicon.is_general(&token.stem))
        });
        let rest = tokens.get(colon + 1).is_some_and(|next| next.spaced);
        if all && rest { colon + 1 } else { 0 }
    }

    pub(super) fn in_unit(&self, at: usize) -> bool {
        // Numbers stand in order, and none within another.
        let numbers = &self.claim.numbers;
        numbers
            .partition_point(|number| number.from <= at)
            .checked_sub(1)
            .is_some_and(|last| at < numbers[last].to)
    }

    /// Whether a word needs no source or has one; and whether a source says it.
    pub(super) fn covered(&mut self, at: usize) -> (bool, bool) {
        let token = &self.claim.tokens[at];
        if token.ids.iter().any(|id| self.ids.contains(id)) && self.phrase_said(at) {
            let span = token.span;
            if self.graded_otherwise(at) {
                return (false, false);
            }
            self.tie(at, span);
            return (true, true);
        }
        let problem = token.ids.len() > 1 && self.lexicon.is_problem(&token.ids);
        let general = (self.lexicon.is_general(&token.stem) && !problem)
            || token.lower.chars().count() == 1
            || (token.ids.len() < 2
                && !(token.upper && token.lower.len() > 1)
                && !self.named_person(at)
                && self.lexicon.is_plain(&token.lower));
        if (general || self.signals(at)) && !self.claims_something(at) && !self.of_facility(at) {
            return (true, false);
        }
        if token.lower.chars().all(|letter| letter == '+') {
            return (
                self.reach()
                    .any(|cited| cited.snippet.text.contains(token.lower.as_str())),
                false,
            );
        }
        let threshold = (1..=2).any(|next| {
            self.claim.tokens.get(at + next).is_some_and(|token| {
                matches!(token.stem.as_str(), "cutoff" | "threshold")
                    || (token.is("cut") && next == 1)
            })
        });
        if threshold {
            return (true, false);
        }
        if self.family(at) || self.of_patient(at) || self.long_standing(at) {
            return (true, true);
        }
        (false, false)
    }

    /// A word of the name of a hospital or practice: `Signature Healthcare Brockton Hospital`.
    fn of_facility(&self, at: usize) -> bool {
        const NOUNS: [&str; 9] = [
            "hospital",
            "clinic",
            "center",
            "healthcare",
            "infirmary",
            "institute",
            "university",
            "hospice",
            "medical",
        ];
        let tokens = &self.claim.tokens;
        let capital = |index: usize| {
            tokens
                .get(index)
                .is_some_and(|token| token.capital && token.is_word() && !token.upper)
        };
        if !capital(at) || NOUNS.contains(&tokens[at].lower.as_str()) {
            return false;
        }
        let mut from = at;
        while from > 1 && capital(from - 1) {
            from -= 1;
        }
        let mut to = at + 1;
        while capital(to) {
            to += 1;
        }
        to - from >= 3
            && tokens[from..to].iter().any(|token| {
                matches!(
                    token.lower.as_str(),
                    "hospital" | "clinic" | "center" | "healthcare" | "infirmary"
                )
            })
    }

    /// `Mr. Price`, `Nurse Marlow`: a name, whatever the word means.
    fn named_person(&self, at: usize) -> bool {
        let before = |back: usize| {
            at.checked_sub(back)
                .map_or("", |index| self.claim.tokens[index].lower.as_str())
        };
        let title = |word: &str| {
            matches!(
                word,
                "mr" | "mrs" | "ms" | "miss" | "dr" | "prof" | "nurse" | "doctor" | "sister"
            )
        };
        self.claim.tokens[at].capital
            && (title(before(1)) || (before(1) == "." && title(before(2))))
    }

    /// Whether a word is part of a cue that a check of its own answers for: a negation, a doubt, a record, a change.
    fn signals(&self, at: usize) -> bool {
        use crate::lexicon::Cue;
        self.claim.cues.iter().any(|found| {
            found.from <= at
                && at < found.to
                && !matches!(
                    found.cue,
                    Cue::Severity | Cue::Relative | Cue::Side | Cue::Retracted
                )
        })
    }

    /// A grade that sources say, but not of the thing that it is said of here: `severe hives` where the reaction was severe and the hives moderate.
    fn graded_otherwise(&self, at: usize) -> bool {
        use crate::lexicon::Cue;
        let severity = self
            .claim
            .cues
            .iter()
            .any(|found| found.cue == Cue::Severity && found.from <= at && at < found.to);
        let Some(noun) = self
            .claim
            .tokens
            .get(at + 1)
            .filter(|noun| severity && noun.is_word() && noun.ids.len() > 1)
        else {
            return false;
        };
        let grade = &self.claim.tokens[at];
        let has = |token: &crate::text::Token, own: &crate::text::Token| {
            token.ids.iter().any(|id| own.ids.contains(id))
        };
        let mut named = false;
        for cited in self
            .cited
            .iter()
            .filter(|cited| !cited.source.prose.is_empty())
        {
            let prose = &cited.source.prose;
            for (index, _) in prose.iter().enumerate().filter(|(_, word)| has(word, noun)) {
                named = true;
                let near = &prose[index.saturating_sub(5)..(index + 5).min(prose.len())];
                if near.iter().any(|word| has(word, grade)) {
                    return false;
                }
            }
        }
        let structured = self.cited.iter().any(|cited| {
            cited.snippet.resource.is_some()
                && cited.source.names.iter().any(|id| noun.ids.contains(id))
        });
        named && !structured
    }

    /// A word of a name of several words (`nursing home`, `type 1 diabetes`) is said where the name is, or every word of it.
    fn phrase_said(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        if token.ids.len() < 2 || token.ids[1..].iter().any(|id| self.ids.contains(id)) {
            return true;
        }
        token.ids[1..].iter().any(|concept| {
            let holds = |index: usize| {
                self.claim
                    .tokens
                    .get(index)
                    .is_some_and(|token| token.ids.contains(concept) || !token.is_word())
            };
            let mut from = at;
            while from > 0 && holds(from - 1) {
                from -= 1;
            }
            let mut to = at + 1;
            while holds(to) {
                to += 1;
            }
            let phrase = self.claim.slice(from, to);
            // `Non-smoker` is not said by a text that has both words somewhere.
            let denies = phrase.iter().any(|token| {
                matches!(
                    token.lower.as_str(),
                    "non" | "no" | "not" | "never" | "without"
                )
            });
            if denies && phrase.iter().filter(|token| token.is_word()).count() > 1 {
                return self.said_in_a_row(phrase);
            }
            phrase.iter().all(|token| {
                !token.is_word()
                    || token.lower.len() < 4
                    || token.ids.iter().any(|id| self.ids.contains(id))
            })
        })
    }

    /// Whether a source has these words one after the other.
    fn said_in_a_row(&self, phrase: &[crate::text::Token]) -> bool {
        let words: Vec<&str> = phrase
            .iter()
            .filter(|token| token.is_word())
            .map(|token| token.stem.as_str())
            .collect();
        self.reach().any(|cited| {
            let own = crate::text::tokens(&cited.snippet.text);
            let own: Vec<&str> = own
                .iter()
                .filter(|token| token.is_word())
                .map(|token| token.stem.as_str())
                .collect();
            own.windows(words.len()).any(|run| run == words)
        })
    }

    /// Severity, sides and relatives are plain words that nevertheless claim something.
    pub(super) fn claims_something(&self, at: usize) -> bool {
        use crate::lexicon::Cue;
        // `is marked`, `was complicated by`: a verb, no grade.
        let before = at
            .checked_sub(1)
            .map_or("", |index| self.claim.tokens[index].lower.as_str());
        let after = self
            .claim
            .tokens
            .get(at + 1)
            .map_or("", |token| token.lower.as_str());
        if (self.claim.tokens[at].lower == "marked"
            && (matches!(before, "is" | "are" | "was" | "were" | "been" | "and")
                || matches!(after, "as" | "resolved" | "active" | "inactive" | "closed")))
            || (self.claim.tokens[at].lower == "complicated" && after == "by")
        {
            return false;
        }
        if WEEKDAYS.contains(&self.claim.tokens[at].lower.as_str()) {
            return !self.weekday(&self.claim.tokens[at].lower);
        }
        self.claim.cues.iter().any(|found| {
            found.from <= at && at < found.to && matches!(found.cue, Cue::Severity | Cue::Relative)
        })
    }

    /// Whether a date of a source is such a day.
    pub(super) fn weekday(&self, name: &str) -> bool {
        self.reach()
            .flat_map(|cited| cited.source.dates.iter())
            .any(|dated| {
                dated.start == dated.end && dated.start.weekday().to_string().to_lowercase() == name
            })
    }

    /// "Chronic problems": every one that is meant has been there for half a year.
    pub(super) fn long_standing(&self, at: usize) -> bool {
        self.claim.tokens[at].lower == "chronic"
            && self
                .cited
                .iter()
                .any(|cited| cited.snippet.resource_type() == Some("Condition"))
            && self
                .cited
                .iter()
                .filter(|cited| cited.snippet.resource_type() == Some("Condition"))
                .all(|cited| {
                    cited
                        .snippet
                        .date
                        .as_ref()
                        .is_some_and(|date| (self.as_of - date.days().0).whole_days() > 180)
                        && cited.source.state == Some(crate::source::State::Active)
                })
    }

    /// Whether a source says a word of the same family: a long common beginning.
    pub(super) fn family(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        if token.stem.len() < 6 || self.lexicon.is_drug(&token.stem) {
            return false;
        }
        self.reach().any(|cited| {
            cited
                .source
                .stems
                .iter()
                .any(|stem| related(&token.stem, stem))
        })
    }

    /// The patient's own name and place may be used without citing the Patient.
    pub(super) fn of_patient(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        token.capital && self.prepared.patient_names.contains(&token.lower)
    }

    pub(super) fn tie(&mut self, at: usize, span: Span) {
        let token = &self.claim.tokens[at];
        if token.ids.len() < 2 && self.lexicon.is_general(&token.stem) {
            return;
        }
        let found = self
            .cited
            .iter()
            .copied()
            .find(|cited| token.ids.iter().any(|id| cited.source.names.contains(id)));
        if let Some(cited) = found {
            let place = cited
                .snippet
                .facts(sources::FactRole::Code)
                .next()
                .map(|fact| (fact.path.clone(), fact.span));
            if let Some((path, source_span)) = place {
                self.support(span, cited, &path, source_span);
            }
            return;
        }
        let found = self.cited.iter().copied().find_map(|cited| {
            let there =
                cited.source.prose.iter().find(|word| {
                    word.is_word() && word.ids.iter().any(|id| token.ids.contains(id))
                })?;
            Some((cited, there.span))
        });
        if let Some((cited, there)) = found {
            self.support(span, cited, "text", Some(there));
        }
    }

    pub(super) fn kind_of_missing(&self, from: usize, to: usize) -> ReasonCode {
        use crate::lexicon::Cue;
        let tokens = self.claim.slice(from, to);
        let cue = |kind: Cue| {
            self.claim
                .cues
                .iter()
                .any(|found| found.cue == kind && found.from < to && from < found.to)
        };
        if cue(Cue::Severity) {
            ReasonCode::Severity
        } else if cue(Cue::Relative) {
            ReasonCode::Experiencer
        } else if tokens.iter().any(|token| self.lexicon.is_drug(&token.stem)) {
            ReasonCode::Drug
        } else if self.claim.all(Cue::Cause).any(|found| {
            found.to <= from && self.claim.clause_of(found.from) == self.claim.clause_of(from)
        }) {
            ReasonCode::Causality
        } else if from > 0 && tokens.iter().all(|token| token.capital && !token.upper) {
            ReasonCode::NamePlace
        } else {
            ReasonCode::Fabrication
        }
    }
}

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Whether two stems share a long beginning and differ only in short endings.
fn related(a: &str, b: &str) -> bool {
    let shared: usize = a
        .chars()
        .zip(b.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    shared >= 6 && a.len() - shared <= 3 && b.len() - shared <= 3
}
