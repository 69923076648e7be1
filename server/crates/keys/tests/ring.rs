//! The ring end to end: what must be refused, then what must work.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::sync::Arc;

use keys::{
    KeyError, KeyProvider, KeyRing, KeyStore, LocalKeyProvider, MemoryKeyStore, Place, Scope,
    Sealed, SystemRandom,
};
use time::OffsetDateTime;
use zeroize::Zeroizing;

fn provider(byte: u8) -> Arc<LocalKeyProvider> {
    let random = Arc::new(SystemRandom::new());
    Arc::new(LocalKeyProvider::new(Zeroizing::new([byte; 32]), random))
}

fn ring(current: u8, previous: &[u8], store: &Arc<MemoryKeyStore>) -> KeyRing {
    let previous = previous
        .iter()
        .map(|b| provider(*b) as Arc<dyn KeyProvider>);
    KeyRing::new(
        provider(current),
        previous.collect(),
        store.clone(),
        Arc::new(SystemRandom::new()),
    )
}

fn fixture() -> (KeyRing, Arc<MemoryKeyStore>, Scope) {
    let store = Arc::new(MemoryKeyStore::default());
    (ring(1, &[], &store), store, Scope::launch("l1").unwrap())
}

const PLACE: Place<'static> = Place {
    tenant: "t",
    table: "drafts",
    row: "d1",
    column: "document",
};

#[tokio::test]
async fn another_place_is_refused() {
    let (ring, _, scope) = fixture();
    let sealed = ring.seal(&scope, &PLACE, b"text").await.unwrap();
    let others = [
        Place {
            tenant: "u",
            ..PLACE
        },
        Place {
            table: "charts",
            ..PLACE
        },
        Place { row: "d2", ..PLACE },
        Place {
            column: "review",
            ..PLACE
        },
        // The same bytes, cut at another place.
        Place {
            table: "draftsd",
            row: "1",
            ..PLACE
        },
    ];
    for place in others {
        let answer = ring.open(&scope, &place, &sealed).await;
        assert!(matches!(answer, Err(KeyError::Refused)), "{place:?}");
    }
    assert_eq!(
        ring.open(&scope, &PLACE, &sealed).await.unwrap().as_slice(),
        b"text"
    );
}

#[tokio::test]
async fn another_scope_is_refused() {
    let (ring, _, scope) = fixture();
    let other = Scope::launch("l2").unwrap();
    ring.key(&other).await.unwrap();
    let sealed = ring.seal(&scope, &PLACE, b"text").await.unwrap();
    let answer = ring.open(&other, &PLACE, &sealed).await;
    assert!(matches!(answer, Err(KeyError::Refused)));
}

#[tokio::test]
async fn every_flipped_bit_and_every_cut_is_refused() {
    let (ring, _, scope) = fixture();
    let sealed = ring
        .seal(&scope, &PLACE, b"some text")
        .await
        .unwrap()
        .into_bytes();
    for bit in 0..sealed.len() * 8 {
        let mut bytes = sealed.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let answer = ring.open(&scope, &PLACE, &Sealed::from_bytes(bytes)).await;
        assert!(answer.is_err(), "bit {bit}");
    }
    for length in 0..sealed.len() {
        let cut = Sealed::from_bytes(sealed[..length].to_vec());
        assert!(
            ring.open(&scope, &PLACE, &cut).await.is_err(),
            "length {length}"
        );
    }
}

#[tokio::test]
async fn unknown_versions_are_named() {
    let (ring, _, scope) = fixture();
    let sealed = ring.seal(&scope, &PLACE, b"x").await.unwrap().into_bytes();
    let mut format = sealed.clone();
    format[0] = 9;
    let answer = ring.open(&scope, &PLACE, &Sealed::from_bytes(format)).await;
    assert!(matches!(
        answer,
        Err(KeyError::UnknownFormat { format: 9, .. })
    ));
    let mut version = sealed;
    version[5] = 7;
    let answer = ring
        .open(&scope, &PLACE, &Sealed::from_bytes(version))
        .await;
    assert!(matches!(
        answer,
        Err(KeyError::UnknownVersion { version: 7, .. })
    ));
    let missing = Scope::launch("none").unwrap();
    let empty = ring.reading_key(&missing).await.unwrap();
    assert!(matches!(
        empty.seal(&PLACE, b"x"),
        Err(KeyError::UnknownVersion { .. })
    ));
}

