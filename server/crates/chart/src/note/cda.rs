//! HL7 clinical documents (CDA R2, C-CDA): the sections' titles and narratives in order. The narrative is what was
//! signed; coded entries are left to the EHR's own resources.

use roxmltree::{Document, Node};

use super::flow::{Flow, Style};
use super::{NoteError, NoteFormat, NoteNotice, NoteText, collect, note_text};

/// Reads a clinical document.
pub(super) fn read(text: &str) -> Result<NoteText, NoteError> {
    let document = Document::parse(text.trim_start_matches('\u{feff}'))
        .map_err(|_| NoteError::Damaged(NoteFormat::Cda))?;
    let root = document.root_element();
    if root.tag_name().name() != "ClinicalDocument" {
        return Err(NoteError::Damaged(NoteFormat::Cda));
    }
    let mut flow = Flow::default();
    if let Some(title) = child(root, "title")
        .and_then(|title| title.text())
        .filter(|title| !title.trim().is_empty())
    {
        flow.heading(title, code(root));
    }
    if let Some(body) = root
        .descendants()
        .find(|node| node.has_tag_name_local("nonXMLBody"))
    {
        return unstructured(body, flow);
    }
    let mut narrative = 0_usize;
    let mut skipped = 0_usize;
    super::html::walk(root, |node, opened| {
        if !node.is_element() && !node.is_text() {
            return;
        }
        let name = node.tag_name().name();
        if skipped > 0 || (narrative == 0 && node.is_element() && name == "entry") {
            skipped = if node.is_element() {
                if opened { skipped + 1 } else { skipped - 1 }
            } else {
                skipped
            };
            return;
        }
        if narrative > 0 {
            if node.is_text() {
                if opened {
                    flow.text(node.text().unwrap_or_default());
                }
                return;
            }
            narrative = if opened { narrative + 1 } else { narrative - 1 };
            if narrative == 0 {
                flow.line();
            } else if opened {
                open(&mut flow, node);
            } else {
                flow.close();
            }
            return;
        }
        if opened && node.is_element() && name == "section" {
            let title = child(node, "title")
                .map(all_text)
                .filter(|title| !title.trim().is_empty());
            let title = title.or_else(|| {
                child(node, "code")?
                    .attribute("displayName")
                    .map(str::to_owned)
            });
            flow.heading(title.as_deref().unwrap_or("Section"), code(node));
        }
        let in_section = node
            .parent()
            .is_some_and(|parent| parent.tag_name().name() == "section");
        if opened && node.is_element() && name == "text" && in_section {
            narrative = 1;
        }
    });
    Ok(flow.finish(NoteFormat::Cda))
}

fn open(flow: &mut Flow, node: Node<'_, '_>) {
    let name = node.tag_name().name();
    let style = node.attribute("styleCode").unwrap_or_default();
    let ordered = node.attribute("listType") == Some("ordered");
    let name = match name {
        "paragraph" => "p",
        "list" => "ul",
        "item" => "li",
        "renderMultiMedia" => "img",
        _ if style
            .split_whitespace()
            .any(|code| code.eq_ignore_ascii_case("strikethrough")) =>
        {
            "del"
        }
        "footnote" | "caption" => "div",
        same => same,
    };
    let xcontent = node.attribute("revised") == Some("delete");
    flow.open(
        if xcontent { "del" } else { name },
        Style {
            ordered,
            ..Style::default()
        },
    );
}

/// A document whose body is one file of another format.
fn unstructured(body: Node<'_, '_>, mut flow: Flow) -> Result<NoteText, NoteError> {
    let Some(text) = child(body, "text") else {
        return Err(NoteError::NoData);
    };
    let media = text.attribute("mediaType").unwrap_or("text/plain");
    let content = all_text(text);
    let bytes = if text.attribute("representation") == Some("B64") {
        collect::decode_base64(&content)?
    } else {
        content.into_bytes()
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(NoteError::NoData);
    }
    if bytes
        .windows(16)
        .take(4096)
        .any(|window| window == b"ClinicalDocument")
    {
        return Err(NoteError::Damaged(NoteFormat::Cda));
    }
    let inner = note_text(media, &bytes, None)?;
    flow.preformatted(&inner.text);
    for notice in inner
        .notices
        .into_iter()
        .filter(|notice| *notice != NoteNotice::HiddenText)
    {
        flow.notice(notice);
    }
    for hidden in inner.hidden {
        flow.hide(hidden);
    }
    Ok(flow.finish(NoteFormat::Cda))
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.has_tag_name_local(name))
}

fn code<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    child(node, "code")?.attribute("code")
}

fn all_text(node: Node<'_, '_>) -> String {
    node.descendants()
        .filter(Node::is_text)
        .filter_map(|text| text.text())
        .collect()
}

trait LocalName {
    /// Whether this is an element of that name, whatever its namespace.
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
