//! Server-sent events, as far as model endpoints use them.

/// Longest line that is read.
pub(crate) const LONGEST_LINE: usize = 1 << 20;

/// Puts events together from bytes as they arrive.
#[derive(Default)]
pub(crate) struct Events {
    line: Vec<u8>,
    data: String,
    has_data: bool,
}

/// What is wrong with a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    LineTooLong,
    NotUtf8,
}

impl Events {
    /// Takes further bytes; gives the data of every event that is whole.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<Vec<String>, Fault> {
        let mut out = Vec::new();
        for &byte in bytes {
            if byte != b'\n' {
                self.line.push(byte);
                if self.line.len() > LONGEST_LINE {
                    return Err(Fault::LineTooLong);
                }
                continue;
            }
            let line = std::mem::take(&mut self.line);
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            let line = std::str::from_utf8(line).map_err(|_| Fault::NotUtf8)?;
            if line.is_empty() {
                if self.has_data {
                    out.push(std::mem::take(&mut self.data));
                    self.has_data = false;
                }
            } else if let Some(data) = line.strip_prefix("data:") {
                if self.has_data {
                    self.data.push('\n');
                }
                self.data.push_str(data.strip_prefix(' ').unwrap_or(data));
                self.has_data = true;
                if self.data.len() > LONGEST_LINE {
                    return Err(Fault::LineTooLong);
                }
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_put_together_whatever_the_pieces() {
        let stream =
            ": hello\r\ndata: {\"a\":1}\r\n\r\nevent: x\ndata: one\ndata: two\n\ndata:[DONE]\n\n"
                .as_bytes();
        for size in [1, 2, 7, stream.len()] {
            let mut events = Events::default();
            let got: Vec<String> = stream
                .chunks(size)
                .flat_map(|chunk| events.push(chunk).unwrap())
                .collect();
            assert_eq!(got, ["{\"a\":1}", "one\ntwo", "[DONE]"]);
        }
    }

    #[test]
    fn endless_lines_and_broken_text_are_refused() {
        assert_eq!(
            Events::default().push(&vec![b'a'; LONGEST_LINE + 1]),
            Err(Fault::LineTooLong)
        );
        assert_eq!(Events::default().push(b"data: \xff\n"), Err(Fault::NotUtf8));
    }
}
