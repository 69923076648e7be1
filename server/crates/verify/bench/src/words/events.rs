//! Procedures and vaccines in people's words.

use super::problems::lower;

const PROCEDURES: &[(&str, &str)] = &[
    ("upper arm x-ray", "upper arm X-ray"),
    ("plain x-ray of chest", "chest X-ray"),
    ("plain chest x-ray", "chest X-ray"),
    ("knee x-ray", "knee X-ray"),
    ("catheter ablation of tissue of heart", "catheter ablation"),
    (
        "trans thoracic echocardiogram",
        "transthoracic echocardiogram",
    ),
    ("childbirth", "childbirth"),
    ("spirometry", "spirometry"),
];

/// A procedure's name; none for names too long for a sentence.
pub fn procedure(name: &str) -> Option<String> {
    let key = name.to_lowercase();
    if let Some((_, said)) = PROCEDURES.iter().find(|(one, _)| *one == key) {
        return Some((*said).to_owned());
    }
    (name.len() < 50 && !name.contains(['/', ','])).then(|| lower(name))
}

const VACCINES: &[(&str, &str)] = &[
    (
        "influenza, seasonal, injectable, preservative free",
        "influenza vaccine",
    ),
    ("pneumococcal conjugate pcv 13", "PCV13"),
    ("td (adult) preservative free", "Td vaccine"),
    ("dtap", "DTaP"),
    ("ipv", "IPV"),
    ("meningococcal mcv4p", "meningococcal (MCV4) vaccine"),
    ("hep a, ped/adol, 2 dose", "hepatitis A vaccine"),
    ("varicella", "varicella vaccine"),
    ("mmr", "MMR"),
    ("pneumococcal polysaccharide vaccine, 23 valent", "PPSV23"),
    ("hep a, adult", "hepatitis A vaccine"),
    ("hep b, adolescent or pediatric", "hepatitis B vaccine"),
    ("hib (prp-omp)", "Hib vaccine"),
    ("hep b, adult", "hepatitis B vaccine"),
    ("tdap", "Tdap"),
    ("hpv, quadrivalent", "HPV vaccine"),
    ("rotavirus, monovalent", "rotavirus vaccine"),
];

/// A vaccine's name; none for one that this does not know.
pub fn vaccine(name: &str) -> Option<String> {
    let key = name.to_lowercase();
    VACCINES
        .iter()
        .find(|(one, _)| *one == key)
        .map(|(_, said)| (*said).to_owned())
}
