//! The verifier: prepared once for a set of sources, then cheap for each statement.

use crate::check::{Check, Cited, Finding, resolve};
use crate::claim::Claim;
use crate::lexicon::Lexicon;
use crate::source::{self, Source};
use crate::{doubt, letters, office, text};
use model::{Citation, Reason, ReasonCode, Span, StatementId, StatementVerdict, Verdict};
use rayon::prelude::*;
use sources::{FactRole, FactValue, Snippet, SourceSet};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};
use time::Date;

/// The longest statement that is read, in bytes; a longer one is unreadable. A statement is one sentence, bullet or row.
const LONGEST: usize = 4_000;
/// The most citations of one statement that are read.
const MOST_CITATIONS: usize = 500;

/// Sources made ready as they are first cited.
pub(crate) struct Prepared {
    lexicon: Arc<Lexicon>,
    cells: Vec<OnceLock<Source>>,
    /// Sources of which some words vouch for nothing, without these words.
    doubted: HashMap<usize, Snippet>,
    pub(crate) patient_names: HashSet<String>,
    /// Problems and procedures of each encounter.
    pub(crate) of_encounter: HashMap<String, Vec<usize>>,
}

impl Prepared {
    pub(crate) fn source<'a>(&'a self, set: &SourceSet, index: usize) -> &'a Source {
        static NOTHING: OnceLock<Source> = OnceLock::new();
        match (self.cells.get(index), self.snippet(set, index)) {
            (Some(cell), Some(snippet)) => {
                cell.get_or_init(|| source::prepare(&self.lexicon, snippet))
            }
            _ => NOTHING.get_or_init(Source::default),
        }
    }

    /// A source as it is judged by.
    pub(crate) fn snippet<'a>(&'a self, set: &'a SourceSet, index: usize) -> Option<&'a Snippet> {
        self.doubted
            .get(&index)
            .or_else(|| set.snippets().get(index))
    }
}

/// Judges statements against one set of sources. Deterministic; shared freely between threads.
pub struct Verifier<'s> {
    set: Held<'s>,
    pub(crate) lexicon: Arc<Lexicon>,
    pub(crate) prepared: Prepared,
}

/// Sources that a verifier borrows or shares.
#[derive(Clone, Debug)]
pub enum Held<'s> {
    /// Borrowed.
    Borrowed(&'s SourceSet),
    /// Shared, so that the verifier can live as long as it likes.
    Shared(Arc<SourceSet>),
}

impl<'s> From<&'s SourceSet> for Held<'s> {
    fn from(set: &'s SourceSet) -> Self {
        Self::Borrowed(set)
    }
}

impl From<Arc<SourceSet>> for Held<'_> {
    fn from(set: Arc<SourceSet>) -> Self {
        Self::Shared(set)
    }
}

