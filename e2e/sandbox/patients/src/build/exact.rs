//! Numbers as written. `serde_json` would turn `7.0` into a float and may lose its last digits, so a decimal travels as
//! a marked string and becomes a bare JSON number only in the final text.

use serde_json::Value;

const MARK: &str = "\u{0}dec:";
/// How `serde_json` prints a string that starts with [`MARK`].
const PRINTED: &str = "\"\\u0000dec:";

/// A decimal kept as written, for example `7.0` or `72.10`.
pub(crate) fn dec(written: &str) -> Value {
    debug_assert!(written.parse::<f64>().is_ok(), "not a decimal: {written}");
    Value::String(format!("{MARK}{written}"))
}

/// The JSON text of `value`, every marked decimal as a bare number.
pub(crate) fn json_text(value: &Value) -> String {
    let printed = value.to_string();
    let mut out = String::with_capacity(printed.len());
    let mut rest = printed.as_str();
    while let Some(at) = rest.find(PRINTED) {
        out.push_str(&rest[..at]);
        let number = &rest[at + PRINTED.len()..];
        let end = number.find('"').unwrap_or(number.len());
        out.push_str(&number[..end]);
        rest = number.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_digits() {
        let value = serde_json::json!({"a": dec("7.0"), "b": [dec("72.10"), "dec:1", 3], "c": "\u{0}x"});
        assert_eq!(json_text(&value), r#"{"a":7.0,"b":[72.10,"dec:1",3],"c":"\u0000x"}"#);
    }
}
