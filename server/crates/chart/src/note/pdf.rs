//! The text layer of PDF notes. A PDF places glyphs, not lines: where the position moves down a line begins, and a
//! gap on the line is a space.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

use super::flow::Flow;
use super::{NoteError, NoteFormat, NoteNotice, NoteText};

/// The most that one page's content may unpack to, in bytes.
const LARGEST_PAGE: usize = 16 << 20;
/// The width of a glyph whose font does not tell, in thousandths of the font size.
const USUAL_WIDTH: f32 = 500.0;

/// Reads the text layer. A page without text is noticed; a file without any is a scan.
pub(super) fn read(bytes: &[u8]) -> Result<NoteText, NoteError> {
    let document = Document::load_mem(bytes).map_err(|_| NoteError::Damaged(NoteFormat::Pdf))?;
    if document.is_encrypted() {
        return Err(NoteError::Locked);
    }
    let mut flow = Flow::default();
    let mut any = false;
    for (number, id) in document.get_pages() {
        let text = page(&document, id, &mut flow).unwrap_or_default();
        if text.trim().is_empty() {
            flow.notice(NoteNotice::PageWithoutText(number));
            continue;
        }
        any = true;
        flow.line();
        flow.preformatted(&text);
    }
    if any {
        Ok(flow.finish(NoteFormat::Pdf))
    } else {
        Err(NoteError::NoTextLayer)
    }
}

struct Font<'a> {
    encoding: Option<Encoding<'a>>,
    first: usize,
    widths: Vec<f32>,
    /// Whether a glyph's code is two bytes (composite fonts).
    wide: bool,
}

fn font<'a>(document: &'a Document, dictionary: &'a Dictionary) -> Font<'a> {
    let wide = dictionary
        .get(b"Subtype")
        .and_then(Object::as_name)
        .is_ok_and(|name| name == b"Type0");
    let widths = dictionary
        .get_deref(b"Widths", document)
        .and_then(Object::as_array);
    let widths = widths.map(|list| {
        list.iter()
            .map(|width| width.as_float().unwrap_or(USUAL_WIDTH))
            .collect()
    });
    let first = dictionary
        .get_deref(b"FirstChar", document)
        .and_then(Object::as_i64)
        .unwrap_or(0);
    Font {
        encoding: dictionary
            .get_font_encoding_with_limit(document, LARGEST_PAGE)
            .ok(),
        first: usize::try_from(first).unwrap_or(0),
        widths: widths.unwrap_or_default(),
        wide,
    }
}

fn page(document: &Document, id: ObjectId, flow: &mut Flow) -> Option<String> {
    let fonts = document.get_page_fonts(id).ok()?;
    let fonts: BTreeMap<Vec<u8>, Font<'_>> = fonts
        .into_iter()
        .map(|(name, dictionary)| (name, font(document, dictionary)))
        .collect();
    let content = document
        .get_page_content_with_limit(id, LARGEST_PAGE)
        .ok()?;
    let content = Content::decode(&content).ok()?;
    let mut layer = Layer {
        fonts: &fonts,
        font: None,
        size: 1.0,
        lead: 0.0,
        line: START,
        at: START,
        end: None,
        out: String::new(),
    };
    for operation in &content.operations {
        if !layer.operation(operation) {
            flow.notice(NoteNotice::LeftOut("text in an unreadable font"));
        }
    }
    Some(layer.out)
}

/// A text matrix: a, b, c, d, e, f as PDF 32000-1 9.4.2 names them.
type Matrix = [f32; 6];
const START: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

struct Layer<'a> {
    fonts: &'a BTreeMap<Vec<u8>, Font<'a>>,
    font: Option<&'a Font<'a>>,
    size: f32,
    lead: f32,
    line: Matrix,
    at: Matrix,
    /// Where the text shown last ended.
    end: Option<(f32, f32)>,
    out: String,
}

