//! One statement: its words, its citations, and what it needs.

use super::editor::Editor;
use super::state::{Ask, attest, begin_edit, change, remove_or_restore};
use crate::desk::{Desk, Place, blocked};
use crate::evidence::{Citations, Sources, Under};
use crate::ui::If;
use crate::ui::marked::Marked;
use leptos::prelude::*;
use model::view::{Change, ReasonView, StatementState, StatementView};
use model::{Span, StatementId};

/// A row that stays the same element while other statements change.
#[component]
pub(super) fn Statement(id: StatementId) -> impl IntoView {
    let desk = Desk::here();
    let place = Place::Statement(id.clone());
    let element = place.element();
    let spot = element.clone();
    let now = {
        let id = id.clone();
        desk.part(move |draft| crate::desk::statement(draft, &id).cloned())
    };
    let needs = Memo::new(move |_| now.with(|now| now.as_ref().is_some_and(blocked)));
    let removed = Memo::new(move |_| {
        now.with(|now| {
            now.as_ref()
                .is_some_and(|now| now.state == StatementState::Removed)
        })
    });
    let current = {
        let place = place.clone();
        Memo::new(move |_| {
            desk.current
                .with(|current| current.as_ref() == Some(&place))
        })
    };
    let editing = {
        let id = id.clone();
        Memo::new(move |_| desk.editing.with(|editing| editing.as_ref() == Some(&id)))
    };
    let enter = move || {
        if desk
            .current
            .with_untracked(|current| current.as_ref() != Some(&place))
        {
            desk.current.set(Some(place.clone()));
        }
    };
    let pressed = enter.clone();
    let body = move || match (editing.get(), now.get()) {
        (_, None) => ().into_any(),
        (true, Some(now)) => view! { <Editor now /> }.into_any(),
        (false, Some(now)) => view! { <Words now /> }.into_any(),
    };
    view! {
        <li
            id=element
            class="statement"
            class:needs=needs
            class:removed=removed
            class:current=current
            tabindex="-1"
            on:focusin=move |_| enter()
            on:click=move |_| pressed()
        >
            {body}
            <Under spot />
        </li>
    }
    .into_any()
}

/// The words as they stand, and below them what is wrong.
#[component]
fn Words(now: StatementView) -> impl IntoView {
    let desk = Desk::here();
    let spot = format!("s-{}", now.id);
    let removed = now.state == StatementState::Removed;
    let needs = blocked(&now);
    let id = now.id.clone();
    let text = text(desk, &now);
    let sign = mark(&now.state);
    let reasons = now.reasons.into_iter().filter(move |_| needs);
    let reasons = reasons
        .map(|reason| line(desk, id.clone(), spot.clone(), reason))
        .collect_view();
    let body = view! { {text}<Citations citations=now.citations statement=Some(id.clone()) spot=spot.clone() />{sign} };
    let body = match removed {
        true => view! { <p class="words"><s>{body}</s></p> }.into_any(),
        false => view! { <p class="words">{body}</p> }.into_any(),
    };
    view! {
        {body}
        {needs.then(|| view! { <ul class="reasons">{reasons}</ul> })}
        <If when=move || !desk.locked()>
            <Tools id=now.id.clone() needs removed />
        </If>
    }
    .into_any()
}

/// The text; the words marked that the open source speaks of, else those that are wrong.
fn text(desk: Desk, now: &StatementView) -> impl IntoView + use<> {
    let (id, text, evidence) = (now.id.clone(), now.text.clone(), now.evidence.clone());
    let wrong: Vec<Span> = match blocked(now) {
        true => now
            .reasons
            .iter()
            .filter_map(|reason| reason.span)
            .collect(),
        false => Vec::new(),
    };
    let tied = Memo::new(move |_| {
        desk.cited.with(|cited| {
            let cited = cited
                .as_ref()
                .filter(|cited| cited.statement.as_ref() == Some(&id))?;
            let ours = evidence
                .iter()
                .filter(|one| cited.sources.contains(&one.source));
            Some(ours.map(|one| one.span).collect::<Vec<_>>()).filter(|spans| !spans.is_empty())
        })
    });
    move || {
        let (spans, class) = match tied.get() {
            Some(spans) => (spans, "tied"),
            None => (wrong.clone(), "wrong"),
        };
        view! { <Marked text=text.clone() spans class /> }
    }
}

fn mark(state: &StatementState) -> impl IntoView + use<> {
    let words = match state {
        StatementState::Drafted => return None,
        StatementState::Edited => "edited".to_owned(),
        StatementState::Added => "added".to_owned(),
        StatementState::Removed => "removed".to_owned(),
        StatementState::Attested { by, at } => format!("attested by {by}, {at}"),
    };
    Some(view! { <span class="did">{words}</span> })
}

/// One line that says what is wrong, with its fix and its sources.
fn line(desk: Desk, id: StatementId, spot: String, reason: ReasonView) -> impl IntoView {
    let ask: Ask = expect_context();
    let ReasonView {
        line, fix, sources, ..
    } = reason;
    let words = if sources.len() > 1 {
        "Show both sources"
    } else {
        "Show the source"
    };
    let fix = fix.map(|fix| {
        let statement = id.clone();
        let press = move |_| change(desk, ask, Change::Edit { statement: statement.clone(), text: fix.text.clone() });
        let unlocked = move || !desk.locked();
        let label = fix.label;
        view! { <If when=unlocked><button type="button" class="fix" on:click=press.clone()>{label.clone()}</button></If> }
    });
    view! {
        <li>
            <span class="reason">{line}</span>" "
            {fix}
            <Sources words sources statement=Some(id) spot />
        </li>
    }
    .into_any()
}

/// What can be done with it. Always there where it needs a person; else while it is current.
#[component]
fn Tools(id: StatementId, needs: bool, removed: bool) -> impl IntoView {
    let desk = Desk::here();
    let ask: Ask = expect_context();
    let class = if needs { "tools" } else { "tools later" };
    let remove_label = match (removed, needs) {
        (true, _) => "Restore",
        (false, true) => "Remove",
        (false, false) => "✕",
    };
    let (one, two, three) = (id.clone(), id.clone(), id);
    let edit = move |_| begin_edit(desk, &one);
    let remove = move |_| remove_or_restore(desk, ask, &two);
    let vouch = move |_| attest(desk, ask, &three);
    view! {
        <div class=class>
            {(!removed).then(|| view! { <button type="button" on:click=edit>"Edit"</button> })}
            <button type="button" aria-label=(!removed && !needs).then_some("Remove") on:click=remove>{remove_label}</button>
            {needs.then(|| view! { <button type="button" on:click=vouch>"I attest this"</button> })}
        </div>
    }
    .into_any()
}
