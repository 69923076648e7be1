//! Negation: what a source denies, what it affirms, and what is merely not recorded.

use super::{Check, Cited, at};
use crate::lexicon::{Cue, Found};
use crate::text::{Token, id};
use model::{ReasonCode, Verdict};
use sources::{FactRole, FactValue, Snippet, Subject};
use std::collections::HashSet;

/// How a source speaks of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Polarity {
    Affirmed,
    Denied,
}

impl<'a> Check<'a> {
    /// Checks negated parts, and affirmed words that the sources deny.
    pub(crate) fn negations(&mut self) {
        let mut scopes: Vec<(usize, usize)> = Vec::new();
        for found in self.claim.cues.clone() {
            if !matches!(found.cue, Cue::Negation | Cue::Strong) || self.is_plain(found) {
                continue;
            }
            let (from, to) = self.scope(found);
            scopes.push((found.from, to));
            if found.cue == Cue::Negation && self.claim.cues.iter().any(|other| other.cue == Cue::Strong && other.from <= found.from && found.to <= other.to) {
                continue;
            }
            let record = found.cue == Cue::Negation && self.is_record(found);
            if record {
                self.not_recorded(found, from, to);
            } else {
                self.denied(found, from, to);
            }
        }
        self.affirmed(&scopes);
    }

    /// Negations that deny nothing clinical: `no longer`, `not only`, `no more than`, `nothing more than`.
    fn is_plain(&self, found: Found) -> bool {
        let next = self.claim.tokens.get(found.to).map_or("", |token| token.lower.as_str());
        matches!(next, "longer" | "only" | "more" | "later" | "less" | "fewer" | "over" | "change" | "changed") || self.claim.cues.iter().any(|other| other.from <= found.from && found.to <= other.to && matches!(other.cue, Cue::AtMost | Cue::Inactive | Cue::Stable | Cue::Hedge | Cue::Only | Cue::Active | Cue::AtLeast))
            // Named concepts that contain the word: never smoker, non-Hispanic, no known allergies of the source.
            || self.claim.slice(found.from, found.to).iter().any(|token| token.ids.len() > 1 && token.ids.iter().skip(1).any(|id| self.ids.contains(id)))
    }

    /// The words that a negation covers.
    fn scope(&self, found: Found) -> (usize, usize) {
        let clause = self.claim.clause_of(found.from);
        let mut to = found.to;
        while to < self.claim.tokens.len() && self.claim.clause_of(to) == clause && to < found.to + 40 {
            let token = &self.claim.tokens[to];
            if token.is_mark(')') || (token.is_mark(',') && self.claim.tokens.get(to + 1).is_some_and(|next| matches!(next.lower.as_str(), "which" | "who" | "so" | "since" | "as" | "with" | "called"))) {
                break;
            }
            to += 1;
        }
        (found.to, to)
    }

    /// Whether the clause speaks of records rather than of the patient.
    fn is_record(&self, found: Found) -> bool {
        let clause = self.claim.clause_of(found.from);
        self.claim.all(Cue::Record).any(|record| self.claim.clause_of(record.from) == clause)
    }

    /// "No INR on file": true where the loaded chart has none.
    fn not_recorded(&mut self, found: Found, from: usize, to: usize) {
        if self.attribute_missing(found) {
            return;
        }
        let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        // What is not recorded stands behind the negation, or before it: "Tdap is not recorded".
        let mut range = (from, to);
        if self.terms(from, to).is_empty() {
            let only_records = (from..to).all(|index| {
                let token = &self.claim.tokens[index];
                !token.is_word() || token.is("yet") || self.claim.cues.iter().any(|cue| cue.cue == Cue::Record && cue.from <= index && index < cue.to) || matches!(token.lower.as_str(), "in" | "the" | "chart" | "this" | "his" | "her" | "record" | "as" | "of" | "at" | "present")
            });
            if !only_records && self.kinds(from, to).is_empty() {
                self.settled = true;
                return;
            }
            if only_records {
                range = (clause_from, found.from);
            }
        }
        let terms = self.terms(range.0, range.1);
        let kinds = self.kinds(range.0, range.1);
        let limit = self.claim.numbers.iter().find(|number| number.from >= range.0 && number.to <= range.1).cloned();
        if !self.set.complete("Observation") && self.set.patient().is_some() {
            let span = self.claim.span(found.from, found.to);
            self.against(Verdict::Unsupported, ReasonCode::Absence, span, None, Vec::new());
            return;
        }
        let held = self.chart_holds(&terms, &kinds, limit.as_ref());
        if let Some(snippet) = held {
            let span = self.claim.span(found.from, found.to.max(range.1.min(to)));
            let place = model::SourceSpan { source: snippet.id.clone(), path: None, source_span: None };
            self.against(Verdict::Contradicted, ReasonCode::Absence, span, Some(snippet.title.clone()), vec![place]);
            return;
        }
        // What the chart has not cannot be said by a source: its words are settled here.
        self.settled = true;
        self.settle(range.0, range.1);
    }

