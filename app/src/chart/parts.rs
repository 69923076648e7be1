//! The chart's line in the header and its load report.

use crate::desk::{Desk, Pane, head};
use crate::ui::words::{count, thousands};
use leptos::prelude::*;
use model::view::{ChartProblem, ChartState, LoadLine};

/// The load state in a few words.
pub fn chart_line(chart: &ChartState) -> String {
    match chart {
        ChartState::Loading { done, total, what } => {
            format!("Reading {what}: {done} of {total} requests")
        }
        ChartState::Loaded {
            items, problems, ..
        } if problems.is_empty() => {
            format!("Chart: {} items, complete", thousands(*items))
        }
        ChartState::Loaded {
            items, problems, ..
        } => {
            let missing = count(problems.len(), "problem");
            format!("Chart: {} items, {missing}", thousands(*items))
        }
        ChartState::Failed { .. } => "The chart could not be read".into(),
    }
}

/// The load state in the header; opens the report.
#[component]
pub fn ChartLine() -> impl IntoView {
    let desk = Desk::here();
    let chart = Memo::new(move |_| desk.work.with(|work| work.chart.clone()));
    let class = move || {
        chart.with(|chart| match chart {
            ChartState::Loading { .. } => "chart-line loading",
            ChartState::Loaded { problems, .. } if problems.is_empty() => "chart-line",
            _ => "chart-line attention",
        })
    };
    let open = move || desk.pane.get() == Pane::Chart;
    let toggle = move |_| {
        let next = if desk.pane.get_untracked() == Pane::Chart {
            Pane::Draft
        } else {
            Pane::Chart
        };
        desk.pane.set(next);
    };
    view! {
        <button type="button" class=class aria-expanded=move || open().to_string() on:click=toggle>
            {move || chart.with(chart_line)}
        </button>
    }
    .into_any()
}

/// Each request, what failed, what could not be read.
#[component]
pub fn LoadReport() -> impl IntoView {
    let desk = Desk::here();
    let chart = Memo::new(move |_| desk.work.with(|work| work.chart.clone()));
    let body = move || match chart.get() {
        ChartState::Loading { done, total, what } => loading(done, total, &what).into_any(),
        ChartState::Loaded {
            items,
            lines,
            problems,
        } => loaded(items, lines, problems).into_any(),
        ChartState::Failed { message } => {
            view! { <p class="banner danger">{message}</p> }.into_any()
        }
    };
    view! {
        <section class="sheet" aria-labelledby="title">
            {head(desk, "How the chart was read")}
            {body}
        </section>
    }
    .into_any()
}

fn loading(done: usize, total: usize, what: &str) -> impl IntoView + use<> {
    view! {
        <p>{format!("Reading {what}. {done} of {total} requests are answered.")}</p>
        <progress max=total.to_string() value=done.to_string() aria-label="Requests answered"></progress>
        <p class="quiet">"You can begin a draft as soon as the chart is there."</p>
    }
    .into_any()
}

fn loaded(items: usize, lines: Vec<LoadLine>, problems: Vec<ChartProblem>) -> impl IntoView {
    let whole = problems.is_empty();
    let words = if whole {
        format!("{} items were read. Nothing failed.", thousands(items))
    } else {
        format!(
            "{} items were read. What is missing is named here and in every draft.",
            thousands(items)
        )
    };
    let problems = problems.into_iter().map(|problem| {
        view! { <li><b>{problem.what}</b>" "{problem.why}</li> }
    });
    let problems = problems.collect_view();
    let rows = lines.into_iter().map(|line| {
        let failed = line.failure.is_some();
        view! {
            <tr class:attention=failed>
                <th scope="row">{line.what}</th>
                <td class="number">{thousands(line.count)}</td>
                <td>{line.failure.unwrap_or_else(|| "read".into())}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <p>{words}</p>
        {(!whole).then(|| view! { <ul class="problems">{problems}</ul> })}
        <table>
            <caption>"Requests to the EHR"</caption>
            <thead><tr><th scope="col">"Asked for"</th><th scope="col" class="number">"Items"</th><th scope="col">"Outcome"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
