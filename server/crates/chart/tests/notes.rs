//! Note text from every format.
#![allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]
mod support;

use std::fmt::Write;

use chart::note::{NoteError, NoteFormat, NoteNotice, note_text, notes_of};
use chart::{Chart, Json};

fn text(content_type: &str, bytes: &[u8]) -> String {
    note_text(content_type, bytes, None).unwrap().text
}

#[test]
fn what_is_no_note_is_named() {
    let error =
        |content_type: &str, bytes: &[u8]| note_text(content_type, bytes, None).unwrap_err();
    assert_eq!(error("text/plain", b""), NoteError::Empty);
    assert_eq!(
        error("text/html", b"<p> </p><script>x</script>"),
        NoteError::Empty
    );
    assert_eq!(
        error("image/png", b"\x89PNG"),
        NoteError::UnknownFormat("image/png".into())
    );
    assert_eq!(
        error("", b"text"),
        NoteError::UnknownFormat("(none given)".into())
    );
    assert_eq!(
        error("application/pdf", b"%PDF-1.4 damaged"),
        NoteError::Damaged(NoteFormat::Pdf)
    );
    assert_eq!(
        error("application/hl7-cda+xml", b"<ClinicalDocument"),
        NoteError::Damaged(NoteFormat::Cda)
    );
    assert_eq!(
        error("text/plain", &vec![b'a'; chart::note::LARGEST_NOTE + 1]),
        NoteError::TooLarge
    );
}

#[test]
fn plain_text_keeps_its_lines_in_any_character_set() {
    assert_eq!(text("text/plain", b"a \r\n\r\n b\x00\rc\n\n"), "a\n\n b\nc");
    assert_eq!(
        text("text/plain; charset=iso-8859-1", b"caf\xe9 \xb5g"),
        "café µg"
    );
    assert_eq!(text("text/plain", b"\xff\xfeK\x00 \x005\x00"), "K 5");
    let guessed = note_text("text/plain", b"caf\xe9", None).unwrap();
    assert_eq!(
        (guessed.text.as_str(), &guessed.notices[..]),
        ("café", &[NoteNotice::CharsetGuessed][..])
    );
    assert_eq!(
        note_text("text/plain", "µg".as_bytes(), Some("utf-8"))
            .unwrap()
            .text,
        "µg"
    );
    let bad = note_text("text/plain; charset=utf-8", b"caf\xe9", None).unwrap();
    assert_eq!(bad.notices, [NoteNotice::BadCharacters]);
}

#[test]
fn html_reads_as_it_is_seen() {
    let html = "<html><head><title>T</title><style>.k{display:none} .p{white-space:pre-wrap}</style></head><body>\
        <h2>Assessment</h2><p>K&nbsp;5.9  <b>mmol</b>/L &lt; 6</p><p class=k>not seen</p><div class=p>line 1\nline 2</div>\
        <table><tr><th>Test</th><th>Value</th></tr><tr><td><p>K</p></td><td>5.9</td></tr></table>\
        <ol><li>one<ul><li>inner</li></ul></li><li>two</li></ol>10<sup>3</sup> <del>old</del>\
        <p style='display: none'>hidden words</p><p>seen</p><script>evil()</script><!-- c --><img src=x></body></html>";
    let note = note_text("text/html", html.as_bytes(), None).unwrap();
    let wanted = "Assessment\nK 5.9 mmol/L < 6\nline 1\nline 2\nTest | Value\nK | 5.9\n1. one\n  - inner\n2. two\n\
        10^3 [deleted: old]\nseen";
    assert_eq!(note.text, wanted);
    assert_eq!(note.hidden, ["not seen", "hidden words"]);
    assert_eq!(
        note.notices,
        [NoteNotice::LeftOut("image"), NoteNotice::HiddenText]
    );
    assert_eq!(note.segments.len(), 1);
    assert_eq!(note.segments[0].heading.as_deref(), Some("Assessment"));
}

#[test]
fn a_script_that_closes_itself_in_xhtml_swallows_nothing() {
    let xhtml =
        r#"<div xmlns="http://www.w3.org/1999/xhtml"><script/><p>BP 162/94<br/>HR 80</p></div>"#;
    let note = note_text("application/xhtml+xml", xhtml.as_bytes(), None).unwrap();
    assert_eq!(
        (note.text.as_str(), note.format),
        ("BP 162/94\nHR 80", NoteFormat::Xhtml)
    );
    let broken = note_text("application/xhtml+xml", b"<div><p>a&nbsp;b<br></div>", None).unwrap();
    assert_eq!(
        (broken.text.as_str(), &broken.notices[..]),
        ("a b", &[NoteNotice::Malformed][..])
    );
}

