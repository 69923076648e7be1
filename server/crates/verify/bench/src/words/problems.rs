//! Diagnoses and allergens in people's words.

/// Chart names (lower case) and how people say them.
const NAMES: &[(&str, &[&str])] = &[
    (
        "hypertension",
        &["hypertension", "HTN", "high blood pressure"],
    ),
    (
        "essential hypertension",
        &["hypertension", "HTN", "essential hypertension"],
    ),
    ("diabetes", &["diabetes", "diabetes mellitus"]),
    (
        "type 2 diabetes mellitus",
        &["type 2 diabetes mellitus", "T2DM", "type 2 diabetes"],
    ),
    (
        "diabetes mellitus type 2",
        &["type 2 diabetes mellitus", "T2DM", "type 2 diabetes"],
    ),
    ("hyperlipidemia", &["hyperlipidemia", "HLD"]),
    (
        "atrial fibrillation",
        &["atrial fibrillation", "AF", "AFib"],
    ),
    (
        "chronic congestive heart failure",
        &[
            "chronic congestive heart failure",
            "CHF",
            "congestive heart failure",
        ],
    ),
    ("coronary heart disease", &["coronary heart disease", "CHD"]),
    ("myocardial infarction", &["myocardial infarction", "MI"]),
    ("body mass index 30+ - obesity", &["obesity"]),
    (
        "neuropathy due to type 2 diabetes mellitus",
        &["neuropathy due to type 2 diabetes", "diabetic neuropathy"],
    ),
    (
        "diabetic retinopathy associated with type ii diabetes mellitus",
        &["diabetic retinopathy"],
    ),
    ("metabolic syndrome x", &["metabolic syndrome"]),
    (
        "localized, primary osteoarthritis of the hand",
        &[
            "localized primary osteoarthritis of the hand",
            "hand osteoarthritis",
        ],
    ),
    (
        "chronic kidney disease stage 1",
        &["chronic kidney disease stage 1", "CKD stage 1", "CKD 1"],
    ),
    (
        "chronic kidney disease stage 2",
        &["chronic kidney disease stage 2", "CKD stage 2", "CKD 2"],
    ),
    (
        "chronic obstructive bronchitis",
        &["chronic obstructive bronchitis"],
    ),
    (
        "child attention deficit disorder",
        &["attention deficit disorder", "ADD"],
    ),
    ("impacted molars", &["impacted molars"]),
    ("brain damage - traumatic", &["traumatic brain damage"]),
    (
        "non-small cell lung cancer",
        &["non-small cell lung cancer", "NSCLC"],
    ),
    (
        "streptococcal sore throat",
        &["streptococcal sore throat", "strep throat"],
    ),
    (
        "fracture of forearm",
        &["forearm fracture", "fracture of the forearm"],
    ),
    (
        "fracture of clavicle",
        &["clavicle fracture", "fracture of the clavicle"],
    ),
    (
        "laceration of hand",
        &["hand laceration", "laceration of the hand"],
    ),
    ("sprain of ankle", &["ankle sprain", "sprain of the ankle"]),
    (
        "osteoarthritis of hip",
        &["osteoarthritis of the hip", "hip osteoarthritis", "hip OA"],
    ),
    (
        "osteoarthritis of knee",
        &[
            "osteoarthritis of the knee",
            "knee osteoarthritis",
            "knee OA",
        ],
    ),
    (
        "recurrent urinary tract infection",
        &["recurrent urinary tract infection", "recurrent UTI"],
    ),
    ("polyp of colon", &["colon polyp", "polyp of the colon"]),
    ("mixed hyperlipidemia", &["mixed hyperlipidemia"]),
    ("asthma", &["asthma"]),
    ("gout", &["gout"]),
    ("hypothyroidism", &["hypothyroidism"]),
    ("depression", &["depression"]),
    (
        "urinary tract infection",
        &["urinary tract infection", "UTI"],
    ),
    (
        "chronic obstructive pulmonary disease",
        &["chronic obstructive pulmonary disease", "COPD"],
    ),
    (
        "gastroesophageal reflux disease",
        &["gastroesophageal reflux disease", "GERD"],
    ),
];

/// Ways to say a diagnosis.
pub fn names(chart: &str) -> Vec<String> {
    let key = chart.to_lowercase();
    if let Some((_, names)) = NAMES.iter().find(|(name, _)| *name == key) {
        return names.iter().map(|name| (*name).to_owned()).collect();
    }
    vec![lower(chart)]
}

/// In lower case where the words have no case of their own.
pub fn lower(name: &str) -> String {
    let own = |word: &str| {
        word.chars()
            .skip(1)
            .any(|c| c.is_uppercase() || c.is_ascii_digit())
            || word.len() == 1
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| !word.starts_with(|c: char| c.is_lowercase());
    // `Coronary Heart Disease` has title case; in `Blood group O, Rh negative` only the first word is lowered.
    let title = words.iter().filter(|word| word.len() > 3).all(capital);
    let lowered = words.iter().enumerate().map(|(at, word)| {
        if own(word) || (at > 0 && !title) {
            (*word).to_owned()
        } else {
            word.to_lowercase()
        }
    });
    lowered.collect::<Vec<_>>().join(" ")
}

/// What an allergy is to, as prose writes it.
pub fn allergen(name: &str) -> Option<String> {
    const NOT: [&str; 4] = ["no known", "unknown", "none", "no allergies"];
    if NOT.iter().any(|part| name.to_lowercase().contains(part)) {
        return None;
    }
    let plain = name.strip_prefix("Allergy to ").unwrap_or(name);
    let plain = plain.strip_suffix(" allergy").unwrap_or(plain);
    let plain = lower(&plain.replace("Dander (animal)", "animal dander"));
    (plain.len() > 2 && !plain.contains('/')).then_some(plain)
}

/// Diagnoses that are laid over charts, or that charts don't have: the names, the system's code where certain.
pub const ELSEWHERE: &[&str] = &[
    "asthma",
    "gout",
    "psoriasis",
    "hypothyroidism",
    "celiac disease",
    "epilepsy",
    "glaucoma",
    "ulcerative colitis",
    "rheumatoid arthritis",
    "multiple sclerosis",
    "pancreatitis",
    "sarcoidosis",
    "endometriosis",
    "breast cancer",
    "melanoma",
    "Parkinson disease",
    "schizophrenia",
    "cirrhosis",
    "deep vein thrombosis",
    "pulmonary embolism",
    "tuberculosis",
    "hepatitis C",
    "syncope",
    "nephrolithiasis",
];

/// Those with a side.
pub const SIDED: &[(&str, &str)] = &[
    ("knee effusion", "knee"),
    ("hip bursitis", "hip"),
    ("cataract", "eye"),
    ("inguinal hernia", "inguinal region"),
    ("shoulder impingement", "shoulder"),
    ("carpal tunnel syndrome", "wrist"),
    ("plantar fasciitis", "foot"),
    ("otitis externa", "ear"),
    ("tennis elbow", "elbow"),
    ("hydronephrosis", "kidney"),
];
