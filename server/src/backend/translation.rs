//! A reviewed reply in the patient's language: offered where a model translates into it, asked for by the clinician, shown beside the English.

use super::by_model::unusable;
use super::changing::open_review;
use super::error::StepError;
use super::open::Open;
use super::section::caller;
use super::{Steps, event};
use audit::Action;
use drafting::{Language, Sentence, TranslatedLine, TranslationJob};
use model::view::Change;
use model::{DraftId, DraftKind, Notice, NoticeKind};
use review::{ENGLISH_ALONE, Review, TRANSLATED, Translation, TranslationLine, YES};
use store::Launch;

/// A reply beside its translation.
pub struct TranslationView {
    /// The draft's revision.
    pub revision: u64,
    /// The patient's language; none where it is English or not told.
    pub language: Option<Language>,
    /// Whether a model translates into it.
    pub offered: bool,
    /// Whether the draft is open, and this person may send it.
    pub open: bool,
    /// Every sentence that stands.
    pub english: Vec<String>,
    /// The translation of the text as it stands.
    pub translation: Option<Translation>,
    /// Whether a reader of both vouched for it.
    pub read: bool,
}

/// What is done with a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TranslationAct {
    /// A model is asked.
    Translate,
    /// A reader of both languages vouches for it.
    Read,
    /// The English goes alone.
    Drop,
}

impl Steps {
    /// The reply and its translation.
    pub async fn translation(
        &self,
        launch: &Launch,
        draft: &DraftId,
    ) -> Result<TranslationView, StepError> {
        let event = event(launch, Action::SourceOpened).on([draft.to_string()]);
        let read = || async {
            let open = Open::find(self, launch, draft).await?;
            let review = open.review()?.ok_or(StepError::DraftNotOpen)?;
            let language = self.language(launch, &open)?;
            let offered = language
                .as_ref()
                .is_some_and(|one| self.offers(launch, one));
            let kept = review.statements().filter(|one| !one.removed);
            Ok::<_, StepError>(TranslationView {
                revision: review.revision(),
                offered,
                language,
                open: launch.context.role.may_sign() && open_review(&open).is_ok(),
                english: kept.map(|one| one.text.clone()).collect(),
                translation: review.translation().cloned(),
                read: review.translation_read().is_some(),
            })
        };
        self.auditor.audited(event, read).await.map_err(Into::into)
    }

    /// Asks for a translation, or answers what is asked of it.
    pub async fn act_on_translation(
        &self,
        launch: &Launch,
        draft: &DraftId,
        (revision, act): (u64, TranslationAct),
    ) -> Result<(), StepError> {
        if !launch.context.role.may_sign() {
            return Err(StepError::NotAllowed("your role may not send messages"));
        }
        let answer = match act {
            TranslationAct::Translate => return self.translated(launch, draft, revision).await,
            TranslationAct::Read => YES,
            TranslationAct::Drop => ENGLISH_ALONE,
        };
        let change = Change::Answer {
            ask: TRANSLATED.to_owned(),
            answer: answer.to_owned(),
        };
        self.apply(launch, draft, revision, change).await
    }

    async fn translated(
        &self,
        launch: &Launch,
        draft: &DraftId,
        revision: u64,
    ) -> Result<(), StepError> {
        let open = Open::find(self, launch, draft).await?;
        let mut review = open_review(&open)?;
        let language = self.language(launch, &open)?;
        let Some(language) = language.filter(|one| self.offers(launch, one)) else {
            let words = "No model that is configured translates into the patient’s language.";
            return Err(StepError::BadInput(words.to_owned()));
        };
        let before = review.revision();
        if before != revision {
            return Err(StepError::Conflict);
        }
        if review
            .statements()
            .any(|one| !one.removed && !one.releasable())
        {
            let words = "Review the reply first: a statement still needs you.";
            return Err(StepError::BadInput(words.to_owned()));
        }
        let translation = self.by_model(launch, &open, &review, &language).await?;
        review.translate(before, translation)?;
        self.screen(launch, &open, &mut review)?;
        self.keep_review(launch, draft, before, &review).await
    }

