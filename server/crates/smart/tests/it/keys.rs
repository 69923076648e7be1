//! Keys made for the tests, and what the client publishes of its own.

use std::sync::LazyLock;

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rsa::{KeyPair, KeySize},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};
use serde_json::{Value, json};
use smart::{ClientKeys, SigningKey, SmartError};

use crate::ehr::Signature;

fn pem(der: &[u8]) -> String {
    let lines: Vec<String> = STANDARD
        .encode(der)
        .as_bytes()
        .chunks(64)
        .map(|line| String::from_utf8(line.to_vec()).unwrap())
        .collect();
    format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        lines.join("\n")
    )
}

fn rsa_pem(size: KeySize) -> String {
    let pair = KeyPair::generate(size).unwrap();
    let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    pem(der.as_ref())
}

fn p256_pem() -> String {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    pem(pair.to_pkcs8v1().unwrap().as_ref())
}

fn p384_pem() -> String {
    let pair = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap();
    pem(pair.to_pkcs8v1().unwrap().as_ref())
}

static RSA: LazyLock<String> = LazyLock::new(|| rsa_pem(KeySize::Rsa2048));

pub(crate) fn p384_key() -> SigningKey {
    SigningKey::from_pkcs8_pem(&p384_pem()).unwrap()
}

pub(crate) fn rsa_key() -> SigningKey {
    SigningKey::from_pkcs8_pem(&RSA).unwrap()
}

/// The EHR's keys: a P-384 key (`ec-1`), which most tests use because it is made in no time, a P-256 key and an RSA key.
pub(crate) struct ServerKey {
    ec: EncodingKey,
    p256: EncodingKey,
    rsa: LazyLock<EncodingKey>,
}

impl ServerKey {
    pub(crate) fn generate() -> Self {
        Self {
            ec: EncodingKey::from_ec_pem(p384_pem().as_bytes()).unwrap(),
            p256: EncodingKey::from_ec_pem(p256_pem().as_bytes()).unwrap(),
            rsa: LazyLock::new(|| EncodingKey::from_rsa_pem(RSA.as_bytes()).unwrap()),
        }
    }

    fn rsa_public(&self) -> Value {
        let mut key = Jwk::from_encoding_key(&self.rsa, Algorithm::RS256).unwrap();
        key.common.key_id = Some("rsa-1".to_owned());
        serde_json::to_value(key).unwrap()
    }

    /// The published keys; the RSA key only where it is used.
    pub(crate) fn public_jwks(&self, how: Signature) -> Vec<Value> {
        let public = |kid: &str, key: &EncodingKey, algorithm| {
            let mut key = Jwk::from_encoding_key(key, algorithm).unwrap();
            key.common.key_id = Some(kid.to_owned());
            serde_json::to_value(key).unwrap()
        };
        let mut keys = vec![
            public("ec-1", &self.ec, Algorithm::ES384),
            public("p256-1", &self.p256, Algorithm::ES256),
        ];
        if matches!(
            how,
            Signature::Rs256
                | Signature::Rs384
                | Signature::WithoutKid
                | Signature::Hs256OfPublicKey
                | Signature::Rs512
        ) {
            keys.push(self.rsa_public());
        }
        keys
    }

    pub(crate) fn sign(&self, how: Signature, claims: &Value) -> String {
        let es384 = |kid: &str, key: &EncodingKey| sign(Algorithm::ES384, Some(kid), claims, key);
        match how {
            Signature::Right => es384("ec-1", &self.ec),
            Signature::UnknownKid => es384("ec-2", &self.ec),
            Signature::WrongKey => {
                let other = EncodingKey::from_ec_pem(p384_pem().as_bytes()).unwrap();
                es384("ec-1", &other)
            }
            Signature::Rs256 => sign(Algorithm::RS256, Some("rsa-1"), claims, &self.rsa),
            Signature::Rs384 => sign(Algorithm::RS384, Some("rsa-1"), claims, &self.rsa),
            Signature::Es256 => sign(Algorithm::ES256, Some("p256-1"), claims, &self.p256),
            Signature::Rs512 => sign(Algorithm::RS512, Some("rsa-1"), claims, &self.rsa),
            Signature::WithoutKid => sign(Algorithm::RS256, None, claims, &self.rsa),
            Signature::AlgNone => format!("{}.", unsigned(&json!({ "alg": "none" }), claims)),
            Signature::Hs256OfPublicKey => {
                // What a verifier that takes the algorithm from the token would check with the public key as the secret.
                let secret = EncodingKey::from_secret(self.rsa_public().to_string().as_bytes());
                sign(Algorithm::HS256, Some("rsa-1"), claims, &secret)
            }
            Signature::Tampered => {
                let right = es384("ec-1", &self.ec);
                let parts: Vec<&str> = right.split('.').collect();
                let mut forged = claims.clone();
                forged["sub"] = json!("somebody-else");
                let payload = URL_SAFE_NO_PAD.encode(forged.to_string());
                format!("{}.{payload}.{}", parts[0], parts[2])
            }
            Signature::CriticalHeader => {
                let header = json!({ "alg": "ES384", "kid": "ec-1", "crit": ["exp"], "exp": 1 });
                let message = unsigned(&header, claims);
                let signature =
                    jsonwebtoken::crypto::sign(message.as_bytes(), &self.ec, Algorithm::ES384);
                format!("{message}.{}", signature.unwrap())
            }
        }
    }
}

fn sign(algorithm: Algorithm, kid: Option<&str>, claims: &Value, key: &EncodingKey) -> String {
    let mut header = Header::new(algorithm);
    header.kid = kid.map(str::to_owned);
    jsonwebtoken::encode(&header, claims, key).unwrap()
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

#[test]
fn a_key_that_is_none_of_ours_is_refused() {
    let p256 = p256_pem();
    for text in [
        "",
        "not a key",
        &p256,
        &RSA.replace("PRIVATE", "PUBLIC"),
        &RSA[..200],
    ] {
        let error = SigningKey::from_pkcs8_pem(text).unwrap_err();
        assert!(matches!(error, SmartError::InvalidClientKey));
    }
}

#[test]
fn the_published_document_holds_both_keys_and_nothing_private() {
    let (current, next) = (rsa_key(), p384_key());
    let kids = [current.kid().to_owned(), next.kid().to_owned()];
    let keys = ClientKeys::new(current, Some(next));
    let document = keys.jwks();
    let published = document["keys"].as_array().unwrap();
    assert_eq!(published.len(), 2);
    for (key, kid) in published.iter().zip(&kids) {
        assert_eq!(key["kid"], json!(kid));
        assert_eq!(key["use"], "sig");
        assert_eq!(key["key_ops"], json!(["verify"]));
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key.get(private).is_none(), "{private}");
        }
    }
    assert_eq!(
        (&published[0]["kty"], &published[0]["alg"]),
        (&json!("RSA"), &json!("RS384"))
    );
    assert_eq!(published[0]["e"], "AQAB");
    assert_eq!(
        (&published[1]["kty"], &published[1]["alg"]),
        (&json!("EC"), &json!("ES384"))
    );
    assert_eq!(published[1]["crv"], "P-384");
    assert!(!format!("{keys:?}").contains("private"));
}
