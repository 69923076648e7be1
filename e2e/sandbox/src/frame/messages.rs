//! The Messages tab: what the patient and the practice wrote, those that apps filed marked.

use std::fmt::Write as _;

use serde_json::Value;

use super::html::{day, esc, newest_first};
use crate::state::Sandbox;
use crate::store::index::list;

struct Message {
    id: String,
    sender: String,
    sent: Option<String>,
    answers: Option<String>,
    filed: bool,
    text: String,
}

fn message(id: &str, filed: bool, value: &Value) -> Message {
    let sender = value["sender"]["reference"].as_str().unwrap_or_default();
    let parts = list(&value["payload"]).filter_map(|part| part["contentString"].as_str());
    Message {
        id: id.to_owned(),
        sender: match sender.split('/').next() {
            Some("Patient") => "From the patient",
            Some("RelatedPerson") => "From a relative",
            _ => "From the practice",
        }
        .to_owned(),
        sent: value["sent"].as_str().map(str::to_owned),
        answers: list(&value["inResponseTo"])
            .find_map(|one| one["reference"].as_str())
            .map(str::to_owned),
        filed,
        text: parts.collect::<Vec<_>>().join("\n\n"),
    }
}

/// The tab's content.
pub fn panel(sandbox: &Sandbox, patient: &str) -> String {
    let all = sandbox.store.all("Communication", Some(patient));
    let mut messages: Vec<Message> = all
        .iter()
        .map(|one| message(&one.id, one.filed, &one.value()))
        .collect();
    if messages.is_empty() {
        return "<p class=\"quiet\">No messages in this chart.</p>".to_owned();
    }
    newest_first(&mut messages, |message| message.sent.clone());
    let mut articles = String::new();
    for message in &messages {
        let sent = message
            .sent
            .as_deref()
            .map_or_else(|| "no date".to_owned(), day);
        let badge = if message.filed {
            " <span class=\"badge\">Filed by app</span>"
        } else {
            ""
        };
        let answers = message
            .answers
            .as_deref()
            .map(|answers| format!(" · answers {}", esc(answers)))
            .unwrap_or_default();
        let _ = write!(
            articles,
            "<article data-message-id=\"{}\" data-message-filed=\"{}\"><h2>{}</h2><p class=\"quiet\">{}{answers}{badge}</p>\
             <pre data-message-text>\n{}</pre></article>",
            esc(&message.id),
            message.filed,
            esc(&message.sender),
            esc(&sent),
            esc(&message.text),
        );
    }
    format!("<div class=\"reading\">{articles}</div>")
}
