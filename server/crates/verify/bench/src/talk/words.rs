//! Words that dialogues are searched for.

/// A complaint as it may be said, and as it is written.
pub(super) const COMPLAINTS: [(&str, &str); 34] = [
    ("chest pain", "chest pain"),
    ("chest pains", "chest pain"),
    ("shortness of breath", "shortness of breath"),
    ("abdominal pain", "abdominal pain"),
    ("back pain", "back pain"),
    ("weight loss", "weight loss"),
    ("weight gain", "weight gain"),
    ("night sweats", "night sweats"),
    ("fever", "fever"),
    ("fevers", "fever"),
    ("chills", "chills"),
    ("nausea", "nausea"),
    ("vomiting", "vomiting"),
    ("diarrhea", "diarrhea"),
    ("diarrhoea", "diarrhea"),
    ("constipation", "constipation"),
    ("headache", "headache"),
    ("headaches", "headaches"),
    ("dizziness", "dizziness"),
    ("numbness", "numbness"),
    ("tingling", "tingling"),
    ("weakness", "weakness"),
    ("swelling", "swelling"),
    ("cough", "cough"),
    ("rash", "rash"),
    ("rashes", "rash"),
    ("palpitations", "palpitations"),
    ("wheezing", "wheezing"),
    ("sore throat", "sore throat"),
    ("fatigue", "fatigue"),
    ("bruising", "bruising"),
    ("heartburn", "heartburn"),
    ("bloating", "bloating"),
    ("itching", "itching"),
];

/// Drugs that doctors say by name.
pub(super) const DRUGS: [&str; 30] = [
    "lisinopril",
    "metformin",
    "meloxicam",
    "lasix",
    "toprol",
    "zoloft",
    "bumex",
    "prednisone",
    "albuterol",
    "symbicort",
    "lipitor",
    "norvasc",
    "amlodipine",
    "omeprazole",
    "protonix",
    "ibuprofen",
    "naproxen",
    "tylenol",
    "aspirin",
    "gabapentin",
    "tramadol",
    "levothyroxine",
    "doxycycline",
    "amoxicillin",
    "ciprofloxacin",
    "losartan",
    "hydrochlorothiazide",
    "crestor",
    "plavix",
    "allopurinol",
];

/// Parts of the body that have two sides.
pub(super) const PARTS: [&str; 14] = [
    "shoulder", "knee", "hip", "ankle", "wrist", "elbow", "foot", "hand", "arm", "leg", "ear",
    "eye", "heel", "thumb",
];

/// Relatives as they are called, and as they are written.
pub(super) const KIN: [(&str, &str); 8] = [
    ("mother", "mother"),
    ("mom", "mother"),
    ("mum", "mother"),
    ("father", "father"),
    ("dad", "father"),
    ("brother", "brother"),
    ("sister", "sister"),
    ("grandmother", "grandmother"),
];

/// What runs in families.
pub(super) const CONDITIONS: [&str; 14] = [
    "diabetes",
    "asthma",
    "breast cancer",
    "colon cancer",
    "prostate cancer",
    "heart attack",
    "heart disease",
    "stroke",
    "hypertension",
    "high blood pressure",
    "depression",
    "gout",
    "lymphoma",
    "migraines",
];

/// Words that make an answer more than a plain yes or no.
pub(super) const HEDGES: [&str; 27] = [
    "but",
    "except",
    "little",
    "sometimes",
    "just",
    "only",
    "maybe",
    "occasionally",
    "well",
    "actually",
    "though",
    "yes",
    "yeah",
    "yep",
    "not sure",
    "think",
    "guess",
    "mild",
    "bit",
    "used to",
    "until",
    "unless",
    "know",
    "otherwise",
    "remember",
    "while",
    "when",
];

/// How many, in words or figures.
pub(super) fn number(word: &str) -> Option<u32> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let tens = [
        ("twenty", 20),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("eighty", 80),
    ];
    word.replace(',', "")
        .parse()
        .ok()
        .or_else(|| {
            WORDS
                .iter()
                .position(|one| *one == word)
                .and_then(|at| u32::try_from(at).ok())
        })
        .or_else(|| {
            tens.iter()
                .find(|(name, _)| *name == word)
                .map(|(_, value)| *value)
        })
}

/// The words of a text without marks.
pub(super) fn split(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | ',' | '.')))
        .map(|word| word.trim_matches(['.', ',']))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a phrase stands in a text as words of its own.
pub(super) fn says(text: &str, phrase: &str) -> bool {
    let words = split(text);
    let wanted: Vec<&str> = phrase.split(' ').collect();
    words.windows(wanted.len()).any(|part| part == wanted)
}
