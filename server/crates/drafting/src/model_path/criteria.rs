//! Criteria that no rule can look for: a model is asked for the chart's own words that bear on them. It decides nothing: what it finds, and the
//! chart says word for word, waits for the clinician.

use super::draft::SectionJob;
use crate::drafting::Drafting;
use crate::error::DraftingError;
use crate::prior_auth::untested;
use crate::read::retracted;
use gateway::{Gateway, Progress};
use model::{Criterion, CriterionResult, SourceId, SourceSpan, Span};
use serde::Deserialize;
use serde_json::{Value, json};
use sources::{SourceSet, Subject};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Static instructions.
const INSTRUCTIONS: &str = include_str!("criteria.md");
/// The section of the letter whose sources bear on criteria.
const SECTION: &str = "criteria";
/// Fewest words of a quote: less says nothing by itself.
const FEWEST_WORDS: usize = 3;
/// Most places that are kept of one criterion.
const MOST: usize = 5;
const GAP: &str = "A model found words of the chart that may bear on it: read them, and decide.";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    findings: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    criterion: String,
    citation: String,
    quote: String,
}

impl Drafting {
    /// The matrix, with words of the chart that a model found for the criteria that no rule can judge. Such a criterion comes out as *needs
    /// review* at most; one that a rule judged stays as it is. `job` names kind, sources and policy; its section is chosen here.
    pub async fn criteria_with_model(
        &self,
        gateway: &dyn Gateway,
        job: &SectionJob<'_>,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Vec<Criterion>, DraftingError> {
        let mut judged = self.criteria(job.set, job.as_of, job.options)?;
        let policy = job.options.policy.as_deref().and_then(|id| self.policy(id));
        let open: Vec<(String, String)> = policy
            .map(untested)
            .unwrap_or_default()
            .into_iter()
            .filter(|(id, _)| {
                let row = judged.iter().find(|row| row.criterion == *id);
                row.is_some_and(|row| row.result == CriterionResult::NotDocumented)
            })
            .collect();
        if open.is_empty() {
            return Ok(judged);
        }
        let plans = self.sections(job.kind);
        let section = plans.iter().position(|plan| plan.id == SECTION);
        let section = section.unwrap_or_default();
        let job = SectionJob {
            section,
            wish: None,
            standing: None,
            ..*job
        };
        let plan = self.planned(job.kind, section, job.options)?.plan;
        let (route, selected) = self.prepare(gateway, &job, plan, job.endpoint).await?;
        let ids: Vec<&str> = open.iter().map(|(id, _)| id.as_str()).collect();
        let aliases: Vec<&str> = selected.aliases.keys().map(String::as_str).collect();
        let mut request = self.request(
            &job,
            plan,
            selected.parts,
            INSTRUCTIONS,
            ("criteria".to_owned(), schema(&ids, &aliases)),
        )?;
        for (id, text) in &open {
            let _ = write!(request.task, "\nCriterion {id}: {text}");
        }
        let answer = gateway.infer(&route, request, progress).await?;
        let found = read(answer.json.expose(), &selected.aliases, job.set)?;
        for row in &mut judged {
            let asked = ids.contains(&row.criterion.as_str());
            if let Some(evidence) = found.get(&row.criterion).filter(|_| asked) {
                row.result = CriterionResult::NeedsReview;
                row.evidence.clone_from(evidence);
                row.gap = Some(GAP.to_owned());
            }
        }
        Ok(judged)
    }
}

fn schema(ids: &[&str], aliases: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": {"findings": {"type": "array", "items": {
            "type": "object",
            "properties": {
                "criterion": {"type": "string", "enum": ids},
                "citation": {"type": "string", "enum": aliases},
                "quote": {"type": "string"}
            },
            "required": ["criterion", "citation", "quote"],
            "additionalProperties": false
        }}},
        "required": ["findings"],
        "additionalProperties": false
    })
}

/// The places by criterion. What a source of this patient does not say word for word is dropped; an answer outside the schema is refused.
fn read(
    json: &Value,
    aliases: &BTreeMap<String, SourceId>,
    set: &SourceSet,
) -> Result<BTreeMap<String, Vec<SourceSpan>>, DraftingError> {
    let file = File::deserialize(json).map_err(|_| DraftingError::Answer {
        what: "it is not an object of findings".to_owned(),
    })?;
    let mut found: BTreeMap<String, Vec<SourceSpan>> = BTreeMap::new();
    for row in file.findings {
        let id = aliases
            .get(&row.citation)
            .ok_or_else(|| DraftingError::Answer {
                what: "a citation that was not given".to_owned(),
            })?;
        let Some(place) = place(set, id, row.quote.trim()) else {
            continue;
        };
        let places = found.entry(row.criterion).or_default();
        if places.len() < MOST && !places.contains(&place) {
            places.push(place);
        }
    }
    Ok(found)
}

/// Where a source of the chart says these words; none where it does not, or where they say too little.
fn place(set: &SourceSet, id: &SourceId, quote: &str) -> Option<SourceSpan> {
    let snippet = set.get(id)?;
    let own = snippet.resource.is_some() && snippet.subject != Subject::OtherPatient;
    let words = quote.split_whitespace().count();
    if !own || retracted(snippet) || words < FEWEST_WORDS {
        return None;
    }
    let start = snippet.text.find(quote)?;
    Some(SourceSpan {
        source: id.clone(),
        path: None,
        source_span: Some(Span::new(start, start + quote.len())),
    })
}
