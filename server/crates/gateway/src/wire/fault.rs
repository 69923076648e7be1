//! What can be wrong with an answer, before it is known whose it is.

use crate::endpoint::Endpoint;
use crate::error::GatewayError;
use std::time::Duration;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Something else than the wire format.
    Malformed(&'static str),
    /// The model declined, or a filter stopped it.
    Declined,
    /// The output limit was reached.
    OutputLimit,
    /// The stream ended too early.
    Truncated,
    /// Too much to do; come again.
    Busy,
    /// The credentials are wrong or expired.
    Credentials,
    /// The account's quota or credit is used up: coming again does not help.
    Quota,
    /// The prompt is longer than the model takes.
    TooLong,
    /// Another model or version answered than the one that is pinned.
    OtherModel,
    /// An error on the other side.
    Server(u16),
}

impl Fault {
    /// The error that the caller sees.
    pub(crate) fn of(self, endpoint: &Endpoint) -> GatewayError {
        let name = endpoint.name.clone();
        match self {
            Self::Malformed(what) => GatewayError::Malformed {
                endpoint: name,
                what,
            },
            Self::Declined => GatewayError::Declined,
            Self::OutputLimit => GatewayError::OutputLimit(endpoint.max_output_tokens),
            Self::Truncated => GatewayError::Truncated(name),
            Self::Busy => GatewayError::Busy {
                endpoint: name,
                retry_after: None,
            },
            Self::Credentials => GatewayError::Credentials(name),
            Self::Quota => GatewayError::Quota(name),
            Self::TooLong => GatewayError::TooLong(name),
            Self::OtherModel => GatewayError::OtherModel(name),
            Self::Server(status) => GatewayError::Status {
                endpoint: name,
                status,
            },
        }
    }
}

/// What an error answer tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) fault: Fault,
    /// Whether the same endpoint may be tried again.
    pub(crate) again: bool,
    /// When it said to come again, in the body.
    pub(crate) wait: Option<Duration>,
}

impl Told {
    /// It will not get better.
    pub(crate) const fn finally(fault: Fault) -> Self {
        Self {
            fault,
            again: false,
            wait: None,
        }
    }

    /// It may get better.
    pub(crate) const fn again(fault: Fault) -> Self {
        Self {
            fault,
            again: true,
            wait: None,
        }
    }
}
