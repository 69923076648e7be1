//! The chart as a whole, drawn: contradictions, what is missing, trends, encounters.

use crate::ui::plot::Plot;
use leptos::prelude::*;
use model::SourceId;
use model::view::{
    ConflictView, GapState, GapView, OverviewView, SeriesPoint, SeriesView, TrendView, VisitView,
};

/// Encounters that are shown at once; the others are folded away.
const SHOWN: usize = 12;

/// The sheet.
pub(super) fn html(view: OverviewView) -> String {
    view! {
        {conflicts(view.conflicts)}
        {gaps(view.gaps)}
        {trends(view.trends)}
        {visits(view.visits)}
    }
    .to_html()
}

/// A button that opens sources beside the sheet, all of them together.
fn opens(sources: &[&SourceId], words: String) -> impl IntoView + use<> {
    let sources: Vec<&str> = sources.iter().map(|source| source.as_str()).collect();
    view! { <button type="button" class="link" data-sources=sources.join(" ")>{words}</button> }
}

fn conflicts(all: Vec<ConflictView>) -> impl IntoView {
    let none = all
        .is_empty()
        .then(|| view! { <p class="quiet">"The rules found none."</p> });
    let lines = all.into_iter().map(|conflict| {
        let together: Vec<&SourceId> = conflict.sources.iter().map(|(id, _)| id).collect();
        let both = opens(&together, "Show together".into());
        let each = conflict.sources.iter().map(|(id, label)| opens(&[id], label.clone()));
        let each = each.collect_view();
        view! { <li class="statement needs"><p class="words">{conflict.what}</p><p class="tools">{each}{both}</p></li> }
    });
    view! {
        <section class="part" aria-labelledby="o-conflicts">
            <h2 id="o-conflicts">"Sources that disagree"</h2>
            {none}
            <ul class="statements">{lines.collect_view()}</ul>
        </section>
    }
}

fn gaps(all: Vec<GapView>) -> impl IntoView {
    let rows = all.into_iter().map(|gap| {
        let (class, state) = match gap.state {
            GapState::NotLoaded => ("result attention", "Not read: nobody can say".into_any()),
            GapState::NotDocumented => ("result attention", "Not documented".into_any()),
            GapState::Absent(source, words) => {
                let source = opens(&[&source], format!("“{words}”"));
                ("", view! { "Recorded as absent: "{source} }.into_any())
            }
            GapState::Recorded(1) => ("quiet", "1 entry".into_any()),
            GapState::Recorded(count) => ("quiet", format!("{count} entries").into_any()),
        };
        view! { <li><b>{gap.what}</b>" "<span class=class>{state}</span></li> }
    });
    view! {
        <section class="part" aria-labelledby="o-gaps">
            <h2 id="o-gaps">"What nobody may miss"</h2>
            <p class="quiet">"Not documented means that the chart is silent. It does not mean that there is none."</p>
            <ul class="gaps">{rows.collect_view()}</ul>
        </section>
    }
}

fn trends(all: Vec<TrendView>) -> impl IntoView {
    let none = all
        .is_empty()
        .then(|| view! { <p class="quiet">"No test has two values to compare."</p> });
    let items = all.into_iter().map(trend);
    view! {
        <section class="part" aria-labelledby="o-trends">
            <h2 id="o-trends">"Trends"</h2>
            {none}
            <ul class="trends">{items.collect_view()}</ul>
        </section>
    }
}

