//! Signature Version 4 as the vendor checks it: everything is computed anew from the request as it came, with nothing of the client's code.

use axum::http::HeaderMap;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

/// How far a request's time may be from the vendor's clock, in seconds.
const SKEW: i64 = 300;

/// A key that the vendor knows.
pub(crate) struct Key {
    pub(crate) id: &'static str,
    pub(crate) secret: &'static str,
    pub(crate) region: &'static str,
    pub(crate) service: &'static str,
}

/// A request as it came.
pub(crate) struct Sent<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

impl Sent<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// What is wrong with a signature.
pub(crate) fn fault(sent: &Sent<'_>, key: &Key, now: OffsetDateTime) -> Option<&'static str> {
    verify(sent, key, now).err()
}

fn verify(sent: &Sent<'_>, key: &Key, now: OffsetDateTime) -> Result<(), &'static str> {
    let given = sent.header("authorization").ok_or("no authorization")?;
    let fields = given
        .strip_prefix("AWS4-HMAC-SHA256 ")
        .ok_or("the algorithm")?;
    let field = |name: &str| {
        fields
            .split(", ")
            .find_map(|one| one.strip_prefix(name)?.strip_prefix('='))
            .ok_or("a field of the authorization is missing")
    };
    let (names, signature) = (field("SignedHeaders")?, field("Signature")?);
    let stamp = sent.header("x-amz-date").ok_or("no x-amz-date")?;
    let form = format_description!("[year][month][day]T[hour][minute][second]Z");
    let at = PrimitiveDateTime::parse(stamp, form).map_err(|_| "x-amz-date")?;
    if (now - at.assume_utc()).whole_seconds().abs() > SKEW {
        return Err("the signature expired");
    }
    let day = &stamp[..8];
    let scope = format!("{day}/{}/{}/aws4_request", key.region, key.service);
    if field("Credential")? != format!("{}/{scope}", key.id) {
        return Err("the credential's scope");
    }
    let signed: Vec<&str> = names.split(';').collect();
    let wanted = sent
        .headers
        .keys()
        .map(axum::http::HeaderName::as_str)
        .filter(|name| matches!(*name, "host" | "content-type") || name.starts_with("x-amz-"));
    if !signed.is_sorted() || wanted.into_iter().any(|name| !signed.contains(&name)) {
        return Err("a header is not signed");
    }
    let canonical = canonical(sent, &signed, names)?;
    let text = format!(
        "AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{}",
        hex(&Sha256::digest(canonical))
    );
    let mut secret = format!("AWS4{}", key.secret).into_bytes();
    for part in [day, key.region, key.service, "aws4_request", &text] {
        secret = mac(&secret, part.as_bytes());
    }
    if hex(&secret) == signature {
        Ok(())
    } else {
        Err("the signature does not match")
    }
}

fn canonical(sent: &Sent<'_>, signed: &[&str], names: &str) -> Result<String, &'static str> {
    let mut lines = String::new();
    for name in signed {
        let value = sent.header(name).ok_or("a signed header is missing")?;
        let words: Vec<&str> = value.split_whitespace().collect();
        let _ = writeln!(lines, "{name}:{}", words.join(" "));
    }
    // What was sent is escaped once; the canonical form of every service but S3 is escaped twice.
    let path: String = sent
        .path
        .bytes()
        .map(|byte| match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let mut query: Vec<&str> = sent
        .query
        .split('&')
        .filter(|one| !one.is_empty())
        .collect();
    query.sort_unstable();
    Ok(format!(
        "{}\n{path}\n{}\n{lines}\n{names}\n{}",
        sent.method,
        query.join("&"),
        hex(&Sha256::digest(sent.body))
    ))
}

/// HMAC of RFC 2104 over SHA-256.
fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 64;
    let mut block = if key.len() > BLOCK {
        Sha256::digest(key).to_vec()
    } else {
        key.to_vec()
    };
    block.resize(BLOCK, 0);
    let pad = |with: u8| block.iter().map(|byte| byte ^ with).collect::<Vec<u8>>();
    let inner = Sha256::digest([&pad(0x36), text].concat());
    Sha256::digest([&pad(0x5c)[..], &inner].concat()).to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::Duration;
    use time::macros::datetime;

    const KEY: Key = Key {
        id: "AKIDEXAMPLE",
        secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        region: "us-east-1",
        service: "service",
    };
    const NOW: OffsetDateTime = datetime!(2015-08-30 12:36 UTC);

    /// The case `post-x-www-form-urlencoded` of the test suite that AWS publishes.
    fn headers() -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("content-type", "application/x-www-form-urlencoded"),
            ("host", "example.amazonaws.com"),
            ("x-amz-date", "20150830T123600Z"),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
            ),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        headers
    }

    fn sent(headers: &HeaderMap) -> Sent<'_> {
        Sent {
            method: "POST",
            path: "/",
            query: "",
            headers,
            body: b"Param1=value1",
        }
    }

    #[test]
    fn whatever_was_changed_is_refused() {
        let whole = headers();
        let no = "the signature does not match";
        let changed = [
            Sent {
                body: b"Param1=value2",
                ..sent(&whole)
            },
            Sent {
                method: "PUT",
                ..sent(&whole)
            },
            Sent {
                path: "/a",
                ..sent(&whole)
            },
            Sent {
                query: "a=1",
                ..sent(&whole)
            },
        ];
        for one in &changed {
            assert_eq!(fault(one, &KEY, NOW), Some(no));
        }
        let other = Key {
            secret: "another secret",
            ..KEY
        };
        assert_eq!(fault(&sent(&whole), &other, NOW), Some(no));
        let other = Key {
            region: "eu-west-1",
            ..KEY
        };
        assert_eq!(
            fault(&sent(&whole), &other, NOW),
            Some("the credential's scope")
        );
        for late in [
            Duration::minutes(6),
            Duration::minutes(-6),
            Duration::days(1),
        ] {
            assert_eq!(
                fault(&sent(&whole), &KEY, NOW + late),
                Some("the signature expired")
            );
        }
        let mut moved = headers();
        moved.insert("host", "elsewhere.example.org".parse().unwrap());
        assert_eq!(fault(&sent(&moved), &KEY, NOW), Some(no));
        let mut more = headers();
        more.insert("x-amz-security-token", "t".parse().unwrap());
        assert_eq!(
            fault(&sent(&more), &KEY, NOW),
            Some("a header is not signed")
        );
        let mut none = headers();
        none.remove("authorization");
        assert_eq!(fault(&sent(&none), &KEY, NOW), Some("no authorization"));
    }

    #[test]
    fn the_published_case_is_taken() {
        assert_eq!(fault(&sent(&headers()), &KEY, NOW), None);
        assert_eq!(
            fault(&sent(&headers()), &KEY, NOW + Duration::minutes(4)),
            None
        );
    }
}
