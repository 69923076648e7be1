//! The QuestionnaireResponse of a sheet (R4): what is shown and answered, by `linkId`.

use crate::item::Kind;
use crate::sheet::{Node, Sheet};
use crate::value::object;
use chart::Json;

/// Whose answers they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The resource's id.
    pub id: String,
    /// `Patient/id`: whom it is about, and whose words it holds.
    pub patient: String,
    /// `Encounter/id`
    pub encounter: Option<String>,
    /// Who entered it, `Practitioner/id`; none where that is no person that the standard has.
    pub author: Option<String>,
    /// When, with an offset.
    pub authored: String,
}

/// The answers as a resource. It is `in-progress` where a question that must be answered cannot be here, or something is wrong or missing.
pub fn response(sheet: &Sheet<'_>, about: &About) -> Json {
    let text = |text: &str| Json::String(text.into());
    let reference = |to: &str| object([("reference", text(to))]);
    let open = sheet.nodes.iter().any(|node| {
        node.shown && node.item.required && node.item.unfillable.is_some() && !node.item.hidden
    });
    let done = !open && sheet.problems(true).is_empty();
    let mut members = vec![
        ("resourceType", text("QuestionnaireResponse")),
        ("id", text(&about.id)),
    ];
    if let Some(canonical) = &sheet.form.canonical {
        members.push(("questionnaire", text(canonical)));
    }
    members.push((
        "status",
        text(if done { "completed" } else { "in-progress" }),
    ));
    members.push(("subject", reference(&about.patient)));
    if let Some(encounter) = &about.encounter {
        members.push(("encounter", reference(encounter)));
    }
    members.push(("authored", text(&about.authored)));
    if let Some(author) = &about.author {
        members.push(("author", reference(author)));
    }
    members.push(("source", reference(&about.patient)));
    let items = items(sheet, &sheet.roots);
    if !items.is_empty() {
        members.push(("item", Json::Array(items)));
    }
    object(members)
}

fn items(sheet: &Sheet<'_>, numbers: &[usize]) -> Vec<Json> {
    let nodes = numbers.iter().filter_map(|&number| sheet.nodes.get(number));
    nodes.filter_map(|node| item(sheet, node)).collect()
}

fn item(sheet: &Sheet<'_>, node: &Node<'_>) -> Option<Json> {
    if !node.shown || node.item.kind == Kind::Display {
        return None;
    }
    let inside = items(sheet, &node.inside);
    let mut members = vec![("linkId", Json::String(node.item.link_id.as_str().into()))];
    if !node.item.text.is_empty() {
        members.push(("text", Json::String(node.item.text.as_str().into())));
    }
    if node.item.kind == Kind::Group {
        if inside.is_empty() {
            return None;
        }
        members.push(("item", Json::Array(inside)));
        return Some(object(members));
    }
    // What is inside a question belongs to its answer; it is asked once, whatever the number of answers.
    let mut inside = Some(inside).filter(|inside| !inside.is_empty());
    let answers: Vec<Json> = node
        .answers
        .iter()
        .map(|value| {
            let mut members = vec![(value.key(), value.json())];
            members.extend(inside.take().map(|items| ("item", Json::Array(items))));
            object(members)
        })
        .collect();
    if !answers.is_empty() {
        members.push(("answer", Json::Array(answers)));
    } else if let Some(inside) = inside.take() {
        // Some questions only hold others: nothing that was typed is lost.
        members.push(("item", Json::Array(inside)));
    } else {
        return None;
    }
    Some(object(members))
}
