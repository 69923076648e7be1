//! The fold that holds the data which the note proposes for the chart. The server draws what is in it; its script is fetched when it is opened.

use crate::desk::Desk;
use crate::ui::If;
use leptos::prelude::*;
use model::DraftKind;
use model::view::DraftStatus;

/// Shown for notes of a visit or a stay, once they are written.
#[component]
pub(super) fn Proposals() -> impl IntoView {
    let desk = Desk::here();
    // Other words, or the signature, may change what is in it.
    let seen = desk.part(|draft| {
        let tells = matches!(
            draft.kind,
            DraftKind::SoapNote
                | DraftKind::HpNote
                | DraftKind::ProgressNote
                | DraftKind::ProcedureNote
                | DraftKind::DischargeSummary
        );
        (tells && draft.status != DraftStatus::Drafting)
            .then(|| format!("{} {}", draft.revision, draft.status as u8))
    });
    let launch = desk.launch();
    let at = desk.part(move |draft| format!("/l/{launch}/d/{}/proposals", draft.id));
    view! {
        <If when=move || seen.with(Option::is_some)>
            <details class="proposals">
                <summary>"Data for the chart"</summary>
                <cs-proposals
                    data-at=move || at.get()
                    data-seen=move || seen.get()
                ></cs-proposals>
            </details>
        </If>
    }
    .into_any()
}
