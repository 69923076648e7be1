//! The checks of one statement against what it cites.

mod absence;
mod absent_of;
mod absent_then;
mod actions;
mod activities;
mod acts;
mod affirmed;
mod again;
mod aged;
mod answers;
mod antecedent;
mod asked;
mod asked_which;
mod attributes;
mod beside;
mod beyond_goal;
mod bounded;
mod causes;
mod certainty;
mod cited;
mod clocked;
mod coded_days;
mod codes;
mod codes_listed;
mod context;
mod conversation;
mod counted;
mod counts;
mod covered;
mod current;
mod date_lists;
mod dates;
mod degree;
mod denials;
mod denied;
mod denied_after;
mod denied_ways;
mod derived;
mod details;
mod doses;
mod drug_lines;
mod earlier;
mod empty;
mod empty_years;
mod equal_lengths;
mod exclusive;
mod extremes;
mod fit;
mod folds;
mod forms;
mod frequency;
mod goals;
mod going_on;
mod guessed;
mod heard_results;
mod holds;
mod kept;
mod kinds;
mod last_beyond;
mod left_out;
mod lengths;
mod limits;
mod linked;
mod listed;
mod misheard;
mod money;
mod named;
mod negation;
mod no_results;
mod normal_told;
mod number_days;
mod numbered;
mod older;
mod only;
mod only_advice;
mod only_within;
mod opposites;
mod ordinals;
mod other_cause;
mod others;
mod own_numbers;
mod patient_name;
mod periods;
mod phones;
mod places;
mod plain_denials;
mod pointing;
mod polarity;
mod prose_values;
mod quoted;
mod ranges;
mod rates;
mod rather_than;
mod ratio;
mod reach_of_denial;
mod reason_told;
mod reckoned;
mod relations;
mod restricted;
mod ruled_out;
mod same_value;
mod series;
mod sex;
mod so_often;
mod span_order;
mod span_ways;
mod spans_heard;
mod speech;
mod spoken;
mod spoken_change;
mod state;
mod status_words;
mod subjects;
mod sums_told;
mod swapped;
mod tallies;
mod times;
mod to_come;
mod told_pairs;
mod told_plain;
mod told_spans;
mod told_then;
mod totals;
mod trend;
mod unlisted;
mod unrecorded;
mod unsaid;
mod unseen;
mod used_to;
mod values;
mod verbs_denied;
mod visits;
mod weekdays;
mod who;
mod whose_state;
mod windows;
mod words;
mod years;

use crate::claim::Claim;
use crate::lexicon::Lexicon;
use crate::source::{Dated, Source, Value};
use crate::verifier::Prepared;
use model::{Evidence, Reason, ReasonCode, SourceSpan, Span, Verdict};
use negation::Polarity;
use sources::{Snippet, SourceSet};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use time::Date;

pub(crate) use cited::resolve;

/// How sources speak of words, by stem and ids.
type Polarities = HashMap<(String, Vec<u64>), HashSet<Polarity>>;

/// A cited source.
#[derive(Clone, Copy)]
pub(crate) struct Cited<'a> {
    pub(crate) snippet: &'a Snippet,
    pub(crate) source: &'a Source,
}

/// Something that a check found against the statement.
pub(crate) struct Finding {
    pub(crate) verdict: Verdict,
    pub(crate) reason: Reason,
}

/// One statement under check.
pub(crate) struct Check<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) set: &'a SourceSet,
    pub(crate) prepared: &'a Prepared,
    pub(crate) claim: Claim<'a>,
    pub(crate) cited: Vec<Cited<'a>>,
    /// What the cited sources link to: encounters, reasons, results of a report.
    pub(crate) linked: Vec<Cited<'a>>,
    /// Everything that cited and linked sources say.
    pub(crate) ids: HashSet<u64>,
    pub(crate) as_of: Date,
    pub(crate) findings: Vec<Finding>,
    pub(crate) evidence: Vec<Evidence>,
    /// How the sources speak of the words that were looked up so far.
    pub(crate) polarities: RefCell<Polarities>,
    /// Whether an absence was settled by looking at the whole chart.
    pub(crate) settled: bool,
    /// Sentences whose yes or no a questionnaire has settled.
    pub(crate) answered: Vec<(usize, usize)>,
    /// Words in quotation marks that a cited source has exactly so.
    pub(crate) quoted: Vec<Span>,
    /// Years told to have none of something, by their tokens.
    pub(crate) empty: Vec<(usize, usize)>,
}

