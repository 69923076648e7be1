//! An engine in front of a mock endpoint, with a log and a budget that can be looked at.

mod builder;
mod log;

pub(crate) use builder::Builder;
pub(crate) use log::{BEGIN, Hands, Log};

use gateway::{
    Answer, Caller, DataClass, Engine, Gateway, GatewayError, Literals, MemoryLedger, Need,
    Outcome, Part, Phi, RawRoute, Request, Sends, UseCase,
};
use models::{Act, Mock, Style, start};
use phi::FieldClass;
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) const GOOD: &str = r#"{"statements":[{"text":"Größe 1,80 m · HbA1c 7.4 %"}]}"#;

pub(crate) struct Scene {
    pub(crate) engine: Engine,
    pub(crate) log: Arc<Log>,
    pub(crate) ledger: Arc<MemoryLedger>,
    pub(crate) clock: Arc<Hands>,
}

/// Makes the schema a tool.
pub(crate) fn bedrock_tool() -> Value {
    json!({"structured_output": "tool"})
}

/// An OpenAI-compatible endpoint.
pub(crate) async fn compatible(acts: Vec<Act>) -> Mock {
    start(Style::Compatible, acts).await
}

/// What of a type may be sent.
pub(crate) fn sends(kind: &str, fields: &[&str]) -> Sends {
    Sends {
        kind: kind.into(),
        fields: fields.iter().map(|&field| field.to_owned()).collect(),
    }
}

/// A routing rule.
pub(crate) fn route(name: &str, endpoints: &[&str]) -> RawRoute {
    RawRoute {
        name: Some(name.into()),
        endpoints: endpoints.iter().map(|&name| name.to_owned()).collect(),
        ..RawRoute::default()
    }
}

/// The error of one act, and that the log says so, too.
pub(crate) async fn error(style: Style, stream: bool, act: Act) -> GatewayError {
    let mock = start(style, vec![act]).await;
    let scene = Scene::of(&mock).attempts(1).stream(stream).build();
    let error = scene.ask().await.unwrap_err();
    assert_eq!(mock.faults(), Vec::<String>::new(), "{style:?}");
    assert!(!error.to_string().contains("7.4"));
    let ended = scene.log.ended.lock().unwrap();
    assert_eq!(ended[0].outcome, Outcome::Failed(error.name()), "{style:?}");
    error
}

impl Scene {
    pub(crate) fn of(mock: &Mock) -> Builder {
        Builder::of(mock)
    }

    pub(crate) fn need() -> Need {
        Need {
            use_case: "chart_summary/results".into(),
            data_class: [
                FieldClass::Clinical,
                FieldClass::QuasiIdentifier,
                FieldClass::FreeText,
            ]
            .into_iter()
            .collect::<DataClass>(),
            bytes: 0,
            cut: true,
            endpoint: None,
            language: None,
        }
    }

    pub(crate) fn request(text: &str) -> Request {
        Request {
            use_case: UseCase {
                name: "chart_summary/results".into(),
                may_send: vec![
                    sends("Observation", &["code", "value*", "note"]),
                    sends("Patient", &["birthDate"]),
                ],
            },
            instructions: "Write the section.".into(),
            task: "Section: Key results.\nToday is 2026-03-10.".into(),
            parts: vec![Part {
                alias: "a1".into(),
                kind: "Observation".into(),
                fields: vec!["code".into(), "valueQuantity".into()],
                text: Phi::new(text.into()),
            }],
            schema: ("section".into(), schema()),
            identifiers: Literals::new(Literals::of_name("Amina Osei")),
        }
    }

    pub(crate) async fn ask(&self) -> Result<Answer, GatewayError> {
        self.ask_as("t", "u").await
    }

    pub(crate) async fn ask_as(&self, tenant: &str, user: &str) -> Result<Answer, GatewayError> {
        self.send(tenant, user, Self::request("HbA1c 7.4 %")).await
    }

    pub(crate) async fn send(
        &self,
        tenant: &str,
        user: &str,
        request: Request,
    ) -> Result<Answer, GatewayError> {
        let acting = self.engine.acting(Caller {
            tenant: tenant.into(),
            user: user.into(),
            role: "physician".into(),
            launch: "l1".into(),
        });
        let route = acting.plan(&Self::need())?;
        acting.infer(&route, request, &|_| ()).await
    }
}

pub(crate) fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {"statements": {"type": "array", "items": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"], "additionalProperties": false}}},
        "required": ["statements"],
        "additionalProperties": false
    })
}
