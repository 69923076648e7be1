//! The id_token (OpenID Connect Core, section 2), right or forged on purpose.

use serde_json::json;

use super::context::Grant;
use super::keys::{KeyError, SigningKey};
use crate::faults::Kind;
use crate::state::Sandbox;

impl Sandbox {
    /// OpenID Connect Core, section 2; a fault forges one part of it.
    pub(super) fn id_token(
        &self,
        grant: &Grant,
        now: i64,
        fault: Option<Kind>,
    ) -> Result<String, KeyError> {
        let relative = &grant.context.user;
        let absolute = format!("{}/{relative}", self.urls.fhir);
        let user = if self.config.rules.fhir_user_relative {
            relative
        } else {
            &absolute
        };
        let mut claims = json!({
            "iss": self.urls.issuer,
            "sub": relative.rsplit('/').next(),
            "aud": grant.client,
            "iat": now,
            "exp": now + self.config.rules.access_seconds,
        });
        if grant.scopes.iter().any(|scope| scope.is("fhirUser")) {
            claims["fhirUser"] = user.as_str().into();
        }
        if let Some(nonce) = &grant.nonce {
            claims["nonce"] = nonce.as_str().into();
        }
        match fault {
            Some(Kind::IdTokenExpired) => {
                claims["iat"] = (now - 7200).into();
                claims["exp"] = (now - 3600).into();
            }
            Some(Kind::IdTokenNonce) => claims["nonce"] = "another-nonce".into(),
            Some(Kind::IdTokenAudience) => claims["aud"] = "another-client".into(),
            Some(Kind::IdTokenIssuer) => claims["iss"] = "https://ehr.invalid".into(),
            Some(Kind::IdTokenForged) => {
                let kid = self.smart.keys.current()?.kid().to_owned();
                return SigningKey::generate(&kid)?.sign(&claims);
            }
            _ => {}
        }
        self.smart.keys.current()?.sign(&claims)
    }
}
