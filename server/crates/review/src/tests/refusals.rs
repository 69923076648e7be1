use model::{Role, Verdict, view::Change};

use super::*;
use crate::{Blocker, MAX_STATEMENT, StoredError};

const BAD: Verdict = Verdict::Contradicted;
const GOOD: Verdict = Verdict::Supported;

#[test]
fn another_patient_or_kind_is_refused() {
    let mut other = document(&[&[GOOD]], 0);
    other.draft.patient = "Patient/p2".into();
    assert_eq!(
        Review::from_document(about(), &other),
        Err(ReviewError::OtherSubject)
    );
    let mut kind = document(&[&[GOOD]], 0);
    kind.draft.kind = DraftKind::Handoff;
    assert_eq!(
        Review::from_document(about(), &kind),
        Err(ReviewError::OtherSubject)
    );
    let mut review = review(&[&[GOOD]], 0);
    let before = review.clone();
    assert_eq!(
        review.replace_with(0, 0, &other),
        Err(ReviewError::OtherSubject)
    );
    assert_eq!(
        review.accept_document(&id("s1"), &other),
        Err(ReviewError::OtherSubject)
    );
    assert_eq!(review, before);
}

#[test]
fn malformed_documents_are_refused() {
    let mut fewer = document(&[&[GOOD, GOOD]], 0);
    fewer.verdicts.pop();
    let mut more = document(&[&[GOOD]], 0);
    more.verdicts.push(verdict("s2", GOOD));
    let mut swapped = document(&[&[GOOD, BAD]], 0);
    swapped.verdicts.swap(0, 1);
    let mut double = document(&[&[GOOD, GOOD]], 0);
    double.draft.sections[0].statements[1].id = id("s1");
    double.verdicts[1].id = id("s1");
    for document in [fewer, more, swapped, double] {
        let answer = Review::from_document(about(), &document);
        assert!(matches!(answer, Err(ReviewError::Malformed(_))));
    }
}

#[test]
fn a_stale_revision_changes_nothing() {
    let mut review = review(&[&[GOOD]], 1);
    let _ = apply(&mut review, edit("s1", "New words.")).unwrap();
    let before = review.clone();
    let conflict = ReviewError::Conflict {
        expected: 0,
        current: 1,
    };
    for change in [
        edit("s1", "Other words."),
        Change::Remove {
            statement: id("s1"),
        },
        Change::Restore {
            statement: id("s1"),
        },
        attest("s1", "New words."),
        Change::Add {
            section: 0,
            text: "More.".into(),
            citations: vec![],
        },
        Change::InsertOmission { index: 0 },
        Change::DismissOmission { index: 0 },
    ] {
        assert_eq!(review.apply(0, change, &user(), AT), Err(conflict.clone()));
    }
    assert_eq!(
        review.replace_with(0, 0, &document(&[&[GOOD]], 0)),
        Err(conflict)
    );
    assert_eq!(review, before);
}

#[test]
fn bad_text_is_refused_and_nothing_is_lost() {
    let mut review = review(&[&[GOOD]], 0);
    let before = review.clone();
    let long = "x".repeat(MAX_STATEMENT + 1);
    for (text, error) in [
        (
            long.as_str(),
            ReviewError::TooLong {
                length: MAX_STATEMENT + 1,
                max: MAX_STATEMENT,
            },
        ),
        ("  \n ", ReviewError::Empty),
        ("dose 5\u{202e}0 mg", ReviewError::ControlCharacter),
        ("a\0b", ReviewError::ControlCharacter),
    ] {
        assert_eq!(apply(&mut review, edit("s1", text)), Err(error.clone()));
        let add = Change::Add {
            section: 0,
            text: text.into(),
            citations: vec![],
        };
        assert_eq!(apply(&mut review, add), Err(error));
    }
    assert_eq!(review, before);
    assert!(apply(&mut review, edit("s1", &"x".repeat(MAX_STATEMENT))).is_ok());
}

