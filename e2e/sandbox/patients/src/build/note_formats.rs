//! One note, five formats.

use std::fmt::Write as _;

use super::notes::Format;

/// What every note carries above its sections.
pub(super) struct Head<'a> {
    pub(super) title: &'a str,
    pub(super) date: &'a str,
    pub(super) author: &'a str,
    pub(super) key: &'a str,
}

pub(super) fn render(format: Format, head: &Head<'_>, sections: &[(&str, &str)]) -> Vec<u8> {
    match format {
        Format::Plain => plain(head, sections),
        Format::Html => html(head, sections),
        Format::Rtf => rtf(head, sections),
        Format::Xhtml => xhtml(head, sections),
        Format::Ccda => ccda(head, sections),
    }
    .into_bytes()
}

fn plain(head: &Head<'_>, sections: &[(&str, &str)]) -> String {
    let mut out = format!("{}\nDate: {}\n", head.title.to_uppercase(), head.date);
    for (title, body) in sections {
        let _ = write!(out, "\n{}:\n{}\n", title.to_uppercase(), body.trim());
    }
    let _ = write!(out, "\nElectronically signed by {}\n", head.author);
    out
}

fn html(head: &Head<'_>, sections: &[(&str, &str)]) -> String {
    let mut out = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{0}</title><style>h2{{font-size:1em}}</style></head>\
         <body><h1>{0}</h1><p>Date: {1}<br>Author: {2}</p>",
        escape(head.title),
        head.date,
        escape(head.author)
    );
    for (title, body) in sections {
        let _ = write!(out, "<h2>{}</h2>", escape(title));
        push_blocks(&mut out, body, false);
    }
    out.push_str("</body></html>");
    out
}

fn xhtml(head: &Head<'_>, sections: &[(&str, &str)]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>{0}</title></head>\
         <body><h1>{0}</h1><p>Date: {1}<br/>Author: {2}</p>",
        escape(head.title),
        head.date,
        escape(head.author)
    );
    for (title, body) in sections {
        let _ = write!(out, "<div class=\"section\"><h2>{}</h2>", escape(title));
        push_blocks(&mut out, body, true);
        out.push_str("</div>");
    }
    out.push_str("</body></html>\n");
    out
}

/// Paragraphs, and lists where lines start with `- `.
fn push_blocks(out: &mut String, body: &str, close_items: bool) {
    let mut in_list = false;
    for line in body.trim().lines().filter(|l| !l.trim().is_empty()) {
        if let Some(item) = line.trim().strip_prefix("- ") {
            if !in_list {
                out.push_str("<ul>");
            }
            in_list = true;
            let _ = write!(out, "<li>{}{}", escape(item), if close_items { "</li>" } else { "" });
        } else {
            if in_list {
                out.push_str("</ul>");
            }
            in_list = false;
            let _ = write!(out, "<p>{}</p>", escape(line.trim()));
        }
    }
    if in_list {
        out.push_str("</ul>");
    }
}

fn rtf(head: &Head<'_>, sections: &[(&str, &str)]) -> String {
    let mut out =
        String::from("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Arial;}}{\\colortbl;\\red0\\green0\\blue0;}\\f0\\fs20\n");
    let _ = writeln!(out, "{{\\b {}}}\\par\nDate: {}\\par\n\\par", rtf_escape(head.title), head.date);
    for (title, body) in sections {
        let _ = writeln!(out, "{{\\b\\ul {}}}\\par", rtf_escape(title));
        for line in body.trim().lines() {
            match line.trim().strip_prefix("- ") {
                Some(item) => {
                    let _ = writeln!(out, "{{\\pntext\\f0 \\bullet\\tab}}{}\\par", rtf_escape(item));
                }
                None => {
                    let _ = writeln!(out, "{}\\par", rtf_escape(line.trim()));
                }
            }
        }
        out.push_str("\\par\n");
    }
    let _ = write!(out, "Electronically signed by {}\\par}}", rtf_escape(head.author));
    out
}

/// RTF is ASCII: braces and backslashes are escaped, other characters become `\uN?`.
fn rtf_escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_ascii() => out.push(c),
            c => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{}?", i16::from_ne_bytes(unit.to_ne_bytes()));
                }
            }
        }
    }
    out
}

fn ccda(head: &Head<'_>, sections: &[(&str, &str)]) -> String {
    let (family, given) = ("of record", "Patient");
    let compact = head.date.replace('-', "");
    let mut out = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc">
  <realmCode code="US"/>
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
  <templateId root="2.16.840.1.113883.10.20.22.1.1" extension="2015-08-01"/>
  <templateId root="2.16.840.1.113883.10.20.22.1.9" extension="2015-08-01"/>
  <id root="2.16.840.1.113883.19.5" extension="{key}-{compact}"/>
  <code code="34133-9" codeSystem="2.16.840.1.113883.6.1" displayName="Summarization of Episode Note"/>
  <title>{title}</title>
  <effectiveTime value="{compact}"/>
  <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
  <languageCode code="en-US"/>
  <recordTarget><patientRole><id root="2.16.840.1.113883.19.5.99" extension="{key}"/>
    <patient><name><given>{given}</given><family>{family}</family></name></patient></patientRole></recordTarget>
  <author><time value="{compact}"/><assignedAuthor><id nullFlavor="UNK"/>
    <assignedPerson><name>{author}</name></assignedPerson></assignedAuthor></author>
  <component><structuredBody>
"#,
        key = head.key,
        title = escape(head.title),
        author = escape(head.author)
    );
    for (title, body) in sections {
        let _ = write!(out, "    <component><section><code {}/><title>{}</title><text>", section_code(title), escape(title));
        let mut in_list = false;
        for line in body.trim().lines().filter(|l| !l.trim().is_empty()) {
            let item = line.trim().strip_prefix("- ");
            if item.is_some() != in_list {
                out.push_str(if in_list { "</list>" } else { "<list>" });
                in_list = item.is_some();
            }
            let _ = match item {
                Some(item) => write!(out, "<item>{}</item>", escape(item)),
                None => write!(out, "<paragraph>{}</paragraph>", escape(line.trim())),
            };
        }
        out.push_str(if in_list { "</list></text></section></component>\n" } else { "</text></section></component>\n" });
    }
    out.push_str("  </structuredBody></component>\n</ClinicalDocument>\n");
    out
}

fn section_code(title: &str) -> String {
    let (code, name) = match title {
        "Medications" => ("10160-0", "History of medication use"),
        "Allergies" => ("48765-2", "Allergies and adverse reactions"),
        "Problems" => ("11450-4", "Problem list"),
        "Results" => ("30954-2", "Relevant diagnostic tests and laboratory data"),
        "Family history" => ("10157-6", "History of family member diseases"),
        "History" => ("10164-2", "History of present illness"),
        "Exam" => ("29545-1", "Physical findings"),
        _ => ("51847-2", "Assessment and plan"),
    };
    format!("code=\"{code}\" codeSystem=\"2.16.840.1.113883.6.1\" displayName=\"{name}\"")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
