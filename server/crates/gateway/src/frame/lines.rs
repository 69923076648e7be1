//! One JSON object a line, as Ollama streams.

use super::{Broken, LONGEST, Piece};

/// Puts lines together from bytes as they arrive.
#[derive(Default)]
pub(crate) struct Lines(Vec<u8>);

impl Lines {
    /// Takes further bytes; gives every line that is whole and not empty.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<Vec<Piece>, Broken> {
        let mut out = Vec::new();
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.0.extend_from_slice(part);
            if self.0.len() > LONGEST {
                return Err(Broken::TooLong);
            }
            if part.ends_with(b"\n") {
                out.extend(line(&std::mem::take(&mut self.0))?);
            }
        }
        Ok(out)
    }

    /// The last line, where it has no end of its own.
    pub(crate) fn end(self) -> Result<Option<Piece>, Broken> {
        line(&self.0)
    }
}

fn line(bytes: &[u8]) -> Result<Option<Piece>, Broken> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Broken::NotUtf8)?
        .trim();
    Ok((!text.is_empty()).then(|| Piece {
        name: String::new(),
        data: text.to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_put_together_whatever_the_pieces() {
        let stream = "{\"a\":1}\r\n\n{\"b\":\"ü\"}\n{\"c\":3}".as_bytes();
        for size in [1, 3, stream.len()] {
            let mut lines = Lines::default();
            let mut got: Vec<String> = Vec::new();
            for chunk in stream.chunks(size) {
                got.extend(lines.push(chunk).unwrap().into_iter().map(|one| one.data));
            }
            got.extend(lines.end().unwrap().map(|one| one.data));
            assert_eq!(got, ["{\"a\":1}", "{\"b\":\"ü\"}", "{\"c\":3}"]);
        }
    }

    #[test]
    fn endless_lines_are_refused() {
        assert_eq!(
            Lines::default().push(&vec![b'a'; LONGEST + 1]),
            Err(Broken::TooLong)
        );
    }
}
