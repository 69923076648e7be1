//! Binary: raw, or as FHIR JSON when that is asked for (FHIR R4, "Serving Binary Resources").

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::outcome::FhirError;
use crate::config::Personality;
use crate::state::Sandbox;

impl Sandbox {
    pub(super) fn read_binary(
        &self,
        id: &str,
        pairs: &[(String, String)],
        headers: &HeaderMap,
    ) -> Result<Response, FhirError> {
        let stored = self.readable("Binary", id, headers)?;
        let accept = headers
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("*/*");
        let format = pairs
            .iter()
            .any(|(name, value)| name == "_format" && value.contains("json"));
        if format || accept.contains("application/fhir+json") || accept.contains("application/json")
        {
            return Ok(self.version_response(stored.current()));
        }
        let value = stored.value();
        let content_type = value["contentType"]
            .as_str()
            .unwrap_or("application/octet-stream")
            .to_owned();
        let wanted = content_type.split(';').next().unwrap_or_default();
        let family = wanted.split('/').next().unwrap_or_default();
        let fits = accept.contains("*/*")
            || accept.contains(wanted)
            || accept.contains(&format!("{family}/*"));
        if !fits && self.personality() == Personality::Oracle {
            return Err(FhirError::not_acceptable());
        }
        let encoded: String = value["data"]
            .as_str()
            .unwrap_or_default()
            .chars()
            .filter(|char| !char.is_whitespace())
            .collect();
        let bytes = STANDARD
            .decode(encoded)
            .map_err(|_| FhirError::internal())?;
        Ok((
            [
                (CONTENT_TYPE, content_type),
                (CACHE_CONTROL, "no-cache,no-store".to_owned()),
            ],
            bytes,
        )
            .into_response())
    }
}
