//! What went to models and what came back: sealed under the patient's key, apart from each other, until a given time.

use keys::ScopeKey;
use time::OffsetDateTime;

use crate::{LaunchKey, Secret, Store, StoreError, db::args, store::Cells};

const PROMPTS: &str = "inference_prompts";
const ANSWERS: &str = "inference_answers";

/// What is kept of one inference.
#[derive(Clone)]
pub struct KeptInference {
    /// The prompt as it was sent; none where it was not kept, or its time is over.
    pub prompt: Option<Secret>,
    /// The answer as it came.
    pub answer: Option<Secret>,
}

impl Store {
    /// Keeps a prompt. `inference` is the audit log's position of its entry.
    pub async fn keep_prompt(
        &self,
        launch: &LaunchKey,
        inference: &str,
        text: &str,
        expires: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO inference_prompts (inference, launch, tenant, patient_scope, text, expires) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        self.keep(sql, PROMPTS, launch, inference, text, expires)
            .await
    }

    /// Keeps an answer.
    pub async fn keep_answer(
        &self,
        launch: &LaunchKey,
        inference: &str,
        text: &str,
        expires: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO inference_answers (inference, launch, tenant, patient_scope, text, expires) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        self.keep(sql, ANSWERS, launch, inference, text, expires)
            .await
    }

    async fn keep(
        &self,
        sql: &'static str,
        table: &str,
        launch: &LaunchKey,
        inference: &str,
        text: &str,
        expires: OffsetDateTime,
    ) -> Result<(), StoreError> {
        // Of a patient whose key was destroyed nothing is kept any more.
        let key = self.keys.key(&launch.patient).await?;
        let sealed = cells(&key, launch, table, inference).seal("text", text.as_bytes())?;
        let values = args![
            inference,
            launch.id.as_str(),
            launch.tenant.as_str(),
            launch.patient.as_str(),
            sealed,
            expires
        ];
        self.db.write(sql, values).await.map(drop)
    }

    /// What is kept of an inference of this launch.
    pub async fn kept_inference(
        &self,
        launch: &LaunchKey,
        inference: &str,
        now: OffsetDateTime,
    ) -> Result<KeptInference, StoreError> {
        let prompt = "SELECT text FROM inference_prompts \
                      WHERE inference = $1 AND launch = $2 AND expires > $3";
        let answer = "SELECT text FROM inference_answers \
                      WHERE inference = $1 AND launch = $2 AND expires > $3";
        Ok(KeptInference {
            prompt: self.kept(prompt, PROMPTS, launch, inference, now).await?,
            answer: self.kept(answer, ANSWERS, launch, inference, now).await?,
        })
    }

    async fn kept(
        &self,
        sql: &'static str,
        table: &str,
        launch: &LaunchKey,
        inference: &str,
        now: OffsetDateTime,
    ) -> Result<Option<Secret>, StoreError> {
        let values = args![inference, launch.id.as_str(), now];
        let Some(mut row) = self.db.read_one(sql, values).await? else {
            return Ok(None);
        };
        let key = self.keys.reading_key(&launch.patient).await?;
        let cells = cells(&key, launch, table, inference);
        cells.open("text", &row.sealed()?).map(Some)
    }

    /// Deletes prompts and answers whose time is over; tells how many.
    pub(crate) async fn purge_inferences(&self, now: OffsetDateTime) -> Result<u64, StoreError> {
        let prompts = "DELETE FROM inference_prompts WHERE expires <= $1";
        let answers = "DELETE FROM inference_answers WHERE expires <= $1";
        Ok(self.db.write(prompts, args![now]).await? + self.db.write(answers, args![now]).await?)
    }
}

fn cells<'a>(
    key: &'a ScopeKey,
    launch: &'a LaunchKey,
    table: &'a str,
    inference: &'a str,
) -> Cells<'a> {
    Cells {
        key,
        tenant: launch.tenant.as_str(),
        table,
        row: inference,
    }
}
