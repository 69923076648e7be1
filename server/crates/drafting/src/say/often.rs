//! How often a medicine is taken.

use super::inside;

/// Abbreviations (HL7 `GTSAbbreviation`, `EventTiming`, common Latin ones) and ways to say the same, in upper case, each with its words.
const WORDS: [(&str, &str); 43] = [
    ("QD", "once daily"),
    ("DAILY", "once daily"),
    ("EVERY DAY", "once daily"),
    ("ONCE DAILY", "once daily"),
    ("ONCE PER DAY", "once daily"),
    ("BID", "twice daily"),
    ("2 TIMES PER DAY", "twice daily"),
    ("TID", "three times daily"),
    ("3 TIMES PER DAY", "three times daily"),
    ("QID", "four times daily"),
    ("4 TIMES PER DAY", "four times daily"),
    ("AM", "every morning"),
    ("PM", "every afternoon"),
    ("QHS", "at bedtime"),
    ("HS", "at bedtime"),
    ("BED", "at bedtime"),
    ("WAKE", "on waking"),
    ("MORN", "in the morning"),
    ("NOON", "at noon"),
    ("AFT", "in the afternoon"),
    ("EVE", "in the evening"),
    ("NIGHT", "at night"),
    ("C", "with meals"),
    ("CM", "with breakfast"),
    ("CD", "with lunch"),
    ("CV", "with dinner"),
    ("AC", "before meals"),
    ("ACM", "before breakfast"),
    ("ACD", "before lunch"),
    ("ACV", "before dinner"),
    ("PC", "after meals"),
    ("PCM", "after breakfast"),
    ("PCD", "after lunch"),
    ("PCV", "after dinner"),
    ("Q4H", "every 4 hours"),
    ("Q6H", "every 6 hours"),
    ("Q8H", "every 8 hours"),
    ("Q12H", "every 12 hours"),
    ("QOD", "every other day"),
    ("QW", "once weekly"),
    ("WEEKLY", "once weekly"),
    ("ONCE PER WEEK", "once weekly"),
    ("EVERY WEEK", "once weekly"),
];

/// In words, each once: a timing says the same as a code and as a rule.
pub(crate) fn often_in_words(often: &str) -> String {
    let mut often = often.replace(".0 ", " ");
    for unit in ["hour", "day", "week", "month"] {
        for rate in ["per", "every"] {
            often = often.replace(&format!("{rate} 1 {unit}s"), &format!("{rate} {unit}"));
        }
    }
    let mut said: Vec<String> = Vec::new();
    for part in often.split([',', ';']).map(str::trim) {
        let upper = part.to_uppercase();
        let known = WORDS.iter().find(|(name, _)| *name == upper);
        let words = known.map_or_else(|| inside(part), |(_, words)| (*words).to_owned());
        if !words.is_empty() && !said.contains(&words) {
            said.push(words);
        }
    }
    // "Once daily at bedtime" is at bedtime.
    if said.len() > 1 && said.iter().any(|words| one_moment(words)) {
        said.retain(|words| words != "once daily");
    }
    said.join(", ")
}

/// A moment that a day has once.
fn one_moment(words: &str) -> bool {
    ["at ", "in the ", "on waking", "every morning"]
        .iter()
        .any(|start| words.starts_with(start))
        || ["breakfast", "lunch", "dinner"]
            .iter()
            .any(|meal| words.ends_with(meal))
}

#[cfg(test)]
mod tests {
    use super::often_in_words;

    #[test]
    fn a_timing_is_said_once_and_in_words() {
        for (written, said) in [
            ("QD, once per day", "once daily"),
            ("BID, 2.0 times per 1.0 days", "twice daily"),
            ("once per day, HS", "at bedtime"),
            ("2 times per day, AC", "twice daily, before meals"),
            ("3 times per 1 weeks", "3 times per week"),
            ("BID", "twice daily"),
            ("every 1.0 days", "once daily"),
            ("q8h", "every 8 hours"),
            ("Every 2 days", "every 2 days"),
            ("", ""),
        ] {
            assert_eq!(often_in_words(written), said, "{written}");
        }
    }
}
