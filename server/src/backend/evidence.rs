//! A source as the evidence panel shows it, with the words marked that a statement rests on.

use super::prepared::Prepared;
use model::view::{EvidenceView, SeriesPoint, SeriesView};
use model::{Evidence, SourceId, Span};
use sources::{Fact, FactRole, FactValue, Snippet, search::Filter, when};

const MOST_POINTS: usize = 24;
const MOST_OTHERS: usize = 4;

/// The view of a source. `evidence` and `quotes` are those of the statement that is looked at.
pub(super) fn view(
    prepared: &Prepared,
    source: &SourceId,
    evidence: &[Evidence],
    quotes: &[&str],
) -> Option<EvidenceView> {
    let snippet = prepared.sources().get(source)?;
    let series = series(prepared, snippet);
    Some(EvidenceView {
        source: source.clone(),
        title: snippet.title.clone(),
        value: value(snippet),
        details: details(snippet),
        marks: marks(snippet, evidence, quotes),
        prose: !snippet.prose.is_empty(),
        also: also(prepared, snippet),
        text: snippet.text.clone(),
        series,
        sound: None,
    })
}

fn value(snippet: &Snippet) -> Option<String> {
    let mut shown = snippet
        .facts(FactRole::Value)
        .filter_map(|fact| shown(snippet, fact));
    let first = shown.next()?;
    Some(shown.fold(first, |all, next| format!("{all}, {next}")))
}

fn shown(snippet: &Snippet, fact: &Fact) -> Option<String> {
    fact.span
        .and_then(|span| span.of(&snippet.text))
        .map(str::to_owned)
}

fn details(snippet: &Snippet) -> String {
    let word = |role| snippet.facts(role).find_map(|fact| shown(snippet, fact));
    let parts = [
        snippet.date.as_ref().map(when::for_people),
        word(FactRole::Status),
        word(FactRole::Category),
        snippet.author.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The spans to mark, in order, none inside another.
fn marks(snippet: &Snippet, evidence: &[Evidence], quotes: &[&str]) -> Vec<Span> {
    let own = evidence.iter().filter(|part| part.source == snippet.id);
    let mut spans: Vec<Span> = own
        .filter_map(|part| {
            part.source_span
                .or_else(|| at_path(snippet, part.path.as_deref()?))
        })
        .collect();
    spans.extend(quotes.iter().filter_map(|quote| {
        snippet
            .text
            .find(quote)
            .map(|start| Span::new(start, start + quote.len()))
    }));
    if spans.is_empty() {
        // Nothing finer is known: what the source is about, so that the eye has a place to land.
        let about = [
            FactRole::Value,
            FactRole::Code,
            FactRole::BirthDate,
            FactRole::Class,
            FactRole::Name,
        ];
        let place = about
            .into_iter()
            .find_map(|role| snippet.facts(role).find_map(|fact| fact.span));
        spans.extend(place);
    }
    spans.retain(|span| {
        span.of(&snippet.text)
            .is_some_and(|words| !words.is_empty())
    });
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

fn at_path(snippet: &Snippet, path: &str) -> Option<Span> {
    snippet
        .facts
        .iter()
        .find(|fact| fact.path == path)
        .and_then(|fact| fact.span)
}

fn series(prepared: &Prepared, snippet: &Snippet) -> Option<SeriesView> {
    let all = prepared.sources().series(snippet);
    let points: Vec<(SeriesPoint, String)> = all
        .into_iter()
        .filter_map(|one| point(one, snippet))
        .collect();
    let unit = points
        .iter()
        .find(|(point, _)| point.cited)
        .map(|(_, unit)| unit.clone())?;
    let mut points: Vec<SeriesPoint> = points
        .into_iter()
        .filter(|(_, of)| *of == unit)
        .map(|(point, _)| point)
        .collect();
    if points.len() < 2 {
        return None;
    }
    // The newest fit the plot; the cited one stays.
    while points.len() > MOST_POINTS {
        let oldest = points.iter().position(|point| !point.cited)?;
        points.remove(oldest);
    }
    Some(SeriesView {
        unit,
        reference_range: range(snippet),
        points,
    })
}

fn point(one: &Snippet, cited: &Snippet) -> Option<(SeriesPoint, String)> {
    let quantity = one
        .facts(FactRole::Value)
        .find_map(|fact| match &fact.value {
            FactValue::Quantity(quantity) if quantity.comparator.is_none() => Some(quantity),
            _ => None,
        })?;
    let date = when::for_people(one.date.as_ref()?);
    Some((
        SeriesPoint {
            source: one.id.clone(),
            date,
            value: quantity.written.clone(),
            cited: one.id == cited.id,
        },
        quantity.unit.clone(),
    ))
}

fn range(snippet: &Snippet) -> Option<(Option<String>, Option<String>)> {
    snippet
        .facts(FactRole::ReferenceRange)
        .find_map(|fact| match &fact.value {
            FactValue::Range { low, high } => Some((
                low.as_ref().map(|low| low.written.clone()),
                high.as_ref().map(|high| high.written.clone()),
            )),
            _ => None,
        })
}

/// Other sources that speak of the same thing, the same kind of resource first excluded where it is a series of its own.
fn also(prepared: &Prepared, snippet: &Snippet) -> Vec<(SourceId, String)> {
    let hits = prepared
        .index
        .search(&snippet.title, &Filter::All, MOST_OTHERS * 4);
    let others = hits.into_iter().filter(|hit| hit.id != snippet.id);
    let others = others.filter(|hit| {
        snippet.resource_type() != Some("Observation")
            || hit.id.resource().map(|(kind, _)| kind) != Some("Observation")
    });
    others
        .take(MOST_OTHERS)
        .map(|hit| (hit.id.clone(), prepared.sources().label(&hit.id)))
        .collect()
}
