//! First, last, highest, lowest: over the series of the whole chart.

use super::{Check, Cited, at_value};
use crate::lexicon::Found;
use crate::source::Value;
use model::{ReasonCode, SourceSpan, Verdict};
use sources::Snippet;
use time::Date;

impl<'a> Check<'a> {
    /// "Last", "latest", "first": the cited source must stand at that end of its series.
    #[expect(
        clippy::too_many_lines,
        reason = "one way after the other, read from top to bottom"
    )]
    pub(super) fn order(&mut self, found: Found, last: bool) {
        let words = self.claim.words(found.from, found.to).to_lowercase();
        let next = self
            .claim
            .tokens
            .get(found.to)
            .map_or("", |token| token.stem.as_str());
        if self.prose()
            || matches!(
                words.as_str(),
                "since" | "final" | "initial" | "initially" | "onset"
            )
        {
            return;
        }
        // "the last five checks", "last year", "first trimester": no single end.
        // "The first visit of this pregnancy": the first of a part only.
        let of_part = (found.to..(found.to + 5).min(self.claim.tokens.len())).any(|at| {
            self.claim.tokens[at].is("of")
                && self.claim.tokens.get(at + 1).is_some_and(|token| {
                    matches!(
                        token.lower.as_str(),
                        "this" | "that" | "these" | "those" | "each"
                    )
                })
                // `the first visit of the next pregnancy`
                || self.claim.tokens[at].is("of")
                    && self.claim.tokens.get(at + 2).is_some_and(|token| {
                        matches!(
                            token.lower.as_str(),
                            "next" | "last" | "previous" | "second" | "third" | "latest" | "current"
                        )
                    })
        }) || self.one_of_each(found);
        // `that first visit`: the one that was told of.
        let pointed = found.from.checked_sub(1).is_some_and(|at| {
            matches!(
                self.claim.tokens[at].lower.as_str(),
                "that" | "this" | "those" | "these"
            )
        });
        if of_part || pointed {
            return;
        }
        if matches!(
            next,
            "year" | "month" | "week" | "day" | "trimester" | "name"
        ) || self
            .claim
            .numbers
            .iter()
            .any(|number| number.from == found.to && number.word)
            || self.claim.used.get(found.to).copied().unwrap_or(false)
                && !self
                    .claim
                    .dates
                    .iter()
                    .any(|mention| mention.from == found.to + 1)
        {
            return;
        }
        let subjects = self.order_subjects(found);
        if self.of_something_else(found, &subjects) {
            return;
        }
        // "before the first cycle": first of something else than what is cited.
        if let Some(noun) = self.claim.tokens.get(found.to).filter(|token| {
            token.is_word() && self.lexicon.is_general(&token.stem) && token.ids.len() < 2
        }) && matches!(
            noun.stem.as_str(),
            "cycl"
                | "cycle"
                | "cours"
                | "course"
                | "week"
                | "time"
                | "half"
                | "line"
                | "step"
                | "part"
                | "trimester"
                | "round"
        ) {
            return;
        }
        let Some(kind) = subjects
            .first()
            .and_then(|cited| cited.snippet.resource_type())
        else {
            return;
        };
        if !matches!(
            kind,
            "Observation"
                | "Immunization"
                | "Procedure"
                | "Encounter"
                | "MedicationRequest"
                | "Condition"
                | "DiagnosticReport"
        ) {
            return;
        }
        let mut wrong: Option<&'a Snippet> = None;
        let mut right = false;
        for cited in &subjects {
            let Some(own) = cited.snippet.date.as_ref().map(|date| date.days().0) else {
                continue;
            };
            let all = self.within_told(self.like(cited.snippet));
            let days: Vec<(Date, &'a Snippet)> = all
                .into_iter()
                .filter_map(|other| other.date.as_ref().map(|date| (date.days().0, other)))
                .collect();
            let end = if last {
                days.iter().max_by_key(|(day, _)| *day)
            } else {
                days.iter().min_by_key(|(day, _)| *day)
            };
            match end {
                Some((day, other)) if *day != own => wrong = wrong.or(Some(*other)),
                _ => right = true,
            }
        }
        if let (Some(other), false) = (wrong, right) {
            let span = self.claim.span(found.from, found.to);
            let place = SourceSpan {
                source: other.id.clone(),
                path: None,
                source_span: None,
            };
            let day = other.date.as_ref().map(|date| date.days().0.to_string());
            self.against(
                Verdict::Contradicted,
                ReasonCode::Period,
                span,
                day,
                vec![place],
            );
        }
    }

    /// `the first cycle`, `the last refill`: a noun that no cited source is named by and that is no kind of record orders something else.
    fn of_something_else(&self, found: Found, subjects: &[Cited<'a>]) -> bool {
        let Some(noun) = self
            .claim
            .tokens
            .get(found.to)
            .filter(|token| token.is_word())
        else {
            return false;
        };
        let record = !self.kinds(found.to, found.to + 1).is_empty()
            || !self.kinds_in(found.to, found.to + 1).is_empty()
            || matches!(
                noun.stem.as_str(),
                "value"
                    | "valu"
                    | "level"
                    | "check"
                    | "dos"
                    | "dose"
                    | "draw"
                    | "entry"
                    | "one"
                    | "seen"
                    | "record"
                    | "measured"
                    | "measur"
                    | "available"
                    | "availab"
                    | "on"
                    | "was"
                    | "is"
                    | "in"
                    | "at"
                    | "given"
                    | "noted"
                    | "recent"
                    | "know"
                    | "reported"
                    | "report"
            );
        !record
            && noun.lower.len() > 3
            && !noun
                .ids
                .iter()
                .any(|id| subjects.iter().any(|cited| cited.source.ids.contains(id)))
            && !self.lexicon.is_lab(&noun.ids)
    }

    /// What "last" is said of: the sources that the words after it name, up to the next number or comma; else those before it.
    pub(super) fn order_subjects(&self, found: Found) -> Vec<Cited<'a>> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let stop = (found.to..to)
            .find(|index| self.claim.tokens[*index].is_mark(','))
            .unwrap_or(to);
        let after = self.named_in(found.to, stop.min(found.to + 10));
        if !after.is_empty() {
            return after;
        }
        self.nearest_named(from, found.from)
    }

    /// Where many of a series are cited, and not the whole chart is asked for, the first and the last of these are meant: `nine visits, the first on`.
    fn within_told(&self, like: Vec<&'a Snippet>) -> Vec<&'a Snippet> {
        const MANY: usize = 4;
        let told: Vec<&'a Snippet> = like
            .iter()
            .copied()
            .filter(|one| self.cited.iter().any(|cited| cited.snippet.id == one.id))
            .collect();
        let whole = self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource_type() == Some("Patient"));
        let alike = like.first().map_or(0, |one| {
            self.cited
                .iter()
                .filter(|cited| cited.snippet.resource_type() == one.resource_type())
                .count()
        });
        if alike >= MANY && !told.is_empty() && !whole {
            told
        } else {
            like
        }
    }

    /// "The lowest value of the past year": no other value of the series may lie beyond it.
    #[expect(
        clippy::too_many_lines,
        reason = "one way after the other, read from top to bottom"
    )]
    pub(super) fn extreme(&mut self, found: Found, high: bool) {
        if self.cited.iter().all(|cited| {
            cited.source.is_prose || cited.snippet.resource_type() == Some("DocumentReference")
        }) {
            return;
        }
        let clause = self.claim.clause_of(found.from);
        let usable = |number: &&crate::number::Number| {
            self.claim.clause_of(number.from) == clause
                && (!number.word || number.unit.is_some())
                && !self.claim.used[number.from]
        };
        let after = self
            .claim
            .numbers
            .iter()
            .filter(usable)
            .find(|number| number.from >= found.to);
        // "9.6 g/dL, the lowest so far, down from 10.7": said of the number before.
        let apposed = found.from.checked_sub(1).is_some_and(|at| {
            matches!(
                self.claim.tokens[at].lower.as_str(),
                "the" | "her" | "his" | "its" | "a" | "," | "("
            ) && at.checked_sub(1).is_some_and(|at| {
                let token = &self.claim.tokens[at];
                token.is_mark(',')
                    || token.is_mark('(')
                    || token.is_mark('-')
                    || matches!(token.lower.as_str(), "is" | "was" | "being" | "and" | "%")
                    || self.claim.numbers.iter().any(|number| number.to == at + 1)
            })
        });
        let before = self
            .claim
            .numbers
            .iter()
            .filter(usable)
            .rfind(|number| number.to <= found.from);
        // `the lowest is 147 and the highest 196`: the number right behind the word.
        let directly = after.is_some_and(|number| number.from == found.to);
        let near = if apposed && !directly {
            before.or(after)
        } else {
            after.or(before)
        };
        let Some(number) = near.or_else(|| self.claim.numbers.first()).cloned() else {
            return;
        };
        let pool: Vec<(Cited<'a>, &'a Value)> = self
            .cited
            .iter()
            .flat_map(|cited| {
                cited
                    .source
                    .values
                    .iter()
                    .filter(|value| value.measured)
                    .map(move |value| (*cited, value))
            })
            .collect();
        let agreed = pool.iter().copied().find(|(_, value)| {
            crate::number::agrees(number.value, number.decimals, value.value, true)
        });
        // "the lowest of 15 on file": the one value that is cited.
        let one = match pool.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let Some((cited, value)) = agreed.or(one) else {
            return;
        };
        let (claimed, decimals) = if agreed.is_some() {
            (number.value, number.decimals)
        } else {
            (value.value, value.value.scale())
        };
        let window = self.window_beside(found).or_else(|| self.window());
        let mut beyond: Option<(&'a Snippet, &'a Value)> = None;
        let tests = self
            .cited
            .iter()
            .filter(|other| other.snippet.resource_type() == Some("Observation"))
            .count();
        let series: Vec<&'a Snippet> = if self.of_these(found) {
            // "The highest of them": of those that are cited.
            let all = self.like(cited.snippet).into_iter();
            all.filter(|one| self.cited.iter().any(|cited| cited.snippet.id == one.id))
                .collect()
        } else if tests > 1
            && self.cited.iter().all(|other| {
                other.snippet.title != cited.snippet.title || other.snippet.id == cited.snippet.id
            })
            && !self
                .cited
                .iter()
                .any(|other| other.snippet.resource_type() == Some("Patient"))
        {
            Vec::new()
        } else {
            self.like(cited.snippet)
        };
        for other in series {
            let Some(day) = other.date.as_ref().map(|date| date.days().0) else {
                continue;
            };
            if window.is_some_and(|(from, to)| day < from || day > to) {
                continue;
            }
            let Some(index) = self.set.position(&other.id) else {
                continue;
            };
            for own in self
                .prepared
                .source(self.set, index)
                .values
                .iter()
                .filter(|own| own.measured && own.unit == value.unit && own.path == value.path)
            {
                let further = if high {
                    own.value > value.value
                } else {
                    own.value < value.value
                };
                let shown = crate::number::rounded(own.value, decimals) != claimed;
                if further && shown {
                    beyond = Some((other, own));
                }
            }
        }
        if let Some((other, own)) = beyond {
            let span = self.claim.span(found.from, found.to);
            let place = at_value(
                Cited {
                    snippet: other,
                    source: cited.source,
                },
                own,
            );
            self.against(
                Verdict::Contradicted,
                ReasonCode::Number,
                span,
                Some(own.shown.clone()),
                vec![place],
            );
        }
    }

    /// `the highest of them`, `the lowest of these readings`
    fn of_these(&self, found: Found) -> bool {
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        // `of the six session readings`, where six are cited.
        let so_many = || {
            let results = self
                .cited
                .iter()
                .filter(|cited| cited.snippet.resource_type() == Some("Observation"))
                .count();
            matches!(word(found.to + 1), "the" | "her" | "his")
                && self.claim.numbers.iter().any(|number| {
                    number.from == found.to + 2
                        && number.unit.is_none()
                        && number.value == rust_decimal::Decimal::from(results)
                })
        };
        word(found.to) == "of"
            && (matches!(word(found.to + 1), "them" | "these" | "those" | "which") || so_many())
    }

    /// `highest since 2023`: the time right behind the word.
    fn window_beside(&self, found: Found) -> Option<(Date, Date)> {
        let mention = self
            .claim
            .dates
            .iter()
            .find(|mention| mention.from >= found.to && mention.from <= found.to + 4)?;
        let word = mention
            .from
            .checked_sub(1)
            .map_or("", |at| self.claim.tokens[at].lower.as_str());
        match word {
            "since" | "after" => Some((mention.first()?, self.as_of)),
            "in" | "of" | "during" if mention.day.day.is_none() => {
                mention.first().zip(mention.last())
            }
            _ => None,
        }
    }

    /// The period that the statement speaks of: "of the past year", or from its first to its last date.
    pub(super) fn window(&self) -> Option<(Date, Date)> {
        let lower = self.claim.text.to_lowercase();
        for (words, days) in [
            ("past year", 366),
            ("last year", 366),
            ("past 12 months", 366),
            ("past month", 31),
            ("past six months", 184),
            ("past 6 months", 184),
            ("past two years", 731),
        ] {
            if lower.contains(words) {
                return Some((self.as_of - time::Duration::days(days), self.as_of));
            }
        }
        // A date narrows the series only behind a word that says so: "since 2023", "in 2020", "between May and July".
        let word = |at: usize| {
            at.checked_sub(1)
                .and_then(|index| self.claim.tokens.get(index))
                .map_or("", |token| token.lower.as_str())
        };
        let dates = &self.claim.dates;
        for (index, mention) in dates.iter().enumerate() {
            let (Some(first), Some(last)) = (mention.first(), mention.last()) else {
                continue;
            };
            match word(mention.from) {
                "since" | "after" => return Some((first, self.as_of)),
                "before" | "until" => return Some((Date::MIN, last)),
                "between" | "from" => {
                    if let Some(end) = dates.get(index + 1).and_then(crate::date::Mention::last) {
                        return Some((first.min(end), last.max(end)));
                    }
                    return Some((first, self.as_of));
                }
                "in" | "during" | "for" | "of" if mention.day.day.is_none() => {
                    return Some((first, last));
                }
                _ => {}
            }
        }
        None
    }
}
