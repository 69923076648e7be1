//! Amounts and frequencies of medicines, to be compared between a note's words and an order.

/// An amount: a number of a dimension, masses in milligrams.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount(f64, &'static str);

impl Amount {
    fn same(self, other: Self) -> bool {
        self.1 == other.1 && (self.0 - other.0).abs() < 1e-6
    }
}

/// The amounts in words; concentrations of the blood are none.
pub(super) fn amounts(tokens: &[String]) -> Vec<Amount> {
    let mut out = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let (Ok(number), Some(unit)) = (token.parse::<f64>(), tokens.get(at + 1)) else {
            continue;
        };
        if tokens
            .get(at + 2)
            .is_some_and(|next| matches!(next.as_str(), "dl" | "l"))
        {
            continue;
        }
        out.extend(match unit.as_str() {
            "mg" | "milligram" | "milligrams" => Some(Amount(number, "mg")),
            "mcg" | "ug" | "µg" | "μg" | "microgram" | "micrograms" => {
                Some(Amount(number / 1000.0, "mg"))
            }
            "g" | "gram" | "grams" => Some(Amount(number * 1000.0, "mg")),
            "unit" | "units" | "iu" | "u" => Some(Amount(number, "u")),
            "ml" => Some(Amount(number, "ml")),
            "meq" => Some(Amount(number, "meq")),
            _ => None,
        });
    }
    out
}

/// Whether an amount of a note is one of an order: its strength, its dose, or a whole number of its tablets.
pub(super) fn fits(one: Amount, order: &[String]) -> bool {
    let counts = order.windows(2).filter_map(|pair| {
        let count: f64 = pair[0].parse().ok()?;
        let form = ["tablet", "capsule", "puff", "tab", "cap", "spray", "drop"];
        form.iter()
            .any(|form| pair[1].starts_with(form))
            .then_some(count)
    });
    let counts: Vec<f64> = counts.chain([1.0]).collect();
    amounts(order).into_iter().any(|strength| {
        counts
            .iter()
            .any(|count| one.same(Amount(strength.0 * count, strength.1)))
    })
}

/// How often, in times a day; none where it is not said.
pub(super) fn often(tokens: &[String]) -> Option<f64> {
    let word = |at: usize| tokens.get(at).map_or("", String::as_str);
    let count = |word: &str| match word {
        "once" | "one" => Some(1.0),
        "twice" | "two" => Some(2.0),
        "three" | "thrice" => Some(3.0),
        "four" => Some(4.0),
        other => other.parse::<f64>().ok(),
    };
    let each = |word: &str| match word {
        "day" | "daily" => Some(1.0),
        "week" | "weekly" => Some(7.0),
        "month" | "monthly" => Some(30.0),
        _ => None,
    };
    for at in 0..tokens.len() {
        let found = match word(at) {
            "bid" => Some(2.0),
            "tid" => Some(3.0),
            "qid" => Some(4.0),
            "qd" | "qhs" | "qam" | "qpm" | "nightly" | "bedtime" => Some(1.0),
            "every" if word(at + 1) == "other" && word(at + 2) == "day" => Some(0.5),
            "every" if matches!(word(at + 1), "day" | "morning" | "evening" | "night") => Some(1.0),
            "every" if word(at + 1) == "week" => Some(1.0 / 7.0),
            "every" => match (word(at + 1).parse::<f64>(), word(at + 2)) {
                (Ok(hours), "hours" | "hour" | "h") if hours > 0.0 => Some(24.0 / hours),
                (Ok(days), "days" | "d") if days > 0.0 => Some(1.0 / days),
                (Ok(weeks), "weeks") if weeks > 0.0 => Some(1.0 / (7.0 * weeks)),
                _ => None,
            },
            "q" => match (word(at + 1).parse::<f64>(), word(at + 2)) {
                (Ok(hours), "h" | "hours") if hours > 0.0 => Some(24.0 / hours),
                _ => None,
            },
            one => count(one).and_then(|count| {
                // `twice daily`, `twice a day`, `three times daily`, `3 times a week`
                (1..=3)
                    .take_while(|&ahead| {
                        ahead == 1
                            || matches!(
                                word(at + ahead - 1),
                                "a" | "per" | "time" | "times" | "each"
                            )
                    })
                    .find_map(|ahead| each(word(at + ahead)))
                    .map(|days| count / days)
            }),
        };
        if found.is_some() {
            return found;
        }
    }
    tokens.iter().find_map(|token| match token.as_str() {
        "daily" => Some(1.0),
        "weekly" => Some(1.0 / 7.0),
        "monthly" => Some(1.0 / 30.0),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::tokens;
    use super::*;

    #[test]
    fn how_often_is_read_from_what_clinicians_write() {
        for (text, want) in [
            ("metformin 500 mg BID", Some(2.0)),
            ("1 tablet, by mouth, twice daily", Some(2.0)),
            ("three times a day", Some(3.0)),
            ("3 times daily with meals", Some(3.0)),
            ("every 12 hours", Some(2.0)),
            ("q8h", None),
            ("q 8 h", Some(3.0)),
            ("once weekly", Some(1.0 / 7.0)),
            ("weekly", Some(1.0 / 7.0)),
            ("every other day", Some(0.5)),
            ("10 mg daily", Some(1.0)),
            ("at bedtime", Some(1.0)),
            ("as needed", None),
        ] {
            assert_eq!(often(&tokens(text)), want, "{text}");
        }
    }

    #[test]
    fn an_amount_fits_an_order_by_strength_dose_or_tablets() {
        let order = tokens("Metformin 500 MG Oral Tablet, 2 tablets, by mouth, twice daily");
        for (text, want) in [
            ("500 mg", true),
            ("1,000mg", true),
            ("1 g", true),
            ("850 mg", false),
            ("500 mcg", false),
        ] {
            let one = amounts(&tokens(text))[0];
            assert_eq!(fits(one, &order), want, "{text}");
        }
        assert!(amounts(&tokens("glucose 180 mg/dL")).is_empty());
    }
}
