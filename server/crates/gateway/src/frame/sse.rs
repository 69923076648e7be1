//! Server-sent events, as far as model endpoints use them.

use super::{Broken, LONGEST, Piece};

/// Puts events together from bytes as they arrive.
#[derive(Default)]
pub(crate) struct Events {
    line: Vec<u8>,
    piece: Piece,
    has_data: bool,
}

impl Events {
    /// Takes further bytes; gives every event that is whole.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<Vec<Piece>, Broken> {
        let mut out = Vec::new();
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if self.line.len() > LONGEST {
                return Err(Broken::TooLong);
            }
            if part.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                self.line(&line, &mut out)?;
            }
        }
        Ok(out)
    }

    fn line(&mut self, line: &[u8], out: &mut Vec<Piece>) -> Result<(), Broken> {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = std::str::from_utf8(line).map_err(|_| Broken::NotUtf8)?;
        if line.is_empty() {
            let piece = std::mem::take(&mut self.piece);
            if std::mem::take(&mut self.has_data) {
                out.push(piece);
            }
        } else if let Some(data) = line.strip_prefix("data:") {
            if self.has_data {
                self.piece.data.push('\n');
            }
            self.piece
                .data
                .push_str(data.strip_prefix(' ').unwrap_or(data));
            self.has_data = true;
            if self.piece.data.len() > LONGEST {
                return Err(Broken::TooLong);
            }
        } else if let Some(name) = line.strip_prefix("event:") {
            name.trim_start().clone_into(&mut self.piece.name);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_put_together_whatever_the_pieces() {
        let stream =
            ": hello\r\ndata: {\"a\":1}\r\n\r\nevent: x\ndata: one\ndata: two\n\ndata:[DONE]\n\nevent: y\n\n"
                .as_bytes();
        for size in [1, 2, 7, stream.len()] {
            let mut events = Events::default();
            let got: Vec<(String, String)> = stream
                .chunks(size)
                .flat_map(|chunk| events.push(chunk).unwrap())
                .map(|piece| (piece.name, piece.data))
                .collect();
            let want = [("", "{\"a\":1}"), ("x", "one\ntwo"), ("", "[DONE]")];
            assert_eq!(
                got,
                want.map(|(name, data)| (name.to_owned(), data.to_owned()))
            );
        }
    }

    #[test]
    fn endless_lines_and_broken_text_are_refused() {
        assert_eq!(
            Events::default().push(&vec![b'a'; LONGEST + 1]),
            Err(Broken::TooLong)
        );
        let endless = "data: aaaaaaaaaaaaaaaa\n".repeat(LONGEST / 10);
        assert_eq!(
            Events::default().push(endless.as_bytes()),
            Err(Broken::TooLong)
        );
        assert_eq!(
            Events::default().push(b"data: \xff\n"),
            Err(Broken::NotUtf8)
        );
    }
}
