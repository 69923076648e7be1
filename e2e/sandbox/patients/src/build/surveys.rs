//! Social history and questionnaires.

use serde_json::{Value, json};

use super::{Chart, LOINC, SNOMED, concept, dec, hl7};

/// Smoking status (SNOMED CT).
#[derive(Clone, Copy)]
pub(crate) enum Smoking {
    Never,
    Former,
    EveryDay,
}

const PHQ9: [(&str, &str); 9] = [
    ("44250-9", "Little interest or pleasure in doing things in last 2 weeks"),
    ("44255-8", "Feeling down, depressed, or hopeless in last 2 weeks"),
    ("44259-0", "Trouble falling or staying asleep, or sleeping too much in last 2 weeks"),
    ("44254-1", "Feeling tired or having little energy in last 2 weeks"),
    ("44251-7", "Poor appetite or overeating in last 2 weeks"),
    ("44258-2", "Feeling bad about yourself in last 2 weeks"),
    ("44252-5", "Trouble concentrating on things in last 2 weeks"),
    ("44253-3", "Moving or speaking slowly, or being fidgety or restless in last 2 weeks"),
    ("44260-8", "Thoughts that you would be better off dead, or of hurting yourself in last 2 weeks"),
];
const ANSWERS: [(&str, &str); 4] =
    [("LA6568-5", "Not at all"), ("LA6569-3", "Several days"), ("LA6570-1", "More than half the days"), ("LA6571-9", "Nearly every day")];

impl Chart {
    /// Smoking status, now.
    pub(crate) fn smoking(&mut self, status: Smoking) -> String {
        let (code, display) = match status {
            Smoking::Never => ("266919005", "Never smoked tobacco"),
            Smoking::Former => ("8517006", "Ex-smoker"),
            Smoking::EveryDay => ("449868002", "Smokes tobacco daily"),
        };
        let mut body = self.observation("social-history", "Social History", "72166-2", "Tobacco smoking status", "Smoking status");
        body["valueCodeableConcept"] = concept(SNOMED, code, display);
        self.observed(body, "us-core-smokingstatus")
    }

    /// A coded social-history finding, for example pregnancy status.
    pub(crate) fn social(&mut self, loinc: (&str, &str), code: &str, display: &str) -> String {
        let mut body = self.observation("social-history", "Social History", loinc.0, loinc.1, loinc.1);
        body["valueCodeableConcept"] = concept(SNOMED, code, display);
        self.observed(body, "us-core-simple-observation")
    }

    /// A social-history finding in words.
    pub(crate) fn social_text(&mut self, loinc: (&str, &str), words: &str) -> String {
        let mut body = self.observation("social-history", "Social History", loinc.0, loinc.1, loinc.1);
        body["valueString"] = json!(words);
        self.observed(body, "us-core-simple-observation")
    }

    /// A PHQ-9: the nine answers (0 to 3) and the total that has them as members.
    pub(crate) fn phq9(&mut self, answers: [usize; 9]) -> String {
        let mut members = Vec::new();
        for ((loinc, display), answer) in PHQ9.iter().zip(answers) {
            let (code, words) = ANSWERS[answer.min(3)];
            let mut body = self.observation("survey", "Survey", loinc, display, display);
            body["valueCodeableConcept"] = concept(LOINC, code, words);
            members.push(self.observed(body, "us-core-observation-screening-assessment"));
        }
        let total: usize = answers.iter().sum();
        self.score(("44261-6", "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]"), total, &members)
    }

    /// A survey's total score over its answers.
    pub(crate) fn score(&mut self, loinc: (&str, &str), total: usize, members: &[String]) -> String {
        let mut body = self.observation("survey", "Survey", loinc.0, loinc.1, loinc.1);
        body["valueQuantity"] = json!({"value": dec(&total.to_string()), "unit": "{score}",
            "system": super::UCUM, "code": "{score}"});
        if !members.is_empty() {
            body["hasMember"] = members.iter().map(|m| json!({"reference": m})).collect::<Value>();
        }
        body["interpretation"] = match loinc.0 {
            "44261-6" if total >= 10 => {
                json!([hl7("v3-ObservationInterpretation", "POS", "Positive")])
            }
            _ => Value::Null,
        };
        self.observed(body, "us-core-observation-screening-assessment")
    }
}
