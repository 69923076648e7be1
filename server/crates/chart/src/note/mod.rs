//! Note text from every format in which notes are kept, with offsets that never change: the same bytes always give
//! the same text, byte for byte.

mod cda;
mod charset;
mod collect;
mod flow;
mod html;
mod pdf;
mod rtf;

use std::fmt;
use std::ops::Range;

use thiserror::Error;

pub use collect::{Note, decode_base64, narrative, notes_of};

/// The largest attachment that is read, in bytes.
pub const LARGEST_NOTE: usize = 32 << 20;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteFormat {
    /// `text/plain`
    Plain,
    /// `text/html`
    Html,
    /// `application/xhtml+xml`, and narratives.
    Xhtml,
    /// `text/rtf`, `application/rtf`
    Rtf,
    /// An HL7 clinical document (C-CDA).
    Cda,
    /// `application/pdf`, its text layer.
    Pdf,
}

/// A part of a note with a heading of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct Segment {
    /// Where it lies in the text, in bytes; it begins with the heading.
    pub range: Range<usize>,
    /// The heading; `None` before the first.
    pub heading: Option<String>,
    /// The section's code (LOINC in C-CDA).
    pub code: Option<String>,
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segment")
            .field("range", &self.range)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// What a reader should know about how a note's text came about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoteNotice {
    /// The bytes are of another format than the content type says; they were read as what they are.
    TypeDiffers,
    /// Characters that the character set does not have were replaced by U+FFFD.
    BadCharacters,
    /// No character set was named and the bytes are not UTF-8; windows-1252 was assumed.
    CharsetGuessed,
    /// Text that the note hides from its reader was left out; see [`NoteText::hidden`].
    HiddenText,
    /// Something that has no text (an image, a drawing, an embedded object) was left out.
    LeftOut(&'static str),
    /// Not well formed; read as far as it makes sense.
    Malformed,
    /// This page (from 1) of a PDF has no text layer.
    PageWithoutText(u32),
}

/// The text of a note.
#[derive(Clone, PartialEq, Eq)]
pub struct NoteText {
    /// The text: lines end in `\n`, no trailing white space, cells of a table row joined by ` | `.
    pub text: String,
    /// The format that it was read from.
    pub format: NoteFormat,
    /// Its parts, in order, covering the whole text.
    pub segments: Vec<Segment>,
    /// Text that the note hides from its reader (display:none, `\v`). It is not part of the note.
    pub hidden: Vec<String>,
    /// What a reader should know.
    pub notices: Vec<NoteNotice>,
}

impl fmt::Debug for NoteText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NoteText")
            .field("format", &self.format)
            .field("bytes", &self.text.len())
            .field("segments", &self.segments.len())
            .field("notices", &self.notices)
            .finish_non_exhaustive()
    }
}

/// Why a note gives no text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoteError {
    /// There are no bytes, or nothing but white space.
    #[error("the note is empty")]
    Empty,
    /// A format that is not read.
    #[error("notes of type {0} cannot be read")]
    UnknownFormat(String),
    /// The data is not base64.
    #[error("the attachment's data is not base64")]
    BadBase64,
    /// The attachment names neither data nor a URL.
    #[error("the attachment holds no data")]
    NoData,
    /// The data lies elsewhere and was not loaded.
    #[error("the attachment's data was not loaded")]
    NotLoaded,
    /// The file is damaged.
    #[error("the {0:?} file cannot be read")]
    Damaged(NoteFormat),
    /// A PDF without any text, such as a scan.
    #[error("the PDF has no text layer (a scan)")]
    NoTextLayer,
    /// A PDF that needs a password.
    #[error("the PDF is locked by a password")]
    Locked,
    /// Larger than is read.
    #[error("the note is larger than {LARGEST_NOTE} bytes")]
    TooLarge,
}