#[tokio::test]
async fn a_shredded_scope_stays_unreadable_even_after_reopening() {
    let (ring, store, scope) = fixture();
    let old = ring.seal(&scope, &PLACE, b"old").await.unwrap();
    assert_eq!(
        ring.shred(&scope, OffsetDateTime::UNIX_EPOCH)
            .await
            .unwrap(),
        1
    );
    assert!(matches!(
        ring.open(&scope, &PLACE, &old).await,
        Err(KeyError::Shredded { .. })
    ));
    assert!(matches!(
        ring.seal(&scope, &PLACE, b"x").await,
        Err(KeyError::Shredded { .. })
    ));
    assert_eq!(
        store.load(&scope).await.unwrap().len(),
        1,
        "the tombstone is kept"
    );
    ring.reopen(&scope).await.unwrap();
    let new = ring.seal(&scope, &PLACE, b"new").await.unwrap();
    assert_eq!(
        ring.open(&scope, &PLACE, &new).await.unwrap().as_slice(),
        b"new"
    );
    assert!(matches!(
        ring.open(&scope, &PLACE, &old).await,
        Err(KeyError::Shredded { .. })
    ));
}

#[tokio::test]
async fn shredding_an_unused_scope_forbids_its_later_use() {
    let (ring, _, scope) = fixture();
    assert_eq!(
        ring.shred(&scope, OffsetDateTime::UNIX_EPOCH)
            .await
            .unwrap(),
        0
    );
    assert!(matches!(
        ring.key(&scope).await,
        Err(KeyError::Shredded { .. })
    ));
}

#[tokio::test]
async fn a_wrong_master_key_is_told() {
    let (ring1, store, scope) = fixture();
    let sealed = ring1.seal(&scope, &PLACE, b"x").await.unwrap();
    let answer = ring(2, &[], &store).open(&scope, &PLACE, &sealed).await;
    assert!(matches!(answer, Err(KeyError::UnknownMaster(_))));
}

#[tokio::test]
async fn a_wrapped_key_moved_to_another_scope_is_refused() {
    let (ring, store, scope) = fixture();
    ring.key(&scope).await.unwrap();
    let mut record = store.load(&scope).await.unwrap().remove(0);
    record.scope = Scope::launch("l2").unwrap();
    assert!(store.insert(&record).await.unwrap());
    assert!(matches!(
        ring.key(&record.scope).await,
        Err(KeyError::Refused)
    ));
}

#[tokio::test]
async fn rotation_needs_the_old_master_key_only_once() {
    let (old, store, scope) = fixture();
    let first = old.seal(&scope, &PLACE, b"first").await.unwrap();
    old.renew(&scope).await.unwrap();
    let second = old.seal(&scope, &PLACE, b"second").await.unwrap();
    assert_ne!(first.key_version().unwrap(), second.key_version().unwrap());
    for n in 0..450 {
        old.key(&Scope::launch(&format!("many{n}")).unwrap())
            .await
            .unwrap();
    }
    old.shred(&Scope::launch("many7").unwrap(), OffsetDateTime::UNIX_EPOCH)
        .await
        .unwrap();
    let report = ring(2, &[1], &store).rotate().await.unwrap();
    assert_eq!(
        (report.rewrapped, report.shredded, report.raced),
        (451, 1, 0)
    );
    let new = ring(2, &[], &store);
    assert_eq!(
        new.open(&scope, &PLACE, &first).await.unwrap().as_slice(),
        b"first"
    );
    assert_eq!(
        new.open(&scope, &PLACE, &second).await.unwrap().as_slice(),
        b"second"
    );
    assert_eq!(new.rotate().await.unwrap().current, 451);
    assert!(old.open(&scope, &PLACE, &first).await.is_err());
}

#[tokio::test]
async fn patient_scopes_differ_by_every_part_and_hide_the_patient() {
    let (ring, store, _) = fixture();
    let scope = ring.patient_scope("https://ehr", "t1", "p1").await.unwrap();
    assert!(!scope.as_str().contains("p1"));
    assert_eq!(
        scope,
        ring.patient_scope("https://ehr", "t1", "p1").await.unwrap()
    );
    for (issuer, tenant, patient) in [
        ("https://ehr2", "t1", "p1"),
        ("https://ehr", "t2", "p1"),
        ("https://ehr", "t1", "p2"),
        ("https://ehr", "t1p", "1"),
    ] {
        assert_ne!(
            scope,
            ring.patient_scope(issuer, tenant, patient).await.unwrap()
        );
    }
    let other = self::ring(1, &[], &Arc::new(MemoryKeyStore::default()));
    assert_ne!(
        scope,
        other
            .patient_scope("https://ehr", "t1", "p1")
            .await
            .unwrap()
    );
    let renewed = self::ring(1, &[], &store);
    renewed
        .renew(&Scope::system("index").unwrap())
        .await
        .unwrap();
    assert_eq!(
        scope,
        renewed
            .patient_scope("https://ehr", "t1", "p1")
            .await
            .unwrap()
    );
}
