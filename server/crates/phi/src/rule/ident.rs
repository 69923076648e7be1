//! Numbers that name somebody: with a label before them, or long enough by themselves.

use super::{Hit, View};
use crate::kind::PhiKind;
use crate::token::Shape;

/// Words between a label and its number.
const BETWEEN: [&str; 14] = [
    "no", "number", "num", "id", "#", ":", ".", "is", "on", "file", "ending", "=", "nr", "code",
];
/// Labels that want one of these behind them.
const NUMBER: [&str; 5] = ["no", "number", "num", "#", "id"];

/// Every label.
pub(super) const LABELS: [&str; 70] = [
    "mrn",
    "emrn",
    "medical",
    "chart",
    "patient",
    "pt",
    "record",
    "hospital",
    "acct",
    "account",
    "card",
    "iban",
    "routing",
    "invoice",
    "license",
    "licence",
    "lic",
    "dea",
    "npi",
    "certificate",
    "permit",
    "plate",
    "plates",
    "tag",
    "vin",
    "registration",
    "serial",
    "udi",
    "device",
    "sn",
    "insurance",
    "member",
    "policy",
    "plan",
    "subscriber",
    "medicare",
    "medicaid",
    "beneficiary",
    "group",
    "payer",
    "payor",
    "coverage",
    "mbi",
    "ssn",
    "ss",
    "social",
    "fingerprint",
    "voiceprint",
    "retina",
    "iris",
    "biometric",
    "passport",
    "badge",
    "visa",
    "case",
    "claim",
    "accession",
    "encounter",
    "visit",
    "order",
    "specimen",
    "study",
    "ticket",
    "confirmation",
    "reference",
    "ref",
    "id",
    "identifier",
    "zip",
    "postcode",
];

/// The kind that a label stands for, and whether it needs `no`, `number`, `#` or `id` behind it.
fn label(lower: &str, next: &str) -> Option<(PhiKind, bool)> {
    use PhiKind as K;
    Some(match lower {
        "mrn" | "emrn" => (K::Mrn, false),
        "medical" if next == "record" => (K::Mrn, false),
        "chart" | "patient" | "pt" | "record" | "hospital" => (K::Mrn, true),
        "acct" | "account" | "card" | "iban" | "routing" | "invoice" => (K::Account, false),
        "license" | "licence" | "lic" | "dea" | "npi" | "certificate" | "permit" => {
            (K::License, false)
        }
        "plate" | "plates" | "tag" | "vin" | "registration" => (K::Vehicle, false),
        "serial" | "udi" | "device" | "s/n" | "sn" => (K::Device, false),
        "insurance" | "member" | "policy" | "plan" | "subscriber" | "medicare" | "medicaid"
        | "beneficiary" | "group" | "payer" | "payor" | "coverage" | "mbi" => {
            (K::HealthPlan, false)
        }
        "ssn" | "ss" => (K::Ssn, false),
        "social" if next == "security" => (K::Ssn, false),
        "fingerprint" | "voiceprint" | "retina" | "iris" | "biometric" => (K::Biometric, false),
        "case" | "claim" | "accession" | "encounter" | "visit" | "order" | "specimen" | "study"
        | "ticket" | "confirmation" | "reference" | "ref" | "employee" | "student" | "driver" => {
            (K::Id, true)
        }
        "id" | "identifier" | "passport" | "badge" | "visa" => (K::Id, false),
        "zip" | "postcode" => (K::Address, false),
        _ => return None,
    })
}

/// A label and its number.
pub(super) fn labelled(view: &View<'_>, place: usize) -> Option<Hit> {
    let first = view.at(place)?;
    if first.text.len() > 12 || !first.text.is_ascii() {
        return None;
    }
    let next = view.lower(place + 1);
    let (kind, wants) = label(&first.lower, next)?;
    let mut at = place + 1;
    if matches!(
        next,
        "record" | "security" | "plate" | "card" | "scan" | "template" | "policy" | "member" | "s"
    ) {
        at += 1;
    }
    let mut numbered = false;
    for _ in 0..5 {
        let lower = view.lower(at);
        if !BETWEEN.contains(&lower) {
            break;
        }
        numbered |= NUMBER.contains(&lower);
        at += 1;
    }
    if wants && !numbered {
        return None;
    }
    let value = view.at(at)?;
    if value.line {
        return None;
    }
    let end = value_end(view, at, kind)?;
    Some((value.start, end, kind))
}

