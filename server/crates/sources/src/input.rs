//! Sources given beside the chart: transcripts, dictations, messages, policies, guidelines, as JSON.

use crate::error::SourceError;
use serde_json::Value;

/// One given source.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceInput {
    /// The id without its kind: `cgm-1` of `policy:cgm-1`.
    pub id: String,
    /// The kind.
    pub kind: InputKind,
    /// A title, where it has one.
    pub title: Option<String>,
    /// A date as written, where it has one.
    pub date: Option<String>,
    /// What it says.
    pub body: Body,
}

/// The kinds of given sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum InputKind {
    Policy,
    Guideline,
    Transcript,
    Dictation,
    Message,
}

/// What a given source says.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Running text; of a transcript or dictation, each line is a segment, speaker tags included.
    Text(String),
    /// The parts of a recording.
    Segments(Vec<InputSegment>),
    /// A payer's policy, criterion by criterion.
    Criteria(PolicyBody),
}

/// One part of a recording.
#[derive(Clone, Debug, PartialEq)]
pub struct InputSegment {
    /// Who speaks.
    pub speaker: Option<String>,
    /// Seconds from the start.
    pub start: Option<f64>,
    /// Seconds from the start.
    pub end: Option<f64>,
    /// The words.
    pub text: String,
}

/// A policy's content.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyBody {
    /// The billing codes that it is for.
    pub applies_to: Vec<String>,
    /// What the policy's letter asks for, how much and for how long, where the file says it.
    pub request: Vec<String>,
    /// How the criteria combine, in words.
    pub logic: String,
    /// Each criterion: id and text; those for continued coverage too.
    pub criteria: Vec<(String, String)>,
}

impl InputKind {
    /// The prefix of source ids of this kind.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Guideline => "guideline",
            Self::Transcript => "transcript",
            Self::Dictation => "dictation",
            Self::Message => "message",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [
            Self::Policy,
            Self::Guideline,
            Self::Transcript,
            Self::Dictation,
            Self::Message,
        ]
        .into_iter()
        .find(|kind| kind.prefix() == name)
    }
}

impl SourceInput {
    /// A transcript from its lines, each a segment.
    pub fn transcript(id: impl Into<String>, lines: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind: InputKind::Transcript,
            title: None,
            date: None,
            body: Body::Text(lines.into()),
        }
    }

    /// Reads one source or a list of them. `what` names the input in errors.
    pub fn parse_all(json: &str, what: &str) -> Result<Vec<Self>, SourceError> {
        let value: Value = serde_json::from_str(json).map_err(|error| SourceError::Json {
            what: what.to_owned(),
            why: format!("line {}, column {}", error.line(), error.column()),
        })?;
        match &value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| {
                    one(
                        item,
                        &Spot {
                            what,
                            place: format!("source {}", index + 1),
                        },
                    )
                })
                .collect(),
            item => Ok(vec![one(
                item,
                &Spot {
                    what,
                    place: "the source".to_owned(),
                },
            )?]),
        }
    }
}

/// Where an error would be.
struct Spot<'a> {
    what: &'a str,
    place: String,
}

impl Spot<'_> {
    fn bad(&self, key: &str, why: &str) -> SourceError {
        SourceError::Field {
            what: self.what.to_owned(),
            place: format!("{}, `{key}`", self.place),
            why: why.to_owned(),
        }
    }

    fn string(&self, item: &Value, key: &str) -> Result<Option<String>, SourceError> {
        match item.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(self.bad(key, "expected text")),
        }
    }

    fn seconds(&self, item: &Value, key: &str) -> Result<Option<f64>, SourceError> {
        match item.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value
                .as_f64()
                .map(Some)
                .ok_or_else(|| self.bad(key, "expected seconds as a number")),
        }
    }
}

/// The keys of a given source other than a policy's criteria.
const KEYS: [&str; 6] = ["id", "kind", "title", "date", "text", "segments"];

fn one(item: &Value, spot: &Spot<'_>) -> Result<SourceInput, SourceError> {
    let Value::Object(members) = item else {
        return Err(spot.bad("", "expected an object"));
    };
    let id = spot
        .string(item, "id")?
        .filter(|id| !id.trim().is_empty())
        .ok_or_else(|| spot.bad("id", "is missing"))?;
    if members.contains_key("criteria") {
        return policy(item, &id, spot);
    }
    if let Some(unknown) = members.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(spot.bad(unknown, "is not known here"));
    }
    let named = spot.string(item, "kind")?;
    let (kind, id) = kind_and_id(named.as_deref(), &id, spot)?;
    let body = match (item.get("segments"), spot.string(item, "text")?) {
        (Some(Value::Array(segments)), None) => Body::Segments(read_segments(segments, spot)?),
        (Some(Value::Null) | None, Some(text)) => Body::Text(text),
        (Some(Value::Array(_)), Some(_)) => {
            return Err(spot.bad("segments", "stands beside `text`; give one of them"));
        }
        (Some(Value::Null) | None, None) => {
            return Err(spot.bad("text", "is missing (or `segments`)"));
        }
        (Some(_), _) => return Err(spot.bad("segments", "expected a list")),
    };
    if matches!(body, Body::Segments(_))
        && !matches!(kind, InputKind::Transcript | InputKind::Dictation)
    {
        return Err(spot.bad("segments", "only a transcript or dictation has segments"));
    }
    Ok(SourceInput {
        id,
        kind,
        title: spot.string(item, "title")?,
        date: spot.string(item, "date")?,
        body,
    })
}

