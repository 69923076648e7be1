//! Units: reading them, and converting between them.

use crate::lexicon::Lexicon;
use crate::text::{Kind, Token, id};
use rust_decimal::Decimal;
use std::collections::HashSet;

/// A unit's name without case, spaces, carets and typography.
pub(crate) fn plain(name: &str) -> String {
    name.chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '^' | '*'))
        .map(|letter| match letter {
            'μ' => 'µ',
            '×' => 'x',
            '²' => '2',
            '³' => '3',
            '⁶' => '6',
            '⁹' => '9',
            other => other.to_ascii_lowercase(),
        })
        .collect()
}

/// The same with one space where it stands between two letters: `m in` is no `min`.
pub(crate) fn spelled(name: &str) -> String {
    let mut words = name.split_whitespace();
    let mut joined = words.next().map(plain).unwrap_or_default();
    for word in words.map(plain) {
        let letter = |one: Option<char>| one.is_some_and(char::is_alphabetic);
        if letter(joined.chars().last()) && letter(word.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(&word);
    }
    joined
}

/// Unit names that a plain English word would be mistaken for.
const WORDS: [&str; 12] = [
    "a", "m", "s", "u", "in", "d", "c", "f", "ca", "ac", "n", "pg.",
];

impl Lexicon {
    /// The unit with this name or UCUM code.
    pub(crate) fn unit_of(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        (!name.is_empty())
            .then(|| self.unit_names.get(&plain(name)).copied())
            .flatten()
    }

    /// The unit that begins at token `at`, and the token after it.
    pub(crate) fn unit_at(
        &self,
        text: &str,
        tokens: &[Token],
        at: usize,
    ) -> Option<(usize, usize)> {
        let first = tokens.get(at)?;
        if first.kind == Kind::Number || (first.kind == Kind::Mark && !first.is_mark('/')) {
            return None;
        }
        let mut best = None;
        for end in at + 1..=(at + 9).min(tokens.len()) {
            let last = &tokens[end - 1];
            if last.span.end - first.span.start > 28
                || (last.is_mark(',')
                    || last.is_mark('(')
                    || last.is_mark(')')
                    || last.is_mark(';'))
            {
                break;
            }
            let Some(raw) = text.get(first.span.start..last.span.end) else {
                break;
            };
            let name = spelled(raw);
            if end == at + 1 && WORDS.contains(&name.as_str()) && !matches!(raw, "F" | "C") {
                continue;
            }
            if let Some(&unit) = self.unit_names.get(&name) {
                best = Some((unit, end));
            }
        }
        best
    }

    /// Converts a value; none where the units do not convert. `names` says of what, for molar conversions.
    pub(crate) fn convert(
        &self,
        value: Decimal,
        from: usize,
        to: usize,
        names: &HashSet<u64>,
    ) -> Option<Decimal> {
        let (from, to) = (self.units.get(from)?, self.units.get(to)?);
        if from.name == to.name {
            return Some(value);
        }
        let base = value.checked_add(from.offset)?.checked_mul(from.factor)?;
        let back = |base: Decimal| base.checked_div(to.factor)?.checked_sub(to.offset);
        let molar = || self.molar_mass(names);
        match (from.dimension.as_str(), to.dimension.as_str()) {
            (a, b) if a == b => back(base),
            ("mass_conc", "mole_conc") => {
                back(base.checked_mul(Decimal::TEN)?.checked_div(molar()?)?)
            }
            ("mole_conc", "mass_conc") => {
                back(base.checked_mul(molar()?)?.checked_div(Decimal::TEN)?)
            }
            ("equiv_conc", "mole_conc") | ("mole_conc", "equiv_conc") => back(base),
            // Hemoglobin A1c: the IFCC master equation.
            ("fraction", "mole_ratio") if names.contains(&id('c', "hba1c")) => {
                (value - Decimal::new(215, 2)).checked_mul(Decimal::new(10_929, 3))
            }
            ("mole_ratio", "fraction") if names.contains(&id('c', "hba1c")) => value
                .checked_div(Decimal::new(10_929, 3))?
                .checked_add(Decimal::new(215, 2)),
            // Urine albumin to creatinine.
            ("mass_ratio", "mass_per_mole") => value.checked_mul(Decimal::new(1131, 4)),
            ("mass_per_mole", "mass_ratio") => value.checked_mul(Decimal::new(884, 2)),
            _ => None,
        }
    }

    pub(crate) fn dimension(&self, unit: usize) -> &str {
        self.units.get(unit).map_or("", |unit| &unit.dimension)
    }
}
