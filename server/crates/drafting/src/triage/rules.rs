//! The rule files: read and checked.

use super::token::Phrase;
use super::words::WordFile;
use super::{Sensitive, Urgency};
use crate::data::{self, Data};
use crate::error::DraftingError;
use serde::{Deserialize, Deserializer};

/// Words that a group's place in the message may be away where the file does not say.
const NEAR: usize = 8;

impl<'de> Deserialize<'de> for Phrase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if let Some(class) = text.strip_prefix('@') {
            return Ok(Self::class(class));
        }
        if text.chars().any(char::is_alphanumeric) {
            Ok(Self::read(&text))
        } else {
            Err(serde::de::Error::custom(format!(
                "`{text}` holds no word to look for"
            )))
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FlagFile {
    pub(super) flag: Vec<FlagRule>,
}

/// One red flag.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FlagRule {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) urgency: Urgency,
    pub(super) advice: String,
    #[serde(default)]
    pub(super) phrases: Vec<Phrase>,
    #[serde(default)]
    pub(super) near: Vec<Vec<Vec<Phrase>>>,
    #[serde(default = "near")]
    pub(super) within: usize,
    #[serde(default)]
    pub(super) unless: Vec<Phrase>,
    #[serde(default)]
    pub(super) measure: Option<MeasureRule>,
    #[serde(default)]
    pub(super) needs_words: Vec<Phrase>,
    #[serde(default)]
    pub(super) age_below_months: Option<u32>,
    #[serde(default)]
    pub(super) pregnant: bool,
    #[serde(default = "yes")]
    pub(super) history: bool,
    #[serde(default)]
    pub(super) sensitive: Option<Sensitive>,
    #[serde(default)]
    pub(super) same_as: Option<String>,
    /// Contexts of the word file that lower it, beside those that lower every flag.
    #[serde(default)]
    pub(super) lowered_by: Vec<String>,
    /// Holds where nothing else does: no flag, no topic, no question, no context.
    #[serde(default)]
    pub(super) not_understood: bool,
}

const fn near() -> usize {
    NEAR
}

const fn yes() -> bool {
    true
}

/// A number that makes the flag.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureRule {
    pub(super) kind: MeasureKind,
    #[serde(default)]
    pub(super) at_least: Option<f64>,
    #[serde(default)]
    pub(super) above: Option<f64>,
    #[serde(default)]
    pub(super) below: Option<f64>,
}

