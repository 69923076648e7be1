//! Words that name kinds of record.

use super::Check;

impl Check<'_> {
    /// The resource types that the words in a range name.
    pub(super) fn kinds(&self, from: usize, to: usize) -> Vec<&'static str> {
        let tokens = self.claim.tokens.get(from..to).unwrap_or_default();
        let mut kinds: Vec<&'static str> = Vec::new();
        let mut before: Option<(usize, &[&'static str])> = None;
        for (at, token) in tokens.iter().enumerate() {
            let Some((_, own)) = KIND_WORDS.iter().find(|(words, _)| {
                // The stem of a reading is that of the verb.
                let noun = token.lower.strip_suffix('s').unwrap_or(&token.lower);
                words.contains(&token.stem.as_str()) || words.contains(&noun)
            }) else {
                continue;
            };
            // `device order`, `drug allergy`: the last noun says what it is, the one before narrows it.
            match before {
                Some((place, earlier)) if place + 1 == at => {
                    kinds.retain(|kind| !earlier.contains(kind));
                    let both: Vec<&'static str> = own
                        .iter()
                        .copied()
                        .filter(|kind| earlier.contains(kind))
                        .collect();
                    kinds.extend(if both.is_empty() { own.to_vec() } else { both });
                }
                _ => kinds.extend(own.iter().copied()),
            }
            before = Some((at, own));
        }
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

/// Words that name a kind of record.
pub(super) const KIND_WORDS: [(&[&str], &[&str]); 10] = [
    (
        &["allergy", "allergic", "intoleranc"],
        &["AllergyIntolerance"],
    ),
    (
        &["vaccin", "vaccination", "immunization", "shot"],
        &["Immunization"],
    ),
    (
        &["order", "prescription", "medication", "drug"],
        &[
            "MedicationRequest",
            "MedicationStatement",
            "DeviceRequest",
            "ServiceRequest",
        ],
    ),
    (
        &[
            "result",
            "test",
            "lab",
            "labs",
            "laboratory",
            "reading",
            "measurement",
            "vital",
        ],
        &["Observation"],
    ),
    (
        &[
            "diagnosi",
            "diagnosis",
            "diagnos",
            "diagnose",
            "problem",
            "condition",
        ],
        &["Condition"],
    ),
    (&["procedur", "surgery", "operation"], &["Procedure"]),
    (&["devic"], &["Device", "DeviceRequest"]),
    (&["visit", "encounter", "admission"], &["Encounter"]),
    (&["plan"], &["CarePlan"]),
    (&["goal"], &["Goal"]),
];
