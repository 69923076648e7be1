//! A document as PDF: letterhead, title, sections, page numbers. Text stays text, so that it can be selected and searched.

mod font;
mod layout;

use crate::error::DraftingError;
use font::Face;
use krilla::Document;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::text::TextDirection;
use layout::{HEIGHT, Placed, WIDTH};
use model::Section;
use serde::Deserialize;
use time::Date;

/// The organization's letterhead, from configuration data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letterhead {
    /// The organization's name.
    pub name: String,
    /// Address, telephone, fax: one line each.
    #[serde(default)]
    pub lines: Vec<String>,
    /// Words at the foot of every page.
    #[serde(default)]
    pub footer: Option<String>,
}

impl Letterhead {
    /// Reads TOML with `name`, `lines` and `footer`; `file` is named in errors.
    pub fn read(file: &str, text: &str) -> Result<Self, DraftingError> {
        let head: Self = toml::from_str(text).map_err(|error| DraftingError::data(file, &error))?;
        if head.name.trim().is_empty() {
            return Err(DraftingError::data(file, &"`name` is empty"));
        }
        Ok(head)
    }
}

/// What is printed. Only what a person has signed, or what is marked as a draft in its title, belongs on paper.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    /// Whose paper it is.
    pub letterhead: &'a Letterhead,
    /// The document's title.
    pub title: &'a str,
    /// Its date.
    pub date: Date,
    /// The sections as approved.
    pub sections: &'a [Section],
    /// Lines after the text: signature, AI assistance, content hash.
    pub closing: &'a [String],
}

/// A printed document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Characters that the built-in font does not have; they are printed as `□`, and the reader must be told.
    pub missing: Vec<char>,
}

/// Prints a document. The same input gives the same pages.
pub fn pdf(paper: &Paper<'_>) -> Result<Pdf, DraftingError> {
    let regular = Face::regular()?;
    let bold = Face::bold()?;
    let mut missing = Vec::new();
    let pages = layout::pages(paper, &regular, &bold, &mut missing);
    let failed = |what: &str| DraftingError::data("pdf", &what);
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(paper.title.to_owned())
            .creator("Countersign".to_owned())
            .language("en".to_owned()),
    );
    let count = pages.len();
    for (index, lines) in pages.iter().enumerate() {
        let settings =
            PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| failed("the page has no size"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let footer = layout::footer(paper.letterhead, index + 1, count, &regular);
        for Placed { x, y, text, style } in lines.iter().chain(&footer) {
            let face = if style.bold() { &bold } else { &regular };
            surface.draw_text(
                Point::from_xy(*x, *y),
                face.font.clone(),
                style.size(),
                text,
                false,
                TextDirection::Auto,
            );
        }
        surface.finish();
        page.finish();
    }
    let bytes = document
        .finish()
        .map_err(|_| failed("the document could not be written"))?;
    missing.sort_unstable();
    missing.dedup();
    Ok(Pdf {
        bytes,
        pages: count,
        missing,
    })
}
