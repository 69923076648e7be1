use crate::support::{Fixture, NOW, after};
use model::UserId;
use store::{Launch, PersonalKind as Kind};

fn by(launch: &Launch, user: &str) -> Launch {
    let mut other = launch.clone();
    other.context.user = UserId::new(user);
    other
}

async fn texts(fixture: &Fixture, launch: &Launch, kind: Kind) -> Vec<String> {
    let all = fixture.store.personal(launch, kind).await.unwrap();
    let text = |bytes: store::Secret| String::from_utf8(bytes.to_vec()).unwrap();
    let mut all: Vec<String> = all.into_iter().map(text).collect();
    all.sort();
    all
}

pub(crate) async fn only_of_their_clinician(fixture: Fixture) {
    let store = &fixture.store;
    let (first, second) = (fixture.launch("l1").await, fixture.launch("l2").await);
    let mine = by(&first, "Practitioner/1");
    store
        .put_personal(&mine, Kind::Phrase, "ros", b"my words", NOW)
        .await
        .unwrap();
    // In another patient's chart too, but nobody else's, and nowhere else.
    assert_eq!(
        texts(&fixture, &by(&second, "Practitioner/1"), Kind::Phrase).await,
        ["my words"]
    );
    let mut elsewhere = mine.clone();
    "https://other.example/fhir".clone_into(&mut elsewhere.context.issuer);
    for other in [
        by(&first, "Practitioner/2"),
        by(&first, "practitioner/1"),
        by(&first, ""),
        elsewhere,
    ] {
        assert!(texts(&fixture, &other, Kind::Phrase).await.is_empty());
        assert!(
            !store
                .delete_personal(&other, Kind::Phrase, "ros")
                .await
                .unwrap()
        );
        store
            .put_personal(&other, Kind::Phrase, "ros", b"theirs", NOW)
            .await
            .unwrap();
        assert_eq!(texts(&fixture, &mine, Kind::Phrase).await, ["my words"]);
    }
    assert!(texts(&fixture, &mine, Kind::Instruction).await.is_empty());
}

pub(crate) async fn replaced_and_deleted(fixture: Fixture) {
    let store = &fixture.store;
    let mine = fixture.launch("l1").await;
    for (name, text) in [("a", "one"), ("b", "two"), ("a", "three")] {
        store
            .put_personal(&mine, Kind::Phrase, name, text.as_bytes(), after(1))
            .await
            .unwrap();
    }
    store
        .put_personal(&mine, Kind::Instruction, "a", b"other", NOW)
        .await
        .unwrap();
    assert_eq!(texts(&fixture, &mine, Kind::Phrase).await, ["three", "two"]);
    assert!(
        !store
            .delete_personal(&mine, Kind::Phrase, "c")
            .await
            .unwrap()
    );
    assert!(
        store
            .delete_personal(&mine, Kind::Phrase, "a")
            .await
            .unwrap()
    );
    assert!(
        !store
            .delete_personal(&mine, Kind::Phrase, "a")
            .await
            .unwrap()
    );
    assert_eq!(texts(&fixture, &mine, Kind::Phrase).await, ["two"]);
    assert_eq!(texts(&fixture, &mine, Kind::Instruction).await, ["other"]);
}