fn kind_and_id(
    named: Option<&str>,
    id: &str,
    spot: &Spot<'_>,
) -> Result<(InputKind, String), SourceError> {
    let (prefix, bare) = match id.split_once(':') {
        Some((prefix, bare)) if InputKind::from_name(prefix).is_some() => {
            (InputKind::from_name(prefix), bare)
        }
        _ => (None, id),
    };
    let kind = match named {
        Some(name) => Some(InputKind::from_name(name).ok_or_else(|| {
            spot.bad(
                "kind",
                "expected policy, guideline, transcript, dictation or message",
            )
        })?),
        None => InputKind::from_name(id).or(prefix),
    };
    let kind = kind.ok_or_else(|| spot.bad("kind", "is missing"))?;
    if prefix.is_some_and(|prefix| prefix != kind) {
        return Err(spot.bad("id", "begins with another kind than `kind` says"));
    }
    Ok((kind, bare.to_owned()))
}

fn read_segments(segments: &[Value], spot: &Spot<'_>) -> Result<Vec<InputSegment>, SourceError> {
    segments
        .iter()
        .enumerate()
        .map(|(index, segment)| {
            let spot = Spot {
                what: spot.what,
                place: format!("{}, segment {}", spot.place, index + 1),
            };
            Ok(InputSegment {
                speaker: spot.string(segment, "speaker")?,
                start: spot.seconds(segment, "start")?,
                end: spot.seconds(segment, "end")?,
                text: spot
                    .string(segment, "text")?
                    .ok_or_else(|| spot.bad("text", "is missing"))?,
            })
        })
        .collect()
}

fn policy(item: &Value, id: &str, spot: &Spot<'_>) -> Result<SourceInput, SourceError> {
    let list = item
        .get("criteria")
        .and_then(Value::as_array)
        .ok_or_else(|| spot.bad("criteria", "expected a list"))?;
    let mut criteria = Vec::new();
    for (index, criterion) in list.iter().enumerate() {
        let spot = Spot {
            what: spot.what,
            place: format!("{}, criterion {}", spot.place, index + 1),
        };
        let id = spot
            .string(criterion, "id")?
            .ok_or_else(|| spot.bad("id", "is missing"))?;
        let text = spot
            .string(criterion, "text")?
            .ok_or_else(|| spot.bad("text", "is missing"))?;
        criteria.push((id, text));
    }
    let mut continued = Vec::new();
    nested(item.get("continued"), &mut continued, 0);
    criteria.extend(continued);
    let mut logic = logic_words(item.get("logic"), 0);
    let later = logic_words(item.get("continued"), 0);
    if !later.is_empty() {
        logic = format!("{logic}. For continued coverage: {later}");
    }
    let applies_to = item
        .get("applies_to")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let request = ["item", "quantity", "duration"]
        .into_iter()
        .filter_map(|key| item.get("request")?.get(key)?.as_str())
        .map(str::to_owned)
        .collect();
    Ok(SourceInput {
        id: id.strip_prefix("policy:").unwrap_or(id).to_owned(),
        kind: InputKind::Policy,
        title: spot.string(item, "title")?,
        date: spot.string(item, "date")?,
        body: Body::Criteria(PolicyBody {
            applies_to,
            request,
            logic,
            criteria,
        }),
    })
}

/// Criteria written out inside the logic.
fn nested(value: Option<&Value>, out: &mut Vec<(String, String)>, depth: usize) {
    if depth > 16 {
        return;
    }
    match value {
        Some(Value::Array(items)) => items
            .iter()
            .for_each(|item| nested(Some(item), out, depth + 1)),
        Some(Value::Object(members)) => match (
            members.get("id").and_then(Value::as_str),
            members.get("text").and_then(Value::as_str),
        ) {
            (Some(id), Some(text)) => out.push((id.to_owned(), text.to_owned())),
            _ => members
                .values()
                .for_each(|item| nested(Some(item), out, depth + 1)),
        },
        _ => {}
    }
}

/// `all of: dm, training, (any of: insulin, hypo_l2)`.
fn logic_words(value: Option<&Value>, depth: usize) -> String {
    if depth > 16 {
        return String::new();
    }
    match value {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Object(members)) => match members.get("id").and_then(Value::as_str) {
            Some(id) => id.to_owned(),
            None => members
                .iter()
                .map(|(key, inner)| {
                    let parts: Vec<String> = inner
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(|part| logic_words(Some(part), depth + 1))
                        .collect();
                    let words = format!("{key} of: {}", parts.join(", "));
                    if depth == 0 {
                        words
                    } else {
                        format!("({words})")
                    }
                })
                .collect::<Vec<_>>()
                .join("; "),
        },
        _ => String::new(),
    }
}
