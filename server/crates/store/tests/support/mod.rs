//! A store on an empty database.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::sync::Arc;

use keys::{KeyRing, LocalKeyProvider, SystemRandom};
use model::{DraftId, DraftKind, LaunchId, Role, TenantId, UserId, view::DraftStatus};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::{
    Database, Launch, LaunchContext, NewDraft, NewJob, NewLaunch, NewNote, Secret, Settings, Store,
};
use tempfile::TempDir;
use throwaway_postgres::ThrowawayPostgres;
use time::{Duration, OffsetDateTime, macros::datetime};
use zeroize::Zeroizing;

/// The time at which every case begins.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-02 09:00 UTC);

pub(crate) fn after(minutes: i64) -> OffsetDateTime {
    NOW + Duration::minutes(minutes)
}

pub(crate) fn secret(text: &str) -> Secret {
    Zeroizing::new(text.as_bytes().to_vec())
}

pub(crate) struct Fixture {
    pub(crate) store: Store,
    pub(crate) url: String,
    /// Holds the file for as long as the fixture lives.
    #[allow(dead_code, reason = "not every test file reads it")]
    pub(crate) folder: Option<TempDir>,
}

impl Fixture {
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("sub/test.db").display());
        Self::on(url, Some(folder)).await
    }

    pub(crate) async fn postgres(server: &ThrowawayPostgres, name: &str) -> Self {
        let mut admin = PgConnection::connect(&server.url("postgres"))
            .await
            .unwrap();
        let sql = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::raw_sql(sql).execute(&mut admin).await.unwrap();
        Self::on(server.url(name), None).await
    }

    async fn on(url: String, folder: Option<TempDir>) -> Self {
        let store = connect(&url).await;
        Self { store, url, folder }
    }

    /// Another instance on the same database.
    pub(crate) async fn instance(&self) -> Store {
        connect(&self.url).await
    }

    /// Runs a statement beside the store, as an attacker or a mistake would.
    pub(crate) async fn raw(&self, sql: &'static str) -> Result<u64, sqlx::Error> {
        if self.url.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(&self.url).await?;
            Ok(sqlx::raw_sql(sql)
                .execute(&mut connection)
                .await?
                .rows_affected())
        } else {
            let mut connection = PgConnection::connect(&self.url).await?;
            Ok(sqlx::raw_sql(sql)
                .execute(&mut connection)
                .await?
                .rows_affected())
        }
    }

    /// A launch of that name, owned by `owner-<name>`, for patient `patient-<name>`.
    pub(crate) async fn launch(&self, name: &str) -> Launch {
        self.store.insert_launch(&new_launch(name)).await.unwrap();
        let id = LaunchId::new(name);
        let owner = format!("owner-{name}");
        self.store.launch(&id, &owner, NOW).await.unwrap().unwrap()
    }

    /// A draft of that launch that waits for review at revision 0.
    pub(crate) async fn draft(&self, launch: &Launch, name: &str) -> DraftId {
        let new = new_draft(name);
        self.store.insert_draft(&launch.key, &new).await.unwrap();
        let content = (b"document".as_slice(), b"review 0".as_slice());
        let status = DraftStatus::InReview;
        let done = self
            .store
            .finish_drafting(&launch.key, &new.id, Some("i1"), status, content, NOW)
            .await
            .unwrap();
        assert!(done);
        new.id
    }

    /// A signed note with one job, `job-<name>`.
    pub(crate) async fn signed(&self, launch: &Launch, name: &str) -> DraftId {
        let draft = self.draft(launch, name).await;
        let jobs = [new_job(&format!("job-{name}"))];
        assert!(
            self.store
                .sign(&launch.key, &new_note(&draft, 0), &jobs)
                .await
                .unwrap()
        );
        draft
    }
}

async fn connect(url: &str) -> Store {
    let mut settings = Settings::new(url);
    // Several instances share a small server in these tests.
    settings.connections = 4;
    let db = Database::open(&settings).await.unwrap();
    let random = Arc::new(SystemRandom::new());
    let master = LocalKeyProvider::new(Zeroizing::new([1; 32]), random.clone());
    let keys = KeyRing::new(Arc::new(master), vec![], Arc::new(db.clone()), random);
    Store::new(db, keys).unwrap()
}

pub(crate) fn new_launch(name: &str) -> NewLaunch {
    NewLaunch {
        id: LaunchId::new(name),
        owner: format!("owner-{name}"),
        tenant: TenantId::new("t"),
        context: LaunchContext {
            issuer: "https://ehr.example/fhir".into(),
            patient: format!("patient-{name}"),
            encounter: Some("e1".into()),
            user: UserId::new("Practitioner/1"),
            user_name: "Sandbox Clinician".into(),
            role: Role::Clinician,
            banner: true,
            style: None,
            intent: None,
            scopes: "patient/*.rs".into(),
            more: serde_json::Value::Null,
        },
        tokens: secret("access-token-1"),
        created: NOW,
        expires: after(60),
    }
}

pub(crate) fn new_draft(name: &str) -> NewDraft {
    NewDraft {
        id: DraftId::new(name),
        kind: DraftKind::ChartSummary,
        author: "built-in composer".into(),
        details: secret("{}"),
        lease_owner: "i1".into(),
        lease_until: after(1),
        created: NOW,
    }
}

pub(crate) fn new_note(draft: &DraftId, revision: u64) -> NewNote {
    NewNote {
        draft: draft.clone(),
        revision,
        content_hash: "ab".into(),
        note: secret("the signed note"),
        signed_at: NOW,
        audit_index: Some(7),
        decided: store::DecisionStamp::default(),
        ends: Vec::new(),
    }
}

pub(crate) fn new_job(id: &str) -> NewJob {
    NewJob {
        id: id.into(),
        item: String::new(),
        payload: secret("file it"),
        due: NOW,
        created: NOW,
    }
}
