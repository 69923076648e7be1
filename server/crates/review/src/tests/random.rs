use std::collections::HashMap;

use model::{Verdict, view::Change};
use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Step {
    Edit(usize, u8),
    Accept(Verdict),
    AcceptWrong(usize, Verdict),
    Remove(usize),
    Restore(usize),
    Attest(usize),
    Add(usize, u8),
    Insert(usize),
    Dismiss(usize),
    Replace(usize, Verdict),
    Reload,
}

fn any_verdict() -> impl Strategy<Value = Verdict> {
    prop::sample::select(vec![
        Verdict::Supported,
        Verdict::Contradicted,
        Verdict::Unsupported,
        Verdict::Uncited,
        Verdict::NotClinical,
    ])
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..6_usize, 0..4_u8).prop_map(|(s, t)| Step::Edit(s, t)),
        any_verdict().prop_map(Step::Accept),
        (0..6_usize, any_verdict()).prop_map(|(s, v)| Step::AcceptWrong(s, v)),
        (0..6_usize).prop_map(Step::Remove),
        (0..6_usize).prop_map(Step::Restore),
        (0..6_usize).prop_map(Step::Attest),
        (0..3_usize, 0..4_u8).prop_map(|(s, t)| Step::Add(s, t)),
        (0..3_usize).prop_map(Step::Insert),
        (0..3_usize).prop_map(Step::Dismiss),
        (0..3_usize, any_verdict()).prop_map(|(s, v)| Step::Replace(s, v)),
        Just(Step::Reload),
    ]
}

/// What the test itself knows of each statement: its present words' verdict and attestation.
type Known = HashMap<StatementId, (Option<Verdict>, bool)>;

fn nth(review: &Review, n: usize) -> StatementId {
    let ids: Vec<_> = review.statements().map(|s| s.id.clone()).collect();
    ids[n % ids.len()].clone()
}

fn run(review: &mut Review, known: &mut Known, step: &Step) {
    let before = review.clone();
    let changed = match step.clone() {
        Step::Edit(n, t) => {
            let statement = nth(review, n);
            let answer = apply(review, edit(statement.as_str(), &format!("Text {t}.")));
            if matches!(answer, Ok(Some(_))) && *review != before {
                known.insert(statement, (None, false));
            }
            answer.map(drop)
        }
        Step::Accept(v) => {
            for check in review.unchecked() {
                accept(review, &check, v).unwrap();
                known.get_mut(&check.statement).unwrap().0 = Some(v);
            }
            Ok(())
        }
        Step::AcceptWrong(n, v) => {
            let wrong = answer("Never typed.", &[], v);
            let statement = nth(review, n);
            let refused = review.accept_document(&statement, &wrong);
            assert!(refused.is_err());
            refused
        }
        Step::Remove(n) => {
            let statement = nth(review, n);
            apply(review, Change::Remove { statement }).map(drop)
        }
        Step::Restore(n) => {
            let statement = nth(review, n);
            apply(review, Change::Restore { statement }).map(drop)
        }
        Step::Attest(n) => {
            let statement = nth(review, n);
            let text = review.statement(&statement).unwrap().text.clone();
            let answer = apply(review, attest(statement.as_str(), &text)).map(drop);
            if answer.is_ok() {
                known.get_mut(&statement).unwrap().1 = true;
            }
            answer
        }
        Step::Add(section, t) => {
            let text = format!("Text {t}.");
            let add = Change::Add {
                section,
                text,
                citations: vec![],
            };
            added(apply(review, add), known)
        }
        Step::Insert(index) => added(apply(review, Change::InsertOmission { index }), known),
        Step::Dismiss(index) => apply(review, Change::DismissOmission { index }).map(drop),
        Step::Replace(index, v) => {
            let answer = review.replace_with(review.revision(), index, &document(&[&[v]], 0));
            if answer.is_ok() {
                known.insert(
                    review.sections()[index].statements[0].id.clone(),
                    (Some(v), false),
                );
            }
            answer
        }
        Step::Reload => {
            *review = Review::from_stored(&review.to_stored().unwrap()).unwrap();
            assert_eq!(*review, before);
            Ok(())
        }
    };
    if changed.is_err() {
        assert_eq!(*review, before, "a refused change leaves all as it was");
    }
    assert!(review.revision() - before.revision() <= 1);
}

fn added(answer: Result<Option<Check>, ReviewError>, known: &mut Known) -> Result<(), ReviewError> {
    if let Some(check) = answer? {
        known.insert(check.statement, (None, false));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn nothing_blocked_is_ever_signed(
        drafted in prop::collection::vec(any_verdict(), 1..4),
        steps in prop::collection::vec(step(), 0..30),
    ) {
        let mut review = review(&[&drafted, &[Verdict::Supported]], 2);
        let mut known: Known = review
            .statements()
            .map(|s| (s.id.clone(), (s.verdict().map(|v| v.verdict), false)))
            .collect();
        for step in &steps {
            run(&mut review, &mut known, step);
            let released = |id: &StatementId| match known[id] {
                (Some(verdict), attested) => verdict.releasable() || attested,
                (None, _) => false,
            };
            let live: Vec<_> = review.statements().filter(|s| !s.removed).collect();
            let all = live.iter().all(|s| released(&s.id));
            let settled = review.omissions().iter().all(|o| !review.is_open(o));
            let preview = review.preview(&signer());
            let note = review.sign(&signer(), AT, preview.revision, &preview.content_hash);
            prop_assert_eq!(note.is_ok(), all && settled && !live.is_empty());
            for statement in &live {
                prop_assert_eq!(statement.releasable(), released(&statement.id));
                prop_assert_eq!(statement.attestation().is_some(), known[&statement.id].1);
            }
            if let Ok(note) = note {
                let signed = note.sections().iter().map(|s| s.statements.len()).sum::<usize>();
                prop_assert_eq!(signed, live.len());
                let back = crate::SignedNote::from_stored(&note.to_stored().unwrap()).unwrap();
                prop_assert_eq!(back, note);
            }
        }
    }
}
