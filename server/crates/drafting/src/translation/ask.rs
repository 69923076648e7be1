//! A model is asked for the translation, and once more for what the check refuses.

use super::check::{Fault, faults};
use super::language::Language;
use super::{Sentence, medicine_names};
use crate::drafting::Drafting;
use crate::error::DraftingError;
use gateway::{
    DataClass, Gateway, GatewayError, InferenceId, Literals, Need, Part, Phi, Progress, Request,
    Route, UseCase,
};
use model::StatementId;
use serde::Deserialize;
use serde_json::{Value, json};
use sources::SourceSet;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use time::Date;
use verify::Lexicon;

/// What it is called in routes, in logs and in `fields.toml`.
const USE_CASE: &str = "message_reply/translation";
/// What is sent: sentences of the reply, nothing of the chart.
const STATEMENT: &str = "statement";
const INSTRUCTIONS: &str = include_str!("translate.md");
/// Most sentences of a reply.
const MOST: usize = 60;
/// Longest translation of one sentence, in characters.
const LONGEST: usize = 2400;

/// A reviewed reply to be translated.
#[derive(Clone, Copy)]
pub struct TranslationJob<'a> {
    /// The sentences, in their order.
    pub sentences: &'a [Sentence<'a>],
    /// Into which language.
    pub language: &'a Language,
    /// The frozen sources: for names of medicines, and for what must be replaced before sending.
    pub set: &'a SourceSet,
    /// The draft's date.
    pub as_of: Date,
    /// Words that the check knows.
    pub lexicon: &'a Lexicon,
    /// Only this endpoint, where one was chosen.
    pub endpoint: Option<&'a str>,
}

/// A sentence with its translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranslatedLine {
    /// The statement.
    pub id: StatementId,
    /// The English.
    pub english: String,
    /// The translation, where every rule holds; else the English stays.
    pub text: Option<String>,
    /// Why it stays.
    pub faults: Vec<Fault>,
    /// Whether it tells the patient where to go.
    pub escalates: bool,
}

/// A translated reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated {
    /// Into which language.
    pub language: Language,
    /// Sentence by sentence, in the order of the reply.
    pub lines: Vec<TranslatedLine>,
    /// The model, as pinned.
    pub model: String,
    /// Its version, as pinned.
    pub version: String,
    /// The log's names of the inferences.
    pub inferences: Vec<InferenceId>,
}

impl Translated {
    /// Whether it can be sent: something is translated, and all that tells the patient where to go.
    pub fn sendable(&self) -> bool {
        let given = |line: &TranslatedLine| line.text.is_some();
        self.lines.iter().any(given) && self.lines.iter().all(|line| given(line) || !line.escalates)
    }

    /// The text for the patient, a line for each sentence; what could not be translated stays in English.
    pub fn text(&self) -> String {
        let lines = self.lines.iter();
        let lines = lines.map(|line| line.text.as_deref().unwrap_or(&line.english));
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    statements: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    text: String,
}

impl Drafting {
    /// Translates a reviewed reply and holds each sentence against the rules; what fails is sent back once.
    pub async fn translate(
        &self,
        gateway: &dyn Gateway,
        job: &TranslationJob<'_>,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Translated, DraftingError> {
        if job.sentences.is_empty() || job.sentences.len() > MOST {
            let what = format!("a reply of 1 to {MOST} sentences can be translated");
            return Err(DraftingError::Choice { what });
        }
        let names = medicine_names(job.set, job.as_of);
        let judged =
            |english: &str, text: &str| faults(english, text, job.language, job.lexicon, &names);
        let all: Vec<(usize, String)> = job
            .sentences
            .iter()
            .map(|one| one.text.to_owned())
            .enumerate()
            .collect();
        let first = job.asked(self, gateway, &all, progress).await?;
        let mut lines: Vec<TranslatedLine> = job
            .sentences
            .iter()
            .enumerate()
            .map(|(place, one)| line(one, first.texts.get(&place), &judged))
            .collect();
        let mut inferences: Vec<InferenceId> = first.inference.into_iter().collect();
        let again: Vec<(usize, String)> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.text.is_none())
            .map(|(place, line)| (place, rejected(line, first.texts.get(&place))))
            .collect();
        if !again.is_empty() {
            // What was translated well stands, whatever becomes of the rest.
            if let Ok(second) = job.asked(self, gateway, &again, progress).await {
                for (place, _) in &again {
                    let better = job
                        .sentences
                        .get(*place)
                        .map(|one| line(one, second.texts.get(place), &judged));
                    if let (Some(better), Some(slot)) = (better, lines.get_mut(*place)) {
                        *slot = better;
                    }
                }
                inferences.extend(second.inference);
            }
        }
        Ok(Translated {
            language: job.language.clone(),
            lines,
            model: first.model,
            version: first.version,
            inferences,
        })
    }
}