impl<'a> Check<'a> {
    /// Runs every check.
    pub(crate) fn run(&mut self) {
        self.retracted();
        self.nothing_said();
        self.quotations();
        self.speech();
        self.answers();
        self.only_year_without();
        self.negations();
        self.codes();
        self.phones();
        self.empty_years();
        self.dates();
        self.still_to_come();
        self.times();
        self.lengths_told_twice();
        self.relative_words();
        self.birthdays();
        self.told_as_current();
        self.only_so_often();
        self.others_on_file();
        self.doses_listed();
        self.frequencies();
        self.values();
        self.ranges();
        self.normal_told();
        self.rates();
        self.periods();
        self.earlier_and_later();
        self.coded_days();
        self.counts();
        self.totals();
        self.repeated();
        self.not_repeated();
        self.told_listed();
        self.still_going_on();
        self.titled_without();
        self.trends();
        self.up_or_down_from();
        self.spoken_change();
        self.opposites();
        self.exclusive();
        self.used_to();
        self.states();
        self.criticality();
        self.goals();
        self.actions();
        self.news();
        self.conditional();
        self.attributes_told();
        self.certainty();
        self.causes();
        self.reason_told();
        self.sides();
        self.persons();
        self.sex();
        self.patient_called();
        self.who();
        self.spoken();
        self.told_spans();
        self.order_of_spans();
        self.spans_heard();
        self.verbs_denied();
        self.rather_than();
        self.ways_of_spans();
        self.weekdays();
        self.swapped();
        self.drug_lines();
        self.degrees();
        self.going_on();
        self.guessed_causes();
        self.other_cause();
        self.told_then();
        self.asked_which();
        self.heard_results();
        self.only_advice();
        self.results_unseen();
        self.plans_unseen();
        self.results_reversed();
        self.found_against();
        self.forms();
        self.acts();
        self.words();
    }

    pub(crate) fn against(
        &mut self,
        verdict: Verdict,
        code: ReasonCode,
        span: Span,
        found: Option<String>,
        sources: Vec<SourceSpan>,
    ) {
        // What stands in a source exactly is not read once more; whose words they are may be wrong still.
        let exact = |quote: &Span| quote.start <= span.start && span.end <= quote.end;
        if code != ReasonCode::Experiencer && self.quoted.iter().any(exact) {
            return;
        }
        let claimed = span.of(self.claim.text).map(str::to_owned);
        let found = self.literally(found, &sources);
        let reason = Reason {
            code,
            span: Some(span),
            claimed,
            found,
            sources,
        };
        if self.findings.iter().all(|known| known.reason != reason) {
            self.findings.push(Finding { verdict, reason });
        }
    }

    /// Another source of the chart says the contrary: it is named, and its title is what was found.
    pub(crate) fn held_against(&mut self, code: ReasonCode, span: Span, other: &Snippet) {
        let place = SourceSpan {
            source: other.id.clone(),
            path: None,
            source_span: None,
        };
        let found = Some(other.title.clone());
        self.against(Verdict::Contradicted, code, span, found, vec![place]);
    }

    /// What was found, in the words of the source where it has a place there: what is shown as the source's must stand in it.
    fn literally(&self, found: Option<String>, sources: &[SourceSpan]) -> Option<String> {
        const LONGEST: usize = 80;
        let found = found?;
        let texts = || {
            sources
                .iter()
                .filter_map(|place| Some((place, self.set.get(&place.source)?)))
        };
        if texts().any(|(_, snippet)| snippet.text.contains(&found)) {
            return Some(found);
        }
        let words = texts().find_map(|(place, snippet)| place.source_span?.of(&snippet.text));
        Some(
            match words.filter(|words| words.len() <= LONGEST && sources.len() == 1) {
                Some(words) => words.to_owned(),
                None => found,
            },
        )
    }

    pub(crate) fn unsupported(&mut self, code: ReasonCode, from: usize, to: usize) {
        let span = self.claim.span(from, to);
        self.against(Verdict::Unsupported, code, span, None, Vec::new());
    }

    pub(crate) fn support(
        &mut self,
        span: Span,
        cited: Cited<'a>,
        path: &str,
        source_span: Option<Span>,
    ) {
        self.evidence.push(Evidence {
            span,
            source: cited.snippet.id.clone(),
            path: cited.snippet.resource.is_some().then(|| path.to_owned()),
            source_span,
        });
    }

    /// Cited sources first, then what they link to.
    pub(crate) fn reach(&self) -> impl Iterator<Item = Cited<'a>> + '_ {
        self.cited.iter().chain(&self.linked).copied()
    }