#[test]
fn rtf_with_code_pages_unicode_tables_and_hidden_text() {
    let rtf = br"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial Cyr;}}{\*\generator x;}{\info{\title t}}
\pard Caf\'e9 180\u8211?240 \u-10179?\u-8704?\par
\trowd\cellx1\intbl K\cell\cell 5.9\cell\row
{\f1 \'ea\'e0\'eb\'e8\'e9}\par
{\v secret}shown {\strike gone} 10{\super 3}\par
{\field{\*\fldinst HYPERLINK x}{\fldrslt portal}}{\pict 8950}\line brace \{x\} \bin3 abc end\tab .}";
    let note = note_text("text/rtf", rtf, None).unwrap();
    assert_eq!(
        note.text,
        "Café 180–240 😀\nK |  | 5.9\nкалий\nshown [deleted: gone] 10^3\nportal\nbrace {x}  end\t."
    );
    assert_eq!(note.hidden, ["secret"]);
    assert_eq!(
        note.notices,
        [NoteNotice::LeftOut("image"), NoteNotice::HiddenText]
    );
    let cut = note_text("application/rtf", br"{\rtf1 text {\b bold", None).unwrap();
    assert_eq!(
        (cut.text.as_str(), &cut.notices[..]),
        ("text bold", &[NoteNotice::Malformed][..])
    );
}

const CDA: &str = r#"<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><code code="34133-9"/><title>Summary</title>
 <component><structuredBody><component><section><code code="48765-2" displayName="Allergies"/><title>Allergies</title>
 <text><table><thead><tr><th>Substance</th><th>Reaction</th></tr></thead><tbody><tr><td>Penicillin</td><td>Hives<br/>rash</td></tr></tbody></table>
 <list listType="ordered"><item>one</item><item>two</item></list><paragraph styleCode="Bold">End</paragraph></text>
 <entry><act><text>not narrative</text></act></entry>
 <component><section><title>Inner</title><text>inner <content revised="delete">no</content></text></section></component>
 </section></component></structuredBody></component></ClinicalDocument>"#;

#[test]
fn a_clinical_document_reads_section_by_section() {
    let note = note_text("text/xml", CDA.as_bytes(), None).unwrap();
    assert_eq!(
        note.text,
        "Summary\n\nAllergies\nSubstance | Reaction\nPenicillin | Hives\nrash\n1. one\n2. two\nEnd\n\nInner\ninner [deleted: no]"
    );
    let headings: Vec<_> = note
        .segments
        .iter()
        .map(|part| (part.heading.as_deref(), part.code.as_deref()))
        .collect();
    assert_eq!(
        headings,
        [
            (Some("Summary"), Some("34133-9")),
            (Some("Allergies"), Some("48765-2")),
            (Some("Inner"), None)
        ]
    );
    let inner = r#"<ClinicalDocument xmlns="urn:hl7-org:v3"><title>S</title><component><nonXMLBody><text mediaType="text/plain" representation="B64">QlAgMTYyLzk0</text></nonXMLBody></component></ClinicalDocument>"#;
    assert_eq!(
        text("application/hl7-cda+xml", inner.as_bytes()),
        "S\nBP 162/94"
    );
}

#[test]
fn the_open_clinical_documents_give_their_sections() {
    let Some(folder) = support::data("3_fhir_edge") else {
        return;
    };
    let epic = std::fs::read(folder.join("epic_notereader_cda_redacted.xml")).unwrap();
    let epic = note_text("application/xml", &epic, None).unwrap();
    assert!(epic.segments.len() > 3 && epic.text.len() > 200, "{epic:?}");
    let mut ccd = Vec::new();
    let packed = std::fs::File::open(folder.join("ccd_sample_from_uscore.xml.gz")).unwrap();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed), &mut ccd).unwrap();
    let ccd = note_text("text/plain", &ccd, None).unwrap();
    assert!(
        ccd.segments.len() > 5 && ccd.notices.contains(&NoteNotice::TypeDiffers),
        "{ccd:?}"
    );
}

#[test]
fn the_epic_and_oracle_notes_read_alike() {
    for folder in ["2_ehr_shapes/epic_like", "2_ehr_shapes/oracle_like"] {
        let Some(folder) = support::data(folder) else {
            return;
        };
        let rtf = note_text(
            "text/rtf",
            &std::fs::read(folder.join("binary_note.rtf")).unwrap(),
            None,
        )
        .unwrap();
        assert!(
            rtf.text.contains("Component | Value\nPotassium | 5.9 (H)"),
            "{}",
            rtf.text
        );
        assert!(
            !rtf.text.contains("HYPERLINK") && !rtf.text.contains("89504e47"),
            "{}",
            rtf.text
        );
    }
    let Some(folder) = support::data("2_ehr_shapes/epic_like") else {
        return;
    };
    let html = note_text(
        "text/html",
        &std::fs::read(folder.join("binary_note.html")).unwrap(),
        None,
    )
    .unwrap();
    assert!(
        html.text
            .contains("Home glucose 180–240 mg/dL. She takes ibuprofen “most days” for knee pain.")
    );
    assert!(
        html.text.contains("SpO2 | 91% RA") && !html.text.contains("hidden paragraph"),
        "{}",
        html.text
    );
    assert_eq!(html.hidden.len(), 1);
}

