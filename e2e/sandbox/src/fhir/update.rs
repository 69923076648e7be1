//! Update with `If-Match`.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::IF_MATCH;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::create::resource_body;
use super::outcome::FhirError;
use super::validate;
use crate::config::Personality;
use crate::smart::scopes::Action;
use crate::state::{Sandbox, Shared};
use crate::store::index::Index;

/// `PUT {fhir}/{type}/{id}`
pub async fn update(
    State(sandbox): State<Shared>,
    Path((rtype, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    sandbox
        .update(&rtype, &id, &headers, &body)
        .unwrap_or_else(|error| error.respond(sandbox.personality()))
}

impl Sandbox {
    fn update(
        &self,
        rtype: &str,
        id: &str,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Response, FhirError> {
        let caller = self.caller(headers)?;
        if self.personality() != Personality::Generic && rtype != "DocumentReference" {
            return Err(FhirError::unsupported(&format!(
                "{rtype} cannot be updated"
            )));
        }
        caller.may(rtype, Action::Update, None)?;
        let (text, value) = resource_body(rtype, headers, body)?;
        let stored = self
            .store
            .get(rtype, id)
            .ok_or_else(|| FhirError::not_found(id))?;
        caller.require(Action::Update, &stored)?;
        caller.require_body(rtype, Action::Update, &value)?;
        if value["id"].as_str() != Some(id) {
            return Err(FhirError::value(
                &format!("{rtype}.id"),
                "id must be that of the URL",
            ));
        }
        if Index::of(&value).patient != stored.index.patient {
            return Err(FhirError::rule(
                &format!("{rtype}.subject"),
                "the subject cannot be changed",
            ));
        }
        self.check_version(headers, stored.current().number)?;
        validate::check(self, rtype, &value)?;
        let text = self.received(rtype, text, &value, id)?;
        self.file(rtype, id, &text)?;
        let stored = self.store.get(rtype, id).ok_or_else(FhirError::internal)?;
        let mut response = match self.personality() {
            Personality::Generic => self.version_response(stored.current()),
            _ => StatusCode::OK.into_response(),
        };
        self.add_version_headers(response.headers_mut(), stored.current());
        Ok(response)
    }

    fn check_version(&self, headers: &HeaderMap, current: u32) -> Result<(), FhirError> {
        let oracle = self.personality() == Personality::Oracle;
        let Some(wanted) = headers.get(IF_MATCH).and_then(|value| value.to_str().ok()) else {
            return if oracle {
                Err(FhirError::precondition("If-Match header required"))
            } else {
                Ok(())
            };
        };
        let wanted = wanted.trim().trim_start_matches("W/").trim_matches('"');
        match wanted == current.to_string() {
            true => Ok(()),
            false if oracle => Err(FhirError::stale()),
            false => Err(FhirError::precondition(
                "the version is not the current one",
            )),
        }
    }
}
