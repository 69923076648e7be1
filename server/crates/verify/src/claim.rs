//! A statement taken apart: dates, ages, spans of time, codes, frequencies, numbers, cues, clauses.

mod codes;
mod spans;

use crate::date::{self, Mention};
use crate::lexicon::{Cue, Found, Lexicon};
use crate::number::{self, Form, Number};
use crate::text::{self, Token};
use codes::{clauses, codes};
use model::Span;
use rust_decimal::Decimal;

/// How a span of time is anchored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// `three weeks ago`: back from the date of writing.
    Ago,
    /// `90 days later`, `a year earlier`, `within 6 months before`: between two dates.
    Between,
    /// `57-year-old`, `at age 12`
    Age,
    /// `is in five days`
    Ahead,
    /// `for four days`, `over the past year`
    Length,
}

/// A span of time in a statement.
#[derive(Clone, Debug)]
pub(crate) struct Duration {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) count: Decimal,
    /// Seconds of the unit.
    pub(crate) unit: Decimal,
    pub(crate) anchor: Anchor,
}

/// A code in a statement.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) text: String,
}

/// A statement taken apart.
pub(crate) struct Claim<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: Vec<Token>,
    pub(crate) cues: Vec<Found>,
    pub(crate) dates: Vec<Mention>,
    pub(crate) numbers: Vec<Number>,
    pub(crate) durations: Vec<Duration>,
    pub(crate) codes: Vec<Code>,
    /// From, to, plain name.
    pub(crate) frequencies: Vec<(usize, usize, String)>,
    /// Tokens that a date, code, duration or frequency has taken.
    pub(crate) used: Vec<bool>,
    /// The clause of each token.
    pub(crate) clause: Vec<u32>,
}

impl<'t> Claim<'t> {
    pub(crate) fn read(lexicon: &Lexicon, text: &'t str) -> Self {
        let mut tokens = text::tokens(text);
        lexicon.annotate(&mut tokens);
        let mut cues = lexicon.cues(&tokens);
        cues.extend(doubts(&tokens));
        let mut used = vec![false; tokens.len()];
        let codes = codes(text, &tokens);
        mark_codes(&tokens, &codes, &mut used);
        let mut dates = date::mentions(&tokens);
        dates.retain(|mention| !used[mention.from]);
        for mention in &dates {
            used[mention.from..mention.to].fill(true);
        }
        let frequencies = frequencies(lexicon, &tokens, &mut used);
        for at in 0..tokens.len() {
            if let Some(end) = power_unit(&tokens, at) {
                used[at..end].fill(true);
            }
        }
        let all = number::mentions(lexicon, text, &tokens, &used);
        let mut claim = Self {
            text,
            clause: clauses(&tokens),
            tokens,
            cues,
            dates,
            numbers: Vec::new(),
            durations: Vec::new(),
            codes,
            frequencies,
            used,
        };
        for number in all {
            match claim.duration(lexicon, &number) {
                Some(duration) => {
                    claim.used[duration.from..duration.to].fill(true);
                    claim.durations.push(duration);
                }
                None => claim.numbers.push(number),
            }
        }
        claim.articles(lexicon);
        claim.spans_without_unit();
        claim.join_durations();
        claim.sexes();
        claim.unit_of_row(lexicon);
        claim.unit_of_group(lexicon);
        claim
            .cues
            .retain(|found| !crate::cue::no_cue(&claim.tokens, *found));
        // A word of a unit is no cue: the `min` of `mL/min`.
        let inside: Vec<(usize, usize)> = claim
            .numbers
            .iter()
            .filter(|number| !number.word)
            .map(|number| (number.from, number.to))
            .collect();
        claim.cues.retain(|found| {
            !inside
                .iter()
                .any(|(from, to)| *from <= found.from && found.to <= *to)
        });
        claim
    }

    /// `DOB 6/6/26`: a year of two digits that lies ahead of the date of writing is one of the century before.
    pub(crate) fn past_century(&mut self, as_of: time::Date) {
        for mention in &mut self.dates {
            let short = self
                .tokens
                .get(mention.to - 1)
                .is_some_and(|token| token.lower.len() == 2);
            if let Some(year) = mention
                .day
                .year
                .filter(|year| short && *year > as_of.year())
            {
                mention.day.year = Some(year - 100);
            }
        }
    }

