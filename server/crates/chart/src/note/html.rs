//! HTML and XHTML notes.

use std::collections::HashSet;

use scraper::{Html, Node};

use super::flow::{Flow, Style};
use super::{NoteFormat, NoteNotice, NoteText};

/// Reads markup. XHTML that is not well formed is read as HTML, with a notice.
pub(super) fn read(text: &str, format: NoteFormat) -> NoteText {
    let sheet = Sheet::read(text);
    if format == NoteFormat::Xhtml {
        if let Some(note) = xhtml(text, &sheet) {
            return note;
        }
        let mut note = html(text, &sheet);
        note.notices.push(NoteNotice::Malformed);
        return note;
    }
    html(text, &sheet)
}

fn html(text: &str, sheet: &Sheet) -> NoteText {
    let document = Html::parse_document(text);
    let mut flow = Flow::default();
    let mut node = document.tree.root();
    'tree: loop {
        match node.value() {
            Node::Element(element) => {
                flow.open(
                    element.name(),
                    sheet.style(element.name(), |name| element.attr(name)),
                );
                extras(&mut flow, element.name(), |name| element.attr(name));
            }
            Node::Text(text) => flow.text(text),
            _ => {}
        }
        if let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if node.value().is_element() {
                flow.close();
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => break 'tree,
            }
        }
    }
    flow.finish(NoteFormat::Html)
}

fn xhtml(text: &str, sheet: &Sheet) -> Option<NoteText> {
    let document = roxmltree::Document::parse(text).ok()?;
    let mut flow = Flow::default();
    walk(document.root(), |node, opened| {
        match (opened, node.is_element(), node.text()) {
            (true, true, _) => {
                let name = node.tag_name().name().to_ascii_lowercase();
                flow.open(
                    &name,
                    sheet.style(&name, |attribute| node.attribute(attribute)),
                );
                extras(&mut flow, &name, |attribute| node.attribute(attribute));
            }
            (false, true, _) => flow.close(),
            (true, false, Some(text)) if node.is_text() => flow.text(text),
            _ => {}
        }
    });
    Some(flow.finish(NoteFormat::Xhtml))
}

/// Goes through an XML tree without recursion: each node when it opens and, again, when it closes.
pub(super) fn walk<'a, 'input>(
    root: roxmltree::Node<'a, 'input>,
    mut visit: impl FnMut(roxmltree::Node<'a, 'input>, bool),
) {
    let mut node = root;
    loop {
        visit(node, true);
        if let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            visit(node, false);
            if node == root {
                return;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return };
            node = parent;
        }
    }
}

/// Text that lies in attributes.
fn extras<'a>(flow: &mut Flow, name: &str, attribute: impl Fn(&str) -> Option<&'a str>) {
    match (name, attribute("type")) {
        ("input", Some("checkbox" | "radio")) => {
            flow.text(if attribute("checked").is_some() {
                "[x] "
            } else {
                "[ ] "
            });
        }
        ("input", Some("hidden" | "button" | "submit")) => {}
        ("input", _) => flow.text(attribute("value").unwrap_or_default()),
        _ => {}
    }
}

/// The two things that matter of a note's style sheet: which classes hide and which keep line breaks.
#[derive(Default)]
struct Sheet {
    hidden: HashSet<String>,
    preformatted: HashSet<String>,
}

impl Sheet {
    fn read(text: &str) -> Self {
        let mut sheet = Self::default();
        let lower = text.to_ascii_lowercase();
        let mut rest = lower.as_str();
        while let Some(start) = rest.find("<style") {
            rest = &rest[start..];
            let end = rest.find("</style").unwrap_or(rest.len());
            let body = rest[..end].split_once('>').map_or("", |(_, body)| body);
            for rule in body.split('}') {
                let Some((selectors, declarations)) = rule.split_once('{') else {
                    continue;
                };
                for selector in selectors.split(',').map(str::trim) {
                    if hides(declarations) {
                        sheet.hidden.insert(selector.to_owned());
                    }
                    if keeps_lines(declarations) {
                        sheet.preformatted.insert(selector.to_owned());
                    }
                }
            }
            rest = &rest[end..];
            if rest.len() < 8 {
                break;
            }
            rest = &rest[7..];
        }
        sheet
    }

    fn style<'a>(&self, name: &str, attribute: impl Fn(&str) -> Option<&'a str>) -> Style {
        let inline = attribute("style")
            .map(str::to_ascii_lowercase)
            .unwrap_or_default();
        let classes = attribute("class")
            .map(str::to_ascii_lowercase)
            .unwrap_or_default();
        let id = attribute("id").map(|id| format!("#{}", id.to_ascii_lowercase()));
        let matches = |set: &HashSet<String>| {
            !set.is_empty()
                && (set.contains(name)
                    || id.as_ref().is_some_and(|id| set.contains(id))
                    || classes.split_whitespace().any(|class| {
                        set.contains(&format!(".{class}"))
                            || set.contains(&format!("{name}.{class}"))
                    }))
        };
        let no_display = matches!(name, "script" | "style" | "head" | "title" | "template");
        let hidden = hides(&inline) || attribute("hidden").is_some() || matches(&self.hidden);
        Style {
            preformatted: keeps_lines(&inline) || matches(&self.preformatted),
            hidden: hidden && !no_display,
            ordered: false,
        }
    }
}

/// The declarations of a style as `name:value` without white space.
fn declarations(style: &str) -> impl Iterator<Item = String> {
    style.split(';').map(|one| {
        one.chars()
            .filter(|symbol| !symbol.is_whitespace())
            .collect()
    })
}

fn hides(style: &str) -> bool {
    declarations(style).any(|one| {
        let one = one.trim_end_matches("!important");
        matches!(
            one,
            "display:none" | "visibility:hidden" | "visibility:collapse" | "opacity:0"
        ) || one.strip_prefix("font-size:0").is_some_and(|unit| {
            !unit.starts_with(['.', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        })
    })
}

fn keeps_lines(style: &str) -> bool {
    declarations(style)
        .any(|one| one.starts_with("white-space:pre") || one == "white-space:break-spaces")
}
