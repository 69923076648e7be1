//! The token endpoint's answer. EHRs differ in its types, so it is read field by field; unknown fields are left out.

use secrecy::SecretString;
use serde_json::{Map, Value};
use time::{Duration, OffsetDateTime};
use url::Url;

use crate::{Endpoint, IssuerUrl, OAuthErrorCode, SmartError, http::Reply, identity};

/// A year: what lies beyond is a mistake of the server.
const MAX_LIFETIME: i64 = 366 * 24 * 3600;
const MAX_CONTEXT: usize = 100;

/// An entry of `fhirContext`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextReference {
    /// A relative reference (`ImagingStudy/1`), or a canonical address where there is none.
    pub reference: String,
    /// The resource type, where it is given.
    pub resource_type: Option<String>,
    /// The entry's role, where it is given.
    pub role: Option<String>,
}

/// What the EHR says of the place that the app was launched from (SMART App Launch 2.2, launch context). It identifies a
/// patient: keep it out of logs.
#[derive(Clone, PartialEq, Eq)]
pub struct LaunchContext {
    /// The patient's FHIR id.
    pub patient: String,
    /// The encounter's FHIR id; many launches have none.
    pub encounter: Option<String>,
    /// Whether the app must show who the patient is. Where the EHR does not say, it must.
    pub need_patient_banner: bool,
    /// Where the EHR's style is described.
    pub style_url: Option<Url>,
    /// What the user wants to do.
    pub intent: Option<String>,
    /// The EHR's own tenant.
    pub tenant: Option<String>,
    /// Further resources in context.
    pub fhir_context: Vec<ContextReference>,
}

impl std::fmt::Debug for LaunchContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LaunchContext([redacted])")
    }
}

/// A successful answer of the token endpoint.
pub(crate) struct TokenResponse {
    pub(crate) access_token: SecretString,
    pub(crate) refresh_token: Option<SecretString>,
    pub(crate) id_token: Option<SecretString>,
    pub(crate) scope: Option<String>,
    pub(crate) expires_at: Option<OffsetDateTime>,
    fields: Map<String, Value>,
}

impl TokenResponse {
    /// Reads an answer; an error answer becomes [`SmartError::TokenRefused`].
    pub(crate) fn read(reply: &Reply, now: OffsetDateTime) -> Result<Self, SmartError> {
        let endpoint = Endpoint::Token;
        // Some servers send their errors with status 200.
        let error = reply.object().ok().and_then(|body| text(&body, "error"));
        if let Some(code) = error {
            return Err(SmartError::TokenRefused(OAuthErrorCode::sanitized(&code)));
        }
        let mut fields = reply.success()?;
        let access_token = secret(&mut fields, "access_token").ok_or(SmartError::MissingField {
            endpoint,
            field: "access_token",
        })?;
        let bearer = text(&fields, "token_type").is_some_and(|t| t.eq_ignore_ascii_case("bearer"));
        if !bearer {
            return Err(SmartError::UnsupportedTokenType);
        }
        Ok(Self {
            access_token,
            refresh_token: secret(&mut fields, "refresh_token"),
            id_token: secret(&mut fields, "id_token"),
            scope: text(&fields, "scope"),
            expires_at: lifetime(fields.get("expires_in")).map(|seconds| now + seconds),
            fields,
        })
    }

    /// The patient, where the answer names one. `Patient/x` is read as `x`.
    pub(crate) fn patient(&self) -> Result<Option<String>, SmartError> {
        context_id(&self.fields, "patient", "Patient/")
    }

