//! What a clinician chooses of a kind before it is drafted: what of the chart a summary is of and for whom, and the note that a note starts from.

use super::details::Details;
use super::error::StepError;
use super::prepared::Prepared;
use super::writing::Begin;
use super::{Steps, banner, event, kinds};
use app::pages::{SelectView, TextView};
use audit::Action;
use drafting::{Drafting, DraftingError, Focus, Options};
use model::{DraftId, DraftKind, Material, MaterialKind, SourceId};
use std::sync::Arc;
use store::Launch;

/// The days that are offered.
const DAYS: u16 = 90;
/// Most notes that are offered.
const MOST_NOTES: usize = 40;

/// What was chosen of a kind; empty: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// What of the chart a summary is of, as `drafting::Focus` reads it.
    pub focus: Option<String>,
    /// The reader of a summary, by its id.
    pub reader: Option<String>,
    /// The earlier note that a note starts from, `DocumentReference/id`.
    pub base: Option<String>,
    /// How hard a text for the patient may read, by its name.
    pub reading: Option<String>,
    /// The forms whose answers an intake summary is of.
    pub forms: Vec<String>,
}

/// What can be chosen of a kind, and what can be given beside the chart.
pub struct Offer {
    /// Choices, with the first of each chosen.
    pub selects: Vec<SelectView>,
    /// Fields for words.
    pub texts: Vec<TextView>,
}

/// The words of the link to the page of a kind; none where nothing can be chosen.
pub(super) const fn more(kind: DraftKind) -> Option<&'static str> {
    match kind {
        DraftKind::ChartSummary => Some("Summary of a part, or for a reader…"),
        DraftKind::SoapNote => Some("SOAP note from an earlier note…"),
        DraftKind::HpNote => Some("History and physical from an earlier note…"),
        DraftKind::ProgressNote => Some("Progress note from an earlier note…"),
        DraftKind::IntakeSummary => Some("Questionnaires before the visit…"),
        DraftKind::PatientInstructions => Some("Patient instructions at a reading level…"),
        _ => None,
    }
}

impl Steps {
    /// What can be chosen of a kind in this launch.
    pub async fn offer(&self, launch: &Launch, kind: DraftKind) -> Result<Offer, StepError> {
        if more(kind).is_none() {
            return Err(StepError::NotFound("kind"));
        }
        let event = event(launch, Action::SourceOpened).on(["choices", kind.name()]);
        let find = || async {
            let prepared = self.charts.prepared(launch).await?;
            let drafting = self.drafting(launch);
            let selects = match kind {
                DraftKind::ChartSummary => summaries(&drafting, &prepared, launch)?,
                DraftKind::PatientInstructions => vec![levels()],
                _ => vec![bases(&drafting, &prepared)],
            };
            let takes = kinds::offered(&drafting, None);
            let takes = takes.into_iter().find(|view| view.kind == kind);
            let takes = takes.map_or_else(Vec::new, |view| view.takes);
            let texts = takes.into_iter().filter_map(field).collect();
            Ok::<_, StepError>(Offer { selects, texts })
        };
        self.auditor.audited(event, find).await.map_err(Into::into)
    }

    /// Begins a draft of what was chosen.
    pub async fn begin_shaped(
        self: &Arc<Self>,
        launch: &Launch,
        kind: DraftKind,
        given: Vec<Material>,
        shape: Shape,
    ) -> Result<DraftId, StepError> {
        if more(kind).is_none() {
            return Err(StepError::NotFound("kind"));
        }
        let event = event(launch, Action::DraftMade)
            .on(std::iter::once(kind.name()).chain(given.iter().map(|one| one.kind.name())));
        let begin = Begin {
            choice: None,
            given,
            reading: shape.reading.clone(),
            shape,
        };
        self.auditor
            .audited(event, || self.begin(launch, kind, begin))
            .await
            .map_err(Into::into)
    }
}

/// Who asks, as a source of the chart may name them.
pub(super) fn clinician(launch: &Launch) -> Option<String> {
    let user = launch.context.user.to_string();
    let mut parts = user.rsplit('/');
    let (id, kind) = (parts.next()?, parts.next()?);
    kind.starts_with("Practitioner")
        .then(|| format!("{kind}/{id}"))
}

