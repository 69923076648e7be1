//! What can go wrong between us and the EHR's FHIR server. No error carries a URL, an id or a token.

use thiserror::Error;

use crate::TokenError;

/// A FHIR request that failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FhirError {
    /// The base URL is not usable: not http(s), or without TLS on a host that is not this machine.
    #[error("the FHIR base URL cannot be used: {0}")]
    Base(&'static str),
    /// No token to be had.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// 401, also after a refreshed token.
    #[error("the EHR no longer accepts the sign-in (401)")]
    Unauthorized,
    /// 403.
    #[error("the EHR refuses access (403){}", told(.0.as_deref()))]
    Forbidden(Option<String>),
    /// 404 or 410.
    #[error("the EHR does not have it ({0})")]
    NotFound(u16),
    /// 429 or 503 for longer than we wait.
    #[error("the EHR asks to come back later ({0})")]
    Throttled(u16),
    /// Any other status that is no success.
    #[error("the EHR answered {status}{}", told(.outcome.as_deref()))]
    Status {
        /// The HTTP status.
        status: u16,
        /// What the server said about it: the outcome's codes and text.
        outcome: Option<String>,
        /// The outcome's first detail code, such as Epic's `4113`.
        code: Option<String>,
    },
    /// An OperationOutcome with an error where data was expected, although the status says success.
    #[error("the EHR answered with an error inside of a success{}", told(.0.as_deref()))]
    Outcome(Option<String>),
    /// A redirect that leads to another host, or a chain of them.
    #[error("the EHR redirects to somewhere else")]
    Redirect,
    /// A page link that leads to another host. The token is not sent there.
    #[error("a page link leads to another host")]
    OtherHost,
    /// A page link that was followed before.
    #[error("the page links go round in a circle")]
    PageLoop,
    /// More pages than are followed.
    #[error("more than {0} pages")]
    TooManyPages(usize),
    /// Fewer resources than the server says that there are, and no link to more.
    #[error("the EHR counts {total} and sent {came}")]
    Short {
        /// `Bundle.total`.
        total: u64,
        /// How many matches came.
        came: u64,
    },
    /// The paging session expired, also after the search was started anew.
    #[error("the EHR's paging session expired")]
    PageSessionExpired,
    /// No answer in time.
    #[error("no answer in time")]
    Timeout,
    /// No connection.
    #[error("no connection to the EHR")]
    Connect,
    /// The answer broke off.
    #[error("the answer broke off")]
    Truncated,
    /// The answer is larger than is read.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// The answer is not what FHIR wants.
    #[error("the answer cannot be read: {0}")]
    Unreadable(String),
    /// A resource type or id that cannot stand in a URL.
    #[error("not a usable resource type, id or link")]
    BadUrl,
    /// The patient's record was merged into another; the launch is for a record that is no more.
    #[error("the patient's record was merged into another")]
    Merged,
    /// The chart could not be put together.
    #[error("the chart cannot be put together: {0}")]
    Chart(#[from] chart::ChartError),
}

fn told(text: Option<&str>) -> String {
    text.map(|text| format!(": {text}")).unwrap_or_default()
}

impl FhirError {
    /// From reqwest, whose own texts name URLs.
    pub(crate) fn from_transport(error: &reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::Timeout
        } else if error.is_connect() {
            Self::Connect
        } else if error.is_redirect() {
            Self::Redirect
        } else {
            Self::Truncated
        }
    }

    /// The HTTP status, where the error is one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Unauthorized => Some(401),
            Self::Forbidden(_) => Some(403),
            Self::NotFound(status) | Self::Throttled(status) | Self::Status { status, .. } => {
                Some(*status)
            }
            Self::Outcome(_) => Some(200),
            _ => None,
        }
    }
}
