//! Absences of a detail of something that is there: "cause not documented", "culture result not on file".

use super::{Check, Cited, at};
use crate::lexicon::{Cue, Found};
use model::{ReasonCode, SourceSpan, Verdict};
use sources::FactRole;
use time::Date;

/// What a thing has: nouns that name no thing of their own. The second half names results.
const DETAILS: [&str; 45] = [
    "cause",
    "reason",
    "trigger",
    "mechanism",
    "site",
    "location",
    "region",
    "laterality",
    "side",
    "indication",
    "duration",
    "onset",
    "timing",
    "route",
    "amount",
    "quantity",
    "volume",
    "type",
    "kind",
    "brand",
    "nature",
    "extent",
    "size",
    "degree",
    "circumstance",
    "context",
    "setting",
    "detail",
    "state",
    "mode",
    "grade",
    "stage",
    "schedule",
    "frequency",
    "hand",
    "text",
    "content",
    "strength",
    "outcome",
    "result",
    "finding",
    "interpretation",
    "reading",
    "report",
    "score",
];
/// The kinds of record that hold results.
pub(super) const RESULT_KINDS: [&str; 2] = ["Observation", "DiagnosticReport"];
/// From here on they name results.
const RESULTS: usize = 38;

impl<'a> Check<'a> {
    /// Judges the detail: a typed one must be empty, a result must not be in the chart; of what is typed nowhere nothing is known.
    pub(super) fn detail_missing(&mut self, found: Found, to: usize) -> bool {
        let Some((from, head, place)) = self.detail(found, to) else {
            return false;
        };
        let word = DETAILS[place];
        // `no reading is on file between those days`: judged over the chart.
        let bounded = || {
            word == "reading"
                && self.terms(from, head).is_empty()
                && self.period_of((from, head + 1)).is_some()
        };
        if bounded() {
            return false;
        }
        if place >= RESULTS && self.no_results_of(found, from, head, to) {
            return true;
        }
        let filled = if place >= RESULTS {
            self.result_of(from, head)
        } else {
            self.filled(word, found)
        };
        let span = self.claim.span(from, head + 1);
        if let Some((title, place)) = filled {
            self.against(
                Verdict::Contradicted,
                ReasonCode::Absence,
                span,
                Some(title),
                vec![place],
            );
            return true;
        }
        self.settled = true;
        self.settle(from, head + 1);
        if head < found.from {
            self.settle(found.from, found.to);
        } else {
            self.settle(head + 1, to);
        }
        true
    }

    /// `fasting state not given`
    pub(super) fn given_detail(&mut self, found: Found, to: usize) -> bool {
        let given = self.claim.tokens.get(found.to).is_some_and(|next| {
            matches!(
                next.lower.as_str(),
                "given" | "provided" | "supplied" | "known"
            )
        });
        given && self.claim.tokens[found.from].is("not") && self.detail_missing(found, to)
    }

    /// The detail that is said to be missing: where its words begin, its noun, and which it is.
    fn detail(&self, found: Found, to: usize) -> Option<(usize, usize, usize)> {
        let tokens = &self.claim.tokens;
        let which = |index: usize| {
            let token = tokens.get(index).filter(|token| token.is_word())?;
            crate::inflect::bases(&token.lower)
                .iter()
                .find_map(|base| DETAILS.iter().position(|word| word == base))
        };
        // `outcome not recorded`, `no reason is given`
        let (clause_from, _) = self.claim.clause_range(self.claim.clause_of(found.from));
        let verb = |index: usize| {
            matches!(
                tokens[index].lower.as_str(),
                "is" | "are" | "was" | "were" | "still"
            )
        };
        let mut head = found.from;
        while head > clause_from && verb(head - 1) {
            head -= 1;
        }
        if head > clause_from
            && let Some(place) = which(head - 1)
            && !tokens[found.from].is("no")
        {
            let start = (clause_from..head)
                .rev()
                .find(|index| {
                    let token = &tokens[*index];
                    !token.is_word()
                        || matches!(token.lower.as_str(), "and" | "with" | "of" | "but")
                })
                .map_or(clause_from, |index| index + 1);
            return Some((start.min(head - 1), head - 1, place));
        }
        // `site of the tear not recorded`
        let of = (clause_from..head).rev().find(|index| {
            (tokens[*index].is("of") || self.for_it(*index, head))
                && *index > clause_from
                && is_detail(&tokens[*index - 1])
        });
        if let Some(noun) = of.map(|index| index - 1) {
            return which(noun).map(|place| (noun, noun, place));
        }
        if let Some(noun) = self.stated_detail(found, to) {
            return which(noun).map(|place| (noun, noun, place));
        }
        let end = to.min(found.to + 4);
        let noun = (found.to..end).find(|index| which(*index).is_some())?;
        let next = tokens.get(noun + 1);
        let last = next.is_none_or(|next| {
            !next.is_word()
                || matches!(
                    next.lower.as_str(),
                    "is" | "are"
                        | "was"
                        | "were"
                        | "on"
                        | "from"
                        | "given"
                        | "recorded"
                        | "stated"
                        | "documented"
                        | "written"
                        | "listed"
                        | "entered"
                        | "specified"
                )
        });
        let plain =
            (found.to..noun).all(|index| tokens[index].is_word() && tokens[index].ids.len() < 2);
        (last
            && plain
            && !self
                .claim
                .cues
                .iter()
                .any(|cue| cue.cue == Cue::Only && cue.from <= found.from && found.to <= cue.to))
        .then(|| which(noun).map(|place| (found.to, noun, place)))
        .flatten()
    }

