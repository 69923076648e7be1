//! The writer: compact, deterministic, numbers as they were read.

use std::fmt::{self, Write};

use super::Json;

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}

impl Json {
    /// Writes the value compactly. The same value always gives the same text.
    pub fn write_to(&self, out: &mut impl Write) -> fmt::Result {
        match self {
            Self::Null => out.write_str("null"),
            Self::Bool(value) => out.write_str(if *value { "true" } else { "false" }),
            Self::Number(text) => out.write_str(text),
            Self::String(text) => string(out, text),
            Self::Array(items) => {
                let mut open = '[';
                for item in items {
                    out.write_char(open)?;
                    item.write_to(out)?;
                    open = ',';
                }
                out.write_str(if open == '[' { "[]" } else { "]" })
            }
            Self::Object(members) => {
                let mut open = '{';
                for (key, value) in members {
                    out.write_char(open)?;
                    string(out, key)?;
                    out.write_char(':')?;
                    value.write_to(out)?;
                    open = ',';
                }
                out.write_str(if open == '{' { "{}" } else { "}" })
            }
        }
    }
}

fn string(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    // Nearly no string needs an escape, and this test is quick.
    if !text
        .bytes()
        .any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\')
    {
        out.write_str(text)?;
        return out.write_char('"');
    }
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => "",
            _ => continue,
        };
        out.write_str(&text[from..at])?;
        if escape.is_empty() {
            write!(out, "\\u{byte:04x}")?;
        } else {
            out.write_str(escape)?;
        }
        from = at + 1;
    }
    out.write_str(&text[from..])?;
    out.write_char('"')
}
