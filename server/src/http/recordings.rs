//! Recordings of a launch: what the recorder in the browser calls. Every path names the launch; the checks are those of every page.

use super::range::Wanted;
use super::screens::caller;
use crate::backend::{Begin, StepError, Steps};
use app::asked::status_of;
use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use model::{LaunchId, RecordingId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::sync::Arc;
use store::Launch;
use tower_sessions::Session;

type Recorder = State<Arc<Steps>>;
type Answer = Result<Response, Refused>;

/// The routes, under a launch's path.
pub fn router(steps: Arc<Steps>) -> Router {
    Router::new()
        .route("/l/{launch}/recordings", get(list).post(begin))
        .route("/l/{launch}/recordings/{id}", get(one).delete(delete))
        .route("/l/{launch}/recordings/{id}/chunks/{number}", put(chunk))
        .route("/l/{launch}/recordings/{id}/finish", post(finish))
        .route("/l/{launch}/recordings/{id}/transcribe", post(transcribe))
        .route("/l/{launch}/recordings/{id}/audio", get(audio))
        .with_state(steps)
}

/// A step that failed, in its wire form.
struct Refused(StepError);

impl From<StepError> for Refused {
    fn from(error: StepError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let error = self.0.wire();
        let status = StatusCode::from_u16(status_of(error.code));
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(error)).into_response()
    }
}

#[derive(Serialize)]
struct Begun {
    id: RecordingId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finish {
    chunks: u64,
}

#[derive(Serialize)]
struct Lines {
    lines: Vec<String>,
}

/// The launch, if it is this session's.
async fn launch(steps: &Steps, session: &Session, id: String) -> Result<Launch, Refused> {
    let caller = caller(session).await;
    Ok(steps.own_launch(caller, &LaunchId::new(id)).await?)
}

/// A body in JSON; what can't be read is not quoted.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refused> {
    let unreadable = |_| StepError::BadInput("What was sent can’t be read.".to_owned());
    Ok(serde_json::from_slice(body).map_err(unreadable)?)
}

async fn list(State(steps): Recorder, session: Session, Path(id): Path<String>) -> Answer {
    let launch = launch(&steps, &session, id).await?;
    Ok(Json(steps.recordings(&launch).await?).into_response())
}

async fn begin(
    State(steps): Recorder,
    session: Session,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer {
    let launch = launch(&steps, &session, id).await?;
    let asked: Begin = read(&body)?;
    let id = steps.begin_recording(&launch, asked).await?;
    Ok((StatusCode::CREATED, Json(Begun { id })).into_response())
}

async fn one(
    State(steps): Recorder,
    session: Session,
    Path((of, id)): Path<(String, String)>,
) -> Answer {
    let launch = launch(&steps, &session, of).await?;
    let found = steps.recording(&launch, &RecordingId::new(id)).await?;
    Ok(Json(found).into_response())
}

async fn delete(
    State(steps): Recorder,
    session: Session,
    Path((of, id)): Path<(String, String)>,
) -> Answer {
    let launch = launch(&steps, &session, of).await?;
    let id = RecordingId::new(id);
    steps.delete_recording(&launch, &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn chunk(
    State(steps): Recorder,
    session: Session,
    Path((of, id, number)): Path<(String, String, String)>,
    body: Bytes,
) -> Answer {
    let launch = launch(&steps, &session, of).await?;
    let number = number.parse::<u32>();
    let number = number.map_err(|_| StepError::BadInput("A chunk has a number.".to_owned()))?;
    let id = RecordingId::new(id);
    steps
        .take_chunk(&launch, &id, u64::from(number), &body)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn finish(
    State(steps): Recorder,
    session: Session,
    Path((of, id)): Path<(String, String)>,
    body: Bytes,
) -> Answer {
    let launch = launch(&steps, &session, of).await?;
    let Finish { chunks } = read(&body)?;
    let id = RecordingId::new(id);
    steps.finish_recording(&launch, &id, chunks).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn transcribe(
    State(steps): Recorder,
    session: Session,
    Path((of, id)): Path<(String, String)>,
) -> Answer {
    let launch = launch(&steps, &session, of).await?;
    let lines = steps.transcribed(&launch, &RecordingId::new(id)).await?;
    Ok(Json(Lines { lines }).into_response())
}

/// The sound, or the part of it that `Range` asks for. No other site's page may embed it.
async fn audio(
    State(steps): Recorder,
    session: Session,
    Path((of, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let launch = launch(&steps, &session, of).await?;
    let asked = headers.get(header::RANGE);
    let wanted = Wanted::read(asked.and_then(|value| value.to_str().ok()));
    let id = RecordingId::new(id);
    let played = steps.played(&launch, &id, |total| wanted.of(total)).await?;
    let total = played.total;
    let mut answer = match played.part {
        None => (
            StatusCode::RANGE_NOT_SATISFIABLE,
            [(header::CONTENT_RANGE, format!("bytes */{total}"))],
        )
            .into_response(),
        Some((_, mut sound)) if wanted == Wanted::All => {
            std::mem::take(&mut *sound).into_response()
        }
        Some((range, mut sound)) => (
            StatusCode::PARTIAL_CONTENT,
            [(
                header::CONTENT_RANGE,
                format!(
                    "bytes {}-{}/{total}",
                    range.start,
                    range.end.saturating_sub(1)
                ),
            )],
            std::mem::take(&mut *sound),
        )
            .into_response(),
    };
    let map = answer.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(&played.media_type) {
        map.insert(header::CONTENT_TYPE, kind);
    }
    map.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    map.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    Ok(answer)
}
