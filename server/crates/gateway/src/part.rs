//! What a request is made of.

use crate::error::Refusal;
use phi::{DataClass, Phi, field_class};

/// One piece of data that a model may read and cite by its alias. Its words stay out of Debug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What the model calls it: a plain word such as `a7`; real ids never leave.
    pub alias: String,
    /// The type: a resource type, or `transcript`, `dictation`, `message`, `policy`, `guideline`.
    pub kind: String,
    /// The path of the field inside it; empty for the whole readable text.
    pub field: String,
    /// The words.
    pub text: Phi<String>,
}

/// A use case and the types that it may send: the minimum necessary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseCase {
    /// Its name in logs and routes, for example `chart_summary/results`.
    pub name: String,
    /// Types of parts, `Observation`, or of a type one field alone, `Patient.birthDate`.
    pub may_send: Vec<String>,
}

impl UseCase {
    /// Refuses a part of a type or field that the use case does not name.
    pub(crate) fn check(&self, part: &Part) -> Result<(), Refusal> {
        let mut named = false;
        for entry in &self.may_send {
            match entry.split_once('.') {
                None if *entry == part.kind => return Ok(()),
                Some((kind, field)) if kind == part.kind => {
                    named = true;
                    let inside = part.field.strip_prefix(field);
                    if inside.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])) {
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
        Err(if named {
            Refusal::FieldNotAllowed {
                use_case: self.name.clone(),
                kind: part.kind.clone(),
                field: part.field.clone(),
            }
        } else {
            Refusal::NotAllowedToSend {
                use_case: self.name.clone(),
                kind: part.kind.clone(),
            }
        })
    }
}

impl Part {
    /// What classes of data it holds. A whole readable text holds everything that its type can hold.
    pub fn class(&self) -> DataClass {
        let own: DataClass = field_class(&self.kind, &self.field).into_iter().collect();
        match (self.field.is_empty(), self.kind.as_str()) {
            (true, "Patient" | "RelatedPerson" | "Practitioner" | "Person") => DataClass::all(),
            (true, _) if own != DataClass::NONE => own
                .with(phi::FieldClass::QuasiIdentifier)
                .with(phi::FieldClass::Clinical),
            _ => own,
        }
    }
}
