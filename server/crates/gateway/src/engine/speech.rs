//! Transcription with the times of each segment, and embeddings: OpenAI's interfaces, which vLLM, whisper servers and Azure speak too.

use super::Acting;
use super::attempt::Course;
use super::record::Open;
use crate::budget::Charge;
use crate::endpoint::{Capability, Endpoint, WireFormat};
use crate::error::{GatewayError, Refusal};
use crate::http::{self, Call};
use crate::policy::{Need, Route, Wanted, decide};
use crate::port::{InferenceBegin, InferenceId};
use crate::prompt::tokens;
use bytes::Bytes;
use phi::{DataClass, FieldClass, Phi};
use serde::Deserialize;
use serde_json::json;
use std::sync::atomic::Ordering;
use tokio::time::Instant;

/// Largest recording that is sent, in bytes: what the interface takes.
const LARGEST: usize = 25 << 20;
/// Largest answer that is read.
const ANSWER: usize = 64 << 20;

/// A recording.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The sound.
    pub bytes: Phi<Vec<u8>>,
    /// Its media type: `audio/wav`, `audio/webm`, `audio/mpeg`, `audio/ogg`, `audio/mp4` or `audio/flac`.
    pub media_type: String,
    /// The language, `en`; none: found out.
    pub language: Option<String>,
}

/// One segment of speech.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Seconds from the beginning.
    pub start: f64,
    /// Seconds from the beginning.
    pub end: f64,
    /// What was said.
    pub text: Phi<String>,
}

/// What was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Transcript {
    /// The segments in order.
    pub segments: Vec<Segment>,
    /// Which model, as pinned.
    pub model: String,
    /// The log's name of the inference.
    pub inference: InferenceId,
}

#[derive(Deserialize)]
struct Heard {
    segments: Vec<Piece>,
}

#[derive(Deserialize)]
struct Piece {
    start: f64,
    end: f64,
    text: String,
}

#[derive(Deserialize)]
struct Vectors {
    data: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    index: usize,
    embedding: Vec<f32>,
}

/// One exchange that is no draft.
struct Exchange<'a> {
    use_case: &'a str,
    capability: Capability,
    path: &'static str,
    class: DataClass,
    content_type: String,
    size: usize,
    endpoint: Option<&'a str>,
}

impl Acting {
    /// Writes down a recording. Words come back with the time of each segment, in order.
    pub async fn transcribe(
        &self,
        recording: &Recording,
        endpoint: Option<&str>,
    ) -> Result<Transcript, GatewayError> {
        let sound = recording.bytes.expose();
        let name = file_name(&recording.media_type).ok_or(Refusal::Recording(
            "its media type is not one that the interface takes",
        ))?;
        if sound.is_empty() || sound.len() > LARGEST {
            return Err(Refusal::Recording("it is empty, or larger than 25 MiB").into());
        }
        let boundary = boundary(sound);
        let exchange = Exchange {
            use_case: "transcription",
            capability: Capability::Transcription,
            path: "audio/transcriptions",
            class: DataClass::all(),
            content_type: format!("multipart/form-data; boundary={boundary}"),
            size: 0,
            endpoint,
        };
        let body = |endpoint: &Endpoint| {
            let mut fields = vec![
                ("model", endpoint.model.as_str()),
                ("response_format", "verbose_json"),
                ("timestamp_granularities[]", "segment"),
                ("temperature", "0"),
            ];
            if let Some(language) = &recording.language {
                fields.push(("language", language));
            }
            let media_type = recording.media_type.split(';').next().unwrap_or_default();
            multipart(&boundary, &fields, name, media_type.trim(), sound)
        };
        let (endpoint, id, answer) = self.exchange(&exchange, body).await?;
        let malformed = |what| GatewayError::Malformed {
            endpoint: endpoint.name.clone(),
            what,
        };
        let heard: Heard = serde_json::from_slice(&answer)
            .map_err(|_| malformed("no transcript with segments"))?;
        let ordered = heard.segments.iter().all(|one| {
            one.start.is_finite() && one.end.is_finite() && one.start >= 0.0 && one.end >= one.start
        }) && heard.segments.is_sorted_by(|a, b| a.start <= b.start);
        if !ordered {
            return Err(malformed("segments whose times make no sense"));
        }
        Ok(Transcript {
            segments: heard
                .segments
                .into_iter()
                .map(|one| Segment {
                    start: one.start,
                    end: one.end,
                    text: Phi::new(one.text.trim().to_owned()),
                })
                .collect(),
            model: endpoint.model.clone(),
            inference: id,
        })
    }

