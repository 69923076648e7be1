//! The questionnaires that can be filled in: those that come with the crate, and an overlay's. `questionnaires/README.md` says what is read.

use crate::data::{self, Data};
use crate::error::DraftingError;
use forms::{Form, Watch};
use std::borrow::Borrow;

const SHIPPED: [(&str, &str); 3] = [
    (
        "questionnaires/pre-visit.json",
        include_str!("../questionnaires/pre-visit.json"),
    ),
    (
        "questionnaires/phq-9.json",
        include_str!("../questionnaires/phq-9.json"),
    ),
    (
        "questionnaires/gad-7.json",
        include_str!("../questionnaires/gad-7.json"),
    ),
];

/// What of their answers a person must see.
pub(crate) const WATCH: (&str, &str) = (
    "questionnaires/watch.toml",
    include_str!("../questionnaires/watch.toml"),
);

/// A questionnaire of a data file.
#[derive(Clone, Debug)]
pub struct Questionnaire {
    /// The file's name without its ending.
    pub id: String,
    /// The file, a FHIR Questionnaire.
    pub text: String,
    /// As it is filled in.
    pub form: Form,
}

impl Questionnaire {
    /// Reads a file.
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, DraftingError> {
        let form = Form::read(text).map_err(|error| DraftingError::Data {
            file: file.to_owned(),
            what: error.to_string(),
        })?;
        let name = file.rsplit('/').next().unwrap_or(file);
        Ok(Self {
            id: name.strip_suffix(".json").unwrap_or(name).to_owned(),
            text: text.to_owned(),
            form,
        })
    }
}

/// Those that come with the crate.
pub(crate) fn shipped() -> Result<Vec<Questionnaire>, DraftingError> {
    SHIPPED
        .iter()
        .map(|(file, text)| Questionnaire::read(file, text))
        .collect()
}

/// Reads what of answers a person must see; `file` is named in errors. It must fit these questionnaires.
pub(crate) fn watch<'a>(
    file: &str,
    data: impl Into<Data<'a>>,
    all: &[impl Borrow<Questionnaire>],
) -> Result<Watch, DraftingError> {
    let watch: Watch = data::parse(file, data)?;
    let forms: Vec<&Form> = all.iter().map(|one| &one.borrow().form).collect();
    let fits = watch.check(&forms);
    fits.map_err(|what| DraftingError::data(file, &what))?;
    Ok(watch)
}
