//! Answers, wherever they come from.

use crate::sheet::Sheet;
use crate::value::{Coding, Value};
use crate::watch::plain;
use chart::Json;

/// Given answers: of a form that is being filled in, or of a QuestionnaireResponse.
pub struct Given {
    pub(super) canonical: Option<String>,
    pub(super) asked: Vec<Asked>,
    /// Whether questions without an answer are among them.
    pub(super) all: bool,
}

/// A question with its answers.
pub(super) struct Asked {
    pub(super) link_id: String,
    pub(super) codes: Vec<Coding>,
    pub(super) question: String,
    pub(super) answers: Vec<Value>,
}

impl Given {
    /// Of a form as it stands: what is shown.
    pub fn of(sheet: &Sheet<'_>) -> Self {
        let asked = sheet.asked().map(|node| Asked {
            link_id: node.item.link_id.clone(),
            codes: node.item.codes.clone(),
            question: node.item.name().to_owned(),
            answers: node.answers.clone(),
        });
        Self {
            canonical: sheet.form.address().map(str::to_owned),
            asked: asked.collect(),
            all: true,
        }
    }

    /// Of a QuestionnaireResponse.
    pub fn read(response: &Json) -> Self {
        let mut asked = Vec::new();
        gather(response, &mut asked);
        let canonical = response.str_at("questionnaire");
        Self {
            canonical: canonical.map(|address| plain(address).to_owned()),
            asked,
            all: false,
        }
    }

    /// The questionnaire's canonical address without its version, where it is told.
    pub fn questionnaire(&self) -> Option<&str> {
        self.canonical.as_deref()
    }

    /// What was answered in own words, each with its question.
    pub fn words(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.asked.iter().flat_map(|one| {
            let answers = one.answers.iter();
            answers.map(move |answer| (one.question.as_str(), answer))
        });
        all.filter_map(|(question, answer)| match answer {
            Value::Text(words) => Some((question, words.as_str())),
            _ => None,
        })
    }

    /// The questions that a rule means: by the questionnaire's own `linkId`, or by a code. A `linkId` that is a code means it too.
    pub(super) fn find<'g>(
        &'g self,
        questionnaire: &str,
        item: &str,
        codes: &'g [String],
    ) -> Vec<&'g Asked> {
        let same = self.is(questionnaire);
        let by_code = |one: &Asked| {
            codes.iter().any(|known| {
                let (system, code) = known.split_once('|').unwrap_or(("", known));
                let mut own = one.codes.iter();
                own.any(|own| own.system == system && own.code == code)
                    || one.link_id.rsplit('/').next() == Some(code)
            })
        };
        let means = |one: &&Asked| (same && one.link_id == item) || by_code(one);
        self.asked.iter().filter(means).collect()
    }

    /// Whether they answer this questionnaire.
    pub(super) fn is(&self, questionnaire: &str) -> bool {
        self.canonical.as_deref() == Some(questionnaire)
    }
}

fn gather(of: &Json, asked: &mut Vec<Asked>) {
    for item in of.items_at("item") {
        let text = |key| item.str_at(key).unwrap_or_default().trim().to_owned();
        let given = item.items_at("answer");
        asked.push(Asked {
            link_id: text("linkId"),
            codes: Vec::new(),
            question: text("text"),
            answers: given
                .iter()
                .filter_map(|one| Value::read(one, "value"))
                .collect(),
        });
        for answer in given {
            gather(answer, asked);
        }
        gather(item, asked);
    }
}
