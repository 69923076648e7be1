//! Visits by their class and reason: `neither an ED visit nor an admission for heart failure`, `the sole inpatient stay`.

use super::{Check, Cited};
use crate::lexicon::Found;
use model::ReasonCode;
use sources::{Snippet, Subject};
use time::Date;

/// How many words a visit is named by behind the word that restricts it.
const NOUN: usize = 4;

/// Which visits are meant by their class: in the emergency department, in hospital, or both.
#[derive(Clone, Copy)]
struct Classes {
    emergency: bool,
    inpatient: bool,
}

impl<'a> Check<'a> {
    /// The classes of visit that these words name.
    fn classes_in(&self, from: usize, to: usize) -> Classes {
        let emergency = crate::text::id('c', "emergency");
        let inpatient = crate::text::id('c', "inpatient");
        let tokens = || self.claim.slice(from, to).iter();
        Classes {
            emergency: tokens().any(|token| token.ids.contains(&emergency)),
            inpatient: tokens().any(|token| {
                token.ids.contains(&inpatient)
                    || matches!(
                        token.stem.as_str(),
                        "admission" | "hospitalization" | "stay"
                    )
            }),
        }
    }

    /// The visits of the chart in one of these classes.
    fn visits_of(&self, classes: Classes) -> Vec<&'a Snippet> {
        let emergency = crate::text::id('c', "emergency");
        let inpatient = crate::text::id('c', "inpatient");
        let meant = |one: &&'a Snippet| {
            let Some(place) = self.set.position(&one.id) else {
                return false;
            };
            let source = self.prepared.source(self.set, place);
            one.subject != Subject::OtherPatient
                && source.retracted.is_none()
                && !self.after(one)
                && ((classes.emergency && source.ids.contains(&emergency))
                    // An `emergency room admission` is no stay.
                    || (classes.inpatient
                        && source.ids.contains(&inpatient)
                        && !source.ids.contains(&emergency)))
        };
        self.set.of_type("Encounter").filter(meant).collect()
    }

    /// `No ED visit or admission for heart failure is on file`: none of that class has that reason. Whether it was that, and is judged.
    pub(super) fn no_visit_for(&mut self, found: Found, to: usize) -> bool {
        let tokens = &self.claim.tokens;
        let purpose = (found.to..to).find(|at| tokens[*at].is("for"));
        let negates = matches!(tokens[found.from].lower.as_str(), "no" | "neither");
        let Some(purpose) = purpose.filter(|_| negates) else {
            return false;
        };
        let classes = self.classes_in(found.to, purpose);
        let end = (purpose + 1..to)
            .find(|at| {
                !tokens[*at].is_word()
                    || matches!(
                        tokens[*at].lower.as_str(),
                        "is" | "are" | "was" | "were" | "has" | "on" | "in" | "since" | "appears"
                    )
            })
            .unwrap_or(to);
        let reason = self.terms(purpose + 1, end);
        let known = self.set.complete("Encounter") && self.set.patient().is_some();
        if !(classes.emergency || classes.inpatient) || reason.is_empty() || !known {
            return false;
        }
        let period = self
            .period_within(end, to)
            .unwrap_or((Date::MIN, Date::MAX));
        let held = self.visits_of(classes).into_iter().find(|one| {
            let Some(place) = self.set.position(&one.id) else {
                return false;
            };
            let source = self.prepared.source(self.set, place);
            // What was found there is a reason too.
            let found_there: Vec<&crate::source::Source> = self
                .prepared
                .of_encounter
                .get(one.id.as_str())
                .into_iter()
                .flatten()
                .map(|place| self.prepared.source(self.set, *place))
                .collect();
            let own = |id: &u64| {
                source.reasons.contains(id)
                    || source.ids.contains(id)
                    || found_there.iter().any(|other| other.names.contains(id))
            };
            let then = one.date.as_ref().is_none_or(|date| {
                let (start, end) = date.days();
                period.0 <= end && start <= period.1
            });
            then && reason.iter().all(|ids| ids.iter().any(own))
        });
        let span = self.claim.span(found.from, end);
        if let Some(visit) = held {
            self.held_against(ReasonCode::Absence, span, visit);
            return true;
        }
        self.settled = true;
        self.settle(found.from, end);
        true
    }

    /// `the sole inpatient stay`: of that class there is one visit, and it is cited. Whether it was that, and is judged.
    pub(super) fn sole_visit(&mut self, found: Found) -> bool {
        let tokens = &self.claim.tokens;
        let single = self.claim.words(found.from, found.to).to_lowercase();
        let end = (found.to..tokens.len().min(found.to + NOUN)).find(|at| {
            matches!(
                tokens[*at].stem.as_str(),
                "stay" | "visit" | "admission" | "hospitalization" | "encounter"
            ) && !tokens.get(at + 1).is_some_and(|next| next.is("visit"))
        });
        let Some(end) = end.filter(|_| matches!(single.as_str(), "only" | "sole")) else {
            return false;
        };
        let singular = !tokens[end].lower.ends_with('s');
        let plain = tokens.get(end + 1).is_none_or(|next| {
            matches!(next.lower.as_str(), "was" | "is" | "for" | "on")
                || next.is_mark(',')
                || next.is_mark('.')
        });
        let classes = self.classes_in(found.to, end + 1);
        if !singular || !plain || !(classes.emergency || classes.inpatient) {
            return false;
        }
        let all = self.visits_of(classes);
        let cited = |one: &&&'a Snippet| {
            let own = |cited: &Cited<'a>| cited.snippet.id == one.id;
            self.cited.iter().any(own)
        };
        let days: std::collections::BTreeSet<Option<Date>> = all
            .iter()
            .map(|one| one.date.as_ref().map(|date| date.days().0))
            .collect();
        if days.len() == 1 && all.iter().any(|one| cited(&one)) {
            return true;
        }
        let Some(other) = all.iter().find(|one| !cited(one)) else {
            return false;
        };
        let span = self.claim.span(found.from, end + 1);
        self.held_against(ReasonCode::Omission, span, other);
        true
    }
}
