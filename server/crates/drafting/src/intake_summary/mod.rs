//! The intake summary: a questionnaire's or an interview's answers beside the chart.

mod answer;
mod changes;
#[cfg(test)]
mod test;
mod urgent;
#[cfg(test)]
mod urgent_test;

pub use urgent::Attention;

use crate::chart_summary::ChartSummary;
use crate::error::DraftingError;
use crate::kinds::{self, Take};
use crate::read::View;
use crate::say::Lines;
use crate::spoken::strangers;
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
use answer::answers;
use model::DraftKind;

/// The sections that the composer knows.
const SECTIONS: [&str; 7] = [
    "who",
    "answers",
    "changes",
    "medications",
    "allergies",
    "problems",
    "results",
];
/// Most answers that are listed.
const MOST: usize = 60;

/// The use case.
pub(crate) struct IntakeSummary;

impl UseCase for IntakeSummary {
    fn kind(&self) -> DraftKind {
        DraftKind::IntakeSummary
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "intake_summary/template.toml",
            include_str!("template.toml"),
            &SECTIONS,
        )
    }

    fn takes(&self) -> &'static [Take] {
        kinds::SPOKEN
    }

    fn before(&self, context: Context<'_>) -> Lines {
        urgent::compose(context.view, context.watch, context.rules)
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let of_chart = |section: &str| ChartSummary.compose(section, context);
        Ok(match section {
            "who" => of_chart("overview")?,
            "answers" => said(context.view),
            "changes" => changes::compose(context.view),
            "medications" | "allergies" | "results" => of_chart(section)?,
            "problems" => of_chart("active_problems")?,
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the intake summary has no section `{other}`"),
                });
            }
        })
    }
}

/// Every answer, in its order.
fn said(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    for odd in strangers(view) {
        lines.tell(odd);
    }
    let answers = answers(view);
    for answer in answers.iter().take(MOST) {
        lines.push(answer.line());
    }
    if answers.len() > MOST {
        lines.leave_out(format!(
            "{} further answers are not listed.",
            answers.len() - MOST
        ));
    }
    if answers.is_empty() {
        lines.leave_out("There is no questionnaire of the last year and no interview: the patient's answers must be added.");
    }
    lines
}
