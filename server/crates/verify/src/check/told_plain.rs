//! Words that say in plain English, or in one word of medicine, what a cited record says in a number, an address or a date.

use super::Check;
use rust_decimal::Decimal;

/// Findings that a value by itself shows: the word, what is measured, the unit, whether it lies above (or at) the limit, and the limit in tenths.
const FINDINGS: [(&[&str], &str, &str, bool, i64); 20] = [
    (&["albuminuria", "albuminuric"], "uacr", "mg/g", true, 300),
    (
        &["tachycardia", "tachycardic"],
        "heart_rate",
        "/min",
        true,
        1001,
    ),
    (
        &["bradycardia", "bradycardic"],
        "heart_rate",
        "/min",
        false,
        599,
    ),
    (&["tachypnea", "tachypneic"], "resp_rate", "/min", true, 201),
    (
        &["hypotension", "hypotensive"],
        "systolic",
        "mm[Hg]",
        false,
        899,
    ),
    (
        &[
            "hypoxia",
            "hypoxic",
            "hypoxemia",
            "hypoxemic",
            "desaturated",
            "desaturation",
        ],
        "spo2",
        "%",
        false,
        899,
    ),
    (
        &["hyperkalemia", "hyperkalemic"],
        "potassium",
        "mmol/L",
        true,
        51,
    ),
    (
        &["hypokalemia", "hypokalemic"],
        "potassium",
        "mmol/L",
        false,
        34,
    ),
    (
        &["hypernatremia", "hypernatremic"],
        "sodium",
        "mmol/L",
        true,
        1451,
    ),
    (
        &["hyponatremia", "hyponatremic"],
        "sodium",
        "mmol/L",
        false,
        1349,
    ),
    (
        &["hypercalcemia", "hypercalcemic"],
        "calcium",
        "mg/dL",
        true,
        106,
    ),
    (
        &["hypocalcemia", "hypocalcemic"],
        "calcium",
        "mg/dL",
        false,
        84,
    ),
    (&["hypoalbuminemia"], "albumin", "g/dL", false, 34),
    (
        &["hypoglycemia", "hypoglycemic"],
        "glucose",
        "mg/dL",
        false,
        699,
    ),
    (
        &["hyperglycemia", "hyperglycemic"],
        "glucose",
        "mg/dL",
        true,
        1800,
    ),
    (&["leukocytosis"], "wbc", "10*3/uL", true, 111),
    (&["leukopenia", "leukopenic"], "wbc", "10*3/uL", false, 39),
    (
        &["thrombocytopenia", "thrombocytopenic"],
        "platelets",
        "10*3/uL",
        false,
        1499,
    ),
    (&["thrombocytosis"], "platelets", "10*3/uL", true, 4501),
    (&["anemia", "anemic"], "hemoglobin", "g/dL", false, 119),
];

