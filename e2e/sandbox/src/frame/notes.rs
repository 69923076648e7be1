//! The Notes tab: every note with its whole text, those that apps filed marked.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::html::{day, esc, newest_first};
use super::note_text::readable;
use super::person::{concept, name};
use crate::state::Sandbox;
use crate::store::index::list;

/// The text of one attachment.
#[derive(Clone, Debug)]
pub struct NoteText {
    /// As the attachment says.
    pub content_type: String,
    /// The bytes as UTF-8, if they are; `None` for a PDF or an image.
    pub raw: Option<String>,
}

/// The texts of a DocumentReference's attachments, through their Binaries where needed.
pub fn note_texts(sandbox: &Sandbox, document: &Value) -> Vec<NoteText> {
    list(&document["content"])
        .map(|content| {
            let attachment = &content["attachment"];
            let binary = attachment["url"]
                .as_str()
                .and_then(|url| url.rsplit_once("Binary/"))
                .and_then(|(_, id)| sandbox.store.get("Binary", id))
                .map(|binary| binary.value());
            let source = binary.as_ref().unwrap_or(attachment);
            let content_type = source["contentType"]
                .as_str()
                .unwrap_or("text/plain")
                .to_owned();
            let encoded: String = source["data"]
                .as_str()
                .unwrap_or_default()
                .chars()
                .filter(|char| !char.is_whitespace())
                .collect();
            let raw = STANDARD
                .decode(encoded)
                .ok()
                .and_then(|bytes| String::from_utf8(bytes).ok());
            NoteText { content_type, raw }
        })
        .collect()
}

struct Note {
    id: String,
    title: String,
    status: String,
    author: String,
    date: Option<String>,
    filed: bool,
    text: String,
}

impl Sandbox {
    fn author(&self, author: &Value) -> Option<String> {
        let shown = author["display"].as_str().map(str::to_owned);
        shown.or_else(|| {
            let who = self.store.follow(author["reference"].as_str()?)?;
            let names = &who.value()["name"];
            let text = list(names).find_map(|one| one["text"].as_str());
            Some(text.map_or_else(|| name(names), str::to_owned))
        })
    }

    fn notes(&self, patient: &str) -> Vec<Note> {
        let documents = self.store.all("DocumentReference", Some(patient));
        let mut notes: Vec<Note> = documents
            .iter()
            .map(|document| {
                let value = document.value();
                let authors: Vec<String> = list(&value["author"])
                    .filter_map(|author| self.author(author))
                    .collect();
                let texts = note_texts(self, &value)
                    .into_iter()
                    .map(|text| match text.raw {
                        Some(raw) => readable(&text.content_type, &raw),
                        None => format!("[{} cannot be shown here]", text.content_type),
                    });
                let title = concept(&value["type"]);
                let doc_status = value["docStatus"].as_str();
                Note {
                    id: document.id.clone(),
                    title: if title.is_empty() {
                        "Document".to_owned()
                    } else {
                        title
                    },
                    status: doc_status
                        .or(value["status"].as_str())
                        .unwrap_or("status not recorded")
                        .to_owned(),
                    author: if authors.is_empty() {
                        "Author not recorded".to_owned()
                    } else {
                        authors.join("; ")
                    },
                    date: value["date"]
                        .as_str()
                        .or(value["context"]["period"]["end"].as_str())
                        .map(str::to_owned),
                    filed: document.filed,
                    text: texts.collect::<Vec<_>>().join("\n\n"),
                }
            })
            .collect();
        newest_first(&mut notes, |note| note.date.clone());
        notes
    }
}

/// The tab's content.
pub fn panel(sandbox: &Sandbox, patient: &str) -> String {
    let notes = sandbox.notes(patient);
    if notes.is_empty() {
        return "<p class=\"quiet\">No notes in this chart.</p>".to_owned();
    }
    let mut index = String::new();
    let mut articles = String::new();
    for (number, note) in notes.iter().enumerate() {
        let date = note
            .date
            .as_deref()
            .map_or_else(|| "no date".to_owned(), day);
        let badge = if note.filed {
            "<span class=\"badge\">Filed by app</span>"
        } else {
            ""
        };
        let _ = write!(
            index,
            "<li><a href=\"#note-{number}\" data-note-link=\"{number}\"><b>{}</b>{badge}<span>{} · {}</span></a></li>",
            esc(&note.title),
            esc(&date),
            esc(&note.author),
        );
        let _ = write!(
            articles,
            "<article id=\"note-{number}\" data-note-id=\"{}\" data-note-status=\"{status}\" data-note-filed=\"{}\">\
             <h2>{}</h2><p class=\"quiet\">{} · {} · <span class=\"status\">{status}</span> {badge}</p>\
             <pre data-note-text>\n{}</pre></article>",
            esc(&note.id),
            note.filed,
            esc(&note.title),
            esc(&date),
            esc(&note.author),
            esc(&note.text),
            status = esc(&note.status),
        );
    }
    format!(
        "<div class=\"notes\"><nav aria-label=\"Notes\"><p class=\"quiet\">{} notes</p><ol>{index}</ol></nav>\
         <div class=\"reading\">{articles}</div></div>",
        notes.len()
    )
}
