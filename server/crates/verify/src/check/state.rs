//! Status, certainty, retraction.

use super::{Check, Cited, at};
use crate::lexicon::{Cue, Found};
use crate::source::State;
use model::{ReasonCode, Span, Verdict};

impl<'a> Check<'a> {
    /// A cited source that was entered in error, refuted or not done supports nothing that is told as true.
    pub(crate) fn retracted(&mut self) {
        if self.claim.has(Cue::Retracted) {
            return;
        }
        for cited in self.cited.clone() {
            if let Some((path, span, code)) = cited.source.retracted.clone() {
                let end = self.claim.tokens.len();
                let claim = self.claim.span(0, end);
                self.against(Verdict::Contradicted, ReasonCode::Retracted, claim, Some(code), vec![at(cited, &path, span)]);
            }
        }
    }

    /// Words of being in force or over must agree with the statuses of what they are said of.
    pub(crate) fn states(&mut self) {
        for found in self.claim.cues.clone() {
            let wanted = match found.cue {
                Cue::Active => State::Active,
                Cue::Inactive | Cue::Completed => State::Ended,
                _ => continue,
            };
            if self.inside_other(found) {
                continue;
            }
            let wanted = if self.negated_before(found) { opposite(wanted) } else { wanted };
            let subjects = self.fitting(found, self.subjects(found));
            let with_state: Vec<Cited<'a>> = subjects.iter().copied().filter(|cited| cited.source.state.is_some()).collect();
            let wrong: Vec<Cited<'a>> = with_state.iter().copied().filter(|cited| cited.source.state != Some(wanted) && cited.source.state != Some(State::Unknown)).collect();
            if wrong.is_empty() {
                if let Some(cited) = with_state.first().copied() {
                    if let Some((path, place, _)) = cited.source.state_path.clone() {
                        let span = self.claim.span(found.from, found.to);
                        self.support(span, cited, &path, place);
                    }
                }
                continue;
            }
            let cited = wrong[0];
            let superseded = wanted == State::Active && cited.snippet.resource_type().is_some_and(|kind| kind.starts_with("Medication"));
            let code = if superseded { ReasonCode::Superseded } else { ReasonCode::Status };
            let span = self.claim.span(found.from, found.to);
            let (found_text, place) = cited.source.state_path.clone().map(|(path, place, code)| (code, at(cited, &path, place))).unzip();
            self.against(Verdict::Contradicted, code, span, found_text, place.into_iter().collect());
        }
    }

    /// `low criticality` must be what every allergy that is meant says.
    pub(crate) fn criticality(&mut self) {
        for index in 1..self.claim.tokens.len() {
            if self.claim.tokens[index].stem != "criticality" {
                continue;
            }
            let told = self.claim.tokens[index - 1].lower.clone();
            if !matches!(told.as_str(), "low" | "high") {
                continue;
            }
            let other = self.cited.iter().copied().find_map(|cited| {
                let fact = cited.snippet.facts(sources::FactRole::Criticality).next()?;
                let words = sources::render::shown(&fact.value);
                (!words.to_lowercase().contains(&told)).then(|| (words, at(cited, &fact.path, fact.span)))
            });
            if let Some((words, place)) = other {
                let span = self.claim.span(index - 1, index + 1);
                self.against(Verdict::Contradicted, ReasonCode::Severity, span, Some(words), vec![place]);
            }
        }
    }

    /// What is done with a drug must be what prose says: started, stopped, increased, decreased, continued.
    pub(crate) fn actions(&mut self) {
        if !self.cited.iter().any(|cited| cited.source.is_prose && cited.snippet.subject != sources::Subject::Nobody) || self.cited.iter().any(|cited| !cited.source.is_prose) {
            return;
        }
        let all = ["start", "stop", "increase", "decrease", "continue"];
        let said = |name: &&str| self.ids.contains(&crate::text::id('c', name));
        if !all.iter().any(|name| said(&name)) && !self.claim.has(Cue::Inactive) {
            return;
        }
        for index in 0..self.claim.tokens.len() {
            let token = &self.claim.tokens[index];
            let Some(name) = all.iter().find(|name| token.ids.contains(&crate::text::id('c', name))) else { continue };
            let drug = self.claim.tokens.iter().any(|token| self.lexicon.is_drug(&token.stem));
            if drug && !said(&name) && !token.ids.iter().any(|id| self.ids.contains(id)) {
                let span = token.span;
                let code = if *name == "continue" { ReasonCode::Superseded } else { ReasonCode::Status };
                self.against(Verdict::Contradicted, code, span, None, Vec::new());
                return;
            }
        }
    }

