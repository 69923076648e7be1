//! Documents as PDF: read back by another library, page by page.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use drafting::{Letterhead, Paper, Pdf, pdf};
use lopdf::Document;
use model::{Section, Statement, StatementId};
use time::macros::date;

fn section(title: &str, statements: impl IntoIterator<Item = String>) -> Section {
    Section {
        title: title.to_owned(),
        statements: statements
            .into_iter()
            .enumerate()
            .map(|(index, text)| Statement {
                id: StatementId::new(format!("s{}", index + 1)),
                text,
                citations: Vec::new(),
            })
            .collect(),
    }
}

fn head() -> Letterhead {
    Letterhead::read(
        "letterhead.toml",
        "name = \"Klinik Příklad – Sample Health\"\nlines = [\"1 Sample Street, Testville\", \"Tel. 555-0100, fax 555-0101\"]\nfooter = \"Confidential\"",
    )
    .unwrap()
}

fn printed(sections: &[Section]) -> Pdf {
    pdf(&Paper {
        letterhead: &head(),
        title: "Prior authorization letter",
        date: date!(2026 - 03 - 20),
        sections,
        closing: &["Drafted with AI assistance, reviewed by T. Example.".to_owned()],
    })
    .unwrap()
}

/// The text of a page, with the white space tidied.
fn text(pdf: &Pdf, page: u32) -> String {
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let text = document.extract_text(&[page]).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn names_with_accents_can_be_selected() {
    let pdf = printed(&[section(
        "Request",
        ["For Zoë Ñuñez-Čapek, born Łódź, Ελένη and Жанна.".to_owned()],
    )]);
    let text = text(&pdf, 1);
    for words in [
        "Zoë Ñuñez-Čapek",
        "Łódź",
        "Ελένη",
        "Жанна",
        "Klinik Příklad",
        "fax 555-0101",
        "Request",
        "Confidential",
        "Page 1 of 1",
        "20 Mar 2026",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    assert!(pdf.missing.is_empty());
    assert_eq!(pdf.pages, 1);
}

#[test]
fn a_long_document_has_numbered_pages_and_loses_nothing() {
    let statements: Vec<String> = (1..=120)
        .map(|number| format!("Statement number {number} says that nothing of a long document is lost between its pages, whatever its length may be."))
        .collect();
    let pdf = printed(&[section("Long", statements)]);
    assert!(pdf.pages > 2);
    let last = u32::try_from(pdf.pages).unwrap();
    let all: Vec<String> = (1..=last).map(|page| text(&pdf, page)).collect();
    for (index, page) in all.iter().enumerate() {
        assert!(
            page.contains(&format!("Page {} of {last}", index + 1)),
            "{page}"
        );
    }
    let whole = all.join(" ");
    for number in 1..=120 {
        assert!(
            whole.contains(&format!("Statement number {number} says")),
            "{number}"
        );
    }
    eprintln!("{} pages, {} bytes", pdf.pages, pdf.bytes.len());
}

#[test]
fn a_character_that_the_font_lacks_is_named() {
    let pdf = printed(&[section("Request", ["For 漢字.".to_owned()])]);
    assert_eq!(pdf.missing, ['字', '漢']);
}

#[test]
fn a_wrong_letterhead_says_where() {
    for (text, want) in [
        ("name = \" \"", "`name` is empty"),
        ("name = \"x\"\ncolour = 1", "colour"),
        ("lines = []", "name"),
    ] {
        let error = Letterhead::read("letterhead.toml", text)
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("letterhead.toml: ") && error.contains(want),
            "{error}"
        );
    }
}
