//! Where tokens are issued: Entra's and Google's endpoints, as strict as they are.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use axum::body::Body;
use axum::http::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use time::OffsetDateTime;

/// A service account that Google knows.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its name.
    pub email: String,
    /// The name of its key.
    pub key_id: String,
    /// The key's public half, DER of PKCS#1.
    pub public_key: Vec<u8>,
}

/// Who asks, where and when.
pub(crate) struct Asking<'a> {
    pub(crate) path: &'a str,
    pub(crate) origin: &'a str,
    pub(crate) body: &'a [u8],
    pub(crate) account: Option<&'a Account>,
    pub(crate) now: OffsetDateTime,
}

/// The answer to a request for a token, and what is wrong with it; none where the path is no token endpoint's.
pub(crate) fn issue(asking: &Asking<'_>) -> Option<(Response<Body>, Option<&'static str>)> {
    let form = String::from_utf8_lossy(asking.body).into_owned();
    let has = |pair: &str| form.split('&').any(|one| one == pair);
    let (fault, token) = match asking.path {
        "/directory-1/oauth2/v2.0/token" => {
            let fits = has("grant_type=client_credentials")
                && has("client_id=app-1")
                && has("client_secret=test-key")
                && has("scope=https%3A%2F%2Fcognitiveservices.azure.com%2F.default");
            ((!fits).then_some("the form"), "entra-token")
        }
        "/token" => {
            let assertion = form
                .split('&')
                .find_map(|one| one.strip_prefix("assertion="));
            let fault = if has("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer") {
                checked(assertion.unwrap_or_default(), asking).err()
            } else {
                Some("the grant's type")
            };
            (fault, "google-token")
        }
        _ => return None,
    };
    let (status, answer) = if fault.is_none() {
        (
            200,
            json!({"access_token": token, "expires_in": 3599, "token_type": "Bearer"}),
        )
    } else {
        (400, json!({"error": "invalid_grant"}))
    };
    let answer = Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Body::from(answer.to_string()))
        .unwrap();
    Some((answer, fault))
}

/// A service account's assertion (RFC 7523): its signature first, then what it claims.
fn checked(assertion: &str, asking: &Asking<'_>) -> Result<(), &'static str> {
    let account = asking.account.ok_or("an unknown account")?;
    let mut parts = assertion.rsplitn(2, '.');
    let (Some(signature), Some(signed)) = (parts.next(), parts.next()) else {
        return Err("no assertion");
    };
    let (header, claims) = signed.split_once('.').ok_or("no assertion")?;
    let header = read(header)?;
    if header["alg"] != "RS256" || header["kid"] != account.key_id.as_str() {
        return Err("the header");
    }
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| "the signature")?;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &account.public_key)
        .verify(signed.as_bytes(), &signature)
        .map_err(|_| "the signature")?;
    let claims = read(claims)?;
    let seconds = |name: &str| claims[name].as_i64().ok_or("the times");
    let (issued, expires, now) = (
        seconds("iat")?,
        seconds("exp")?,
        asking.now.unix_timestamp(),
    );
    let fits = [
        (claims["iss"] == account.email.as_str(), "the issuer"),
        (
            claims["aud"] == format!("{}/token", asking.origin),
            "the audience",
        ),
        (
            claims["scope"] == "https://www.googleapis.com/auth/cloud-platform",
            "the scope",
        ),
        (expires - issued <= 3600, "a life of more than an hour"),
        (issued <= now + 300 && expires > now, "the times"),
    ];
    fits.iter()
        .find(|one| !one.0)
        .map_or(Ok(()), |one| Err(one.1))
}

fn read(part: &str) -> Result<Value, &'static str> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| "no assertion")?;
    serde_json::from_slice(&bytes).map_err(|_| "no assertion")
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::rsa::{KeyPair, KeySize};
    use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-03-10 12:00 UTC);

    fn assertion(pair: &KeyPair, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            signed.as_bytes(),
            &mut signature,
        )
        .unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn header() -> Value {
        json!({"alg": "RS256", "typ": "JWT", "kid": "k1"})
    }

    fn claims() -> Value {
        let iat = NOW.unix_timestamp();
        json!({"iss": "app", "scope": "https://www.googleapis.com/auth/cloud-platform", "aud": "http://x/token", "iat": iat, "exp": iat + 3600})
    }

    #[test]
    fn an_assertion_is_checked_in_every_part() {
        let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let other = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let account = Account {
            email: "app".to_owned(),
            key_id: "k1".to_owned(),
            public_key: pair.public_key().as_ref().to_vec(),
        };
        let ask = |assertion: &str, account: Option<&Account>| {
            let asking = Asking {
                path: "/token",
                origin: "http://x",
                body: b"",
                account,
                now: NOW,
            };
            checked(assertion, &asking).err()
        };
        let good = assertion(&pair, &header(), &claims());
        assert_eq!(ask(&good, Some(&account)), None);
        assert_eq!(ask(&good, None), Some("an unknown account"));
        assert_eq!(ask("a.b", Some(&account)), Some("no assertion"));
        let forged = assertion(&other, &header(), &claims());
        assert_eq!(ask(&forged, Some(&account)), Some("the signature"));
        let unsigned = json!({"alg": "none", "kid": "k1"});
        let unsigned = assertion(&pair, &unsigned, &claims());
        assert_eq!(ask(&unsigned, Some(&account)), Some("the header"));
        let (iat, claim) = (NOW.unix_timestamp(), claims());
        for (name, value, want) in [
            (
                "aud",
                json!("https://elsewhere.example.org/token"),
                "the audience",
            ),
            ("iss", json!("another"), "the issuer"),
            ("scope", json!("email"), "the scope"),
            ("exp", json!(iat + 3601), "a life of more than an hour"),
            ("exp", json!(iat), "the times"),
            ("iat", json!(iat + 301), "the times"),
            ("exp", Value::Null, "the times"),
        ] {
            let mut claims = claim.clone();
            claims[name] = value;
            let made = assertion(&pair, &header(), &claims);
            assert_eq!(ask(&made, Some(&account)), Some(want), "{name}");
        }
        let mut parts: Vec<&str> = good.split('.').collect();
        let swapped = URL_SAFE_NO_PAD.encode(json!({"iss": "root"}).to_string());
        parts[1] = &swapped;
        assert_eq!(ask(&parts.join("."), Some(&account)), Some("the signature"));
    }
}
