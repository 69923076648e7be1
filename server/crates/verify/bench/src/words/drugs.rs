//! Drugs: reading a product's name, and drugs that one may be mistaken for.

use crate::decimal::Decimal;

/// A product with one ingredient.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// The ingredient in lower case, without its salt.
    pub drug: String,
    /// Number and unit of one piece.
    pub strength: Option<(Decimal, String)>,
    /// A tablet or capsule.
    pub solid: bool,
}

const SALTS: [&str; 13] = [
    "hydrochloride",
    "sodium",
    "hydrobromide",
    "succinate",
    "potassium",
    "medoxomil",
    "tartrate",
    "bitartrate",
    "maleate",
    "besylate",
    "calcium",
    "propionate",
    "mesylate",
];

/// Reads `24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet`, `lisinopril 10 mg tablet`. None for several
/// ingredients, concentrations and what has no ingredient in front of its strength.
pub fn parse(name: &str) -> Option<Product> {
    let lower = name.to_lowercase();
    if lower.contains(" / ")
        || lower.contains('/')
        || lower.contains('[')
        || lower.contains("pack")
        || lower.contains(',')
    {
        return None;
    }
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    if words.len() > 2 && words[0] == "24" && words[1] == "hr" {
        words.drain(..2);
    }
    let at = words
        .iter()
        .position(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let ingredient: Vec<&str> = words[..at]
        .iter()
        .copied()
        .filter(|word| !SALTS.contains(word))
        .collect();
    let drug = match ingredient.as_slice() {
        ["simvistatin"] => "simvastatin".to_owned(),
        [] => return None,
        words
            if words
                .iter()
                .all(|word| word.chars().all(|c| c.is_alphabetic() || c == '-')) =>
        {
            words.join(" ")
        }
        _ => return None,
    };
    let strength = strength(&words[at..])?;
    let solid = ["tablet", "capsule"]
        .iter()
        .any(|form| lower.contains(form))
        || words.len() == at + 2;
    let drug = [" xl", " er", " xr", " sr"]
        .iter()
        .fold(drug, |drug, form| {
            drug.strip_suffix(form).map_or(drug.clone(), |plain| {
                format!("{plain}{}", form.to_uppercase())
            })
        });
    (drug.len() > 3 && drug != "vitamin b").then_some(Product {
        drug,
        strength: Some(strength),
        solid,
    })
}

fn strength(words: &[&str]) -> Option<(Decimal, String)> {
    let (number, unit) = match words {
        [one, ..] if one.ends_with("mg") => (one.trim_end_matches("mg"), "mg"),
        [number, unit, ..] => (*number, *unit),
        _ => return None,
    };
    let unit = match unit {
        "mg" => "mg",
        "mcg" | "µg" => "mcg",
        _ => return None,
    };
    Some((Decimal::parse(number)?.trimmed(), unit.to_owned()))
}

/// Drugs that are alike in use or name: one may be written for another.
const ALIKE: &[&[&str]] = &[
    &[
        "simvastatin",
        "atorvastatin",
        "rosuvastatin",
        "pravastatin",
        "lovastatin",
    ],
    &[
        "lisinopril",
        "enalapril",
        "ramipril",
        "losartan",
        "valsartan",
    ],
    &[
        "amlodipine",
        "nifedipine",
        "diltiazem",
        "verapamil",
        "felodipine",
    ],
    &[
        "metoprolol",
        "atenolol",
        "carvedilol",
        "bisoprolol",
        "propranolol",
    ],
    &[
        "metformin",
        "glipizide",
        "sitagliptin",
        "glyburide",
        "empagliflozin",
    ],
    &[
        "furosemide",
        "torsemide",
        "bumetanide",
        "hydrochlorothiazide",
        "spironolactone",
        "chlorthalidone",
    ],
    &["warfarin", "apixaban", "rivaroxaban", "dabigatran"],
    &["clopidogrel", "ticagrelor", "prasugrel", "aspirin"],
    &[
        "ibuprofen",
        "naproxen",
        "meloxicam",
        "diclofenac",
        "acetaminophen",
        "celecoxib",
    ],
    &[
        "meperidine",
        "morphine",
        "oxycodone",
        "hydromorphone",
        "tramadol",
    ],
    &[
        "sertraline",
        "fluoxetine",
        "citalopram",
        "escitalopram",
        "paroxetine",
        "bupropion",
        "trazodone",
    ],
    &[
        "amoxicillin",
        "cephalexin",
        "azithromycin",
        "doxycycline",
        "cefuroxime",
        "penicillin v",
        "clarithromycin",
    ],
    &["alendronic acid", "risedronate", "ibandronate"],
    &["alendronate", "risedronate", "ibandronate"],
    &[
        "loratadine",
        "cetirizine",
        "fexofenadine",
        "diphenhydramine",
        "astemizole",
        "hydroxyzine",
    ],
    &[
        "prednisone",
        "dexamethasone",
        "prednisolone",
        "methylprednisolone",
    ],
    &["digoxin", "amiodarone", "sotalol", "flecainide"],
    &["omeprazole", "pantoprazole", "famotidine", "lansoprazole"],
    &["levothyroxine", "liothyronine"],
    &["allopurinol", "febuxostat", "colchicine"],
    &[
        "methotrexate",
        "leflunomide",
        "sulfasalazine",
        "hydroxychloroquine",
    ],
    &["anastrozole", "letrozole", "tamoxifen"],
    &["donepezil", "memantine", "rivastigmine"],
    &["methylphenidate", "atomoxetine", "dextroamphetamine"],
    &["gabapentin", "pregabalin", "duloxetine"],
    &["ondansetron", "metoclopramide", "prochlorperazine"],
    &["montelukast", "theophylline"],
    &["tamsulosin", "finasteride", "doxazosin"],
    &["paclitaxel", "docetaxel", "cisplatin", "carboplatin"],
];

/// Drugs that this one may be mistaken for; none where it stands alone.
pub fn alike(drug: &str) -> Vec<&'static str> {
    ALIKE
        .iter()
        .filter(|group| group.contains(&drug))
        .flat_map(|group| group.iter().copied())
        .filter(|other| *other != drug)
        .collect()
}