    /// "The side is not documented", "the order gives no frequency".
    fn attribute_missing(&mut self, found: Found) -> bool {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let words: HashSet<&str> = self.claim.slice(from, to).iter().map(|token| token.stem.as_str()).collect();
        let any = |list: &[&str]| list.iter().any(|word| words.contains(word));
        let side = any(&["sid", "laterality", "side", "arm"]) && any(&["sid", "side", "laterality", "which"]);
        let often = any(&["frequency", "often", "dos", "instruction", "dose", "direction", "timing", "schedul", "schedule", "sig"]);
        let severity = any(&["severity"]);
        let subjects = { let named = self.named_in(from, to); if named.is_empty() { self.cited.clone() } else { named } };
        let drugs = subjects.iter().any(|cited| cited.snippet.resource_type().is_some_and(|kind| kind.starts_with("Medication")));
        if !(side || (often && drugs) || severity) {
            return false;
        }
        self.settled = true;
        let wrong = subjects.iter().copied().find_map(|cited| {
            let role = |role: FactRole| cited.snippet.facts(role).next();
            let medication = cited.snippet.resource_type().is_some_and(|kind| kind.starts_with("Medication"));
            let fact = if side { role(FactRole::BodySite).filter(|fact| format!("{:?}", fact.value).to_lowercase().contains("left") || format!("{:?}", fact.value).to_lowercase().contains("right")) } else if severity { role(FactRole::Severity) } else if medication { role(FactRole::Frequency) } else { None };
            fact.map(|fact| (cited, fact.path.clone(), fact.span))
        });
        if let Some((cited, path, place)) = wrong {
            let span = self.claim.span(found.from, found.to);
            let words = place.and_then(|span| span.of(&cited.snippet.text)).map(str::to_owned);
            self.against(Verdict::Contradicted, ReasonCode::Absence, span, words, vec![at(cited, &path, place)]);
        }
        self.settle_words(from, to, &["side", "laterality", "arm", "often", "frequency", "dosing", "instructions", "severity", "schedule", "directions"]);
        true
    }

    /// "The orders state how often it is taken": each order must.
    pub(crate) fn attributes_told(&mut self) {
        for index in 0..self.claim.tokens.len() {
            if !matches!(self.claim.tokens[index].lower.as_str(), "state" | "states" | "carry" | "carries" | "specify" | "specifies" | "give" | "gives" | "include" | "includes" | "say" | "says") {
                continue;
            }
            let (from, to) = self.claim.clause_range(self.claim.clause_of(index));
            let negated = self.claim.all(Cue::Negation).any(|found| found.from >= from && found.to <= to);
            let rest = self.claim.words(index, to).to_lowercase();
            if negated || !["how often", "frequency", "dosing instruction", "directions"].iter().any(|words| rest.contains(words)) {
                continue;
            }
            let silent = self.cited.iter().copied().find(|cited| cited.snippet.resource_type().is_some_and(|kind| kind.starts_with("Medication")) && cited.source.frequencies.is_empty());
            if let Some(cited) = silent {
                let span = self.claim.span(index, to);
                self.against(Verdict::Contradicted, ReasonCode::Negation, span, None, vec![at(cited, "dosageInstruction", None)]);
            }
        }
    }

