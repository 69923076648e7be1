//! Answers to a questionnaire, filed beside the signed document that rests on them, where the EHR takes them.

use fhir::{Exactness, Json};
use fhir_resources::{BuildError, Identifier, answers};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::filer::{Filer, Prepared};
use crate::find::{Found, complete, decide, has_identifier, not_retracted, patient_id};

/// The namespace of our identifiers of answers.
const SYSTEM: &str = "urn:countersign:answers";
/// How the ids of answers begin that only lie here.
const LOCAL: &str = "QuestionnaireResponse/countersign-";

/// Answers as they are filed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormAnswers {
    /// A random id of them: our identifier in the EHR.
    pub id: String,
    /// `Patient/id`
    pub patient: String,
    /// The QuestionnaireResponse as it was signed for.
    pub response: String,
}

impl std::fmt::Debug for FormAnswers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FormAnswers(…)")
    }
}

/// A cited source as a Provenance names it: answers that only lie here are no resource of the EHR.
pub(crate) fn named(source: &str) -> String {
    match source.strip_prefix(LOCAL) {
        Some(id) => format!("answers to a questionnaire, kept in Countersign ({id})"),
        None => source.to_owned(),
    }
}

impl Filer {
    pub(crate) fn prepare_answers(&self, given: &FormAnswers) -> Result<Prepared, BuildError> {
        let identifier = Identifier {
            system: SYSTEM.to_owned(),
            value: given.id.clone(),
        };
        let kept = self.rules().exactness != Exactness::TextOnly;
        let built = answers(&given.response, kept.then_some(&identifier))?;
        Ok(Prepared {
            label: "answers (create)",
            built,
            identifier,
        })
    }

    /// Looks for answers that may have been written: by our identifier where the EHR keeps it, else by their moment and questionnaire.
    pub(crate) async fn answers(&self, given: &FormAnswers) -> Result<Found, String> {
        let by_identifier = self.rules().exactness != Exactness::TextOnly;
        let token = format!("{SYSTEM}|{}", given.id);
        let mut params = vec![("patient", patient_id(&given.patient))];
        if by_identifier {
            params.push(("identifier", token.as_str()));
        }
        let found = self
            .client
            .search("written answers (search)", "QuestionnaireResponse", &params)
            .await;
        let found = complete(found)?;
        let own = Json::parse(given.response.as_bytes()).map_err(|error| error.to_string())?;
        let same = |json: &&Json| {
            if by_identifier {
                // One identifier, not a list (R4).
                return has_identifier(json, SYSTEM, &given.id);
            }
            json.str_at("questionnaire") == own.str_at("questionnaire")
                && moment(json).is_some_and(|at| moment(&own) == Some(at))
        };
        Ok(decide(
            found.iter().filter(same).filter(|json| not_retracted(json)),
        ))
    }
}

fn moment(json: &Json) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(json.str_at("authored")?, &Rfc3339).ok()
}