    /// The `for` of `the reason for that visit`, right before what is not told.
    fn for_it(&self, at: usize, head: usize) -> bool {
        const FAR: usize = 4;
        self.claim.tokens[at].is("for")
            && head - at <= FAR
            && self
                .claim
                .slice(at + 1, head)
                .iter()
                .all(crate::text::Token::is_word)
    }

    /// The noun of `neither order states a duration`.
    pub(super) fn stated_detail(&self, found: Found, to: usize) -> Option<usize> {
        const VERBS: [&str; 17] = [
            "stat", "state", "giv", "give", "record", "specify", "mention", "carry", "hav", "have",
            "has", "contain", "note", "list", "say", "nam", "name",
        ];
        let tokens = &self.claim.tokens;
        let small = |at: usize, words: &[&str]| {
            tokens
                .get(at)
                .is_some_and(|token| words.contains(&token.lower.as_str()))
        };
        (found.to..to.min(found.to + 8)).find_map(|index| {
            let verb = VERBS.contains(&tokens[index].stem.as_str());
            let article = small(index + 1, &["a", "an", "any", "the", "its", "his", "her"]);
            let noun = index + 1 + usize::from(article);
            let ends = tokens.get(noun + 1).is_none_or(|next| !next.is_word())
                || small(noun + 1, &["for", "or", "of"]);
            (verb && ends && tokens.get(noun).is_some_and(is_detail)).then_some(noun)
        })
    }

    /// Where a cited resource fills a typed detail.
    fn filled(&self, word: &str, found: Found) -> Option<(String, SourceSpan)> {
        let pool = self.of_its_day(found);
        if word == "strength" {
            let cited = pool
                .iter()
                .find(|cited| has_strength(&cited.snippet.title))?;
            return Some((cited.snippet.title.clone(), at(*cited, "code", None)));
        }
        if word == "frequency" {
            return pool.iter().find_map(|cited| {
                let (own, path, place) = cited.source.frequencies.first()?;
                Some((own.clone(), at(*cited, path, *place)))
            });
        }
        let role = match word {
            "site" | "location" | "region" => FactRole::BodySite,
            "cause" | "reason" | "indication" | "trigger" => FactRole::Reason,
            "route" => FactRole::Route,
            _ => return None,
        };
        pool.iter().find_map(|cited| {
            let fact = cited.snippet.facts(role).next()?;
            Some((
                sources::render::shown(&fact.value),
                at(*cited, &fact.path, fact.span),
            ))
        })
    }

