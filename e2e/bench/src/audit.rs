//! Appending to the audit log in SQLite, against a bare INSERT of the same bytes with the same pragmas.

use crate::data::LARGEST;
use crate::error::BenchError;
use crate::report::{Report, Unit};
use crate::timing::{Runs, pair_async};
use ::audit::{Action, Actor, AuditSink as _, Auditor, Event, Outcome, Patient};
use keys::{KeyRing, LocalKeyProvider, SystemRandom};
use model::{LaunchId, Role, TenantId, UserId};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use std::path::Path;
use std::sync::Arc;
use store::{Database, Settings};
use time::OffsetDateTime;
use zeroize::Zeroizing;

/// How much longer than the bare INSERT an entry may take: two scopes' keys are read and unwrapped, two parts sealed, the
/// head updated in the same transaction.
const AT_MOST: f64 = 6.0;
const RUNS: Runs = Runs::new(50, 500);

/// Measures entries one after another, each durable before the next.
pub(crate) async fn run(report: &mut Report) -> Result<(), BenchError> {
    // Beside the program: a temporary folder in memory would make durability free.
    let program = std::env::current_exe()?;
    let folder = tempfile::tempdir_in(program.parent().unwrap_or(Path::new(".")))?;
    let url = format!("sqlite:{}", folder.path().join("audit.db").display());
    let db = Database::open(&Settings::new(url)).await?;
    let keys = KeyRing::new(
        Arc::new(LocalKeyProvider::new(
            Zeroizing::new([7; 32]),
            Arc::new(SystemRandom::new()),
        )),
        Vec::new(),
        Arc::new(db.clone()),
        Arc::new(SystemRandom::new()),
    );
    let scope = keys
        .patient_scope("https://ehr.example/r4", "bench", LARGEST)
        .await?;
    let sink = Arc::new(db.clone());
    let auditor = Auditor::new("bench", sink, keys, Arc::new(OffsetDateTime::now_utc));
    let event = event(Patient {
        scope,
        reference: format!("Patient/{LARGEST}"),
    });
    // One entry's bytes, for the baseline to write.
    auditor.record(&event, Outcome::Success).await?;
    let bytes = db.read(0, 1).await?.pop().unwrap_or_default();
    let mut bare = bare(&folder.path().join("bare.db")).await?;
    let mut position = 0_i64;
    let (times, plain) = pair_async(
        RUNS,
        async || Ok::<_, BenchError>(auditor.record(&event, Outcome::Success).await?),
        async || {
            position += 1;
            insert(&mut bare, position, &bytes).await
        },
    )
    .await?;
    report.count("audit entry size", bytes.len() as u64, "bytes");
    let rate = |time: std::time::Duration| 1.0 / time.as_secs_f64().max(1e-9);
    report.number("audit append rate", rate(times.median()), "entries/s");
    report.number(
        "audit append rate baseline (bare INSERT)",
        rate(plain.median()),
        "rows/s",
    );
    report.time("audit append p99", times.part(0.99), Unit::Micro);
    let baseline = ("bare INSERT of the same bytes", &plain);
    report.compared("audit append", &times, baseline, Unit::Micro, Some(AT_MOST));
    db.close().await;
    bare.close().await?;
    Ok(())
}

/// An entry as a rendered draft makes it.
fn event(patient: Patient) -> Event {
    let actor = Actor::User {
        user: UserId::new("Practitioner/bench"),
        role: Role::Clinician,
    };
    Event::new(actor, Action::DraftRendered)
        .in_launch(TenantId::new("bench"), LaunchId::new("launch-of-the-bench"))
        .of_patient(patient)
        .on(["draft-of-the-bench", "s1", "s2"])
        .with_hash("0".repeat(64))
}

/// A database with the store's pragmas and one table.
async fn bare(path: &Path) -> Result<SqliteConnection, BenchError> {
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .connect()
        .await?;
    sqlx::query("CREATE TABLE bare (position BIGINT PRIMARY KEY, record BLOB NOT NULL)")
        .execute(&mut connection)
        .await?;
    Ok(connection)
}

async fn insert(
    connection: &mut SqliteConnection,
    position: i64,
    bytes: &[u8],
) -> Result<(), BenchError> {
    sqlx::query("INSERT INTO bare (position, record) VALUES ($1, $2)")
        .bind(position)
        .bind(bytes)
        .execute(connection)
        .await?;
    Ok(())
}
