use model::{Verdict, view::Change};

use super::*;
use crate::{Blocker, Changed, Settled, SignedNote, UNEDITED, YES};

const BAD: Verdict = Verdict::Unsupported;
const GOOD: Verdict = Verdict::Supported;

fn sign(review: &Review) -> SignedNote {
    let preview = review.preview(&signer());
    let note = review
        .sign(&signer(), AT, preview.revision, &preview.content_hash)
        .unwrap();
    assert_eq!(note.text(), preview.text);
    assert_eq!(note.content_hash(), preview.content_hash);
    note
}

#[test]
fn a_reviewed_draft_becomes_the_note_that_was_previewed() {
    let mut review = review(&[&[GOOD, BAD, BAD], &[GOOD], &[GOOD]], 2);
    let check = apply(&mut review, edit("s2", " Now right.\n"))
        .unwrap()
        .unwrap();
    assert_eq!(check.text, "Now right.");
    accept(&mut review, &check, GOOD).unwrap();
    let _ = apply(&mut review, attest("s3", "Statement s3.")).unwrap();
    let _ = apply(
        &mut review,
        Change::Remove {
            statement: id("s4"),
        },
    )
    .unwrap();
    let check = apply(&mut review, Change::InsertOmission { index: 0 })
        .unwrap()
        .unwrap();
    accept(&mut review, &check, GOOD).unwrap();
    let _ = apply(&mut review, Change::DismissOmission { index: 1 }).unwrap();
    let add = Change::Add {
        section: 0,
        text: "Mine.".into(),
        citations: vec![],
    };
    let check = apply(&mut review, add).unwrap().unwrap();
    accept(&mut review, &check, Verdict::NotClinical).unwrap();
    let note = sign(&review);
    let text = "Chart summary\n\nSection 0\n- Statement s1.\n- Now right.\n- Statement s3.\n- Mine.\n\n\
                Section 2\n- Statement s5.\n- Allergy 0.\n\n\
                Prepared with software assistance (Countersign, built-in composer, no language model). \
                Reviewed and signed by Sandbox Clinician.\n";
    assert_eq!(note.text(), text);
    assert_eq!(
        note.changes(),
        [
            Changed::Edited {
                before: "Statement s2.".into(),
                after: "Now right.".into()
            },
            Changed::Attested("Statement s3.".into()),
            Changed::Added("Mine.".into()),
            Changed::Removed("Statement s4.".into()),
            Changed::Inserted("Allergy 0.".into()),
            Changed::Dismissed("Allergy 1.".into()),
        ]
    );
    assert!(note.sections()[0].statements[2].attestation.is_some());
    assert_eq!(
        note.sections()[1].statements[1].citations,
        [cite("AllergyIntolerance/a")]
    );
    assert_eq!(
        (note.patient(), note.encounter()),
        ("Patient/p1", Some("Encounter/e1"))
    );
    assert_eq!(note.signed_at(), AT);
}

#[test]
fn a_model_is_named_and_a_message_has_no_headings() {
    let mut document = document(&[&[GOOD]], 0);
    document.draft.kind = DraftKind::MessageReply;
    let about = About {
        kind: DraftKind::MessageReply,
        author: Author::Model("example-model 1".into()),
        ..about()
    };
    let mut review = Review::from_document(about, &document).unwrap();
    review.screen(Vec::new()).unwrap();
    let read = Change::Answer {
        ask: UNEDITED.to_owned(),
        answer: YES.to_owned(),
    };
    apply(&mut review, read).unwrap();
    let note = sign(&review);
    let line = "Prepared with AI assistance (Countersign, model example-model 1). \
                Reviewed and signed by Sandbox Clinician.\n";
    assert_eq!(note.text(), format!("Statement s1.\n\n{line}"));
}

#[test]
fn a_note_comes_back_from_storage_as_it_was_signed() {
    let mut review = review(&[&[GOOD, BAD]], 0);
    let reason = Some("seen at the bedside".to_owned());
    let print = review.fingerprint(&id("s2")).unwrap();
    review
        .attest(0, &id("s2"), &print, &user(), AT, reason.clone())
        .unwrap();
    let note = sign(&review);
    let stored = note.to_stored().unwrap();
    let back = SignedNote::from_stored(&stored).unwrap();
    assert_eq!(back, note);
    let attested = back.sections()[0].statements[1]
        .attestation
        .clone()
        .unwrap();
    assert_eq!(attested.reason, reason);
    let text = String::from_utf8(stored).unwrap();
    for (from, to) in [
        ("Statement s2.", "Statement s9."),
        ("2026-11-02", "2026-11-03"),
    ] {
        let changed = text.replace(from, to);
        assert_ne!(changed, text);
        assert!(SignedNote::from_stored(changed.as_bytes()).is_err());
    }
}

