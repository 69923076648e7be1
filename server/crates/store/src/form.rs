//! Questionnaires that are filled in, sealed under the patient's key.

use keys::ScopeKey;
use time::OffsetDateTime;

use crate::{
    LaunchKey, Secret, Store, StoreError,
    db::{Row, args},
    launch::number,
    store::Cells,
};

const TABLE: &str = "forms";

/// A questionnaire with what was typed into it.
#[derive(Clone)]
pub struct FormRow {
    /// Its random id.
    pub id: String,
    /// Grows with every change.
    pub revision: u64,
    /// The questionnaire as it was when it was begun.
    pub questionnaire: Secret,
    /// What was typed, as its owner wrote it.
    pub answers: Secret,
    /// When it was begun.
    pub created: OffsetDateTime,
    /// When it was last changed.
    pub updated: OffsetDateTime,
}

impl Store {
    /// Begins a questionnaire at revision 0.
    pub async fn insert_form(
        &self,
        launch: &LaunchKey,
        id: &str,
        (questionnaire, answers): (&[u8], &[u8]),
        at: OffsetDateTime,
    ) -> Result<(), StoreError> {
        // Of a patient whose key was destroyed nothing is kept any more.
        let key = self.keys.key(&launch.patient).await?;
        let cells = cells(&key, launch, id);
        let sql = "INSERT INTO forms (id, launch, tenant, patient_scope, revision, \
                   questionnaire, answers, created, updated) \
                   VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $7)";
        let values = args![
            id,
            launch.id.as_str(),
            launch.tenant.as_str(),
            launch.patient.as_str(),
            cells.seal("questionnaire", questionnaire)?,
            cells.seal("answers", answers)?,
            at,
        ];
        self.db.write(sql, values).await.map(drop)
    }

    /// Keeps what was typed over `revision`; false where somebody was faster, or the launch has no such form.
    pub async fn save_form(
        &self,
        launch: &LaunchKey,
        id: &str,
        revision: u64,
        answers: &[u8],
        at: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let key = self.keys.key(&launch.patient).await?;
        let sealed = cells(&key, launch, id).seal("answers", answers)?;
        let sql = "UPDATE forms SET answers = $1, revision = revision + 1, updated = $2 \
                   WHERE id = $3 AND launch = $4 AND revision = $5";
        let values = args![sealed, at, id, launch.id.as_str(), number(revision)?];
        Ok(self.db.write(sql, values).await? == 1)
    }

    /// Drops a questionnaire that was begun; false where the launch has none of this id.
    pub async fn delete_form(&self, launch: &LaunchKey, id: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM forms WHERE id = $1 AND launch = $2";
        let values = args![id, launch.id.as_str()];
        Ok(self.db.write(sql, values).await? == 1)
    }

    /// A questionnaire of this launch.
    pub async fn form(&self, launch: &LaunchKey, id: &str) -> Result<Option<FormRow>, StoreError> {
        let sql = "SELECT id, revision, questionnaire, answers, created, updated \
                   FROM forms WHERE id = $1 AND launch = $2";
        let values = args![id, launch.id.as_str()];
        match self.db.read_one(sql, values).await? {
            Some(row) => self.opened_form(launch, row).await.map(Some),
            None => Ok(None),
        }
    }

    /// The questionnaires of this launch, newest first.
    pub async fn forms(&self, launch: &LaunchKey) -> Result<Vec<FormRow>, StoreError> {
        let sql = "SELECT id, revision, questionnaire, answers, created, updated \
                   FROM forms WHERE launch = $1 ORDER BY created DESC, id";
        let mut all = Vec::new();
        for row in self.db.read(sql, args![launch.id.as_str()]).await? {
            all.push(self.opened_form(launch, row).await?);
        }
        Ok(all)
    }

    async fn opened_form(&self, launch: &LaunchKey, mut row: Row) -> Result<FormRow, StoreError> {
        let id = row.text()?;
        let revision = row.count()?;
        let key = self.keys.reading_key(&launch.patient).await?;
        let cells = cells(&key, launch, &id);
        Ok(FormRow {
            revision,
            questionnaire: cells.open("questionnaire", &row.sealed()?)?,
            answers: cells.open("answers", &row.sealed()?)?,
            created: row.time()?,
            updated: row.time()?,
            id,
        })
    }
}

fn cells<'a>(key: &'a ScopeKey, launch: &'a LaunchKey, row: &'a str) -> Cells<'a> {
    Cells {
        key,
        tenant: launch.tenant.as_str(),
        table: TABLE,
        row,
    }
}
