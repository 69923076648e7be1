//! Bytes to text: byte order mark first, then what was declared, then UTF-8, then windows-1252.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::NoteNotice;

pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) notice: Option<NoteNotice>,
}

pub(super) fn decode(bytes: &[u8], declared: Option<&str>, markup: bool) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    let inside = if markup { declared_inside(bytes) } else { None };
    let named = declared
        .map(str::as_bytes)
        .or(inside)
        .and_then(Encoding::for_label);
    if let Some(encoding) = named {
        return with(encoding, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: text.to_owned(),
            notice: None,
        },
        Err(_) => Decoded {
            notice: Some(NoteNotice::CharsetGuessed),
            ..with(WINDOWS_1252, bytes)
        },
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    // A wrong label is commoner than broken text: what is whole UTF-8 is taken as that.
    if bad
        && encoding != UTF_8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Decoded {
            text: text.to_owned(),
            notice: Some(NoteNotice::CharsetGuessed),
        };
    }
    Decoded {
        text: text.into_owned(),
        notice: bad.then_some(NoteNotice::BadCharacters),
    }
}

/// The character set that an XML declaration or an HTML `meta` names.
fn declared_inside(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(1024)];
    ["encoding=", "charset="].iter().find_map(|key| {
        let at = head
            .windows(key.len())
            .position(|window| window.eq_ignore_ascii_case(key.as_bytes()))?;
        let rest = &head[at + key.len()..];
        let rest = rest
            .strip_prefix(b"\"")
            .or(rest.strip_prefix(b"'"))
            .unwrap_or(rest);
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte))
            .count();
        (length > 0).then(|| &rest[..length])
    })
}