    async fn by_model(
        &self,
        launch: &Launch,
        open: &Open,
        review: &Review,
        language: &Language,
    ) -> Result<Translation, StepError> {
        let kept = review.statements().filter(|one| !one.removed);
        let sentences: Vec<Sentence<'_>> = kept
            .map(|one| Sentence {
                id: &one.id,
                text: &one.text,
                citations: &one.citations,
            })
            .collect();
        let lexicon = self.charts.lexicon();
        let job = TranslationJob {
            sentences: &sentences,
            language,
            set: open.prepared.sources(),
            as_of: open.as_of,
            lexicon: &lexicon,
            endpoint: None,
        };
        let objects = [open.row.summary.id.to_string(), "translation".to_owned()];
        let event = event(launch, Action::Inference).on(objects);
        let acted = self
            .models
            .acting(caller(launch), &self.auditor, event, Some(&launch.key));
        let drafting = self.drafting(launch);
        let done = drafting.translate(&acted.gateway, &job, &|_| ()).await;
        let done = done.map_err(|error| {
            tracing::warn!(%error, "a reply could not be translated");
            let why = unusable(&error).unwrap_or("it cannot be translated");
            StepError::BadInput(format!(
                "Not translated: {why}. The reply stays in English."
            ))
        })?;
        if !done.sendable() {
            let words = "The translation does not hold: what tells the patient where to go could not be translated as it stands. The reply stays in English.";
            return Err(StepError::BadInput(words.to_owned()));
        }
        let lines = done.lines.into_iter().map(line);
        Ok(Translation {
            language: language.tag.clone(),
            name: language.name.clone(),
            model: done.model,
            lines: lines.collect(),
        })
    }

    /// The language of the patient to whom a reply goes.
    fn language(&self, launch: &Launch, open: &Open) -> Result<Option<Language>, StepError> {
        if open.row.summary.kind != DraftKind::MessageReply {
            return Err(StepError::NotFound("translation"));
        }
        let drafting = self.drafting(launch);
        Ok(drafting.patient_language(open.prepared.sources(), open.as_of)?)
    }

    fn offers(&self, launch: &Launch, language: &Language) -> bool {
        let tenant = launch.key.tenant().to_string();
        self.models.translates(&tenant, language)
    }

    /// What the reader of a reply must know of the patient's language.
    pub(super) fn told_language(&self, launch: &Launch, open: &Open) -> Option<Notice> {
        let language = self.language(launch, open).ok().flatten()?;
        let name = &language.name;
        let what = if self.offers(launch, &language) {
            format!(
                "The patient prefers {name}. The reply is in English; once it is reviewed, a translation can be asked for where it is signed."
            )
        } else {
            format!(
                "The patient prefers {name}. The reply is in English; no translation is offered, as no model that is configured translates into {name}."
            )
        };
        Some(Notice {
            kind: NoticeKind::Drafting,
            what,
            sources: open
                .prepared
                .sources()
                .patient()
                .cloned()
                .into_iter()
                .collect(),
        })
    }

    /// What stands beside the text that is signed: the way to its translation.
    pub(super) fn beside_signing(&self, launch: &Launch, open: &Open) -> String {
        let language = self.language(launch, open).ok().flatten();
        language.map_or_else(String::new, |language| {
            let draft = &open.row.summary.id;
            let href = format!("/l/{}/d/{draft}/translation", launch.key.id());
            app::pages::to_translation(&href, &language.name, self.offers(launch, &language))
        })
    }
}

fn line(line: TranslatedLine) -> TranslationLine {
    TranslationLine {
        statement: line.id,
        english: line.english,
        text: line.text,
        why: line.faults.iter().map(ToString::to_string).collect(),
    }
}
