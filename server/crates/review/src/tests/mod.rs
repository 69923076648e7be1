//! Tests inside the crate: they make checked drafts by hand, which nobody outside can.

mod content;
mod proposed;
mod random;
mod refusals;
mod signing;
mod translation;

use model::{
    Citation, Draft, DraftId, DraftKind, GroundedDocument, Omission, Role, Section, SourceId,
    Statement, StatementId, StatementVerdict, UserId, Verdict, draft, grounded, view::Change,
};
use time::{OffsetDateTime, macros::datetime};

use crate::{About, Author, Check, Review, ReviewError, Signer};

const AT: OffsetDateTime = datetime!(2026-11-02 09:30 UTC);

fn about() -> About {
    About {
        draft: DraftId::new("d1"),
        kind: DraftKind::ChartSummary,
        title: "Chart summary".into(),
        patient: "Patient/p1".into(),
        encounter: Some("Encounter/e1".into()),
        author: Author::Composer,
        answers: None,
    }
}

fn signer() -> Signer {
    Signer {
        user: user(),
        name: "Sandbox Clinician".into(),
        role: Role::Clinician,
    }
}

fn user() -> UserId {
    UserId::new("Practitioner/1")
}

fn id(text: &str) -> StatementId {
    StatementId::new(text)
}

fn cite(source: &str) -> Citation {
    Citation {
        source: SourceId::new(source),
        quote: None,
    }
}

fn verdict(statement: &str, verdict: Verdict) -> StatementVerdict {
    StatementVerdict {
        id: id(statement),
        verdict,
        evidence: vec![],
        reasons: vec![],
    }
}

/// One section for each slice, one statement for each verdict: s1, s2, …
fn document(sections: &[&[Verdict]], omissions: usize) -> GroundedDocument {
    let mut verdicts = Vec::new();
    let mut out = Vec::new();
    for (n, section) in sections.iter().enumerate() {
        let mut statements = Vec::new();
        for v in *section {
            let name = format!("s{}", verdicts.len() + 1);
            statements.push(Statement {
                id: id(&name),
                text: format!("Statement {name}."),
                citations: vec![cite("Observation/a")],
            });
            verdicts.push(verdict(&name, *v));
        }
        out.push(Section {
            title: format!("Section {n}"),
            statements,
        });
    }
    let omissions = (0..omissions).map(|n| Omission {
        what: format!("Allergy {n}."),
        sources: vec![SourceId::new("AllergyIntolerance/a")],
    });
    GroundedDocument {
        schema: grounded::SCHEMA.into(),
        draft: Draft {
            schema: draft::SCHEMA.into(),
            kind: DraftKind::ChartSummary,
            patient: "Patient/p1".into(),
            as_of: None,
            sections: out,
        },
        verdicts,
        omissions: omissions.collect(),
        notices: vec![],
        criteria: vec![],
    }
}

fn review(sections: &[&[Verdict]], omissions: usize) -> Review {
    Review::from_document(about(), &document(sections, omissions)).unwrap()
}

/// What the verifier would answer for these words.
fn answer(text: &str, citations: &[Citation], given: Verdict) -> GroundedDocument {
    let mut document = document(&[&[given]], 0);
    let statement = &mut document.draft.sections[0].statements[0];
    statement.text = text.into();
    statement.citations = citations.to_vec();
    document
}

fn accept(review: &mut Review, check: &Check, given: Verdict) -> Result<(), ReviewError> {
    let answer = answer(&check.text, &check.citations, given);
    review.accept_document(&check.statement, &answer)
}

fn apply(review: &mut Review, change: Change) -> Result<Option<Check>, ReviewError> {
    review.apply(review.revision(), change, &user(), AT)
}

fn edit(statement: &str, text: &str) -> Change {
    Change::Edit {
        statement: id(statement),
        text: text.into(),
    }
}

fn attest(statement: &str, text: &str) -> Change {
    Change::Attest {
        statement: id(statement),
        text: text.into(),
    }
}
