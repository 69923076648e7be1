//! What searches look at, taken from a resource once when it is stored.

use serde_json::Value;

use super::date::Span;

/// A searchable code: system may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The search parameter.
    pub param: &'static str,
    /// Its system, or nothing.
    pub system: String,
    /// Its code.
    pub code: String,
}

/// The searchable parts of one version of a resource.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The patient whose compartment it is in.
    pub patient: Option<String>,
    /// Codes.
    pub tokens: Vec<Token>,
    /// References, as `Type/id`.
    pub refs: Vec<(&'static str, String)>,
    /// Dates.
    pub dates: Vec<(&'static str, Span)>,
    /// Names, in lower case.
    pub strings: Vec<(&'static str, String)>,
}

const CONCEPTS: &[(&str, &str)] = &[
    ("code", "code"),
    ("medicationCodeableConcept", "code"),
    ("vaccineCode", "vaccine-code"),
    ("category", "category"),
    ("type", "type"),
    ("clinicalStatus", "clinical-status"),
    ("verificationStatus", "verification-status"),
    ("class", "class"),
    ("status", "status"),
    ("lifecycleStatus", "lifecycle-status"),
    ("docStatus", "doc-status"),
    ("intent", "intent"),
    ("gender", "gender"),
    ("specialty", "specialty"),
];

const REFERENCES: &[(&str, &str)] = &[
    ("subject", "subject"),
    ("patient", "subject"),
    ("beneficiary", "subject"),
    ("encounter", "encounter"),
    ("author", "author"),
    ("performer", "performer"),
    ("requester", "requester"),
    ("medicationReference", "medication"),
    ("target", "target"),
    ("practitioner", "practitioner"),
    ("organization", "organization"),
    ("location", "location"),
    ("recorder", "recorder"),
    ("sender", "sender"),
    ("recipient", "recipient"),
    ("result", "result"),
    ("partOf", "part-of"),
];

const INSTANTS: &[(&str, &str)] = &[
    ("effectiveDateTime", "date"),
    ("effectiveInstant", "date"),
    ("performedDateTime", "date"),
    ("occurrenceDateTime", "date"),
    ("date", "date"),
    ("sent", "sent"),
    ("issued", "issued"),
    ("recordedDate", "recorded-date"),
    ("onsetDateTime", "onset-date"),
    ("abatementDateTime", "abatement-date"),
    ("authoredOn", "authoredon"),
    ("birthDate", "birthdate"),
    ("startDate", "start-date"),
];

const PERIODS: &[(&str, &str)] = &[
    ("effectivePeriod", "date"),
    ("performedPeriod", "date"),
    ("occurrencePeriod", "date"),
    ("period", "date"),
];

impl Index {
    /// Takes the index of a resource; references must already be `Type/id`.
    pub fn of(resource: &Value) -> Self {
        let mut index = Self::default();
        let rtype = resource["resourceType"].as_str().unwrap_or_default();
        for &(field, param) in CONCEPTS {
            index.concept(param, &resource[field]);
        }
        index.identifiers(&resource["identifier"]);
        for &(field, param) in REFERENCES {
            index.reference(param, &resource[field]);
        }
        for &(field, param) in INSTANTS {
            index.date(param, resource[field].as_str().and_then(Span::parse));
        }
        for &(field, param) in PERIODS {
            index.date(param, period(&resource[field]));
        }
        index.of_type(rtype, resource);
        index.patient = match rtype {
            "Patient" => resource["id"].as_str().map(str::to_owned),
            "Provenance" => index.patient_among("target"),
            _ => index.patient_among("subject"),
        };
        index
    }

    fn of_type(&mut self, rtype: &str, resource: &Value) {
        match rtype {
            "AllergyIntolerance" => {
                if let Some(recorded) = resource["recordedDate"].as_str() {
                    self.date("date", Span::parse(recorded));
                }
            }
            "DocumentReference" => {
                self.date("period", period(&resource["context"]["period"]));
                self.reference("encounter", &resource["context"]["encounter"]);
            }
            "Goal" => {
                for target in list(&resource["target"]) {
                    self.date(
                        "target-date",
                        target["dueDate"].as_str().and_then(Span::parse),
                    );
                }
            }
            "Patient" | "Practitioner" => self.names(&resource["name"]),
            "Organization" | "Location" => {
                if let Some(name) = resource["name"].as_str() {
                    self.strings.push(("name", name.to_lowercase()));
                }
            }
            _ => {}
        }
    }

    fn patient_among(&self, param: &str) -> Option<String> {
        self.refs
            .iter()
            .filter(|(name, _)| *name == param)
            .find_map(|(_, target)| target.strip_prefix("Patient/").map(str::to_owned))
    }

    fn concept(&mut self, param: &'static str, value: &Value) {
        match value {
            Value::String(code) => self.token(param, "", code),
            Value::Array(items) => {
                for item in items {
                    self.concept(param, item);
                }
            }
            Value::Object(_) => {
                if let Some(codings) = value["coding"].as_array() {
                    for coding in codings {
                        self.concept(param, coding);
                    }
                } else if let Some(code) = value["code"].as_str() {
                    self.token(param, value["system"].as_str().unwrap_or_default(), code);
                }
            }
            _ => {}
        }
    }

    fn identifiers(&mut self, value: &Value) {
        for identifier in list(value) {
            if let Some(code) = identifier["value"].as_str() {
                self.token(
                    "identifier",
                    identifier["system"].as_str().unwrap_or_default(),
                    code,
                );
            }
        }
    }

    fn token(&mut self, param: &'static str, system: &str, code: &str) {
        self.tokens.push(Token {
            param,
            system: system.to_owned(),
            code: code.to_owned(),
        });
    }

    fn reference(&mut self, param: &'static str, value: &Value) {
        for reference in list(value) {
            if let Some(target) = reference["reference"].as_str() {
                self.refs.push((param, target.to_owned()));
            }
        }
    }

    fn date(&mut self, param: &'static str, span: Option<Span>) {
        self.dates.extend(span.map(|span| (param, span)));
    }

    fn names(&mut self, value: &Value) {
        for name in list(value) {
            if let Some(family) = name["family"].as_str() {
                self.strings.push(("family", family.to_lowercase()));
                self.strings.push(("name", family.to_lowercase()));
            }
            for given in list(&name["given"]).filter_map(Value::as_str) {
                self.strings.push(("given", given.to_lowercase()));
                self.strings.push(("name", given.to_lowercase()));
            }
        }
    }

    /// The first date of a parameter, for sorting.
    pub fn first_date(&self, param: &str) -> Option<i64> {
        self.dates
            .iter()
            .find(|(name, _)| *name == param)
            .map(|(_, span)| span.start)
    }
}

/// The items of an array, or the value itself, or nothing for null.
pub fn list(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Null => Box::new(std::iter::empty()),
        Value::Array(items) => Box::new(items.iter()),
        other => Box::new(std::iter::once(other)),
    }
}

fn period(value: &Value) -> Option<Span> {
    Span::between(value["start"].as_str(), value["end"].as_str())
}