    /// Turns texts into vectors, one each, in order.
    pub async fn embed(
        &self,
        texts: &[Phi<String>],
        endpoint: Option<&str>,
    ) -> Result<Vec<Vec<f32>>, GatewayError> {
        let words: Vec<&str> = texts.iter().map(|text| text.expose().as_str()).collect();
        let exchange = Exchange {
            use_case: "embedding",
            capability: Capability::Embedding,
            path: "embeddings",
            class: [
                FieldClass::FreeText,
                FieldClass::Clinical,
                FieldClass::QuasiIdentifier,
            ]
            .into_iter()
            .collect(),
            content_type: "application/json".to_owned(),
            size: words.iter().map(|text| text.len()).sum(),
            endpoint,
        };
        let body = |endpoint: &Endpoint| {
            json!({"model": endpoint.model, "input": words, "encoding_format": "float"})
                .to_string()
                .into_bytes()
        };
        let (endpoint, _, answer) = self.exchange(&exchange, body).await?;
        let malformed = |what| GatewayError::Malformed {
            endpoint: endpoint.name.clone(),
            what,
        };
        let mut vectors: Vectors =
            serde_json::from_slice(&answer).map_err(|_| malformed("no vectors"))?;
        vectors.data.sort_by_key(|one| one.index);
        let fits = vectors.data.len() == texts.len()
            && vectors.data.iter().enumerate().all(|(at, one)| {
                one.index == at
                    && !one.embedding.is_empty()
                    && one.embedding.iter().all(|number| number.is_finite())
            });
        if !fits {
            return Err(malformed("other vectors than were asked for"));
        }
        Ok(vectors.data.into_iter().map(|one| one.embedding).collect())
    }

