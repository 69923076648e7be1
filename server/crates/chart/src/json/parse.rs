//! The reader: strict about structure (RFC 8259), exact about numbers, lenient where nothing is lost.

use std::collections::HashSet;

use super::Json;
use crate::ChartError;

/// How many levels of nesting are read. FHIR's deepest real data (nested extensions, questionnaires) stays far below.
pub const MAX_DEPTH: usize = 256;

/// What had to be read leniently in a JSON text. Offsets are bytes into the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseNote {
    /// A key stands twice in one object; the first was kept.
    DuplicateKey {
        /// The key.
        key: String,
        /// Where the second one stands.
        offset: usize,
    },
    /// A line break or another control character stands unescaped inside a string; it was kept.
    ControlCharacter {
        /// Where it stands.
        offset: usize,
    },
    /// Half of a surrogate pair stands alone; U+FFFD was put in its place.
    LoneSurrogate {
        /// Where it stands.
        offset: usize,
    },
}

/// Above this many members duplicate keys are looked up in a set instead of one by one.
const SMALL_OBJECT: usize = 24;

pub(super) fn parse(input: &[u8]) -> Result<(Json, Vec<ParseNote>), ChartError> {
    let text = std::str::from_utf8(input).map_err(|error| ChartError::NotUtf8 {
        offset: error.valid_up_to(),
    })?;
    let skip = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: skip,
        depth: 0,
        notes: Vec::new(),
    };
    parser.space();
    let value = parser.value()?;
    parser.space();
    if parser.at < parser.bytes.len() {
        return Err(parser.error("text after the end of the value"));
    }
    Ok((value, parser.notes))
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    notes: Vec<ParseNote>,
}

impl Parser<'_> {
    fn error(&self, what: &'static str) -> ChartError {
        ChartError::Syntax {
            offset: self.at,
            what,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    fn value(&mut self) -> Result<Json, ChartError> {
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => self.string().map(Json::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            Some(_) => Err(self.error("no value starts like this")),
            None => Err(self.error("the text ends where a value should be")),
        }
    }

    fn nested(
        &mut self,
        read: fn(&mut Self) -> Result<Json, ChartError>,
    ) -> Result<Json, ChartError> {
        if self.depth == MAX_DEPTH {
            return Err(ChartError::TooDeep {
                offset: self.at,
                limit: MAX_DEPTH,
            });
        }
        self.depth += 1;
        self.at += 1;
        self.space();
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn array(&mut self) -> Result<Json, ChartError> {
        let mut items = Vec::new();
        if self.eat(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value()?);
            self.space();
            if self.eat(b']') {
                items.shrink_to_fit();
                return Ok(Json::Array(items));
            }
            if !self.eat(b',') {
                return Err(self.error("a comma or the end of the list should be here"));
            }
            self.space();
        }
    }

    fn object(&mut self) -> Result<Json, ChartError> {
        let mut members: Vec<(Box<str>, Json)> = Vec::new();
        let mut names: HashSet<Box<str>> = HashSet::new();
        if self.eat(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            let offset = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.error("a key should be here"));
            }
            let key = self.string()?;
            self.space();
            if !self.eat(b':') {
                return Err(self.error("a colon should be here"));
            }
            self.space();
            let value = self.value()?;
            let twice = if members.len() < SMALL_OBJECT {
                members.iter().any(|(name, _)| *name == key)
            } else {
                if names.is_empty() {
                    names.extend(members.iter().map(|(name, _)| name.clone()));
                }
                !names.insert(key.clone())
            };
            if twice {
                self.notes.push(ParseNote::DuplicateKey {
                    key: key.into(),
                    offset,
                });
            } else {
                members.push((key, value));
            }
            self.space();
            if self.eat(b'}') {
                members.shrink_to_fit();
                return Ok(Json::Object(members));
            }
            if !self.eat(b',') {
                return Err(self.error("a comma or the end of the object should be here"));
            }
            self.space();
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, ChartError> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.error("no value starts like this"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Result<Json, ChartError> {
        let start = self.at;
        self.eat(b'-');
        let zero = self.peek() == Some(b'0');
        let whole = self.digits();
        if whole == 0 || (zero && whole > 1) {
            return Err(self.error("not a number as JSON writes it"));
        }
        if self.eat(b'.') && self.digits() == 0 {
            return Err(self.error("a digit should follow the decimal point"));
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            if self.digits() == 0 {
                return Err(self.error("a digit should follow the exponent sign"));
            }
        }
        Ok(Json::Number(self.text[start..self.at].into()))
    }

    fn string(&mut self) -> Result<Box<str>, ChartError> {
        self.at += 1;
        let start = self.at;
        self.plain_run();
        if self.peek() == Some(b'"') {
            let text = &self.text[start..self.at];
            self.at += 1;
            return Ok(text.into());
        }
        let mut out = String::from(&self.text[start..self.at]);
        loop {
            let run = self.at;
            self.plain_run();
            out.push_str(&self.text[run..self.at]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out.into());
                }
                Some(b'\\') => self.escape(&mut out)?,
                Some(control) => {
                    self.notes
                        .push(ParseNote::ControlCharacter { offset: self.at });
                    out.push(char::from(control));
                    self.at += 1;
                }
                None => return Err(self.error("the text ends inside a string")),
            }
        }
    }

    /// Moves over characters that stand for themselves.
    fn plain_run(&mut self) {
        let rest = &self.bytes[self.at..];
        let ends = |byte: &u8| *byte == b'"' || *byte == b'\\' || *byte < 0x20;
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
    }

    fn escape(&mut self, out: &mut String) -> Result<(), ChartError> {
        let offset = self.at;
        self.at += 1;
        let plain = match self.peek() {
            Some(b'u') => {
                self.at += 1;
                out.push(self.unicode(offset)?);
                return Ok(());
            }
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            _ => return Err(self.error("unknown escape")),
        };
        self.at += 1;
        out.push(plain);
        Ok(())
    }

    fn hex4(&mut self) -> Result<u32, ChartError> {
        let digits = self
            .bytes
            .get(self.at..self.at + 4)
            .filter(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let Some(digits) = digits else {
            return Err(self.error("four hexadecimal digits should be here"));
        };
        let value = digits.iter().fold(0, |sum, digit| {
            sum * 16 + char::from(*digit).to_digit(16).unwrap_or(0)
        });
        self.at += 4;
        Ok(value)
    }

    fn unicode(&mut self, offset: usize) -> Result<char, ChartError> {
        let first = self.hex4()?;
        if (0xD800..0xDC00).contains(&first) && self.bytes[self.at..].starts_with(b"\\u") {
            let back = self.at;
            self.at += 2;
            let second = self.hex4()?;
            if (0xDC00..0xE000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(first).unwrap_or_else(|| {
            self.notes.push(ParseNote::LoneSurrogate { offset });
            char::REPLACEMENT_CHARACTER
        }))
    }
}
