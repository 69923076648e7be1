//! What the document should say and does not.

use super::state::{Ask, change};
use crate::desk::{Desk, Place, focus_id};
use crate::evidence::{Sources, Under};
use crate::ui::If;
use leptos::prelude::*;
use model::view::{Change, OmissionView};

/// The omissions that wait for a decision.
#[component]
pub(super) fn Omissions() -> impl IntoView {
    let desk = Desk::here();
    let open = desk.part(|draft| {
        let open = draft.omissions.iter().filter(|omission| !omission.settled);
        open.cloned().collect::<Vec<_>>()
    });
    view! {
        <If when=move || !open.with(Vec::is_empty)>
            <section class="part omissions" aria-labelledby="omissions">
                <header class="part-head"><h2 id="omissions" tabindex="-1">"In the chart, not in the draft"</h2></header>
                <ul class="statements">
                    <For each=move || open.get() key=|omission| omission.index let:omission>
                        <Omission omission />
                    </For>
                </ul>
            </section>
        </If>
    }
    .into_any()
}

#[component]
fn Omission(omission: OmissionView) -> impl IntoView {
    let desk = Desk::here();
    let ask: Ask = expect_context();
    let index = omission.index;
    let place = Place::Omission(index);
    let element = place.element();
    let (spot, under) = (element.clone(), element.clone());
    let current = {
        let place = place.clone();
        Memo::new(move |_| {
            desk.current
                .with(|current| current.as_ref() == Some(&place))
        })
    };
    let settle = move |what: Change| {
        focus_id("title".into());
        change(desk, ask, what);
    };
    let insert = move |_| settle(Change::InsertOmission { index });
    let dismiss = move |_| settle(Change::DismissOmission { index });
    view! {
        <li id=element class="statement needs" class:current=current tabindex="-1" on:focusin=move |_| desk.current.set(Some(place.clone()))>
            <p class="words">{omission.what}</p>
            <div class="tools">
                <If when=move || !desk.locked()>
                    <button type="button" class="fix" on:click=insert>"Insert"</button>
                    <button type="button" on:click=dismiss>"Leave out"</button>
                </If>
                <Sources words="Show the source" sources=omission.sources statement=None spot=spot />
            </div>
            <Under spot=under />
        </li>
    }
    .into_any()
}