impl Layer<'_> {
    /// Follows one operation; false where text could not be read.
    fn operation(&mut self, operation: &Operation) -> bool {
        let number = |index: usize| {
            operation
                .operands
                .get(index)
                .and_then(|value| value.as_float().ok())
                .unwrap_or(0.0)
        };
        match operation.operator.as_str() {
            "BT" => {
                self.line = START;
                self.at = START;
            }
            "Tf" => {
                let name = operation
                    .operands
                    .first()
                    .and_then(|name| name.as_name().ok());
                self.font = name.and_then(|name| self.fonts.get(name));
                self.size = number(1);
            }
            "TL" => self.lead = number(0),
            "Td" => self.next_line(number(0), number(1)),
            "TD" => {
                self.lead = -number(1);
                self.next_line(number(0), number(1));
            }
            "T*" => self.next_line(0.0, -self.lead),
            "Tm" => {
                self.line = std::array::from_fn(number);
                self.at = self.line;
            }
            "Tj" => {
                return operation
                    .operands
                    .first()
                    .is_none_or(|text| self.show(text));
            }
            "'" => {
                self.next_line(0.0, -self.lead);
                return operation
                    .operands
                    .first()
                    .is_none_or(|text| self.show(text));
            }
            "\"" => {
                self.next_line(0.0, -self.lead);
                return operation.operands.get(2).is_none_or(|text| self.show(text));
            }
            "TJ" => {
                let parts = operation
                    .operands
                    .first()
                    .and_then(|parts| parts.as_array().ok());
                return parts.is_none_or(|parts| parts.iter().all(|part| self.part(part)));
            }
            _ => {}
        }
        true
    }

    fn next_line(&mut self, x: f32, y: f32) {
        let moved =
            |axis: usize| x * self.line[axis] + y * self.line[axis + 2] + self.line[axis + 4];
        (self.line[4], self.line[5]) = (moved(0), moved(1));
        self.at = self.line;
    }

    fn part(&mut self, part: &Object) -> bool {
        match part.as_float() {
            Ok(shift) => {
                self.advance(-shift);
                true
            }
            Err(_) => self.show(part),
        }
    }

    /// Moves along the line by thousandths of the font size.
    fn advance(&mut self, thousandths: f32) {
        let distance = thousandths / 1000.0 * self.size;
        self.at[4] += distance * self.at[0];
        self.at[5] += distance * self.at[1];
    }

    fn show(&mut self, text: &Object) -> bool {
        let (Ok(bytes), Some(font)) = (text.as_str(), self.font) else {
            return text.as_str().is_err();
        };
        let decoded = font
            .encoding
            .as_ref()
            .and_then(|encoding| Document::decode_text(encoding, bytes).ok());
        let Some(decoded) = decoded else { return false };
        self.separate();
        self.out.push_str(&decoded);
        let width: f32 = if font.wide {
            USUAL_WIDTH * f32::from(u16::try_from(bytes.len() / 2).unwrap_or(u16::MAX))
        } else {
            let of = |byte: &u8| {
                usize::from(*byte)
                    .checked_sub(font.first)
                    .and_then(|index| font.widths.get(index))
            };
            bytes
                .iter()
                .map(|byte| of(byte).copied().unwrap_or(USUAL_WIDTH))
                .sum()
        };
        self.advance(width);
        self.end = Some((self.at[4], self.at[5]));
        true
    }

    /// Puts a line break or a space between what was shown last and what comes, as their places say.
    fn separate(&mut self) {
        let Some((x, y)) = self.end else { return };
        let height = (self.size * self.at[3].abs().max(self.at[0].abs()))
            .abs()
            .max(1.0);
        if (self.at[5] - y).abs() > height * 0.4 {
            self.out.push('\n');
        } else if self.at[4] - x > height * 0.15 && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        } else if x - self.at[4] > height * 2.0 {
            // Back to the left on the same height: another column or cell.
            self.out.push('\n');
        }
    }
}
