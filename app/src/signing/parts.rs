//! The sign panel, in the place of the draft.

use super::api;
use crate::desk::{Desk, Pane, focus_id, follow};
use crate::review::{Ask, change};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use model::WireErrorCode;
use model::view::{Change, SignPreview};
use web_sys::{Element, HtmlInputElement};

/// The final text, who signs, what was changed, what still blocks; and the button that signs.
#[component]
pub fn Signing() -> impl IntoView {
    let desk = Desk::here();
    let preview = RwSignal::new(None::<SignPreview>);
    let revision = desk.part(|draft| draft.revision);
    Effect::new(move |_| {
        // Read, not only tracked: a memo that nobody has read yet follows nothing.
        let _ = revision.get();
        fetch(desk, preview);
    });
    Effect::new(move |_| focus_id("title".into()));
    let ehr = Memo::new(move |_| desk.work.with(|work| work.ehr.clone()));
    let body = move || match preview.get() {
        None => view! { <p class="quiet">"Preparing the text…"</p> }.into_any(),
        Some(preview) => shown(desk, &ehr.read(), preview).into_any(),
    };
    view! {
        <section class="sheet" aria-labelledby="title">
            <header class="sheet-head">
                <h1 id="title" tabindex="-1">"Sign and file"</h1>
                <button type="button" on:click=move |_| desk.pane.set(Pane::Draft)>"Back to the draft"</button>
            </header>
            {body}
        </section>
    }
    .into_any()
}

fn fetch(desk: Desk, preview: RwSignal<Option<SignPreview>>) {
    let Some(draft) = desk.open_id() else { return };
    spawn_local(async move {
        match api::preview(desk.launch(), draft).await {
            Ok(found) => {
                preview.try_set(Some(found));
            }
            Err(failure) => {
                desk.pane.set(Pane::Draft);
                desk.fail(failure);
            }
        }
    });
}

fn shown(desk: Desk, ehr: &str, preview: SignPreview) -> impl IntoView + use<> {
    let SignPreview {
        revision,
        content_hash,
        text,
        signer,
        changes,
        blockers,
        asks,
    } = preview;
    let blocked = !blockers.is_empty() || asks.starts_with("<section");
    let stopped = !blockers.is_empty();
    let list = |lines: Vec<String>| {
        lines
            .into_iter()
            .map(|line| view! { <li>{line}</li> })
            .collect_view()
    };
    let changes = match changes.is_empty() {
        true => view! { <p>"Nothing: the text is as drafted."</p> }.into_any(),
        false => view! { <ul>{list(changes)}</ul> }.into_any(),
    };
    let blockers = stopped.then(|| {
        view! {
            <section class="banner attention" aria-label="What blocks signing">
                <p><b>"It cannot be signed yet."</b></p>
                <ul>{list(blockers)}</ul>
            </section>
        }
    });
    let busy = move || desk.busy.with(Option::is_some);
    let press = move |_| sign(desk, revision, content_hash.clone());
    let ask: Ask = expect_context();
    let answer = move |event: SubmitEvent| answered(desk, ask, &event);
    view! {
        {blockers}
        <div on:submit=answer inner_html=asks></div>
        <h2>"The text as "{ehr.to_owned()}" will get it"</h2>
        <pre class="filed-text" tabindex="0">{text}</pre>
        <h2>"What you changed"</h2>
        {changes}
        <h2>"Signed by"</h2>
        <p>{signer}</p>
        <div class="row confirm">
            <button type="button" class="primary" disabled=move || blocked || busy() on:click=press>"Sign and file"</button>
            <span class="quiet" role="status">{move || desk.busy.get()}</span>
        </div>
    }
    .into_any()
}

/// Sends what a form of the signing page answers.
fn answered(desk: Desk, ask: Ask, event: &SubmitEvent) {
    event.prevent_default();
    let form = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(form) = form else { return };
    let input = form.query_selector("input").ok().flatten();
    let input = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = input {
        let (ask_name, answer) = (form.id(), input.value());
        change(
            desk,
            ask,
            Change::Answer {
                ask: ask_name,
                answer,
            },
        );
    }
}

fn sign(desk: Desk, revision: u64, hash: String) {
    let Some(draft) = desk.open_id() else { return };
    desk.failure.set(None);
    desk.busy.set(Some("Signing".into()));
    spawn_local(async move {
        let signed = api::sign(desk.launch(), draft, revision, hash).await;
        desk.busy.set(None);
        match signed {
            Ok(draft) => {
                desk.apply(draft);
                desk.pane.set(Pane::Draft);
                desk.say("Signed.");
                focus_id("title".into());
                follow::begin(desk);
            }
            Err(failure) => {
                if failure.code == WireErrorCode::Conflict {
                    crate::desk::reload(desk);
                }
                desk.fail(failure);
            }
        }
    });
}
