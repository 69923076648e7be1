//! Texts for patients: the check of their content, and what is asked of who sends them.

use model::{DraftKind, ReasonCode, Verdict, view::Change};

use super::{AT, about, accept, apply, document, edit, id, signer, user};
use crate::{Accepted, Blocker, Concern, Review, ReviewError, SignedNote, UNEDITED, YES};

const GOOD: Verdict = Verdict::Supported;

fn reply() -> Review {
    let mut document = document(&[&[GOOD, GOOD]], 0);
    document.draft.kind = DraftKind::MessageReply;
    let mut about = about();
    about.kind = DraftKind::MessageReply;
    Review::from_document(about, &document).unwrap()
}

fn concern(statement: Option<&str>, may_accept: bool) -> Concern {
    Concern {
        statement: statement.map(id),
        span: None,
        code: ReasonCode::Fabrication,
        what: "this diagnosis is not on the problem list".to_owned(),
        may_accept,
    }
}

fn answer(ask: &str, answer: &str) -> Change {
    Change::Answer {
        ask: ask.to_owned(),
        answer: answer.to_owned(),
    }
}

fn sign(review: &Review) -> Result<SignedNote, ReviewError> {
    let preview = review.preview(&signer());
    review.sign(&signer(), AT, preview.revision, &preview.content_hash)
}

fn edited(review: &mut Review, statement: &str, words: &str) {
    let check = apply(review, edit(statement, words)).unwrap().unwrap();
    let mut answered = super::answer(&check.text, &check.citations, GOOD);
    answered.draft.kind = DraftKind::MessageReply;
    review.accept_document(&check.statement, &answered).unwrap();
}

#[test]
fn a_text_for_a_patient_is_not_signed_before_its_content_was_checked() {
    let mut review = reply();
    assert_eq!(review.blockers(), [Blocker::Unscreened]);
    assert!(matches!(sign(&review), Err(ReviewError::Blocked(_))));
    review.screen(Vec::new()).unwrap();
    edited(&mut review, "s1", "Other words.");
    assert_eq!(review.blockers(), [Blocker::Unscreened], "an edit voids it");
    review.screen(Vec::new()).unwrap();
    assert!(sign(&review).is_ok());
    apply(
        &mut review,
        Change::Remove {
            statement: id("s2"),
        },
    )
    .unwrap();
    assert_eq!(
        review.blockers(),
        [Blocker::Unscreened],
        "so does a removal"
    );
}

#[test]
fn a_message_as_drafted_wants_a_positive_act() {
    let mut review = reply();
    review.screen(Vec::new()).unwrap();
    assert_eq!(review.blockers(), [Blocker::Unedited]);
    assert!(matches!(sign(&review), Err(ReviewError::Blocked(_))));
    for wrong in ["", "no", "YES "] {
        let refused = apply(&mut review, answer(UNEDITED, wrong));
        assert_eq!(refused, Err(ReviewError::NotAsked), "{wrong}");
    }
    apply(&mut review, answer(UNEDITED, YES)).unwrap();
    let note = sign(&review).unwrap();
    assert_eq!(note.affirmed().unwrap().by, user());
    let back = SignedNote::from_stored(&note.to_stored().unwrap()).unwrap();
    assert_eq!(back, note);
    // What is written anew was not read.
    let mut again = document(&[&[GOOD]], 0);
    again.draft.kind = DraftKind::MessageReply;
    review.replace_with(review.revision(), 0, &again).unwrap();
    review.screen(Vec::new()).unwrap();
    assert_eq!(review.blockers(), [Blocker::Unedited]);
    // Nobody is asked of a message that was edited, and other documents are none.
    edited(&mut review, "c1", "Other words.");
    review.screen(Vec::new()).unwrap();
    assert_eq!(
        apply(&mut review, answer(UNEDITED, YES)),
        Err(ReviewError::NotAsked)
    );
    assert!(sign(&review).unwrap().affirmed().is_none());
    let mut summary = super::review(&[&[GOOD]], 0);
    assert!(summary.blockers().is_empty());
    let asked = apply(&mut summary, answer(UNEDITED, YES));
    assert_eq!(asked, Err(ReviewError::NotAsked));
}

#[test]
fn what_must_change_is_not_accepted_and_what_may_be_needs_a_reason() {
    let mut review = reply();
    edited(&mut review, "s1", "You have pneumonia.");
    assert!(matches!(
        review.screen(vec![concern(Some("s9"), true)]),
        Err(ReviewError::NoStatement(_))
    ));
    review
        .screen(vec![concern(Some("s1"), true), concern(None, false)])
        .unwrap();
    let open = review.concerns();
    let keys: Vec<String> = open.into_iter().map(|(key, _)| key).collect();
    assert!(matches!(
        review.blockers().as_slice(),
        [Blocker::Acceptable(..), Blocker::Concern(_)]
    ));
    let refused = apply(&mut review, answer(&keys[1], "It is fine."));
    assert_eq!(refused, Err(ReviewError::NotAsked));
    let refused = apply(&mut review, answer(&keys[0], "  "));
    assert_eq!(refused, Err(ReviewError::Empty));
    apply(&mut review, answer(&keys[0], "Seen on the film today.")).unwrap();
    assert!(matches!(
        review.blockers().as_slice(),
        [Blocker::Concern(_)]
    ));
    review.screen(vec![concern(Some("s1"), true)]).unwrap();
    let note = sign(&review).unwrap();
    let [
        Accepted {
            concern: found,
            attestation,
        },
    ] = note.accepted()
    else {
        panic!("{:?}", note.accepted());
    };
    assert_eq!(found.statement, Some(id("s1")));
    assert_eq!(
        attestation.reason.as_deref(),
        Some("Seen on the film today.")
    );

    let stored = review.to_stored().unwrap();
    assert_eq!(Review::from_stored(&stored).unwrap(), review);
    // Other words are another matter.
    edited(&mut review, "s1", "You have pneumonia, surely.");
    review.screen(vec![concern(Some("s1"), true)]).unwrap();
    assert!(matches!(sign(&review), Err(ReviewError::Blocked(_))));
}

#[test]
fn other_documents_are_stored_as_before() {
    let mut review = super::review(&[&[GOOD]], 0);
    let check = apply(&mut review, edit("s1", "Other words."))
        .unwrap()
        .unwrap();
    accept(&mut review, &check, GOOD).unwrap();
    let stored = String::from_utf8(review.to_stored().unwrap()).unwrap();
    for new in ["screening", "accepted", "affirmed", "answers"] {
        assert!(!stored.contains(new), "{new}");
    }
}
