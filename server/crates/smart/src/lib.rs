//! SMART App Launch 2.2 client: discovery, EHR and standalone launch, tokens, the user's identity, refresh, revocation.
//!
//! [`SmartClient`] is the way in. [`SmartClient::begin`] answers the address of the EHR's authorization page,
//! [`SmartClient::redirect`] handles what comes back, [`Refresher`] keeps the access token fresh, and
//! [`SmartClient::revoke`] ends it. Every request goes to an issuer of the [`IssuerRegistry`] or to an endpoint that such an
//! issuer advertises; an issuer outside it is refused before anything is sent.
//!
//! Time, randomness and storage are ports ([`Clock`], [`Entropy`], [`PendingStore`], [`TokenStore`]).

mod binding;
mod client;
mod discovery;
mod error;
mod http;
mod identity;
mod issuer;
mod keys;
mod launch;
mod ports;
mod scope;
mod secret;
mod store_error;
mod tokens;

pub use binding::BrowserBinding;
pub use client::{SmartClient, SmartParts};
pub use discovery::ServerMetadata;
pub use error::{Endpoint, OAuthErrorCode, SmartError, SmartErrorKind};
pub use http::HttpClient;
pub use identity::{FhirUser, IdTokenError, VerifiedUser};
pub use issuer::{ClientAuthentication, IssuerRegistry, IssuerUrl, RegisteredIssuer};
pub use keys::{ClientKeys, SigningKey};
pub use launch::{
    Callback, EhrLaunch, LaunchKind, Launched, PendingLaunch, PendingStore, StateKey,
};
pub use ports::{Clock, Entropy, SystemClock, SystemEntropy};
pub use scope::{GrantedScopes, Interactions, NarrowedNeed, ScopeNeed, ScopeReport};
pub use store_error::StoreError;
pub use tokens::{
    AccessToken, ContextReference, LaunchContext, Refresher, Revocation, RevocationOutcome,
    TokenSet, TokenStore, TokenVersion, VersionedTokens,
};