    /// "Newly heard" needs a source that says new.
    pub(crate) fn news(&mut self) {
        if !self.cited.iter().all(|cited| cited.source.is_prose) {
            return;
        }
        for found in self.claim.all(Cue::New).collect::<Vec<_>>() {
            let said = self.reach().any(|cited| cited.source.cues.iter().any(|cue| cue.cue == Cue::New));
            let already = self.cited.iter().any(|cited| ["in the past", "before", "previous", "prior", "history"].iter().any(|words| cited.snippet.text.to_lowercase().contains(words)));
            if !said && already {
                self.unsupported(ReasonCode::Status, found.from, found.to);
            }
        }
    }

    /// What prose makes depend on something is not told as done: "if it persists we will order an MRI" is no "has been ordered".
    pub(crate) fn conditional(&mut self) {
        if !self.cited.iter().all(|cited| cited.source.is_prose) || self.claim.has(Cue::Hedge) || self.claim.has(Cue::Conditional) || self.claim.has(Cue::Planned) {
            return;
        }
        for found in self.claim.cues.clone() {
            let perfect = matches!(found.cue, Cue::Ordered | Cue::Done) || self.claim.tokens[found.from].lower == "scheduled";
            let had = (1..=2).any(|back| found.from.checked_sub(back).is_some_and(|at| matches!(self.claim.tokens[at].lower.as_str(), "has" | "have" | "been" | "was" | "were")));
            if !perfect || !had {
                continue;
            }
            let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
            let objects = { let after = self.content_ids(found.to, to); if after.is_empty() { self.content_ids(from, found.from) } else { after } };
            let depends = self.cited.iter().any(|cited| {
                cited.source.prose.iter().any(|token| {
                    token.ids.iter().any(|id| objects.contains(id)) && cited.source.cues.iter().any(|cue| matches!(cue.cue, Cue::Conditional | Cue::Hedge) && cited.source.prose[cue.from].sentence == token.sentence)
                })
            });
            if depends {
                let span = self.claim.span(found.from, found.to);
                self.against(Verdict::Contradicted, ReasonCode::Certainty, span, None, Vec::new());
            }
        }
    }

    /// A cue inside a longer one (`no longer active`, `not active`) counts with it.
    fn inside_other(&self, found: Found) -> bool {
        self.claim.cues.iter().any(|other| {
            other.from <= found.from && found.to <= other.to && (other.to - other.from) > (found.to - found.from) && matches!(other.cue, Cue::Active | Cue::Inactive | Cue::Completed)
        }) || self.claim.cues.iter().any(|other| other.cue == Cue::Inactive && other.to == found.from && found.cue != Cue::Inactive && self.claim.words(other.from, other.to).eq_ignore_ascii_case("no longer"))
    }

    fn negated_before(&self, found: Found) -> bool {
        (1..=2).any(|back| found.from.checked_sub(back).is_some_and(|at| matches!(self.claim.tokens[at].lower.as_str(), "not" | "never" | "isn't" | "hasn't" | "nor" | "neither")))
    }