    /// `right away`: a word of time, no side.
    pub(crate) fn at_once(&self, at: usize) -> bool {
        crate::cue::right_away(&self.tokens, at)
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.lower.as_str())
    }

    fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |index| self.word(index))
    }

    /// `Creatinine mg/dL: 1.42 – 1.70`: a unit before the colon is that of the numbers behind it.
    fn unit_of_row(&mut self, lexicon: &Lexicon) {
        let Some(colon) = self.tokens.iter().position(|token| token.is_mark(':')) else {
            return;
        };
        let unit = (1..colon).find_map(|at| {
            lexicon
                .unit_at(self.text, &self.tokens, at)
                .filter(|(_, end)| *end == colon && *end > at + 1 || self.tokens[at].is("%"))
        });
        let Some((unit, _)) = unit else { return };
        let sentence = self.tokens[colon].sentence;
        for number in self.numbers.iter_mut().filter(|number| {
            number.from > colon
                && number.unit.is_none()
                && number.form == Form::Plain
                && !number.word
        }) {
            if self.tokens[number.from].sentence == sentence {
                number.unit = Some(unit);
            }
        }
    }

    /// `three years and eight months`: one span, in the smaller unit.
    fn join_durations(&mut self) {
        self.durations.sort_by_key(|duration| duration.from);
        let mut at = 0;
        while at + 1 < self.durations.len() {
            let (first, second) = (&self.durations[at], &self.durations[at + 1]);
            let joint = second.from >= first.to
                && second.from - first.to <= 1
                && self
                    .slice(first.to, second.from)
                    .iter()
                    .all(|token| token.is("and") || token.is_mark(','));
            let ratio = first
                .unit
                .checked_div(second.unit)
                .map(|ratio| ratio.round());
            let sum = ratio
                .filter(|ratio| {
                    joint
                        && first.anchor == Anchor::Length
                        && *ratio > Decimal::ONE
                        && second.count < *ratio
                })
                .and_then(|ratio| first.count.checked_mul(ratio)?.checked_add(second.count));
            if let Some(count) = sum {
                let joined = Duration {
                    from: first.from,
                    count,
                    ..second.clone()
                };
                self.used[joined.from..joined.to].fill(true);
                self.durations[at] = joined;
                self.durations.remove(at + 1);
            } else {
                at += 1;
            }
        }
    }

    /// `Na 139, K 3.8 (all mmol/L)`: the unit of every number before it.
    fn unit_of_group(&mut self, lexicon: &Lexicon) {
        for at in 1..self.tokens.len() {
            if !self.tokens[at - 1].is_mark('(') {
                continue;
            }
            let all = usize::from(self.word(at) == "all");
            let skip = all + usize::from(all == 1 && self.word(at + 1) == "in");
            let Some((unit, end)) = lexicon.unit_at(self.text, &self.tokens, at + skip) else {
                continue;
            };
            // `K 3.8, Cl 104 (mmol/L, 1/5)`: a unit of several letters with the day behind it.
            let dated = end > at + 1
                && self.tokens.get(end).is_some_and(|mark| mark.is_mark(','))
                && self.dates.iter().any(|mention| mention.from == end + 1);
            if all == 0 && !dated {
                continue;
            }
            let clause = self.clause_of(at);
            for index in 0..self.numbers.len() {
                let number = &self.numbers[index];
                if number.to < at
                    && number.unit.is_none()
                    && number.form == Form::Plain
                    && !number.word
                    && self.clause_of(number.from) == clause
                {
                    self.numbers[index].unit = Some(unit);
                }
            }
        }
    }

    /// The letter behind an age: `57M`.
    fn sexes(&mut self) {
        for duration in &self.durations {
            let Some(next) = self
                .tokens
                .get_mut(duration.to)
                .filter(|_| duration.anchor == Anchor::Age)
            else {
                continue;
            };
            match next.lower.as_str() {
                "f" => next.ids.push(text::id('c', "woman")),
                "m" => next.ids.push(text::id('c', "man")),
                _ => {}
            }
        }
    }

    /// `a week ago`, `a year earlier`, `a couple of months`.
    fn articles(&mut self, lexicon: &Lexicon) {
        for at in 0..self.tokens.len() {
            if !self.used[at] && self.word(at) == "couple" {
                let skip = usize::from(self.word(at + 1) == "of");
                if let Some((seconds, end)) = lexicon
                    .unit_at(self.text, &self.tokens, at + 1 + skip)
                    .filter(|(unit, _)| lexicon.dimension(*unit) == "time")
                    .and_then(|(unit, end)| Some((lexicon.units.get(unit)?.factor, end)))
                {
                    let (to, anchor) = self.anchor(at, end, seconds);
                    self.used[at..to].fill(true);
                    self.durations.push(Duration {
                        from: at,
                        to,
                        count: Decimal::TWO,
                        unit: seconds,
                        anchor,
                    });
                }
                continue;
            }
            if self.used[at] || !matches!(self.word(at), "a" | "an") {
                continue;
            }
            let Some((unit, end)) = lexicon.unit_at(self.text, &self.tokens, at + 1) else {
                continue;
            };
            if lexicon.dimension(unit) != "time" {
                continue;
            }
            let Some(seconds) = lexicon.units.get(unit).map(|unit| unit.factor) else {
                continue;
            };
            // `a year and a half ago`
            let half = self.word(end) == "and"
                && self.word(end + 1) == "a"
                && self.word(end + 2) == "half";
            let end = if half { end + 3 } else { end };
            let (to, anchor) = self.anchor(at, end, seconds);
            // `well over a year went by`
            let passed = matches!(
                self.word(to),
                "went" | "passed" | "elapsed" | "lies" | "lay" | "separates" | "separated"
            );
            let before_half = self.before(at, 1) == "half";
            let at = at - usize::from(before_half);
            if passed || matches!(anchor, Anchor::Ago | Anchor::Between) {
                self.used[at..to].fill(true);
                self.durations.push(Duration {
                    from: at,
                    to,
                    count: if half {
                        Decimal::new(15, 1)
                    } else if before_half {
                        Decimal::new(5, 1)
                    } else {
                        Decimal::ONE
                    },
                    unit: seconds,
                    anchor,
                });
            }
        }
    }

    /// Tokens from one to before another; none where that is no range.
    pub(crate) fn slice(&self, from: usize, to: usize) -> &[Token] {
        let to = to.min(self.tokens.len());
        self.tokens.get(from.min(to)..to).unwrap_or_default()
    }

    /// The bytes of a range of tokens.
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        let start = self.tokens.get(from).map_or(0, |token| token.span.start);
        let end = to
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(start, |token| token.span.end);
        Span::new(start, end)
    }

    /// The words of a range of tokens.
    pub(crate) fn words(&self, from: usize, to: usize) -> &'t str {
        self.span(from, to).of(self.text).unwrap_or_default()
    }

    pub(crate) fn has(&self, cue: Cue) -> bool {
        self.cues.iter().any(|found| found.cue == cue)
    }

    pub(crate) fn all(&self, cue: Cue) -> impl Iterator<Item = Found> + '_ {
        self.cues
            .iter()
            .copied()
            .filter(move |found| found.cue == cue)
    }

    /// Cues of this kind in the clause of a token.
    pub(crate) fn clause_has(&self, at: usize, cue: Cue) -> bool {
        let clause = self.clause_of(at);
        self.all(cue)
            .any(|found| self.clause_of(found.from) == clause)
    }

    pub(crate) fn clause_of(&self, at: usize) -> u32 {
        self.clause.get(at).copied().unwrap_or_default()
    }

    /// The first and one past the last token of a clause.
    pub(crate) fn clause_range(&self, clause: u32) -> (usize, usize) {
        // Clauses are numbered in order.
        let from = self.clause.partition_point(|own| *own < clause);
        let to = self.clause.partition_point(|own| *own <= clause);
        if from == to { (0, 0) } else { (from, to) }
    }
}

