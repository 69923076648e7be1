//! Which endpoint takes a request, and which next.

use crate::scene::{GOOD, Scene, compatible, route};
use gateway::{Capability, Gateway, GatewayError, Need, RawRoute, Refusal};
use models::Act;
use serde_json::json;

#[tokio::test]
async fn rules_decide_and_a_choice_is_no_way_around_them() {
    let (near, far) = (
        compatible(vec![Act::say(GOOD)]).await,
        compatible(vec![Act::say(GOOD)]).await,
    );
    let scene = Scene::of(&near)
        .then("frontier", &far)
        .route(RawRoute {
            use_cases: vec!["prior_auth_letter/*".into()],
            ..route("letters", &["frontier", "ward"])
        })
        .route(RawRoute {
            use_cases: vec!["intake_summary/all".into()],
            ..route("by hand", &[])
        })
        .route(RawRoute {
            tenants: vec!["north".into()],
            at_most: Some(vec!["clinical".into()]),
            ..route("never here", &["frontier"])
        })
        .route(RawRoute {
            use_cases: vec!["chart_summary/*".into()],
            to_tokens: Some(2000),
            ..route("at home", &["ward"])
        })
        .build();
    let need = |use_case: &str, endpoint: Option<&str>| Need {
        use_case: use_case.into(),
        endpoint: endpoint.map(str::to_owned),
        ..Scene::need()
    };
    let decide = |need: &Need| scene.engine.explain(need, "north", Capability::JsonSchema);
    for (need, want) in [
        (
            need("intake_summary/all", None),
            "no endpoint is configured for it",
        ),
        (need("coding/all", None), "no `[[route]]` matches it"),
        (
            need("chart_summary/results", Some("frontier")),
            "the rule `at home` does not name endpoint `frontier`",
        ),
        (
            need("chart_summary/results", Some("nobody")),
            "there is no endpoint `nobody`",
        ),
        (
            Need {
                bytes: 9000,
                ..need("chart_summary/results", None)
            },
            "no `[[route]]` matches it",
        ),
    ] {
        let decision = decide(&need);
        assert!(
            decision.route.unwrap_err().to_string().contains(want),
            "{want}"
        );
    }
    let letters = decide(&need("prior_auth_letter/body", None));
    assert_eq!(letters, decide(&need("prior_auth_letter/body", None)));
    let told = letters.to_string();
    let letters = letters.route.unwrap();
    assert_eq!(
        (letters.endpoint.as_str(), letters.then.as_slice()),
        ("frontier", ["ward".to_owned()].as_slice())
    );
    assert!(
        told.contains("goes to `frontier`")
            && told.contains("decided by `letters`")
            && told.contains("taken over, where it fails, by ward"),
        "{told}"
    );
    assert_eq!(
        decide(&need("chart_summary/results", None))
            .route
            .unwrap()
            .endpoint,
        "ward"
    );
    assert_eq!(near.connections() + far.connections(), 0);
}

#[test]
fn a_wrong_rule_names_its_key() {
    let registry = gateway::Registry::default();
    for (rule, key) in [
        (json!({"endpoints": ["x"]}), "route[0].endpoints[0]"),
        (
            json!({"endpoints": [], "from_tokens": 5, "to_tokens": 4}),
            "route[0].to_tokens",
        ),
        (
            json!({"endpoints": [], "use_cases": ["*/x"]}),
            "route[0].use_cases",
        ),
        (
            json!({"endpoints": [], "at_most": ["everything"]}),
            "route[0].at_most[0]",
        ),
        (
            json!({"endpoints": [], "needs": ["magic"]}),
            "route[0].needs",
        ),
        (
            json!({"endpoints": [], "needs": ["streaming"]}),
            "route[0].needs",
        ),
    ] {
        let rule: RawRoute = serde_json::from_value(rule).unwrap();
        assert_eq!(
            gateway::Policy::read(vec![rule], &registry)
                .unwrap_err()
                .key,
            key
        );
    }
}

#[tokio::test]
async fn a_route_is_the_first_that_may_and_can() {
    let (small, large) = (compatible(vec![]).await, compatible(vec![]).await);
    let scene = Scene::of(&small)
        .with(&json!({"context_window": 4096}))
        .then("large", &large)
        .build();
    let need = |bytes| Need {
        bytes,
        cut: false,
        ..Scene::need()
    };
    let plan = |bytes| scene.engine.plan(&need(bytes));
    assert_eq!(plan(100).unwrap().endpoint, "ward");
    assert_eq!(plan(12_000).unwrap().endpoint, "large");
    assert!(matches!(
        plan(2_000_000).unwrap_err(),
        GatewayError::Refused(Refusal::NoRoute(_))
    ));
    let unknown = Need {
        endpoint: Some("x".into()),
        ..need(1)
    };
    assert!(matches!(
        scene.engine.plan(&unknown).unwrap_err(),
        GatewayError::Refused(Refusal::UnknownEndpoint(_))
    ));
}

