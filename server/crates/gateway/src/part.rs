//! What a request is made of.

use crate::element::{is_resource, names};
use crate::error::Refusal;
use phi::{DataClass, Phi, field_class};

/// One piece of data that a model may read and cite by its alias. Its words stay out of Debug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What the model calls it: a plain word such as `a7`; real ids never leave.
    pub alias: String,
    /// The type: a resource type, or `transcript`, `dictation`, `message`, `policy`, `guideline`.
    pub kind: String,
    /// The elements whose words stand in `text`, by their paths inside the resource; empty for what is no resource.
    pub fields: Vec<String>,
    /// The words.
    pub text: Phi<String>,
}

/// What of one type a use case may send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sends {
    /// The type, as in [`Part::kind`].
    pub kind: String,
    /// Names of the elements that may be sent, as in [`crate::names`]; empty for what is no resource. A resource of which none is named is not
    /// sent.
    pub fields: Vec<String>,
}

/// A use case with the types and the elements of each that it may send: the minimum necessary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseCase {
    /// Its name in logs and routes, for example `chart_summary/results`.
    pub name: String,
    /// What may be sent; nothing else is.
    pub may_send: Vec<Sends>,
}

impl UseCase {
    /// Refuses a part of a type or element that the use case does not name. A part of a resource that does not say of which elements it is made
    /// is refused, too.
    pub(crate) fn check(&self, part: &Part) -> Result<(), Refusal> {
        let named = self.may_send.iter().find(|one| one.kind == part.kind);
        let Some(named) = named else {
            return Err(Refusal::NotAllowedToSend {
                use_case: self.name.clone(),
                kind: part.kind.clone(),
            });
        };
        let refused = |field: &str| Refusal::FieldNotAllowed {
            use_case: self.name.clone(),
            kind: part.kind.clone(),
            field: field.to_owned(),
        };
        if part.fields.is_empty() && is_resource(&part.kind) {
            return Err(refused(""));
        }
        let foreign = |field: &&String| !named.fields.iter().any(|name| names(name, field));
        match part.fields.iter().find(foreign) {
            Some(field) => Err(refused(field)),
            None => Ok(()),
        }
    }
}

impl Part {
    /// What classes of data it holds, whatever its elements hold: free text beside codes and dates; of a person what is named alone.
    pub fn class(&self) -> DataClass {
        let fields = self.fields.iter();
        let named: DataClass = fields
            .filter_map(|field| field_class(&self.kind, field))
            .collect();
        if matches!(
            self.kind.as_str(),
            "Patient" | "RelatedPerson" | "Practitioner" | "Person"
        ) {
            return if self.fields.is_empty() {
                DataClass::all()
            } else {
                named
            };
        }
        let own: DataClass = field_class(&self.kind, "").into_iter().collect();
        if own == DataClass::NONE {
            return own;
        }
        named
            .classes()
            .fold(own, DataClass::with)
            .with(phi::FieldClass::QuasiIdentifier)
            .with(phi::FieldClass::Clinical)
    }
}
