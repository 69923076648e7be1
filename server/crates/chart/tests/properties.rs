//! Properties: reading never panics, and writing what was read gives the same again.
#![allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]

use chart::note::note_text;
use chart::{Chart, Json};
use proptest::prelude::*;

fn json() -> impl Strategy<Value = Json> {
    let number = prop_oneof![
        Just("0".to_owned()),
        "-?[1-9][0-9]{0,40}",
        "-?(0|[1-9][0-9]{0,10})\\.[0-9]{1,20}",
        "[1-9]\\.[0-9]{1,3}[eE][+-]?[0-9]{1,3}",
    ];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        number.prop_map(|text| Json::Number(text.into())),
        any::<String>().prop_map(|text| Json::String(text.into())),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::Array),
            prop::collection::btree_map(any::<String>(), inner, 0..40).prop_map(|members| {
                Json::Object(
                    members
                        .into_iter()
                        .map(|(key, value)| (key.into(), value))
                        .collect(),
                )
            }),
        ]
    })
}

proptest! {
    #[test]
    fn written_json_reads_back_the_same(value in json()) {
        let text = value.to_string();
        prop_assert_eq!(&Json::parse(&text).unwrap(), &value);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok() || text.contains(['e', 'E']));
    }

    #[test]
    fn what_the_usual_reader_takes_we_take_and_nothing_else(text in "[\\[\\]{}:,\"a\\\\u0-9.eE+ \\-tn]{0,24}") {
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        prop_assert_eq!(Json::parse(&text).is_ok(), theirs, "{}", text);
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Json::parse(&bytes);
        let _ = Chart::from_bundle(&bytes);
        for format in ["text/plain", "text/html", "text/rtf", "application/xhtml+xml", "application/pdf", "application/hl7-cda+xml"] {
            let _ = note_text(format, &bytes, None);
        }
    }

    #[test]
    fn a_damaged_bundle_is_read_without_panic(cut in 0_usize..400, at in 0_usize..400, byte in any::<u8>()) {
        let mut bytes = br#"{"resourceType":"Bundle","type":"searchset","total":2,"link":[{"relation":"next","url":"x"}],"entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"p1","name":[{"given":["A\u00e9"]}]}},{"resource":{"resourceType":"Observation","id":"o","subject":{"reference":"urn:uuid:1"},"valueQuantity":{"value":1.00}}}]}"#.to_vec();
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(length - cut % length);
        if let Ok(chart) = Chart::from_bundle(&bytes) {
            let stored = chart.to_bundle();
            let again = Chart::from_stored(stored.as_bytes(), chart.patient().clone(), chart.load_report().clone()).unwrap();
            prop_assert_eq!(stored, again.to_bundle());
        }
    }

    #[test]
    fn markup_never_panics_and_offsets_hold(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<p>", "</p>", "<td>", "<tr>", "<table>", "<h1>", "</h1>", "<li>", "<ol>", "<br/>", "text", " 5.9 ", "\u{a0}",
            "<sup>", "</sup>", "<del>", "</del>", "<p style='display:none'>", "<script>", "</script>", "<!--", "-->", "&lt;", "é", "&",
            "{\\rtf1", "\\u8211?", "\\'e9", "\\par", "{", "}", "\\cell", "\\row", "\\v ", "\\strike ",
        ]), 0..40)
    ) {
        let text = parts.concat();
        for format in ["text/html", "application/xhtml+xml", "text/rtf"] {
            let text = if format == "text/rtf" { format!("{{\\rtf1 {text}}}") } else { text.clone() };
            let Ok(note) = note_text(format, text.as_bytes(), None) else { continue };
            prop_assert_eq!(&note, &note_text(format, text.as_bytes(), None).unwrap());
            let mut at = 0;
            for segment in &note.segments {
                prop_assert_eq!(segment.range.start, at);
                prop_assert!(note.text.get(segment.range.clone()).is_some());
                at = segment.range.end;
            }
            prop_assert_eq!(at, note.text.len());
        }
    }
}