/// The states of the country whose addresses charts write short.
const STATES: [(&str, &str); 52] = [
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("PR", "Puerto Rico"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
];

/// Who may be asked for what a record leaves open: kinds of people and of their departments.
const ASKED: [&str; 24] = [
    "pharmacist",
    "pharmacy",
    "prescriber",
    "surgeon",
    "specialist",
    "dentist",
    "midwife",
    "oncology",
    "oncologist",
    "cardiology",
    "cardiologist",
    "nephrology",
    "nephrologist",
    "neurology",
    "neurologist",
    "urology",
    "urologist",
    "surgery",
    "psychiatry",
    "psychiatrist",
    "obstetrics",
    "radiology",
    "dietitian",
    "nurse",
];

impl Check<'_> {
    /// Whether a word says in other terms what a number, an address or a date of a cited record says.
    pub(super) fn told_plainly_of_record(&self, at: usize) -> bool {
        self.finding_of_value(at)
            || self.state_of_address(at)
            || self.of_long_standing(at)
            || self.who_to_ask(at)
            || self.this_letter(at)
            || self.other_than_said(at)
    }

    /// `albuminuria` of 228 mg/g, `tachycardic` at 118: a cited value lies on that side of the limit.
    fn finding_of_value(&self, at: usize) -> bool {
        let word = self.claim.tokens[at].lower.as_str();
        let Some((_, measured, unit, above, limit)) =
            FINDINGS.iter().find(|(words, ..)| words.contains(&word))
        else {
            return false;
        };
        let concept = crate::text::id('c', measured);
        let limit = Decimal::new(*limit, 1);
        let Some(wanted) = self.lexicon.unit_of(unit) else {
            return false;
        };
        let mut values = self
            .cited
            .iter()
            .flat_map(|cited| &cited.source.values)
            .filter(|value| value.measured && value.names.contains(&concept))
            .filter_map(|value| {
                self.lexicon
                    .convert(value.value, value.unit?, wanted, &value.names)
            });
        values.any(|value| {
            if *above {
                value >= limit
            } else {
                value <= limit
            }
        })
    }

    /// `Massachusetts`, `MA`: the state of an address that is cited, short or in full.
    fn state_of_address(&self, at: usize) -> bool {
        let token = &self.claim.tokens[at];
        let is = |word: &str| {
            if token.upper && token.lower.len() == 2 {
                return token.lower.eq_ignore_ascii_case(word);
            }
            false
        };
        let tokens = &self.claim.tokens;
        let named = |name: &str| {
            let parts = || name.split(' ');
            token.capital
                && parts().enumerate().any(|(place, part)| {
                    token.lower.eq_ignore_ascii_case(part)
                        && at.checked_sub(place).is_some_and(|from| {
                            parts().enumerate().all(|(step, part)| {
                                tokens
                                    .get(from + step)
                                    .is_some_and(|own| own.lower.eq_ignore_ascii_case(part))
                            })
                        })
                })
        };
        let Some((short, name)) = STATES.iter().find(|(short, name)| is(short) || named(name))
        else {
            return false;
        };
        let placed = |text: &str| {
            text.split(|letter: char| !letter.is_ascii_alphanumeric())
                .any(|word| word == *short)
                || text.contains(name)
        };
        self.reach()
            .filter(|cited| cited.snippet.resource.is_some())
            .any(|cited| {
                matches!(
                    cited.snippet.resource_type(),
                    Some("Patient" | "Organization" | "Location" | "Practitioner")
                ) && placed(&cited.snippet.text)
            })
    }

    /// `long-standing diabetes`: a cited problem or order is years old.
    fn of_long_standing(&self, at: usize) -> bool {
        const YEARS: i64 = 2;
        let word = |at: usize| {
            self.claim
                .tokens
                .get(at)
                .map_or("", |token| token.lower.as_str())
        };
        let told = matches!(word(at), "longstanding" | "longtime" | "lifelong")
            || (word(at) == "standing"
                && (1..=2).any(|back| at >= back && word(at - back) == "long"))
            || (word(at) == "long" && (1..=2).any(|next| word(at + next) == "standing"));
        told && self.cited.iter().any(|cited| {
            matches!(
                cited.snippet.resource_type(),
                Some("Condition" | "MedicationRequest" | "AllergyIntolerance")
            ) && cited
                .snippet
                .date
                .as_ref()
                .is_some_and(|date| (self.as_of - date.days().0).whole_days() > YEARS * 365)
        })
    }

    /// `please ask the pharmacist`, `the oncology team should be asked`: who is to be asked is nothing that happened.
    fn who_to_ask(&self, at: usize) -> bool {
        const NEAR: usize = 6;
        let word = |at: usize| self.claim.tokens[at].lower.as_str();
        let (from, to) = self.sentence_range(at);
        let asks = |index: usize| {
            matches!(
                word(index),
                "ask" | "call" | "contact" | "phone" | "message" | "consulted" | "asked"
            )
        };
        let before = (from.max(at.saturating_sub(NEAR))..at)
            .any(|index| asks(index) && !matches!(word(index), "asked" | "consulted"));
        let behind = (at + 1..to.min(at + NEAR)).any(|index| {
            asks(index)
                && matches!(word(index - 1), "be")
                && index >= 2
                && matches!(
                    word(index - 2),
                    "should" | "must" | "can" | "could" | "may" | "to" | "will"
                )
        });
        ASKED.contains(&word(at)) && (before || behind)
    }

    /// `this referral`, `this handoff`: what the text itself is.
    fn this_letter(&self, at: usize) -> bool {
        matches!(
            self.claim.tokens[at].lower.as_str(),
            "referral" | "letter" | "handoff"
        ) && at
            .checked_sub(1)
            .is_some_and(|before| self.claim.tokens[before].is("this"))
    }

    /// `for the hand rather than an overdose`, of a visit with a reason of its own: what it was not, which no cited record says.
    fn other_than_said(&self, at: usize) -> bool {
        const NEAR: usize = 3;
        let word = |at: usize| self.claim.tokens[at].lower.as_str();
        let contrast = (at.saturating_sub(NEAR)..at)
            .any(|index| word(index) == "than" && index > 0 && word(index - 1) == "rather");
        contrast
            && self.claim.tokens[at].ids.len() > 1
            && !self.documents()
            && !self.prose()
            && self.reach().any(|cited| !cited.source.reasons.is_empty())
    }
}