#[test]
fn unknown_statements_and_indexes_are_refused() {
    let mut review = review(&[&[GOOD]], 1);
    let none = ReviewError::NoStatement(id("s9"));
    assert_eq!(apply(&mut review, edit("s9", "x")), Err(none.clone()));
    assert_eq!(apply(&mut review, attest("s9", "x")), Err(none));
    let add = Change::Add {
        section: 1,
        text: "x".into(),
        citations: vec![],
    };
    assert_eq!(apply(&mut review, add), Err(ReviewError::NoIndex(1)));
    for change in [
        Change::InsertOmission { index: 1 },
        Change::DismissOmission { index: 1 },
    ] {
        assert_eq!(apply(&mut review, change), Err(ReviewError::NoIndex(1)));
    }
    assert_eq!(review.revision(), 0);
}

#[test]
fn a_verdict_counts_only_for_exactly_its_words() {
    let mut review = review(&[&[BAD]], 0);
    let check = apply(&mut review, edit("s1", "Better.")).unwrap().unwrap();
    let other_words = answer("Better!", &check.citations, GOOD);
    let other_source = answer("Better.", &[cite("Observation/b")], GOOD);
    let two = document(&[&[GOOD, GOOD]], 0);
    for (document, error) in [
        (other_words, ReviewError::OtherText(id("s1"))),
        (other_source, ReviewError::OtherText(id("s1"))),
        (two, ReviewError::Malformed("not one statement")),
    ] {
        assert_eq!(review.accept_document(&id("s1"), &document), Err(error));
    }
    assert_eq!(review.blockers(), [Blocker::Unchecked(id("s1"))]);
    // An answer that comes after a second edit is late.
    let late = check.clone();
    let newer = apply(&mut review, edit("s1", "Best.")).unwrap().unwrap();
    assert_eq!(
        accept(&mut review, &late, GOOD),
        Err(ReviewError::OtherText(id("s1")))
    );
    accept(&mut review, &newer, GOOD).unwrap();
    assert!(review.blockers().is_empty());
}

#[test]
fn attesting_needs_the_exact_checked_words() {
    let mut review = review(&[&[BAD]], 0);
    let other = ReviewError::OtherText(id("s1"));
    assert_eq!(
        apply(&mut review, attest("s1", "Statement s2.")),
        Err(other.clone())
    );
    assert_eq!(
        review.attest(0, &id("s1"), "00", &user(), AT, None),
        Err(other)
    );
    let check = apply(&mut review, edit("s1", "New.")).unwrap().unwrap();
    let unchecked = Err(ReviewError::Unchecked(id("s1")));
    assert_eq!(apply(&mut review, attest("s1", "New.")), unchecked);
    accept(&mut review, &check, BAD).unwrap();
    let _ = apply(
        &mut review,
        Change::Remove {
            statement: id("s1"),
        },
    )
    .unwrap();
    assert_eq!(
        apply(&mut review, attest("s1", "New.")),
        Err(ReviewError::Removed(id("s1")))
    );
    assert_eq!(
        apply(&mut review, edit("s1", "x")),
        Err(ReviewError::Removed(id("s1")))
    );
}

#[test]
fn a_later_edit_voids_an_attestation_even_if_the_words_come_back() {
    let mut review = review(&[&[BAD]], 0);
    let _ = apply(&mut review, attest("s1", "Statement s1.")).unwrap();
    assert!(review.blockers().is_empty());
    let check = apply(&mut review, edit("s1", "Other.")).unwrap().unwrap();
    accept(&mut review, &check, BAD).unwrap();
    assert_eq!(review.blockers(), [Blocker::Verdict(id("s1"), BAD)]);
    let check = apply(&mut review, edit("s1", "Statement s1."))
        .unwrap()
        .unwrap();
    accept(&mut review, &check, BAD).unwrap();
    assert_eq!(review.blockers(), [Blocker::Verdict(id("s1"), BAD)]);
}

