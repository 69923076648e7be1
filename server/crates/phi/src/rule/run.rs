//! Words in capitals that stand together.

use super::View;
use crate::lexicon::Known;
use crate::token::Shape;

/// What follows a name that is a disease's, a sign's or a device's, not a person's.
const EPONYM: [&str; 74] = [
    "disease",
    "diseases",
    "syndrome",
    "lymphoma",
    "sign",
    "signs",
    "palsy",
    "thyroiditis",
    "phenomenon",
    "esophagus",
    "oesophagus",
    "tumor",
    "tumour",
    "test",
    "tests",
    "score",
    "scores",
    "scale",
    "criteria",
    "criterion",
    "fracture",
    "fractures",
    "disorder",
    "contracture",
    "anemia",
    "anaemia",
    "catheter",
    "classification",
    "sarcoma",
    "coma",
    "reflex",
    "maneuver",
    "manoeuvre",
    "procedure",
    "operation",
    "repair",
    "stage",
    "staging",
    "grade",
    "index",
    "position",
    "murmur",
    "pulse",
    "nodes",
    "node",
    "node's",
    "body",
    "bodies",
    "cell",
    "cells",
    "cyst",
    "gland",
    "glands",
    "duct",
    "law",
    "triad",
    "ulcer",
    "hernia",
    "chart",
    "stain",
    "lines",
    "line",
    "dementia",
    "encephalopathy",
    "arthropathy",
    "nephropathy",
    "carcinoma",
    "solution",
    "bundle",
    "pouch",
    "type",
    "rule",
    "rules",
    "formula",
];
/// Units and forms, before which a number is a dose and the word before that a medicine.
const DOSE: [&str; 22] = [
    "mg", "mcg", "g", "ml", "units", "unit", "iu", "meq", "tab", "tabs", "tablet", "tablets",
    "capsule", "capsules", "puffs", "drops", "patch", "mg/ml", "cap", "caps", "percent", "gram",
];

/// Whether the word at this place belongs to the name of a disease or a sign: `Wilson's disease`, `Hodgkin lymphoma`, `Guillain-Barré syndrome`.
pub(crate) fn eponym_follows(view: &View<'_>, place: usize) -> bool {
    let mut at = place + 1;
    if (view.mark(at, '\'') || view.mark(at, '’')) && view.joined(at) {
        at += 2;
    }
    // `non-Hodgkin B-cell lymphoma`, `Charcot-Marie-Tooth disease`, `Wolff-Parkinson-White syndrome`.
    for _ in 0..3 {
        let lower = view.lower(at);
        if view.at(at).is_some_and(|token| token.line) {
            return false;
        }
        if EPONYM.contains(&lower) {
            return true;
        }
        let goes_on = view.at(at).is_some_and(|token| {
            (token.shape == Shape::Mark && matches!(token.text, "-" | "–"))
                || token.named() && view.known(at) == Known::Word
        });
        if !goes_on {
            return false;
        }
        at += 1;
    }
    false
}

/// Whether a dose follows: `Lasix 40 mg`.
pub(super) fn dose_follows(view: &View<'_>, place: usize) -> bool {
    let Some(number) = view.at(place + 1).filter(|token| !token.line) else {
        return false;
    };
    match number.shape {
        Shape::Number => {
            let mut at = place + 2;
            while view.at(at).is_some_and(|token| {
                !token.spaced
                    && (token.shape == Shape::Number || matches!(token.text, "." | "/" | "-" | ","))
            }) {
                at += 1;
            }
            DOSE.contains(&view.lower(at)) || view.mark(at, '%')
        }
        Shape::Code => DOSE.iter().any(|unit| {
            number
                .text
                .to_lowercase()
                .strip_suffix(unit)
                .is_some_and(|rest| {
                    !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())
                })
        }),
        _ => false,
    }
}

/// Small words inside names.
pub(super) fn particle(lower: &str) -> bool {
    matches!(
        lower,
        "de" | "la"
            | "del"
            | "della"
            | "di"
            | "da"
            | "dos"
            | "das"
            | "do"
            | "van"
            | "von"
            | "der"
            | "den"
            | "ter"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "le"
            | "du"
            | "y"
            | "of"
    )
}
