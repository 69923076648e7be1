//! Judges a table of statements: `cargo run --release -p verify --example table -- FILE…`.
//!
//! A line `# CHART AS_OF [SOURCES.json]` names what the following lines are about; `+ TEXT | SOURCE, SOURCE` must be released, `- TEXT | SOURCE` must
//! be blocked. Prints what is not so, and the counts.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::expect_used,
    reason = "a work tool"
)]

use model::{Citation, SourceId, StatementId};
use sources::{SourceInput, SourceSet};
use std::sync::Arc;
use verify::{Lexicon, Verifier};

/// A claim with its gold.
#[derive(serde::Deserialize)]
struct Line {
    text: String,
    citations: Vec<Citation>,
    good: bool,
    shown: bool,
    tag: String,
}

fn main() {
    let lexicon = Arc::new(Lexicon::embedded());
    let (mut faithful, mut blocked, mut wrong, mut missed) = (0, 0, 0, 0);
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file).expect("a readable table");
        let mut verifier: Option<Verifier<'static>> = None;
        let mut as_of = time::Date::MIN;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if let Some(rest) = line.strip_prefix("# ") {
                let mut parts = rest.split_whitespace();
                let chart = parts.next().unwrap_or_default();
                as_of = parts
                    .next()
                    .and_then(model::date::parse)
                    .expect("a date after the chart");
                let mut set = if chart == "-" {
                    SourceSet::default()
                } else {
                    let bytes = std::fs::read(chart).expect("a chart");
                    SourceSet::freeze(&chart::Chart::from_bundle(&bytes).expect("a chart"))
                };
                for more in parts {
                    if let Some(overlay) = more.strip_prefix("overlay=") {
                        let base =
                            chart::Chart::from_bundle(&std::fs::read(chart).expect("a chart"))
                                .expect("a chart");
                        let over = base
                            .overlay(&std::fs::read(overlay).expect("an overlay"))
                            .expect("an overlay");
                        set = SourceSet::freeze(&over);
                        continue;
                    }
                    let json = std::fs::read_to_string(more).expect("a source");
                    set.extend(&SourceInput::parse_all(&json, more).expect("sources"))
                        .expect("sources");
                }
                verifier = Some(Verifier::new(Arc::new(set), lexicon.clone()));
                continue;
            }
            if line.starts_with('{') {
                let claim: Line = serde_json::from_str(line).expect("a claim");
                let verdict = verifier.as_ref().expect("a chart line first").statement(
                    &StatementId::new("s1"),
                    &claim.text,
                    &claim.citations,
                    as_of,
                );
                let released = verdict.verdict.releasable();
                faithful += usize::from(claim.good);
                blocked += usize::from(!claim.good);
                wrong += usize::from(claim.good && !released);
                missed += usize::from(!claim.good && released);
                if claim.good != released && claim.shown {
                    let what = if claim.good { "BLOCKED" } else { "MISSED" };
                    println!("{what} [{}] {}", claim.tag, claim.text);
                    for citation in &claim.citations {
                        println!("      cites {}", citation.source);
                    }
                    for reason in &verdict.reasons {
                        println!(
                            "    {:?} {:?} found {:?}",
                            reason.code, reason.claimed, reason.found
                        );
                    }
                }
                continue;
            }
            let (good, rest) = match line.split_at(1) {
                ("+", rest) => (true, rest),
                ("-", rest) => (false, rest),
                _ => continue,
            };
            let (text, cited) = rest.rsplit_once('|').unwrap_or((rest, ""));
            let citations: Vec<Citation> = cited
                .split(',')
                .map(str::trim)
                .filter(|source| !source.is_empty())
                .flat_map(expand)
                .map(|source| Citation {
                    source: whole(verifier.as_ref(), &source),
                    quote: None,
                })
                .collect();
            let text = text.trim();
            let verdict = verifier.as_ref().expect("a chart line first").statement(
                &StatementId::new("s1"),
                text,
                &citations,
                as_of,
            );
            let released = verdict.verdict.releasable();
            faithful += usize::from(good);
            blocked += usize::from(!good);
            wrong += usize::from(good && !released);
            missed += usize::from(!good && released);
            if good != released {
                println!("{} {text}", if good { "BLOCKED" } else { "MISSED" });
                for reason in &verdict.reasons {
                    println!(
                        "    {:?} {:?} found {:?} in {:?}",
                        reason.code,
                        reason.claimed,
                        reason.found,
                        reason
                            .sources
                            .iter()
                            .map(|place| place.source.as_str())
                            .collect::<Vec<_>>()
                    );
                }
            }
        }
    }
    println!("faithful {faithful}, blocked {wrong}; perturbed {blocked}, missed {missed}");
}

/// `transcript:3-7` is each of them.
fn expand(source: &str) -> Vec<String> {
    if let Some((prefix, range)) = source.rsplit_once(':')
        && let Some((from, to)) = range.split_once('-')
        && let (Ok(from), Ok(to)) = (from.parse::<usize>(), to.parse::<usize>())
    {
        return (from..=to).map(|n| format!("{prefix}:{n}")).collect();
    }
    vec![source.to_owned()]
}

/// The one source whose id begins so, else the id as it stands.
fn whole(verifier: Option<&Verifier<'_>>, start: &str) -> SourceId {
    let id = SourceId::new(start);
    let Some(set) = verifier.map(Verifier::sources) else {
        return id;
    };
    if set.get(&id).is_some() {
        return id;
    }
    let mut found = set
        .snippets()
        .iter()
        .filter(|snippet| snippet.id.as_str().starts_with(start));
    match (found.next(), found.next()) {
        (Some(one), None) => one.id.clone(),
        _ => id,
    }
}
