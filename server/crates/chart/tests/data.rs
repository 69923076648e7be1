//! The open test charts load whole.
mod support;

use chart::{Chart, Subject};

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
        assert!(
            report.other_patient.is_empty(),
            "{file:?}: {:?}",
            report.other_patient
        );
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
