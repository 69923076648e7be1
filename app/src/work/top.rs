//! The top of the page: patient, chart, find; and what went wrong.

use crate::chart::ChartLine;
use crate::desk::{Desk, Link, api};
use crate::ui::who;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::WireErrorCode;

/// The header.
#[component]
pub(super) fn Top() -> impl IntoView {
    let desk = Desk::here();
    let banner = Memo::new(move |_| desk.work.with(|work| work.banner.clone()));
    let patient = move || match banner.get() {
        Some(banner) => who(banner),
        None => view! { <p class="patient">"Countersign"</p> }.into_any(),
    };
    view! {
        <header class="top">
            <div class="who">{patient}</div>
            <div class="tools-top">
                <ChartLine />
                <button type="button" aria-keyshortcuts="Control+K Meta+K" on:click=move |_| desk.palette.set(true)>"Find"</button>
                <button type="button" on:click=move |_| desk.keys.set(true)>"Keys"</button>
                <button type="button" on:click=move |_| leave(desk)>"Sign out"</button>
            </div>
        </header>
    }
    .into_any()
}

fn leave(desk: Desk) {
    spawn_local(async move {
        match api::sign_out(desk.launch()).await {
            Ok(()) => {
                let _ = window().location().set_href("/signed-out");
            }
            Err(failure) => desk.fail(failure),
        }
    });
}

/// Offline, expired, failed: in words, above the text, never over it.
#[component]
pub(super) fn Banners() -> impl IntoView {
    let desk = Desk::here();
    let link = move || {
        match desk.link.get() {
        Link::Live => ().into_any(),
        Link::Offline => view! {
            <p class="banner attention" role="alert">"Countersign cannot be reached. Nothing is lost. It is tried again by itself."</p>
        }
        .into_any(),
        Link::Expired => view! {
            <p class="banner danger" role="alert">"Your session has ended. Your drafts are kept. Open Countersign again from the patient’s chart to go on."</p>
        }
        .into_any(),
    }
    };
    let failure = move || {
        desk.failure.get().map(|failure| {
            let hint = match failure.code {
                WireErrorCode::Conflict => "The newest state is shown now. ",
                WireErrorCode::NotAllowed => "Ask your administrator if you need this. ",
                _ => "",
            };
            let reference = (!failure.id.is_empty()).then(|| format!("Reference {}", failure.id));
            view! {
                <div class="banner danger" role="alert">
                    <p>{failure.message}" "{hint}<span class="reference">{reference}</span></p>
                    <button type="button" on:click=move |_| desk.failure.set(None)>"Close"</button>
                </div>
            }
        })
    };
    view! { {link}{failure} }.into_any()
}
