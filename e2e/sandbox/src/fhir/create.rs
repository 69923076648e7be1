//! Create, also conditional, with what each vendor answers.

use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::access::Caller;
use super::outcome::FhirError;
use super::query::Query;
use super::read::etag;
use super::validate;
use crate::clock::instant;
use crate::config::Personality;
use crate::faults::{Active, Kind};
use crate::smart::scopes::Action;
use crate::state::{Sandbox, Shared};
use crate::store::Stored;
use crate::store::index::Index;
use crate::store::text::{Fields, quote, with_server_fields};

const IF_NONE_EXIST: HeaderName = HeaderName::from_static("if-none-exist");

/// `POST {fhir}/{type}`
pub async fn create(
    State(sandbox): State<Shared>,
    Extension(active): Extension<Active>,
    Path(rtype): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    sandbox
        .create(&rtype, &headers, &body, active.0)
        .unwrap_or_else(|error| error.respond(sandbox.personality()))
}

/// A body that is JSON and of the right type: its exact text and its value.
pub(super) fn resource_body<'a>(
    rtype: &str,
    headers: &HeaderMap,
    body: &'a Bytes,
) -> Result<(&'a str, Value), FhirError> {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !content_type.contains("json") {
        return Err(FhirError::media_type());
    }
    let text =
        std::str::from_utf8(body).map_err(|_| FhirError::structure("the body is not UTF-8"))?;
    let value: Value = serde_json::from_str(text).map_err(|error| {
        FhirError::structure(format!("the body is not JSON (line {})", error.line()))
    })?;
    if value["resourceType"].as_str() != Some(rtype) {
        return Err(FhirError::structure(format!("the body is not a {rtype}")).at("resourceType"));
    }
    Ok((text, value))
}

impl Sandbox {
    fn create(
        &self,
        rtype: &str,
        headers: &HeaderMap,
        body: &Bytes,
        fault: Option<Kind>,
    ) -> Result<Response, FhirError> {
        let caller = self.caller(headers)?;
        if self.personality() != Personality::Generic && !validate::WRITABLE.contains(&rtype) {
            return Err(FhirError::unsupported(&format!(
                "{rtype} cannot be created"
            )));
        }
        caller.may(rtype, Action::Create, None)?;
        let (text, value) = resource_body(rtype, headers, body)?;
        caller.require_body(rtype, Action::Create, &value)?;
        validate::check(self, rtype, &value)?;
        if let Some(existing) = self.existing(&caller, rtype, headers, fault)? {
            return Ok(self.existing_response(&existing));
        }
        let id = self.new_id();
        let text = self.received(rtype, text, &value, &id)?;
        self.file(rtype, &id, &text)?;
        Ok(self.created_response(rtype, &id, headers))
    }

    /// What `If-None-Exist` finds; Epic does not know the header.
    fn existing(
        &self,
        caller: &Caller,
        rtype: &str,
        headers: &HeaderMap,
        fault: Option<Kind>,
    ) -> Result<Option<std::sync::Arc<Stored>>, FhirError> {
        if self.personality() == Personality::Epic || fault == Some(Kind::DuplicateOnReplay) {
            return Ok(None);
        }
        let Some(condition) = headers
            .get(IF_NONE_EXIST)
            .and_then(|value| value.to_str().ok())
        else {
            return Ok(None);
        };
        let condition = condition.rsplit('?').next().unwrap_or_default();
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(condition.as_bytes())
            .into_owned()
            .collect();
        let query = Query::parse(&pairs, &self.urls.fhir)?;
        if query.selecting == 0 || !query.unknown.is_empty() {
            return Err(FhirError::precondition("If-None-Exist is not understood"));
        }
        let mut found = self.matching(rtype, &query, |stored| {
            caller.reaches(rtype, Action::Create, &stored.index)
        });
        match found.len() {
            0 | 1 => Ok(found.pop()),
            _ => Err(FhirError::precondition(
                "If-None-Exist matches several resources",
            )),
        }
    }