    /// The terms in a range: for each content word its ids, words of resource types left out.
    fn terms(&self, from: usize, to: usize) -> Vec<Vec<u64>> {
        let mut out: Vec<Vec<u64>> = Vec::new();
        for token in self.claim.tokens.get(from..to).unwrap_or_default() {
            if !token.is_word() || (self.lexicon.is_general(&token.stem) && token.ids.len() < 2) || KIND_WORDS.iter().any(|(words, _)| words.contains(&token.stem.as_str())) {
                continue;
            }
            // A phrase is one term: its concept.
            let ids: Vec<u64> = if token.ids.len() > 1 { token.ids[1..].to_vec() } else { token.ids.clone() };
            if !out.contains(&ids) {
                out.push(ids);
            }
        }
        out
    }

    /// The resource types that the words in a range name.
    fn kinds(&self, from: usize, to: usize) -> Vec<&'static str> {
        let tokens = self.claim.tokens.get(from..to).unwrap_or_default();
        let mut kinds: Vec<&'static str> = KIND_WORDS.iter().filter(|(words, _)| tokens.iter().any(|token| words.contains(&token.stem.as_str()))).flat_map(|(_, kinds)| kinds.iter().copied()).collect();
        kinds.dedup();
        kinds
    }

    /// A source of the whole chart that is about one of the terms.
    fn chart_holds(&self, terms: &[Vec<u64>], kinds: &[&str], limit: Option<&crate::number::Number>) -> Option<&'a Snippet> {
        const ALL: [&str; 12] = ["Condition", "AllergyIntolerance", "MedicationRequest", "MedicationStatement", "MedicationAdministration", "Immunization", "Procedure", "Observation", "Device", "DeviceRequest", "ServiceRequest", "DiagnosticReport"];
        let kinds: Vec<&str> = if kinds.is_empty() { ALL.to_vec() } else { kinds.to_vec() };
        if terms.is_empty() && kinds.len() > 3 {
            return None;
        }
        let drug_only = self.claim.tokens.iter().any(|token| token.stem == "drug") && kinds.contains(&"AllergyIntolerance");
        for kind in kinds {
            for snippet in self.set.of_type(kind) {
                let Some(index) = self.set.position(&snippet.id) else { continue };
                let source = self.prepared.source(self.set, index);
                if matches!(snippet.subject, Subject::OtherPatient) || source.retracted.is_some() || self.after(snippet) {
                    continue;
                }
                if !self.same_specimen(source) {
                    continue;
                }
                if drug_only && terms.is_empty() && !is_category(snippet, "medication") {
                    continue;
                }
                // "No INR", "no statin": one term that the source is about is enough; several words of one name count together.
                let hit = terms.is_empty() || terms.iter().any(|ids| ids.iter().any(|id| source.names.contains(id)));
                let hit = hit && limit.is_none_or(|limit| source.values.iter().any(|value| value.measured && self.within_limit(limit, value)));
                if hit {
                    return Some(snippet);
                }
            }
        }
        None
    }

    /// A result in urine or stool is none of blood, unless the statement speaks of it.
    fn same_specimen(&self, source: &crate::source::Source) -> bool {
        ["urine", "stool", "urinalysis"].iter().all(|specimen| {
            let wanted = id('c', specimen);
            !source.names.contains(&wanted) || self.claim.tokens.iter().any(|token| token.ids.contains(&wanted))
        })
    }

    fn within_limit(&self, limit: &crate::number::Number, value: &crate::source::Value) -> bool {
        let below = self.claim.all(Cue::Below).any(|found| found.to <= limit.from) || limit.sign == Some(crate::number::Limit::Below);
        let above = self.claim.all(Cue::Above).any(|found| found.to <= limit.from) || limit.sign == Some(crate::number::Limit::Above);
        if below { value.value < limit.value } else if above { value.value > limit.value } else { true }
    }

    /// Events after the date of writing do not exist.
    fn after(&self, snippet: &Snippet) -> bool {
        snippet.date.as_ref().is_some_and(|date| date.days().0 > self.as_of)
    }

    /// A denial, which a source must state.
    fn denied(&mut self, found: Found, from: usize, to: usize) {
        let before = if found.cue == Cue::Strong { self.claim.clause_range(self.claim.clause_of(found.from)).0 } else { found.from };
        let mut terms: Vec<usize> = (from..to).filter(|index| self.is_clinical(*index)).collect();
        if terms.is_empty() && found.cue == Cue::Strong {
            terms = (before..found.from).filter(|index| self.is_clinical(*index)).collect();
        }
        let span = self.claim.span(found.from, found.to.max(to.min(found.to + 6)));
        let structured = self.cited.iter().any(|cited| cited.snippet.resource.is_some() && cited.source.prose.is_empty());
        if found.cue == Cue::Strong && structured && !self.prose() {
            if !self.source_denies() {
                let held = terms.first().is_some().then(|| ()).and_then(|()| self.affirming(&terms));
                match held {
                    Some(cited) => self.against(Verdict::Contradicted, ReasonCode::Negation, span, Some(cited.snippet.title.clone()), vec![at(cited, "code", None)]),
                    None => self.against(Verdict::Unsupported, ReasonCode::Absence, span, None, Vec::new()),
                }
            }
            return;
        }
        for index in terms {
            let token = self.claim.tokens[index].clone();
            let polarities = self.polarity_in_sources(&token);
            if polarities.contains(&Polarity::Denied) {
                continue;
            }
            if polarities.contains(&Polarity::Affirmed) {
                let cited = self.affirming(&[index]);
                let places = cited.map(|cited| at(cited, "code", None)).into_iter().collect();
                self.against(Verdict::Contradicted, ReasonCode::Negation, span, cited.map(|cited| cited.snippet.title.clone()), places);
                return;
            }
        }
    }

    fn is_clinical(&self, index: usize) -> bool {
        let token = &self.claim.tokens[index];
        token.is_word() && !self.claim.used[index] && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem))
    }

    /// Whether a cited structured source states an absence itself.
    fn source_denies(&self) -> bool {
        let negative = id('c', "negative");
        let never = id('c', "smoker_never");
        self.cited.iter().any(|cited| {
            cited.source.ids.contains(&negative) || cited.source.ids.contains(&never)
                || cited.snippet.facts(FactRole::Value).chain(cited.snippet.facts(FactRole::Code)).any(|fact| {
                    let words = match &fact.value {
                        FactValue::Coded { text, .. } | FactValue::Text(text) => text.to_lowercase(),
                        FactValue::Boolean(value) => return !*value,
                        _ => return false,
                    };
                    words.split_whitespace().any(|word| matches!(word, "no" | "not" | "never" | "none" | "negative" | "without" | "absent"))
                })
        })
    }

    fn affirming(&self, terms: &[usize]) -> Option<Cited<'a>> {
        self.cited.iter().copied().find(|cited| terms.iter().any(|index| self.claim.tokens[*index].ids.iter().any(|id| cited.source.names.contains(id))))
    }

    fn polarity_in_sources(&self, token: &Token) -> HashSet<Polarity> {
        let mut out = HashSet::new();
        let asked: Vec<Cited<'a>> = self.linked.iter().copied().filter(|cited| cited.snippet.segment.is_some()).collect();
        for (place, cited) in self.cited.iter().chain(&asked).enumerate() {
            if cited.snippet.resource.is_some() && cited.source.names.iter().any(|id| token.ids.contains(id)) {
                let denied = self.source_denies();
                out.insert(if denied { Polarity::Denied } else { Polarity::Affirmed });
            }
            let prose = &cited.source.prose;
            for (index, word) in prose.iter().enumerate() {
                if !word.is_word() || !word.ids.iter().any(|id| token.ids.contains(id)) {
                    continue;
                }
                out.extend(self.polarity_at(place, *cited, index));
            }
        }
        out
    }

    /// How prose speaks of its word: by negations before it in the sentence; a question by its answer.
    fn polarity_at(&self, place: usize, cited: Cited<'a>, index: usize) -> Option<Polarity> {
        let prose = &cited.source.prose;
        let sentence = prose[index].sentence;
        let denied = cited.source.cues.iter().any(|cue| {
            cue.cue == Cue::Negation && cue.to <= index && prose[cue.from].sentence == sentence && index - cue.to <= 12
                && !prose[cue.to..index].iter().any(|token| token.is_word() && matches!(token.lower.as_str(), "but" | "however" | "except" | "although"))
        });
        if denied {
            return Some(Polarity::Denied);
        }
        let asks = prose[index..].iter().take_while(|token| token.sentence == sentence).any(|token| token.is_mark('?'));
        if asks && cited.snippet.segment.is_some() {
            return self.answer(place, cited, index);
        }
        Some(Polarity::Affirmed)
    }

    /// What is answered to the question at `index`: in the same segment after it, or at the head of the next.
    fn answer(&self, place: usize, cited: Cited<'a>, index: usize) -> Option<Polarity> {
        let number = cited.snippet.segment.as_ref()?.number;
        let prefix = cited.snippet.id.as_str().split(':').next()?;
        let next = model::SourceId::new(format!("{prefix}:{}", number + 1));
        let position = self.set.position(&next)?;
        let source = self.prepared.source(self.set, position);
        let _ = (place, index);
        for token in source.prose.iter().filter(|token| token.is_word()).skip(usize::from(source.prose.first().is_some_and(|mark| mark.is_mark('[')))).take(12) {
            match token.lower.as_str() {
                "no" | "nope" | "nah" | "not" | "none" | "never" | "don't" | "haven't" | "hasn't" | "isn't" | "didn't" => return Some(Polarity::Denied),
                "yes" | "yeah" | "yep" | "sure" | "correct" | "right" | "definitely" | "absolutely" | "mm" => return Some(Polarity::Affirmed),
                _ => {}
            }
        }
        None
    }

    /// Affirmed words that every source denies.
    fn affirmed(&mut self, scopes: &[(usize, usize)]) {
        if !self.cited.iter().any(|cited| !cited.source.prose.is_empty()) {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let token = &self.claim.tokens[index];
            if !token.is_word() || token.ids.len() < 2 || self.claim.used[index] || scopes.iter().any(|(from, to)| (*from..*to).contains(&index)) {
                continue;
            }
            let token = token.clone();
            let polarities = self.polarity_in_sources(&token);
            if polarities.len() == 1 && polarities.contains(&Polarity::Denied) && self.is_problem(&token) {
                self.against(Verdict::Contradicted, ReasonCode::Negation, token.span, None, Vec::new());
            }
        }
    }

    fn is_problem(&self, token: &Token) -> bool {
        self.lexicon.is_problem(&token.ids)
    }

    fn settle(&mut self, from: usize, to: usize) {
        for index in from..to {
            self.claim.used[index] = true;
        }
    }

    fn settle_words(&mut self, from: usize, to: usize, words: &[&str]) {
        for index in from..to {
            if words.contains(&self.claim.tokens[index].lower.as_str()) {
                self.claim.used[index] = true;
            }
        }
    }
}

fn is_category(snippet: &Snippet, wanted: &str) -> bool {
    snippet.facts(FactRole::Category).any(|fact| match &fact.value {
        FactValue::Text(text) => text == wanted,
        FactValue::Coded { text, codings } => text == wanted || codings.iter().any(|coding| coding.code == wanted),
        _ => false,
    })
}

/// Words that name a kind of record.
const KIND_WORDS: [(&[&str], &[&str]); 9] = [
    (&["allergy", "allergic", "intoleranc"], &["AllergyIntolerance"]),
    (&["vaccin", "vaccination", "immunization", "shot"], &["Immunization"]),
    (&["order", "prescription", "medication", "drug"], &["MedicationRequest", "MedicationStatement", "DeviceRequest", "ServiceRequest"]),
    (&["result", "test", "lab", "reading", "measurement"], &["Observation"]),
    (&["diagnosi", "diagnosis", "problem", "condition"], &["Condition"]),
    (&["procedur", "surgery", "operation"], &["Procedure"]),
    (&["devic"], &["Device", "DeviceRequest"]),
    (&["visit", "encounter", "admission"], &["Encounter"]),
    (&["plan"], &["CarePlan"]),
];