    async fn exchange(
        &self,
        exchange: &Exchange<'_>,
        body: impl Fn(&Endpoint) -> Vec<u8>,
    ) -> Result<(&Endpoint, InferenceId, Vec<u8>), GatewayError> {
        let engine = self.engine();
        let need = Need {
            use_case: exchange.use_case.to_owned(),
            data_class: exchange.class,
            bytes: exchange.size,
            endpoint: exchange.endpoint.map(str::to_owned),
        };
        let wanted = Wanted {
            need: &need,
            tenant: &self.caller().tenant,
            capability: exchange.capability,
        };
        let now = engine.clock.now();
        let route = decide(&engine.registry, &engine.policy, &wanted, now.date()).route;
        let route = match route {
            Ok(route) => route,
            Err(refusal) => {
                engine
                    .log
                    .refused(self.caller(), exchange.use_case, &refusal)
                    .await;
                return Err(refusal.into());
            }
        };
        let mut first = None;
        for name in std::iter::once(&route.endpoint).chain(&route.then) {
            match self.at_endpoint(exchange, &route, name, &body).await {
                Ok(done) => return Ok(done),
                Err(error) if error.another_may() => {
                    first.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        Err(first.unwrap_or_else(|| Refusal::UnknownEndpoint(route.endpoint.clone()).into()))
    }

    async fn at_endpoint(
        &self,
        exchange: &Exchange<'_>,
        route: &Route,
        name: &str,
        body: &impl Fn(&Endpoint) -> Vec<u8>,
    ) -> Result<(&Endpoint, InferenceId, Vec<u8>), GatewayError> {
        let engine = self.engine();
        let unknown = || Refusal::UnknownEndpoint(name.to_owned());
        let endpoint = engine.registry.get(name).ok_or_else(unknown)?;
        let lane = engine.lanes.get(name).ok_or_else(unknown)?;
        let now = engine.clock.now();
        lane.breaker.allow(now).map_err(|left| Refusal::Resting {
            endpoint: name.to_owned(),
            seconds: left.whole_seconds() + 1,
        })?;
        let body = Bytes::from(body(endpoint));
        let input = tokens(exchange.size) as u64;
        let charge = Charge {
            caller: self.caller().clone(),
            day: now.date(),
            endpoint: endpoint.name.clone(),
            input,
            output: 0,
            cost: endpoint.prices.cost(input, 0),
        };
        let reserved = match &engine.ledger {
            Some(ledger) => Some(ledger.reserve(&charge).await.map_err(Refusal::Budget)?),
            None => None,
        };
        let course = Course::default();
        let mut open = Open::new(engine, endpoint, &course, reserved, input);
        let begin = InferenceBegin {
            use_case: exchange.use_case.to_owned(),
            caller: self.caller().clone(),
            endpoint: endpoint.name.clone(),
            route: route.why.clone(),
            provider: endpoint.agreement.provider.clone(),
            model: endpoint.model.clone(),
            version: endpoint.version.clone(),
            agreement: endpoint.agreement.reference.clone(),
            data_class: exchange.class,
            tokens: tokens(exchange.size),
            prompt_fingerprint: engine.fingerprint(&[&body]),
            ..InferenceBegin::default()
        };
        let id = engine
            .log
            .begin(begin)
            .await
            .map_err(|_| Refusal::NotLogged)?;
        open.logged(id.clone());
        let result = self.tries(exchange, endpoint, &course, body).await;
        match &result {
            Ok(_) => lane.breaker.worked(),
            Err(error) if error.against_endpoint() => {
                lane.breaker.failed(engine.clock.now());
            }
            Err(_) => {}
        }
        open.end(result.as_ref().map(|_| ()), None).await;
        Ok((endpoint, id, result?))
    }

    async fn tries(
        &self,
        exchange: &Exchange<'_>,
        endpoint: &Endpoint,
        course: &Course,
        body: Bytes,
    ) -> Result<Vec<u8>, GatewayError> {
        let engine = self.engine();
        let lane = engine
            .lanes
            .get(&endpoint.name)
            .ok_or_else(|| Refusal::UnknownEndpoint(endpoint.name.clone()))?;
        let deadline = Instant::now() + endpoint.deadline;
        let _place = lane
            .place(endpoint, &self.caller().tenant, deadline)
            .await?;
        let client = lane.client(endpoint).await?;
        loop {
            let now = engine.clock.now();
            endpoint
                .agreement
                .allows(exchange.class, now.date(), &endpoint.name)?;
            let tried = course.attempts.fetch_add(1, Ordering::Relaxed) + 1;
            let url = match endpoint.wire {
                WireFormat::AzureOpenAi | WireFormat::AzureOpenAiResponses => {
                    endpoint.azure(exchange.path)
                }
                _ => endpoint.at(&format!("/{}", exchange.path), None),
            };
            let call = Call {
                endpoint,
                url,
                content_type: &exchange.content_type,
                accept: "application/json",
                headers: &[],
                bearer: lane.tokens.bearer(endpoint, now, deadline).await?,
                now,
                deadline,
            };
            match http::body_of(&client, &call, body.clone(), ANSWER).await? {
                Ok(answer) => {
                    course.answered.store(true, Ordering::Relaxed);
                    return Ok(answer);
                }
                Err((error, hint)) => {
                    let wait =
                        http::wait(tried - 1, hint, deadline).filter(|_| tried < endpoint.attempts);
                    let Some(wait) = wait else { return Err(error) };
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }
}

/// A name whose ending tells the interface the form; never the recording's own.
fn file_name(media_type: &str) -> Option<&'static str> {
    Some(
        match media_type.split(';').next().unwrap_or_default().trim() {
            "audio/wav" | "audio/x-wav" | "audio/wave" => "audio.wav",
            "audio/webm" => "audio.webm",
            "audio/mpeg" | "audio/mp3" => "audio.mp3",
            "audio/ogg" => "audio.ogg",
            "audio/mp4" | "audio/m4a" | "audio/x-m4a" => "audio.m4a",
            "audio/flac" => "audio.flac",
            _ => return None,
        },
    )
}

/// A line that does not stand in the sound.
fn boundary(sound: &[u8]) -> String {
    let mut number = 0_u64;
    loop {
        let made = format!("countersign-{number:016x}");
        if !sound
            .windows(made.len())
            .any(|part| part == made.as_bytes())
        {
            return made;
        }
        number += 1;
    }
}

fn multipart(
    boundary: &str,
    fields: &[(&str, &str)],
    file_name: &str,
    media_type: &str,
    sound: &[u8],
) -> Vec<u8> {
    let mut body = Vec::with_capacity(sound.len() + 1024);
    for (name, value) in fields {
        let field = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend_from_slice(field.as_bytes());
    }
    let head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\ncontent-type: {media_type}\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(sound);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boundary_never_stands_in_the_sound() {
        let first = boundary(b"");
        assert_ne!(boundary(first.as_bytes()), first);
        let body = multipart("b", &[("model", "m")], "audio.wav", "audio/wav", b"RIFF");
        let text = String::from_utf8(body).unwrap();
        assert!(
            text.starts_with("--b\r\n") && text.ends_with("RIFF\r\n--b--\r\n"),
            "{text}"
        );
        assert_eq!(file_name("audio/wav; codecs=1"), Some("audio.wav"));
        assert_eq!(file_name("text/html\r\nx: y"), None);
    }
}
