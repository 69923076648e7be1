//! A translation goes out only with the word of a reader of both, and is void once the English changes.

use model::{DraftKind, Verdict, view::Change};

use super::{AT, about, apply, document, edit, id, signer, user};
use crate::{
    Blocker, ENGLISH_ALONE, Review, ReviewError, SignedNote, TRANSLATED, Translation,
    TranslationLine, YES,
};

const GOOD: Verdict = Verdict::Supported;

/// A reply that was edited, and whose content was checked.
fn reply() -> Review {
    let mut document = document(&[&[GOOD, GOOD, GOOD]], 0);
    document.draft.kind = DraftKind::MessageReply;
    let mut about = about();
    about.kind = DraftKind::MessageReply;
    let mut review = Review::from_document(about, &document).unwrap();
    let removed = Change::Remove {
        statement: id("s3"),
    };
    apply(&mut review, removed).unwrap();
    review.screen(Vec::new()).unwrap();
    review
}

fn spanish() -> Translation {
    let line = |name: &str, text: Option<&str>| TranslationLine {
        statement: id(name),
        english: format!("Statement {name}."),
        text: text.map(str::to_owned),
        why: Vec::new(),
    };
    Translation {
        language: "es".into(),
        name: "Spanish".into(),
        model: "m-1".into(),
        lines: vec![line("s1", Some("Frase s1.")), line("s2", None)],
    }
}

fn translated() -> Review {
    let mut review = reply();
    review.translate(review.revision(), spanish()).unwrap();
    review
}

fn answer(review: &mut Review, words: &str) -> Result<(), ReviewError> {
    let change = Change::Answer {
        ask: TRANSLATED.to_owned(),
        answer: words.to_owned(),
    };
    review
        .apply(review.revision(), change, &user(), AT)
        .map(|_| ())
}

fn sign(review: &Review) -> Result<SignedNote, ReviewError> {
    let preview = review.preview(&signer());
    review.sign(&signer(), AT, preview.revision, &preview.content_hash)
}

#[test]
fn what_is_no_translation_of_this_text_is_refused() {
    let wrong: [fn(&mut Translation); 7] = [
        |one| one.lines.clear(),
        |one| one.lines.reverse(),
        |one| one.lines.truncate(1),
        |one| one.lines[0].english = "Statement s2.".into(),
        |one| one.lines[0].statement = id("s3"),
        |one| one.lines[0].text = Some("Frase\ns1.".into()),
        |one| one.lines[0].text = Some(" ".into()),
    ];
    for change in wrong {
        let (mut review, mut translation) = (reply(), spanish());
        change(&mut translation);
        let found = review.translate(review.revision(), translation);
        assert!(matches!(found, Err(ReviewError::Malformed(_))), "{found:?}");
        assert_eq!(review.translation(), None);
    }
    let mut review = reply();
    let stale = review.translate(review.revision() + 1, spanish());
    assert!(matches!(stale, Err(ReviewError::Conflict { .. })));
    // Only a reply has one.
    let mut note = super::review(&[&[GOOD, GOOD]], 0);
    assert!(note.translate(0, spanish()).is_err());
}

#[test]
fn nobodys_word_for_it_blocks_and_the_english_can_go_alone() {
    let mut review = translated();
    assert_eq!(review.blockers(), [Blocker::Unread]);
    assert!(matches!(sign(&review), Err(ReviewError::Blocked(_))));
    assert!(matches!(
        answer(&mut review, "perhaps"),
        Err(ReviewError::NotAsked)
    ));
    answer(&mut review, ENGLISH_ALONE).unwrap();
    let note = sign(&review).unwrap();
    assert_eq!(note.translation(), None);
    assert_eq!(note.whole_text(), note.text());
    // Nothing is asked of what is not there.
    assert!(matches!(
        answer(&mut review, YES),
        Err(ReviewError::NotAsked)
    ));
}

#[test]
fn with_a_readers_word_both_are_signed_and_stored() {
    let mut review = translated();
    answer(&mut review, YES).unwrap();
    let review = Review::from_stored(&review.to_stored().unwrap()).unwrap();
    assert!(review.blockers().is_empty());
    let preview = review.preview(&signer());
    let note = sign(&review).unwrap();
    assert_eq!(preview.text, note.whole_text());
    let signed = note.translation().unwrap();
    assert_eq!(signed.text, "Frase s1.\nStatement s2.");
    assert_eq!((signed.untranslated, signed.language.as_str()), (1, "es"));
    assert_eq!(signed.read.by, user());
    assert!(note.text().contains("Statement s1.") && !note.text().contains("Frase"));
    assert!(
        note.whole_text()
            .ends_with("before it was sent.\n\nFrase s1.\nStatement s2.")
    );
    let stored = String::from_utf8(note.to_stored().unwrap()).unwrap();
    SignedNote::from_stored(stored.as_bytes()).unwrap();
    let changed = stored.replace("Frase s1.", "Frase s9.");
    assert!(SignedNote::from_stored(changed.as_bytes()).is_err());
}

#[test]
fn a_change_of_the_english_voids_it_and_the_word_for_it() {
    let removed = Change::Remove {
        statement: id("s2"),
    };
    let restored = Change::Restore {
        statement: id("s3"),
    };
    for change in [edit("s1", "Other words."), removed, restored] {
        let mut review = translated();
        answer(&mut review, YES).unwrap();
        let _ = apply(&mut review, change).unwrap();
        assert!(review.translation().is_none() && review.translation_read().is_none());
    }
    // Another translation needs another word.
    let mut review = translated();
    answer(&mut review, YES).unwrap();
    let mut other = spanish();
    other.lines[0].text = Some("Otra frase.".into());
    review.translate(review.revision(), other).unwrap();
    assert_eq!(review.blockers(), [Blocker::Unread]);
}