/// Codes and the names of their systems are neither words nor numbers.
fn mark_codes(tokens: &[Token], codes: &[Code], used: &mut [bool]) {
    const SYSTEMS: [&str; 10] = [
        "snomed", "ct", "loinc", "cvx", "icd", "cpt", "hcpcs", "rxnorm", "ndc", "cm",
    ];
    for code in codes {
        used[code.from..code.to].fill(true);
        for at in code.from.saturating_sub(2)..code.from {
            used[at] |= SYSTEMS.contains(&tokens[at].lower.as_str());
        }
    }
    for at in 1..tokens.len() {
        // The `CT` of `SNOMED CT` is no scan.
        used[at] |= tokens[at].is("ct") && tokens[at - 1].is("snomed");
        // Nor the `CM` of `ICD-10-CM` a length.
        used[at] |= tokens[at].is("cm")
            && at >= 4
            && tokens[at - 1].is_mark('-')
            && tokens[at - 4].is("icd");
    }
}

/// The frequencies: from, to, plain name.
fn frequencies(
    lexicon: &Lexicon,
    tokens: &[Token],
    used: &mut [bool],
) -> Vec<(usize, usize, String)> {
    let mut frequencies = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // `hs-TnT` is no bedtime.
        let name_part = |to: usize| {
            to == at + 1
                && tokens
                    .get(to)
                    .is_some_and(|mark| mark.is_mark('-') && !mark.spaced)
        };
        match lexicon
            .frequency(tokens, at)
            .filter(|(to, _)| !used[at] && !name_part(*to))
        {
            Some((to, name)) => {
                frequencies.push((at, to, name.to_owned()));
                used[at..to].fill(true);
                at = to;
            }
            None => at += 1,
        }
    }
    frequencies
}

/// `(both 10^3/uL)`: a unit by itself, with a power of ten and no number before it. Where it ends.
fn power_unit(tokens: &[Token], at: usize) -> Option<usize> {
    let ten = tokens.get(at)?;
    let near = |index: usize| tokens.get(index).filter(|token| !token.spaced);
    let power = near(at + 1).is_some_and(|mark| mark.is_mark('^') || mark.is_mark('*'))
        && near(at + 2).is_some_and(|digit| digit.kind == text::Kind::Number)
        && near(at + 3).is_some_and(|mark| mark.is_mark('/'))
        && near(at + 4).is_some_and(Token::is_word);
    let alone = at
        .checked_sub(1)
        .is_none_or(|before| tokens[before].kind != text::Kind::Number);
    (matches!(ten.lower.as_str(), "10" | "x10") && power && alone).then_some(at + 5)
}

/// `?MI`: a doubt.
fn doubts(tokens: &[Token]) -> impl Iterator<Item = Found> + '_ {
    let doubt = |at: &usize| {
        tokens[*at].is_mark('?')
            && tokens
                .get(at + 1)
                .is_some_and(|next| next.is_word() && !next.spaced)
    };
    (0..tokens.len()).filter(doubt).map(|at| Found {
        cue: Cue::Hedge,
        from: at,
        to: at + 1,
    })
}