#[test]
fn a_regenerated_section_has_new_ids_and_no_old_attestation() {
    let mut review = review(&[&[BAD], &[GOOD]], 1);
    let _ = apply(&mut review, attest("s1", "Statement s1.")).unwrap();
    let check = apply(&mut review, Change::InsertOmission { index: 0 })
        .unwrap()
        .unwrap();
    accept(&mut review, &check, GOOD).unwrap();
    let revision = review.revision();
    review
        .replace_with(revision, 0, &document(&[&[BAD]], 0))
        .unwrap();
    let statement = &review.sections()[0].statements[0];
    assert_ne!(statement.id, id("s1"));
    assert!(!statement.releasable());
    assert_eq!(statement.verdict().unwrap().id, statement.id);
    assert!(matches!(
        review.omissions()[0].settled,
        Some(Settled::Inserted(_))
    ));
    // With the section that holds it, an inserted omission is open again.
    review
        .replace_with(revision + 1, 1, &document(&[&[GOOD]], 0))
        .unwrap();
    assert_eq!(review.omissions()[0].settled, None);
    Review::from_stored(&review.to_stored().unwrap()).unwrap();
}

#[test]
fn a_change_that_changes_nothing_keeps_the_revision_and_the_attestation() {
    let mut review = review(&[&[BAD]], 0);
    let _ = apply(&mut review, attest("s1", "Statement s1.")).unwrap();
    assert_eq!(apply(&mut review, edit("s1", "Statement s1. ")), Ok(None));
    let _ = apply(
        &mut review,
        Change::Restore {
            statement: id("s1"),
        },
    )
    .unwrap();
    assert_eq!(review.revision(), 1);
    assert!(review.blockers().is_empty());
    assert!(review.unchecked().is_empty());
}

#[test]
fn what_must_be_said_is_open_once_its_statement_is_gone() {
    let must = |what: &str, source: &str| Omission {
        what: what.into(),
        sources: vec![SourceId::new(source)],
    };
    let said = must("Statement s1.", "Observation/a");
    let mut review = review(&[&[GOOD], &[GOOD]], 0);
    // Other words, and the same of another source, tell nothing.
    review.must(must("Statement s7.", "Observation/a"));
    review.must(must("Statement s1.", "Observation/b"));
    assert_eq!(
        review.blockers(),
        [Blocker::Omission(0), Blocker::Omission(1)]
    );
    let mut review = self::review(&[&[GOOD], &[GOOD]], 0);
    review.must(said.clone());
    review.must(said);
    assert!(review.omissions().len() == 1 && review.blockers().is_empty());
    let removed = Change::Remove {
        statement: id("s1"),
    };
    let _ = apply(&mut review, removed.clone()).unwrap();
    assert_eq!(review.blockers(), [Blocker::Omission(0)]);
    Review::from_stored(&review.to_stored().unwrap()).unwrap();
    // Put in again, it is the same statement.
    let _ = apply(&mut review, Change::InsertOmission { index: 0 }).unwrap();
    assert!(review.blockers().is_empty() && review.statements().count() == 2);
    let _ = apply(&mut review, removed).unwrap();
    let _ = apply(&mut review, Change::DismissOmission { index: 0 }).unwrap();
    assert!(review.blockers().is_empty());
    assert!(matches!(
        review.omissions()[0].settled,
        Some(Settled::Dismissed { .. })
    ));
}

#[test]
fn a_regenerated_section_that_says_it_again_leaves_nothing_out() {
    let mut review = review(&[&[GOOD], &[GOOD]], 0);
    review.must(Omission {
        what: "Statement s1.".into(),
        sources: vec![SourceId::new("Observation/a")],
    });
    review.replace_with(0, 0, &document(&[&[GOOD]], 0)).unwrap();
    assert!(review.blockers().is_empty());
    let none = document(&[&[]], 0);
    review.replace_with(1, 0, &none).unwrap();
    assert_eq!(review.blockers(), [Blocker::Omission(0)]);
}
