//! Every line of the composer, for every test chart and kind, must pass the verifier.

use crate::Drafting;
use crate::say::Line;
use crate::use_case::{Options, USE_CASES, UseCase};
use model::{DraftKind, SourceId, StatementId};
use sources::SourceSet;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use time::Date;
use verify::{Lexicon, Verifier};

/// The folder of test charts; none where there is none, said loudly.
pub(crate) fn charts() -> Vec<PathBuf> {
    let data = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data"),
        PathBuf::from,
    );
    let Ok(folder) = std::fs::read_dir(data.join("1_charts")) else {
        eprintln!("SKIPPED: no test charts at {}", data.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".json.gz"))
        .collect();
    paths.sort();
    paths
}

pub(crate) fn frozen(path: &Path, drafting: &Drafting) -> SourceSet {
    let chart = chart::Chart::from_bundle(&std::fs::read(path).unwrap()).unwrap();
    let set = SourceSet::freeze(&chart);
    let set = drafting.policies().iter().fold(set, |set, policy| {
        set.with_sources(policy.source_json(), "policy").unwrap()
    });
    let set = drafting.with_companions(set).unwrap();
    MESSAGES.iter().fold(set, |set, (id, text)| {
        let json =
            serde_json::json!({"id": id, "kind": "message", "text": text, "date": "2021-04-01"});
        set.with_sources(&json.to_string(), "message").unwrap()
    })
}

/// Messages that every chart's patient is taken to have written.
const MESSAGES: [(&str, &str); 4] = [
    (
        "message:red",
        "My chest hurts and my left arm is numb. I took too many of my pills.",
    ),
    (
        "message:meds",
        "Are all my medicines still right? My sugar and cholesterol, my allergies and my diabetes, asthma and hypertension worry me.",
    ),
    (
        "message:office",
        "Please reschedule my appointment to next week.",
    ),
    (
        "message:spanish",
        "Hola doctora, tengo mucha tos desde hace una semana.",
    ),
];

/// The day of the chart's last encounter, on which such a draft would be written.
pub(crate) fn last_day(set: &SourceSet) -> Date {
    set.of_type("Encounter")
        .filter_map(|snippet| model::date::parse(snippet.date.as_ref()?.as_written().get(..10)?))
        .max()
        .unwrap_or(time::macros::date!(2021 - 04 - 01))
}

/// Sources from which on a chart counts as large.
const LARGE: usize = 2000;

/// What a kind is drafted with: a letter for each policy.
fn options_of(case: &dyn UseCase, drafting: &Drafting, set: &SourceSet) -> Vec<Options> {
    if case.kind() == DraftKind::PriorAuthLetter {
        // The largest chart repeats itself: one policy shows what it can.
        let most = if set.snippets().len() > LARGE {
            1
        } else {
            usize::MAX
        };
        return drafting
            .policies()
            .iter()
            .take(most)
            .map(|policy| Options {
                policy: Some(policy.id.clone()),
                ..Options::default()
            })
            .collect();
    }
    if case.kind() == DraftKind::MessageReply {
        return MESSAGES
            .iter()
            .map(|(id, _)| Options {
                message: Some(SourceId::new(*id)),
                ..Options::default()
            })
            .collect();
    }
    vec![Options::default()]
}

/// Every line of every section of every kind.
fn lines(set: &SourceSet, drafting: &Drafting, as_of: Date) -> Vec<(String, Line)> {
    let mut all = Vec::new();
    for case in USE_CASES {
        for options in options_of(case, drafting, set) {
            let context = drafting.context(set, as_of, &options).unwrap();
            for plan in case.template().unwrap().section {
                let place = format!(
                    "{}/{}{}",
                    case.kind().name(),
                    plan.id,
                    options
                        .policy
                        .as_deref()
                        .map_or(String::new(), |id| format!(" {id}"))
                );
                all.extend(
                    case.compose(&plan.id, context)
                        .unwrap()
                        .lines
                        .into_iter()
                        .map(|line| (place.clone(), line)),
                );
            }
        }
    }
    all
}

#[test]
fn nothing_that_the_composer_writes_is_blocked() {
    let drafting = Drafting::shipped().unwrap();
    let want = std::env::var("SHOW").unwrap_or_default();
    let lexicon = Arc::new(Lexicon::embedded());
    let (mut count, mut blocked) = (0, Vec::new());
    for path in charts()
        .iter()
        .filter(|path| path.to_string_lossy().contains(&want))
    {
        let set = frozen(path, &drafting);
        let as_of = last_day(&set);
        let verifier = Verifier::new(&set, lexicon.clone());
        for (place, line) in lines(&set, &drafting, as_of) {
            count += 1;
            let verdict =
                verifier.statement(&StatementId::new("s1"), &line.text, &line.citations, as_of);
            if !verdict.verdict.releasable() {
                let why: Vec<String> = verdict
                    .reasons
                    .iter()
                    .map(|reason| {
                        format!(
                            "{:?} {:?} found {:?}",
                            reason.code,
                            reason.span.and_then(|span| span.of(&line.text)),
                            reason.found
                        )
                    })
                    .collect();
                blocked.push((
                    place,
                    format!(
                        "{} {} {:?} {}",
                        path.file_name().unwrap().to_string_lossy(),
                        line.text,
                        line.citations
                            .iter()
                            .map(|one| one.source.as_str())
                            .collect::<Vec<_>>(),
                        why.join("; ")
                    ),
                ));
            }
        }
    }
    let mut by_place: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (place, text) in &blocked {
        by_place.entry(place).or_default().push(text);
    }
    for (place, texts) in &by_place {
        eprintln!("== {place}: {}", texts.len());
        for text in texts.iter().take(12) {
            eprintln!("   {text}");
        }
    }
    eprintln!("{} of {count} statements blocked", blocked.len());
    assert!(
        blocked.is_empty(),
        "{} of {count} statements blocked",
        blocked.len()
    );
}
