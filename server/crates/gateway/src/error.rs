//! Why there is no answer.

use crate::budget::BudgetError;
use phi::{DataClass, FieldClass};
use std::time::Duration;
use thiserror::Error;
use time::Date;

/// Why a request was not sent at all. Each is a reason that a person can act on.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The configuration has no such endpoint.
    #[error("there is no endpoint `{0}` in the configuration")]
    UnknownEndpoint(String),
    /// No endpoint can take the request; each with its reason.
    #[error("no endpoint can take this request: {0}")]
    NoRoute(String),
    /// No agreement is recorded, and the request holds patient data.
    #[error("endpoint `{endpoint}` has no agreement that allows patient data")]
    NoAgreement {
        /// The endpoint.
        endpoint: String,
    },
    /// The agreement ended.
    #[error("the agreement for endpoint `{endpoint}` expired on {on}")]
    AgreementExpired {
        /// The endpoint.
        endpoint: String,
        /// Its last day.
        on: Date,
    },
    /// The agreement has not begun.
    #[error("the agreement for endpoint `{endpoint}` is signed as of {from}")]
    AgreementNotYet {
        /// The endpoint.
        endpoint: String,
        /// Its first day.
        from: Date,
    },
    /// The agreement does not cover what the request holds.
    #[error("the agreement for endpoint `{endpoint}` does not cover {}", list(.missing))]
    ClassNotCovered {
        /// The endpoint.
        endpoint: String,
        /// What it does not cover.
        missing: Vec<FieldClass>,
    },
    /// The request holds more than it was planned for.
    #[error("the request holds {found}, it was planned for {planned}")]
    ClassNotPlanned {
        /// What was planned.
        planned: DataClass,
        /// What it holds.
        found: DataClass,
    },
    /// The endpoint cannot do what is needed.
    #[error("endpoint `{endpoint}` has no capability `{capability}`")]
    NotCapable {
        /// The endpoint.
        endpoint: String,
        /// The capability's name.
        capability: &'static str,
    },
    /// The endpoint does not translate into the language.
    #[error("endpoint `{endpoint}` does not translate into `{language}`")]
    NoLanguage {
        /// The endpoint.
        endpoint: String,
        /// The language's tag.
        language: String,
    },
    /// The endpoint failed again and again, and is left alone for a while.
    #[error("endpoint `{endpoint}` failed repeatedly and is left alone for {seconds} more seconds")]
    Resting {
        /// The endpoint.
        endpoint: String,
        /// The time that is left.
        seconds: i64,
    },
    /// The recording cannot be sent.
    #[error("the recording cannot be sent: {0}")]
    Recording(&'static str),
    /// A budget does not allow it.
    #[error("not sent: {0}")]
    Budget(#[from] BudgetError),
    /// The answer's schema uses what not every engine knows.
    #[error("the answer's schema is not portable: {0}")]
    Schema(&'static str),
    /// An identifier of the patient stands where no patient data may stand.
    #[error("the {0} of use case `{1}` hold an identifier of the patient")]
    IdentifierOutside(&'static str, String),
    /// The use case may not send this element; it is empty where a part does not say of which it is made.
    #[error("use case `{use_case}` may not send {kind}.{field}")]
    FieldNotAllowed {
        /// The use case.
        use_case: String,
        /// The type of the part.
        kind: String,
        /// Its field.
        field: String,
    },
    /// The use case may not send this type.
    #[error("use case `{use_case}` may not send {kind}")]
    NotAllowedToSend {
        /// The use case.
        use_case: String,
        /// The type of the part.
        kind: String,
    },
    /// An alias is used twice, empty, or not a plain word.
    #[error("the parts' aliases must be distinct plain words")]
    BadAlias,
    /// The host resolves to an address that is not allowed for it.
    #[error("endpoint `{endpoint}`: its host resolves to {what}")]
    Address {
        /// The endpoint.
        endpoint: String,
        /// What is wrong with it, without the address.
        what: &'static str,
    },
    /// The request is larger than the endpoint takes.
    #[error(
        "the request is too large for endpoint `{endpoint}`: about {tokens} tokens, {limit} fit"
    )]
    TooLarge {
        /// The endpoint.
        endpoint: String,
        /// Estimated.
        tokens: usize,
        /// What fits.
        limit: usize,
    },
    /// The log could not be written, so nothing was sent.
    #[error("the inference could not be logged, so it was not sent")]
    NotLogged,
}

fn list(classes: &[FieldClass]) -> String {
    classes
        .iter()
        .map(|class| class.name())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Why there is no usable answer. None carries content of the request or the answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GatewayError {
    /// Nothing was sent.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The endpoint could not be reached.
    #[error("endpoint `{0}` could not be reached")]
    Unreachable(String),
    /// It answered with a redirect, which is never followed.
    #[error("endpoint `{0}` answered with a redirect, which is not followed")]
    Redirect(String),
    /// It asked to wait longer than the deadline allows, or again and again.
    #[error("endpoint `{endpoint}` is busy")]
    Busy {
        /// The endpoint.
        endpoint: String,
        /// When it said to come again.
        retry_after: Option<Duration>,
    },
    /// Our own queue for it is full, or the turn did not come in time; it was not sent.
    #[error("too many requests wait for endpoint `{0}`")]
    Crowded(String),
    /// It refused our credentials.
    #[error("endpoint `{0}` refused the credentials")]
    Credentials(String),
    /// It answered with another error status.
    #[error("endpoint `{endpoint}` answered with status {status}")]
    Status {
        /// The endpoint.
        endpoint: String,
        /// The HTTP status.
        status: u16,
    },
    /// The deadline passed.
    #[error("endpoint `{0}` did not finish in time")]
    Deadline(String),
    /// The stream ended before the answer did.
    #[error("endpoint `{0}` cut the answer off")]
    Truncated(String),
    /// The stream is not what the wire format says.
    #[error("endpoint `{endpoint}` sent something else than its wire format: {what}")]
    Malformed {
        /// The endpoint.
        endpoint: String,
        /// What was wrong.
        what: &'static str,
    },
    /// The model declined, or a filter stopped it.
    #[error("the model declined to answer")]
    Declined,
    /// The answer reached the output limit.
    #[error("the answer reached the limit of {0} tokens")]
    OutputLimit(usize),
    /// The answer grew beyond what is read.
    #[error("the answer is larger than {0} bytes")]
    AnswerTooLarge(usize),
    /// The next endpoint of the route takes less: plan again for it and cut.
    #[error("endpoint `{endpoint}` takes over, and takes smaller requests only")]
    Replan {
        /// The endpoint to plan for.
        endpoint: String,
    },
    /// The account's quota or credit is used up.
    #[error("the account's quota at endpoint `{0}` is used up")]
    Quota(String),
    /// The endpoint says that the prompt is longer than its model takes.
    #[error("the request is longer than the model at endpoint `{0}` takes")]
    TooLong(String),
    /// Another model or version answered than the one that is pinned.
    #[error("endpoint `{0}` answered with another model or version than the pinned one")]
    OtherModel(String),
    /// The answer does not hold to the schema.
    #[error("the answer does not hold to its schema")]
    WrongSchema,
    /// The answer is not JSON.
    #[error("the answer is not valid JSON")]
    InvalidJson,
}

impl GatewayError {
    /// The name in logs and metrics.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::Unreachable(_) => "unreachable",
            Self::Redirect(_) => "redirect",
            Self::Busy { .. } => "busy",
            Self::Crowded(_) => "crowded",
            Self::Credentials(_) => "credentials",
            Self::Status { .. } => "status",
            Self::Deadline(_) => "deadline",
            Self::Truncated(_) => "truncated",
            Self::Malformed { .. } => "malformed",
            Self::Declined => "declined",
            Self::OutputLimit(_) => "output_limit",
            Self::AnswerTooLarge(_) => "answer_too_large",
            Self::InvalidJson => "invalid_json",
            Self::Replan { .. } => "replan",
            Self::Quota(_) => "quota",
            Self::TooLong(_) => "too_long",
            Self::OtherModel(_) => "other_model",
            Self::WrongSchema => "wrong_schema",
        }
    }

    /// Whether another endpoint may do better. What the model itself declined, and what no endpoint could, stays.
    pub(crate) const fn another_may(&self) -> bool {
        match self {
            Self::Declined | Self::OutputLimit(_) | Self::Replan { .. } => false,
            Self::Refused(refusal) => matches!(
                refusal,
                Refusal::NoAgreement { .. }
                    | Refusal::AgreementExpired { .. }
                    | Refusal::AgreementNotYet { .. }
                    | Refusal::ClassNotCovered { .. }
                    | Refusal::Address { .. }
                    | Refusal::Resting { .. }
                    | Refusal::Budget(_)
            ),
            _ => true,
        }
    }

    /// Whether it speaks against the endpoint, for its circuit breaker.
    pub(crate) const fn against_endpoint(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(_)
                | Self::Redirect(_)
                | Self::Busy { .. }
                | Self::Credentials(_)
                | Self::Status { .. }
                | Self::Deadline(_)
                | Self::Truncated(_)
                | Self::Malformed { .. }
                | Self::AnswerTooLarge(_)
                | Self::Quota(_)
                | Self::OtherModel(_)
        )
    }
}