/// Turns an attachment into text. `content_type` may carry parameters (`text/html; charset=…`); a `declared_charset`
/// is used where it does not. What the bytes are wins over what the type says.
pub fn note_text(
    content_type: &str,
    bytes: &[u8],
    declared_charset: Option<&str>,
) -> Result<NoteText, NoteError> {
    if bytes.len() > LARGEST_NOTE {
        return Err(NoteError::TooLarge);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(NoteError::Empty);
    }
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let parameter = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches('"').to_owned())
    });
    let charset = parameter
        .as_deref()
        .or(declared_charset)
        .filter(|name| !name.is_empty());
    let declared = declared_format(&essence);
    let format = sniff(bytes, declared)
        .or(declared)
        .ok_or_else(|| NoteError::UnknownFormat(shown_type(&essence)))?;
    let mut note = match format {
        NoteFormat::Pdf => pdf::read(bytes)?,
        NoteFormat::Rtf => rtf::read(bytes),
        NoteFormat::Plain | NoteFormat::Html | NoteFormat::Xhtml | NoteFormat::Cda => {
            let decoded = charset::decode(bytes, charset, format != NoteFormat::Plain);
            let mut note = match format {
                NoteFormat::Plain => flow::plain(&decoded.text),
                NoteFormat::Cda => cda::read(&decoded.text)?,
                _ => html::read(&decoded.text, format),
            };
            note.notices.extend(decoded.notice);
            note
        }
    };
    if declared
        .is_some_and(|declared| declared != note.format && !same_family(declared, note.format))
    {
        note.notices.insert(0, NoteNotice::TypeDiffers);
    }
    if !note.hidden.is_empty() {
        note.notices.push(NoteNotice::HiddenText);
    }
    if note.text.trim().is_empty() {
        Err(NoteError::Empty)
    } else {
        Ok(note)
    }
}

fn declared_format(essence: &str) -> Option<NoteFormat> {
    Some(match essence {
        "text/plain" | "text/markdown" | "text/x-markdown" => NoteFormat::Plain,
        "text/html" => NoteFormat::Html,
        "application/xhtml+xml" | "text/xhtml" | "application/xhtml" => NoteFormat::Xhtml,
        "text/rtf" | "application/rtf" | "application/x-rtf" | "text/richtext" => NoteFormat::Rtf,
        "application/pdf" | "application/x-pdf" => NoteFormat::Pdf,
        "application/hl7-cda+xml" | "text/cda+xml" | "application/cda+xml" => NoteFormat::Cda,
        _ => return None,
    })
}

/// A content type for an error text: only the characters that types are made of.
fn shown_type(essence: &str) -> String {
    let plain = |symbol: &char| symbol.is_ascii_alphanumeric() || "/+-._".contains(*symbol);
    let shown: String = essence.chars().filter(plain).take(60).collect();
    if shown.is_empty() {
        "(none given)".to_owned()
    } else {
        shown
    }
}

fn same_family(one: NoteFormat, other: NoteFormat) -> bool {
    let markup = |format| matches!(format, NoteFormat::Html | NoteFormat::Xhtml);
    markup(one) && markup(other)
}

/// The format that the bytes show beyond doubt.
fn sniff(bytes: &[u8], declared: Option<NoteFormat>) -> Option<NoteFormat> {
    if bytes[..bytes.len().min(1024)]
        .windows(5)
        .any(|window| window == b"%PDF-")
        && declared != Some(NoteFormat::Html)
    {
        return Some(NoteFormat::Pdf);
    }
    let start = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    if start.starts_with(b"{\\rtf") {
        return Some(NoteFormat::Rtf);
    }
    let head = &start[..start.len().min(4096)];
    let holds = |needle: &[u8]| {
        head.windows(needle.len())
            .any(|window| window.eq_ignore_ascii_case(needle))
    };
    let begins = |needle: &[u8]| {
        head.get(..needle.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(needle))
    };
    if begins(b"<") && holds(b"ClinicalDocument") && holds(b"urn:hl7-org:v3") {
        return Some(NoteFormat::Cda);
    }
    let undecided = matches!(declared, None | Some(NoteFormat::Plain | NoteFormat::Cda));
    if undecided && (begins(b"<html") || begins(b"<!doctype html")) {
        return Some(NoteFormat::Html);
    }
    if undecided && begins(b"<?xml") && holds(b"http://www.w3.org/1999/xhtml") {
        return Some(NoteFormat::Xhtml);
    }
    None
}
