//! Any bytes as a note of any type: read or refused, the same text twice, its parts in order and covering it.

#![no_main]

use chart::note::note_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The content type stands before the first line break.
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (kind, rest) = data.split_at(end);
    let bytes = rest.strip_prefix(b"\n").unwrap_or(rest);
    let kind = std::str::from_utf8(kind).unwrap_or("text/plain");
    let Ok(note) = note_text(kind, bytes, None) else {
        return;
    };
    assert_eq!(Ok(&note), note_text(kind, bytes, None).as_ref());
    let mut at = 0;
    for segment in &note.segments {
        assert_eq!(segment.range.start, at, "a gap between parts");
        assert!(note.text.get(segment.range.clone()).is_some(), "a part that is not of the text");
        at = segment.range.end;
    }
    assert_eq!(at, note.text.len(), "the parts do not cover the text");
});