    /// Whether any cited source is prose.
    pub(crate) fn prose(&self) -> bool {
        self.cited
            .iter()
            .any(|cited| !cited.source.prose.is_empty())
    }

    /// Whether any cited source is a document: prose of its own, not a note beside coded facts.
    pub(crate) fn documents(&self) -> bool {
        self.cited.iter().any(|cited| {
            cited.source.is_prose
                || (!cited.source.prose.is_empty()
                    && matches!(
                        cited.snippet.resource_type(),
                        Some("DocumentReference" | "DiagnosticReport" | "Composition")
                    ))
        })
    }

    /// The first and one past the last token of the sentence around a token.
    pub(crate) fn sentence_range(&self, at: usize) -> (usize, usize) {
        let tokens = &self.claim.tokens;
        let Some(sentence) = tokens.get(at).map(|token| token.sentence) else {
            return (at, at);
        };
        // Sentences are numbered in order.
        (
            tokens.partition_point(|token| token.sentence < sentence),
            tokens.partition_point(|token| token.sentence <= sentence),
        )
    }

    /// Whether these tokens stand, in these words, in the title of a cited source.
    pub(crate) fn in_title(&self, from: usize, to: usize) -> bool {
        let words = self.claim.words(from, to).to_lowercase();
        !words.is_empty()
            && self.cited.iter().any(|cited| {
                cited.snippet.resource.is_some()
                    && cited.snippet.title.to_lowercase().contains(&words)
            })
    }

    /// The cited structured sources whose name stands in these tokens.
    pub(crate) fn named_in(&self, from: usize, to: usize) -> Vec<Cited<'a>> {
        let words: Vec<&[u64]> = self
            .carried(from, to)
            .map(|token| {
                let plain = token.ids.len() > 1 && self.lexicon.is_function(&token.lower);
                token.ids.get(usize::from(plain)..).unwrap_or_default()
            })
            .collect();
        // The words by which each is named, whatever they mean in it; a plain word only by the concept that it is part of: the `by` of `by mouth`.
        let hits: Vec<(Cited<'a>, HashSet<usize>)> = self
            .cited
            .iter()
            .map(|cited| {
                let own = words
                    .iter()
                    .enumerate()
                    .filter(|(_, ids)| ids.iter().any(|id| cited.source.names.contains(id)))
                    .map(|(place, _)| place)
                    .collect::<HashSet<usize>>();
                (*cited, own)
            })
            .filter(|(_, hits)| !hits.is_empty())
            .collect();
        // A source that shares only a part of what another is named by is not meant: "chronic sinusitis" is not the viral one.
        let dominated = |own: &HashSet<usize>| {
            hits.iter()
                .any(|(_, other)| other.len() > own.len() && own.is_subset(other))
        };
        hits.iter()
            .filter(|(_, own)| !dominated(own))
            .map(|(cited, _)| *cited)
            .collect()
    }

    /// Ids of the words that carry content in these tokens.
    pub(crate) fn content_ids(&self, from: usize, to: usize) -> HashSet<u64> {
        self.carried(from, to)
            .flat_map(|token| token.ids.iter().copied())
            .collect()
    }

    /// The words that carry content in these tokens.
    pub(crate) fn carried(
        &self,
        from: usize,
        to: usize,
    ) -> impl Iterator<Item = &crate::text::Token> {
        let tokens = self.claim.slice(from, to).iter().enumerate();
        tokens
            .filter(move |(place, token)| {
                token.is_word()
                    && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem))
                    && !self.in_unit(from + place)
            })
            .map(|(_, token)| token)
    }
}

/// A value's place, as a reason names it.
pub(crate) fn at_value(cited: Cited<'_>, value: &Value) -> SourceSpan {
    SourceSpan {
        source: cited.snippet.id.clone(),
        path: Some(value.path.clone()),
        source_span: value.span,
    }
}

/// A date's place.
pub(crate) fn at_date(cited: Cited<'_>, dated: &Dated) -> SourceSpan {
    SourceSpan {
        source: cited.snippet.id.clone(),
        path: Some(dated.path.clone()),
        source_span: dated.span,
    }
}

/// A place by path.
pub(crate) fn at(cited: Cited<'_>, path: &str, span: Option<Span>) -> SourceSpan {
    SourceSpan {
        source: cited.snippet.id.clone(),
        path: cited.snippet.resource.is_some().then(|| path.to_owned()),
        source_span: span,
    }
}
