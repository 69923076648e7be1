use std::sync::Arc;

use keys::{
    KeyError, KeyProvider, KeyRecord, KeyRing, KeyState, KeyStore, LocalKeyProvider, Place, Scope,
    SystemRandom, WrappedKey,
};
use zeroize::Zeroizing;

use crate::support::{Fixture, NOW};

const PLACE: Place<'static> = Place {
    tenant: "t",
    table: "x",
    row: "1",
    column: "c",
};

pub(crate) async fn races_have_one_winner(fixture: Fixture) {
    let scope = Scope::launch("raced").unwrap();
    let rings = [
        fixture.store.keys().clone(),
        fixture.instance().await.keys().clone(),
    ];
    let tasks: Vec<_> = (0..16)
        .map(|n| {
            let (ring, scope) = (rings[n % 2].clone(), scope.clone());
            tokio::spawn(async move { ring.seal(&scope, &PLACE, b"x").await.unwrap() })
        })
        .collect();
    for task in tasks {
        let sealed = task.await.unwrap();
        assert_eq!(
            rings[0]
                .open(&scope, &PLACE, &sealed)
                .await
                .unwrap()
                .as_slice(),
            b"x"
        );
    }
    let records = fixture.store.database().load(&scope).await.unwrap();
    assert_eq!(records.len(), 1);
    assert!(!fixture.store.database().insert(&records[0]).await.unwrap());
}

pub(crate) async fn shredding_keeps_a_tombstone(fixture: Fixture) {
    let (ring, db) = (fixture.store.keys(), fixture.store.database());
    let scope = Scope::launch("gone").unwrap();
    let sealed = ring.seal(&scope, &PLACE, b"x").await.unwrap();
    assert_eq!(ring.shred(&scope, NOW).await.unwrap(), 1);
    let other = fixture.instance().await;
    let answer = other.keys().open(&scope, &PLACE, &sealed).await;
    assert!(matches!(answer, Err(KeyError::Shredded { .. })));
    let records = db.load(&scope).await.unwrap();
    assert_eq!(records[0].state, KeyState::Shredded { at: NOW });
    let revived = KeyRecord {
        state: KeyState::Active(WrappedKey {
            master: "m".into(),
            bytes: vec![1],
        }),
        ..records[0].clone()
    };
    assert!(!db.insert(&revived).await.unwrap());
    let before = WrappedKey {
        master: "m".into(),
        bytes: vec![1],
    };
    assert!(!db.rewrap(&scope, 1, &before, &before).await.unwrap());
}

pub(crate) async fn rotation_reaches_every_key(fixture: Fixture) {
    let old = fixture.store.keys();
    let scope = Scope::launch("l0").unwrap();
    let sealed = old.seal(&scope, &PLACE, b"x").await.unwrap();
    old.renew(&scope).await.unwrap();
    for n in 1..230 {
        old.key(&Scope::launch(&format!("l{n}")).unwrap())
            .await
            .unwrap();
    }
    let random = Arc::new(SystemRandom::new());
    let master = |byte| -> Arc<dyn KeyProvider> {
        Arc::new(LocalKeyProvider::new(
            Zeroizing::new([byte; 32]),
            random.clone(),
        ))
    };
    let store: Arc<dyn KeyStore> = Arc::new(fixture.store.database().clone());
    let both = KeyRing::new(master(2), vec![master(1)], store.clone(), random.clone());
    assert_eq!(both.rotate().await.unwrap().rewrapped, 231);
    let new = KeyRing::new(master(2), vec![], store, random.clone());
    assert_eq!(
        new.open(&scope, &PLACE, &sealed).await.unwrap().as_slice(),
        b"x"
    );
    assert!(old.open(&scope, &PLACE, &sealed).await.is_err());
}
