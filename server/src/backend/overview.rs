//! The chart as a whole for the screens: what contradicts itself, what is missing, trends, encounters.

use super::Steps;
use super::error::StepError;
use super::prepared::Prepared;
use drafting::{Conflict, Drafting, Gap, Series, TimelineVisit};
use model::view::{
    ConflictView, GapState, GapView, OverviewView, TrendPoint, TrendView, VisitView,
};
use store::Launch;
use time::Date;

/// The newest values of a test that are drawn.
const MOST_POINTS: usize = 40;

impl Steps {
    /// The sheet about this launch's chart.
    pub(super) async fn overviewed(&self, launch: &Launch) -> Result<OverviewView, StepError> {
        let prepared = self.charts.prepared(launch).await?;
        let drafting = self.drafting(launch);
        let today = super::now().date();
        tokio::task::spawn_blocking(move || of(&drafting, &prepared, today))
            .await
            .map_err(|_| StepError::Task)
    }
}

fn of(drafting: &Drafting, prepared: &Prepared, today: Date) -> OverviewView {
    let insight = drafting.insight(prepared.sources(), today);
    let timeline = drafting.timeline(prepared.sources(), today);
    let conflict = |conflict: Conflict| ConflictView {
        what: sentence(&conflict.what),
        sources: conflict
            .sources
            .into_iter()
            .map(|id| (id.clone(), prepared.sources().label(&id)))
            .collect(),
    };
    let mut gaps: Vec<GapView> = insight.gaps.into_iter().map(gap).collect();
    gaps.sort_by_key(|gap| order(&gap.state));
    let mut trends: Vec<TrendView> = timeline.series.into_iter().map(trend).collect();
    // A value out of its range today is looked for first.
    trends.sort_by_key(|trend| !trend.points.last().is_some_and(|point| point.flagged));
    OverviewView {
        conflicts: insight.conflicts.into_iter().map(conflict).collect(),
        gaps,
        trends,
        visits: timeline.visits.into_iter().rev().map(visit).collect(),
    }
}

const fn order(state: &GapState) -> u8 {
    match state {
        GapState::NotLoaded => 0,
        GapState::NotDocumented => 1,
        GapState::Absent(..) => 2,
        GapState::Recorded(_) => 3,
    }
}

fn gap(gap: Gap) -> GapView {
    let (what, state) = match gap {
        Gap::NotLoaded { what } => (what, GapState::NotLoaded),
        Gap::NotDocumented { what } => (what, GapState::NotDocumented),
        Gap::Absent {
            what,
            source,
            words,
        } => (what, GapState::Absent(source, words)),
        Gap::Recorded { what, count } => (what, GapState::Recorded(count)),
    };
    GapView {
        what: sentence(&what),
        state,
    }
}

fn trend(series: Series) -> TrendView {
    let older = series.points.len().saturating_sub(MOST_POINTS);
    let points = series.points.into_iter().skip(older);
    TrendView {
        name: series.name,
        unit: series.unit,
        range: series.range,
        points: points
            .map(|point| TrendPoint {
                source: point.source,
                date: shown(&point.day),
                value: point.value,
                flagged: point.abnormal,
            })
            .collect(),
        left_out: series.not_plotted + older,
    }
}

fn visit(visit: TimelineVisit) -> VisitView {
    let end = visit.end.filter(|end| *end != visit.start);
    let when = match end {
        Some(end) => format!("{} to {}", shown(&visit.start), shown(&end)),
        None => shown(&visit.start),
    };
    let acute = match visit.class.as_str() {
        _ if !visit.acute => None,
        "EMER" => Some("emergency"),
        _ => Some("hospital stay"),
    };
    VisitView {
        source: visit.source,
        year: visit.start.chars().take(4).collect(),
        when,
        name: visit.name,
        acute: acute.map(str::to_owned),
        reasons: visit.reasons,
    }
}

/// `2019-11-20` as `20 Nov 2019`.
fn shown(day: &str) -> String {
    model::date::parse(day).map_or_else(|| day.to_owned(), model::date::shown)
}

/// With a capital at its beginning.
fn sentence(words: &str) -> String {
    let mut rest = words.chars();
    rest.next()
        .map(|first| first.to_uppercase().chain(rest).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::SourceId;

    #[test]
    fn what_is_unknown_comes_before_what_is_recorded() {
        let mut all = [
            GapState::Recorded(2),
            GapState::Absent(SourceId::new("AllergyIntolerance/1"), "NKDA".to_owned()),
            GapState::NotLoaded,
            GapState::NotDocumented,
        ];
        all.sort_by_key(order);
        assert_eq!(all[0], GapState::NotLoaded);
        assert_eq!(all[1], GapState::NotDocumented);
        assert_eq!(all[3], GapState::Recorded(2));
    }

    #[test]
    fn one_day_is_no_period_and_a_long_series_keeps_its_newest_values() {
        let made = |end: Option<&str>, class: &str| TimelineVisit {
            source: SourceId::new("Encounter/1"),
            name: "Visit".to_owned(),
            class: class.to_owned(),
            acute: class != "AMB",
            start: "2026-03-02".to_owned(),
            end: end.map(str::to_owned),
            reasons: Vec::new(),
        };
        let one = visit(made(Some("2026-03-02"), "AMB"));
        assert_eq!((one.when.as_str(), one.acute), ("2 Mar 2026", None));
        let stay = visit(made(Some("2026-03-05"), "IMP"));
        assert_eq!(stay.when, "2 Mar 2026 to 5 Mar 2026");
        assert_eq!(stay.acute.as_deref(), Some("hospital stay"));
        let points = (0..50).map(|value| drafting::Point {
            source: SourceId::new(format!("Observation/{value}")),
            day: "2026-01-01".to_owned(),
            value: value.to_string(),
            shown: String::new(),
            abnormal: false,
        });
        let long = trend(Series {
            name: "Sodium".to_owned(),
            unit: "mmol/L".to_owned(),
            range: (None, None),
            points: points.collect(),
            not_plotted: 2,
        });
        assert_eq!((long.points.len(), long.left_out), (MOST_POINTS, 12));
        assert_eq!(
            long.points.last().map(|last| last.value.as_str()),
            Some("49")
        );
    }
}
