//! The open test charts load whole.
#![allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]
mod support;

use std::io::Read;

use chart::{Chart, ChartError, Json, Subject};

#[test]
fn every_open_chart_loads_whole() {
    let Some(folder) = support::data("1_charts") else {
        return;
    };
    let mut seen = 0;
    for file in std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        if !file.to_string_lossy().ends_with(".json.gz") {
            continue;
        }
        let bytes = std::fs::read(&file).unwrap();
        let chart = Chart::from_bundle(&bytes).unwrap_or_else(|error| panic!("{file:?}: {error}"));
        let report = chart.load_report();
        assert!(
            report.unreadable.is_empty(),
            "{file:?}: {:?}",
            report.unreadable
        );
        // One of the charts names another patient in one MedicationAdministration; it must be told.
        let others = usize::from(file.to_string_lossy().contains("patient86"));
        assert_eq!(report.other_patient.len(), others, "{file:?}");
        assert!(report.complete("AllergyIntolerance"));
        let expected: usize = file
            .to_string_lossy()
            .rsplit('_')
            .next()
            .unwrap()
            .trim_end_matches(".json.gz")
            .parse()
            .unwrap();
        eprintln!(
            "{file:?}: {} resources, {:?} duplicates, notices {}",
            chart.len(),
            report.duplicates.len(),
            report.notices.len()
        );
        assert!(chart.len() + report.duplicates.len() + report.notices.len() >= expected);
        assert!(
            chart
                .iter_by_type("Condition")
                .all(|resource| chart.subject_of(&resource.key) == Subject::ThisPatient)
        );
        let again = Chart::from_stored(
            chart.to_bundle().as_bytes(),
            chart.patient().clone(),
            report.clone(),
        )
        .unwrap();
        assert!(
            again.resources().eq(chart.resources()),
            "{file:?}: stored and read back differs"
        );
        seen += 1;
    }
    assert!(seen >= 17);
}

#[test]
fn the_standards_examples_load_beside_a_patient() {
    for archive in [
        "3_fhir_edge/hl7_r4_examples.tar.gz",
        "3_fhir_edge/uscore9_examples.tar.gz",
    ] {
        let Some(file) = support::data(archive) else {
            return;
        };
        let mut tar = Vec::new();
        flate2::read::GzDecoder::new(std::fs::File::open(file).unwrap())
            .read_to_end(&mut tar)
            .unwrap();
        let (mut read, mut notes, mut failed) = (0, 0, Vec::new());
        for (name, bytes) in files(&tar) {
            if !name.contains(".json") {
                continue;
            }
            let json = Json::parse(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(Json::parse(&json.to_string()).unwrap(), json, "{name}");
            let _ = chart::views::flags(&json);
            let entry = format!(
                r#"{{"resourceType":"Bundle","entry":[{{"resource":{{"resourceType":"Patient","id":"zz-none"}}}},{{"resource":{json}}}]}}"#
            );
            let chart = match Chart::from_bundle(entry.as_bytes()) {
                Ok(chart) => chart,
                Err(ChartError::SeveralPatients { .. }) => continue,
                Err(error) => panic!("{name}: {error}"),
            };
            if !chart.load_report().unreadable.is_empty() {
                failed.push(name.clone());
            }
            for resource in chart.resources() {
                let _ = chart::note::narrative(&resource.json);
                for note in chart.notes_of(resource) {
                    notes += usize::from(note.result.is_ok());
                }
            }
            read += 1;
        }
        eprintln!("{archive}: {read} read, {notes} notes, not read: {failed:?}");
        assert!(read > 100);
        // Two of them have no id.
        assert!(failed.len() <= 2, "{failed:?}");
    }
}

/// The files of a tar archive.
fn files(tar: &[u8]) -> Vec<(String, &[u8])> {
    let mut at = 0;
    let mut found = Vec::new();
    while let Some(header) = tar.get(at..at + 512) {
        let text = |from: usize, to: usize| {
            String::from_utf8_lossy(&header[from..to])
                .trim_end_matches('\0')
                .trim()
                .to_owned()
        };
        let Ok(size) = usize::from_str_radix(&text(124, 136), 8) else {
            break;
        };
        if matches!(header[156], 0 | b'0') {
            found.push((text(0, 100), &tar[at + 512..at + 512 + size]));
        }
        at += 512 + size.div_ceil(512) * 512;
    }
    found
}
