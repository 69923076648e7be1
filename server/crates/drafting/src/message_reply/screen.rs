//! The check of a whole text for a patient, statement by statement: what others said is not what the text says.

use super::message::{ADVICE, Message, facts};
use super::safety::{SafetyFinding, SafetyKind, content, escalation};
use crate::drafting::Drafting;
use crate::error::DraftingError;
use crate::read::View;
use crate::use_case::Options;
use model::{Citation, DraftKind, SourceId, SourceKind, Span};
use sources::SourceSet;
use time::Date;

/// A statement of a text for a patient.
#[derive(Clone, Copy, Debug)]
pub struct Passage<'a> {
    /// Its words.
    pub text: &'a str,
    /// What they rest on.
    pub citations: &'a [Citation],
    /// Whether the check against the sources found them supported.
    pub supported: bool,
}

/// A finding and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The passage's place in what was given; none where the text as a whole lacks something.
    pub passage: Option<usize>,
    /// The finding; its span is in the passage.
    pub finding: SafetyFinding,
}

impl Drafting {
    /// What a document that a patient will read must not say, or lacks; nothing for documents that no patient reads. To be asked when it is
    /// drafted, after every edit and before it is signed.
    pub fn screen(
        &self,
        kind: DraftKind,
        passages: &[Passage<'_>],
        set: &SourceSet,
        as_of: Date,
        options: &Options,
    ) -> Result<Vec<Placed>, DraftingError> {
        if !kind.for_patients() {
            return Ok(Vec::new());
        }
        let view = View { set, as_of };
        // What answers no message has no red flag to answer to.
        let message = match kind {
            DraftKind::MessageReply => {
                Some(Message::find(view, options.message.as_ref(), self.rules())?)
            }
            _ => None,
        };
        let calm = || self.rules().triage("", &facts(view));
        let triage = message
            .as_ref()
            .map_or_else(calm, |message| message.triage.clone());
        let asked = |source: &SourceId| {
            let message = message.as_ref();
            message.is_some_and(|message| *source == message.snippet.id)
        };
        // A patient's own words repeated are no answer to them, and advice of the rules is no diagnosis of ours.
        let own = joined(passages, &asked);
        let ours = joined(passages, &|source| {
            asked(source) || source.as_str() == ADVICE || source.kind() == SourceKind::Guideline
        });
        let mut found: Vec<Placed> = content(&ours.text, &triage, view)
            .into_iter()
            .map(|finding| ours.placed(finding))
            .filter(|placed| !ordered(placed, passages))
            .collect();
        found.extend(escalation(&own.text, &triage).map(|finding| Placed {
            passage: None,
            finding,
        }));
        Ok(found)
    }
}

/// A change of a medicine that the check found in the order that is cited.
fn ordered(placed: &Placed, passages: &[Passage<'_>]) -> bool {
    let order = |citation: &Citation| {
        let kind = citation.source.resource().map(|(kind, _)| kind);
        matches!(kind, Some("MedicationRequest" | "MedicationStatement"))
    };
    let passage = placed.passage.and_then(|index| passages.get(index));
    placed.finding.kind == SafetyKind::DoseChange
        && passage.is_some_and(|one| one.supported && one.citations.iter().any(order))
}

/// The passages as one text, a line each.
struct Joined {
    text: String,
    starts: Vec<usize>,
}

impl Joined {
    fn placed(&self, finding: SafetyFinding) -> Placed {
        let Some(span) = finding.span else {
            return Placed {
                passage: None,
                finding,
            };
        };
        let passage = self.starts.partition_point(|start| *start <= span.start) - 1;
        let start = self.starts[passage];
        let end = self
            .starts
            .get(passage + 1)
            .map_or(self.text.len(), |next| next - 1);
        Placed {
            passage: Some(passage),
            finding: SafetyFinding {
                span: Some(Span::new(span.start - start, span.end.min(end) - start)),
                ..finding
            },
        }
    }
}

/// The passages, with the words quoted from some sources blanked.
fn joined(passages: &[Passage<'_>], blanked: &dyn Fn(&SourceId) -> bool) -> Joined {
    let (mut text, mut starts) = (String::new(), Vec::new());
    for passage in passages {
        if !text.is_empty() {
            text.push('\n');
        }
        starts.push(text.len());
        let mut words = passage.text.to_owned();
        let quotes = passage.citations.iter().filter(|one| blanked(&one.source));
        for quote in quotes.filter_map(|one| one.quote.as_deref()) {
            if let Some(at) = words.find(quote) {
                words.replace_range(at..at + quote.len(), &" ".repeat(quote.len()));
            }
        }
        text.push_str(&words);
    }
    Joined { text, starts }
}
