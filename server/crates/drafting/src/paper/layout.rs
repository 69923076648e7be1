//! Lines on pages.

use super::font::Face;
use super::{Letterhead, Paper};

/// US Letter, in points.
pub(super) const WIDTH: f32 = 612.0;
pub(super) const HEIGHT: f32 = 792.0;
pub(super) const MARGIN: f32 = 60.0;
/// Where the text of a page ends; the footer stands below.
const BOTTOM: f32 = HEIGHT - 72.0;

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Name,
    Title,
    Heading,
    Body,
    Small,
}

impl Style {
    pub(super) const fn size(self) -> f32 {
        match self {
            Self::Name => 15.0,
            Self::Title => 13.0,
            Self::Heading => 11.0,
            Self::Body => 10.0,
            Self::Small => 8.5,
        }
    }

    pub(super) const fn bold(self) -> bool {
        matches!(self, Self::Name | Self::Title | Self::Heading)
    }
}

/// A line at its place; `y` is the base line, from the top.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) text: String,
    pub(super) style: Style,
}

struct Pages<'f> {
    regular: &'f Face,
    bold: &'f Face,
    done: Vec<Vec<Placed>>,
    y: f32,
}

impl Pages<'_> {
    fn gap(&mut self, points: f32) {
        self.y += points;
    }

    /// Writes a paragraph, wrapped; `keep` is the room that must be left below its first line.
    fn write(&mut self, text: &str, style: Style, indent: f32, keep: f32) {
        let face = if style.bold() {
            self.bold
        } else {
            self.regular
        };
        let room = WIDTH - 2.0 * MARGIN - indent;
        for (index, line) in wrap(text, room, |part| face.width(part, style.size()))
            .into_iter()
            .enumerate()
        {
            let height = style.size() * 1.4;
            let needed = if index == 0 { height + keep } else { height };
            if self.y + needed > BOTTOM {
                self.done.push(Vec::new());
                self.y = MARGIN;
            }
            self.y += height;
            let placed = Placed {
                x: MARGIN + indent,
                y: self.y,
                text: line,
                style,
            };
            if let Some(page) = self.done.last_mut() {
                page.push(placed);
            }
        }
    }
}

/// Every page's lines without its footer. Characters that the font lacks are replaced and named.
pub(super) fn pages(
    paper: &Paper<'_>,
    regular: &Face,
    bold: &Face,
    missing: &mut Vec<char>,
) -> Vec<Vec<Placed>> {
    let mut clean = |text: &str| -> String {
        text.chars()
            .filter(|c| !c.is_control() || c.is_whitespace())
            .map(|c| {
                if c.is_whitespace() {
                    ' '
                } else if regular.has(c) && bold.has(c) {
                    c
                } else {
                    missing.push(c);
                    '□'
                }
            })
            .collect()
    };
    let mut pages = Pages {
        regular,
        bold,
        done: vec![Vec::new()],
        y: MARGIN - 20.0,
    };
    pages.write(&clean(&paper.letterhead.name), Style::Name, 0.0, 0.0);
    for line in &paper.letterhead.lines {
        pages.write(&clean(line), Style::Small, 0.0, 0.0);
    }
    pages.gap(16.0);
    pages.write(&model::date::shown(paper.date), Style::Body, 0.0, 0.0);
    pages.gap(8.0);
    pages.write(&clean(paper.title), Style::Title, 0.0, 30.0);
    for section in paper
        .sections
        .iter()
        .filter(|section| !section.statements.is_empty())
    {
        pages.gap(8.0);
        // A heading never stands alone at the foot of a page.
        pages.write(&clean(&section.title), Style::Heading, 0.0, 28.0);
        for statement in &section.statements {
            pages.write(&clean(&statement.text), Style::Body, 10.0, 0.0);
        }
    }
    pages.gap(14.0);
    for line in paper.closing {
        pages.write(&clean(line), Style::Small, 0.0, 0.0);
    }
    pages.done
}

/// The page's number and the letterhead's foot.
pub(super) fn footer(head: &Letterhead, page: usize, of: usize, regular: &Face) -> Vec<Placed> {
    let number = format!("Page {page} of {of}");
    let width = regular.width(&number, Style::Small.size());
    let mut out = vec![Placed {
        x: WIDTH - MARGIN - width,
        y: HEIGHT - 40.0,
        text: number,
        style: Style::Small,
    }];
    let room = WIDTH - 2.0 * MARGIN - width - 12.0;
    let foot = head.footer.as_deref().unwrap_or(&head.name);
    let foot: String = foot.chars().filter(|c| regular.has(*c)).collect();
    let first = wrap(&foot, room, |part| regular.width(part, Style::Small.size()))
        .into_iter()
        .next();
    out.extend(first.map(|text| Placed {
        x: MARGIN,
        y: HEIGHT - 40.0,
        text,
        style: Style::Small,
    }));
    out
}

/// Breaks a text into lines that fit; a word that is too long is broken.
fn wrap(text: &str, room: f32, width: impl Fn(&str) -> f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(&longer) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if width(&line) > room && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(c);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn nothing_is_lost_when_lines_break() {
        #[expect(clippy::cast_precision_loss, reason = "short lines")]
        let width = |text: &str| text.chars().count() as f32;
        assert_eq!(wrap("one two three", 7.0, width), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4.0, width), ["abcd", "efgh", "ij"]);
        assert!(wrap("", 4.0, width).is_empty());
    }
}