/// Drugs that are laid over charts: name, strengths that exist (mg), form.
pub const NEW: &[(&str, &[&str], &str)] = &[
    ("lisinopril", &["5", "10", "20", "40"], "Tablet"),
    ("metoprolol", &["25", "50", "100"], "Tablet"),
    ("gabapentin", &["100", "300", "400"], "Capsule"),
    ("omeprazole", &["20", "40"], "Capsule"),
    ("pantoprazole", &["20", "40"], "Tablet"),
    ("sertraline", &["25", "50", "100"], "Tablet"),
    ("citalopram", &["10", "20", "40"], "Tablet"),
    ("losartan", &["25", "50", "100"], "Tablet"),
    ("carvedilol", &["3.125", "6.25", "12.5", "25"], "Tablet"),
    ("glipizide", &["5", "10"], "Tablet"),
    ("cephalexin", &["250", "500"], "Capsule"),
    ("doxycycline", &["50", "100"], "Capsule"),
    ("prednisone", &["5", "10", "20"], "Tablet"),
    ("tramadol", &["50", "100"], "Tablet"),
    ("meloxicam", &["7.5", "15"], "Tablet"),
    ("montelukast", &["5", "10"], "Tablet"),
    ("allopurinol", &["100", "300"], "Tablet"),
    ("famotidine", &["20", "40"], "Tablet"),
    ("atorvastatin", &["10", "20", "40", "80"], "Tablet"),
    ("apixaban", &["2.5", "5"], "Tablet"),
    ("tamsulosin", &["0.4"], "Capsule"),
    ("trazodone", &["50", "100", "150"], "Tablet"),
    ("enoxaparin", &["30", "40", "60"], "SC"),
    ("ketorolac", &["15", "30"], "IV"),
    ("ceftriaxone", &["500", "1000"], "IM"),
    ("methylprednisolone", &["40", "80"], "IV"),
];
