//! Whether a word of a statement is said by a cited source, or needs none.

use super::Check;

impl Check<'_> {
    /// Whether a token is part of a number and its unit. Numbers stand in their order and do not overlap.
    pub(super) fn in_unit(&self, at: usize) -> bool {
        let behind = self
            .claim
            .numbers
            .partition_point(|number| number.from <= at);
        behind
            .checked_sub(1)
            .and_then(|index| self.claim.numbers.get(index))
            .is_some_and(|number| at < number.to)
    }

    /// Whether a word needs no source or has one; and whether a source says it.
    pub(super) fn covered(&mut self, at: usize) -> (bool, bool) {
        let token = &self.claim.tokens[at];
        if self.sent_home(at) {
            return (self.home_said(), true);
        }
        if token.ids.iter().any(|id| self.ids.contains(id)) && self.phrase_said(at) {
            let span = token.span;
            if self.graded_otherwise(at) {
                return (false, false);
            }
            self.tie(at, span);
            return (true, true);
        }
        // A goal that is met is no metastasis.
        if token.is("met") && self.goal_met(at) {
            return (true, false);
        }
        if self.told_positive(at) {
            return (true, false);
        }
        // `red flags`
        if token.is("red")
            && self
                .claim
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.stem == "flag")
        {
            return (true, false);
        }
        let problem = token.ids.len() > 1 && self.lexicon.is_problem(&token.ids);
        let general = (self.lexicon.is_general(&token.stem) && !problem)
            || token.lower.chars().count() == 1
            || (token.ids.len() < 2
                && !(token.upper && token.lower.len() > 1)
                && !self.named_person(at)
                && self.lexicon.is_plain(&token.lower));
        if (general || self.signals(at))
            && !self.claims_something(at)
            && !self.of_facility(at)
            && !self.named_as_cause(at)
        {
            return (true, false);
        }
        if token.lower.chars().all(|letter| letter == '+') {
            return (
                self.reach()
                    .any(|cited| cited.snippet.text.contains(token.lower.as_str())),
                false,
            );
        }
        // `How severe it was isn't stated`: asked for, not told.
        let asked = at.checked_sub(1).is_some_and(|before| {
            self.claim.tokens[before].is("how")
                && self.claim.has(crate::lexicon::Cue::Record)
                && self.claim.has(crate::lexicon::Cue::Negation)
        });
        if asked {
            return (true, false);
        }
        // The `cut` of a cut-off.
        let cut = token.is("cut")
            && (1..=2).any(|next| {
                let token = self.claim.tokens.get(at + next);
                token.is_some_and(|token| matches!(token.lower.as_str(), "off" | "offs" | "point"))
            });
        let threshold = cut
            || (1..=2).any(|next| {
                self.claim.tokens.get(at + next).is_some_and(|token| {
                    matches!(token.stem.as_str(), "cutoff" | "threshold")
                        || (token.is("cut") && next == 1)
                })
            });
        if threshold {
            return (true, false);
        }
        if self.family(at)
            || self.pressure_told(at)
            || self.kin_said(at)
            || self.of_patient(at)
            || self.long_standing(at)
            || self.temperature_told(at)
            || self.overnight(at)
            || self.topic(at)
            || self.named_around(at)
            || self.setting(at)
            || self.stage_of_life(at)
            || self.told_name(at)
            || self.gravida(at)
            || self.sex_told(at)
            || self.bare_code(at)
            || self.initials(at)
            || self.told_plainly_of_record(at)
            || self.misheard_drug(at)
            || self.roman_said(at)
        {
            return (true, true);
        }
        (self.ordinary(at) || self.asked_for(at), false)
    }

    /// Whether a source says a word of the same family: `tenderness` where it has `tender`, `renal` for the kidney.
    fn kin_said(&self, at: usize) -> bool {
        self.lexicon
            .kin(&self.claim.tokens, at)
            .any(|ids| ids.iter().all(|id| self.ids.contains(id)))
    }

    /// `BP`, `systolic`, of a pair such as one thirty over eighty, which is nothing else.
    fn pressure_told(&self, at: usize) -> bool {
        let ids = &self.claim.tokens[at].ids;
        let named = ["bp", "systolic", "diastolic"]
            .iter()
            .any(|name| ids.contains(&crate::text::id('c', name)));
        named
            && self.cited.iter().any(|cited| {
                cited.snippet.segment.is_some()
                    && cited.source.values.iter().any(|value| {
                        let thirty = rust_decimal::Decimal::from(30);
                        matches!(value.form, crate::number::Form::Over(low) if low >= thirty && value.value > low)
                    })
            })
    }

    /// An ordinary word of English that names nothing clinical and tells no cause.
    fn ordinary(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        let first = at == 0
            || self.claim.tokens[at - 1].sentence != token.sentence
            || self.claim.tokens[at - 1].is_mark(':');
        // `not on file, so please send a photo`: what is asked for tells no cause.
        let asked = self.claim.tokens.iter().take(at + 1).any(|other| {
            other.sentence == token.sentence && matches!(other.lower.as_str(), "please" | "kindly")
        });
        if asked && token.ids.len() < 2 && self.lexicon.is_office(&token.stem) {
            return true;
        }
        let cause = || {
            !asked
                && self.claim.all(crate::lexicon::Cue::Cause).any(|found| {
                    found.to <= at && self.claim.clause_of(found.from) == self.claim.clause_of(at)
                })
        };
        (!token.capital || (first && !token.upper))
            && token.ids.len() < 2
            && self.lexicon.is_ordinary(&token.lower)
            && !self.claims_something(at)
            && !cause()
    }

    /// `overnight`, of a stay that ends on the next day.
    fn overnight(&self, at: usize) -> bool {
        self.claim.tokens[at].is("overnight")
            && self.cited.iter().any(|cited| {
                let days = || {
                    cited
                        .source
                        .dates
                        .iter()
                        .filter(|dated| dated.said.is_none())
                };
                let first = days().map(|dated| dated.start).min();
                let last = days().map(|dated| dated.end).max();
                cited.snippet.resource_type() == Some("Encounter")
                    && first
                        .zip(last)
                        .is_some_and(|(first, last)| (last - first).whole_days() == 1)
            })
    }

    /// `afebrile` of 37.3 °C, `febrile` of 38.4 °C.
    fn temperature_told(&self, at: usize) -> bool {
        let word = self.claim.tokens[at].lower.as_str();
        let Some(celsius) = self
            .lexicon
            .unit_of("Cel")
            .filter(|_| matches!(word, "afebrile" | "febrile" | "fever"))
        else {
            return false;
        };
        let mut temperatures = self
            .cited
            .iter()
            .flat_map(|cited| &cited.source.values)
            .filter_map(|value| {
                self.lexicon
                    .convert(value.value, value.unit?, celsius, &value.names)
            })
            .peekable();
        let fever = rust_decimal::Decimal::from(38);
        if temperatures.peek().is_none() {
            return false;
        }
        if word == "afebrile" {
            temperatures.all(|value| value < fever)
        } else {
            temperatures.any(|value| value >= fever)
        }
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
            && (matches!(
                before,
                "is" | "are" | "was" | "were" | "been" | "and" | "all" | "both"
            ) || matches!(after, "as" | "resolved" | "active" | "inactive" | "closed")))
            || (self.claim.tokens[at].lower == "complicated"
                && matches!(after, "by" | "the" | "her" | "his" | "this" | "that"))
            || (self.claim.tokens[at].lower == "marked" && self.status_at(at + 1))
        {
            return false;
        }
        if self.occupation(at) || self.a_fall(at) {
            return true;
        }
        if WEEKDAYS.contains(&self.claim.tokens[at].lower.as_str()) {
            return !self.weekday(&self.claim.tokens[at].lower);
        }
        self.claim.cues.iter().any(|found| {
            found.from <= at && at < found.to && matches!(found.cue, Cue::Severity | Cue::Relative)
        })
    }

    /// Whether a word of status stands here: `marked completed`.
    fn status_at(&self, at: usize) -> bool {
        use crate::lexicon::Cue;
        self.claim.cues.iter().any(|found| {
            found.from == at
                && matches!(
                    found.cue,
                    Cue::Active | Cue::Inactive | Cue::Completed | Cue::Held | Cue::Retracted
                )
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
        // `Medicaid` is no `Medicare`: a name with a meaning of its own.
        let named = token.capital && token.ids.len() > 1;
        if token.stem.len() < 6 || named || self.lexicon.is_drug(&token.stem) {
            return false;
        }
        self.reach().any(|cited| {
            cited
                .source
                .stems
                .iter()
                .any(|stem| related(&token.stem, stem) || super::unsaid::derived(&token.stem, stem))
        })
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
