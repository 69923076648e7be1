//! Pages that need no script: errors, sign-out, where a launch begins, and what a clinician keeps.

mod begin;
mod form;
mod forms;
mod phrases;
mod raised;
mod translation;

pub use begin::{BeginPage, SelectView, TextView, begin_page};
pub use form::{FieldKind, FieldView, FormPage, form_page};
pub use forms::{BegunView, FormsPage, forms_page};
pub use phrases::{LONGEST_INSTRUCTION, PhraseView, PhrasesPage, phrases_page};
pub use raised::RaisedView;
pub use translation::{PairView, TranslationPage, to_translation, translation_page};

use crate::ui::who;
use crate::wire::Failure;
use leptos::prelude::*;
use model::view::BannerView;
use model::{WireError, WireErrorCode};

/// What a page asks the person to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Follow a link.
    Link {
        /// On the link.
        label: String,
        /// Where to; an address of this server.
        href: String,
        /// In a window of its own, out of the EHR's frame.
        window: bool,
    },
    /// Nothing to press: what to do is outside this page.
    None,
}

/// An EHR that a launch can begin from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EhrChoice {
    /// What it is called.
    pub name: String,
    /// Where its launch begins; an address of this server.
    pub href: String,
}

/// One sentence of what happened, one of what to do, one action. `reference` finds the failure in the server's log.
pub fn error_page(
    style: &str,
    title: &str,
    what_happened: &str,
    what_to_do: &str,
    action: &Action,
    reference: Option<&str>,
) -> String {
    let body = view! {
        <p>{what_happened.to_owned()}</p>
        <p>{what_to_do.to_owned()}</p>
        {press(action)}
        {reference.map(|id| view! { <p class="reference">{format!("Reference {id}")}</p> })}
    };
    page(style, title, body)
}

/// The browser keeps no cookie inside the EHR's frame: `href` opens the app in a window of its own.
pub fn cookie_blocked_page(style: &str, href: &str) -> String {
    let action = Action::Link {
        label: "Open in a window".into(),
        href: href.into(),
        window: true,
    };
    error_page(
        style,
        "Open Countersign in a window",
        "Your browser keeps no cookies for Countersign inside the EHR, so you cannot be signed in here.",
        "Open it in a window of its own. The patient stays the same.",
        &action,
        None,
    )
}

/// Where a launch begins outside an EHR.
pub fn standalone_page(style: &str, choices: Vec<EhrChoice>) -> String {
    let nothing = choices.is_empty();
    let list = choices.into_iter().map(|EhrChoice { name, href }| {
        view! { <li><a class="button" href=href>{name}</a></li> }
    });
    let body = view! {
        <p>{if nothing { "No EHR is set up for this. Open Countersign from a patient’s chart." } else { "Choose the EHR to sign in with. You pick the patient there." }}</p>
        <ul class="choices">{list.collect_view()}</ul>
    };
    page(style, "Start Countersign", body)
}

/// After signing out.
pub fn signed_out_page(style: &str) -> String {
    error_page(
        style,
        "You are signed out",
        "The access to the chart was given back to the EHR.",
        "To go on, open Countersign from the patient’s chart.",
        &Action::None,
        None,
    )
}

/// Something that was asked for by its address and refused.
pub fn refused_page(style: &str, error: WireError) -> String {
    let title = title_of(error.code);
    let reference = (!error.id.is_empty()).then(|| format!("Reference {}", error.id));
    let body = view! {
        <p>{error.message}</p>
        <p class="reference">{reference}</p>
    };
    page(style, title, body)
}

const fn title_of(code: WireErrorCode) -> &'static str {
    match code {
        WireErrorCode::NotFound => "There is no such page in this session",
        WireErrorCode::SessionExpired => "Your session has ended",
        WireErrorCode::NotAllowed => "You may not open this",
        WireErrorCode::Conflict => "Not yet",
        WireErrorCode::Ehr => "The EHR did not answer",
        _ => "Countersign could not open the page",
    }
}

/// The work page's failure, in its document.
pub(crate) fn failed(failure: &Failure) -> impl IntoView + use<> {
    let title = title_of(failure.code);
    let reference = (!failure.id.is_empty()).then(|| format!("Reference {}", failure.id));
    view! {
        <main class="plain">
            <h1>{title}</h1>
            <p>{failure.message.clone()}</p>
            <p class="reference">{reference}</p>
        </main>
    }
}

fn press(action: &Action) -> Option<impl IntoView + use<>> {
    match action.clone() {
        Action::None => None,
        Action::Link {
            label,
            href,
            window,
        } => {
            let (target, rel) = if window {
                (Some("_blank"), Some("noopener"))
            } else {
                (None, None)
            };
            Some(
                view! { <p><a class="button primary" href=href target=target rel=rel>{label}</a></p> },
            )
        }
    }
}

/// What may stand in a `<textarea>`: leptos does not escape its children. A line end right behind the tag is dropped by the browser, so that a text
/// that begins with one needs another.
fn inside(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    if text.starts_with('\n') {
        format!("\n{text}")
    } else {
        text
    }
}

pub(crate) fn page(style: &str, title: &str, body: impl IntoView) -> String {
    page_called(style, title, title, body)
}

/// The same with another name in the title bar, which is read out first.
pub(crate) fn page_called(style: &str, name: &str, title: &str, body: impl IntoView) -> String {
    page_of(style, None, (name, title), body)
}

/// A page about one patient, who is named above it unless the EHR around it does that.
pub(crate) fn page_of(
    style: &str,
    patient: Option<BannerView>,
    (name, title): (&str, &str),
    body: impl IntoView,
) -> String {
    let patient = patient.map(|patient| {
        view! { <header class="top"><div class="who">{who(patient)}</div></header> }
    });
    let (style, title) = (style.to_owned(), title.to_owned());
    // One text: what stands between two would be read out.
    let name = format!("{name} – Countersign");
    let document = view! {
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="robots" content="noindex" />
                <meta name="color-scheme" content="light dark" />
                <title>{name}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=style />
            </head>
            <body>{patient}<main class="plain"><h1>{title}</h1>{body.into_any()}</main></body>
        </html>
    };
    format!("<!DOCTYPE html>{}", document.to_html())
}
