//! The notes of a resource: its attachments, wherever their data lies.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{NoteError, NoteFormat, NoteText, html, note_text};
use crate::{Chart, Json, Resource};

/// Padding may be missing and trailing bits may be set; the data is the same.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// One attachment of a resource, as text or with the reason why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where the attachment stands, such as `content[0].attachment`.
    pub path: String,
    /// `contentType` as written.
    pub content_type: Option<String>,
    /// `title` as written.
    pub title: Option<String>,
    /// `creation` as written.
    pub creation: Option<String>,
    /// Where the data lies, if not in the attachment itself.
    pub url: Option<String>,
    /// The text.
    pub result: Result<NoteText, NoteError>,
}

/// The attachments of a DocumentReference, DiagnosticReport or Communication. `binaries` gives the bytes that a URL
/// such as `Binary/id` leads to, or `None` where they were not loaded.
pub fn notes_of(resource: &Resource, binaries: &dyn Fn(&str) -> Option<Vec<u8>>) -> Vec<Note> {
    let (list, inner) = match resource.key.resource_type() {
        "DocumentReference" => ("content", ".attachment"),
        "DiagnosticReport" => ("presentedForm", ""),
        "Communication" => ("payload", ".contentAttachment"),
        _ => return Vec::new(),
    };
    let items = resource.json.items_at(list).iter().enumerate();
    let attachments = items.filter_map(|(index, item)| {
        let attachment = if inner.is_empty() {
            Some(item)
        } else {
            item.get(&inner[1..])
        };
        attachment.map(|attachment| (format!("{list}[{index}]{inner}"), attachment))
    });
    attachments
        .map(|(path, attachment)| note(path, attachment, binaries))
        .collect()
}

fn note(path: String, attachment: &Json, binaries: &dyn Fn(&str) -> Option<Vec<u8>>) -> Note {
    let text = |name: &str| attachment.str_at(name).map(str::to_owned);
    let bytes = match (attachment.str_at("data"), attachment.str_at("url")) {
        (Some(data), _) => decode_base64(data),
        (None, Some(url)) => binaries(url).ok_or(NoteError::NotLoaded),
        (None, None) => Err(NoteError::NoData),
    };
    let content_type = text("contentType");
    let result = bytes
        .and_then(|bytes| note_text(content_type.as_deref().unwrap_or_default(), &bytes, None));
    Note {
        path,
        content_type,
        title: text("title"),
        creation: text("creation"),
        url: text("url"),
        result,
    }
}

/// Decodes base64 with white space anywhere, with or without padding, in either alphabet.
pub fn decode_base64(data: &str) -> Result<Vec<u8>, NoteError> {
    let compact: Vec<u8> = data
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    STANDARD
        .decode(&compact)
        .or_else(|_| URL_SAFE.decode(&compact))
        .map_err(|_| NoteError::BadBase64)
}

/// The narrative (`text.div`) of a resource. Servers generate most of them; they are not notes.
pub fn narrative(resource: &Json) -> Option<NoteText> {
    let note = html::read(resource.str_at("text.div")?, NoteFormat::Xhtml);
    (!note.text.is_empty()).then_some(note)
}

impl Chart {
    /// The bytes of a Binary of this chart.
    pub fn binary(&self, url: &str) -> Option<Vec<u8>> {
        let found = self.find(url)?;
        if found.resource.key.resource_type() != "Binary" {
            return None;
        }
        decode_base64(found.json.str_at("data")?).ok()
    }

    /// The notes of a resource of this chart, with the Binaries that were loaded with it.
    pub fn notes_of(&self, resource: &Resource) -> Vec<Note> {
        notes_of(resource, &|url| self.binary(url))
    }
}
