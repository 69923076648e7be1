//! Rich Text Format, as EHRs write it: code pages, Unicode with fallbacks, tables, hidden and struck text,
//! destinations that are no text.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::flow::Flow;
use super::{NoteFormat, NoteNotice, NoteText};

/// Destinations that hold no text of the note.
const NO_TEXT: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "objdata",
    "objclass",
    "fldinst",
    "xmlnstbl",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "generator",
    "themedata",
    "datastore",
    "nonshppict",
    "sp",
    "template",
    "filetbl",
    "atnid",
    "atnauthor",
    "annotation",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "ftnsep",
    "ftnsepc",
    "bkmkstart",
    "bkmkend",
    "xe",
    "tc",
    "private",
];

/// Where the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    FontTable,
    NoText,
}

#[derive(Clone)]
struct Group {
    place: Place,
    hidden: bool,
    struck: bool,
    superscript: bool,
    fallback: usize,
    encoding: &'static Encoding,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    group: Group,
    stack: Vec<Group>,
    flow: Flow,
    /// Bytes of the current code page that wait to be decoded together.
    pending: Vec<u8>,
    high_surrogate: Option<u32>,
    /// How many fallback characters are still to be passed over after a `\u`.
    pass_over: usize,
    star: bool,
    code_page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    defined_font: i32,
    bar: bool,
    struck_shown: bool,
    hidden_text: String,
}

