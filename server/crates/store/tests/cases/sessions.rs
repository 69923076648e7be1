use std::{collections::HashMap, sync::Arc};

use store::Sessions;
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

use crate::support::{Fixture, NOW, after};

fn record(id: i128, value: &str, expires: OffsetDateTime) -> Record {
    Record {
        id: Id(id),
        data: HashMap::from([("binding".to_owned(), value.into())]),
        expiry_date: expires,
    }
}

fn sessions(fixture: &Fixture) -> Sessions {
    Sessions::new(fixture.store.clone(), Arc::new(|| NOW))
}

pub(crate) async fn round_trip(fixture: Fixture) {
    let sessions = sessions(&fixture);
    let mut first = record(1, "a", after(5));
    sessions.create(&mut first).await.unwrap();
    assert_eq!(sessions.load(&Id(1)).await.unwrap(), Some(first));
    let changed = record(1, "b", after(9));
    sessions.save(&changed).await.unwrap();
    assert_eq!(sessions.load(&Id(1)).await.unwrap(), Some(changed));
    assert_eq!(sessions.load(&Id(2)).await.unwrap(), None);
}

pub(crate) async fn expired_and_deleted_are_gone(fixture: Fixture) {
    let sessions = sessions(&fixture);
    sessions.create(&mut record(1, "a", NOW)).await.unwrap();
    assert_eq!(sessions.load(&Id(1)).await.unwrap(), None);
    let mut second = record(2, "a", after(5));
    sessions.create(&mut second).await.unwrap();
    sessions.delete(&Id(2)).await.unwrap();
    // A request that was under way saves: the session stays deleted.
    sessions.save(&second).await.unwrap();
    assert_eq!(sessions.load(&Id(2)).await.unwrap(), None);
}

pub(crate) async fn a_taken_id_is_not_overwritten(fixture: Fixture) {
    let sessions = sessions(&fixture);
    let mut first = record(1, "a", after(5));
    sessions.create(&mut first).await.unwrap();
    let mut second = record(1, "b", after(5));
    sessions.create(&mut second).await.unwrap();
    assert_ne!(second.id, Id(1));
    assert_eq!(sessions.load(&Id(1)).await.unwrap(), Some(first));
    let id = second.id;
    assert_eq!(sessions.load(&id).await.unwrap(), Some(second));
}