impl<'s> Verifier<'s> {
    /// A verifier over these sources (`&SourceSet` or `Arc<SourceSet>`), with this lexicon.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the verifier shares it for as long as it lives"
    )]
    pub fn new(set: impl Into<Held<'s>>, lexicon: Arc<Lexicon>) -> Self {
        let held = set.into();
        let set: &SourceSet = match &held {
            Held::Borrowed(set) => set,
            Held::Shared(set) => set,
        };
        let cells = set.snippets().iter().map(|_| OnceLock::new()).collect();
        let lexicon = lexicon.with_units(ucum_codes(set));
        let prepared = Prepared {
            lexicon: lexicon.clone(),
            cells,
            doubted: HashMap::new(),
            patient_names: patient_names(set),
            of_encounter: of_encounter(set),
        };
        Self {
            set: held,
            lexicon,
            prepared,
        }
    }

    /// The same where some words of sources vouch for nothing: those that speak to a machine or to whoever writes. `doubts` finds them in a source, as
    /// bytes of its text. A statement that rests on them alone is blocked; the clinician may attest it. To be called before anything is judged.
    #[must_use]
    pub fn doubting(mut self, doubts: impl Fn(&Snippet) -> Vec<Span> + Sync) -> Self {
        let snippets = self.sources().snippets();
        let found: HashMap<usize, Snippet> = snippets
            .par_iter()
            .enumerate()
            .filter_map(|(index, snippet)| {
                let spans = doubts(snippet);
                (!spans.is_empty()).then(|| (index, doubt::without(snippet, &spans)))
            })
            .collect();
        for index in found.keys() {
            if let Some(cell) = self.prepared.cells.get_mut(*index) {
                cell.take();
            }
        }
        self.prepared.doubted = found;
        self
    }

    /// The same with every source made ready now, on all processors, so that no statement waits for it. Without this each is made ready as it is first
    /// needed, which is less work for a few statements.
    #[must_use]
    pub fn ready(self) -> Self {
        let all = self.prepared.cells.par_iter().enumerate();
        all.for_each(|(index, _)| {
            self.prepared.source(self.sources(), index);
        });
        self
    }

    /// The sources.
    pub fn sources(&self) -> &SourceSet {
        match &self.set {
            Held::Borrowed(set) => set,
            Held::Shared(set) => set,
        }
    }

    /// The verdict on one statement, as of the date on which it is written.
    pub fn statement(
        &self,
        id: &StatementId,
        text: &str,
        citations: &[Citation],
        as_of: Date,
    ) -> StatementVerdict {
        if text.len() > LONGEST || citations.len() > MOST_CITATIONS {
            return verdict(id, Verdict::Unsupported, Vec::new(), vec![unreadable(text)]);
        }
        if let Some(reason) = letters::hidden(text) {
            return verdict(id, Verdict::Unsupported, Vec::new(), vec![reason]);
        }
        if citations.is_empty() {
            return self.uncited(id, text);
        }
        let (cited, mut findings) = resolve(self.sources(), &self.prepared, citations);
        let blocked = findings
            .iter()
            .any(|finding| finding.reason.code != ReasonCode::Citation);
        let mut evidence = Vec::new();
        if !cited.is_empty() && !blocked {
            let mut check = self.check(text, cited, as_of);
            check.run();
            findings.append(&mut check.findings);
            evidence = check.evidence;
        }
        let worst = findings
            .iter()
            .map(|finding| finding.verdict)
            .max_by_key(|verdict| match verdict {
                Verdict::Contradicted => 3,
                Verdict::Unsupported => 2,
                Verdict::Uncited => 1,
                Verdict::Supported | Verdict::NotClinical => 0,
            });
        let mut reasons: Vec<Reason> = findings
            .into_iter()
            .map(|Finding { reason, .. }| reason)
            .collect();
        reasons.dedup();
        if reasons.is_empty() {
            evidence.dedup();
            return verdict(id, Verdict::Supported, evidence, reasons);
        }
        verdict(
            id,
            worst.unwrap_or(Verdict::Unsupported),
            Vec::new(),
            reasons,
        )
    }

    fn uncited(&self, id: &StatementId, text: &str) -> StatementVerdict {
        let claim = Claim::read(&self.lexicon, text);
        if office::not_clinical(&self.lexicon, &claim, &self.prepared.patient_names) {
            return verdict(id, Verdict::NotClinical, Vec::new(), Vec::new());
        }
        let reason = Reason {
            code: ReasonCode::Uncited,
            span: Some(Span::new(0, text.len())),
            claimed: None,
            found: None,
            sources: Vec::new(),
        };
        verdict(id, Verdict::Uncited, Vec::new(), vec![reason])
    }

    pub(crate) fn check<'a>(
        &'a self,
        text: &'a str,
        cited: Vec<Cited<'a>>,
        as_of: Date,
    ) -> Check<'a> {
        let linked = self.linked(&cited);
        let mut ids: HashSet<u64> = HashSet::new();
        for one in cited.iter().chain(&linked) {
            ids.extend(one.source.ids.iter().copied());
        }
        let mut claim = Claim::read(&self.lexicon, text);
        claim.past_century(as_of);
        Check {
            lexicon: &self.lexicon,
            set: self.sources(),
            prepared: &self.prepared,
            claim,
            cited,
            linked,
            ids,
            as_of,
            findings: Vec::new(),
            evidence: Vec::new(),
            polarities: std::cell::RefCell::default(),
            settled: false,
            answered: Vec::new(),
            quoted: Vec::new(),
            empty: Vec::new(),
        }
    }

    /// Sources one link away: the encounter, the reason, the results of a report. Never the patient or another patient's.
    fn linked<'a>(&'a self, cited: &[Cited<'a>]) -> Vec<Cited<'a>> {
        const MOST: usize = 60;
        let mut known: HashSet<&str> = cited.iter().map(|one| one.snippet.id.as_str()).collect();
        let mut out = Vec::new();
        for one in cited
            .iter()
            .filter(|one| one.snippet.resource_type() != Some("Patient"))
        {
            for link in &one.source.links {
                let Some(index) = self.sources().position(link) else {
                    continue;
                };
                let Some(snippet) = self.prepared.snippet(self.sources(), index) else {
                    continue;
                };
                let skip = matches!(
                    snippet.resource_type(),
                    Some("Patient" | "Claim" | "ExplanationOfBenefit" | "Provenance")
                ) || snippet.subject == sources::Subject::OtherPatient
                    || told_in_prose(snippet);
                if skip || out.len() >= MOST || !known.insert(snippet.id.as_str()) {
                    continue;
                }
                out.push(Cited {
                    snippet,
                    source: self.prepared.source(self.sources(), index),
                });
            }
            // An answer is read with the question before it.
            if let Some(segment) = &one.snippet.segment {
                let prefix = one
                    .snippet
                    .id
                    .as_str()
                    .split(':')
                    .next()
                    .unwrap_or_default();
                let before =
                    model::SourceId::new(format!("{prefix}:{}", segment.number.saturating_sub(1)));
                let asked = self
                    .sources()
                    .position(&before)
                    .and_then(|index| Some((index, self.prepared.snippet(self.sources(), index)?)));
                if let Some((index, snippet)) = asked.filter(|(_, snippet)| {
                    snippet.author != one.snippet.author && known.insert(snippet.id.as_str())
                }) {
                    out.push(Cited {
                        snippet,
                        source: self.prepared.source(self.sources(), index),
                    });
                }
            }
        }
        // What else was found and done at the same encounter gives words such as "during chemotherapy".
        let encounters: Vec<String> = cited
            .iter()
            .filter(|one| !matches!(one.snippet.resource_type(), Some("Condition" | "Patient")))
            .flat_map(|one| {
                one.source
                    .links
                    .iter()
                    .map(ToString::to_string)
                    .chain(std::iter::once(one.snippet.id.to_string()))
            })
            .collect();
        for index in encounters
            .iter()
            .filter_map(|id| self.prepared.of_encounter.get(id))
            .flatten()
        {
            let Some(snippet) = self.prepared.snippet(self.sources(), *index) else {
                continue;
            };
            if out.len() < MOST
                && snippet.subject != sources::Subject::OtherPatient
                && !told_in_prose(snippet)
                && known.insert(snippet.id.as_str())
            {
                out.push(Cited {
                    snippet,
                    source: self.prepared.source(self.sources(), *index),
                });
            }
        }
        out
    }
}