impl MeasureRule {
    pub(super) fn holds(&self, value: f64) -> bool {
        self.at_least.is_none_or(|bound| value >= bound)
            && self.above.is_none_or(|bound| value > bound)
            && self.below.is_none_or(|bound| value < bound)
    }
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MeasureKind {
    /// °C
    Temperature,
    /// mg/dL
    Glucose,
    /// mmHg
    Systolic,
    /// %
    Oxygen,
    /// beats a minute
    Pulse,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicFile {
    pub(super) topic: Vec<Topic>,
    pub(super) refill: Vec<Words>,
    pub(super) clinical: Clinical,
    pub(super) sensitive: Vec<SensitiveWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topic {
    pub(super) title: String,
    pub(super) route: String,
    pub(super) phrases: Vec<Phrase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) phrases: Vec<Phrase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clinical {
    pub(super) phrases: Vec<Phrase>,
    pub(super) weak: Vec<Phrase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SensitiveWords {
    pub(super) id: Sensitive,
    pub(super) phrases: Vec<Phrase>,
}

/// Reads the red flags; `file` is named in errors.
pub(super) fn flags<'a>(
    file: &str,
    data: impl Into<Data<'a>>,
    words: &WordFile,
) -> Result<Vec<FlagRule>, DraftingError> {
    let mut parsed: FlagFile = data::parse(file, data)?;
    let bad = |what: String| DraftingError::data(file, &what);
    for (index, rule) in parsed.flag.iter_mut().enumerate() {
        let name = format!("flag {} (`{}`)", index + 1, rule.id);
        words
            .fill_in(&mut [&mut rule.phrases, &mut rule.unless, &mut rule.needs_words])
            .and_then(|()| {
                rule.near
                    .iter_mut()
                    .try_for_each(|set| words.fill_in(&mut set.iter_mut().collect::<Vec<_>>()))
            })
            .map_err(|class| bad(format!("{name}: `@{class}` names no class of words")))?;
        if let Some(context) = rule
            .lowered_by
            .iter()
            .find(|id| !words.context.iter().any(|context| context.id == **id))
        {
            return Err(bad(format!(
                "{name}: `lowered_by` names `{context}`, which is no context"
            )));
        }
    }
    for (index, rule) in parsed.flag.iter().enumerate() {
        let name = format!("flag {} (`{}`)", index + 1, rule.id);
        if parsed
            .flag
            .iter()
            .take(index)
            .any(|other| other.id == rule.id)
        {
            return Err(bad(format!("{name}: the id is used twice")));
        }
        if rule.phrases.is_empty()
            && rule.near.is_empty()
            && rule.measure.is_none()
            && !rule.not_understood
        {
            return Err(bad(format!(
                "{name}: give `phrases`, `near`, `measure` or `not_understood`"
            )));
        }
        if rule
            .near
            .iter()
            .any(|set| set.len() < 2 || set.iter().any(Vec::is_empty))
        {
            return Err(bad(format!(
                "{name}: each set of `near` needs two groups or more, none empty"
            )));
        }
        if rule
            .measure
            .as_ref()
            .is_some_and(|one| one.at_least.is_none() && one.above.is_none() && one.below.is_none())
        {
            return Err(bad(format!("{name}: `measure` gives no bound")));
        }
        if rule.advice.trim().is_empty() || rule.title.trim().is_empty() {
            return Err(bad(format!("{name}: `title` or `advice` is empty")));
        }
        if let Some(other) = &rule.same_as
            && !parsed.flag.iter().any(|one| one.id == *other)
        {
            return Err(bad(format!(
                "{name}: `same_as` names `{other}`, which is no flag"
            )));
        }
    }
    if parsed.flag.is_empty() {
        return Err(bad("there is no `[[flag]]`".to_owned()));
    }
    Ok(parsed.flag)
}

/// Reads the topics.
pub(super) fn topics<'a>(
    file: &str,
    data: impl Into<Data<'a>>,
) -> Result<TopicFile, DraftingError> {
    data::parse(file, data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_rule_says_where() {
        let base =
            "[[flag]]\nid = \"a\"\ntitle = \"A\"\nurgency = \"urgent\"\nadvice = \"Call.\"\n";
        let words = crate::triage::words::read("w.toml", "").unwrap();
        for (text, want) in [
            (format!("{base}phrases = [\"@x\"]"), "`@x`"),
            (
                format!("{base}phrases = [\"x\"]\nlowered_by = [\"past\"]"),
                "`past`",
            ),
            (base.to_owned(), "flag 1 (`a`)"),
            (format!("{base}phrases = [\"x\"]\ncolour = 1"), "colour"),
            (format!("{base}phrases = [\"*\"]"), "no word"),
            (format!("{base}near = [[[\"x\"]]]"), "two groups"),
            (
                format!("{base}measure = {{ kind = \"glucose\" }}"),
                "no bound",
            ),
            (format!("{base}phrases = [\"x\"]\nsame_as = \"b\""), "`b`"),
            (
                format!("{base}phrases = [\"x\"]\n{base}phrases = [\"x\"]"),
                "used twice",
            ),
            (base.replace("urgent", "whenever"), "whenever"),
        ] {
            let error = flags("f.toml", text.as_str(), &words)
                .err()
                .unwrap()
                .to_string();
            assert!(
                error.starts_with("f.toml: ") && error.contains(want),
                "{error} should name {want}"
            );
        }
    }
}
