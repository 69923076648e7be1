//! A kind that is drafted from what the clinician gives beside the chart.

use super::parts::able;
use super::state::start;
use crate::desk::Desk;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use model::view::KindView;
use model::{Material, MaterialKind, RecordingId};

/// One thing that can be given.
#[derive(Clone, Copy)]
struct Field {
    kind: MaterialKind,
    needed: bool,
    text: RwSignal<String>,
    /// Ids of the recordings that the text was written down from, each followed by a space; the recorder sets them.
    recordings: RwSignal<String>,
}

/// A field for each thing that the kind can be drafted from. What was typed stays until the page is left.
#[component]
pub fn Given(kind: KindView) -> impl IntoView {
    let desk = Desk::here();
    let able = able(desk);
    let KindView { kind, takes, .. } = kind;
    let field = |(kind, needed)| Field {
        kind,
        needed,
        text: RwSignal::new(String::new()),
        recordings: RwSignal::new(String::new()),
    };
    let fields: Vec<Field> = takes.into_iter().map(field).collect();
    let (asked, sent) = (fields.clone(), fields.clone());
    let unable = move || {
        !able.get()
            || asked
                .iter()
                .any(|field| field.needed && field.text.with(|text| text.trim().is_empty()))
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        start(desk, kind, None, sent.iter().filter_map(material).collect());
    };
    let fields = fields
        .into_iter()
        .map(|field| area(desk, kind.name(), field))
        .collect_view();
    view! {
        <form class="given" on:submit=submit>
            {fields}
            <button type="submit" class="primary" disabled=unable>"Draft"</button>
        </form>
    }
    .into_any()
}

fn area(desk: Desk, of: &'static str, field: Field) -> impl IntoView {
    let Field {
        kind,
        needed,
        text,
        recordings,
    } = field;
    let id = format!("{of}-{}", kind.name());
    let label = if needed { "" } else { " (may stay empty)" };
    // The page's one-letter keys are words here.
    let key = move |event: KeyboardEvent| event.stop_propagation();
    // The recorder is a script of its own, fetched when the form is opened. It fills the two fields that it is told.
    let recorder = (kind == MaterialKind::Transcript).then(|| {
        let launch = desk.launch().to_string();
        let ids = format!("{id}-recordings");
        view! {
            <cs-recorder data-launch=launch data-text=id.clone() data-ids=ids.clone()></cs-recorder>
            <input type="hidden" id=ids on:input:target=move |event| recordings.set(event.target().value()) />
        }
    });
    view! {
        {recorder}
        <label for=id.clone()>{kind.title()}{label}</label>
        <textarea id=id rows="3" maxlength=Material::LONGEST prop:value=text on:keydown=key
            on:input:target=move |event| text.set(event.target().value())></textarea>
    }
    .into_any()
}

fn material(field: &Field) -> Option<Material> {
    let text = field.text.get_untracked();
    (!text.trim().is_empty()).then_some(Material {
        kind: field.kind,
        text,
        recordings: field
            .recordings
            .with_untracked(|ids| ids.split_whitespace().map(RecordingId::new).collect()),
    })
}