/// Whether a resource has free text. What it says in prose must be cited itself: a link to it vouches for none of its words.
fn told_in_prose(snippet: &sources::Snippet) -> bool {
    snippet.resource.is_some() && !snippet.prose.is_empty()
}

fn verdict(
    id: &StatementId,
    verdict: Verdict,
    evidence: Vec<model::Evidence>,
    reasons: Vec<Reason>,
) -> StatementVerdict {
    StatementVerdict {
        id: id.clone(),
        verdict,
        evidence,
        reasons,
    }
}

fn unreadable(text: &str) -> Reason {
    Reason {
        code: ReasonCode::Unreadable,
        span: Some(Span::new(0, text.len())),
        claimed: None,
        found: None,
        sources: Vec::new(),
    }
}

/// The UCUM codes of a set's amounts.
fn ucum_codes(set: &SourceSet) -> impl Iterator<Item = &str> {
    let facts = set.snippets().iter().flat_map(|snippet| &snippet.facts);
    facts
        .flat_map(|fact| match &fact.value {
            FactValue::Quantity(quantity) => [Some(quantity), None],
            FactValue::Range { low, high } => [low.as_ref(), high.as_ref()],
            FactValue::Ratio {
                numerator,
                denominator,
            } => [Some(numerator), Some(denominator)],
            _ => [None, None],
        })
        .flatten()
        .filter_map(|quantity| quantity.ucum.as_deref())
}

/// Problems and procedures by their encounter.
fn of_encounter(set: &SourceSet) -> HashMap<String, Vec<usize>> {
    let mut out: HashMap<String, Vec<usize>> = HashMap::new();
    for kind in ["Condition", "Procedure"] {
        for snippet in set.of_type(kind) {
            let encounter = snippet
                .facts
                .iter()
                .find(|fact| fact.path == "encounter")
                .and_then(|fact| match &fact.value {
                    FactValue::Reference { to, .. } => Some(to.to_string()),
                    _ => None,
                });
            if let (Some(encounter), Some(index)) = (encounter, set.position(&snippet.id)) {
                out.entry(encounter).or_default().push(index);
            }
        }
    }
    out
}

/// Words of the patient's names, in lower case.
fn patient_names(set: &SourceSet) -> HashSet<String> {
    let Some(patient) = set.patient().and_then(|id| set.get(id)) else {
        return HashSet::new();
    };
    let names = patient
        .facts(FactRole::Name)
        .filter_map(|fact| match &fact.value {
            FactValue::Text(name) => Some(name.as_str()),
            _ => None,
        });
    names
        .flat_map(text::tokens)
        .filter(text::Token::is_word)
        .flat_map(|token| {
            let bare = token
                .lower
                .trim_end_matches(|letter: char| letter.is_ascii_digit())
                .to_owned();
            [token.lower, bare]
        })
        .collect()
}