/// The details with what was chosen in words; refused where the chart or the data has no such choice.
pub(super) fn shaped(
    drafting: &Drafting,
    kind: DraftKind,
    prepared: &Prepared,
    details: Details,
) -> Result<Details, StepError> {
    let refused = |error: DraftingError| match error {
        DraftingError::Choice { what } => StepError::BadInput(format!("{}.", upper(&what))),
        other => other.into(),
    };
    let chosen = details.focus.is_some() || details.reader.is_some();
    if chosen && kind != DraftKind::ChartSummary {
        return Err(StepError::BadInput(
            "Only a chart summary has a part or a reader.".to_owned(),
        ));
    }
    let focus = details.focus.as_deref().map(Focus::read);
    if focus.is_some_and(|focus| focus.is_err()) {
        let words = "Choose from the list what the summary is of.";
        return Err(StepError::BadInput(words.to_owned()));
    }
    let as_of = details.as_of()?;
    let about = drafting
        .about(kind, prepared.sources(), as_of, &details.options())
        .map_err(refused)?;
    let Some(about) = about else {
        return Ok(details);
    };
    let base = about.base.map(|day| format!("from the note of {day}"));
    let words = [about.focus, about.reader, base];
    let words: Vec<String> = words.into_iter().flatten().collect();
    Ok(Details {
        chosen: Some(words.join(" · ")),
        unnarrowed: about.unnarrowed.map(str::to_owned),
        ..details
    })
}

/// What a summary can be of, and for whom.
fn summaries(
    drafting: &Drafting,
    prepared: &Prepared,
    launch: &Launch,
) -> Result<Vec<SelectView>, StepError> {
    let (set, as_of) = (prepared.sources(), banner::today());
    let encounter = launch.context.encounter.as_ref();
    let period = |focus: Focus, none: &str| -> Result<(String, String), StepError> {
        let options = Options {
            focus: focus.clone(),
            encounter: encounter.map(|id| SourceId::new(format!("Encounter/{id}"))),
            clinician: clinician(launch).map(SourceId::new),
            ..Options::default()
        };
        let about = drafting.about(DraftKind::ChartSummary, set, as_of, &options)?;
        let words = about.as_ref().and_then(|about| about.focus.clone());
        let mut words = upper(&words.unwrap_or_default());
        if about.is_some_and(|about| about.unnarrowed.is_some()) {
            words = format!("{words} ({none})");
        }
        Ok((focus.to_string(), words))
    };
    let parts = vec![
        (Focus::Whole.to_string(), "The whole chart".to_owned()),
        period(Focus::LastStay, "none in the chart")?,
        period(Focus::Days(DAYS), "")?,
        period(Focus::SinceLastVisit, "none with you in the chart")?,
    ];
    let pairs = |choices: Vec<drafting::Choice>| {
        let pair = |one: drafting::Choice| (one.value, one.label);
        choices.into_iter().map(pair).collect::<Vec<_>>()
    };
    let mut groups = vec![
        (String::new(), parts),
        (
            "One problem".to_owned(),
            pairs(drafting.active_problems(set, as_of)),
        ),
        ("One specialty".to_owned(), pairs(drafting.specialties()?)),
    ];
    groups.retain(|(_, options)| !options.is_empty());
    let mut readers = vec![(String::new(), "Nobody in particular".to_owned())];
    readers.extend(pairs(drafting.readers()));
    Ok(vec![
        SelectView {
            name: "focus",
            label: "What it is of",
            hint: "Problems, medicines and allergies in force stay whole; what else is left out is counted in the draft.",
            groups,
            chosen: Focus::Whole.to_string(),
        },
        SelectView {
            name: "reader",
            label: "Who reads it",
            hint: "Decides which sections there are, and in which order.",
            groups: vec![(String::new(), readers)],
            chosen: String::new(),
        },
    ])
}

/// How hard a sheet for the patient may read.
fn levels() -> SelectView {
    let options = [
        ("plain", "Plain: grade 6, what most adults read with ease"),
        ("standard", "Standard: grade 9"),
        ("any", "Any"),
    ];
    let options = options.map(|(value, label)| (value.to_owned(), label.to_owned()));
    SelectView {
        name: "reading",
        label: "Reading level",
        hint: "It is measured, and shown with the draft as it stands.",
        groups: vec![(String::new(), options.to_vec())],
        chosen: "plain".to_owned(),
    }
}

/// The notes that a note can start from.
fn bases(drafting: &Drafting, prepared: &Prepared) -> SelectView {
    let notes = drafting.bases(prepared.sources(), banner::today());
    let none = notes
        .is_empty()
        .then_some("No note: the chart has none with text");
    let none = none.unwrap_or("No note: today’s chart alone");
    let mut options = vec![(String::new(), none.to_owned())];
    options.extend(
        notes
            .into_iter()
            .take(MOST_NOTES)
            .map(|one| (one.value, format!("Start from: {}", one.label))),
    );
    SelectView {
        name: "base",
        label: "Earlier note",
        hint: "Each sentence is checked against today’s chart. What still holds is carried over and marked; what changed since stands as it is today; findings and values of that day are not copied.",
        groups: vec![(String::new(), options)],
        chosen: String::new(),
    }
}

fn field((kind, needed): (MaterialKind, bool)) -> Option<TextView> {
    let name = match kind {
        MaterialKind::Dictation => "dictation",
        MaterialKind::Transcript => "transcript",
        MaterialKind::Message => return None,
    };
    Some(TextView {
        name,
        label: kind.title(),
        needed,
        text: String::new(),
    })
}

fn upper(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
