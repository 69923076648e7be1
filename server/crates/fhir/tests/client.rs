//! One request at a time: what is refused, what is retried, what is told.
#![allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]
mod support;

use std::sync::atomic::Ordering;
use std::time::Duration;

use fhir::{Ehr, FhirError, WriteError};
use support::{Mock, Reply, searchset, setup};

const OBSERVATION: &str =
    r#"{"resourceType":"Observation","id":"o1","valueQuantity":{"value":1.00}}"#;

#[tokio::test]
async fn a_page_link_or_redirect_to_another_host_gets_no_token() {
    let evil = Mock::start(|_, _| searchset(&[], None)).await;
    let target = evil.base.clone();
    let mock = Mock::start(move |asked, _| {
        if asked.path.starts_with("Patient") {
            return Reply::status(302).with("location", &format!("{target}/Patient/p1"));
        }
        searchset(
            &[OBSERVATION],
            Some(&format!("{target}/Observation?page=2")),
        )
    })
    .await;
    let setup = setup(&mock, Ehr::Generic);
    let result = setup
        .client
        .search("Observation", "Observation", &[("patient", "p1")])
        .await;
    assert_eq!(
        (result.failure, result.entries.len()),
        (Some(FhirError::OtherHost), 1)
    );
    let read = setup
        .client
        .read("Patient", &"Patient/p1".parse().unwrap())
        .await;
    assert_eq!(read.unwrap_err(), FhirError::Redirect);
    assert_eq!(evil.count(""), 0);
}

#[tokio::test]
async fn pages_that_go_round_end() {
    let mock = Mock::start(|_, _| searchset(&[OBSERVATION], Some("Observation?page=2"))).await;
    let setup = setup(&mock, Ehr::Generic);
    let result = setup.client.search("Observation", "Observation", &[]).await;
    assert_eq!(
        (result.failure, result.pages),
        (Some(FhirError::PageLoop), 2)
    );
}