/// Reads RTF. Nothing here fails: what is damaged is read as far as it goes, with a notice.
pub(super) fn read(bytes: &[u8]) -> NoteText {
    let group = Group {
        place: Place::Text,
        hidden: false,
        struck: false,
        superscript: false,
        fallback: 1,
        encoding: WINDOWS_1252,
    };
    let mut reader = Reader {
        bytes,
        at: 0,
        group,
        stack: Vec::new(),
        flow: Flow::default(),
        pending: Vec::new(),
        high_surrogate: None,
        pass_over: 0,
        star: false,
        code_page: WINDOWS_1252,
        fonts: HashMap::new(),
        defined_font: 0,
        bar: false,
        struck_shown: false,
        hidden_text: String::new(),
    };
    reader.run();
    let mut flow = reader.flow;
    if !reader.hidden_text.trim().is_empty() {
        flow.hide(reader.hidden_text);
    }
    flow.finish(NoteFormat::Rtf)
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    self.stack.push(self.group.clone());
                }
                b'}' => {
                    self.flush();
                    match self.stack.pop() {
                        Some(group) => self.group = group,
                        None => self.flow.notice(NoteNotice::Malformed),
                    }
                    if self.stack.is_empty() {
                        break;
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                text => self.byte(text),
            }
        }
        self.flush();
        if !self.stack.is_empty() {
            self.flow.notice(NoteNotice::Malformed);
        }
        self.strike(false);
    }

    fn control(&mut self) {
        let Some(byte) = self.bytes.get(self.at).copied() else {
            return;
        };
        if !byte.is_ascii_alphabetic() {
            self.at += 1;
            return self.symbol(byte);
        }
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        let bytes = self.bytes;
        let word = std::str::from_utf8(&bytes[start..self.at]).unwrap_or_default();
        let digits = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let number = std::str::from_utf8(&bytes[digits..self.at])
            .ok()
            .and_then(|text| text.parse::<i32>().ok());
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(word, number);
    }

    fn symbol(&mut self, byte: u8) {
        match byte {
            b'\'' => {
                let hex = self
                    .bytes
                    .get(self.at..self.at + 2)
                    .and_then(|hex| std::str::from_utf8(hex).ok());
                match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    Some(value) => {
                        self.at += 2;
                        self.byte(value);
                    }
                    None => self.flow.notice(NoteNotice::Malformed),
                }
            }
            b'*' => self.star = true,
            b'~' => self.emit(" "),
            b'_' => self.emit("-"),
            b'\r' | b'\n' => self.word("par", None),
            b'\\' | b'{' | b'}' => self.byte(byte),
            _ => {}
        }
    }

    /// One byte of text in the current code page.
    fn byte(&mut self, byte: u8) {
        if self.pass_over > 0 {
            self.pass_over -= 1;
            return;
        }
        if self.group.place != Place::Text {
            return;
        }
        self.pending.push(byte);
    }

    fn flush(&mut self) {
        self.star = false;
        self.pass_over = 0;
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let (text, bad) = self.group.encoding.decode_without_bom_handling(&bytes);
        if bad {
            self.flow.notice(NoteNotice::BadCharacters);
        }
        self.show(&text);
    }

    fn emit(&mut self, text: &str) {
        self.flush();
        self.show(text);
    }

    fn show(&mut self, text: &str) {
        if self.group.place != Place::Text {
            return;
        }
        if self.group.hidden {
            self.hidden_text.push_str(text);
            return;
        }
        if std::mem::take(&mut self.bar) {
            self.flow.preformatted(" | ");
        }
        self.strike(self.group.struck);
        if self.group.superscript && text.starts_with(|first: char| first.is_ascii_digit()) {
            self.flow.superscript();
        }
        self.flow.preformatted(text);
    }

    fn strike(&mut self, struck: bool) {
        if struck != self.struck_shown {
            self.flow.struck(struck);
            self.struck_shown = struck;
        }
    }

    fn line(&mut self) {
        self.flush();
        if self.group.place == Place::Text && !self.group.hidden {
            self.strike(false);
            self.flow.line_break();
        }
    }

    fn cell(&mut self) {
        self.flush();
        if self.group.place != Place::Text {
            return;
        }
        if self.bar {
            self.flow.preformatted(" | ");
        }
        self.bar = true;
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        match word {
            "u" => return self.unicode(number.unwrap_or(0)),
            "bin" => {
                self.at = self
                    .at
                    .saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0))
                    .min(self.bytes.len());
            }
            "par" | "line" | "sect" | "page" | "softline" => self.line(),
            "row" | "nestrow" => {
                self.flush();
                self.bar = false;
                self.strike(false);
                self.flow.line();
            }
            "cell" | "nestcell" => self.cell(),
            "tab" => self.emit("\t"),
            "emdash" => self.emit("—"),
            "endash" => self.emit("–"),
            "bullet" => self.emit("•"),
            "lquote" => self.emit("‘"),
            "rquote" => self.emit("’"),
            "ldblquote" => self.emit("“"),
            "rdblquote" => self.emit("”"),
            "emspace" | "enspace" | "qmspace" => self.emit(" "),
            "uc" => self.group.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            "ansicpg" => self.set_code_page(number.unwrap_or(1252)),
            "mac" => self.set_code_page(10000),
            "fcharset" => {
                let encoding = charset(number.unwrap_or(0)).unwrap_or(self.code_page);
                self.fonts.insert(self.defined_font, encoding);
            }
            "f" => self.font(number.unwrap_or(0)),
            "v" | "deleted" => {
                self.flush();
                self.group.hidden = on;
            }
            "strike" | "striked" => {
                self.flush();
                self.group.struck = on;
            }
            "super" => {
                self.flush();
                self.group.superscript = true;
            }
            "nosupersub" | "sub" => {
                self.flush();
                self.group.superscript = false;
            }
            "plain" => {
                self.flush();
                self.group.hidden = false;
                self.group.struck = false;
                self.group.superscript = false;
            }
            _ => self.destination(word),
        }
        self.star = false;
    }

    fn destination(&mut self, word: &str) {
        if let Some(known) = NO_TEXT.iter().copied().find(|known| *known == word) {
            self.flush();
            self.group.place = if known == "fonttbl" {
                Place::FontTable
            } else {
                Place::NoText
            };
            let left_out = match known {
                "pict" => "image",
                "objdata" => "embedded object",
                "annotation" => "comment",
                "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
                | "footerf" => "page header or footer",
                _ => return,
            };
            self.flow.notice(NoteNotice::LeftOut(left_out));
        } else if self.star && !matches!(word, "shpinst" | "shptxt" | "pntext") {
            self.flush();
            self.group.place = Place::NoText;
        }
    }

    fn font(&mut self, number: i32) {
        if self.group.place == Place::FontTable {
            self.defined_font = number;
            return;
        }
        self.flush();
        self.group.encoding = self.fonts.get(&number).copied().unwrap_or(self.code_page);
    }

    fn set_code_page(&mut self, number: i32) {
        self.code_page = code_page(number).unwrap_or_else(|| {
            self.flow.notice(NoteNotice::CharsetGuessed);
            WINDOWS_1252
        });
        self.group.encoding = self.code_page;
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        let unit = u32::try_from(if number < 0 {
            number + 0x1_0000
        } else {
            number
        })
        .unwrap_or(0xFFFD);
        let high = self.high_surrogate.take();
        let code = match (unit, high) {
            (0xD800..0xDC00, _) => {
                self.high_surrogate = Some(unit);
                None
            }
            (0xDC00..0xE000, Some(high)) => {
                Some(0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00))
            }
            (plain, _) => Some(plain),
        };
        if let Some(code) = code {
            let symbol = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            self.show(symbol.encode_utf8(&mut [0; 4]));
        }
        self.pass_over = self.group.fallback;
    }
}

fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        932 => "shift_jis",
        936 => "gbk",
        949 => "euc-kr",
        950 => "big5",
        866 => "ibm866",
        874 => "windows-874",
        1250..=1258 => return Encoding::for_label(format!("windows-{number}").as_bytes()),
        10000 => "macintosh",
        28591..=28606 => {
            return Encoding::for_label(format!("iso-8859-{}", number - 28590).as_bytes());
        }
        65001 => "utf-8",
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

/// The code page of a font's character set number.
fn charset(number: i32) -> Option<&'static Encoding> {
    code_page(match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}
