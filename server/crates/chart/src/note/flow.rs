//! Markup to running text: what begins a line, what joins, what stays out. HTML, XHTML, C-CDA narratives and RTF all
//! come through here, so that the same content reads the same.

use super::{NoteFormat, NoteNotice, NoteText, Segment};

/// How an element bears on the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Inline,
    Block,
    Heading,
    List { ordered: bool, next: u32 },
    Item,
    Row { cells: u32 },
    Cell,
    Struck,
    LeftOut,
}

struct Frame {
    role: Role,
    preformatted: bool,
    hidden: bool,
}

/// What the caller knows of an element beside its name.
#[derive(Default, Clone, Copy)]
pub(super) struct Style {
    pub(super) preformatted: bool,
    pub(super) hidden: bool,
    pub(super) ordered: bool,
}

#[derive(Default)]
pub(super) struct Flow {
    out: String,
    space: bool,
    frames: Vec<Frame>,
    lists: usize,
    segments: Vec<(usize, Option<String>, Option<String>)>,
    hidden: Vec<String>,
    notices: Vec<NoteNotice>,
}

impl Flow {
    pub(super) fn notice(&mut self, notice: NoteNotice) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    /// Opens an element by its HTML name.
    pub(super) fn open(&mut self, name: &str, style: Style) {
        let parent = self.frames.last();
        let hidden = style.hidden || parent.is_some_and(|frame| frame.hidden);
        let preformatted =
            style.preformatted || name == "pre" || parent.is_some_and(|frame| frame.preformatted);
        let out = parent.is_some_and(|frame| frame.role == Role::LeftOut);
        let role = if out {
            Role::LeftOut
        } else {
            role(name, style)
        };
        if !out && !hidden {
            self.begin(name, role);
        }
        if style.hidden {
            self.hidden.push(String::new());
        }
        self.frames.push(Frame {
            role,
            preformatted,
            hidden,
        });
    }

    fn begin(&mut self, name: &str, role: Role) {
        match role {
            Role::Block | Role::List { .. } | Role::Row { .. } | Role::Heading => self.line(),
            Role::Item => self.item(),
            Role::Cell => self.cell(),
            Role::Struck => self.raw("[deleted: "),
            Role::Inline if name == "br" => self.line_break(),
            Role::Inline if name == "sup" => self.superscript(),
            Role::LeftOut => match name {
                "img" | "svg" | "canvas" | "map" | "video" | "audio" => {
                    self.notice(NoteNotice::LeftOut("image"));
                }
                "object" | "embed" | "iframe" | "applet" => {
                    self.notice(NoteNotice::LeftOut("embedded object"));
                }
                _ => {}
            },
            Role::Inline => {}
        }
        if role == Role::Heading {
            self.segments
                .push((self.out.len(), Some(String::new()), None));
        }
    }

    /// Closes the element opened last.
    pub(super) fn close(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        if frame.hidden {
            return;
        }
        match frame.role {
            Role::Heading => {
                if let Some((start, heading, _)) = self.segments.last_mut() {
                    *heading = self.out.get(*start..).map(|text| text.trim().to_owned());
                }
                self.line();
            }
            Role::List { .. } => {
                self.lists = self.lists.saturating_sub(1);
                self.line();
            }
            Role::Block | Role::Item | Role::Row { .. } => self.line(),
            Role::Struck => {
                self.space = false;
                self.out.push(']');
            }
            Role::Inline | Role::Cell | Role::LeftOut => {}
        }
    }

    /// A heading that is not an element of its own, with the section's code.
    pub(super) fn heading(&mut self, text: &str, code: Option<&str>) {
        self.line();
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.segments
            .push((self.out.len(), Some(text.clone()), code.map(str::to_owned)));
        self.out.push_str(&text);
        self.line();
    }

    /// Running text.
    pub(super) fn text(&mut self, text: &str) {
        let (preformatted, hidden, out) =
            self.frames.last().map_or((false, false, false), |frame| {
                (
                    frame.preformatted,
                    frame.hidden,
                    frame.role == Role::LeftOut,
                )
            });
        if out {
            return;
        }
        if hidden {
            if let Some(last) = self.hidden.last_mut() {
                last.push_str(text);
            }
            return;
        }
        if preformatted {
            self.preformatted(text);
            return;
        }
        for symbol in text.chars() {
            if symbol.is_whitespace() {
                self.space = true;
            } else if !is_dropped(symbol) {
                self.push(symbol);
            }
        }
    }

    /// Text whose line breaks and spaces count.
    pub(super) fn preformatted(&mut self, text: &str) {
        let mut symbols = text.chars().peekable();
        while let Some(symbol) = symbols.next() {
            match symbol {
                '\r' => {
                    symbols.next_if_eq(&'\n');
                    self.line_break();
                }
                '\n' | '\u{c}' | '\u{b}' | '\u{2028}' | '\u{2029}' => self.line_break(),
                '\u{a0}' => self.push(' '),
                dropped if is_dropped(dropped) => {}
                plain => self.push(plain),
            }
        }
    }

    fn push(&mut self, symbol: char) {
        if std::mem::take(&mut self.space) && !self.at_line_start() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
        self.out.push(symbol);
    }

    fn raw(&mut self, text: &str) {
        for symbol in text.chars() {
            self.push(symbol);
        }
    }

    fn at_line_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    fn trim_line(&mut self) {
        self.space = false;
        let kept = self.out.trim_end_matches([' ', '\t']).len();
        self.out.truncate(kept);
    }

