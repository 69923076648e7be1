//! Shows what the composer writes for the test charts; run by hand with `--ignored`.

use crate::Drafting;
use crate::use_case::{Options, USE_CASES};
use std::path::PathBuf;

fn charts() -> Option<PathBuf> {
    let data = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        PathBuf::from,
    );
    let charts = data.join("1_charts");
    charts.is_dir().then_some(charts)
}

#[test]
#[ignore = "prints; for reading"]
fn show() {
    let Some(charts) = charts() else { return };
    let want = std::env::var("SHOW").unwrap_or_default();
    let kind = std::env::var("KIND").unwrap_or_else(|_| "chart_summary".to_owned());
    let drafting = Drafting::shipped().unwrap();
    let mut paths: Vec<_> = std::fs::read_dir(charts)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.to_string_lossy().ends_with(".gz") && path.to_string_lossy().contains(&want)
        })
        .collect();
    paths.sort();
    for path in paths {
        let chart = chart::Chart::from_bundle(&std::fs::read(&path).unwrap()).unwrap();
        let mut set = sources::SourceSet::freeze(&chart);
        let as_of = std::env::var("AS_OF")
            .ok()
            .and_then(|text| model::date::parse(&text))
            .unwrap_or(time::macros::date!(2021 - 04 - 01));
        let options = Options {
            policy: std::env::var("POLICY").ok(),
            ..Options::default()
        };
        let policy = options.policy.as_deref().and_then(|id| drafting.policy(id));
        if let Some(policy) = policy {
            set = set.with_sources(policy.source_json(), "policy").unwrap();
        }
        println!("==== {}", path.file_name().unwrap().to_string_lossy());
        set = drafting.with_companions(set).unwrap();
        for case in USE_CASES.iter().filter(|case| case.kind().name() == kind) {
            let began = std::time::Instant::now();
            for plan in &case.template().unwrap().section {
                let lines = case
                    .compose(&plan.id, drafting.context(&set, as_of, &options).unwrap())
                    .unwrap();
                println!("# {}", plan.title);
                for line in &lines.lines {
                    println!(
                        "  - {}  {:?}",
                        line.text,
                        line.citations
                            .iter()
                            .map(|one| format!(
                                "{}{}",
                                &one.source.as_str()[..one.source.as_str().len().min(16)],
                                one.quote
                                    .as_ref()
                                    .map(|quote| format!(" “{quote}”"))
                                    .unwrap_or_default()
                            ))
                            .collect::<Vec<_>>()
                    );
                }
                for left in &lines.left_out {
                    println!("    ~ {left}");
                }
            }
            println!("took {:?}", began.elapsed());
        }
    }
}
