//! The plain pages of a launch: one sentence that says what happened, one that says what to do.

use crate::launching::{Ehr, LaunchError};
use app::asked::status_of;
use app::pages::{
    Action, EhrChoice, cookie_blocked_page, error_page, refused_page, signed_out_page,
    standalone_page,
};
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use model::WireError;
use smart::SmartErrorKind as Kind;
use std::sync::Arc;
use uuid::Uuid;

struct Words {
    status: StatusCode,
    title: &'static str,
    happened: &'static str,
    to_do: &'static str,
}

/// Makes the plain pages; knows the style sheet's address.
#[derive(Clone)]
pub struct Pages {
    style: Arc<str>,
}

impl Pages {
    /// Pages with this style sheet.
    pub fn new(style: &str) -> Self {
        Self {
            style: style.into(),
        }
    }

    /// The style sheet's address.
    pub fn style(&self) -> &str {
        &self.style
    }

    /// The page for a launch that failed. The cause goes to the log under the id that the page shows. `again` is where the launch can be
    /// begun anew in a window of its own.
    pub fn problem(&self, error: &LaunchError, again: Option<&str>) -> Response {
        let id = Uuid::new_v4().simple().to_string();
        tracing::warn!(error_id = %id, code = error.code(), %error, "launch failed");
        let words = words(error);
        let html = match (error, again) {
            (LaunchError::NoCookie, Some(again)) => cookie_blocked_page(&self.style, again),
            _ => error_page(
                &self.style,
                words.title,
                words.happened,
                words.to_do,
                &Action::None,
                Some(&id),
            ),
        };
        (words.status, Html(html)).into_response()
    }

    /// The page where a user starts outside the chart.
    pub fn start(&self, ehrs: Vec<Ehr>) -> Response {
        let choice = |ehr: Ehr| EhrChoice {
            name: ehr.name,
            href: format!("/start/{}", ehr.number),
        };
        Html(standalone_page(
            &self.style,
            ehrs.into_iter().map(choice).collect(),
        ))
        .into_response()
    }

    /// The page after signing out.
    pub fn signed_out(&self) -> Response {
        Html(signed_out_page(&self.style)).into_response()
    }

    /// The page for something that was refused.
    pub fn refused(&self, error: WireError) -> Response {
        let status = StatusCode::from_u16(status_of(error.code))
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Html(refused_page(&self.style, error))).into_response()
    }

    /// The page for an address that is none of ours.
    pub fn not_found(&self) -> Response {
        let html = error_page(
            &self.style,
            "Nothing here",
            "This page does not exist, or it belongs to another session.",
            "Open Countersign again from the patient's chart.",
            &Action::None,
            None,
        );
        (StatusCode::NOT_FOUND, Html(html)).into_response()
    }
}

fn words(error: &LaunchError) -> Words {
    let page = |status, title, happened, to_do| Words {
        status,
        title,
        happened,
        to_do,
    };
    let Some(kind) = error.smart() else {
        return match error {
            LaunchError::NotClinician => page(
                StatusCode::FORBIDDEN,
                "For clinicians only",
                "The EHR signed you in as a patient or a relative.",
                "Sign in to the EHR with your clinical account.",
            ),
            LaunchError::NoCookie => page(
                StatusCode::BAD_REQUEST,
                "Your browser blocks the session",
                "",
                "",
            ),
            _ => page(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Countersign could not start",
                "Something failed on our side; no patient data was read.",
                "Try again. If it happens again, give the number below to your IT department.",
            ),
        };
    };
    match kind {
        Kind::UnknownIssuer => page(
            StatusCode::FORBIDDEN,
            "This EHR is not registered",
            "Countersign was opened by an EHR that it does not know.",
            "Ask your IT department to register this EHR with Countersign.",
        ),
        Kind::InvalidLaunch => page(
            StatusCode::BAD_REQUEST,
            "The launch is incomplete",
            "The EHR's request lacks what a launch needs.",
            "Open Countersign from the patient's chart.",
        ),
        Kind::StateRejected => page(
            StatusCode::BAD_REQUEST,
            "This launch was already used",
            "The answer of the EHR does not belong to a launch that is waiting in this browser.",
            "Open Countersign again from the patient's chart.",
        ),
        Kind::LaunchExpired => page(
            StatusCode::BAD_REQUEST,
            "The launch took too long",
            "More than ten minutes passed between opening Countersign and the EHR's answer.",
            "Open Countersign again from the patient's chart.",
        ),
        Kind::RefusedByEhr => page(
            StatusCode::FORBIDDEN,
            "The EHR refused",
            "The EHR did not allow Countersign to open this chart.",
            "Open it again and allow the access, or ask your IT department.",
        ),
        Kind::EhrUnavailable => page(
            StatusCode::BAD_GATEWAY,
            "The EHR does not answer",
            "Countersign could not reach the EHR.",
            "Wait a moment and open Countersign again from the chart.",
        ),
        Kind::EhrMisconfigured => page(
            StatusCode::BAD_GATEWAY,
            "The EHR's answer can't be used",
            "The EHR answered in a way that the SMART standard does not allow.",
            "Give the number below to your IT department.",
        ),
        Kind::IdentityRejected => page(
            StatusCode::FORBIDDEN,
            "Your identity could not be verified",
            "The EHR's statement of who you are did not pass the check.",
            "Sign in to the EHR again. If it happens again, tell your IT department: this may be an attack.",
        ),
        Kind::NoPatient => page(
            StatusCode::BAD_REQUEST,
            "No patient",
            "The EHR did not say which patient this is about.",
            "Open Countersign from inside a patient's chart.",
        ),
        Kind::SessionExpired => page(
            StatusCode::UNAUTHORIZED,
            "The session ended",
            "The EHR no longer accepts this session.",
            "Open Countersign again from the patient's chart.",
        ),
        Kind::Configuration | Kind::Internal => page(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Countersign could not start",
            "Something is wrong on our side; no patient data was read.",
            "Give the number below to your IT department.",
        ),
    }
}
