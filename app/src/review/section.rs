//! A section with its statements.

use super::add::Add;
use super::state::regenerate;
use super::statement::Statement;
use crate::desk::{Desk, focus_id};
use crate::ui::If;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use model::view::DraftStatus;

/// The heading, the statements, and how the section is written again.
#[component]
pub(super) fn Section(at: usize, title: String) -> impl IntoView {
    let desk = Desk::here();
    let ids = desk.part(move |draft| {
        let statements = draft
            .sections
            .get(at)
            .map(|section| section.statements.iter());
        statements
            .map(|all| all.map(|one| one.id.clone()).collect::<Vec<_>>())
            .unwrap_or_default()
    });
    let changeable = Memo::new(move |_| {
        !desk.locked() && desk.draft(|draft| Some(draft.status)) != Some(DraftStatus::Drafting)
    });
    let renewing = Memo::new(move |_| desk.renewing.get() == Some(at));
    let heading = format!("h-{at}");
    let labelled = heading.clone();
    let label = format!("Write again: {title}");
    view! {
        <section class="part" aria-labelledby=labelled>
            <header class="part-head">
                <h2 id=heading>{title}</h2>
                <If when=move || changeable.get() && !renewing.get()>
                    <button type="button" class="quiet-button" aria-label=label.clone() on:click=move |_| ask(desk, at)>
                        "Write again"
                    </button>
                </If>
            </header>
            <If when=move || renewing.get()>
                <Instruction at />
            </If>
            <If when=move || ids.with(Vec::is_empty)>
                <p class="quiet">"No statement in this section."</p>
            </If>
            <ul class="statements">
                <For each=move || ids.get() key=Clone::clone let:id>
                    <Statement id />
                </For>
            </ul>
            <If when=move || changeable.get()>
                <Add at />
            </If>
        </section>
    }
    .into_any()
}

/// Opens the question for an instruction.
fn ask(desk: Desk, at: usize) {
    desk.renewing.set(Some(at));
    focus_id("instruction".into());
}

#[component]
fn Instruction(at: usize) -> impl IntoView {
    let desk = Desk::here();
    let text = RwSignal::new(String::new());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        regenerate(desk, at, text.get_untracked());
    };
    let cancel = move || {
        desk.renewing.set(None);
        focus_id("title".into());
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            cancel();
        }
    };
    // The composer follows rules alone: it is not asked for what it would not do.
    let by_model = desk.work.with_untracked(|work| work.model.is_some());
    view! {
        <form class="instruction" on:submit=send on:keydown=key>
            {by_model.then(|| view! {
                <label for="instruction">"What should be different? (may be left empty)"</label>
                <input id="instruction" type="text" autocomplete="off" maxlength="500" prop:value=text on:input:target=move |event| text.set(event.target().value()) />
            })}
            <p class="quiet">{(!by_model).then_some("The built-in composer writes it again from the chart. ")}"Your edits in this section are replaced."</p>
            <div class="row">
                <button id=(!by_model).then_some("instruction") type="submit" class="primary" disabled=move || desk.busy.with(Option::is_some)>"Write again"</button>
                <button type="button" on:click=move |_| cancel()>"Cancel"</button>
                <span class="quiet" role="status">{move || desk.busy.get()}</span>
            </div>
        </form>
    }
    .into_any()
}
