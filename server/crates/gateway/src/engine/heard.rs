//! What an endpoint says that it heard: segments with times that the recording has, or why it is no transcript.

use super::speech::Segment;
use phi::Phi;
use serde::Deserialize;
use serde_json::Value;

/// Seconds by which times may lie beyond the sound: engines listen in windows of thirty seconds, and the last one is rarely full.
const WINDOW: f64 = 30.0;

#[derive(Deserialize)]
struct Heard {
    #[serde(default)]
    text: Option<String>,
    /// Seconds, as the engine counted them.
    #[serde(default)]
    duration: Value,
    #[serde(default)]
    segments: Option<Vec<Piece>>,
}

#[derive(Deserialize)]
struct Piece {
    start: f64,
    end: f64,
    text: String,
    #[serde(default)]
    speaker: Value,
}

/// Reads an answer to a recording of at most so many seconds. Silence has no segments; whatever else has none, or has times that make no sense, is
/// no transcript.
pub(super) fn read(answer: &[u8], seconds: f64) -> Result<Vec<Segment>, &'static str> {
    let json: Value = serde_json::from_slice(answer).map_err(|_| "an answer that is no JSON")?;
    if json.get("error").is_some_and(|error| !error.is_null()) {
        return Err("an error in the place of a transcript");
    }
    let heard = Heard::deserialize(json).map_err(|_| "no transcript with segments")?;
    let words = heard.text.is_some_and(|text| !text.trim().is_empty());
    let segments = match heard.segments {
        Some(segments) if segments.is_empty() && words => return Err("words without their times"),
        Some(segments) => segments,
        None if words => return Err("words without their times"),
        None => return Err("no transcript with segments"),
    };
    let own = heard
        .duration
        .as_f64()
        .or_else(|| heard.duration.as_str()?.parse().ok());
    let length = own.filter(|own| own.is_finite() && *own >= 0.0 && *own < seconds);
    let length = length.unwrap_or(seconds);
    let sense = |one: &Piece| {
        one.start.is_finite() && one.end.is_finite() && one.start >= 0.0 && one.end >= one.start
    };
    if !segments.iter().all(sense) || !segments.is_sorted_by(|a, b| a.start <= b.start) {
        return Err("segments whose times make no sense");
    }
    if segments.iter().any(|one| one.end > length + WINDOW) {
        return Err("segments outside the sound");
    }
    let spoken = |one: &Piece| !one.text.trim().is_empty();
    Ok(segments
        .into_iter()
        .filter(spoken)
        .map(|one| Segment {
            start: one.start,
            end: one.end,
            speaker: one.speaker.as_str().and_then(voice),
            text: Phi::new(one.text.trim().to_owned()),
        })
        .collect())
}

/// A voice's name as a word or two; none where it is something else.
fn voice(name: &str) -> Option<String> {
    let name = name.trim();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
    let fits = !name.is_empty() && name.chars().count() <= 24 && name.chars().all(plain);
    fits.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_is_a_plain_word_or_none() {
        for bad in ["", " ", "a]b", "Dr.\nX", "one: two", &"x".repeat(25)] {
            assert_eq!(voice(bad), None, "{bad}");
        }
        assert_eq!(voice(" SPEAKER_00 "), Some("SPEAKER_00".to_owned()));
    }

    #[test]
    fn what_is_no_transcript_says_why() {
        let piece =
            |start: f64, end: f64| format!(r#"{{"start": {start}, "end": {end}, "text": "x"}}"#);
        for (answer, want) in [
            ("I'm sorry, I can't help with that.".to_owned(), "no JSON"),
            ("<html>busy</html>".to_owned(), "no JSON"),
            (String::new(), "no JSON"),
            (
                r#"{"error": {"message": "busy", "code": 500}}"#.to_owned(),
                "an error",
            ),
            (
                r#"{"text": "I can't transcribe this."}"#.to_owned(),
                "without their times",
            ),
            (
                r#"{"text": "Good morning.", "segments": []}"#.to_owned(),
                "without their times",
            ),
            (r#"{"text": ""}"#.to_owned(), "no transcript"),
            ("{}".to_owned(), "no transcript"),
            ("[]".to_owned(), "no transcript"),
            (r#"{"segments": "none"}"#.to_owned(), "no transcript"),
            (
                r#"{"segments": [{"text": "no times"}]}"#.to_owned(),
                "no transcript",
            ),
            (
                format!(r#"{{"segments": [{}]}}"#, piece(5.0, 1.0)),
                "no sense",
            ),
            (
                format!(r#"{{"segments": [{}]}}"#, piece(-1.0, 1.0)),
                "no sense",
            ),
            (
                format!(
                    r#"{{"segments": [{}, {}]}}"#,
                    piece(5.0, 6.0),
                    piece(1.0, 2.0)
                ),
                "no sense",
            ),
            (
                format!(r#"{{"segments": [{}]}}"#, piece(0.0, 91.0)),
                "outside the sound",
            ),
            (
                format!(
                    r#"{{"duration": 10.0, "segments": [{}]}}"#,
                    piece(0.0, 41.0)
                ),
                "outside the sound",
            ),
        ] {
            let error = read(answer.as_bytes(), 60.0).unwrap_err();
            assert!(error.contains(want), "{answer}: {error}");
        }
    }

    #[test]
    fn silence_and_speech_are_transcripts() {
        let all = |answer: &str| read(answer.as_bytes(), 60.0).unwrap();
        assert!(all(r#"{"text": "", "segments": []}"#).is_empty());
        assert!(all(r#"{"segments": [{"start": 0, "end": 2, "text": " "}]}"#).is_empty());
        let heard = all(
            r#"{"duration": "3.2", "error": null, "segments": [{"start": 0, "end": 4.5, "text": " It hurts. ", "speaker": "A"}]}"#,
        );
        assert_eq!(heard[0].text.expose(), "It hurts.");
        assert_eq!(
            (heard[0].end, heard[0].speaker.as_deref()),
            (4.5, Some("A"))
        );
    }
}