    /// Ends the line, if one has begun.
    pub(super) fn line(&mut self) {
        self.trim_line();
        if !self.at_line_start() {
            self.out.push('\n');
        }
    }

    /// Ends the line in any case; of several empty lines one stays.
    pub(super) fn line_break(&mut self) {
        self.trim_line();
        if !self.out.ends_with("\n\n") && !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn item(&mut self) {
        self.line();
        self.lists = self
            .frames
            .iter()
            .filter(|frame| matches!(frame.role, Role::List { .. }))
            .count();
        let indent = "  ".repeat(self.lists.saturating_sub(1).min(8));
        let list = self
            .frames
            .iter_mut()
            .rev()
            .find(|frame| matches!(frame.role, Role::List { .. }));
        let mark = match list.map(|frame| &mut frame.role) {
            Some(Role::List {
                ordered: true,
                next,
            }) => {
                *next += 1;
                format!("{next}. ")
            }
            _ => "- ".to_owned(),
        };
        self.out.push_str(&indent);
        self.out.push_str(&mark);
    }

    /// Begins a table cell: the second and later ones of a row are set off by a bar.
    pub(super) fn cell(&mut self) {
        let row = self
            .frames
            .iter_mut()
            .rev()
            .find(|frame| matches!(frame.role, Role::Row { .. }));
        let Some(Role::Row { cells }) = row.map(|frame| &mut frame.role) else {
            return self.line();
        };
        *cells += 1;
        if *cells > 1 {
            // A block inside of the cell before has ended the line; the row goes on in it.
            self.space = false;
            let kept = self.out.trim_end().len();
            self.out.truncate(kept);
            self.out.push_str(" | ");
        }
    }

    /// Sets a superscript off from the number that it follows: `10` and `3` are not `103`.
    pub(super) fn superscript(&mut self) {
        if !self.space && self.out.ends_with(|last: char| last.is_ascii_digit()) {
            self.out.push('^');
        }
    }

    /// Marks where struck text begins or ends.
    pub(super) fn struck(&mut self, begins: bool) {
        if begins {
            self.raw("[deleted: ");
        } else {
            self.out.push(']');
        }
    }

    pub(super) fn hide(&mut self, text: String) {
        self.hidden.push(text);
    }

    pub(super) fn finish(mut self, format: NoteFormat) -> NoteText {
        self.trim_line();
        let kept = self.out.trim_end().len();
        self.out.truncate(kept);
        let mut hidden = self.hidden;
        hidden.retain(|text| !text.trim().is_empty());
        let segments = segments(&self.out, self.segments);
        NoteText {
            text: self.out,
            format,
            segments,
            hidden,
            notices: self.notices,
        }
    }
}

fn segments(text: &str, starts: Vec<(usize, Option<String>, Option<String>)>) -> Vec<Segment> {
    let mut starts: Vec<_> = starts
        .into_iter()
        .filter(|(start, ..)| *start < text.len())
        .collect();
    if starts.first().is_none_or(|(start, ..)| *start > 0) {
        starts.insert(0, (0, None, None));
    }
    let ends: Vec<usize> = starts
        .iter()
        .skip(1)
        .map(|(start, ..)| *start)
        .chain([text.len()])
        .collect();
    let parts = starts.into_iter().zip(ends);
    let part =
        |((start, heading, code), end): ((usize, Option<String>, Option<String>), usize)| Segment {
            range: start..end.max(start),
            heading: heading.filter(|heading| !heading.is_empty()),
            code,
        };
    parts.map(part).collect()
}

/// A plain text note.
pub(super) fn plain(text: &str) -> NoteText {
    let mut flow = Flow::default();
    flow.plain_lines(text);
    flow.finish(NoteFormat::Plain)
}

impl Flow {
    /// Plain text keeps its lines, empty ones too.
    fn plain_lines(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace(['\r', '\u{c}'], "\n");
        for (index, line) in text.trim_start_matches('\n').split('\n').enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            self.out.extend(
                line.trim_end()
                    .chars()
                    .filter(|symbol| !is_dropped(*symbol)),
            );
        }
    }
}

/// Characters that carry no text: controls (but the tab), the soft hyphen, the byte order mark.
fn is_dropped(symbol: char) -> bool {
    (symbol.is_control() && symbol != '\t') || matches!(symbol, '\u{ad}' | '\u{feff}')
}

fn role(name: &str, style: Style) -> Role {
    match name {
        "p" | "div" | "section" | "article" | "header" | "footer" | "main" | "aside" | "nav"
        | "address" | "blockquote" | "dl" | "dt" | "dd" | "table" | "thead" | "tbody" | "tfoot"
        | "caption" | "pre" | "form" | "fieldset" | "legend" | "hr" | "figure" | "figcaption"
        | "center" | "body" | "html" | "details" | "summary" => Role::Block,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "ol" => Role::List {
            ordered: true,
            next: 0,
        },
        "ul" | "menu" | "dir" => Role::List {
            ordered: style.ordered,
            next: 0,
        },
        "li" => Role::Item,
        "tr" => Role::Row { cells: 0 },
        "td" | "th" => Role::Cell,
        "del" | "s" | "strike" => Role::Struck,
        "script" | "style" | "head" | "title" | "noscript" | "template" | "img" | "svg"
        | "canvas" | "map" | "video" | "audio" | "object" | "embed" | "iframe" | "applet"
        | "math" => Role::LeftOut,
        _ => Role::Inline,
    }
}
