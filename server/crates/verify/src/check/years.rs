//! Years with and without a thing: `2016 is the only year without a cardioversion`, `a flu vaccine every year but 2014`.

use super::Check;
use crate::date::Mention;
use crate::lexicon::Cue;
use model::ReasonCode;
use std::collections::BTreeSet;
use time::Date;

/// How far from the year its noun or preposition stands, in tokens.
const NEAR: usize = 12;
/// The longest row of years that is looked at.
const LONGEST: i32 = 120;

/// What is told of a year.
struct Told {
    /// The years that are the exception, in the order of the text.
    years: Vec<Mention>,
    /// What there was none of in it.
    thing: (usize, usize),
    /// All tokens that tell it.
    whole: (usize, usize),
}

impl Check<'_> {
    /// Judges the only year without a thing over the whole chart: each other year of the time that is told has one, this one has none.
    pub(crate) fn only_year_without(&mut self) {
        let patient = self
            .cited
            .iter()
            .any(|cited| cited.snippet.resource_type() == Some("Patient"));
        if !patient || self.documents() {
            return;
        }
        let years = self.years_told();
        let told = years.iter().find_map(|year| {
            self.without(*year, &years)
                .or_else(|| self.but(*year, &years))
        });
        let Some(told) = told else { return };
        let Some(held) = self.years_with(told.thing) else {
            return;
        };
        let except: BTreeSet<i32> = told.years.iter().filter_map(|one| one.day.year).collect();
        let Some((first, last)) = self.row_of_years(&told, &years, &held) else {
            return;
        };
        // A year that is not over may have its own still to come.
        let over = |each: i32| each < self.as_of.year();
        let others = (first..=last)
            .all(|each| except.contains(&each) || held.contains(&each) || !over(each));
        let right = except
            .iter()
            .all(|year| first <= *year && *year <= last && !held.contains(year));
        let span = self.claim.span(told.whole.0, told.whole.1);
        if !others || !right {
            self.against(
                model::Verdict::Contradicted,
                ReasonCode::Absence,
                span,
                None,
                Vec::new(),
            );
        }
        self.settled = true;
        self.answered.push(told.whole);
        let (from, to) = told.whole;
        let own = |start: usize| from <= start && start < to;
        self.claim.dates.retain(|mention| !own(mention.from));
        self.claim.frequencies.retain(|(start, _, _)| !own(*start));
        self.claim.numbers.retain(|number| !own(number.from));
        self.claim.cues.retain(|cue| {
            !(own(cue.from)
                && matches!(cue.cue, Cue::Only | Cue::Negation | Cue::Every | Cue::First))
        });
        self.settle(from, to);
    }

    /// All years that stand alone, in the order of the text: as dates, or as bare numbers (`the only one is 2015`).
    fn years_told(&self) -> Vec<Mention> {
        let dates = self.claim.dates.iter();
        let mut years: Vec<Mention> = dates
            .filter(|mention| mention.day.month.is_none() && mention.day.year.is_some())
            .copied()
            .collect();
        let now = self.as_of.year();
        let numbers =
            self.claim.numbers.iter().filter(|number| {
                number.unit.is_none() && !number.word && number.to == number.from + 1
            });
        years.extend(numbers.filter_map(|number| {
            let token = self.claim.tokens.get(number.from)?;
            let year: i32 = token.lower.parse().ok()?;
            (token.lower.len() == 4 && (1900..=now).contains(&year)).then_some(Mention {
                from: number.from,
                to: number.to,
                day: crate::date::Day {
                    year: Some(year),
                    month: None,
                    day: None,
                },
                until: None,
            })
        }));
        years.sort_by_key(|mention| mention.from);
        years
    }

    /// `2016 is the only calendar year since 2010 without one`, `the only year without a cardioversion is 2016`.
    fn without(&self, year: Mention, years: &[Mention]) -> Option<Told> {
        let tokens = &self.claim.tokens;
        let word = |at: usize| {
            let token = tokens.get(at).filter(|token| token.is_word());
            token.map_or("", |token| token.lower.as_str())
        };
        let (from, to) = self.sentence_range(year.from);
        let from = from.max(year.from.saturating_sub(2 * NEAR));
        let to = to.min(year.to + 2 * NEAR);
        let clause = self.claim.clause_of(year.from);
        let noun = (from..to).find(|at| {
            matches!(word(*at), "year" | "years")
                && (1..=2).any(|back| {
                    at.checked_sub(back)
                        .is_some_and(|at| matches!(word(at), "only" | "one" | "single" | "sole"))
                })
                && self.claim.clause_of(*at) == clause
        })?;
        let not = (noun + 1..to.min(noun + NEAR)).find(|at| {
            matches!(word(*at), "without" | "lacking" | "missing")
                || (word(*at) == "with" && matches!(word(at + 1), "no" | "none"))
        })?;
        let start = not + 1 + usize::from(word(not) == "with" && word(not + 1) == "no");
        let (_, clause_to) = self.claim.clause_range(self.claim.clause_of(not));
        let end = (start..clause_to.min(to))
            .find(|at| {
                !tokens[*at].is_word()
                    || matches!(
                        word(*at),
                        "is" | "was" | "on" | "in" | "at" | "between" | "since" | "from"
                    )
            })
            .unwrap_or(clause_to.min(to));
        let near = year.from.abs_diff(noun) <= NEAR || year.from.abs_diff(end) <= NEAR;
        // The year itself is no bound: it stands as the subject, or behind the verb.
        let bound = year.from.checked_sub(1).is_some_and(|at| {
            matches!(
                word(at),
                "since" | "between" | "and" | "from" | "to" | "until" | "through"
            )
        });
        let years = self.joined_years(year, years);
        let last = years.last().map_or(year.to, |year| year.to);
        (near && !bound && start < end).then(|| Told {
            years,
            thing: (start, end),
            whole: (year.from.min(noun.saturating_sub(2)), end.max(last)),
        })
    }

    /// `2016 and 2018`, `2014, 2016 or 2018`: the years that are told with one.
    fn joined_years(&self, first: Mention, years: &[Mention]) -> Vec<Mention> {
        let mut out = vec![first];
        for next in years.iter().filter(|next| next.from > first.from) {
            let end = out.last().map_or(first.to, |last| last.to);
            let mut between = self.claim.slice(end, next.from).iter();
            let joins = next.from <= end + 2
                && between.all(|token| {
                    token.is_mark(',') || matches!(token.lower.as_str(), "and" | "or" | "nor")
                });
            if !joins {
                break;
            }
            out.push(*next);
        }
        out
    }

    /// `an influenza vaccine is on file for every year but 2014`
    fn but(&self, year: Mention, years: &[Mention]) -> Option<Told> {
        let tokens = &self.claim.tokens;
        let word = |at: usize| {
            let token = tokens.get(at).filter(|token| token.is_word());
            token.map_or("", |token| token.lower.as_str())
        };
        let before = year.from.checked_sub(1)?;
        let preposition = if matches!(word(before), "for" | "in" | "of") {
            before.checked_sub(1)?
        } else {
            before
        };
        if !matches!(word(preposition), "but" | "except" | "save" | "excepting") {
            return None;
        }
        let (from, to) = self.sentence_range(year.from);
        let from = from.max(year.from.saturating_sub(4 * NEAR));
        let to = to.min(year.to + 4 * NEAR);
        let noun = (from..preposition)
            .rev()
            .find(|at| matches!(word(*at), "year" | "years" | "annually" | "yearly"))?;
        let start = (from..noun)
            .rev()
            .find(|at| matches!(word(*at), "every" | "each" | "all") && noun - *at <= 3);
        let start =
            start.or_else(|| matches!(word(noun), "annually" | "yearly").then_some(noun))?;
        let end = (from..start)
            .find(|at| {
                matches!(
                    word(*at),
                    "is" | "was" | "are" | "were" | "has" | "had" | "have" | "got" | "on"
                )
            })
            .unwrap_or(start);
        let named = !self.terms(from, end).is_empty();
        let thing = if named { (from, end) } else { (start, to) };
        let years = self.joined_years(year, years);
        let last = years.last().map_or(year.to, |year| year.to);
        Some(Told {
            years,
            thing,
            whole: (start, last),
        })
    }

    /// The years in which the chart has the thing; none where no thing is named.
    fn years_with(&self, thing: (usize, usize)) -> Option<BTreeSet<i32>> {
        let items = self.items(thing.0, thing.1);
        let year_of =
            |snippet: &&sources::Snippet| snippet.date.as_ref().map(|date| date.days().0.year());
        let years: BTreeSet<i32> = if items.is_empty() {
            let cited = self.cited.iter().filter(|cited| {
                matches!(
                    cited.snippet.resource_type(),
                    Some("Immunization" | "Procedure" | "Observation" | "Encounter")
                )
            });
            let like = cited.flat_map(|cited| self.like(cited.snippet));
            like.filter_map(|snippet| year_of(&snippet)).collect()
        } else {
            let kinds = self.kinds(thing.0, thing.1);
            let cited: BTreeSet<i32> = self.cited_days().iter().map(|day| day.year()).collect();
            let first = *cited.first()? - 1;
            let last = self.as_of.year();
            if last - first > LONGEST {
                return None;
            }
            (first..=last)
                .filter(|year| {
                    let whole =
                        crate::date::date(*year, 1, 1).zip(crate::date::date(*year, 12, 31));
                    whole.is_some_and(|whole| {
                        !self
                            .all_held(&items, &kinds, None, thing, &[whole])
                            .is_empty()
                    })
                })
                .collect()
        };
        (!years.is_empty()).then_some(years)
    }

    /// From which year to which the sentence speaks: as told, else from the first to the last that has one.
    fn row_of_years(
        &self,
        told: &Told,
        years: &[Mention],
        held: &BTreeSet<i32>,
    ) -> Option<(i32, i32)> {
        let word = |mention: &Mention| {
            mention
                .from
                .checked_sub(1)
                .map_or("", |at| self.claim.tokens[at].lower.as_str())
        };
        let (from, to) = self.sentence_range(told.whole.0);
        let others = || {
            years.iter().filter(|mention| {
                !told.years.contains(mention) && mention.from >= from && mention.from < to
            })
        };
        let bound = |words: &[&str]| {
            others()
                .find(|mention| words.contains(&word(mention)))
                .and_then(|mention| mention.day.year)
        };
        let first = bound(&["since", "between", "from", "after"]);
        let last = bound(&["and", "to", "through", "until", "till"]).filter(|_| first.is_some());
        let known = self.cited_days();
        let ends = |days: &[Date]| days.iter().map(|day| day.year()).min();
        let first = first
            .or_else(|| ends(&known))
            .or_else(|| held.first().copied())?;
        let last = last.unwrap_or_else(|| {
            if others().any(|mention| word(mention) == "since") {
                self.as_of.year()
            } else {
                held.last().copied().unwrap_or(first)
            }
        });
        (last - first <= LONGEST).then_some((first, last))
    }
}
