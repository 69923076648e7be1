//! Numbers that a source has in its own words, which count nothing: `three dimensional`, `2 tablets`.

use super::Check;

impl Check<'_> {
    /// A number that a text or a display says itself, of the same thing: `three dimensional`, `2 tablets`.
    pub(super) fn said_of_same(&self, number: &crate::number::Number) -> bool {
        let Some(next) = self
            .claim
            .tokens
            .get(number.to)
            .filter(|next| next.is_word())
        else {
            return self.prose();
        };
        self.reach().any(|cited| {
            let structured = !cited.source.is_prose
                && !matches!(
                    cited.snippet.resource_type(),
                    Some("DocumentReference" | "DiagnosticReport" | "Composition")
                );
            cited.source.values.iter().any(|value| {
                let same = !value.measured && value.unit.is_none() && value.value == number.value;
                same && if structured {
                    value.span.is_some_and(|span| {
                        let behind = cited.snippet.text.get(span.end..).unwrap_or_default();
                        let behind = behind.trim_start_matches([' ', '-']);
                        behind
                            .get(..next.lower.len())
                            .is_some_and(|word| word.to_lowercase() == next.lower)
                    })
                } else {
                    self.prose_or_text(number)
                }
            })
        })
    }

    /// `250 mg/125 mg`: numbers that a slash joins, as one cited title has them in their order.
    pub(super) fn strengths_in_order(
        &self,
        numbers: &[crate::number::Number],
        index: usize,
    ) -> bool {
        const MOST: usize = 6;
        let slash = |next: usize| {
            let (from, to) = (numbers[next - 1].to, numbers[next].from);
            to == from + 1 && self.claim.tokens[from].is_mark('/')
        };
        let mut first = index;
        while first > 0 && index - first < MOST && slash(first) {
            first -= 1;
        }
        let mut last = index;
        while last + 1 < numbers.len() && last - index < MOST && slash(last + 1) {
            last += 1;
        }
        let run = &numbers[first..=last];
        run.len() > 1
            && self.cited.iter().any(|cited| {
                let own: Vec<&crate::source::Value> = cited
                    .source
                    .values
                    .iter()
                    .filter(|value| !value.measured && value.path != "text")
                    .collect();
                own.windows(run.len()).any(|values| {
                    values.iter().zip(run).all(|(value, number)| {
                        value.path == values[0].path
                            && self.fit(number, value) == super::fit::Fit::Same
                    })
                })
            })
    }

    /// `250/50 µg`, `250/125`: the strengths of a drug of two substances, in their order.
    pub(super) fn pair_of_strengths(&self, number: &crate::number::Number) -> bool {
        let crate::number::Form::Over(second) = number.form else {
            return false;
        };
        let fits = |told: rust_decimal::Decimal, value: &crate::source::Value| {
            let own = value
                .unit
                .filter(|unit| self.lexicon.dimension(*unit) == "mass");
            own.is_some_and(|own| match number.unit {
                None => told == value.value,
                Some(unit) => {
                    self.lexicon.convert(told, unit, own, &value.names) == Some(value.value)
                }
            })
        };
        self.cited.iter().any(|cited| {
            let drug = cited
                .snippet
                .resource_type()
                .is_some_and(|kind| kind.starts_with("Medication"));
            let own: Vec<&crate::source::Value> = cited
                .source
                .values
                .iter()
                .filter(|value| !value.measured && value.path != "text")
                .filter(|value| {
                    value
                        .unit
                        .is_some_and(|unit| self.lexicon.dimension(unit) == "mass")
                })
                .collect();
            drug && own.windows(2).any(|two| {
                two[0].path == two[1].path && fits(number.value, two[0]) && fits(second, two[1])
            })
        })
    }

    /// The names of the one test of which several results, and nothing else with a value, are cited.
    pub(super) fn one_test(&self) -> Option<std::collections::HashSet<u64>> {
        let mut tests = self
            .cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() != Some("Patient"));
        let first = tests.next()?;
        let alike = |cited: &super::Cited<'_>| {
            cited.snippet.resource_type() == Some("Observation")
                && cited.snippet.title == first.snippet.title
        };
        (alike(first) && tests.next().is_some_and(alike) && tests.all(alike))
            .then(|| first.source.names.clone())
    }

    pub(super) fn prose_or_text(&self, number: &crate::number::Number) -> bool {
        self.prose()
            || self.claim.tokens.get(number.to).is_some_and(|next| {
                !self.lexicon.is_general(&next.stem)
                    && next.ids.iter().any(|id| self.ids.contains(id))
            })
    }
}
