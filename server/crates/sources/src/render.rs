//! Writes a snippet's readable text and records where each fact stands in it.

use crate::fact::{Coding, Fact, FactRole, FactValue, Quantity};
use crate::when;
use model::Span;

/// The longest single value that a line shows; longer ones are cut there (the resource keeps all of it).
const LONGEST_VALUE: usize = 20_000;

/// A text under construction, with its facts.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) facts: Vec<Fact>,
    pub(crate) prose: Vec<Span>,
}

/// Where a fact comes from.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) path: &'a str,
    pub(crate) group: u16,
    pub(crate) role: FactRole,
}

impl Page {
    /// Starts a line with a label; an empty label starts a plain line.
    pub(crate) fn label(&mut self, label: &str) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        if !label.is_empty() {
            self.text.push_str(label);
            self.text.push_str(": ");
        }
    }

    /// Adds words that are no fact.
    pub(crate) fn words(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// Adds a fact and the words that show it.
    pub(crate) fn fact(&mut self, place: Place<'_>, value: FactValue) {
        let shown = shown(&value);
        let start = self.text.len();
        push_line(&mut self.text, cut(&shown));
        self.facts.push(Fact {
            path: place.path.to_owned(),
            span: (self.text.len() > start).then(|| Span::new(start, self.text.len())),
            group: place.group,
            role: place.role,
            value,
        });
    }

    /// Adds a fact on a line of its own.
    pub(crate) fn line(&mut self, label: &str, place: Place<'_>, value: FactValue) {
        self.label(label);
        self.fact(place, value);
    }

    /// Adds a fact that the text does not show.
    pub(crate) fn hidden(&mut self, place: Place<'_>, value: FactValue) {
        self.facts.push(Fact {
            path: place.path.to_owned(),
            span: None,
            group: place.group,
            role: place.role,
            value,
        });
    }

    /// Adds prose exactly as it stands, on lines of its own.
    pub(crate) fn prose(&mut self, place: Place<'_>, text: &str) {
        self.label("");
        let span = Span::new(self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        self.prose.push(span);
        self.facts.push(Fact {
            path: place.path.to_owned(),
            span: Some(span),
            group: place.group,
            role: place.role,
            value: FactValue::Text(text.to_owned()),
        });
    }
}

/// The words that stand for a value.
pub fn shown(value: &FactValue) -> String {
    match value {
        FactValue::Quantity(quantity) => shown_amount(quantity),
        FactValue::Range { low, high } => {
            let side = |side: &Option<Quantity>| side.as_ref().map(shown_amount);
            match (side(low), side(high)) {
                (Some(low), Some(high)) => format!("{low} to {high}"),
                (Some(low), None) => format!("from {low}"),
                (None, Some(high)) => format!("up to {high}"),
                (None, None) => String::new(),
            }
        }
        FactValue::Ratio {
            numerator,
            denominator,
        } => {
            format!(
                "{} per {}",
                shown_amount(numerator),
                shown_amount(denominator)
            )
        }
        FactValue::Coded { text, codings } => {
            let codes: Vec<String> = codings
                .iter()
                .filter(|coding| worth_showing(coding))
                .map(shown_code)
                .collect();
            match (text.is_empty(), codes.is_empty()) {
                (false, false) => format!("{text} [{}]", codes.join(", ")),
                (false, true) => text.clone(),
                (true, _) => codes.join(", "),
            }
        }
        FactValue::Date(date) => when::shown(date),
        FactValue::Text(text) => text.clone(),
        FactValue::Boolean(value) => (if *value { "yes" } else { "no" }).to_owned(),
        FactValue::Integer(value) => value.to_string(),
        FactValue::Reference { to, text } => match text {
            Some(text) if !text.is_empty() => text.clone(),
            _ => to.to_string(),
        },
    }
}

/// A quantity as the source writes it.
pub fn shown_amount(quantity: &Quantity) -> String {
    use crate::fact::Comparator::{Greater, GreaterOrEqual, Less, LessOrEqual};
    let comparator = match quantity.comparator {
        None => "",
        Some(Less) => "<",
        Some(LessOrEqual) => "<=",
        Some(GreaterOrEqual) => ">=",
        Some(Greater) => ">",
    };
    let unit = if quantity.unit.is_empty() {
        quantity.ucum.as_deref().unwrap_or_default()
    } else {
        &quantity.unit
    };
    let gap = if unit.is_empty() { "" } else { " " };
    format!("{comparator}{}{gap}{unit}", quantity.written)
}

/// Codes of clinical terminologies; FHIR's own status codes say nothing beyond their word.
fn worth_showing(coding: &Coding) -> bool {
    !coding.code.is_empty()
        && !coding.system.contains("terminology.hl7.org")
        && !coding.system.contains("hl7.org/fhir/us/")
}

fn shown_code(coding: &Coding) -> String {
    let name = system_name(&coding.system);
    if name.is_empty() {
        coding.code.clone()
    } else {
        format!("{name} {}", coding.code)
    }
}

/// What clinicians call a code system; empty where we have no name for it.
pub fn system_name(system: &str) -> &'static str {
    match system {
        "http://snomed.info/sct" => "SNOMED CT",
        "http://loinc.org" | "http://loinc" => "LOINC",
        "http://www.nlm.nih.gov/research/umls/rxnorm" => "RxNorm",
        "http://hl7.org/fhir/sid/icd-10-cm"
        | "http://hl7.org/fhir/sid/icd-10"
        | "urn:oid:2.16.840.1.113883.6.90" => "ICD-10",
        "http://hl7.org/fhir/sid/icd-9-cm" | "urn:oid:2.16.840.1.113883.6.103" => "ICD-9",
        "http://hl7.org/fhir/sid/cvx" => "CVX",
        "http://hl7.org/fhir/sid/ndc" => "NDC",
        "http://www.ama-assn.org/go/cpt" => "CPT",
        "urn:oid:2.16.840.1.113883.6.285"
        | "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
        | "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets" => "HCPCS",
        _ => "",
    }
}

fn cut(text: &str) -> &str {
    if text.len() <= LONGEST_VALUE {
        return text;
    }
    let mut end = LONGEST_VALUE;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Keeps a value on its line.
fn push_line(out: &mut String, words: &str) {
    let mut space = false;
    for part in words.trim().split(['\n', '\r', '\t']) {
        if space {
            out.push(' ');
        }
        out.push_str(part);
        space = true;
    }
}
