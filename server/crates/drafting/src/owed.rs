//! What the rules owe a section, whoever writes it: put beside the checked statements of a model.

use crate::drafting::{Drafting, use_case};
use crate::error::DraftingError;
use crate::model_path::SectionJob;
use crate::say::{Line, Lines, Stands};
use crate::template::Keep;
use crate::triage::token::tokens;
use crate::use_case::Options;
use model::{Citation, DraftKind, Statement};
use sources::SourceSet;
use std::collections::BTreeSet;
use time::Date;
use verify::{RawSection, RawStatement};

/// Words that say nothing by themselves.
const FILLERS: [&str; 22] = [
    "a", "an", "the", "is", "was", "are", "were", "be", "been", "has", "have", "had", "on", "of",
    "in", "for", "with", "and", "to", "this", "that", "patient",
];

/// A statement of a model as the check judged it.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// Whether it may be released as it stands.
    pub released: bool,
}

/// A model's section with what the rules owe it.
pub struct Merged {
    /// For the verifier: the whole is checked again.
    pub section: RawSection,
    /// What the reader must know by the rules.
    pub told: Vec<String>,
    /// How many of the model's statements stand in it.
    pub of_model: usize,
}

impl Drafting {
    /// Whether the built-in composer alone may write a section: no model may write the kind, or the section, or answer what came.
    pub fn by_rules(
        &self,
        (kind, index): (DraftKind, usize),
        set: &SourceSet,
        as_of: Date,
        options: &Options,
    ) -> Result<bool, DraftingError> {
        let case = use_case(kind)?;
        Ok(case.composer_only()
            || self.planned(kind, index, options)?.plan.keep == Keep::Alone
            || case.by_rules(self.context(set, as_of, options)?)?)
    }