    /// `for the one in 1976 the encounter gives no reason`: of several the ones of the day that the clause tells, and of the kind that it names.
    fn of_its_day(&self, found: Found) -> Vec<Cited<'a>> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(found.from));
        let dates: Vec<&crate::date::Mention> = self
            .claim
            .dates
            .iter()
            .filter(|mention| mention.from >= from && mention.to <= to)
            .collect();
        let visit = self
            .claim
            .slice(from, to)
            .iter()
            .any(|token| matches!(token.lower.as_str(), "encounter" | "visit"));
        let own: Vec<Cited<'a>> = self
            .cited
            .iter()
            .copied()
            .filter(|cited| {
                let kind = !visit || cited.snippet.resource_type() == Some("Encounter");
                let day = cited.snippet.date.as_ref().is_some_and(|date| {
                    let (first, last) = date.days();
                    dates.iter().any(|mention| mention.fits(first, last))
                });
                kind && day
            })
            .collect();
        if own.is_empty() {
            self.cited.clone()
        } else {
            own
        }
    }

    /// A result of the chart that the words before name, of the days of what is cited.
    fn result_of(&self, from: usize, head: usize) -> Option<(String, SourceSpan)> {
        let terms = self.terms(from, head);
        if terms.is_empty() {
            return None;
        }
        let days = self.cited_days();
        RESULT_KINDS.iter().find_map(|kind| {
            self.set.of_type(kind).find_map(|snippet| {
                let source = self
                    .prepared
                    .source(self.set, self.set.position(&snippet.id)?);
                let near = snippet
                    .date
                    .as_ref()
                    .is_none_or(|date| days.is_empty() || days.contains(&date.days().0));
                let named = terms
                    .iter()
                    .all(|ids| ids.iter().any(|id| source.names.contains(id)));
                (near && named && source.retracted.is_none()).then(|| {
                    let place = SourceSpan {
                        source: snippet.id.clone(),
                        path: None,
                        source_span: None,
                    };
                    (snippet.title.clone(), place)
                })
            })
        })
    }

    /// The days of what is cited.
    pub(super) fn cited_days(&self) -> Vec<Date> {
        let dated = |cited: &Cited<'a>| cited.snippet.date.as_ref().map(|date| date.days().0);
        self.cited
            .iter()
            .filter(|cited| cited.snippet.resource_type() != Some("Patient"))
            .filter_map(dated)
            .collect()
    }

    /// `since`, `thereafter`, `recurrence`: behind the newest day that is told or cited. `today`: that day. `from the echo`: the day of what is cited.
    pub(super) fn part_of_time(&self, from: usize, to: usize) -> Option<(Date, Date)> {
        let tokens = &self.claim.tokens;
        let word = |index: usize| tokens.get(index).map_or("", |token| token.lower.as_str());
        let later = (from..to).any(|index| {
            matches!(
                word(index),
                "thereafter"
                    | "afterwards"
                    | "afterward"
                    | "subsequently"
                    | "subsequent"
                    | "recurrence"
                    | "recurrent"
                    | "relapse"
            ) || (word(index) == "since"
                && (tokens.get(index + 1).is_none_or(|next| !next.is_word())
                    || matches!(word(index + 1), "then" | "that" | "is" | "has")))
                || (matches!(word(index), "repeat" | "further") && !self.claim.dates.is_empty())
        });
        if later || self.then_on(from, to) {
            let told = self
                .claim
                .dates
                .iter()
                .filter_map(crate::date::Mention::last);
            let newest = told.max().or_else(|| self.cited_days().into_iter().max())?;
            return Some((newest.next_day()?, self.as_of));
        }
        if (from..to).any(|index| matches!(word(index), "today" | "tonight")) {
            return Some((self.as_of, self.as_of));
        }
        let placed = (from..to).find(|index| matches!(word(*index), "from" | "at" | "during"))?;
        let named = self.named_in(placed + 1, to.min(placed + 8));
        let days: Vec<Date> = named
            .iter()
            .filter(|cited| {
                matches!(
                    cited.snippet.resource_type(),
                    Some("Procedure" | "Encounter" | "DiagnosticReport" | "ImagingStudy")
                )
            })
            .filter_map(|cited| cited.snippet.date.as_ref().map(|date| date.days().0))
            .collect();
        Some((*days.iter().min()?, *days.iter().max()?))
    }
}

/// Whether a word names a detail.
pub(super) fn is_detail(token: &crate::text::Token) -> bool {
    crate::inflect::bases(&token.lower)
        .iter()
        .any(|base| DETAILS.contains(&base.as_str()))
}

/// Whether the name of a drug has its strength: a number and a unit of mass.
fn has_strength(title: &str) -> bool {
    let tokens = crate::text::tokens(title);
    tokens.windows(2).any(|two| {
        two[0].kind == crate::text::Kind::Number
            && matches!(
                two[1].lower.as_str(),
                "mg" | "mcg" | "ug" | "µg" | "g" | "ml" | "unt" | "meq" | "actuat"
            )
    })
}