#[test]
fn signing_is_refused_while_anything_blocks() {
    let mut review = review(&[&[GOOD, BAD], &[Verdict::Uncited]], 1);
    let preview = review.preview(&signer());
    assert!(
        !preview.text.contains("Statement s2."),
        "blocked words are not shown as the note"
    );
    let sign = |review: &Review| {
        let preview = review.preview(&signer());
        review.sign(&signer(), AT, preview.revision, &preview.content_hash)
    };
    let expected = [
        Blocker::Verdict(id("s2"), BAD),
        Blocker::Verdict(id("s3"), Verdict::Uncited),
        Blocker::Omission(0),
    ];
    assert_eq!(sign(&review), Err(ReviewError::Blocked(expected.to_vec())));
    for statement in ["s1", "s2", "s3"] {
        let _ = apply(
            &mut review,
            Change::Remove {
                statement: id(statement),
            },
        )
        .unwrap();
    }
    let _ = apply(&mut review, Change::DismissOmission { index: 0 }).unwrap();
    assert_eq!(
        sign(&review),
        Err(ReviewError::Blocked(vec![Blocker::Nothing]))
    );
    let _ = apply(
        &mut review,
        Change::Restore {
            statement: id("s1"),
        },
    )
    .unwrap();
    assert!(sign(&review).is_ok());
}

#[test]
fn only_the_previewed_content_is_signed_and_only_by_a_clinician() {
    let mut review = review(&[&[GOOD]], 0);
    let preview = review.preview(&signer());
    let auditor = Signer {
        role: Role::Auditor,
        ..signer()
    };
    let theirs = review.preview(&auditor);
    let refused = review.sign(&auditor, AT, 0, &theirs.content_hash);
    assert_eq!(refused, Err(ReviewError::NotAllowed));
    let hash = preview.content_hash;
    assert_eq!(
        review.sign(&signer(), AT, 0, "00"),
        Err(ReviewError::OtherContent)
    );
    let other = Signer {
        name: "Somebody".into(),
        ..signer()
    };
    assert_eq!(
        review.sign(&other, AT, 0, &hash),
        Err(ReviewError::OtherContent)
    );
    let check = apply(&mut review, edit("s1", "Changed meanwhile."))
        .unwrap()
        .unwrap();
    accept(&mut review, &check, GOOD).unwrap();
    let conflict = Err(ReviewError::Conflict {
        expected: 0,
        current: 1,
    });
    assert_eq!(review.sign(&signer(), AT, 0, &hash), conflict);
    assert_eq!(
        review.sign(&signer(), AT, 1, &hash),
        Err(ReviewError::OtherContent)
    );
}

#[test]
fn stored_bytes_that_were_changed_are_refused() {
    let review = review(&[&[BAD]], 0);
    let stored = String::from_utf8(review.to_stored().unwrap()).unwrap();
    let changed = stored.replace("contradicted", "supported");
    assert!(matches!(
        Review::from_stored(changed.as_bytes()),
        Err(StoredError::Hash)
    ));
    let schema = stored.replace("review/1", "review/9");
    assert!(matches!(
        Review::from_stored(schema.as_bytes()),
        Err(StoredError::Schema(_))
    ));
    let cut = &stored.as_bytes()[..stored.len() - 1];
    assert!(matches!(
        Review::from_stored(cut),
        Err(StoredError::Unreadable(_))
    ));
    let signed = crate::SignedNote::from_stored(stored.as_bytes());
    assert!(signed.is_err());
}

#[test]
fn a_gap_blocks_whatever_the_verdict_and_cannot_be_attested() {
    for given in [GOOD, Verdict::NotClinical, BAD] {
        let mut review = review(&[&[GOOD]], 0);
        let gap = "Seen by *** today.";
        let check = apply(&mut review, edit("s1", gap)).unwrap().unwrap();
        accept(&mut review, &check, given).unwrap();
        assert_eq!(review.blockers(), [Blocker::Gap(id("s1"))]);
        assert_eq!(
            apply(&mut review, attest("s1", gap)),
            Err(ReviewError::Gap(id("s1")))
        );
        assert!(!review.preview(&signer()).text.contains("***"));
        let check = apply(&mut review, edit("s1", "Seen by a nurse today."))
            .unwrap()
            .unwrap();
        accept(&mut review, &check, given).unwrap();
        assert_eq!(review.blockers().is_empty(), given.releasable());
    }
}
