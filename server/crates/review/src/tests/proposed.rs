use model::{Verdict, view::Change};

use super::*;
use crate::{Proposed, SignedNote, hash::hash_json};

const GOOD: Verdict = Verdict::Supported;

fn item(statement: &str, line: &str, listed: bool) -> Proposed {
    Proposed {
        item: format!("i-{statement}"),
        statement: id(statement),
        words: format!("Statement {statement}."),
        line: line.into(),
        listed,
    }
}

#[test]
fn an_item_of_words_that_were_edited_removed_or_blocked_is_not_signed() {
    let mut review = review(&[&[GOOD, GOOD, Verdict::Unsupported, GOOD]], 0);
    let all = ["s1", "s2", "s3", "s4", "s9"].map(|one| item(one, &format!("Item {one}"), true));
    review.propose(all.to_vec()).unwrap();
    let check = apply(&mut review, edit("s1", "Other words."))
        .unwrap()
        .unwrap();
    accept(&mut review, &check, GOOD).unwrap();
    let remove = Change::Remove {
        statement: id("s2"),
    };
    let _ = apply(&mut review, remove).unwrap();
    let preview = review.preview(&signer());
    assert_eq!(preview.proposed, [all[3].clone()]);
    assert!(preview.text.contains("- Item s4\n"));
    for gone in ["Item s1", "Item s2", "Item s3", "Item s9"] {
        assert!(!preview.text.contains(gone), "{gone}");
    }
}

#[test]
fn a_line_that_would_make_another_line_is_refused() {
    let mut review = review(&[&[GOOD]], 0);
    for line in ["", " padded", "one\ntwo", "turned \u{202e}round"] {
        assert!(
            review.propose(vec![item("s1", line, true)]).is_err(),
            "{line:?}"
        );
    }
    assert_eq!(review.preview(&signer()).proposed, []);
}

#[test]
fn the_signature_covers_what_was_accepted_and_refuses_another_list() {
    let mut review = review(&[&[GOOD, GOOD]], 0);
    let before = review.preview(&signer());
    let written = item("s2", "Observation: pulse 72 /min", false);
    let listed = item("s1", "Condition: gout (no code)", true);
    review
        .propose(vec![listed.clone(), written.clone()])
        .unwrap();
    assert_eq!(
        review.sign(&signer(), AT, before.revision, &before.content_hash),
        Err(ReviewError::OtherContent)
    );
    let preview = review.preview(&signer());
    let note = review
        .sign(&signer(), AT, preview.revision, &preview.content_hash)
        .unwrap();
    assert_eq!(note.text(), preview.text);
    assert!(
        note.text()
            .contains("\nProposed for the chart\n- Condition: gout (no code)\n\nPrepared with")
    );
    assert!(
        !note.text().contains("pulse 72"),
        "what is written as data is not listed"
    );
    assert_eq!(note.proposed(), [listed, written]);
    let stored = note.to_stored().unwrap();
    assert_eq!(SignedNote::from_stored(&stored).unwrap(), note);
}

#[test]
fn a_stored_note_whose_text_lacks_an_item_or_that_has_one_of_no_statement_is_refused() {
    let mut review = review(&[&[GOOD]], 0);
    review
        .propose(vec![item("s1", "Condition: gout", true)])
        .unwrap();
    let preview = review.preview(&signer());
    let mut note = review
        .sign(&signer(), AT, preview.revision, &preview.content_hash)
        .unwrap();
    for change in [
        |note: &mut SignedNote| note.content.text = note.content.text.replace("gout", "gut"),
        |note: &mut SignedNote| note.content.proposed[0].words = "Others.".into(),
    ] {
        let mut forged = note.clone();
        change(&mut forged);
        forged.content_hash = hash_json(&forged.content);
        assert!(SignedNote::from_stored(&forged.to_stored().unwrap()).is_err());
    }
    // Without any, nothing of it is in the hash.
    note.content.proposed.clear();
    assert!(
        !serde_json::to_string(&note.content)
            .unwrap()
            .contains("proposed")
    );
}