/// Translations by the sentence's place.
struct Asked {
    texts: BTreeMap<usize, String>,
    model: String,
    version: String,
    inference: Option<InferenceId>,
}

impl TranslationJob<'_> {
    async fn asked(
        &self,
        drafting: &Drafting,
        gateway: &dyn Gateway,
        sentences: &[(usize, String)],
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Asked, DraftingError> {
        let parts: Vec<Part> = sentences
            .iter()
            .map(|(place, text)| part(*place, text))
            .collect();
        let bytes = parts.iter().map(|part| part.text.expose().len()).sum();
        let route = planned(gateway, &need(self.language, bytes, self.endpoint)).await?;
        let aliases: Vec<String> = parts.iter().map(|part| part.alias.clone()).collect();
        let request = Request {
            use_case: UseCase {
                name: USE_CASE.to_owned(),
                may_send: vec![drafting.minimum.of(USE_CASE, STATEMENT)],
            },
            instructions: INSTRUCTIONS.to_owned(),
            task: format!(
                "Translate into {} ({}).",
                self.language.name, self.language.tag
            ),
            parts,
            schema: ("translation".to_owned(), schema(&aliases)),
            identifiers: Literals::of_sources(self.set),
        };
        let answer = gateway.infer(&route, request, progress).await?;
        Ok(Asked {
            texts: read(answer.json.expose(), &aliases, sentences)?,
            model: answer.model,
            version: answer.version,
            inference: answer.inference,
        })
    }
}

async fn planned(gateway: &dyn Gateway, need: &Need) -> Result<Route, DraftingError> {
    match gateway.plan(need) {
        Ok(route) => Ok(route),
        Err(error) => {
            if let GatewayError::Refused(refusal) = &error {
                gateway.refused(&need.use_case, refusal).await;
            }
            Err(error.into())
        }
    }
}

/// What a translation into a language needs, of any reply: to ask whether a model that is configured may make one.
pub fn translation_need(language: &Language) -> Need {
    need(language, 0, None)
}

fn need(language: &Language, bytes: usize, endpoint: Option<&str>) -> Need {
    Need {
        use_case: USE_CASE.to_owned(),
        data_class: class(),
        bytes,
        cut: false,
        endpoint: endpoint.map(str::to_owned),
        language: Some(language.tag.clone()),
    }
}

fn class() -> DataClass {
    part(0, "").class()
}

fn part(place: usize, text: &str) -> Part {
    Part {
        alias: format!("s{}", place + 1),
        kind: STATEMENT.to_owned(),
        fields: Vec::new(),
        text: Phi::new(text.to_owned()),
    }
}

fn schema(aliases: &[String]) -> Value {
    json!({
        "type": "object",
        "properties": {"statements": {"type": "array", "items": {
            "type": "object",
            "properties": {"id": {"type": "string", "enum": aliases}, "text": {"type": "string"}},
            "required": ["id", "text"],
            "additionalProperties": false
        }}},
        "required": ["statements"],
        "additionalProperties": false
    })
}

/// One text for each sentence that was asked for, and for no other. Errors quote nothing.
fn read(
    json: &Value,
    aliases: &[String],
    sentences: &[(usize, String)],
) -> Result<BTreeMap<usize, String>, DraftingError> {
    let bad = |what: &str| DraftingError::Answer {
        what: what.to_owned(),
    };
    let file = File::deserialize(json).map_err(|_| bad("it is not an object of statements"))?;
    let mut texts = BTreeMap::new();
    for row in file.statements {
        let at = aliases.iter().position(|alias| *alias == row.id);
        let place = at.and_then(|at| sentences.get(at)).map(|(place, _)| *place);
        let place = place.ok_or_else(|| bad("a statement that was not given"))?;
        if row.text.chars().count() > LONGEST {
            return Err(bad("a translation that is too long"));
        }
        if texts.insert(place, row.text.trim().to_owned()).is_some() {
            return Err(bad("a statement that is translated twice"));
        }
    }
    Ok(texts)
}

fn line(
    one: &Sentence<'_>,
    text: Option<&String>,
    judged: &dyn Fn(&str, &str) -> Vec<Fault>,
) -> TranslatedLine {
    let text = text.map_or("", String::as_str);
    let faults = judged(one.text, text);
    TranslatedLine {
        id: one.id.clone(),
        english: one.text.to_owned(),
        text: faults.is_empty().then(|| text.to_owned()),
        faults,
        escalates: one.escalates(),
    }
}

/// A sentence whose translation was refused, with the reasons.
fn rejected(line: &TranslatedLine, text: Option<&String>) -> String {
    let mut out = line.english.clone();
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        let _ = write!(
            out,
            "\nTranslated before: {}",
            text.replace(['\n', '\r'], " ")
        );
    }
    for fault in &line.faults {
        let _ = write!(out, "\nRejected: {fault}");
    }
    out
}