    /// Puts what the rules owe a section beside what a model wrote of it. The composer's marked statements stand; a statement of the model
    /// that says no more than one of them is left out. Where nothing that the model wrote holds, the composer's whole section stands.
    pub fn merged(
        &self,
        job: &SectionJob<'_>,
        written: &[Written<'_>],
    ) -> Result<Merged, DraftingError> {
        let planned = self.planned(job.kind, job.section, job.options)?;
        let composed = planned.lines(self.context(job.set, job.as_of, job.options)?)?;
        let plan = planned.plan;
        Ok(merge(&plan.title, plan.keep, composed, written))
    }
}

fn merge(title: &str, keep: Keep, composed: Lines, written: &[Written<'_>]) -> Merged {
    let silent = !written.iter().any(|one| one.released);
    let Lines {
        lines,
        left_out,
        told,
    } = composed;
    let all = silent || matches!(keep, Keep::Always | Keep::Alone);
    let mut notes = if all { left_out } else { told };
    if silent && !lines.is_empty() {
        notes.insert(
            0,
            format!("{title}: nothing that the model wrote holds, so the built-in composer's statements stand."),
        );
    }
    let (mut first, mut unsaid, mut last) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        match line.stands {
            Stands::Last => last.push(line),
            Stands::First => first.push(line),
            _ if all => first.push(line),
            Stands::Free if keep == Keep::Marked => {}
            Stands::Free | Stands::UnlessSaid if said(&line, written) => {}
            Stands::Free | Stands::UnlessSaid => unsaid.push(line),
        }
    }
    let standing: Vec<Known> = [&first, &unsaid, &last]
        .into_iter()
        .flatten()
        .map(|line| Known::of(&line.text, &line.citations))
        .collect();
    let own: Vec<RawStatement> = written
        .iter()
        .map(|one| one.statement)
        .filter(|own| {
            let own = Known::of(&own.text, &own.citations);
            !standing.iter().any(|line| own.repeats(line))
        })
        .map(|own| RawStatement::new(own.text.clone(), own.citations.clone()))
        .collect();
    let of_model = own.len();
    let statements = first.into_iter().map(RawStatement::from);
    let statements = statements
        .chain(own)
        .chain(unsaid.into_iter().map(RawStatement::from))
        .chain(last.into_iter().map(RawStatement::from));
    Merged {
        section: RawSection::new(title, statements.collect()),
        told: notes,
        of_model,
    }
}

/// Whether a released statement of the model cites what a line rests on: its first source, the newest of several.
fn said(line: &Line, written: &[Written<'_>]) -> bool {
    let Some(first) = line.citations.first() else {
        return false;
    };
    let mut released = written.iter().filter(|one| one.released);
    released.any(|one| {
        let mut citations = one.statement.citations.iter();
        citations.any(|citation| citation.source == first.source)
    })
}

/// What a statement says and rests on, to be compared.
struct Known<'a> {
    words: Vec<String>,
    sources: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(text: &str, citations: &'a [Citation]) -> Self {
        let words = tokens(text).into_iter().map(|token| token.word);
        Self {
            words: words.collect(),
            sources: citations.iter().map(|one| one.source.as_str()).collect(),
        }
    }

    /// Whether it says no more than another does, by the same sources; of courtesies, that both begin alike.
    fn repeats(&self, other: &Self) -> bool {
        if self.sources.is_empty() || other.sources.is_empty() {
            let courtesies = self.sources.is_empty() && other.sources.is_empty();
            return courtesies && self.words.first() == other.words.first();
        }
        let within = self.sources.is_subset(&other.sources);
        within
            && self
                .words
                .iter()
                .all(|word| FILLERS.contains(&word.as_str()) || other.words.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{SourceId, StatementId};

    fn statement(text: &str, source: &str) -> Statement {
        let citation = Citation {
            source: SourceId::new(source),
            quote: None,
        };
        Statement {
            id: StatementId::new("s1"),
            text: text.to_owned(),
            citations: if source.is_empty() {
                Vec::new()
            } else {
                vec![citation]
            },
        }
    }

    fn line(text: &str, source: &str) -> Line {
        let line = Line::new(text);
        if source.is_empty() {
            line
        } else {
            line.cite(&SourceId::new(source))
        }
    }

    fn composed() -> Lines {
        let mut lines = Lines::default();
        lines.push(line("Dear Testine", "").stands(Stands::First));
        lines.push(line("Asthma, onset 2 May 2010", "Condition/1"));
        lines.push(line("Sincerely", "").stands(Stands::Last));
        lines.leave_out("free");
        lines.tell("owed");
        lines
    }

    /// How many of the model's statements stand, and what is told.
    fn of(keep: Keep, said: &[(&str, &str, bool)]) -> (usize, Vec<String>) {
        let statements: Vec<(Statement, bool)> = said
            .iter()
            .map(|(text, source, released)| (statement(text, source), *released))
            .collect();
        let written: Vec<Written<'_>> = statements
            .iter()
            .map(|(statement, released)| Written {
                statement,
                released: *released,
            })
            .collect();
        let merged = merge("T", keep, composed(), &written);
        (merged.of_model, merged.told)
    }

    #[test]
    fn what_says_no_more_than_a_standing_line_is_left_out() {
        let same = ("Asthma since 2 May 2010", "Condition/1", true);
        let more = (
            "Asthma, onset 2 May 2010, worse in spring",
            "Condition/1",
            true,
        );
        let other = ("Asthma, onset 2 May 2010", "Condition/2", true);
        assert_eq!(
            of(
                Keep::Always,
                &[("Asthma, 2 May 2010.", "Condition/1", true)]
            )
            .0,
            0
        );
        assert_eq!(of(Keep::Always, &[same]).0, 1, "`since` is not said");
        assert_eq!(of(Keep::Always, &[more, other]).0, 2);
        assert_eq!(of(Keep::Always, &[("Dear patient,", "", true), other]).0, 1);
    }

    #[test]
    fn a_line_stands_unless_a_released_statement_tells_it() {
        let blocked = ("Asthma since 1901", "Condition/1", false);
        let beside = ("Well today", "Patient/1", true);
        let told = |said: &[(&str, &str, bool)]| {
            let statements: Vec<(Statement, bool)> = said
                .iter()
                .map(|(text, source, released)| (statement(text, source), *released))
                .collect();
            let written: Vec<Written<'_>> = statements
                .iter()
                .map(|(statement, released)| Written {
                    statement,
                    released: *released,
                })
                .collect();
            super::said(&line("Asthma", "Condition/1"), &written)
        };
        assert!(!told(&[blocked, beside]));
        assert!(told(&[("Asthma", "Condition/1", true)]));
    }

    #[test]
    fn notes_that_hold_whoever_writes_are_kept_and_all_where_the_model_is_silent() {
        let (_, told) = of(Keep::Marked, &[("Well", "Patient/1", true)]);
        assert_eq!(told, ["owed"]);
        let (_, told) = of(Keep::Marked, &[("Well", "Patient/1", false)]);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].contains("nothing that the model wrote holds"));
    }
}
