//! Readable text of HTML, XHTML, C-CDA and RTF notes, for the chart's own pages.

/// Plain text of a document of a content type.
pub fn readable(content_type: &str, text: &str) -> String {
    let kind = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match kind.as_str() {
        "text/rtf" | "application/rtf" => tidy(&rtf(text)),
        "text/html" | "application/xhtml+xml" => tidy(&markup(text)),
        _ if kind.ends_with("xml") => {
            let body = text.find("<structuredBody").map_or(text, |at| &text[at..]);
            tidy(&markup(body))
        }
        _ => text.to_owned(),
    }
}

/// Drops the blank lines that tags leave behind.
fn tidy(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "title",
    "paragraph",
    "item",
    "list",
    "section",
    "text",
    "thead",
    "tbody",
    "caption",
    "content-block",
];
const SILENT: &[&str] = &["script", "style", "head"];

fn markup(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&entities(&rest[..at]));
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.find("-->").map_or("", |end| &after[end + 3..]);
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let tag = rest[1..end].trim_start_matches('/');
        let name: String = tag
            .chars()
            .take_while(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | ':'))
            .collect::<String>()
            .to_ascii_lowercase();
        let closing = rest.starts_with("</");
        rest = &rest[end + 1..];
        if SILENT.contains(&name.as_str()) && !closing && !tag.ends_with('/') {
            let close = format!("</{name}");
            let lower = rest.to_ascii_lowercase();
            rest = lower.find(&close).map_or("", |at| {
                rest[at..].split_once('>').map_or("", |(_, after)| after)
            });
        } else if BLOCKS.contains(&name.as_str()) {
            out.push('\n');
        } else if matches!(name.as_str(), "td" | "th") {
            out.push('\t');
        }
    }
    out.push_str(&entities(rest));
    out
}

fn entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|&end| end < 10);
        let decoded = end.and_then(|end| entity(&rest[1..end]));
        if let (Some(end), Some(char)) = (end, decoded) {
            out.push(char);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "deg" => '°',
        "micro" => 'µ',
        "ge" => '≥',
        "le" => '≤',
        _ => return None,
    })
}

const HIDDEN_GROUPS: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "generator",
    "fldinst",
    "v",
];

/// Runs of the Rich Text Format 1.9 that carry text.
fn rtf(text: &str) -> String {
    let mut out = String::new();
    let mut hidden = vec![false];
    let mut chars = text.chars().peekable();
    let mut skip = 0;
    while let Some(char) = chars.next() {
        let silent = hidden.last().copied().unwrap_or(false);
        match char {
            '{' => hidden.push(silent),
            '}' => {
                hidden.pop();
            }
            '\r' | '\n' => {}
            '\\' => match chars.peek().copied() {
                Some('\'') => {
                    chars.next();
                    let hex: String = chars.by_ref().take(2).collect();
                    if skip > 0 {
                        skip -= 1;
                    } else if let (false, Ok(byte)) = (silent, u8::from_str_radix(&hex, 16)) {
                        out.push(char::from(byte));
                    }
                }
                Some('*') => {
                    chars.next();
                    if let Some(last) = hidden.last_mut() {
                        *last = true;
                    }
                }
                Some(next) if next.is_ascii_alphabetic() => {
                    let (word, number) = control_word(&mut chars);
                    if HIDDEN_GROUPS.contains(&word.as_str())
                        && number != Some(0)
                        && let Some(last) = hidden.last_mut()
                    {
                        *last = true;
                    }
                    if !silent {
                        match (word.as_str(), number) {
                            ("par" | "line" | "row", _) => out.push('\n'),
                            ("tab" | "cell", _) => out.push('\t'),
                            ("u", Some(code)) => {
                                let code = if code < 0 { code + 65_536 } else { code };
                                out.extend(u32::try_from(code).ok().and_then(char::from_u32));
                                skip = 1;
                            }
                            _ => {}
                        }
                    }
                }
                Some(escaped) => {
                    chars.next();
                    if !silent {
                        out.push(if escaped == '~' { ' ' } else { escaped });
                    }
                }
                None => {}
            },
            _ if skip > 0 => skip -= 1,
            char if !silent => out.push(char),
            _ => {}
        }
    }
    out
}

fn control_word(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> (String, Option<i64>) {
    let mut word = String::new();
    while let Some(char) = chars.next_if(char::is_ascii_alphabetic) {
        word.push(char);
    }
    let mut number = String::new();
    if let Some(minus) = chars.next_if_eq(&'-') {
        number.push(minus);
    }
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        number.push(digit);
    }
    chars.next_if_eq(&' ');
    (word, number.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_styles_and_comments_are_not_text() {
        let html = "<html><head><style>p{}</style></head><body><p>K 5.9 &amp; rising</p><script>alert(1)</script>\
                    <!-- <p>no</p> --><p>done</p></body></html>";
        assert_eq!(
            readable("text/html; charset=utf-8", html),
            "K 5.9 & rising\ndone"
        );
    }

    #[test]
    fn rtf_loses_its_controls_and_hidden_groups() {
        let text = r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\pard\b Plan\b0\par Hold \u8805?20 mg{\v hidden}\par}";
        assert_eq!(readable("text/rtf", text), "Plan\nHold ≥20 mg");
    }

    #[test]
    fn odd_input_does_not_fail() {
        for text in [
            "<", "<p", "&", "&#xZZ;", "{\\", "\\'z", "\\u", "<script>", "}}}",
        ] {
            readable("text/html", text);
            readable("text/rtf", text);
        }
    }
}
