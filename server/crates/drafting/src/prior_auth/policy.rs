//! Policy files: read, checked, kept with their text.

use super::hints;
use super::logic::Logic;
use super::test::{DoneTest, Test};
use crate::error::DraftingError;
use model::SourceId;
use serde::Deserialize;
use serde_json::Value;

/// A payer's policy. The format is documented beside the shipped files.
#[derive(Clone, Debug)]
pub struct Policy {
    /// What citations and configurations call it.
    pub id: String,
    /// What clinicians read.
    pub title: String,
    /// The billing codes that it is for.
    pub applies_to: Vec<String>,
    pub(super) request: Request,
    pub(super) logic: Logic,
    pub(super) criteria: Vec<PolicyCriterion>,
    pub(super) treatments: Vec<String>,
    pub(super) results: Vec<String>,
    pub(super) documents: Vec<Document>,
    json: String,
}

/// A document that the payer wants with the request.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    /// What it is called in the letter.
    pub(super) title: String,
    /// How it is found in the chart.
    pub(super) found: DoneTest,
}

/// What the letter asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    #[serde(default)]
    pub(super) item: Option<String>,
    #[serde(default)]
    pub(super) quantity: Option<String>,
    #[serde(default)]
    pub(super) duration: Option<String>,
}

/// One criterion, with the test that judges it.
#[derive(Clone, Debug)]
pub(super) struct PolicyCriterion {
    pub(super) id: String,
    pub(super) text: String,
    /// None: nothing here can judge it.
    pub(super) test: Option<Test>,
    /// What a person must still decide where the test passes.
    pub(super) review: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "keys for people are accepted, not used")]
struct File {
    id: String,
    title: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    applies_to: Vec<String>,
    #[serde(default)]
    request: Request,
    logic: Value,
    criteria: Vec<CriterionFile>,
    #[serde(default)]
    treatments: Vec<String>,
    #[serde(default)]
    results: Vec<String>,
    #[serde(default)]
    documents: Vec<Document>,
    #[serde(default)]
    continued: Option<Value>,
    #[serde(default)]
    sources: Option<Value>,
    #[serde(default)]
    verified: Option<Value>,
    #[serde(default)]
    kind: Option<Value>,
    #[serde(default)]
    test_cases: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CriterionFile {
    pub(super) id: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) evidence: Vec<String>,
    #[serde(default)]
    pub(super) threshold: Option<hints::Threshold>,
    #[serde(default)]
    pub(super) window: Option<hints::Window>,
    #[serde(default)]
    test: Option<Test>,
    #[serde(default)]
    review: Option<String>,
    #[serde(default)]
    #[allow(dead_code, reason = "a note for people")]
    verified: Option<Value>,
}

impl Policy {
    /// Reads a policy; `file` is named in errors.
    pub fn read(file: &str, json: &str) -> Result<Self, DraftingError> {
        let parsed: File =
            serde_json::from_str(json).map_err(|error| DraftingError::data(file, &error))?;
        let bad = |what: String| DraftingError::Data {
            file: file.to_owned(),
            what,
        };
        if parsed.id.trim().is_empty() || parsed.id.contains(['#', ' ', '/']) {
            return Err(bad(
                "`id` must be a name without spaces, `#` or `/`".to_owned()
            ));
        }
        if parsed.criteria.is_empty() {
            return Err(bad("`criteria` is empty".to_owned()));
        }
        for (index, criterion) in parsed.criteria.iter().enumerate() {
            if parsed
                .criteria
                .iter()
                .take(index)
                .any(|other| other.id == criterion.id)
            {
                return Err(bad(format!(
                    "criterion {}: `id` `{}` is used twice",
                    index + 1,
                    criterion.id
                )));
            }
        }
        for (index, document) in parsed.documents.iter().enumerate() {
            if let Some(what) = document.found.fault() {
                return Err(bad(format!("document {}: {what}", index + 1)));
            }
        }
        let logic = Logic::read(&parsed.logic).map_err(|what| bad(format!("`logic`: {what}")))?;
        if let Some(unknown) = logic
            .ids()
            .into_iter()
            .find(|id| !parsed.criteria.iter().any(|criterion| criterion.id == *id))
        {
            return Err(bad(format!(
                "`logic` names `{unknown}`, which is no criterion"
            )));
        }
        let criteria = parsed
            .criteria
            .into_iter()
            .map(|criterion| {
                let (test, review) = match (criterion.test.clone(), hints::known(&criterion)?) {
                    (Some(test), _) => (Some(test), None),
                    (None, Some((test, review))) => (Some(test), review),
                    (None, None) => (hints::test(&criterion), None),
                };
                if let Some(what) = test.as_ref().and_then(Test::fault) {
                    return Err(bad(format!("criterion `{}`: {what}", criterion.id)));
                }
                Ok(PolicyCriterion {
                    id: criterion.id,
                    text: criterion.text,
                    test,
                    review: criterion.review.or(review),
                })
            })
            .collect::<Result<_, DraftingError>>()?;
        Ok(Self {
            id: parsed
                .id
                .strip_prefix("policy:")
                .map_or(parsed.id.clone(), str::to_owned),
            title: parsed.title,
            applies_to: parsed.applies_to,
            request: parsed.request,
            logic,
            criteria,
            treatments: parsed.treatments,
            results: parsed.results,
            documents: parsed.documents,
            json: json.to_owned(),
        })
    }

