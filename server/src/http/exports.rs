//! Downloads beside a draft. The addresses hold the launch and the draft, nothing of the patient.

use super::pages::Pages;
use super::screens::caller;
use crate::backend::{Answers, Export, StepError};
use axum::{
    extract::{Path, State},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use model::{DraftId, LaunchId};
use std::sync::Arc;
use tower_sessions::Session;

/// What downloads need.
#[derive(Clone)]
pub struct Exports {
    /// Answers.
    pub answers: Arc<Answers>,
    /// Says what was refused.
    pub pages: Pages,
}

/// `GET /l/{launch}/d/{draft}/letter.pdf`
pub async fn letter(
    State(exports): State<Exports>,
    session: Session,
    Path(place): Path<(String, String)>,
) -> Response {
    exports
        .give(&session, place, Export::Letter, "application/pdf")
        .await
}

/// `GET /l/{launch}/d/{draft}/questionnaire-response.json`
pub async fn questionnaire(
    State(exports): State<Exports>,
    session: Session,
    Path(place): Path<(String, String)>,
) -> Response {
    exports
        .give(
            &session,
            place,
            Export::Questionnaire,
            "application/fhir+json",
        )
        .await
}

impl Exports {
    async fn give(
        &self,
        session: &Session,
        (launch, draft): (String, String),
        what: Export,
        kind: &'static str,
    ) -> Response {
        let Some(caller) = caller(session).await else {
            return self.pages.refused(StepError::SessionExpired.wire());
        };
        let (launch, draft) = (LaunchId::new(launch), DraftId::new(draft));
        match self.answers.export(&caller, &launch, &draft, what).await {
            Ok(bytes) => {
                let name = format!("attachment; filename=\"{}\"", what.file_name());
                (
                    [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name.as_str())],
                    bytes,
                )
                    .into_response()
            }
            Err(error) => self.pages.refused(error),
        }
    }
}
