//! Everything that can go wrong in a launch, a refresh or a sign-out.

use std::fmt;

use crate::{StoreError, identity::IdTokenError};

/// Which of the EHR's endpoints or documents an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// `.well-known/smart-configuration`.
    SmartConfiguration,
    /// The CapabilityStatement at `metadata`, for servers without the document above.
    CapabilityStatement,
    /// `.well-known/openid-configuration`.
    OpenIdConfiguration,
    /// The key set at `jwks_uri`.
    Jwks,
    /// The authorization endpoint, which the browser visits.
    Authorization,
    /// The token endpoint.
    Token,
    /// The revocation endpoint.
    Revocation,
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SmartConfiguration => "SMART configuration",
            Self::CapabilityStatement => "CapabilityStatement",
            Self::OpenIdConfiguration => "OpenID configuration",
            Self::Jwks => "key set",
            Self::Authorization => "authorization endpoint",
            Self::Token => "token endpoint",
            Self::Revocation => "revocation endpoint",
        })
    }
}

/// An `error` code that the EHR sent (RFC 6749, sections 4.1.2.1 and 5.2), made safe to show and log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthErrorCode(String);

impl OAuthErrorCode {
    /// Keeps a code of the usual form; anything else becomes `unreadable`, so that no foreign text reaches a log.
    pub(crate) fn sanitized(text: &str) -> Self {
        let usual = (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
        Self(if usual { text } else { "unreadable" }.to_owned())
    }

    /// The code, for example `access_denied`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OAuthErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a launch, a refresh or a sign-out failed. No text carries a token, a code, a state, a patient or a full address.
#[derive(Debug, thiserror::Error)]
pub enum SmartError {
    /// The launch names no `iss`.
    #[error("the launch names no issuer")]
    MissingIssuer,
    /// The issuer is not registered here; nothing was sent to it.
    #[error("the issuer is not registered")]
    UnknownIssuer,
    /// An EHR launch without a `launch` parameter.
    #[error("the launch parameter is missing")]
    MissingLaunch,
    /// The registered issuer's address cannot be used; the text says why.
    #[error("the issuer's address is not usable: {0}")]
    InvalidIssuer(&'static str),
    /// Two registrations name the same issuer.
    #[error("the issuer is registered twice")]
    DuplicateIssuer,
    /// An issuer asks for `private_key_jwt`, and no client key is configured.
    #[error("private_key_jwt is configured without a client key")]
    ClientKeysMissing,
    /// A client key is not an RSA (2048 bits or more) or P-384 private key in PKCS#8 PEM.
    #[error("the client key is not an RSA or P-384 private key in PKCS#8 PEM")]
    InvalidClientKey,
    /// The HTTP client could not be built.
    #[error("the HTTP client could not be built")]
    HttpSetup(#[source] reqwest::Error),

    /// The EHR did not answer, or the connection broke.
    #[error("the EHR's {endpoint} could not be reached")]
    Unreachable {
        /// What was asked.
        endpoint: Endpoint,
        /// The cause, without the address.
        #[source]
        source: reqwest::Error,
    },
    /// The EHR did not answer in time.
    #[error("the EHR's {0} did not answer in time")]
    Timeout(Endpoint),
    /// The EHR answered with another status than expected.
    #[error("the EHR's {endpoint} answered with status {status}")]
    Status {
        /// What was asked.
        endpoint: Endpoint,
        /// The HTTP status.
        status: u16,
    },
    /// The answer is larger than we read.
    #[error("the answer of the EHR's {0} is too large")]
    TooLarge(Endpoint),
    /// The EHR redirected to another host, too often, or where no redirect may be followed.
    #[error("the EHR's {0} redirected where we do not follow")]
    RedirectRefused(Endpoint),
    /// An address that is not https, or that leads to this machine from a remote issuer.
    #[error("the address of the EHR's {0} is not acceptable")]
    InsecureUrl(Endpoint),
    /// The answer is not the JSON that the standard asks for.
    #[error("the answer of the EHR's {0} is not valid JSON of the expected form")]
    InvalidJson(Endpoint),
    /// A required field is missing.
    #[error("the answer of the EHR's {endpoint} lacks {field}")]
    MissingField {
        /// What answered.
        endpoint: Endpoint,
        /// The field's name.
        field: &'static str,
    },

    /// The callback has no `state`.
    #[error("the answer of the EHR has no state")]
    MissingState,
    /// No launch waits for this state: it was never begun, or was already completed (a replay).
    #[error("no launch waits for this state")]
    UnknownState,
    /// The state is not the one of the launch that the store gave.
    #[error("the state does not match the launch")]
    StateMismatch,
    /// The launch began too long ago.
    #[error("the launch expired before the EHR answered")]
    LaunchExpired,
    /// Another browser session began this launch.
    #[error("another browser session began this launch")]
    OtherBrowser,
    /// The `iss` of the callback is not the launch's authorization server (RFC 9207).
    #[error("the answer comes from another authorization server")]
    WrongAuthorizationServer,
    /// The EHR refused the authorization.
    #[error("the EHR refused the authorization: {0}")]
    AuthorizationRefused(OAuthErrorCode),
    /// The callback has neither a code nor an error.
    #[error("the answer of the EHR has no authorization code")]
    MissingCode,
    /// The token endpoint refused.
    #[error("the EHR refused the token request: {0}")]
    TokenRefused(OAuthErrorCode),
    /// The token is not a bearer token.
    #[error("the EHR's token type is not supported")]
    UnsupportedTokenType,
    /// No id_token came back; `openid_granted` says whether the EHR claims to have granted `openid`.
    #[error("the EHR sent no id_token (openid granted: {openid_granted})")]
    MissingIdToken {
        /// Whether the granted scopes list `openid`.
        openid_granted: bool,
    },
    /// The id_token was rejected.
    #[error("the id_token was rejected: {0}")]
    IdToken(#[from] IdTokenError),
    /// No patient came with the token.
    #[error("the EHR named no patient")]
    MissingPatient,
    /// The patient or encounter of the token is not a FHIR id.
    #[error("the EHR's launch context is not readable")]
    InvalidContext,

    /// The session cannot be continued: the EHR refused the refresh token, or there is none.
    #[error("the session with the EHR ended")]
    SessionExpired,
    /// No tokens are stored for this launch.
    #[error("no tokens are stored for this launch")]
    NotSignedIn,
    /// Another server holds the refresh of this launch and did not finish.
    #[error("another refresh of this launch did not finish")]
    RefreshBusy,
    /// A refreshed token names another patient than the launch.
    #[error("the refreshed token names another patient")]
    PatientChanged,

    /// A port failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was stored cannot be read back.
    #[error("the stored launch data is not readable")]
    CorruptStorage,
    /// No randomness.
    #[error("no randomness is available")]
    NoEntropy,
    /// A signature could not be made, or a task was lost.
    #[error("an internal step failed: {0}")]
    Internal(&'static str),
}

/// The coarse kind of a [`SmartError`], for pages and audit entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SmartErrorKind {
    /// The issuer is missing or not registered.
    UnknownIssuer,
    /// The launch or the EHR's answer lacks what the standard requires.
    InvalidLaunch,
    /// The state is unknown, replayed or not this browser's, or the answer comes from another server.
    StateRejected,
    /// The launch took too long.
    LaunchExpired,
    /// The EHR refused.
    RefusedByEhr,
    /// The EHR could not be reached or failed.
    EhrUnavailable,
    /// The EHR's configuration or answer breaks the standard.
    EhrMisconfigured,
    /// The user's identity could not be verified.
    IdentityRejected,
    /// No usable patient context.
    NoPatient,
    /// The session ended: launch again.
    SessionExpired,
    /// Our own configuration.
    Configuration,
    /// Anything else.
    Internal,
}

impl SmartErrorKind {
    /// A stable code for audit entries and wire errors.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownIssuer => "unknown_issuer",
            Self::InvalidLaunch => "invalid_launch",
            Self::StateRejected => "state_rejected",
            Self::LaunchExpired => "launch_expired",
            Self::RefusedByEhr => "refused_by_ehr",
            Self::EhrUnavailable => "ehr_unavailable",
            Self::EhrMisconfigured => "ehr_misconfigured",
            Self::IdentityRejected => "identity_rejected",
            Self::NoPatient => "no_patient",
            Self::SessionExpired => "session_expired",
            Self::Configuration => "configuration",
            Self::Internal => "internal",
        }
    }
}

impl SmartError {
    /// The coarse kind, for pages and audit entries; the variant's own text is the precise one.
    pub fn kind(&self) -> SmartErrorKind {
        use SmartErrorKind as Kind;
        match self {
            Self::MissingIssuer | Self::UnknownIssuer => Kind::UnknownIssuer,
            Self::MissingLaunch | Self::MissingCode => Kind::InvalidLaunch,
            Self::MissingState
            | Self::UnknownState
            | Self::StateMismatch
            | Self::OtherBrowser
            | Self::WrongAuthorizationServer => Kind::StateRejected,
            Self::LaunchExpired => Kind::LaunchExpired,
            Self::AuthorizationRefused(_) | Self::TokenRefused(_) => Kind::RefusedByEhr,
            Self::Unreachable { .. } | Self::Timeout(_) | Self::Status { .. } => {
                Kind::EhrUnavailable
            }
            Self::TooLarge(_)
            | Self::RedirectRefused(_)
            | Self::InsecureUrl(_)
            | Self::InvalidJson(_)
            | Self::MissingField { .. }
            | Self::UnsupportedTokenType => Kind::EhrMisconfigured,
            Self::MissingIdToken { .. } | Self::IdToken(_) => Kind::IdentityRejected,
            Self::MissingPatient | Self::InvalidContext | Self::PatientChanged => Kind::NoPatient,
            Self::SessionExpired | Self::NotSignedIn => Kind::SessionExpired,
            Self::InvalidIssuer(_)
            | Self::DuplicateIssuer
            | Self::ClientKeysMissing
            | Self::InvalidClientKey
            | Self::HttpSetup(_) => Kind::Configuration,
            Self::RefreshBusy
            | Self::Store(_)
            | Self::CorruptStorage
            | Self::NoEntropy
            | Self::Internal(_) => Kind::Internal,
        }
    }
}