    /// The launch context; the patient is required, the encounter is not.
    pub(crate) fn context(&self, issuer: &IssuerUrl) -> Result<LaunchContext, SmartError> {
        Ok(LaunchContext {
            patient: self.patient()?.ok_or(SmartError::MissingPatient)?,
            encounter: context_id(&self.fields, "encounter", "Encounter/")?,
            need_patient_banner: boolean(self.fields.get("need_patient_banner")).unwrap_or(true),
            style_url: text(&self.fields, "smart_style_url")
                .and_then(|style| issuer.join(&style))
                .filter(|url| issuer.may_lead_to(url)),
            intent: text(&self.fields, "intent"),
            tenant: text(&self.fields, "tenant"),
            fhir_context: fhir_context(self.fields.get("fhirContext")),
        })
    }
}

fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    let text = fields.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn secret(fields: &mut Map<String, Value>, name: &str) -> Option<SecretString> {
    match fields.remove(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(SecretString::from(text)),
        _ => None,
    }
}

/// `true`, `false`, or the same as text in any case.
fn boolean(value: Option<&Value>) -> Option<bool> {
    match value? {
        Value::Bool(value) => Some(*value),
        Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// Seconds as a number or as text; none where the server does not say.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float beyond the range saturates and is clamped"
)]
fn lifetime(value: Option<&Value>) -> Option<Duration> {
    let seconds = match value? {
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().map(|f| f as i64))?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    Some(Duration::seconds(seconds.clamp(0, MAX_LIFETIME)))
}

fn context_id(
    fields: &Map<String, Value>,
    name: &str,
    prefix: &str,
) -> Result<Option<String>, SmartError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) if id.is_empty() => Ok(None),
        Some(Value::String(id)) => {
            let id = id.strip_prefix(prefix).unwrap_or(id);
            identity::is_id(id)
                .then(|| Some(id.to_owned()))
                .ok_or(SmartError::InvalidContext)
        }
        Some(_) => Err(SmartError::InvalidContext),
    }
}

fn fhir_context(value: Option<&Value>) -> Vec<ContextReference> {
    let entries = value
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let read = |entry: &Value| {
        let entry = entry.as_object()?;
        Some(ContextReference {
            reference: text(entry, "reference").or_else(|| text(entry, "canonical"))?,
            resource_type: text(entry, "type"),
            role: text(entry, "role"),
        })
    };
    entries.iter().take(MAX_CONTEXT).filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn booleans_and_lifetimes_come_in_several_types() {
        assert_eq!(boolean(Some(&json!("false"))), Some(false));
        assert_eq!(boolean(Some(&json!("True"))), Some(true));
        assert_eq!(boolean(Some(&json!(false))), Some(false));
        assert_eq!(boolean(Some(&json!("no"))), None);
        assert_eq!(boolean(Some(&json!(0))), None);
        assert_eq!(lifetime(Some(&json!(570))), Some(Duration::seconds(570)));
        assert_eq!(
            lifetime(Some(&json!("3600"))),
            Some(Duration::seconds(3600))
        );
        assert_eq!(
            lifetime(Some(&json!(3599.5))),
            Some(Duration::seconds(3599))
        );
        assert_eq!(lifetime(Some(&json!(-5))), Some(Duration::ZERO));
        assert_eq!(
            lifetime(Some(&json!(1e300))),
            Some(Duration::seconds(MAX_LIFETIME))
        );
        assert_eq!(lifetime(Some(&json!("soon"))), None);
        assert_eq!(lifetime(None), None);
    }

    #[test]
    fn a_context_id_that_is_none_is_refused() {
        let id = |value: Value| {
            let fields = Map::from_iter([("patient".to_owned(), value)]);
            context_id(&fields, "patient", "Patient/")
        };
        for bad in [
            json!("a/b"),
            json!("a?b"),
            json!("../x"),
            json!(".."),
            json!(7),
            json!("a b"),
        ] {
            assert!(
                matches!(id(bad.clone()), Err(SmartError::InvalidContext)),
                "{bad}"
            );
        }
        assert_eq!(
            id(json!("Patient/p.1-x")).unwrap().as_deref(),
            Some("p.1-x")
        );
        assert_eq!(id(json!("")).unwrap(), None);
    }
}
