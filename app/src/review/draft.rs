//! The centre column: one draft.

use super::criteria::Criteria;
use super::omissions::Omissions;
use super::proposals::Proposals;
use super::section::Section;
use crate::desk::Desk;
use crate::drafts::{Kinds, stop};
use crate::evidence::Sources;
use crate::ui::If;
use crate::ui::words;
use leptos::prelude::*;
use model::view::{DraftStatus, FiledView};

/// The open draft, or what to do where none is.
#[component]
pub fn Draft() -> impl IntoView {
    let desk = Desk::here();
    let id = Memo::new(move |_| {
        desk.work
            .with(|work| work.open.as_ref().map(|draft| draft.id.clone()))
    });
    move || match id.get() {
        None => view! { <Nothing /> }.into_any(),
        Some(_) => view! { <Sheet /> }.into_any(),
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <section class="sheet nothing" aria-labelledby="title">
            <h1 id="title" tabindex="-1">"What shall be drafted?"</h1>
            <p>"Every statement will cite where the chart says it, and be checked against it before you see it as text."</p>
            <Kinds />
        </section>
    }
    .into_any()
}

#[component]
fn Sheet() -> impl IntoView {
    let desk = Desk::here();
    let sections = desk.part(|draft| {
        let titles = draft.sections.iter().enumerate();
        titles
            .map(|(at, section)| (at, section.title.clone()))
            .collect::<Vec<_>>()
    });
    let filed = desk.part(|draft| draft.filed.clone());
    view! {
        <section class="sheet" aria-labelledby="title">
            <Head />
            <Progress />
            <Notices />
            {move || filed.get().map(filing)}
            <Criteria />
            <For each=move || sections.get() key=Clone::clone let((at, title))>
                <Section at title />
            </For>
            <Omissions />
            <Proposals />
        </section>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let desk = Desk::here();
    let title = desk.part(|draft| draft.title.clone());
    let line = desk.part(|draft| format!("{} · {}", draft.author, draft.begun));
    let status = Memo::new(move |_| {
        desk.work
            .with(|work| work.open.as_ref().map(|draft| draft.status))
    });
    view! {
        <header class="sheet-head">
            <h1 id="title" tabindex="-1">{title}</h1>
            <p class="quiet">{line}" · "{move || status.get().map(words::status)}</p>
        </header>
        <crate::evidence::Under spot="title".into() />
    }
    .into_any()
}

/// Which section is being written, and Stop; what went wrong.
#[component]
fn Progress() -> impl IntoView {
    let desk = Desk::here();
    let progress = desk.part(|draft| {
        let drafting = draft.status == DraftStatus::Drafting;
        let words = draft
            .progress
            .clone()
            .unwrap_or_else(|| "the first section".into());
        drafting.then_some(words)
    });
    let failure = desk.part(|draft| draft.failure.clone());
    view! {
        {move || progress.get().map(|words| view! {
            <div class="progress">
                <p>"Writing and checking "{words}"…"</p>
                <button type="button" on:click=move |_| stop(desk)>"Stop"</button>
            </div>
        })}
        {move || failure.get().map(|words| view! {
            <p class="banner danger">"Drafting failed. "{words}" What is here can be reviewed."</p>
        })}
    }
    .into_any()
}

#[component]
fn Notices() -> impl IntoView {
    let desk = Desk::here();
    let notices = desk.part(|draft| draft.notices.clone());
    let lines = move || {
        let notices = notices.get().into_iter().enumerate();
        let lines = notices.map(|(at, notice)| {
            let spot = format!("notice-{at}");
            view! {
                <li>
                    <b>{words::notice(notice.kind)}</b>" "{notice.what}" "
                    <Sources words="Show" sources=notice.sources statement=None spot=spot.clone() />
                    <crate::evidence::Under spot />
                </li>
            }
        });
        lines.collect_view()
    };
    view! {
        <If when=move || !notices.with(Vec::is_empty)>
            <section class="notices" aria-label="What you should know">
                <ul>{lines}</ul>
            </section>
        </If>
    }
    .into_any()
}

fn filing(filed: FiledView) -> impl IntoView {
    let attention = filed.reference.is_none();
    view! {
        <section class="filed" class:attention=attention aria-label="Filing">
            <p><b>{filed.state}</b></p>
            <dl>
                <dt>"Signed"</dt><dd>{filed.signed}" by "{filed.signer}</dd>
                {filed.reference.map(|reference| view! { <dt>"In the EHR"</dt><dd class="reference">{reference}</dd> })}
            </dl>
            <details>
                <summary>"The text as signed"</summary>
                <pre class="filed-text" tabindex="0">{filed.text}</pre>
            </details>
        </section>
    }
    .into_any()
}
