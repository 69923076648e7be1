//! A recording as a form, as the transcription interface takes it (RFC 7578).

/// A name whose ending tells the interface the form; never the recording's own.
pub(super) fn file_name(media_type: &str) -> Option<&'static str> {
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
pub(super) fn boundary(sound: &[u8]) -> String {
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

pub(super) fn multipart(
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
