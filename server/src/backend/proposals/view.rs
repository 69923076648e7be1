//! The proposals as the screen shows them.

use super::deciding::TEXT;
use super::found::{Proposals, accept};
use super::kept::{Accepted, Kept};
use crate::backend::error::StepError;
use crate::backend::filing::Told;
use crate::backend::open::Open;
use crate::backend::{Steps, event};
use audit::Action;
use drafting::discrete::{Candidate, Item, Origin, code_line, offered};
use model::DraftId;
use model::view::{ChoiceView, ProposalState, ProposalView, ProposalsView};
use std::collections::HashMap;
use store::{JobState, JobView, Launch};

impl Steps {
    /// The sheet, shown to a person.
    pub(super) async fn shown_proposals(
        &self,
        launch: &Launch,
        draft: &DraftId,
    ) -> Result<ProposalsView, StepError> {
        let objects = [draft.to_string(), "proposals".to_owned()];
        let event = event(launch, Action::DraftRendered).on(objects);
        self.auditor
            .audited(event, || self.proposals_view(launch, draft))
            .await
            .map_err(Into::into)
    }

    pub(super) async fn proposals_view(
        &self,
        launch: &Launch,
        draft: &DraftId,
    ) -> Result<ProposalsView, StepError> {
        let open = Open::find(self, launch, draft).await?;
        if !offered(open.row.summary.kind) {
            return Err(StepError::NotFound("proposals"));
        }
        let proposals = self.proposals(launch, &open).await?;
        let jobs = self.store.jobs(&launch.key, draft).await?;
        let jobs: HashMap<&str, &JobView> =
            jobs.iter().map(|job| (job.item.as_str(), job)).collect();
        let (new, there): (Vec<_>, Vec<_>) = proposals
            .items
            .iter()
            .partition(|(_, item)| item.already.is_none());
        let view = |(name, item): &(String, Item)| {
            let choices = choices(launch, &open, &proposals, item);
            ProposalView {
                item: name.clone(),
                kind: item.kind().to_owned(),
                name: item.name.clone(),
                detail: item.detail(),
                statement: item.statement.clone(),
                words: item.words.clone(),
                remark: item.remark.clone(),
                state: state(&proposals, name, jobs.get(name.as_str()).copied(), &choices),
                choices,
            }
        };
        Ok(ProposalsView {
            launch: launch.key.id().clone(),
            draft: draft.clone(),
            ehr: self.ehr_name(launch),
            signed: proposals.note.is_some(),
            may: launch.context.role.may_sign(),
            items: new.into_iter().map(view).collect(),
            there: there
                .into_iter()
                .filter_map(|(_, item)| {
                    let source = item.already.clone()?;
                    let label = open.prepared.sources().label(&source);
                    Some((
                        format!("{}: {} {}", item.kind(), item.name, item.detail()),
                        source,
                        label,
                    ))
                })
                .collect(),
        })
    }
}

fn choices(launch: &Launch, open: &Open, proposals: &Proposals, item: &Item) -> Vec<ChoiceView> {
    let listed = |chosen: Option<&Candidate>| {
        let entry = accept(launch, open, item, chosen, Vec::new()).entry;
        !proposals.takes.entry(&entry)
    };
    let origin = |one: &Candidate| match &one.origin {
        Origin::Chart(source) => {
            format!(
                "used in this chart: {}",
                open.prepared.sources().label(source)
            )
        }
        Origin::Table(release) => format!("by name from {release}"),
        Origin::Listed => "from the list of tests and vital signs".to_owned(),
    };
    let coded = item
        .candidates
        .iter()
        .enumerate()
        .map(|(at, one)| ChoiceView {
            value: at.to_string(),
            label: code_line(&one.coding),
            origin: origin(one),
            listed: listed(Some(one)),
        });
    let text = ChoiceView {
        value: TEXT.to_owned(),
        label: "text only, no code".to_owned(),
        origin: if item.candidates.is_empty() {
            "no code of the chart or of an installed table says exactly this".to_owned()
        } else {
            String::new()
        },
        listed: listed(None),
    };
    coded.chain([text]).collect()
}

fn state(
    proposals: &Proposals,
    name: &str,
    job: Option<&JobView>,
    choices: &[ChoiceView],
) -> ProposalState {
    let signed = proposals.note.is_some();
    match proposals.kept.get(name) {
        None if signed && choices.iter().all(|choice| choice.listed) => ProposalState::TooLate,
        None => ProposalState::Open,
        Some(Kept::Rejected { .. }) => ProposalState::Rejected,
        Some(Kept::Accepted(accepted)) => {
            let (fate, pending, attention) = fate(proposals, name, accepted, job);
            ProposalState::Accepted {
                line: accepted.line.clone(),
                fate,
                open: !signed,
                pending,
                attention,
            }
        }
    }
}

/// What becomes of an accepted item, whether it is on its way, whether a person must see to it.
fn fate(
    proposals: &Proposals,
    name: &str,
    accepted: &Accepted,
    job: Option<&JobView>,
) -> (String, bool, bool) {
    let told = job
        .and_then(|job| job.result.as_ref())
        .and_then(|bytes| Told::read(bytes));
    let words = told.as_ref().map(|told| told.words.clone());
    match (job.map(|job| job.state), &proposals.note) {
        (Some(JobState::Filed), _) => {
            let reference = told.and_then(|told| told.reference).unwrap_or_default();
            (
                format!("Written to the chart as {reference}."),
                false,
                false,
            )
        }
        (Some(JobState::Refused | JobState::NeedsPerson), _) => {
            (words.unwrap_or_default(), false, true)
        }
        (Some(_), _) => match words {
            Some(words) => (
                format!("Not written yet: {words} It is tried again by itself."),
                true,
                true,
            ),
            None => (
                "It is written as soon as the note is filed.".to_owned(),
                true,
                false,
            ),
        },
        (None, Some(note)) => {
            let listed = note
                .proposed()
                .iter()
                .any(|one| one.item == name && one.listed);
            if listed {
                ("Listed in the note.".to_owned(), false, false)
            } else {
                ("It is not part of the signed note.".to_owned(), false, true)
            }
        }
        (None, None) if proposals.takes.entry(&accepted.entry) => (
            "It will be written to the chart when the note is filed.".to_owned(),
            false,
            false,
        ),
        (None, None) => (
            "The EHR does not take it as data: the note will list it.".to_owned(),
            false,
            false,
        ),
    }
}
