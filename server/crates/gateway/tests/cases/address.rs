//! Hosts whose addresses are not the registered ones are not contacted.

use crate::scene::{GOOD, Scene, compatible};
use gateway::{GatewayError, Outcome, Refusal};
use models::Act;
use serde_json::json;

/// An agreement with somebody else than ourselves.
fn baa() -> serde_json::Value {
    json!({
        "provider": "Example", "kind": "baa", "reference": "C-1", "retention": "none", "signed": "2026-01-01", "expires": "2026-12-31",
        "covers": ["clinical", "quasi_identifier", "free_text"],
    })
}

#[tokio::test]
async fn an_inside_address_is_not_contacted_under_a_baa() {
    let mock = compatible(vec![Act::say(GOOD)]).await;
    // Without encryption nothing leaves the premises.
    let plain = Scene::of(&mock).with(&json!({"agreement": baa()}));
    assert_eq!(plain.read().unwrap_err().key, "endpoint[0].url");
    for host in [
        "127.0.0.1",
        "localhost",
        "10.1.2.3",
        "169.254.169.254",
        "[::1]",
    ] {
        let url = format!("https://{host}:1/v1");
        let scene = Scene::of(&mock)
            .with(&json!({"url": url, "agreement": baa()}))
            .build();
        assert!(
            matches!(
                scene.ask().await.unwrap_err(),
                GatewayError::Refused(Refusal::Address { .. })
            ),
            "{host}"
        );
    }
    assert_eq!(mock.connections(), 0);
}

#[tokio::test]
async fn an_address_that_is_not_registered_is_not_contacted() {
    let mock = compatible(vec![Act::say(GOOD)]).await;
    for (addresses, contacted) in [
        (json!(["10.0.0.0/8"]), false),
        (json!(["127.0.0.0/8"]), true),
    ] {
        let scene = Scene::of(&mock)
            .with(&json!({"addresses": addresses}))
            .build();
        let result = scene.ask().await;
        assert_eq!(result.is_ok(), contacted);
        assert_eq!(
            matches!(result, Err(GatewayError::Refused(Refusal::Address { .. }))),
            !contacted
        );
        assert_eq!(mock.connections() > 0, contacted);
    }
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    let other = compatible(vec![Act::say(GOOD)]).await;
    let to = format!("{}/chat/completions", other.url());
    let mock = compatible(vec![Act::Redirect(to)]).await;
    let scene = Scene::of(&mock).build();
    assert_eq!(
        scene.ask().await.unwrap_err(),
        GatewayError::Redirect("ward".into())
    );
    assert_eq!(other.connections(), 0);
    assert_eq!(
        scene.log.ended.lock().unwrap()[0].outcome,
        Outcome::Failed("redirect")
    );
}
