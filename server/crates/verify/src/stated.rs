//! The numbers and the prose of a source.

use crate::date;
use crate::lexicon::Lexicon;
use crate::number::{self, Form};
use crate::source::{Dated, Source, Value};
use crate::text::{self, Token};
use model::Span;
use rust_decimal::Decimal;
use sources::{Fact, FactRole, FactValue, Quantity, Snippet};
use std::collections::HashSet;
use time::Date;

impl Source {
    pub(crate) fn values_of(
        &mut self,
        lexicon: &Lexicon,
        fact: &Fact,
        groups: &[(u16, HashSet<u64>)],
        own: &HashSet<u64>,
        observed: bool,
    ) {
        let named = || {
            let part = groups
                .iter()
                .find(|(group, _)| *group == fact.group && fact.group != 0);
            // What is breathed in beside a saturation is none.
            let saturation = own.contains(&text::id('c', "spo2"));
            let mut names = if part.is_some() && saturation {
                HashSet::new()
            } else {
                own.clone()
            };
            if let Some((_, more)) = part {
                names.extend(more.iter().copied());
            }
            names
        };
        let measured = fact.role == FactRole::Value && observed;
        let mut push = |quantity: &Quantity, path: &str| {
            let unit = quantity
                .ucum
                .as_deref()
                .and_then(|code| lexicon.unit_of(code))
                .or_else(|| lexicon.unit_of(&quantity.unit));
            let limit = quantity.comparator.map(|comparator| match comparator {
                sources::Comparator::Less => number::Limit::Below,
                sources::Comparator::LessOrEqual => number::Limit::AtMost,
                sources::Comparator::GreaterOrEqual => number::Limit::AtLeast,
                sources::Comparator::Greater => number::Limit::Above,
            });
            self.values.push(Value {
                value: quantity.value,
                unit,
                names: named(),
                limit,
                form: Form::Plain,
                path: path.to_owned(),
                span: fact.span,
                shown: sources::render::shown_amount(quantity),
                measured,
            });
        };
        match &fact.value {
            FactValue::Quantity(quantity) => push(quantity, &fact.path),
            FactValue::Range { low, high } => low
                .iter()
                .chain(high)
                .for_each(|quantity| push(quantity, &fact.path)),
            FactValue::Ratio {
                numerator,
                denominator,
            } => {
                push(numerator, &fact.path);
                push(denominator, &fact.path);
            }
            FactValue::Integer(value) => {
                let quantity = Quantity {
                    comparator: None,
                    value: Decimal::from(*value),
                    written: value.to_string(),
                    unit: String::new(),
                    ucum: None,
                };
                push(&quantity, &fact.path);
            }
            // A code that stands for a missing name is no number.
            FactValue::Coded { text, codings } if codings.iter().any(|one| one.code == *text) => {}
            FactValue::Text(text) if is_uuid(text) => {}
            FactValue::Coded { text, .. }
            | FactValue::Text(text)
            | FactValue::Reference {
                text: Some(text), ..
            } if !self.is_prose => {
                let base = fact.span.map(|span| span.start);
                self.values_in_text(lexicon, text, &fact.path, base, own);
            }
            _ => {}
        }
    }