    /// The policy as a source, to be frozen beside the chart: the file's own text, for `SourceSet::with_sources`.
    pub fn source_json(&self) -> &str {
        &self.json
    }

    /// The words of a criterion.
    pub fn criterion(&self, id: &str) -> Option<&str> {
        self.criteria
            .iter()
            .find(|criterion| criterion.id == id)
            .map(|criterion| criterion.text.as_str())
    }

    /// What citations of the whole policy name.
    pub fn source(&self) -> SourceId {
        SourceId::new(format!("policy:{}", self.id))
    }

    pub(super) fn criterion_source(&self, criterion: &str) -> SourceId {
        SourceId::new(format!("policy:{}#{criterion}", self.id))
    }
}

/// The policy files that come with the crate, each replaceable by one of the same id.
const SHIPPED: [(&str, &str); 6] = [
    ("policies/cgm.json", include_str!("../../policies/cgm.json")),
    (
        "policies/cpap.json",
        include_str!("../../policies/cpap.json"),
    ),
    (
        "policies/home_oxygen.json",
        include_str!("../../policies/home_oxygen.json"),
    ),
    (
        "policies/mri_lumbar.json",
        include_str!("../../policies/mri_lumbar.json"),
    ),
    (
        "policies/biologic_ra.json",
        include_str!("../../policies/biologic_ra.json"),
    ),
    (
        "policies/glp1.json",
        include_str!("../../policies/glp1.json"),
    ),
];

/// The policies that come with the crate.
pub(crate) fn shipped() -> Result<Vec<Policy>, DraftingError> {
    SHIPPED
        .into_iter()
        .map(|(file, text)| Policy::read(file, text))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(criteria: &str, logic: &str) -> String {
        format!(r#"{{"id":"p","title":"t","logic":{logic},"criteria":{criteria}}}"#)
    }

    #[test]
    fn a_wrong_policy_is_refused_and_the_place_named() {
        let one = r#"[{"id":"a","text":"A"}]"#;
        for (text, want) in [
            ("{".to_owned(), "p.json"),
            (policy("[]", r#"{"all":[]}"#), "`criteria` is empty"),
            (policy(one, r#"{"all":["b"]}"#), "`b`"),
            (policy(one, r#"{"some":["a"]}"#), "some"),
            (
                policy(r#"[{"id":"a","text":"A"},{"id":"a","text":"B"}]"#, r#""a""#),
                "used twice",
            ),
            (
                policy(r#"[{"id":"a","text":"A","colour":1}]"#, r#""a""#),
                "colour",
            ),
            (
                policy(
                    r#"[{"id":"a","text":"A","test":{"medication":{"words":[]}}}]"#,
                    r#""a""#,
                ),
                "criterion `a`",
            ),
            (
                policy(
                    r#"[{"id":"a","text":"A","test":{"result":{"codes":["x"],"op":"~","value":1,"unit":"m"}}}]"#,
                    r#""a""#,
                ),
                "`~`",
            ),
            (policy(one, r#"{"n_of":{"n":3,"of":["a"]}}"#), "n_of"),
        ] {
            let error = Policy::read("p.json", &text).unwrap_err().to_string();
            assert!(
                error.starts_with("p.json: ") && error.contains(want),
                "{error} should name {want}"
            );
        }
    }

    #[test]
    fn the_shipped_policies_read() {
        assert!(shipped().unwrap().iter().all(|policy| {
            policy
                .criteria
                .iter()
                .all(|criterion| criterion.test.is_some())
        }));
    }
}
