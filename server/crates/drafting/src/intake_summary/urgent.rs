//! Answers that a person must see at once: what stands first in the summary, and what is told beside it.

use crate::drafting::Drafting;
use crate::message_reply::facts;
use crate::read::{View, retracted, when_any};
use crate::say::{Line, Lines, Stands, When, inside};
use crate::triage::{PatientFacts, Rules, Urgency as Floor};
use forms::{Given, Raised, Seen, Sheet, Urgency, Watch};
use model::{DraftKind, Notice, NoticeKind, Omission, SourceId};
use sources::{FactRole, SourceSet};
use std::collections::BTreeSet;
use time::Date;

/// How old a questionnaire may be, in days.
const YEAR: i64 = 365;
/// How old an answer may be that asks for a person now, in days; an older one is asked again.
const FRESH: i64 = 14;

/// What the reader of a summary must know of answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    /// What is told beside the statements, the most urgent first.
    pub notices: Vec<Notice>,
    /// What the document must say.
    pub must: Vec<Omission>,
}

impl Drafting {
    /// What a person must see of answers, and the scores: by the data file's flags, and by the red flags of triage in what was answered in own
    /// words.
    pub fn seen(&self, given: &Given, facts: &PatientFacts) -> Seen {
        seen(given, &self.watch, self.rules(), facts)
    }

    /// Puts the scores into the items of a form that are there for them.
    pub fn fill(&self, sheet: &mut Sheet<'_>) {
        self.watch.fill(sheet);
    }

    /// The same of the sources of a document; nothing of a kind that is not made of answers.
    pub fn attention(&self, kind: DraftKind, set: &SourceSet, as_of: Date) -> Attention {
        if kind != DraftKind::IntakeSummary {
            return Attention::default();
        }
        let view = View { set, as_of };
        let found = standing(view, &self.watch, self.rules());
        let mut out = Attention::default();
        let mut told: Vec<(Option<Urgency>, Notice)> = Vec::new();
        for one in &found {
            told.extend(one.notices(as_of));
            let musts = one.seen.raised.iter().map(|raised| Omission {
                what: line(raised, one.source).text,
                sources: vec![one.source.clone()],
            });
            out.must.extend(musts);
        }
        told.sort_by_key(|(urgency, _)| std::cmp::Reverse(*urgency));
        out.notices = told.into_iter().map(|(_, notice)| notice).collect();
        out
    }
}

/// The statements that stand before all others.
pub(super) fn compose(view: View<'_>, watch: &Watch, rules: &Rules) -> Lines {
    let mut lines = Lines::default();
    let mut all: Vec<(Urgency, Line)> = Vec::new();
    for one in standing(view, watch, rules) {
        let raised = one.seen.raised.iter();
        all.extend(raised.map(|raised| (raised.urgency, line(raised, one.source))));
    }
    all.sort_by_key(|(urgency, _)| std::cmp::Reverse(*urgency));
    for (_, line) in all {
        lines.push(line.stands(Stands::First));
    }
    lines
}

/// `Thoughts that you would be better off dead: several days.`
fn line(raised: &Raised, source: &SourceId) -> Line {
    let asked = if raised.question.is_empty() {
        crate::say::capital(&raised.asks)
    } else {
        raised.question.clone()
    };
    let asked = asked.trim_end_matches(['?', ':', ' ']);
    Line::new(format!("{asked}: {}", inside(&raised.answer))).cite(source)
}

fn seen(given: &Given, watch: &Watch, rules: &Rules, facts: &PatientFacts) -> Seen {
    let mut seen = watch.seen(given);
    for (question, words) in given.words() {
        let triage = rules.triage(words, facts);
        let grave = triage.flags.iter().filter_map(|flag| match flag.urgency {
            Floor::Emergency => Some((Urgency::Now, flag)),
            Floor::Urgent => Some((Urgency::Today, flag)),
            Floor::Soon | Floor::Routine => None,
        });
        // One answer is told once, by its gravest flag.
        let Some((urgency, flag)) = grave.max_by_key(|(urgency, _)| *urgency) else {
            continue;
        };
        if seen
            .raised
            .iter()
            .any(|one| one.question == question && one.answer == words)
        {
            continue;
        }
        seen.raised.push(Raised {
            id: format!("words.{}", flag.id),
            urgency,
            asks: flag.title.to_lowercase(),
            question: question.to_owned(),
            answer: words.to_owned(),
            says: "A red flag in the patient’s own words: read them, and act by your pathway."
                .to_owned(),
        });
    }
    seen.raised
        .sort_by_key(|one| std::cmp::Reverse(one.urgency));
    seen
}

/// A questionnaire's answers with what was seen in them.
struct Standing<'a> {
    source: &'a SourceId,
    when: When,
    seen: Seen,
}

/// Of the newest answers to each questionnaire.
fn standing<'a>(view: View<'a>, watch: &Watch, rules: &Rules) -> Vec<Standing<'a>> {
    let facts = facts(view);
    let dated = [FactRole::Authored, FactRole::Effective, FactRole::Recorded];
    let mut all: Vec<_> = view
        .set
        .of_type("QuestionnaireResponse")
        .filter(|snippet| !retracted(snippet))
        .filter_map(|snippet| {
            let when = when_any(snippet, &dated)?;
            let given = Given::read(snippet.resource.as_ref()?);
            when.within(YEAR, view.as_of)
                .then_some((when, snippet, given))
        })
        .collect();
    all.sort_by_key(|(when, ..)| std::cmp::Reverse(*when));
    let mut known = BTreeSet::new();
    all.retain(|(_, _, given)| {
        let address = given.questionnaire().map(str::to_owned);
        address.is_none_or(|address| known.insert(address))
    });
    let seen = all.into_iter().map(|(when, snippet, given)| Standing {
        source: &snippet.id,
        when,
        seen: seen(&given, watch, rules, &facts),
    });
    seen.collect()
}

impl Standing<'_> {
    fn notices(&self, as_of: Date) -> Vec<(Option<Urgency>, Notice)> {
        let (seen, at) = (&self.seen, self.when.at());
        let fresh = self.when.within(FRESH, as_of);
        let told = |urgency: Option<Urgency>, what: String| {
            let notice = Notice {
                kind: NoticeKind::Answers,
                what,
                sources: vec![self.source.clone()],
            };
            (urgency, notice)
        };
        let mut out = Vec::new();
        for one in &seen.raised {
            let (asks, answer, says) = (&one.asks, &one.answer, &one.says);
            let how = if fresh {
                one.urgency.words()
            } else {
                "To be asked again"
            };
            out.push(told(
                Some(one.urgency),
                format!("{how}: {asks}, answered “{answer}” {at}. {says}"),
            ));
        }
        for one in &seen.open {
            out.push(told(None, format!("Not answered {at}: {}.", one.asks)));
        }
        for one in &seen.scores {
            let (title, total, most, label) = (&one.title, one.total, one.most, &one.label);
            let says = one.says.as_ref().map(|says| format!(" {says}"));
            out.push(told(
                one.urgency,
                format!(
                    "{title} {total} of {most}, {label}: added up by rule from the answers given {at}.{}",
                    says.unwrap_or_default()
                ),
            ));
        }
        for one in &seen.unscored {
            let (title, open, of) = (&one.title, one.open, one.of);
            out.push(told(
                None,
                format!(
                    "{title}: not added up, {open} of {of} questions have no answer that counts."
                ),
            ));
        }
        out
    }
}
