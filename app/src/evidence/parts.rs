//! Citations as numerals, and the panel that shows what they cite.

use super::card::Card;
use super::state::peek;
use crate::desk::{Cited, Desk};
use crate::ui::If;
use leptos::prelude::*;
use model::view::CitationView;
use model::{SourceId, StatementId};

/// The numerals after a statement or in a criterion's row.
#[component]
pub fn Citations(
    citations: Vec<CitationView>,
    statement: Option<StatementId>,
    spot: String,
) -> impl IntoView {
    let numerals = citations.into_iter().map(|citation| {
        let name = format!("Source {}: {}", citation.number, citation.label);
        let number = citation.number.to_string();
        view! { <Numeral name number sources=vec![citation.source] statement=statement.clone() spot=spot.clone() class="cite" /> }
    });
    view! { <span class="cites">{numerals.collect_view()}</span> }
}

/// A button in words that opens sources, both sides of a conflict together.
#[component]
pub fn Sources(
    words: &'static str,
    sources: Vec<SourceId>,
    statement: Option<StatementId>,
    spot: String,
) -> impl IntoView {
    (!sources.is_empty()).then(|| {
        view! { <Numeral name=String::new() number=words.into() sources statement spot class="link" /> }
    })
}

#[component]
fn Numeral(
    name: String,
    number: String,
    sources: Vec<SourceId>,
    statement: Option<StatementId>,
    spot: String,
    class: &'static str,
) -> impl IntoView {
    let desk = Desk::here();
    let over = RwSignal::new(false);
    let ours = Cited {
        statement,
        spot,
        sources,
    };
    let open = {
        let ours = ours.clone();
        Memo::new(move |_| desk.cited.with(|cited| cited.as_ref() == Some(&ours)))
    };
    let show = move || {
        desk.show(
            ours.spot.clone(),
            ours.statement.clone(),
            ours.sources.clone(),
        );
    };
    let (press, focused) = (show.clone(), show.clone());
    view! {
        <button
            type="button"
            class=class
            class:open=open
            aria-label=(!name.is_empty()).then_some(name)
            aria-pressed=move || open.get().to_string()
            on:click=move |_| press()
            on:focus=move |_| focused()
            on:pointerenter=move |_| peek(desk, over, show.clone())
            on:pointerleave=move |_| over.set(false)
        >
            {number}
        </button>
    }
    .into_any()
}

/// The panel in the right column.
#[component]
pub fn Aside() -> impl IntoView {
    let desk = Desk::here();
    view! {
        <aside class="evidence" aria-labelledby="evidence-title" tabindex="0">
            <h2 class="label" id="evidence-title">"Evidence"</h2>
            <If when=move || !desk.narrow.get()>
                <Panel />
            </If>
        </aside>
    }
    .into_any()
}

/// The panel under the place that it was opened from, where the page is too narrow for a column.
#[component]
pub fn Under(spot: String) -> impl IntoView {
    let desk = Desk::here();
    let here = Memo::new(move |_| {
        desk.narrow.get()
            && desk
                .cited
                .with(|cited| cited.as_ref().is_some_and(|cited| cited.spot == spot))
    });
    view! {
        <If when=move || here.get()>
            <div class="under">
                <button type="button" class="link" on:click=move |_| desk.cited.set(None)>"Close evidence"</button>
                <Panel />
            </div>
        </If>
    }
    .into_any()
}

#[component]
fn Panel() -> impl IntoView {
    let desk = Desk::here();
    let nothing = move || desk.cited.with(Option::is_none);
    let sources = move || {
        let cited = desk.cited.get();
        let list = cited.map(|cited| {
            let statement = cited.statement;
            cited
                .sources
                .into_iter()
                .map(|source| (statement.clone(), source))
                .collect::<Vec<_>>()
        });
        list.unwrap_or_default()
    };
    view! {
        <If when=nothing>
            <p class="quiet">"Point at a source number, or press c on a statement, to see what it rests on."</p>
        </If>
        <For each=sources key=Clone::clone let((statement, source))>
            <Card statement source />
        </For>
    }
    .into_any()
}
