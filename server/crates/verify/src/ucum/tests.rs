//! The lexicon's units against UCUM, and codes that it does not list.

use super::*;
use crate::unit::plain;
use std::collections::HashSet;

/// Names that are our own, because UCUM has none.
const OWN: [&str; 2] = ["[USD]", "pack-years"];

/// Variants that mean another thing in UCUM than in a note: `u` is not an atomic mass unit there, nor `C` a coulomb.
const MEANT_OTHERWISE: [&str; 14] = [
    "l",
    "u",
    "c",
    "f",
    "in",
    "y",
    "ft",
    "mM",
    "ml/min/1.73",
    "103/ul",
    "m/ul",
    "u/l",
    "ku/l",
    "uu/ml",
];

/// How many of `to` one `from` is, as UCUM has it.
fn ratio(from: &str, to: &str) -> Option<(Decimal, Decimal)> {
    let found = convert_with_context(1.0, from, to, &AdvancedConversionContext::default()).ok()?;
    Some((decimal(found.factor?)?, decimal(found.offset?)?))
}

/// The same to six digits: the lexicon writes factors such as that of the atmosphere's parts rounded.
fn near(a: Decimal, b: Decimal) -> bool {
    (a - b).abs() <= b.abs() * Decimal::new(1, 5)
}

#[test]
fn every_listed_unit_is_a_ucum_unit_and_converts_as_ucum_says() {
    let lexicon = Lexicon::embedded();
    let mut compared = 0;
    for unit in &lexicon.units {
        let known = octofhir_ucum::validate(&unit.name).is_ok();
        assert_eq!(known, !OWN.contains(&unit.name.as_str()), "{}", unit.name);
        let same = lexicon
            .units
            .iter()
            .filter(|one| one.dimension == unit.dimension && one.name != unit.name);
        for other in same {
            let (factor, shift) = ratio(&unit.name, &other.name)
                .unwrap_or_else(|| panic!("{} is no {}", unit.name, other.name));
            assert!(
                near(unit.factor / other.factor, factor),
                "{} {}: {factor}",
                unit.name,
                other.name
            );
            let own = unit.offset * unit.factor / other.factor - other.offset;
            assert!(
                (own - shift).abs() < Decimal::new(1, 3),
                "{} {}: {shift}",
                unit.name,
                other.name
            );
            compared += 1;
        }
    }
    assert!(compared > 150, "{compared}");
}

/// Units that UCUM converts stand in one dimension, unless what they measure is another thing.
#[test]
fn dimensions_are_apart_for_a_reason() {
    let lexicon = Lexicon::embedded();
    for a in &lexicon.units {
        for b in lexicon.units.iter().filter(|b| b.dimension != a.dimension) {
            let meets =
                ratio(&a.name, &b.name).is_some() && substance(&a.name) == substance(&b.name);
            let number = octofhir_ucum::analyse(&a.name).is_ok_and(|unit| unit.is_dimensionless);
            let named = a.name.contains('{') || b.name.contains('{');
            let told = |x: &str, y: &str| {
                (a.dimension == x && b.dimension == y) || (a.dimension == y && b.dimension == x)
            };
            let apart = told("mass", "cell_mass")
                || told("volume", "cell_volume")
                || told("clearance", "flow")
                || told("clearance", "oxygen_flow")
                || told("flow", "oxygen_flow")
                || told("mass_conc", "x");
            assert!(
                !meets || number || named || apart,
                "{} and {}",
                a.name,
                b.name
            );
        }
    }
}

/// A variant that is a UCUM code itself means what its line means.
#[test]
fn variants_do_not_contradict_ucum() {
    let text = include_str!("../../lexicon/units.tsv");
    let mut wrong = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        for variant in fields.get(3).into_iter().flat_map(|all| all.split('|')) {
            if MEANT_OTHERWISE.contains(&variant) || octofhir_ucum::validate(variant).is_err() {
                continue;
            }
            let same =
                ratio(variant, fields[0]).is_some_and(|(factor, _)| near(factor, Decimal::ONE));
            if !same {
                wrong.push(format!("{variant} is not {}", fields[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn codes_that_are_not_listed_convert() {
    let shipped = Arc::new(Lexicon::embedded());
    let codes = [
        "nmol/mL",
        "ug/g",
        "[degRe]",
        "mg/dL{creat}",
        "10*12/m3",
        "cm[H2O]",
        "m/(6.min)",
        "{nominal}",
        "qq",
        "1",
        "g.m-3",
        "mmol/L",
    ];
    let lexicon = shipped.with_units(codes.into_iter());
    let convert = |value: i64, from: &str, to: &str| {
        let (from, to) = (lexicon.unit_of(from)?, lexicon.unit_of(to)?);
        lexicon.convert(Decimal::from(value), from, to, &HashSet::new())
    };
    assert_eq!(convert(40, "nmol/mL", "umol/L"), Some(Decimal::from(40)));
    assert_eq!(
        convert(80, "[degRe]", "Cel").map(|value| value.round_dp(2)),
        Some(Decimal::new(10000, 2))
    );
    assert_eq!(convert(250, "g.m-3", "mg/dL"), Some(Decimal::from(25)));
    assert_eq!(
        convert(2, "10*12/m3", "10*6/uL").map(|value| value.round_dp(6)),
        Some(Decimal::new(2, 3))
    );
    assert_eq!(
        convert(10, "cm[H2O]", "mm[Hg]").map(|value| value.round_dp(2)),
        Some(Decimal::new(736, 2))
    );
    // What no listed unit measures stays as it was: words.
    for code in ["m/(6.min)", "{nominal}", "qq", "1", "K"] {
        assert_eq!(lexicon.unit_of(code), None, "{code}");
    }
    // Nothing to add: the very same lexicon.
    assert!(Arc::ptr_eq(
        &shipped,
        &shipped.with_units(["mg/dL", "qq"].into_iter())
    ));
    assert_eq!(plain("10^9/L"), plain("10*9/l"));
}

#[test]
fn hostile_codes_are_bounded() {
    let shipped = Arc::new(Lexicon::embedded());
    let many: Vec<String> = (2..2000).map(|n| format!("mg/({n}.L)")).collect();
    let lexicon = shipped.with_units(many.iter().map(String::as_str));
    assert_eq!(lexicon.units.len(), shipped.units.len() + MOST);
    let odd = [
        "(".repeat(5000),
        "{".repeat(30),
        "10*99999999999".to_owned(),
        "m999999999".to_owned(),
        "Ym9/ym9".to_owned(),
    ];
    let same = shipped.with_units(odd.iter().map(String::as_str));
    assert_eq!(same.units.len(), shipped.units.len());
}