#[test]
fn a_pdf_gives_its_text_layer_and_a_scan_is_named() {
    use lopdf::content::{Content, Operation};
    use lopdf::{Document, Object, Stream, dictionary};
    let pdf = |lines: &[&str]| {
        let mut document = Document::with_version("1.5");
        let pages = document.new_object_id();
        let font = document.add_object(
            dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" },
        );
        let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
        let mut operations = vec![
            Operation::new("BT", vec![]),
            Operation::new("Tf", vec!["F1".into(), 12.into()]),
        ];
        for line in lines {
            operations.push(Operation::new("Td", vec![0.into(), (-20).into()]));
            operations.push(Operation::new("Tj", vec![Object::string_literal(*line)]));
        }
        operations.push(Operation::new("ET", vec![]));
        let content = document.add_object(Stream::new(
            dictionary! {},
            Content { operations }.encode().unwrap(),
        ));
        let page = document
            .add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content });
        let tree = dictionary! {
            "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        };
        document.objects.insert(pages, Object::Dictionary(tree));
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    };
    let note = note_text("text/plain", &pdf(&["Potassium 5.9", "Stop NSAID."]), None).unwrap();
    assert_eq!(
        (note.text.as_str(), note.format),
        ("Potassium 5.9\nStop NSAID.", NoteFormat::Pdf)
    );
    assert_eq!(note.notices, [NoteNotice::TypeDiffers]);
    assert_eq!(
        note_text("application/pdf", &pdf(&[]), None).unwrap_err(),
        NoteError::NoTextLayer
    );
}

#[test]
fn attachments_are_found_wherever_their_data_lies() {
    let bundle = r#"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"p"}},
      {"resource":{"resourceType":"Binary","id":"b","contentType":"text/plain","data":"SGVsbG8="}},
      {"resource":{"resourceType":"DiagnosticReport","id":"r","presentedForm":[{"contentType":"text/plain","data":"SGVs\r\nbG8g\n d29y bGQ="}]}},
      {"resource":{"resourceType":"DocumentReference","id":"d","content":[
        {"attachment":{"contentType":"text/plain","url":"Binary/b","title":"t"}},
        {"attachment":{"contentType":"text/plain","url":"https://h/r4/Binary/missing"}},
        {"attachment":{"contentType":"text/plain","data":"@@@not base64@@@"}},
        {"attachment":{"contentType":"text/plain","data":"","size":0}},
        {"attachment":{"contentType":"text/plain"}}]}}]}"#;
    let chart = Chart::from_bundle(bundle.as_bytes()).unwrap();
    let of = |key: &str| chart.notes_of(chart.get(&key.parse().unwrap()).unwrap());
    assert_eq!(
        of("DiagnosticReport/r")[0].result.as_ref().unwrap().text,
        "Hello world"
    );
    let notes = of("DocumentReference/d");
    assert_eq!(notes[0].path, "content[0].attachment");
    let results: Vec<_> = notes
        .iter()
        .map(|note| note.result.as_ref().map(|note| note.text.as_str()))
        .collect();
    let wanted = [
        Ok("Hello"),
        Err(&NoteError::NotLoaded),
        Err(&NoteError::BadBase64),
        Err(&NoteError::Empty),
        Err(&NoteError::NoData),
    ];
    assert_eq!(results, wanted);
    let elsewhere = notes_of(
        chart.get(&"DocumentReference/d".parse().unwrap()).unwrap(),
        &|_| Some(b"x".to_vec()),
    );
    assert_eq!(elsewhere[1].result.as_ref().unwrap().text, "x");
}

#[test]
fn the_nasty_attachments() {
    let Some(file) = support::data("3_fhir_edge/nasty_cases.ndjson") else {
        return;
    };
    let mut seen = String::new();
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let case = Json::parse(line).unwrap();
        let name = case.str_at("case").unwrap();
        if !name.starts_with("att_") {
            continue;
        }
        let raw = case.str_at("raw").unwrap();
        let bundle = format!(
            r#"{{"resourceType":"Bundle","entry":[{{"resource":{{"resourceType":"Patient","id":"p"}}}},{{"resource":{raw}}}]}}"#
        );
        let chart = Chart::from_bundle(bundle.as_bytes()).unwrap();
        let note = chart
            .iter_by_type("DocumentReference")
            .flat_map(|found| chart.notes_of(found))
            .next()
            .unwrap();
        let shown = note
            .result
            .map_or_else(|error| format!("{error:?}"), |note| note.text);
        writeln!(seen, "{name}: {shown}").unwrap();
    }
    assert_eq!(
        seen,
        "att_b64_whitespace: Hello world\natt_b64_bad: BadBase64\natt_latin1: café µg\natt_utf16: Potassium 5.9\n\
         att_type_lies: Damaged(Pdf)\natt_zero: Empty\n"
    );
}