    fn new_id(&self) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        match self.personality() {
            Personality::Epic => format!("e{}3", self.random.word(LETTERS, 42)),
            Personality::Oracle => format!("2{}", self.random.word(b"0123456789", 8)),
            Personality::Generic => self.random.uuid(),
        }
    }

    /// The text as the server keeps it: vendors move a note's text into a Binary and fill in dates.
    pub(super) fn received(
        &self,
        rtype: &str,
        text: &str,
        value: &Value,
        id: &str,
    ) -> Result<String, FhirError> {
        if rtype != "DocumentReference" {
            return Ok(text.to_owned());
        }
        let mut fields =
            Fields::parse(text).map_err(|_| FhirError::structure("the body is not an object"))?;
        if value["date"].is_null() {
            fields.set("date", quote(&self.clock.instant()));
        }
        if self.personality() != Personality::Generic {
            let mut content = value["content"].clone();
            let owner = Index::of(value).patient;
            for (number, item) in content.as_array_mut().into_iter().flatten().enumerate() {
                self.move_to_binary(&mut item["attachment"], id, number, owner.as_deref());
            }
            fields.set("content", content.to_string());
        }
        Ok(fields.text())
    }

    fn move_to_binary(
        &self,
        attachment: &mut Value,
        document: &str,
        number: usize,
        owner: Option<&str>,
    ) {
        let Some(data) = attachment["data"].as_str().map(str::to_owned) else {
            return;
        };
        let version = self
            .store
            .get("DocumentReference", document)
            .map_or(1, |stored| stored.earlier.len() + 2);
        let id = match self.personality() {
            Personality::Oracle => format!("TR-{document}-{version}-{number}"),
            _ => self.new_id(),
        };
        let binary = serde_json::json!({
            "resourceType": "Binary", "id": id, "contentType": attachment["contentType"], "data": data,
        });
        self.store
            .add("Binary", &id, binary.to_string(), self.clock.now(), false);
        if let Some(owner) = owner {
            self.store.set_owner(&id, owner);
        }
        if let Some(attachment) = attachment.as_object_mut() {
            attachment.remove("data");
            let url = match self.personality() {
                Personality::Oracle => format!("{}/Binary/{id}", self.urls.fhir),
                _ => format!("Binary/{id}"),
            };
            attachment.insert("url".to_owned(), url.into());
        }
    }

    /// Stores the text as the next version of `Type/id`.
    pub(super) fn file(&self, rtype: &str, id: &str, text: &str) -> Result<(), FhirError> {
        let now = self.clock.now();
        let next = self
            .store
            .get(rtype, id)
            .map_or(1, |stored| stored.current().number + 1)
            .to_string();
        let stamp = instant(now);
        let meta =
            (self.personality() != Personality::Epic).then_some((next.as_str(), stamp.as_str()));
        let text = with_server_fields(text, id, meta)
            .map_err(|_| FhirError::structure("the body is not an object"))?;
        self.store.add(rtype, id, text, now, true);
        Ok(())
    }

    fn location(&self, rtype: &str, id: &str) -> String {
        match self.personality() {
            Personality::Epic => format!("{rtype}/{id}"),
            Personality::Oracle => format!("{}/{rtype}/{id}", self.urls.fhir),
            Personality::Generic => format!("{}/{rtype}/{id}/_history/1", self.urls.fhir),
        }
    }

    fn created_response(&self, rtype: &str, id: &str, headers: &HeaderMap) -> Response {
        let Some(stored) = self.store.get(rtype, id) else {
            return FhirError::internal().respond(self.personality());
        };
        let mut response = match self.personality() {
            Personality::Epic => (StatusCode::CREATED, [(CONTENT_LENGTH, "0")]).into_response(),
            Personality::Oracle => {
                let kind = [(CONTENT_TYPE, "text/html"), (CONTENT_LENGTH, "0")];
                (StatusCode::CREATED, kind).into_response()
            }
            Personality::Generic => {
                let minimal = headers
                    .get("prefer")
                    .is_some_and(|value| value.as_bytes() == b"return=minimal");
                let mut response = if minimal {
                    StatusCode::CREATED.into_response()
                } else {
                    self.version_response(stored.current())
                };
                *response.status_mut() = StatusCode::CREATED;
                response
            }
        };
        self.add_version_headers(response.headers_mut(), stored.current());
        if let Ok(location) = HeaderValue::from_str(&self.location(rtype, id)) {
            response.headers_mut().insert(LOCATION, location);
        }
        response
    }

    fn existing_response(&self, stored: &Stored) -> Response {
        let headers = [
            (LOCATION, self.location(&stored.rtype, &stored.id)),
            (ETAG, etag(stored.current().number)),
        ];
        (StatusCode::OK, headers).into_response()
    }
}