/// The end of a value that begins here: letters and digits with hyphens, three digits at least.
fn value_end(view: &View<'_>, place: usize, kind: PhiKind) -> Option<usize> {
    let first = view.at(place)?;
    if !matches!(
        first.shape,
        Shape::Number | Shape::Code | Shape::Upper | Shape::Letter | Shape::Lower
    ) {
        return None;
    }
    if first.shape == Shape::Lower && kind != PhiKind::Biometric {
        return None;
    }
    let mut at = place + 1;
    let mut end = first.end;
    let mut digits = count(first.text);
    while let Some(token) = view.at(at) {
        let part = matches!(
            token.shape,
            Shape::Number | Shape::Code | Shape::Upper | Shape::Letter | Shape::Lower
        );
        let hyphen = token.shape == Shape::Mark
            && matches!(token.text, "-" | "/" | "." | "_")
            && !token.spaced
            && view.joined(at + 1)
            && view.at(at + 1).is_some_and(|next| {
                matches!(
                    next.shape,
                    Shape::Number | Shape::Code | Shape::Upper | Shape::Letter
                )
            });
        let wide = token.spaced
            && !token.line
            && token.shape != Shape::Lower
            && count(token.text) >= 2
            && matches!(
                kind,
                PhiKind::Vehicle
                    | PhiKind::Account
                    | PhiKind::HealthPlan
                    | PhiKind::Id
                    | PhiKind::Device
            )
            && (digits == 0 || token.shape == Shape::Number && token.text.len() == 4);
        if !(hyphen || wide || part && !token.spaced) {
            break;
        }
        digits += count(token.text);
        end = token.end;
        at += 1;
    }
    let least = if kind == PhiKind::Vehicle { 2 } else { 3 };
    // A dose is no number of anything.
    let dose = view.at(at).is_some_and(|next| {
        next.shape == Shape::Lower
            && matches!(
                next.text,
                "mg" | "ml" | "mcg" | "units" | "days" | "weeks" | "times" | "hours"
            )
    });
    (digits >= least && !dose).then_some(end)
}

fn count(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// A long number, or letters with many digits, without any label. Codes of terminologies are none.
pub(super) fn bare(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    let digits = count(token.text);
    let glued = !token.spaced
        && view
            .before(place, 1)
            .is_some_and(|before| matches!(before.text, "." | "-" | "/" | ":"));
    if glued
        || view.cue(
            place,
            2,
            &[
                "snomed", "loinc", "rxnorm", "icd", "cpt", "hcpcs", "ndc", "code", "codes", "nct",
                "pmid", "doi",
            ],
        )
    {
        return None;
    }
    let mut end = token.end;
    if token.shape == Shape::Code {
        // `4f2c…-…` and the like: identifiers of systems.
        if let Some(length) = uuid(view.text.get(token.start..)?) {
            return Some((token.start, token.start + length, PhiKind::Id));
        }
        return (digits >= 5 && token.text.len() >= 7).then_some((token.start, end, PhiKind::Id));
    }
    let decimal = view.mark(place + 1, '.')
        && view.joined(place + 1)
        && view
            .at(place + 2)
            .is_some_and(|next| next.shape == Shape::Number && !next.spaced);
    let unit = view.at(place + 1).is_some_and(|next| {
        next.shape == Shape::Lower
            && matches!(
                next.text,
                "cells" | "copies" | "units" | "iu" | "cfu" | "platelets"
            )
    }) || view.mark(place + 1, '/');
    if digits < 7 || decimal || unit {
        return uuid(view.text.get(token.start..)?)
            .map(|length| (token.start, token.start + length, PhiKind::Id));
    }
    if let Some(length) = uuid(view.text.get(token.start..)?) {
        end = token.start + length;
    }
    let kind = match digits {
        12..=19 => PhiKind::Account,
        _ if view.cue(place, 3, &["under", "mrn", "record", "chart"]) => PhiKind::Mrn,
        _ => PhiKind::Id,
    };
    Some((token.start, end, kind))
}

fn uuid(text: &str) -> Option<usize> {
    const LENGTHS: [usize; 5] = [8, 4, 4, 4, 12];
    let head = text.get(..36)?;
    let fits = head.split('-').map(str::len).eq(LENGTHS)
        && head
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    fits.then_some(36)
}
