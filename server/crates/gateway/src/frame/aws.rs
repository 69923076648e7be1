//! AWS event stream messages: lengths, headers, payload, and a CRC-32 over the first part and over the whole.

use super::{Broken, LONGEST, Piece};

/// Both lengths and their checksum.
const PRELUDE: usize = 12;
/// The checksum of the whole.
const TAIL: usize = 4;
/// Value types of a header (`application/vnd.amazon.eventstream`); only strings are used here.
const STRING: u8 = 7;

/// Puts messages together from bytes as they arrive.
#[derive(Default)]
pub(crate) struct Messages(Vec<u8>);

impl Messages {
    /// Takes further bytes; gives every message that is whole, by its event or exception type.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<Vec<Piece>, Broken> {
        self.0.extend_from_slice(bytes);
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(rest) = self.0.get(at..).filter(|rest| rest.len() >= PRELUDE) {
            let total = number(rest, 0)?;
            if total > LONGEST {
                return Err(Broken::TooLong);
            }
            if crc(rest.get(..8)) != number(rest, 8)? {
                return Err(Broken::Checksum);
            }
            if total < PRELUDE + TAIL {
                return Err(Broken::Form);
            }
            let Some(message) = rest.get(..total) else {
                break;
            };
            out.push(read(message)?);
            at += total;
        }
        self.0.drain(..at);
        Ok(out)
    }
}

fn read(message: &[u8]) -> Result<Piece, Broken> {
    let body = message.len() - TAIL;
    if crc(message.get(..body)) != number(message, body)? {
        return Err(Broken::Checksum);
    }
    let headers = number(message, 4)?;
    let split = PRELUDE + headers;
    let mut rest = message.get(PRELUDE..split).ok_or(Broken::Form)?;
    let payload = message.get(split..body).ok_or(Broken::Form)?;
    let (mut kind, mut name, mut exception) = (String::new(), String::new(), String::new());
    while !rest.is_empty() {
        let (key, value, left) = header(rest).ok_or(Broken::Form)?;
        rest = left;
        match key {
            ":message-type" => value.clone_into(&mut kind),
            ":event-type" => value.clone_into(&mut name),
            ":exception-type" | ":error-code" => value.clone_into(&mut exception),
            _ => {}
        }
    }
    let name = match kind.as_str() {
        "event" => name,
        "exception" | "error" => format!("!{exception}"),
        _ => return Err(Broken::Form),
    };
    Ok(Piece {
        name,
        data: String::from_utf8(payload.to_vec()).map_err(|_| Broken::NotUtf8)?,
    })
}

/// Name, value and what follows; a value that is no string is passed over as empty.
fn header(bytes: &[u8]) -> Option<(&str, &str, &[u8])> {
    let (&length, rest) = bytes.split_first()?;
    let (name, rest) = rest.split_at_checked(usize::from(length))?;
    let (&kind, rest) = rest.split_first()?;
    let size = match kind {
        0 | 1 => 0,
        2 => 1,
        3 => 2,
        4 => 4,
        5 | 8 => 8,
        9 => 16,
        6 | STRING => 2 + usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?])),
        _ => return None,
    };
    let (value, rest) = rest.split_at_checked(size)?;
    let text = if kind == STRING {
        std::str::from_utf8(value.get(2..)?).ok()?
    } else {
        ""
    };
    Some((std::str::from_utf8(name).ok()?, text, rest))
}

fn number(bytes: &[u8], at: usize) -> Result<usize, Broken> {
    let four = bytes.get(at..at + 4).ok_or(Broken::Form)?;
    let four: [u8; 4] = four.try_into().map_err(|_| Broken::Form)?;
    usize::try_from(u32::from_be_bytes(four)).map_err(|_| Broken::Form)
}

fn crc(bytes: Option<&[u8]>) -> usize {
    usize::try_from(crc32fast::hash(bytes.unwrap_or_default())).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
        let mut head = Vec::new();
        for (name, value) in headers {
            head.push(u8::try_from(name.len()).unwrap());
            head.extend_from_slice(name.as_bytes());
            head.push(STRING);
            head.extend_from_slice(&u16::try_from(value.len()).unwrap().to_be_bytes());
            head.extend_from_slice(value.as_bytes());
        }
        let total = u32::try_from(PRELUDE + head.len() + payload.len() + TAIL).unwrap();
        let mut out = total.to_be_bytes().to_vec();
        out.extend_from_slice(&u32::try_from(head.len()).unwrap().to_be_bytes());
        out.extend_from_slice(&crc32fast::hash(&out).to_be_bytes());
        out.extend_from_slice(&head);
        out.extend_from_slice(payload);
        out.extend_from_slice(&crc32fast::hash(&out).to_be_bytes());
        out
    }

    #[test]
    fn the_empty_message_of_the_published_description_is_read() {
        // 16 bytes, no headers, no payload; both checksums as published with the format.
        let empty = [
            0, 0, 0, 0x10, 0, 0, 0, 0, 0x05, 0xc2, 0x48, 0xeb, 0x7d, 0x98, 0xc8, 0xff,
        ];
        // It names no type, so it is refused by that, not by its checksums.
        assert_eq!(Messages::default().push(&empty), Err(Broken::Form));
    }

    #[test]
    fn messages_are_put_together_whatever_the_pieces() {
        let mut stream = message(
            &[
                (":message-type", "event"),
                (":event-type", "contentBlockDelta"),
                (":content-type", "application/json"),
            ],
            b"{\"a\":1}",
        );
        stream.extend(message(
            &[
                (":message-type", "exception"),
                (":exception-type", "throttlingException"),
            ],
            b"{}",
        ));
        for size in [1, 5, stream.len()] {
            let mut messages = Messages::default();
            let got: Vec<(String, String)> = stream
                .chunks(size)
                .flat_map(|chunk| messages.push(chunk).unwrap())
                .map(|piece| (piece.name, piece.data))
                .collect();
            assert_eq!(
                got,
                [
                    ("contentBlockDelta".to_owned(), "{\"a\":1}".to_owned()),
                    ("!throttlingException".to_owned(), "{}".to_owned())
                ]
            );
        }
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let good = message(&[(":message-type", "event"), (":event-type", "x")], b"{}");
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            assert!(
                Messages::default().push(&bad).is_err()
                    || Messages::default().push(&bad) == Ok(Vec::new()),
                "byte {at}"
            );
        }
        let huge = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(Messages::default().push(&huge), Err(Broken::TooLong));
    }
}
