//! Drafts by a model that lies in 1.5, 10 and 31 % of its statements, through the gateway, the strict reading and the check: how many of the false
//! ones are released, how many of the true ones are not. What it says are the perturber's statements, each true of the chart or with one error.

mod liar;

use crate::error::BenchError;
use crate::report::Report;
use async_trait::async_trait;
use drafting::{Drafting, Options, SectionJob};
use gateway::{
    Caller, Clock, Engine, InferenceBegin, InferenceEnd, InferenceId, InferenceLog, LogUnavailable,
    RawEndpoint, Registry,
};
use liar::{Liar, Said, Twin};
use models::{Act, Style, start};
use serde_json::json;
use sources::SourceSet;
use sources::search::Index;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use time::OffsetDateTime;
use verify::{Beside, Lexicon, RawDraft, Verifier};
use verify_bench::Name;
use verify_bench::pair::World;
use verify_bench::pool::{self, Item, Plan};
use verify_bench::ward::{self, Ward};
use verify_bench::{judge, rows};

/// Lies in a thousand statements.
const RATES: [usize; 3] = [15, 100, 310];
/// Statements of each name and chart to choose from.
const EACH: usize = 6;
/// The kinds that are written.
const KINDS: [model::DraftKind; 4] = [
    model::DraftKind::ChartSummary,
    model::DraftKind::ProgressNote,
    model::DraftKind::HpNote,
    model::DraftKind::DischargeSummary,
];
/// Of these none may be released.
const NEVER: [Name; 7] = [
    Name::Number,
    Name::Scale,
    Name::Unit,
    Name::Conversion,
    Name::Date,
    Name::Dose,
    Name::Citation,
];

struct Quiet;

#[async_trait]
impl InferenceLog for Quiet {
    async fn begin(&self, _: InferenceBegin) -> Result<InferenceId, LogUnavailable> {
        Ok(InferenceId("1".into()))
    }

    async fn end(&self, _: InferenceId, _: InferenceEnd) {}

    fn abandoned(&self, _: InferenceId) {}
}

impl Clock for Quiet {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}

/// What became of the statements at one rate.
#[derive(Default)]
struct Tally {
    truths: u64,
    truths_released: u64,
    lies: u64,
    /// By name.
    released: BTreeMap<Name, u64>,
    /// What must never be released and was.
    listed: Vec<String>,
}

/// Runs every rate over every chart.
pub(crate) async fn run(report: &mut Report) -> Result<(), BenchError> {
    const SEED: u64 = 7;
    let mut wards = ward::own(SEED, |_| true)?;
    match rows::data().map(|data| data.join("1_charts")) {
        Some(folder) if folder.exists() => wards.extend(ward::folder(&folder, SEED, |_| true)?),
        _ => report.not_measured("lying model on the test data", "the test data is not there"),
    }
    let drafting = Drafting::shipped()?;
    let lexicon = Arc::new(Lexicon::embedded());
    let mut tallies: [Tally; RATES.len()] = Default::default();
    for ward in &wards {
        for world in [World::Plain, World::Rich] {
            let set = judge::sources(ward, world)?;
            let verifier = Verifier::new(&set, Arc::clone(&lexicon));
            for (rate, tally) in RATES.into_iter().zip(&mut tallies) {
                let seed = SEED ^ rate as u64;
                let liar = Arc::new(Liar::new(&set, twins(ward, world, seed), rate, seed));
                chart(&drafting, ward, &set, &verifier, &liar, tally).await?;
            }
        }
    }
    for (rate, tally) in RATES.into_iter().zip(&tallies) {
        tell(report, rate, tally);
    }
    Ok(())
}

/// Statements of one chart, each with its lie; those whose error is in the chart itself are left out.
fn twins(ward: &Ward, world: World, seed: u64) -> Vec<Twin> {
    let plan = Plan {
        seed,
        each: EACH,
        names: Vec::new(),
    };
    let items = pool::make(std::slice::from_ref(ward), &plan);
    let truths: HashMap<&str, &Item> = items
        .iter()
        .filter(|item| item.error.is_none() && item.world == world)
        .map(|item| (item.text.as_str(), item))
        .collect();
    let twin = |lie: &Item| {
        let truth = truths.get(lie.parent.as_deref()?)?;
        (lie.error.is_some() && lie.world == world && lie.text != truth.text).then(|| Twin {
            truth: (*truth).clone(),
            lie: lie.clone(),
        })
    };
    items.iter().filter_map(twin).collect()
}

