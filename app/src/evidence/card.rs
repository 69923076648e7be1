//! One source in the evidence panel.

use super::state::Shelf;
use crate::desk::Desk;
use crate::ui::If;
use crate::ui::marked::{Marked, around};
use crate::ui::plot::Plot;
use leptos::prelude::*;
use model::view::{EvidenceView, SeriesView, SoundView};
use model::{SourceId, StatementId};

/// How much of a long text is shown around its mark, in bytes.
const REACH: usize = 240;

/// Fetches the source and shows it.
#[component]
pub(super) fn Card(statement: Option<StatementId>, source: SourceId) -> impl IntoView {
    let desk = Desk::here();
    let shelf: Shelf = expect_context();
    let view = RwSignal::new(None);
    let again = {
        let (statement, source) = (statement.clone(), source.clone());
        move || shelf.fetch(desk, statement.clone(), source.clone(), view)
    };
    let retry = again.clone();
    Effect::new(move |_| again());
    move || match view.get() {
        None => view! { <p class="quiet">"Opening the source…"</p> }.into_any(),
        Some(Ok(found)) => shown(desk, statement.clone(), found).into_any(),
        Some(Err(failure)) => {
            let retry = retry.clone();
            view! {
                <div class="card">
                    <p class="attention">{failure.message}</p>
                    <button type="button" on:click=move |_| retry()>"Try again"</button>
                </div>
            }
            .into_any()
        }
    }
}

fn shown(desk: Desk, statement: Option<StatementId>, found: EvidenceView) -> impl IntoView {
    let EvidenceView {
        title,
        value,
        details,
        text,
        marks,
        prose,
        series,
        also,
        source,
        sound,
    } = found;
    let series = series.map(|series| trend(&title, series));
    let (part, spans, cut) = around(&text, &marks, REACH);
    let whole = RwSignal::new(!cut);
    let class = if prose { "source prose" } else { "source" };
    let body = move || {
        let (text, spans) = match whole.get() {
            true => (text.clone(), marks.clone()),
            false => (format!("…{part}…"), shifted(&spans)),
        };
        view! { <p class=class><Marked text spans class="found" /></p> }
    };
    let also = (!also.is_empty()).then(|| others(desk, statement, also));
    view! {
        <article class="card">
            <h3>{title}</h3>
            {value.map(|value| view! { <p class="value">{value}</p> })}
            <p class="quiet">{details}</p>
            {series}
            {body}
            {sound.map(|sound| moment(desk, &sound))}
            <If when=move || cut>
                <button type="button" class="link" data-whole="" on:click=move |_| whole.update(|whole| *whole = !*whole)>
                    {move || if whole.get() { "Show the place only" } else { "Open the whole source" }}
                </button>
            </If>
            {also}
            <p class="reference">{source.to_string()}</p>
        </article>
    }
    .into_any()
}

/// Plays the moment in which it was said.
fn moment(desk: Desk, sound: &SoundView) -> impl IntoView + use<> {
    let SoundView {
        recording,
        start,
        end,
    } = sound;
    let seconds = |millis: &u64| format!("{}.{:03}", millis / 1000, millis % 1000);
    let (from, to) = (seconds(start), seconds(end));
    let address = format!(
        "/l/{}/recordings/{recording}/audio#t={from},{to}",
        desk.launch()
    );
    view! { <audio class="moment" controls="" preload="none" aria-label="What was said, as recorded" src=address></audio> }
}

/// The spans after an ellipsis in front of the text.
fn shifted(spans: &[model::Span]) -> Vec<model::Span> {
    let by = "…".len();
    let moved = spans
        .iter()
        .map(|span| model::Span::new(span.start + by, span.end + by));
    moved.collect()
}

fn others(
    desk: Desk,
    statement: Option<StatementId>,
    also: Vec<(SourceId, String)>,
) -> impl IntoView {
    let lines = also.into_iter().map(|(source, label)| {
        let statement = statement.clone();
        let press = move |_| {
            let spot = desk
                .cited
                .with_untracked(|cited| cited.as_ref().map(|cited| cited.spot.clone()));
            desk.show(
                spot.unwrap_or_default(),
                statement.clone(),
                vec![source.clone()],
            );
        };
        view! { <li><button type="button" class="link" on:click=press>{label}</button></li> }
    });
    view! { <h4 class="label">"Also"</h4><ul class="also">{lines.collect_view()}</ul> }
}

fn trend(title: &str, series: SeriesView) -> impl IntoView + use<> {
    let ends = series.points.first().zip(series.points.last());
    let words =
        ends.map(|(first, last)| format!("{} → {} {}", first.value, last.value, series.unit));
    let label = format!(
        "{title} over time, {} values: {}",
        series.points.len(),
        words.clone().unwrap_or_default()
    );
    let range = series.reference_range.clone().map(|range| match range {
        (Some(low), Some(high)) => format!("Reference {low} to {high} {}", series.unit),
        (Some(low), None) => format!("Reference from {low} {}", series.unit),
        (None, Some(high)) => format!("Reference up to {high} {}", series.unit),
        (None, None) => String::new(),
    });
    let rows = series.points.iter().rev().map(|point| {
        view! { <tr class:cited=point.cited><th scope="row">{point.date.clone()}</th><td class="number">{point.value.clone()}</td></tr> }
    });
    let rows = rows.collect_view();
    let unit = series.unit.clone();
    view! {
        <Plot series=series label=label />
        <p class="trend">{words}<span class="quiet">{range}</span></p>
        <details class="values">
            <summary>"Values as a table"</summary>
            <table>
                <thead><tr><th scope="col">"Date"</th><th scope="col" class="number">{unit}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
    .into_any()
}
