//! Transcription with the times of each segment, and embeddings: OpenAI's interfaces, which vLLM, whisper servers and Azure speak too.

use super::Acting;
use super::exchange::Exchange;
use super::heard;
use super::length::seconds;
use super::multipart::{boundary, file_name, multipart};
use crate::endpoint::{Capability, Endpoint};
use crate::error::{GatewayError, Refusal};
use crate::port::InferenceId;
use crate::prompt::tokens;
use phi::{DataClass, FieldClass, Phi};
use serde::Deserialize;
use serde_json::json;

/// Largest recording that is sent, in bytes: what the interface takes.
const LARGEST: usize = 25 << 20;

/// Tokens that a second of sound counts as, and that its words may have.
const HEARD: u64 = 10;
const SAID: u64 = 5;

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

impl Recording {
    /// Whether the interface takes sound of this media type.
    pub fn takes(media_type: &str) -> bool {
        file_name(media_type).is_some()
    }
}

/// One segment of speech.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Seconds from the beginning.
    pub start: f64,
    /// Seconds from the beginning.
    pub end: f64,
    /// Who spoke, where the endpoint tells voices apart: its own name for the voice, not a person's.
    pub speaker: Option<String>,
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
struct Vectors {
    data: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    index: usize,
    embedding: Vec<f32>,
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
        let seconds = seconds(sound);
        let boundary = boundary(sound);
        let exchange = Exchange {
            use_case: "transcription",
            capability: Capability::Transcription,
            path: "audio/transcriptions",
            class: DataClass::all(),
            content_type: format!("multipart/form-data; boundary={boundary}"),
            size: 0,
            tokens: (seconds * HEARD, seconds * SAID),
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
        // More than it can be: the estimate errs on the large side.
        let longest = f64::from(u32::try_from(seconds).unwrap_or(u32::MAX));
        let read = |answer: &[u8]| heard::read(answer, longest);
        let (endpoint, id, segments) = self.exchange(&exchange, body, read).await?;
        Ok(Transcript {
            segments,
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
        let size = words.iter().map(|text| text.len()).sum();
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
            size,
            tokens: (tokens(size) as u64, 0),
            endpoint,
        };
        let body = |endpoint: &Endpoint| {
            json!({"model": endpoint.model, "input": words, "encoding_format": "float"})
                .to_string()
                .into_bytes()
        };
        let many = texts.len();
        let read = |answer: &[u8]| vectors(answer, many);
        let (_, _, vectors) = self.exchange(&exchange, body, read).await?;
        Ok(vectors)
    }
}

/// As many vectors as there are texts, in their order.
fn vectors(answer: &[u8], many: usize) -> Result<Vec<Vec<f32>>, &'static str> {
    let mut vectors: Vectors = serde_json::from_slice(answer).map_err(|_| "no vectors")?;
    vectors.data.sort_by_key(|one| one.index);
    let fits = vectors.data.len() == many
        && vectors.data.iter().enumerate().all(|(at, one)| {
            one.index == at
                && !one.embedding.is_empty()
                && one.embedding.iter().all(|number| number.is_finite())
        });
    if !fits {
        return Err("other vectors than were asked for");
    }
    Ok(vectors.data.into_iter().map(|one| one.embedding).collect())
}