/// Writes every kind of document of one chart.
async fn chart(
    drafting: &Drafting,
    ward: &Ward,
    set: &SourceSet,
    verifier: &Verifier<'_>,
    liar: &Arc<Liar>,
    tally: &mut Tally,
) -> Result<(), BenchError> {
    let form = |error: &dyn std::fmt::Display| BenchError::form("the lying model", error);
    let answering = Arc::clone(liar);
    let mock = start(
        Style::Compatible,
        vec![Act::Answer(Arc::new(move |asked| answering.answer(asked)))],
    )
    .await;
    let table = json!({
        "name": "liar", "wire": "openai_compatible", "url": mock.url(), "model": "test-model", "api_key_file": "key", "context_window": 1_000_000,
        "max_output_tokens": 8192,
        "agreement": {"provider": "Example", "kind": "own_premises", "covers": ["direct_identifier", "clinical", "quasi_identifier", "free_text"]},
    });
    let raw: RawEndpoint = serde_json::from_value(table).map_err(|error| form(&error))?;
    let registry = Registry::read_with(vec![raw], &|_| Ok("test-key".into()))
        .map_err(|error| BenchError::form("the registry", format!("{error:?}")))?;
    let engine = Engine::new(registry, Arc::new(Quiet), Arc::new(Quiet));
    let acting = engine.acting(Caller::default());
    let (search, options) = (Index::build(set), Options::default());
    for kind in KINDS {
        let mut sections = Vec::new();
        for section in 0..drafting.sections(kind).len() {
            let job = SectionJob {
                kind,
                section,
                set,
                search: &search,
                as_of: ward.as_of,
                options: &options,
                endpoint: None,
                wish: None,
                standing: None,
            };
            match drafting.draft_with_model(&acting, &job, &|_| ()).await {
                Ok(written) => sections.push(written.section),
                Err(drafting::DraftingError::ComposerOnly(_)) => {}
                Err(error) => return Err(form(&error)),
            }
        }
        let grounded = verifier.draft(
            RawDraft::new(kind, ward.as_of, sections),
            1,
            Beside::default(),
        );
        count(grounded.document(), &liar.forget(), tally);
    }
    Ok(())
}

fn count(document: &model::GroundedDocument, said: &Said, tally: &mut Tally) {
    let statements = document
        .draft
        .sections
        .iter()
        .flat_map(|one| &one.statements);
    for (statement, verdict) in statements.zip(&document.verdicts) {
        let released = u64::from(verdict.verdict.releasable());
        match said.get(&statement.text) {
            Some(None) => {
                tally.truths += 1;
                tally.truths_released += released;
            }
            Some(Some(name)) => {
                tally.lies += 1;
                *tally.released.entry(*name).or_default() += released;
                if released > 0 && NEVER.contains(name) {
                    let text = statement.text.clone();
                    tally.listed.push(format!("{}: {text}", name.text()));
                }
            }
            None => {}
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn tell(report: &mut Report, rate: usize, tally: &Tally) {
    let name = format!("lying model, {} %", rate as f64 / 10.0);
    report.count(
        &format!("{name}: true statements"),
        tally.truths,
        "statements",
    );
    report.count(
        &format!("{name}: false statements"),
        tally.lies,
        "statements",
    );
    let kept = tally.truths - tally.truths_released;
    let share = |part: u64, of: u64| part as f64 * 100.0 / of.max(1) as f64;
    let withheld = share(kept, tally.truths);
    report.bounded(
        &format!("{name}: true ones withheld"),
        withheld,
        "%",
        Some(3.0),
    );
    let all: u64 = tally.released.values().sum();
    let overall = share(all, tally.lies);
    report.bounded(
        &format!("{name}: false ones released"),
        overall,
        "%",
        Some(0.5),
    );
    let never: u64 = NEVER
        .iter()
        .filter_map(|name| tally.released.get(name))
        .sum();
    report.bounded(
        &format!("{name}: false numbers, units, dates, doses, citations released"),
        never as f64,
        "statements",
        Some(0.0),
    );
    for line in &tally.listed {
        report.note(&format!("{name}: released {line}"));
    }
    for (error, n) in tally.released.iter().filter(|(_, n)| **n > 0) {
        report.count(
            &format!("{name}: released {}", error.text()),
            *n,
            "statements",
        );
    }
}