#[tokio::test]
async fn a_translation_goes_where_its_language_is_named() {
    let (plain, good) = (compatible(vec![]).await, compatible(vec![]).await);
    let need = |tag: &str| Need {
        language: Some(tag.into()),
        ..Scene::need()
    };
    let none = Scene::of(&plain).build();
    assert_eq!(
        none.engine.plan(&need("es")).unwrap_err(),
        GatewayError::Refused(Refusal::NoLanguage {
            endpoint: "ward".into(),
            language: "es".into()
        })
    );
    let scene = Scene::of(&good)
        .with(&json!({"languages": ["es", "zh-Hans"]}))
        .then("plain", &plain)
        .build();
    for (tag, goes) in [
        ("es", true),
        ("es-MX", true),
        ("ES", true),
        ("zh-Hans", true),
        ("zh-hans-CN", true),
        ("zh", false),
        ("zh-Hant", false),
        ("est", false),
        ("fr", false),
    ] {
        let route = scene.engine.plan(&need(tag));
        assert_eq!(route.is_ok(), goes, "{tag}: {route:?}");
        if let Ok(route) = route {
            // Nobody who does not speak it takes over.
            assert_eq!(route.endpoint, "ward");
            assert!(route.then.is_empty(), "{route:?}");
        }
    }
}

#[tokio::test]
async fn a_smaller_window_is_planned_for_and_never_cut_in_silence() {
    let (bad, good) = (
        compatible(vec![Act::status(500)]).await,
        compatible(vec![Act::say(GOOD)]).await,
    );
    let scene = Scene::of(&bad)
        .attempts(1)
        .then("small", &good)
        .but("/model", json!("test-model"))
        .build();
    let scene_small = Scene::of(&bad)
        .with(&json!({"attempts": 1, "context_window": 60_000}))
        .then("small", &good)
        .build();
    drop(scene);
    let error = scene_small
        .send("t", "u", Scene::request(&"word ".repeat(8000)))
        .await
        .unwrap_err();
    assert_eq!(
        error,
        GatewayError::Replan {
            endpoint: "small".into()
        }
    );
    assert_eq!(good.connections(), 0);
}

#[tokio::test]
async fn a_chosen_endpoint_goes_first_and_those_behind_it_in_its_rule_take_over() {
    let (first, bad, good) = (
        compatible(vec![]).await,
        compatible(vec![Act::status(500)]).await,
        compatible(vec![Act::say(GOOD)]).await,
    );
    let scene = Scene::of(&first)
        .attempts(1)
        .then("frontier", &bad)
        .then("spare", &good)
        .route(route("all", &["ward", "frontier", "spare"]))
        .build();
    let need = Need {
        endpoint: Some("frontier".into()),
        ..Scene::need()
    };
    let chosen = scene.engine.plan(&need).unwrap();
    assert_eq!(chosen.then, ["spare"]);
    let answer = scene
        .engine
        .infer(&chosen, Scene::request("HbA1c 7.4 %"), &|_| ())
        .await
        .unwrap();
    assert_eq!(answer.endpoint, "spare");
    assert_eq!(first.connections(), 0, "what stands before it is not meant");
    // Without a rule nobody said that another may see it.
    let scene = Scene::of(&first).then("spare", &good).build();
    let need = Need {
        endpoint: Some("ward".into()),
        ..Scene::need()
    };
    assert!(scene.engine.plan(&need).unwrap().then.is_empty());
}

#[tokio::test]
async fn what_is_cut_afterwards_is_routed_by_its_size_and_is_nowhere_too_large() {
    let (small, large) = (compatible(vec![]).await, compatible(vec![]).await);
    let scene = Scene::of(&small)
        .with(&json!({"context_window": 4096}))
        .then("large", &large)
        .route(RawRoute {
            to_tokens: Some(100_000),
            ..route("near", &["ward"])
        })
        .route(route("far", &["ward", "large"]))
        .build();
    let plan = |bytes, cut| {
        let need = Need {
            bytes,
            cut,
            ..Scene::need()
        };
        scene.engine.plan(&need)
    };
    assert_eq!(plan(200_000, true).unwrap().why, "near");
    assert!(
        plan(200_000, false).is_err(),
        "it is not cut, so it does not fit"
    );
    let far = plan(9_000_000, true).unwrap();
    assert_eq!((far.why.as_str(), far.endpoint.as_str()), ("far", "ward"));
}

#[tokio::test]
async fn the_log_is_told_of_endpoints_that_were_passed_over() {
    let (old, good) = (
        compatible(vec![]).await,
        compatible(vec![Act::say(GOOD)]).await,
    );
    let scene = Scene::of(&old)
        .with(&json!({"capabilities": ["transcription"]}))
        .then("second", &good)
        .build();
    assert_eq!(scene.ask().await.unwrap().endpoint, "second");
    let begun = scene.log.begun.lock().unwrap();
    assert_eq!(
        begun[0].passed_over,
        ["endpoint `ward` has no capability `json_schema`"]
    );
    assert_eq!(begun[0].kind, "own_premises");
}
