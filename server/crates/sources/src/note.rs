//! The text of notes: attachments of documents and reports.

use crate::fact::FactRole;
use crate::render::{Page, Place};
use chart::{Chart, Resource};

/// Adds the text of each attachment, as prose.
pub(crate) fn append(_chart: &Chart, resource: &Resource, page: &mut Page) {
    let lists = [("content", "attachment"), ("presentedForm", "")];
    for (list, inside) in lists {
        for (index, item) in resource.json.items_at(list).iter().enumerate() {
            let attachment = if inside.is_empty() { Some(item) } else { item.get(inside) };
            let Some(data) = attachment.and_then(|attachment| attachment.str_at("data")) else { continue };
            let Some(text) = base64_text(data) else { continue };
            let path = if inside.is_empty() { format!("{list}[{index}]") } else { format!("{list}[{index}].{inside}") };
            page.prose(Place { path: &path, group: 0, role: FactRole::Text }, &text);
        }
    }
}

fn base64_text(data: &str) -> Option<String> {
    use base64::Engine;
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(data).ok()?).ok()
}
