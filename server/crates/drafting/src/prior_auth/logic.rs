//! How criteria combine.

use model::CriterionResult;
use serde_json::Value;

/// Deepest nesting that is read.
const DEEPEST: usize = 16;

/// A formula over criteria.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Logic {
    One(String),
    All(Vec<Logic>),
    Any(Vec<Logic>),
    AtLeast(usize, Vec<Logic>),
}

impl Logic {
    pub(super) fn read(value: &Value) -> Result<Self, String> {
        Self::at(value, 0)
    }

    fn at(value: &Value, depth: usize) -> Result<Self, String> {
        if depth > DEEPEST {
            return Err(format!("nested deeper than {DEEPEST}"));
        }
        let list = |value: &Value| -> Result<Vec<Self>, String> {
            let items = value
                .as_array()
                .filter(|items| !items.is_empty())
                .ok_or("expected a list that is not empty")?;
            items.iter().map(|item| Self::at(item, depth + 1)).collect()
        };
        match value {
            Value::String(id) => Ok(Self::One(id.clone())),
            Value::Object(members) if members.len() == 1 => {
                let (key, inner) = members.iter().next().ok_or("expected one key")?;
                match key.as_str() {
                    "all" => Ok(Self::All(list(inner)?)),
                    "any" => Ok(Self::Any(list(inner)?)),
                    "n_of" => {
                        let of = list(inner.get("of").unwrap_or(&Value::Null))?;
                        let n = inner
                            .get("n")
                            .and_then(Value::as_u64)
                            .and_then(|n| usize::try_from(n).ok());
                        let n = n
                            .filter(|n| *n >= 1 && *n <= of.len())
                            .ok_or("n_of: `n` must be between 1 and the length of `of`")?;
                        Ok(Self::AtLeast(n, of))
                    }
                    other => Err(format!("`{other}` is not known; use all, any or n_of")),
                }
            }
            _ => Err("expected a criterion's id, or one of all, any, n_of".to_owned()),
        }
    }

    /// Every criterion that it names.
    pub(super) fn ids(&self) -> Vec<&str> {
        match self {
            Self::One(id) => vec![id],
            Self::All(parts) | Self::Any(parts) | Self::AtLeast(_, parts) => {
                parts.iter().flat_map(Self::ids).collect()
            }
        }
    }

    /// How the whole comes out.
    pub(super) fn judge(&self, of: &impl Fn(&str) -> CriterionResult) -> CriterionResult {
        match self {
            Self::One(id) => of(id),
            Self::All(parts) => at_least(parts.len(), parts, of),
            Self::Any(parts) => at_least(1, parts, of),
            Self::AtLeast(n, parts) => at_least(*n, parts, of),
        }
    }
}

fn at_least(n: usize, parts: &[Logic], of: &impl Fn(&str) -> CriterionResult) -> CriterionResult {
    use CriterionResult as R;
    let results: Vec<R> = parts.iter().map(|part| part.judge(of)).collect();
    at_least_of(n, &results)
}

/// At least `n` of the results: met where they are; not met where they can no longer be; else what is missing decides.
pub(super) fn at_least_of(n: usize, results: &[CriterionResult]) -> CriterionResult {
    use CriterionResult as R;
    let count = |one: R| results.iter().filter(|result| **result == one).count();
    let (met, review, unknown) = (
        count(R::Met),
        count(R::NeedsReview),
        count(R::NotDocumented),
    );
    if met >= n {
        R::Met
    } else if met + review + unknown < n {
        R::NotMet
    } else if met + review >= n {
        R::NeedsReview
    } else {
        R::NotDocumented
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CriterionResult as R;
    use serde_json::json;

    #[test]
    fn unknown_parts_never_pass_and_never_fail_alone() {
        for (n, results, want) in [
            (2, vec![R::Met, R::Met], R::Met),
            (2, vec![R::Met, R::NotMet], R::NotMet),
            (2, vec![R::Met, R::NotDocumented], R::NotDocumented),
            (2, vec![R::Met, R::NeedsReview], R::NeedsReview),
            (1, vec![R::NotMet, R::NotDocumented], R::NotDocumented),
            (1, vec![R::NotMet, R::NotMet], R::NotMet),
            (2, vec![R::Met, R::NotMet, R::Met], R::Met),
            (3, vec![R::NotMet, R::NotDocumented, R::Met], R::NotMet),
        ] {
            assert_eq!(at_least_of(n, &results), want, "{n} of {results:?}");
        }
    }

    #[test]
    fn nested_logic_is_judged() {
        let logic =
            Logic::read(&json!({"all": ["a", {"any": ["b", {"n_of": {"n": 1, "of": ["c"]}}]}]}))
                .unwrap();
        assert_eq!(logic.ids(), ["a", "b", "c"]);
        assert_eq!(
            logic.judge(&|id| if id == "b" { R::NotMet } else { R::Met }),
            R::Met
        );
    }
}
