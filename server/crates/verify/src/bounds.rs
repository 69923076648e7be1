//! Reference ranges as they are told: bounds of their own, or words such as `12.0 - 17.0 g/dL` (FHIR R4 `Observation.referenceRange`).

use rust_decimal::Decimal;
use sources::{Fact, FactValue, Quantity};

/// Where a value lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    High,
    Low,
    Inside,
    /// High or low, whichever.
    Outside,
}

impl Place {
    /// Whether what is told can't be so of a value that lies there.
    pub(crate) fn excludes(self, own: Self) -> bool {
        match (self, own) {
            (Self::Outside, place) | (place, Self::Outside) => place == Self::Inside,
            (told, own) => told != own,
        }
    }
}

/// The ends of a range; either may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    low: Option<Decimal>,
    high: Option<Decimal>,
}

impl Bounds {
    /// The one range that these facts tell; none where there is none, or several that differ (by age, sex or phase of the cycle).
    pub(crate) fn of<'a>(
        facts: impl Iterator<Item = &'a Fact>,
        unit: Option<&str>,
    ) -> Option<Self> {
        let facts: Vec<&Fact> = facts.collect();
        // An end in another unit than the value's tells nothing of it.
        let same = |limit: &Quantity| {
            limit.unit.is_empty() || unit.is_none_or(|unit| unit.is_empty() || limit.unit == unit)
        };
        let mut known: Vec<(&str, Self)> = Vec::new();
        for fact in &facts {
            let own = match &fact.value {
                FactValue::Range { low, high } => Self {
                    low: low.as_ref().filter(|low| same(low)).map(|low| low.value),
                    high: high
                        .as_ref()
                        .filter(|high| same(high))
                        .map(|high| high.value),
                },
                FactValue::Quantity(limit) if !same(limit) => continue,
                FactValue::Quantity(limit) if fact.path.ends_with("low") => Self {
                    low: Some(limit.value),
                    high: None,
                },
                FactValue::Quantity(limit) if fact.path.ends_with("high") => Self {
                    low: None,
                    high: Some(limit.value),
                },
                _ => continue,
            };
            add(&mut known, element(&fact.path), own);
        }
        // What words say counts only where there are no ends of their own.
        if known.is_empty() {
            for fact in facts {
                if let FactValue::Text(words) | FactValue::Coded { text: words, .. } = &fact.value
                    && let Some(own) = Self::read(words)
                {
                    add(&mut known, element(&fact.path), own);
                }
            }
        }
        let (_, first) = *known.first()?;
        known.iter().all(|(_, own)| *own == first).then_some(first)
    }

    /// Where a value lies; none where both ends are open.
    pub(crate) fn place(self, value: Decimal) -> Option<Place> {
        if self.low.is_none() && self.high.is_none() {
            return None;
        }
        Some(if self.high.is_some_and(|high| value > high) {
            Place::High
        } else if self.low.is_some_and(|low| value < low) {
            Place::Low
        } else {
            Place::Inside
        })
    }

    /// `12.0 - 17.0 g/dL`, `3,5–5,0` is none, `<= 14 ng/L`, `> 60`; strict ends are read as ends.
    fn read(words: &str) -> Option<Self> {
        let words = words.trim();
        let end = |words: &str| -> Option<Decimal> {
            let words = words.trim_start_matches(['=', ' ']);
            let digits = words
                .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
                .unwrap_or(words.len());
            words[..digits].parse().ok()
        };
        if let Some(rest) = words.strip_prefix(['<', '≤']) {
            return Some(Self {
                low: None,
                high: Some(end(rest)?),
            });
        }
        if let Some(rest) = words.strip_prefix(['>', '≥']) {
            return Some(Self {
                low: Some(end(rest)?),
                high: None,
            });
        }
        let (low, high) = words
            .split_once(['-', '–', '—'])
            .or_else(|| words.split_once(" to "))?;
        let low = low.trim();
        let whole = !low.is_empty()
            && low
                .chars()
                .all(|letter| letter.is_ascii_digit() || letter == '.');
        if !whole {
            return None;
        }
        Some(Self {
            low: Some(low.parse().ok()?),
            high: Some(end(high.trim_start())?),
        })
    }
}

/// Joins what is known of one element's range.
fn add<'a>(known: &mut Vec<(&'a str, Bounds)>, element: &'a str, own: Bounds) {
    match known.iter_mut().find(|(path, _)| *path == element) {
        Some((_, bounds)) => {
            bounds.low = bounds.low.or(own.low);
            bounds.high = bounds.high.or(own.high);
        }
        None => known.push((element, own)),
    }
}

/// The path of the range that a part of it belongs to.
fn element(path: &str) -> &str {
    path.strip_suffix(".low")
        .or_else(|| path.strip_suffix(".high"))
        .or_else(|| path.strip_suffix(".text"))
        .unwrap_or(path)
}

/// What a laboratory says of its own value (HL7 v3 `ObservationInterpretation`).
pub(crate) fn interpreted(fact: &Fact) -> Option<Place> {
    let FactValue::Coded { text, codings } = &fact.value else {
        return None;
    };
    codings
        .iter()
        .map(|coding| coding.code.as_str())
        .chain([text.as_str()])
        .find_map(|code| match code {
            "H" | "HH" | "HU" | "High" | "Critical high" => Some(Place::High),
            "L" | "LL" | "LU" | "Low" | "Critical low" => Some(Place::Low),
            "N" | "Normal" => Some(Place::Inside),
            "A" | "AA" | "Abnormal" | "Critical" | "Critical abnormal" => Some(Place::Outside),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(words: &str, value: i64) -> Option<Place> {
        Bounds::read(words).and_then(|bounds| bounds.place(Decimal::from(value)))
    }

    #[test]
    fn words_of_ranges() {
        assert_eq!(place("12.0 - 17.0 g/dL", 15), Some(Place::Inside));
        assert_eq!(place("12.0 - 17.0 g/dL", 18), Some(Place::High));
        assert_eq!(place("12 to 17", 11), Some(Place::Low));
        assert_eq!(place("<= 14 ng/L", 22), Some(Place::High));
        assert_eq!(place("≥60", 59), Some(Place::Low));
        assert_eq!(place("negative", 1), None);
        assert_eq!(place("female: 12-16", 1), None);
        assert_eq!(place("", 1), None);
    }

    #[test]
    fn outside_is_either_side() {
        assert!(Place::Outside.excludes(Place::Inside));
        assert!(!Place::Outside.excludes(Place::High));
        assert!(Place::Inside.excludes(Place::Outside));
        assert!(Place::High.excludes(Place::Low));
    }
}