#[tokio::test]
async fn a_search_cut_off_without_a_link_is_told() {
    const OUTCOME: &str = r#"{"resourceType":"OperationOutcome","issue":[]}"#;
    let page = |total: u64, entries: &str| {
        format!(
            r#"{{"resourceType":"Bundle","type":"searchset","total":{total},"entry":[{entries}]}}"#
        )
    };
    let matched = format!(r#"{{"resource":{OBSERVATION},"search":{{"mode":"match"}}}}"#);
    let others = format!(
        r#"{{"resource":{OBSERVATION},"search":{{"mode":"include"}}}},{{"resource":{OUTCOME}}}"#
    );
    let short = |total, came| Some(FhirError::Short { total, came });
    for (body, told) in [
        (page(2, &matched), short(2, 1)),
        (page(2, &format!("{matched},{others}")), short(2, 1)),
        (page(1, ""), short(1, 0)),
        (page(1, &format!("{matched},{others}")), None),
        (page(0, &matched), None),
    ] {
        let sent = body.clone();
        let mock = Mock::start(move |_, _| Reply::json(&sent)).await;
        let setup = setup(&mock, Ehr::Generic);
        let result = setup.client.search("Observation", "Observation", &[]).await;
        assert_eq!(result.failure, told, "{body}");
    }
}

#[tokio::test]
async fn every_page_is_followed_and_relative_links_too() {
    let mock = Mock::start(|asked, _| match asked.path.as_str() {
        "Observation?patient=p1&_count=250" => searchset(&[OBSERVATION], Some("?page=2")),
        "Observation?page=2" => searchset(&[OBSERVATION], Some("Observation?page=3")),
        "Observation?page=3" => searchset(&[OBSERVATION], None),
        _ => Reply::status(400),
    })
    .await;
    let setup = setup(&mock, Ehr::Generic);
    let result = setup
        .client
        .search("Observation", "Observation", &[("patient", "p1")])
        .await;
    assert_eq!(
        (result.failure, result.pages, result.entries.len()),
        (None, 3, 3)
    );
    assert_eq!(
        result.entries[0]
            .json
            .at("valueQuantity.value")
            .unwrap()
            .number_text(),
        Some("1.00")
    );
}

#[tokio::test]
async fn an_expired_token_is_renewed_once() {
    let mock = Mock::start(|asked, _| {
        if asked.headers["authorization"] == "Bearer t0" {
            Reply::status(401)
        } else {
            Reply::json(OBSERVATION)
        }
    })
    .await;
    let good = setup(&mock, Ehr::Generic);
    good.client
        .read("Observation", &"Observation/o1".parse().unwrap())
        .await
        .unwrap();
    assert_eq!(good.tokens.refreshed.load(Ordering::SeqCst), 1);
    let never = Mock::start(|_, _| Reply::status(401)).await;
    let refused = setup(&never, Ehr::Generic);
    let error = refused
        .client
        .read("Observation", &"Observation/o1".parse().unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        (error, never.count("Observation")),
        (FhirError::Unauthorized, 2)
    );
}

#[tokio::test]
async fn throttling_is_waited_out_and_given_up() {
    let mock = Mock::start(|asked, before| match (asked.path.as_str(), before) {
        ("Observation/seconds", 0) => Reply::status(429).with("retry-after", "7"),
        ("Observation/date", 0) => {
            Reply::status(503).with("retry-after", "Wed, 03 Jun 2026 07:00:00 GMT")
        }
        ("Observation/long", _) => Reply::status(429).with("retry-after", "3600"),
        ("Observation/always", _) => Reply::status(429),
        _ => Reply::json(OBSERVATION),
    })
    .await;
    let setup = setup(&mock, Ehr::Generic);
    let read = async |id: &str| {
        setup
            .client
            .read("Observation", &format!("Observation/{id}").parse().unwrap())
            .await
    };
    read("seconds").await.unwrap();
    read("date").await.unwrap();
    let slept = setup.clock.slept.lock().unwrap().clone();
    assert_eq!(
        slept,
        [Duration::from_millis(7250), Duration::from_millis(30250)]
    );
    assert_eq!(read("long").await.unwrap_err(), FhirError::Throttled(429));
    assert_eq!(read("always").await.unwrap_err(), FhirError::Throttled(429));
    assert_eq!(
        (
            mock.count("Observation/long"),
            mock.count("Observation/always")
        ),
        (1, 4)
    );
}

#[tokio::test]
async fn a_stumbling_server_is_tried_a_little() {
    let mock = Mock::start(|asked, before| match (asked.path.as_str(), before) {
        ("Observation/once", 0) => Reply::status(500),
        ("Observation/never", _) => Reply::status(502),
        ("Observation/broken", _) => Reply {
            break_off: true,
            ..Reply::json(r#"{"resourceType":"Obs"#)
        },
        ("Observation/cut", _) => Reply::json(r#"{"resourceType":"Obs"#),
        _ => Reply::json(OBSERVATION),
    })
    .await;
    let setup = setup(&mock, Ehr::Generic);
    let read = async |id: &str| {
        setup
            .client
            .read("Observation", &format!("Observation/{id}").parse().unwrap())
            .await
    };
    read("once").await.unwrap();
    assert_eq!(read("never").await.unwrap_err().status(), Some(502));
    assert_eq!(mock.count("Observation/never"), 3);
    assert_eq!(read("broken").await.unwrap_err(), FhirError::Truncated);
    assert_eq!(read("cut").await.unwrap_err(), FhirError::Truncated);
}

#[tokio::test]
async fn a_search_cut_off_keeps_what_came() {
    let mock = Mock::start(|_, _| {
        let whole = searchset(&[OBSERVATION, OBSERVATION], None).body;
        Reply::json(&whole[..whole.len() - 30])
    })
    .await;
    let result = setup(&mock, Ehr::Generic)
        .client
        .search("Observation", "Observation", &[])
        .await;
    assert_eq!(
        (result.entries.len(), result.failure),
        (1, Some(FhirError::Truncated))
    );
}

#[tokio::test]
async fn an_expired_paging_session_restarts_the_search_once() {
    const EXPIRED: &str = r#"{"resourceType":"OperationOutcome","issue":[{"severity":"fatal","code":"invalid","details":{"coding":[{"code":"4113"}]}}]}"#;
    let mock = Mock::start(|asked, before| match (asked.path.as_str(), before) {
        ("Observation?_count=100", _) => searchset(&[OBSERVATION], Some("Observation?sessionID=1")),
        ("Observation?sessionID=1", 0) | ("Condition?sessionID=2", _) => Reply {
            status: 400,
            ..Reply::json(EXPIRED)
        },
        ("Condition?_count=100", _) => searchset(&[OBSERVATION], Some("Condition?sessionID=2")),
        _ => searchset(&[OBSERVATION], None),
    })
    .await;
    let setup = setup(&mock, Ehr::Epic);
    let result = setup.client.search("Observation", "Observation", &[]).await;
    assert_eq!((result.failure, result.entries.len()), (None, 2));
    let result = setup.client.search("Condition", "Condition", &[]).await;
    assert_eq!(
        (result.failure, mock.count("Condition?sessionID")),
        (Some(FhirError::PageSessionExpired), 2)
    );
}

#[tokio::test]
async fn outcomes_in_place_of_data_are_told() {
    let mock = Mock::start(|asked, _| match asked.path.as_str() {
        "Goal?_count=100" => Reply::json(
            r#"{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"processing","details":{"coding":[{"code":"4101"}]}}]}"#,
        ),
        "Coverage?_count=100" => Reply::json(r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"processing"}]}"#),
        "Encounter?_count=100" => Reply {
            status: 403,
            ..Reply::json(r#"{"resourceType":"OperationOutcome","issue":[{"severity":"fatal","code":"suppressed","details":{"coding":[{"code":"4130"}]}}]}"#)
        },
        _ => Reply { status: 400, body: "Tenant not valid or accessible".into(), ..Reply::default() },
    })
    .await;
    let setup = setup(&mock, Ehr::Epic);
    let search = async |name: &str| setup.client.search(name, name, &[]).await;
    assert_eq!(search("Goal").await.failure, None);
    assert_eq!(
        search("Coverage").await.failure,
        Some(FhirError::Outcome(Some("processing".into())))
    );
    assert_eq!(
        search("Encounter").await.failure,
        Some(FhirError::Forbidden(Some("suppressed 4130".into())))
    );
    let plain = search("Device").await;
    assert_eq!(plain.failure.unwrap().to_string(), "the EHR answered 400");
}

#[tokio::test]
async fn writes_tell_what_is_certain() {
    let mock = Mock::start(|asked, before| match (asked.path.as_str(), before) {
        ("Refused", _) => Reply::status(422),
        ("Lost", _) => Reply {
            status: 201,
            break_off: true,
            headers: vec![("content-length", "400".into())],
            ..Reply::default()
        },
        ("Stumble", _) => Reply::status(500),
        ("Twice", _) => Reply::status(409),
        ("Throttled", 0) => Reply::status(429).with("retry-after", "1"),
        ("Empty", _) => Reply::status(201).with("etag", "W/\"3\"").with(
            "location",
            "https://ehr.example/r4/DocumentReference/201051629",
        ),
        ("History", _) => Reply::status(201).with("location", "DocumentReference/7/_history/2"),
        _ => Reply {
            status: 201,
            ..Reply::json(r#"{"resourceType":"Observation","id":"9","meta":{"versionId":"1"}}"#)
        },
    })
    .await;
    let setup = setup(&mock, Ehr::Generic);
    let create = async |name: &str| {
        setup
            .client
            .create("note", name, "{}", Some("identifier=s|v"))
            .await
    };
    assert!(matches!(
        create("Refused").await,
        Err(WriteError::Refused(_))
    ));
    assert!(matches!(create("Lost").await, Err(WriteError::Unknown(_))));
    assert!(matches!(
        create("Stumble").await,
        Err(WriteError::Unknown(_))
    ));
    assert!(matches!(create("Twice").await, Err(WriteError::Exists(_))));
    for name in ["Refused", "Lost", "Stumble", "Twice"] {
        assert_eq!(mock.count(name), 1, "a write is not repeated");
    }
    let empty = create("Empty").await.unwrap();
    assert_eq!(
        (
            empty.key.unwrap().id(),
            empty.version.as_deref(),
            empty.body.is_none()
        ),
        ("201051629", Some("3"), true)
    );
    let history = create("History").await.unwrap();
    assert_eq!(
        (history.key.unwrap().id(), history.version.as_deref()),
        ("7", Some("2"))
    );
    let whole = create("Throttled").await.unwrap();
    assert_eq!(
        (
            whole.key.unwrap().to_string().as_str(),
            whole.version.as_deref()
        ),
        ("Observation/9", Some("1"))
    );
    assert_eq!(
        mock.asked.lock().unwrap()[0].headers["if-none-exist"],
        "identifier=s|v"
    );
    let gone = Mock {
        base: "http://127.0.0.1:1/r4".into(),
        asked: std::sync::Arc::default(),
    };
    let nothing = support::setup(&gone, Ehr::Generic);
    assert!(matches!(
        nothing.client.create("note", "X", "{}", None).await,
        Err(WriteError::NotNow(FhirError::Connect))
    ));
}

#[tokio::test]
async fn what_is_no_capability_statement_tells_nothing() {
    for body in [
        "",
        "[]",
        r#"{"resourceType":"OperationOutcome","issue":[]}"#,
        r#"{"resourceType":"Patient","id":"p"}"#,
    ] {
        let mock = Mock::start(move |_, _| Reply::json(body)).await;
        let setup = setup(&mock, Ehr::Generic);
        assert!(setup.client.capabilities().await.is_err(), "{body}");
    }
    let statement = r#"{"resourceType":"CapabilityStatement","rest":[
        {"mode":"client","resource":[{"type":"Goal","interaction":[{"code":"create"}]}]},
        {"mode":"server","resource":[
            {"type":"Condition","interaction":[{"code":"read"},{"code":"create"}]},
            {"type":"Observation","interaction":[{"code":"read"},{"code":"search-type"}]},
            {"type":"Flag"}]}]}"#;
    let mock = Mock::start(move |asked, _| {
        assert_eq!(asked.path, "metadata");
        Reply::json(statement)
    })
    .await;
    let found = setup(&mock, Ehr::Generic)
        .client
        .capabilities()
        .await
        .unwrap();
    assert!(found.creates("Condition"));
    for not in ["Goal", "Observation", "Flag", "Patient", ""] {
        assert!(!found.creates(not), "{not}");
    }
}
