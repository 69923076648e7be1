//! From given sources to snippets.

use crate::fact::{Fact, FactRole, FactValue};
use crate::hash;
use crate::input::{Body, InputKind, InputSegment, PolicyBody, SourceInput};
use crate::snippet::{Segment, Snippet, SnippetHash, Subject};
use crate::when;
use model::{SourceId, Span};

/// The snippets of one given source, and other names by which citations may call them.
pub(crate) fn snippets(input: &SourceInput) -> (Vec<Snippet>, Vec<(SourceId, SourceId)>) {
    match &input.body {
        Body::Criteria(policy) => of_policy(input, policy),
        Body::Segments(segments) => (
            segments
                .iter()
                .enumerate()
                .map(|(index, segment)| of_segment(input, index + 1, segment))
                .collect(),
            Vec::new(),
        ),
        Body::Text(text) if matches!(input.kind, InputKind::Transcript | InputKind::Dictation) => {
            let lines = text
                .split('\n')
                .map(|line| line.strip_suffix('\r').unwrap_or(line))
                .enumerate();
            (
                lines
                    .map(|(index, line)| of_segment(input, index + 1, &from_line(line)))
                    .collect(),
                Vec::new(),
            )
        }
        Body::Text(text) => (
            vec![prose(
                input,
                format!("{}:{}", input.kind.prefix(), input.id),
                text.clone(),
                input.title.clone(),
            )],
            Vec::new(),
        ),
    }
}

/// A line of a transcript; a tag such as `[doctor]` or `Doctor:` names the speaker and stays in the text.
fn from_line(line: &str) -> InputSegment {
    let speaker = line
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .map(|(tag, _)| tag)
        .or_else(|| {
            line.split_once(':').map(|(tag, _)| tag).filter(|tag| {
                tag.len() <= 24
                    && tag.split_whitespace().count() <= 2
                    && tag
                        .chars()
                        .all(|c| c.is_alphabetic() || c == ' ' || c == '_')
            })
        })
        .map(|tag| tag.trim().to_lowercase())
        .filter(|tag| !tag.is_empty());
    InputSegment {
        speaker,
        start: None,
        end: None,
        text: line.to_owned(),
    }
}

fn of_segment(input: &SourceInput, number: usize, segment: &InputSegment) -> Snippet {
    let mut snippet = prose(
        input,
        format!("{}:{number}", input.kind.prefix()),
        segment.text.clone(),
        None,
    );
    snippet.title = match &segment.speaker {
        Some(speaker) => format!(
            "{} {number}, {speaker}",
            if input.kind == InputKind::Dictation {
                "Dictation"
            } else {
                "Transcript"
            }
        ),
        None => format!(
            "{} {number}",
            if input.kind == InputKind::Dictation {
                "Dictation"
            } else {
                "Transcript"
            }
        ),
    };
    snippet.author.clone_from(&segment.speaker);
    snippet.subject = Subject::Patient;
    snippet.segment = Some(Segment {
        number,
        speaker: segment.speaker.clone(),
        start: segment.start,
        end: segment.end,
    });
    snippet
}

fn of_policy(
    input: &SourceInput,
    policy: &PolicyBody,
) -> (Vec<Snippet>, Vec<(SourceId, SourceId)>) {
    let mut text = input.title.clone().unwrap_or_else(|| input.id.clone());
    if !policy.applies_to.is_empty() {
        text.push_str("\nApplies to: ");
        text.push_str(&policy.applies_to.join(", "));
    }
    if !policy.request.is_empty() {
        text.push_str("\nRequest: ");
        text.push_str(&policy.request.join(", "));
    }
    text.push_str("\nLogic: ");
    text.push_str(&policy.logic);
    for (id, words) in &policy.criteria {
        text.push('\n');
        text.push_str(id);
        text.push_str(": ");
        text.push_str(words);
    }
    let whole = SourceId::new(format!("policy:{}", input.id));
    let mut all = vec![prose(
        input,
        whole.as_str().to_owned(),
        text,
        input.title.clone(),
    )];
    let mut names = Vec::new();
    for (id, words) in &policy.criteria {
        let full = format!("policy:{}#{id}", input.id);
        names.push((
            SourceId::new(format!("policy:{id}")),
            SourceId::new(full.clone()),
        ));
        all.push(prose(input, full, words.clone(), Some(words.clone())));
    }
    (all, names)
}

fn prose(input: &SourceInput, id: String, text: String, title: Option<String>) -> Snippet {
    let span = Span::new(0, text.len());
    let mut facts = vec![Fact {
        path: "text".to_owned(),
        span: Some(span),
        group: 0,
        role: FactRole::Text,
        value: FactValue::Text(text.clone()),
    }];
    let date = input.date.as_deref().and_then(when::parse);
    if let Some(date) = &date {
        facts.push(Fact {
            path: "date".to_owned(),
            span: None,
            group: 0,
            role: FactRole::Effective,
            value: FactValue::Date(date.clone()),
        });
    }
    let id = SourceId::new(id);
    let hash = SnippetHash(hash::snippet(id.as_str(), None, &text, &facts));
    Snippet {
        kind: id.kind(),
        title: title.unwrap_or_else(|| input.id.clone()),
        id,
        version: None,
        date,
        author: None,
        subject: match input.kind {
            InputKind::Policy | InputKind::Guideline => Subject::Nobody,
            InputKind::Transcript | InputKind::Dictation | InputKind::Message => Subject::Patient,
        },
        text,
        prose: vec![span],
        facts,
        segment: None,
        resource: None,
        hash,
    }
}
