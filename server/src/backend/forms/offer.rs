//! Which questionnaires can be filled in: the hospital's files, the EHR's, and what the clinician pastes.

use super::kept::Kept;
use super::{may, named, opened};
use crate::backend::banner;
use crate::backend::error::StepError;
use crate::backend::{Steps, event, now};
use ::forms::{Form, prefill};
use audit::Action;
use chart::{Json, ResourceKey};
use smart::{GrantedScopes, Interactions, ScopeNeed};
use std::time::Duration;
use store::Launch;
use uuid::Uuid;

/// How long a person waits for the EHR's questionnaires.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most of them that are listed.
const MOST: usize = 100;
/// Most bytes of a questionnaire.
const LARGEST: usize = 1_000_000;

/// Where a questionnaire is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormFrom {
    /// A data file, by its id.
    File(String),
    /// The EHR, by its id there.
    Ehr(String),
    /// What the clinician gave.
    Text(String),
}

/// What can be filled in, and what was begun.
#[derive(Default)]
pub struct FormsOffer {
    /// The hospital's: id and title.
    pub files: Vec<(String, String)>,
    /// The EHR's: id and title.
    pub ehr: Vec<(String, String)>,
    /// Begun here.
    pub begun: Vec<Begun>,
    /// What could not be looked at, in words.
    pub notes: Vec<String>,
}

/// A form that was begun.
pub struct Begun {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it was begun, in words.
    pub when: String,
    /// How many questions are answered, once the answers are given.
    pub answered: Option<usize>,
    /// How soon a person must look at its answers, in words.
    pub urgency: Option<&'static str>,
}

impl Steps {
    /// What can be filled in in this launch.
    pub async fn forms_offer(&self, launch: &Launch) -> Result<FormsOffer, StepError> {
        let event = event(launch, Action::SourceOpened).on(["questionnaires"]);
        let find = || async {
            let drafting = self.drafting(launch);
            let files = drafting.questionnaires().iter();
            let mut offer = FormsOffer {
                files: files
                    .map(|one| (one.id.clone(), one.form.title.clone()))
                    .collect(),
                ..FormsOffer::default()
            };
            for row in self.store.forms(&launch.key).await? {
                let open = opened(row)?;
                let (_, seen) = self.looked(launch, &open);
                let first = seen.raised.first();
                offer.begun.push(Begun {
                    answered: open.answered(),
                    urgency: first.map(|one| one.urgency.words()),
                    id: open.id,
                    title: open.form.title,
                    when: open.begun,
                });
            }
            self.of_ehr(launch, &mut offer).await;
            Ok::<_, StepError>(offer)
        };
        self.auditor.audited(event, find).await.map_err(Into::into)
    }

    /// Begins a questionnaire: what the chart has of it is filled in.
    pub async fn begin_form(&self, launch: &Launch, from: FormFrom) -> Result<String, StepError> {
        let id = Uuid::new_v4().simple().to_string();
        let event = event(launch, Action::EditMade).on([named(&id)]);
        let begin = || async {
            may(launch)?;
            let (text, origin) = self.questionnaire(launch, from).await?;
            let form = Form::read(&text).map_err(|error| {
                StepError::BadInput(format!("This questionnaire can’t be filled in: {error}."))
            })?;
            let prepared = self.charts.prepared(launch).await?;
            let mut typed = form.start();
            let from_chart = prefill(&form, &mut typed, &prepared.chart, banner::today());
            let kept = Kept {
                origin,
                typed,
                from_chart,
                ..Kept::default()
            };
            let bytes = kept.bytes()?;
            self.store
                .insert_form(&launch.key, &id, (text.as_bytes(), &bytes), now())
                .await?;
            Ok::<_, StepError>(())
        };
        self.auditor
            .audited(event, begin)
            .await
            .map_err(StepError::from)?;
        Ok(id)
    }

    async fn questionnaire(
        &self,
        launch: &Launch,
        from: FormFrom,
    ) -> Result<(String, String), StepError> {
        let found = match from {
            FormFrom::File(id) => {
                let drafting = self.drafting(launch);
                let mut all = drafting.questionnaires().iter();
                let found = all.find(|one| one.id == id);
                let found = found.ok_or_else(|| choose("Choose one of the questionnaires."))?;
                (found.text.clone(), "your hospital’s files".to_owned())
            }
            FormFrom::Ehr(id) => {
                let key = ResourceKey::new("Questionnaire", &id)
                    .ok_or_else(|| choose("Choose one of the questionnaires."))?;
                let client = self.clients.of(launch)?;
                let json = client.read("questionnaire (read)", &key).await?;
                (json.to_string(), self.ehr_name(launch))
            }
            FormFrom::Text(text) => (text, "what was pasted".to_owned()),
        };
        if found.0.len() > LARGEST {
            return Err(choose("The questionnaire has more than 1 MB."));
        }
        Ok(found)
    }

    /// The EHR's own, where it lets them be searched for. That it does not is no error: there are others.
    async fn of_ehr(&self, launch: &Launch, offer: &mut FormsOffer) {
        let need = ScopeNeed::new("Questionnaire", Interactions::SEARCH);
        let scopes = GrantedScopes::parse(&launch.context.scopes);
        if !scopes.report(&[need]).missing.is_empty() {
            return;
        }
        let name = self.ehr_name(launch);
        let Ok(client) = self.clients.of(launch) else {
            return;
        };
        let params = [("status", "active")];
        let search = client.search("questionnaires (search)", "Questionnaire", &params);
        let Ok(found) = tokio::time::timeout(PATIENCE, search).await else {
            let words = format!("The questionnaires of {name} did not come in time.");
            return offer.notes.push(words);
        };
        if let Some(error) = &found.failure {
            tracing::warn!(%error, "the EHR's questionnaires could not be read");
            let words = format!("The questionnaires of {name} could not be read.");
            offer.notes.push(words);
        }
        let all = found.entries.iter().filter_map(|entry| titled(&entry.json));
        offer.ehr = all.collect();
        if offer.ehr.len() > MOST {
            let words = format!(
                "{name} has {} questionnaires; the first {MOST} are listed.",
                offer.ehr.len()
            );
            offer.notes.push(words);
            offer.ehr.truncate(MOST);
        }
    }
}

fn titled(json: &Json) -> Option<(String, String)> {
    let questionnaire = json.resource_type() == Some("Questionnaire");
    let id = json.str_at("id").filter(|_| questionnaire)?;
    let title = ["title", "name", "url"]
        .iter()
        .find_map(|key| json.str_at(key));
    Some((id.to_owned(), title.unwrap_or(id).to_owned()))
}

fn choose(words: &str) -> StepError {
    StepError::BadInput(words.to_owned())
}
