//! The sources of the whole chart about one thing.

use super::Check;
use sources::{FactRole, Snippet, Subject};

impl<'a> Check<'a> {
    /// All sources of the chart about the same thing, up to the date of writing, oldest first.
    pub(super) fn like(&self, snippet: &Snippet) -> Vec<&'a Snippet> {
        let Some(kind) = snippet.resource_type() else {
            return Vec::new();
        };
        let own = codes(snippet);
        let mut all: Vec<&'a Snippet> = self
            .set
            .of_type(kind)
            .filter(|other| {
                (other.title == snippet.title || codes(other).iter().any(|code| own.contains(code)))
                    && other.subject != Subject::OtherPatient
                    && other
                        .date
                        .as_ref()
                        .is_none_or(|date| date.days().0 <= self.as_of)
                    && self.set.position(&other.id).is_none_or(|index| {
                        self.prepared.source(self.set, index).retracted.is_none()
                    })
            })
            .collect();
        all.sort_by_key(|other| other.date.as_ref().map(|date| date.days().0));
        all
    }
}

fn codes(snippet: &Snippet) -> Vec<String> {
    let mut out = Vec::new();
    for fact in snippet.facts(FactRole::Code).filter(|fact| fact.group == 0) {
        if let sources::FactValue::Coded { codings, .. } = &fact.value {
            out.extend(
                codings
                    .iter()
                    .filter(|coding| !coding.code.is_empty())
                    .map(|coding| coding.code.clone()),
            );
        }
    }
    out
}
