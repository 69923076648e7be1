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