fn trend(trend: TrendView) -> impl IntoView {
    let TrendView {
        name,
        unit,
        range,
        points,
        left_out,
    } = trend;
    let ends = points.first().zip(points.last());
    let words = ends
        .map(|(first, last)| format!("{} → {} {unit}", first.value, last.value))
        .unwrap_or_default();
    let flagged = points.last().is_some_and(|point| point.flagged);
    let reference = match &range {
        (Some(low), Some(high)) => format!("Reference {low} to {high}"),
        (Some(low), None) => format!("Reference from {low}"),
        (None, Some(high)) => format!("Reference up to {high}"),
        (None, None) => String::new(),
    };
    let rows = points.iter().rev().map(|point| {
        let value = opens(&[&point.source], point.value.clone());
        let mark = point.flagged.then_some("outside its range");
        view! { <tr><th scope="row">{point.date.clone()}</th><td class="number">{value}</td><td class="attention">{mark}</td></tr> }
    });
    let rows = rows.collect_view();
    let label = format!("{name} over time, {} values: {words}", points.len());
    let series = SeriesView {
        unit: unit.clone(),
        reference_range: Some(range),
        points: points.into_iter().map(drawn).collect(),
    };
    let older = (left_out > 0)
        .then(|| format!("{left_out} more in the chart: older, in words, or in another unit."));
    view! {
        <li>
            <h3>{name}</h3>
            <Plot series label />
            <p class="trend"><span class:attention=flagged>{words}{flagged.then_some(" !")}</span><span class="quiet">{reference}</span></p>
            <details class="values">
                <summary>"Values as a table"</summary>
                <table>
                    <thead><tr><th scope="col">"Date"</th><th scope="col" class="number">{unit}</th><th scope="col">"Flag"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="quiet">{older}</p>
            </details>
        </li>
    }
}

fn drawn(point: model::view::TrendPoint) -> SeriesPoint {
    SeriesPoint {
        source: point.source,
        date: point.date,
        value: point.value,
        cited: false,
    }
}

fn visits(all: Vec<VisitView>) -> impl IntoView {
    let none = all
        .is_empty()
        .then(|| view! { <p class="quiet">"The chart has no encounter."</p> });
    let (first, older) = all.split_at(all.len().min(SHOWN));
    let older = (!older.is_empty()).then(|| {
        let words = format!("{} older", older.len());
        view! { <details class="values"><summary>{words}</summary>{years(older)}</details> }
    });
    view! {
        <section class="part" aria-labelledby="o-visits">
            <h2 id="o-visits">"Encounters"</h2>
            {none}
            {years(first)}
            {older}
        </section>
    }
}

/// Encounters under their years.
fn years(visits: &[VisitView]) -> impl IntoView + use<> {
    visits
        .chunk_by(|one, next| one.year == next.year)
        .map(|year| {
            let title = year.first().map(|visit| visit.year.clone());
            let lines = year.iter().map(visit).collect_view();
            view! { <h3>{title}</h3><ul class="visits">{lines}</ul> }
        })
        .collect_view()
}

fn visit(visit: &VisitView) -> impl IntoView + use<> {
    let acute = visit
        .acute
        .clone()
        .map(|acute| view! { " "<span class="did">{acute}</span> });
    let reasons = (!visit.reasons.is_empty()).then(|| format!(" · {}", visit.reasons.join(", ")));
    let name = opens(&[&visit.source], visit.name.clone());
    view! { <li><span class="when">{visit.when.clone()}</span><span>{name}{acute}<span class="quiet">{reasons}</span></span></li> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_chart_says_is_never_markup() {
        let bad = "<script>alert(1)</script>\"'&".to_owned();
        let id = SourceId::new("Observation/1\" onclick=\"x");
        let page = html(OverviewView {
            conflicts: vec![ConflictView {
                what: bad.clone(),
                sources: vec![(id.clone(), bad.clone())],
            }],
            gaps: vec![GapView {
                what: bad.clone(),
                state: GapState::Absent(id.clone(), bad.clone()),
            }],
            trends: Vec::new(),
            visits: vec![VisitView {
                source: id,
                year: bad.clone(),
                when: bad.clone(),
                name: bad.clone(),
                acute: Some(bad.clone()),
                reasons: vec![bad],
            }],
        });
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("1\" onclick"), "{page}");
    }

    #[test]
    fn an_empty_chart_is_in_words() {
        let page = html(OverviewView::default());
        for words in [
            "The rules found none.",
            "No test has two values",
            "The chart has no encounter.",
        ] {
            assert!(page.contains(words), "{words}");
        }
    }
}
