//! The bar at the bottom: what is left, Next, Sign.

use super::command::{Command, run};
use crate::desk::{Desk, Pane, Place, needing};
use crate::review::Ask;
use crate::ui::If;
use crate::ui::words::count;
use leptos::prelude::*;
use model::view::{DraftStatus, DraftView};

/// Shown while a draft is open.
#[component]
pub(super) fn Bar() -> impl IntoView {
    let desk = Desk::here();
    let ask: Ask = expect_context();
    let line = desk.part(|draft| Some(left(draft)));
    let more = desk.part(|draft| !needing(draft).is_empty());
    let ready = Memo::new(move |_| {
        let status = desk.draft(|draft| Some(draft.status));
        desk.pane.get() == Pane::Draft
            && matches!(
                status,
                Some(DraftStatus::InReview | DraftStatus::Stopped | DraftStatus::Failed)
            )
    });
    let next = move |_| run(desk, ask, Command::Next);
    view! {
        <If when=move || line.with(Option::is_some)>
            <footer class="bar">
                <p class="left" class:attention=more>{move || line.get()}</p>
                <If when=move || more.get() && ready.get()>
                    <button type="button" aria-keyshortcuts="n" on:click=next>"Next ↓"</button>
                </If>
                <If when=move || ready.get()>
                    <button type="button" class="primary" on:click=move |_| desk.pane.set(Pane::Sign)>"Sign & file"</button>
                </If>
            </footer>
        </If>
    }
    .into_any()
}

/// What is left to do, in one line.
fn left(draft: &DraftView) -> String {
    match draft.status {
        DraftStatus::Drafting => return "Drafting. You can review what is there.".into(),
        DraftStatus::Signed => return "Signed. Filing in the EHR…".into(),
        DraftStatus::Filed => return "Signed and filed.".into(),
        DraftStatus::NeedsPerson => {
            return "Signed. Whether the EHR has it could not be found out: see above.".into();
        }
        DraftStatus::InReview | DraftStatus::Stopped | DraftStatus::Failed => {}
    }
    let places = needing(draft);
    let omissions = places
        .iter()
        .filter(|place| matches!(place, Place::Omission(_)))
        .count();
    let statements = places.len() - omissions;
    let verb = if statements == 1 { "needs" } else { "need" };
    let first = draft.omissions.iter().find(|omission| !omission.settled);
    let mut line = match statements {
        0 if omissions == 0 && draft.needs_you > 0 => {
            return format!(
                "{} left: “Sign & file” names them",
                count(draft.needs_you, "thing")
            );
        }
        0 if omissions == 0 => return "Nothing needs you. Read it, then sign.".into(),
        0 => String::new(),
        _ => format!("{} {verb} you", count(statements, "statement")),
    };
    if let Some(first) = first {
        let separator = if line.is_empty() { "" } else { " · " };
        line = format!(
            "{line}{separator}{}: {}",
            count(omissions, "omission"),
            first.what.trim_end_matches('.')
        );
    }
    line
}
