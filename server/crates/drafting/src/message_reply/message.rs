//! The message that is answered, and what triage says of it.

use crate::coding;
use crate::error::DraftingError;
use crate::patient_instructions::HELP;
use crate::read::{ProblemState, View, person, problems};
use crate::say::months;
use crate::triage::{PatientFacts, Rules, Triage};
use crate::use_case::Context;
use model::{SourceId, SourceKind};
use sources::{Snippet, Subject};

/// The source that holds the sentences of advice.
pub(crate) const ADVICE: &str = "guideline:red-flags";
/// Sentences for every reply, beside those of the red flags.
pub(super) const CALL: &str = "Please call our office if you feel worse or have new symptoms.";

/// A message with its triage.
pub(crate) struct Message<'a> {
    pub(super) snippet: &'a Snippet,
    pub(crate) triage: Triage,
}

impl<'a> Message<'a> {
    /// The chosen message, or the only one.
    pub(super) fn of(context: Context<'a>) -> Result<Self, DraftingError> {
        Self::find(
            context.view,
            context.options.message.as_ref(),
            context.rules,
        )
    }

    pub(crate) fn find(
        view: View<'a>,
        chosen: Option<&SourceId>,
        rules: &Rules,
    ) -> Result<Self, DraftingError> {
        let choice = |what: &str| DraftingError::Choice {
            what: what.to_owned(),
        };
        let snippet = if let Some(id) = chosen {
            view.set
                .get(id)
                .ok_or_else(|| choice("the chosen message is not among the sources"))?
        } else {
            // What was given beside the chart is meant before what the chart holds.
            let given: Vec<&Snippet> = view
                .set
                .snippets()
                .iter()
                .filter(|one| one.kind == SourceKind::Message)
                .collect();
            let mut all = if given.is_empty() {
                view.set.of_type("Communication").collect()
            } else {
                given
            }
            .into_iter();
            let first = all
                .next()
                .ok_or_else(|| choice("give the message that is to be answered"))?;
            if all.next().is_some() {
                return Err(choice("choose which of the messages is to be answered"));
            }
            first
        };
        if snippet.subject == Subject::OtherPatient {
            return Err(choice(
                "this message belongs to another patient: nothing was drafted from it",
            ));
        }
        let triage = rules.triage(words_of(snippet), &facts(view));
        Ok(Self { snippet, triage })
    }

    /// Its words.
    pub(super) fn text(&self) -> &'a str {
        words_of(self.snippet)
    }
}

/// What a message says, without what a resource says of it.
pub(crate) fn words_of(snippet: &Snippet) -> &str {
    snippet
        .prose
        .first()
        .and_then(|span| span.of(&snippet.text))
        .unwrap_or(&snippet.text)
}

/// The guidelines given with the chart: neither the advice for red flags and for patients who go home, which have sections of their own, nor the entries of code tables.
pub(crate) fn guidelines(view: View<'_>) -> impl Iterator<Item = &Snippet> {
    let all = view.set.snippets().iter();
    all.filter(|one| {
        one.kind == SourceKind::Guideline
            && ![ADVICE, HELP].contains(&one.id.as_str())
            && !coding::is_own(&one.id)
    })
}

/// Age and pregnancy by the chart.
pub(crate) fn facts(view: View<'_>) -> PatientFacts {
    let age = person(view)
        .and_then(|person| person.birth)
        .and_then(|birth| months(birth, view.as_of))
        .and_then(|age| u32::try_from(age).ok());
    let pregnant = problems(view).iter().any(|problem| {
        let name = problem.name.to_lowercase();
        problem.state == ProblemState::Active
            && name.contains("pregnan")
            && !["history", "risk", "test", "planning"]
                .iter()
                .any(|word| name.contains(word))
    });
    PatientFacts {
        age_months: age,
        pregnant: pregnant.then_some(true),
    }
}

/// The advice as a source in the interchange form, to be frozen beside the chart: replies quote it.
pub(crate) fn guidance_source(rules: &Rules) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for (_, advice) in rules.advice() {
        if !lines.contains(&advice) {
            lines.push(advice);
        }
    }
    lines.push(CALL);
    serde_json::json!({
        "id": ADVICE, "kind": "guideline", "title": "Advice for red flags in messages", "text": lines.join("\n")
    })
    .to_string()
}
