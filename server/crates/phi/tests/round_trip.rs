//! Pseudonyms go and come back without a trace, whatever the text.

use phi::{Finder, Literal, Literals, PhiKind, Pseudonyms};
use proptest::prelude::*;

fn literals() -> Literals {
    Literals::new(
        Literals::of_name("Dr. Amina Osei")
            .into_iter()
            .chain([Literal {
                kind: PhiKind::Mrn,
                text: "00-4471".into(),
            }]),
    )
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,20}",
        Just("Amina Osei".to_owned()),
        Just("osei".to_owned()),
        Just("[[NAME-1]]".to_owned()),
        Just("[[ID-2]] ".to_owned()),
        Just("[[".to_owned()),
        Just("-1]]".to_owned()),
        Just("MRN: 01661318 ".to_owned()),
        Just(" (555) 010-1092\n".to_owned()),
        Just("Mr. Tanaka ".to_owned()),
        Just("2020-01-15".to_owned()),
        Just(" 00-4471.".to_owned()),
    ]
}

proptest! {
    #[test]
    fn what_is_replaced_is_restored_exactly(pieces in prop::collection::vec(prop::collection::vec(piece(), 0..8), 1..4), keep_dates in any::<bool>()) {
        let finder = Finder::new(&literals());
        let mut pseudonyms = Pseudonyms::keeping(if keep_dates { &[PhiKind::Date] } else { &[] });
        let texts: Vec<String> = pieces.iter().map(|parts| parts.concat()).collect();
        let replaced: Vec<String> = texts.iter().map(|text| pseudonyms.replace(&finder, text)).collect();
        for (text, replaced) in texts.iter().zip(&replaced) {
            prop_assert_eq!(&pseudonyms.restore(replaced), text);
        }
    }

    #[test]
    fn spans_are_in_order_and_on_character_boundaries(text in "\\PC{0,200}") {
        let mut last = 0;
        for span in Finder::new(&literals()).find(&text) {
            prop_assert!(span.start >= last && span.end > span.start && text.get(span.start..span.end).is_some());
            last = span.end;
        }
    }
}

#[test]
fn the_same_words_get_the_same_pseudonym_in_every_part() {
    let finder = Finder::new(&literals());
    let mut pseudonyms = Pseudonyms::default();
    assert_eq!(
        pseudonyms.replace(&finder, "Amina Osei, MRN 00-4471"),
        "[[NAME-1]], MRN [[MRN-1]]"
    );
    assert_eq!(
        pseudonyms.replace(&finder, "Seen: Amina Osei"),
        "Seen: [[NAME-1]]"
    );
    assert_eq!(format!("{pseudonyms:?}"), "Pseudonyms(2)");
}
