//! What a stolen SQLite file shows.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]
#![allow(dead_code, reason = "the fixture serves the whole suite")]

mod support;

use support::{Fixture, NOW};

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one secret after the other")]
async fn the_files_hold_no_secret_in_clear_and_are_private() {
    let fixture = Fixture::sqlite().await;
    let launch = fixture.launch("l1").await;
    let store = &fixture.store;
    store
        .put_chart(&launch.key, "h", b"chart text", b"load report", NOW)
        .await
        .unwrap();
    store
        .put_pending("state-parameter", b"code verifier", NOW)
        .await
        .unwrap();
    let open = fixture.draft(&launch, "d0").await;
    let decision = store::NewDecision {
        item: "i1",
        decision: Some(b"the accepted item"),
        signed: false,
        job: None,
        at: NOW,
    };
    assert!(store.decide(&launch.key, &open, &decision).await.unwrap());
    fixture.signed(&launch, "d1").await;
    store
        .keep_prompt(&launch.key, "1", "the whole prompt", NOW)
        .await
        .unwrap();
    store
        .keep_answer(&launch.key, "1", "the whole answer", NOW)
        .await
        .unwrap();
    let recording = store::NewRecording {
        id: model::RecordingId::new("r1"),
        details: support::secret("consent noted by"),
        created: NOW,
        expires: support::after(60),
    };
    let limits = store::RecordingLimits {
        chunk: 64,
        bytes: 64,
        chunks: 4,
    };
    let (key, id) = (&launch.key, &recording.id);
    store.insert_recording(key, &recording).await.unwrap();
    let put = store.put_chunk(key, id, 0, b"the very sound", &limits);
    assert_eq!(put.await.unwrap(), store::ChunkPut::Kept);
    assert!(store.finish_recording(key, id, 1).await.unwrap());
    let heard = store.save_transcript(key, id, b"the words that were heard");
    assert!(heard.await.unwrap());
    keep_phrase(store, &launch).await;
    let form = (
        b"what was asked".as_slice(),
        b"what was answered".as_slice(),
    );
    store.insert_form(key, "f1", form, NOW).await.unwrap();
    let spending = store::Spending {
        day: NOW.date(),
        tenant: "t".into(),
        user: "Practitioner/1".into(),
        tokens: 1,
        cost: 1,
    };
    let limits = store::SpendingLimits::default();
    store
        .reserve_spending(&spending, &limits)
        .await
        .unwrap()
        .unwrap();
    let folder = fixture.folder.as_ref().unwrap().path().join("sub");
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}", path.display());
        }
        bytes.extend(std::fs::read(path).unwrap());
    }
    let has = |text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
    assert!(has("chart_summary"), "the rows are there");
    for secret in [
        "patient-l1",
        "access-token-1",
        "owner-l1",
        "Practitioner/1",
        "Sandbox Clinician",
        "chart text",
        "load report",
        "state-parameter",
        "code verifier",
        "review 0",
        "the signed note",
        "file it",
        "the accepted item",
        "the whole prompt",
        "the whole answer",
        "consent noted by",
        "the very sound",
        "the words that were heard",
        "the words of a phrase",
        "name-of-a-phrase",
        "what was asked",
        "what was answered",
    ] {
        assert!(!has(secret), "{secret}");
    }
}

async fn keep_phrase(store: &store::Store, launch: &store::Launch) {
    let (kind, words) = (store::PersonalKind::Phrase, b"the words of a phrase");
    store
        .put_personal(launch, kind, "name-of-a-phrase", words, NOW)
        .await
        .unwrap();
}

#[tokio::test]
async fn other_addresses_are_refused_without_showing_them() {
    let settings = store::Settings::new("mysql://user:password@host/db");
    let error = store::Database::open(&settings).await.unwrap_err();
    assert!(!format!("{error} {error:?} {settings:?}").contains("password"));
}
