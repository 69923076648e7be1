//! The patient's answers: of a QuestionnaireResponse, or of an interview in which a question precedes its answer.

use crate::read::{View, retracted, when_any};
use crate::say::{Line, inside, join};
use crate::spoken::{Speaker, utterances};
use model::SourceId;
use sources::{FactRole, FactValue, Quantity, Snippet};

/// How old a questionnaire may be, in days.
const YEAR: i64 = 365;
/// Longest answer that is quoted, in bytes.
const LONGEST: usize = 400;

/// A question with what the patient answered.
pub(super) struct Answer<'a> {
    pub(super) source: &'a SourceId,
    /// Empty where the answer stands alone.
    pub(super) question: String,
    pub(super) words: String,
    /// The same one by one.
    pub(super) each: Vec<String>,
    /// The amounts among them.
    pub(super) amounts: Vec<&'a Quantity>,
    /// Exact words of the source, where it is prose.
    pub(super) quote: Option<&'a str>,
}

impl Answer<'_> {
    /// `Do you smoke: no.`, `Patient: “no”`.
    pub(super) fn line(&self) -> Line {
        match self.quote {
            Some(quote) => Line::new(format!("Patient: “{quote}”")).quote(self.source, quote),
            None => Line::new(format!(
                "{}: {}",
                self.question.trim_end_matches(['?', ':', ' ']),
                inside(&self.words)
            ))
            .cite(self.source),
        }
    }
}

/// The amounts of an answer, as the source has them: each is (number as written, unit).
fn amounts<'a>(snippet: &'a Snippet, given: &[(String, String)]) -> Vec<&'a Quantity> {
    let facts = snippet.facts.iter();
    let all = facts.filter_map(|fact| match &fact.value {
        FactValue::Quantity(quantity) => Some(quantity),
        _ => None,
    });
    let stated = |quantity: &&Quantity| {
        given
            .iter()
            .any(|(number, unit)| *number == quantity.written && *unit == quantity.unit)
    };
    all.filter(stated).take(given.len()).collect()
}

/// Every answer of the newest questionnaires and of the interview.
pub(super) fn answers(view: View<'_>) -> Vec<Answer<'_>> {
    let mut out = Vec::new();
    for snippet in view.set.of_type("QuestionnaireResponse") {
        let when = when_any(
            snippet,
            &[FactRole::Authored, FactRole::Effective, FactRole::Recorded],
        );
        if retracted(snippet) || !when.is_some_and(|when| when.within(YEAR, view.as_of)) {
            continue;
        }
        let Some(resource) = &snippet.resource else {
            continue;
        };
        // Items nest: each is taken before those inside it, in their order.
        let mut waiting: Vec<_> = resource.items_at("item").iter().rev().collect();
        while let Some(item) = waiting.pop() {
            let question = item.str_at("text").unwrap_or_default();
            let given = item.items_at("answer");
            let words: Vec<String> = given
                .iter()
                .filter_map(|one| {
                    let known = |path: &str| one.str_at(path).map(str::to_owned);
                    let number = |path: &str| {
                        one.at(path)
                            .and_then(|value| value.number_text())
                            .map(str::to_owned)
                    };
                    #[expect(
                        clippy::redundant_closure_for_method_calls,
                        reason = "the type's crate is not a dependency"
                    )]
                    let yes = one.at("valueBoolean").and_then(|value| value.as_bool());
                    known("valueString")
                        .or_else(|| known("valueCoding.display"))
                        .or_else(|| known("valueCoding.code"))
                        .or_else(|| known("valueDate"))
                        .or_else(|| known("valueDateTime"))
                        .or_else(|| known("valueTime"))
                        .or_else(|| known("valueUri"))
                        .or_else(|| number("valueInteger"))
                        .or_else(|| number("valueDecimal"))
                        .or_else(|| {
                            Some(
                                [
                                    number("valueQuantity.value")?,
                                    known("valueQuantity.unit").unwrap_or_default(),
                                ]
                                .join(" "),
                            )
                        })
                        .or_else(|| yes.map(|yes| if yes { "yes" } else { "no" }.to_owned()))
                })
                .collect();
            let stated: Vec<(String, String)> = given
                .iter()
                .filter_map(|one| {
                    let value = one.at("valueQuantity.value")?.number_text()?;
                    let unit = one.str_at("valueQuantity.unit").unwrap_or_default();
                    Some((value.to_owned(), unit.to_owned()))
                })
                .collect();
            if !words.is_empty() && !question.is_empty() {
                out.push(Answer {
                    source: &snippet.id,
                    question: question.trim().to_owned(),
                    words: join(&words),
                    amounts: amounts(snippet, &stated),
                    each: words,
                    quote: None,
                });
            }
            waiting.extend(
                given
                    .iter()
                    .rev()
                    .flat_map(|one| one.items_at("item").iter().rev()),
            );
            waiting.extend(item.items_at("item").iter().rev());
        }
    }
    for one in utterances(view) {
        let told = one.speaker == Speaker::Patient || one.dictated;
        if told
            && one.words.len() <= LONGEST
            && one.words.split_whitespace().count() > 1
            && !one.words.ends_with('?')
        {
            out.push(Answer {
                source: one.source,
                question: String::new(),
                words: one.words.to_owned(),
                each: Vec::new(),
                amounts: Vec::new(),
                quote: Some(one.words.trim_end_matches('.').trim()),
            });
        }
    }
    out
}