    /// Numbers in a display or an instruction: `Metformin 500 MG`, `Hemoglobin A1c < 7.0`.
    pub(crate) fn values_in_text(
        &mut self,
        lexicon: &Lexicon,
        words: &str,
        path: &str,
        base: Option<usize>,
        own: &HashSet<u64>,
    ) {
        if !words.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        let mut tokens = text::tokens(words);
        lexicon.annotate(&mut tokens);
        self.read_numbers(lexicon, words, &tokens, path, base, own, usize::MAX);
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one call each for displays and prose"
    )]
    pub(crate) fn read_numbers(
        &mut self,
        lexicon: &Lexicon,
        words: &str,
        tokens: &[Token],
        path: &str,
        base: Option<usize>,
        own: &HashSet<u64>,
        reach: usize,
    ) {
        let dates = date::mentions(tokens);
        let mut used = vec![false; tokens.len()];
        for mention in &dates {
            used[mention.from..mention.to].fill(true);
            let known = mention.first().zip(mention.last());
            let epoch = Date::MIN;
            let (start, end) = known.unwrap_or((epoch, epoch));
            let span = base.map(|base| {
                Span::new(
                    base + tokens[mention.from].span.start,
                    base + tokens[mention.to - 1].span.end,
                )
            });
            self.dates.push(Dated {
                start,
                end,
                role: FactRole::Text,
                path: path.to_owned(),
                span,
                said: Some(mention.day),
            });
        }
        let mut numbers = number::mentions(lexicon, words, tokens, &used);
        if reach != usize::MAX {
            let corrected = corrected(tokens, &numbers);
            let mut kept = corrected.into_iter();
            numbers.retain(|_| !kept.next().unwrap_or(false));
        }
        let mut previous_end = 0;
        for (index, number) in numbers.iter().enumerate() {
            let next = numbers
                .get(index + 1)
                .map_or(tokens.len(), |next| next.from);
            let sentence = tokens[number.from].sentence;
            let start = previous_end.max(number.from.saturating_sub(reach));
            let before = tokens[start..number.from]
                .iter()
                .filter(|token| token.sentence == sentence);
            let mut names: HashSet<u64> =
                before.flat_map(|token| token.ids.iter().copied()).collect();
            if names.is_empty() || reach != usize::MAX {
                let end = next.min(number.to + 6).max(number.to);
                names.extend(
                    tokens[number.to..end]
                        .iter()
                        .take_while(|token| {
                            token.sentence == sentence && !token.is_mark(',') && !token.is_mark('/')
                        })
                        .flat_map(|token| token.ids.iter().copied()),
                );
            }
            // `from ten to twenty milligrams`: what is joined is said of the same.
            let joined = index > 0
                && tokens
                    .get(previous_end..number.from)
                    .is_some_and(|between| {
                        (1..=2).contains(&between.len())
                            && between.iter().all(|token| {
                                token.is_mark('-')
                                    || token.is_mark('→')
                                    || matches!(token.lower.as_str(), "to" | "then" | "or")
                            })
                    });
            if joined && let Some(before) = self.values.last() {
                names.extend(before.names.iter().copied());
            }
            // One ingredient: every number of the display is its.
            if reach == usize::MAX && (number.from < 2 || !words.contains(" / ")) {
                names.extend(own.iter().copied());
            }
            let span = base.map(|base| {
                Span::new(
                    base + tokens[number.from].span.start,
                    base + tokens[number.to - 1].span.end,
                )
            });
            let shown = words
                .get(tokens[number.from].span.start..tokens[number.to - 1].span.end)
                .unwrap_or_default()
                .to_owned();
            self.values.push(Value {
                value: number.value,
                unit: number.unit,
                names,
                limit: number.sign,
                form: number.form,
                path: path.to_owned(),
                span,
                shown,
                measured: false,
            });
            previous_end = number.to;
        }
    }

    pub(crate) fn read_prose(&mut self, lexicon: &Lexicon, snippet: &Snippet) {
        for span in &snippet.prose {
            let Some(words) = span.of(&snippet.text) else {
                continue;
            };
            let mut tokens = text::tokens(words);
            if snippet.segment.is_some() {
                crate::unpunctuated::split(&mut tokens);
            }
            lexicon.annotate(&mut tokens);
            self.ids
                .extend(tokens.iter().flat_map(|token| token.ids.iter().copied()));
            self.stems.extend(
                tokens
                    .iter()
                    .filter(|token| token.stem.len() >= 6)
                    .map(|token| token.stem.clone()),
            );
            let mut at = 0;
            while at < tokens.len() {
                let daily = || crate::lexicon::amount_a_day(&tokens, at).map(|end| (end, "1/d"));
                match lexicon.frequency(&tokens, at).or_else(daily) {
                    Some((to, name)) => {
                        self.frequencies.push((
                            name.to_owned(),
                            "text".to_owned(),
                            Some(Span::new(
                                span.start + tokens[at].span.start,
                                span.start + tokens[to - 1].span.end,
                            )),
                        ));
                        at = to;
                    }
                    None => at += 1,
                }
            }
            self.read_numbers(
                lexicon,
                words,
                &tokens,
                "text",
                Some(span.start),
                &HashSet::new(),
                10,
            );
            for token in &mut tokens {
                token.span = Span::new(token.span.start + span.start, token.span.end + span.start);
            }
            let offset = self.prose.last().map_or(0, |last| last.sentence + 1);
            for token in &mut tokens {
                token.sentence += offset;
            }
            self.prose.extend(tokens);
        }
        self.cues = lexicon.cues(&self.prose);
        self.family = family_sections(lexicon, &self.prose);
    }
}

/// `three weeks ago. I mean, two weeks ago`: which numbers the speaker takes back for the next of their kind.
fn corrected(tokens: &[Token], numbers: &[number::Number]) -> Vec<bool> {
    const NEAR: usize = 8;
    const WORDS: [&[&str]; 6] = [
        &["i", "mean"],
        &["make", "that"],
        &["no", "wait"],
        &["correction"],
        &["scratch", "that"],
        &["sorry", ","],
    ];
    let mut out: Vec<bool> = numbers
        .windows(2)
        .map(|two| {
            let between = tokens.get(two[0].to..two[1].from).unwrap_or_default();
            two[0].unit == two[1].unit
                && two[0].form == two[1].form
                && between.len() <= NEAR
                && WORDS.iter().any(|words| {
                    between
                        .windows(words.len())
                        .any(|run| run.iter().zip(*words).all(|(token, word)| token.is(word)))
                })
        })
        .collect();
    out.push(false);
    out
}

/// The sentences under a heading such as `FAMILY HISTORY`, up to the next heading.
fn family_sections(lexicon: &Lexicon, prose: &[Token]) -> HashSet<u32> {
    let mut out = HashSet::new();
    let mut inside = false;
    for line in prose.chunk_by(|a, b| a.sentence == b.sentence) {
        let words = line.iter().filter(|token| token.is_word());
        let heading = line.len() <= 8
            && line
                .iter()
                .all(|token| !token.is_word() || lexicon.is_heading(&token.stem) || token.is("of"))
            && words.clone().count() > 0;
        if heading {
            inside = words
                .clone()
                .any(|token| matches!(token.lower.as_str(), "family" | "fh"));
        } else if inside && let Some(first) = line.first() {
            out.insert(first.sentence);
        }
    }
    out
}

/// Whether an identifier is a UUID (RFC 9562, section 4): its digits are no number.
fn is_uuid(text: &str) -> bool {
    let text = text.strip_prefix("urn:uuid:").unwrap_or(text);
    text.len() == 36
        && text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        && text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}