    /// What a cue is said of: the sources named before it in its part of the sentence, else after it, else all.
    pub(crate) fn subjects(&self, found: Found) -> Vec<Cited<'a>> {
        let (clause_from, clause_to) = self.claim.clause_range(self.claim.clause_of(found.from));
        if self.claim.tokens.get(found.to.saturating_sub(1)).is_some_and(|token| matches!(token.lower.as_str(), "with" | "on" | "taking" | "takes")) {
            let after = self.named_in(found.to, (found.to + 6).min(clause_to));
            if !after.is_empty() {
                return after;
            }
        }
        let start = self.part_start(clause_from, found.from);
        let before = self.named_in(start, found.from);
        if !before.is_empty() {
            return before;
        }
        let end = self.part_end(found.to, clause_to);
        let after = self.named_in(found.to, end);
        if !after.is_empty() {
            return after;
        }
        let whole = self.named_in(clause_from, found.from);
        if !whole.is_empty() {
            return whole;
        }
        if clause_from > 0 {
            let earlier = self.named_in(0, clause_from);
            if !earlier.is_empty() {
                return earlier;
            }
        }
        self.cited.clone()
    }

    /// Only what the cue can be said of: orders are stopped, problems resolve; what a drug is for is not what is stopped.
    fn fitting(&self, found: Found, subjects: Vec<Cited<'a>>) -> Vec<Cited<'a>> {
        let words = self.claim.words(found.from, found.to).to_lowercase();
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let said = |list: &[&str]| list.iter().any(|stem| self.claim.slice(from, to).iter().any(|token| token.stem == *stem));
        let kind = |cited: &Cited<'a>, wanted: &[&str]| cited.snippet.resource_type().is_some_and(|kind| wanted.iter().any(|prefix| kind.starts_with(prefix)));
        let narrow = |wanted: &[&str]| -> Option<Vec<Cited<'a>>> {
            let own: Vec<Cited<'a>> = subjects.iter().copied().filter(|cited| kind(cited, wanted)).collect();
            (!own.is_empty()).then_some(own)
        };
        let narrowed = if words.contains("stopped") || words.contains("discontinued") || words.contains("withdrawn") || words.contains("tak") || words.contains("regimen") || said(&["order", "prescription"]) {
            narrow(&["Medication", "ServiceRequest", "DeviceRequest"])
        } else if words.contains("resolved") || words.contains("remission") || words.contains("healed") || words.contains("cleared") || words.contains("healing") {
            narrow(&["Condition", "Allergy"])
        } else if words.contains("progress") || words.contains("complet") || said(&["plan"]) {
            narrow(&["CarePlan"])
        } else {
            None
        };
        let subjects = narrowed.unwrap_or(subjects);
        let purpose: Vec<Cited<'a>> = subjects.iter().copied().filter(|cited| !self.only_purpose(*cited)).collect();
        if purpose.is_empty() { subjects } else { purpose }
    }

    /// Whether a source is named only behind "for", "from" or "due to".
    fn only_purpose(&self, cited: Cited<'a>) -> bool {
        let mut any = false;
        for (index, token) in self.claim.tokens.iter().enumerate() {
            if !token.is_word() || !token.ids.iter().any(|id| cited.source.names.contains(id)) || (token.ids.len() < 2 && self.lexicon.is_general(&token.stem)) {
                continue;
            }
            any = true;
            let behind = (1..=5).filter_map(|back| index.checked_sub(back)).take_while(|at| !self.claim.tokens[*at].is_mark(',') && !self.claim.tokens[*at].is_mark(';')).any(|at| matches!(self.claim.tokens[at].lower.as_str(), "for" | "from" | "to" | "with"));
            if !behind {
                return false;
            }
        }
        any
    }

    /// Where the part of a clause begins that a cue belongs to: after the last other cue of status that has its own subject.
    fn part_start(&self, clause_from: usize, at: usize) -> usize {
        let breaks = (clause_from..at).rev().find(|index| {
            let token = &self.claim.tokens[*index];
            token.is_mark(',') && self.claim.tokens.get(index + 1).is_some_and(|next| matches!(next.lower.as_str(), "and" | "which" | "who")) && self.has_verb(*index + 1, at)
        });
        breaks.map_or(clause_from, |index| index + 1)
    }

    fn has_verb(&self, from: usize, to: usize) -> bool {
        self.claim.slice(from, to).iter().any(|token| matches!(token.lower.as_str(), "is" | "are" | "was" | "were" | "has" | "have" | "had" | "remains" | "remain" | "it"))
    }

    fn part_end(&self, from: usize, clause_to: usize) -> usize {
        (from..clause_to).find(|index| self.claim.tokens[*index].is_mark(';')).unwrap_or(clause_to)
    }

    /// Words of certainty and doubt must agree with the verification status, and with the doubt of prose.
    pub(crate) fn certainty(&mut self) {
        for found in self.claim.cues.clone() {
            match found.cue {
                Cue::Hedge => self.hedge(found),
                Cue::Sure => self.sure(found),
                _ => {}
            }
        }
        if !self.claim.has(Cue::Hedge) && !self.claim.has(Cue::Retracted) {
            self.doubted();
        }
    }

    fn hedge(&mut self, found: Found) {
        let subjects = self.subjects_near(found);
        let structured: Vec<Cited<'a>> = subjects.iter().copied().filter(|cited| cited.source.confirmed).collect();
        let prose_hedged = self.reach().any(|cited| cited.source.cues.iter().any(|cue| matches!(cue.cue, Cue::Hedge | Cue::Conditional)));
        if prose_hedged || subjects.iter().any(|cited| cited.source.unconfirmed.is_some()) {
            return;
        }
        // "suspected" may be a word of the source itself.
        let token = &self.claim.tokens[found.from];
        if token.ids.iter().any(|id| self.ids.contains(id)) && !structured.is_empty() && structured.iter().any(|cited| token.ids.iter().any(|id| cited.source.names.contains(id))) {
            return;
        }
        let span = self.claim.span(found.from, found.to);
        match structured.first().copied() {
            Some(cited) => {
                let fact = cited.snippet.facts(sources::FactRole::VerificationStatus).next();
                let place = fact.map(|fact| at(cited, &fact.path, fact.span));
                self.against(Verdict::Contradicted, ReasonCode::Certainty, span, Some("confirmed".to_owned()), place.into_iter().collect());
            }
            None if self.prose() || self.claim.has(Cue::Cause) => self.against(Verdict::Unsupported, ReasonCode::Certainty, span, None, Vec::new()),
            None => {}
        }
    }

    fn sure(&mut self, found: Found) {
        let span = self.claim.span(found.from, found.to);
        if (1..=2).any(|back| found.from.checked_sub(back).is_some_and(|at| matches!(self.claim.tokens[at].lower.as_str(), "not" | "never"))) {
            return;
        }
        let subjects = self.subjects_near(found);
        if let Some((cited, (path, place, code))) = subjects.iter().find_map(|cited| cited.source.unconfirmed.clone().map(|place| (*cited, place))) {
            self.against(Verdict::Contradicted, ReasonCode::Certainty, span, Some(code), vec![at(cited, &path, place)]);
            return;
        }
        let strong = matches!(self.claim.tokens[found.from].stem.as_str(), "definit" | "certain" | "undoubted" | "unquestionab" | "conclusive" | "clear" | "proven" | "without");
        if !strong {
            return;
        }
        let own: Vec<u64> = self.claim.tokens[found.from].ids.clone();
        let said = self.reach().any(|cited| own.iter().any(|id| cited.source.ids.contains(id)));
        if !said {
            let hedged = self.cited.iter().copied().find_map(|cited| cited.source.cues.iter().find(|cue| cue.cue == Cue::Hedge).map(|cue| (cited, *cue)));
            match hedged {
                Some((cited, cue)) => {
                    let place = Span::new(cited.source.prose[cue.from].span.start, cited.source.prose[cue.to - 1].span.end);
                    let words = place.of(&cited.snippet.text).map(str::to_owned);
                    self.against(Verdict::Contradicted, ReasonCode::Certainty, span, words, vec![at(cited, "text", Some(place))]);
                }
                None => self.against(Verdict::Unsupported, ReasonCode::Certainty, span, None, Vec::new()),
            }
        }
    }

    /// A provisional problem told without its doubt.
    fn doubted(&mut self) {
        for cited in self.cited.clone() {
            let Some((path, place, code)) = cited.source.unconfirmed.clone() else { continue };
            let end = self.claim.tokens.len();
            if self.content_ids(0, end).iter().any(|id| cited.source.names.contains(id)) && !self.claim.text.to_lowercase().contains(code.as_str()) {
                let span = self.claim.span(0, end);
                self.against(Verdict::Contradicted, ReasonCode::Certainty, span, Some(code), vec![at(cited, &path, place)]);
            }
        }
    }

    fn subjects_near(&self, found: Found) -> Vec<Cited<'a>> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let after = self.named_in(found.to, to);
        let before = self.named_in(from, found.from);
        let mut all = after;
        for cited in before {
            if all.iter().all(|known| known.snippet.id != cited.snippet.id) {
                all.push(cited);
            }
        }
        if all.is_empty() { self.cited.clone() } else { all }
    }
}

fn opposite(state: State) -> State {
    match state {
        State::Active => State::Ended,
        State::Ended => State::Active,
        State::Unknown => State::Unknown,
    }
}
