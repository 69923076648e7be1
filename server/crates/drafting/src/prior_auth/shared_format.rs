//! The short policy form, on the files of the test data.

use super::Policy;
use std::path::PathBuf;

#[test]
fn policies_of_the_test_data_read() {
    let data = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        PathBuf::from,
    );
    let folder = data.join("6_policy");
    if !folder.is_dir() {
        eprintln!("SKIPPED: no test data at {}", folder.display());
        return;
    }
    for (name, judged) in [("cgm", 5), ("cpap", 4), ("mri", 0)] {
        let policy = Policy::read(
            name,
            &std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap(),
        )
        .unwrap();
        let tests = policy
            .criteria
            .iter()
            .filter(|criterion| criterion.test.is_some())
            .count();
        assert!(
            tests >= judged,
            "{name}: {tests} of {} criteria can be judged",
            policy.criteria.len()
        );
    }
}
