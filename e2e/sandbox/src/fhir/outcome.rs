//! Errors as each vendor words them.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::config::Personality;

/// The content type of FHIR JSON.
pub const FHIR_JSON: &str = "application/fhir+json; charset=utf-8";
/// The system of Epic's error codes.
const EPIC_CODES: &str = "urn:oid:1.2.840.114350.1.13.0.1.7.2.657369";

/// A refused FHIR request.
#[derive(Clone, Debug)]
pub struct FhirError {
    status: StatusCode,
    code: &'static str,
    /// Epic's number and wording.
    epic: Option<(&'static str, &'static str)>,
    /// What the others say, and Epic as diagnostics.
    text: String,
    expression: Option<String>,
    /// Oracle answers without a body.
    bare: bool,
}

impl FhirError {
    fn new(status: StatusCode, code: &'static str, text: impl Into<String>) -> Self {
        Self {
            status,
            code,
            epic: None,
            text: text.into(),
            expression: None,
            bare: false,
        }
    }

    fn epic(mut self, code: &'static str, display: &'static str) -> Self {
        self.epic = Some((code, display));
        self
    }

    /// Names the element or parameter at fault.
    #[must_use]
    pub fn at(mut self, expression: impl Into<String>) -> Self {
        self.expression = Some(expression.into());
        self
    }

    /// Missing, unknown, revoked or expired token.
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "login", "")
    }

    /// The token does not reach this.
    pub fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "The access token provided does not have access to this resource",
        )
        .epic("4118", "User not authorized for request.")
    }

    /// A protected chart that opens only with a reason.
    pub fn break_the_glass() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "suppressed",
            "Break-the-Glass security: access needs a reason.",
        )
        .epic("4130", "Break-the-Glass security: access needs a reason.")
    }

    /// No such resource.
    pub fn not_found(id: &str) -> Self {
        let display = "The read resource request contained an invalid resource ID.";
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            format!("Resource not found: {id}"),
        )
        .epic("4102", display)
    }

    /// An interaction that this server does not offer.
    pub fn unsupported(what: &str) -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "not-supported", what)
    }

    /// 429
    pub fn throttled() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "throttled",
            "Too many requests have been sent",
        )
    }

    /// 500
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "exception",
            "An unexpected internal error has occurred.",
        )
        .epic("59177", "An unexpected internal error has occurred.")
    }

    /// A page link that is too old.
    pub fn page_expired(session: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "invalid",
            format!("The page {session} has expired"),
        )
        .epic("4113", "The paginated session has expired.")
    }

    /// The record exists already.
    pub fn duplicate() -> Self {
        Self::new(StatusCode::CONFLICT, "duplicate", "Duplicate record.")
            .epic("59141", "Duplicate record.")
    }

    /// A search that is not understood.
    pub fn bad_search(text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid", text)
    }

    /// A search that a business rule refuses.
    pub fn search_rule(text: &str, parameter: &str) -> Self {
        let display =
            "The content/operation failed to pass a business rule, and so could not proceed.";
        Self::new(StatusCode::BAD_REQUEST, "business-rule", text)
            .epic("59159", display)
            .at(parameter)
    }

    /// A required search parameter is missing (Epic's own form for conditions).
    pub fn search_needs(parameter: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid", parameter)
            .epic("4111", "")
            .at(parameter)
    }

    /// A required element of a body is missing.
    pub fn required(expression: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "required",
            format!("{expression} is required"),
        )
        .epic("59108", "A required element is missing.")
        .at(expression)
    }

    /// An element of a body has a value that is not accepted.
    pub fn value(expression: &str, text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "value", text)
            .epic("59100", "An element has an invalid value.")
            .at(expression)
    }

    /// A body that is well-formed but breaks a rule (Oracle's 422).
    pub fn rule(expression: &str, text: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "business-rule", text)
            .epic(
                "59159",
                "The content/operation failed to pass a business rule, and so could not proceed.",
            )
            .at(expression)
    }

    /// A body that is not the JSON it should be.
    pub fn structure(text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "structure", text)
    }

    /// 415
    pub fn media_type() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "not-supported",
            "The body must be application/fhir+json",
        )
    }

    /// 406
    pub fn not_acceptable() -> Self {
        Self {
            bare: true,
            ..Self::new(
                StatusCode::NOT_ACCEPTABLE,
                "not-supported",
                "Only JSON is offered",
            )
        }
    }

    /// 412: `If-Match` is missing or wrong, or a conditional create matches several.
    pub fn precondition(text: &str) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "conflict", text)
    }

    /// 409: somebody else has changed it meanwhile.
    pub fn stale() -> Self {
        Self {
            bare: true,
            ..Self::new(
                StatusCode::CONFLICT,
                "conflict",
                "The version is not the current one",
            )
        }
    }

    /// As the vendor sends it.
    pub fn respond(self, personality: Personality) -> Response {
        if self.status == StatusCode::UNAUTHORIZED {
            let ask = match personality {
                Personality::Oracle => "Bearer realm=\"sandbox\", error=\"invalid_token\"",
                _ => {
                    "Bearer error=\"invalid_token\", error_description=\"The access token provided is expired\""
                }
            };
            return (
                self.status,
                [(WWW_AUTHENTICATE, HeaderValue::from_static(ask))],
            )
                .into_response();
        }
        if personality == Personality::Oracle {
            if self.bare {
                return self.status.into_response();
            }
            if self.status == StatusCode::BAD_REQUEST {
                return (self.status, [(CONTENT_TYPE, "text/plain")], self.text).into_response();
            }
        }
        let headers = [
            (CONTENT_TYPE, FHIR_JSON),
            (CACHE_CONTROL, "no-cache,no-store"),
        ];
        let status = if personality == Personality::Epic
            && self.status == StatusCode::UNPROCESSABLE_ENTITY
        {
            StatusCode::BAD_REQUEST
        } else {
            self.status
        };
        (status, headers, self.outcome(personality).to_string()).into_response()
    }

    fn outcome(&self, personality: Personality) -> Value {
        let mut issue = json!({ "severity": "error", "code": self.code });
        match (personality, self.epic) {
            (Personality::Epic, Some((code, display))) => {
                issue["severity"] = "fatal".into();
                issue["details"] = coded(code, display);
                issue["diagnostics"] = self.text.as_str().into();
            }
            (Personality::Epic, None) => {
                issue["severity"] = "fatal".into();
                issue["diagnostics"] = self.text.as_str().into();
            }
            _ => issue["details"] = json!({ "text": self.text }),
        }
        if let Some(expression) = &self.expression {
            issue["expression"] = json!([expression]);
            if personality == Personality::Epic {
                issue["location"] = json!([format!("/f:{}", expression.replace('.', "/"))]);
            }
        }
        json!({ "resourceType": "OperationOutcome", "issue": [issue] })
    }
}

fn coded(code: &str, display: &str) -> Value {
    if display.is_empty() {
        return json!({ "coding": [{ "system": EPIC_CODES, "code": code }] });
    }
    json!({ "coding": [{ "system": EPIC_CODES, "code": code, "display": display }], "text": display })
}

/// A warning to go into a search result.
pub fn warning(code: Option<(&str, &str)>, diagnostics: Option<&str>) -> Value {
    let mut issue = json!({ "severity": "warning", "code": "processing" });
    if let Some((code, display)) = code {
        issue["details"] = coded(code, display);
    }
    if let Some(diagnostics) = diagnostics {
        issue["diagnostics"] = diagnostics.into();
    }
    issue
}
