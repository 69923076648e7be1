//! Numbers that name somebody: with a label before them, or long enough by themselves.

use super::{Hit, View};
use crate::kind::PhiKind;
use crate::role::Role;
use crate::token::Shape;

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
    if !(first.role().is(Role::LABEL) || first.role().is(Role::LABEL_CAPITAL)) {
        return None;
    }
    let next = view.lower(place + 1);
    let (kind, wants) = label(first.lower, next)?;
    let mut at = place + 1;
    if matches!(
        next,
        "record" | "security" | "plate" | "card" | "scan" | "template" | "policy" | "member" | "s"
    ) {
        at += 1;
    }
    let mut numbered = false;
    for _ in 0..5 {
        let Some(token) = view.at(at) else { break };
        if !(token.role().is(Role::BETWEEN) || matches!(token.text, "#" | ":" | "." | "=")) {
            break;
        }
        numbered |= matches!(token.lower, "no" | "number" | "num" | "#" | "id");
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
    let code = token.shape == Shape::Code;
    let system = uuid(view.text.as_bytes().get(token.start..)?);
    // Most numbers are short; what stands around them plays no part.
    let long = if code {
        digits >= 5 && token.text.len() >= 7
    } else {
        digits >= 7 && !counted(view, place)
    };
    if system.is_none() && !long {
        return None;
    }
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
    let end = system.map_or(token.end, |length| token.start + length);
    let kind = match digits {
        _ if code || !long => PhiKind::Id,
        12..=19 => PhiKind::Account,
        _ if view.cue(place, 3, &["under", "mrn", "record", "chart"]) => PhiKind::Mrn,
        _ => PhiKind::Id,
    };
    Some((token.start, end, kind))
}

/// Whether a number is an amount: with decimals or a unit.
fn counted(view: &View<'_>, place: usize) -> bool {
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
    });
    decimal || unit || view.mark(place + 1, '/')
}

/// `4f2c…-…` and the like: identifiers of systems. Their length.
fn uuid(bytes: &[u8]) -> Option<usize> {
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    // Where the first hyphen is missing there is no more to look at.
    if bytes.get(8) != Some(&b'-') {
        return None;
    }
    let fits = bytes.get(..36)?.iter().enumerate().all(|(at, byte)| {
        if HYPHENS.contains(&at) {
            *byte == b'-'
        } else {
            byte.is_ascii_hexdigit()
        }
    });
    fits.then_some(36)
}
