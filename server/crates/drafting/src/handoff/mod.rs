//! The handoff, in I-PASS order (Starmer et al. 2012): illness severity, patient summary, action list, situation, synthesis.

mod actions;
mod severity;
mod situation;

use crate::chart_summary;
use crate::error::DraftingError;
use crate::panel::Panel;
use crate::read::{View, Visit, visits};
use crate::say::{Line, Lines};
use crate::template::Shipped;
use crate::use_case::{Context, UseCase};
use model::{DraftKind, SourceId};

/// The use case.
pub(crate) struct Handoff;

impl UseCase for Handoff {
    fn kind(&self) -> DraftKind {
        DraftKind::Handoff
    }

    fn shipped(&self) -> Shipped {
        Shipped::new(
            "handoff/template.toml",
            include_str!("template.toml"),
            &[
                "severity",
                "summary",
                "medications",
                "actions",
                "situation",
                "synthesis",
            ],
        )
    }

    fn compose(&self, section: &str, context: Context<'_>) -> Result<Lines, DraftingError> {
        let view = context.view;
        let encounter = context.options.encounter.as_ref();
        Ok(match section {
            "severity" => severity::compose(view, encounter),
            "summary" => summary(view, context.panel, encounter),
            "medications" => medications(view),
            "actions" => actions::compose(view),
            "situation" => situation::compose(view, context.panel),
            "synthesis" => synthesis(),
            other => {
                return Err(DraftingError::Choice {
                    what: format!("the handoff has no section `{other}`"),
                });
            }
        })
    }
}

/// The chosen encounter, else the newest.
fn present<'v, 'a>(visits: &'v [Visit<'a>], chosen: Option<&SourceId>) -> Option<&'v Visit<'a>> {
    chosen
        .and_then(|id| visits.iter().find(|visit| visit.id == id))
        .or_else(|| visits.first())
}

fn summary(view: View<'_>, panel: &Panel, encounter: Option<&SourceId>) -> Lines {
    let mut lines = chart_summary::overview(view, panel);
    let visits = visits(view);
    if let Some(visit) = present(&visits, encounter) {
        lines.push(chart_summary::visit_line(visit));
    }
    lines.append(chart_summary::active_problems(view, panel));
    lines
}

fn medications(view: View<'_>) -> Lines {
    let mut lines = chart_summary::current_medications(view);
    lines.append(chart_summary::allergies(view));
    lines
}

fn synthesis() -> Lines {
    let mut lines = Lines::default();
    lines.push(Line::plain("To be completed by the receiving team:"));
    lines.leave_out("The receiver says back what was heard and asks: this part cannot be drafted.");
    lines
}
