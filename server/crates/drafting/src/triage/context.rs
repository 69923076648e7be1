//! What is denied, what is past, and whom it is about.

use super::token::Token;

/// Words that deny what follows.
const CUES: [&str; 22] = [
    "no", "not", "without", "denies", "denied", "deny", "denying", "never", "none", "neither",
    "nor", "havent", "hasnt", "hadnt", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt",
    "werent", "negative",
];
/// After a cue, these show that something else is denied: `no relief`, `not sure`, `haven't slept`.
const OTHER: [&str; 46] = [
    "know",
    "sure",
    "idea",
    "only",
    "just",
    "relief",
    "better",
    "going",
    "matter",
    "doubt",
    "helping",
    "help",
    "helped",
    "working",
    "improving",
    "improved",
    "improve",
    "sleep",
    "slept",
    "sleeping",
    "want",
    "wanna",
    "care",
    "answer",
    "luck",
    "change",
    "stop",
    "stopping",
    "able",
    "well",
    "good",
    "right",
    "normal",
    "okay",
    "ok",
    "fine",
    "like",
    "touch",
    "called",
    "call",
    "easing",
    "letting",
    "longer",
    "stay",
    "keep",
    "responding",
];
/// Words that may stand between a cue and what it denies.
const BETWEEN: [&str; 58] = [
    "have",
    "has",
    "had",
    "having",
    "any",
    "feel",
    "felt",
    "feeling",
    "get",
    "getting",
    "got",
    "been",
    "be",
    "being",
    "really",
    "a",
    "an",
    "the",
    "my",
    "his",
    "her",
    "experiencing",
    "experienced",
    "experience",
    "noticed",
    "noticing",
    "notice",
    "seen",
    "see",
    "seeing",
    "running",
    "run",
    "of",
    "or",
    "and",
    "nor",
    "much",
    "more",
    "other",
    "new",
    "for",
    "signs",
    "sign",
    "symptoms",
    "problems",
    "issues",
    "with",
    "in",
    "at",
    "all",
    "i",
    "you",
    "he",
    "she",
    "any",
    "kind",
    "current",
    "recent",
];
/// Words that end what a cue denies.
const ENDS: [&str; 24] = [
    "but",
    "however",
    "although",
    "though",
    "except",
    "because",
    "since",
    "then",
    "now",
    "today",
    "tonight",
    "yesterday",
    "started",
    "starting",
    "still",
    "until",
    "when",
    "while",
    "yet",
    "just",
    "only",
    "instead",
    "so",
    "unless",
];
/// After something in a list, these show that it is told, not denied.
const TOLD: [&str; 20] = [
    "started", "starts", "is", "has", "since", "now", "today", "tonight", "for", "that", "when",
    "keeps", "getting", "got", "came", "comes", "wont", "again", "really", "this",
];

/// Whether the word denies what follows.
pub(super) fn is_cue(word: &str) -> bool {
    CUES.contains(&word)
}

/// Whether a hit is denied. `parts` are the tokens that the pattern itself took.
pub(super) fn denied(
    text: &[Token],
    from: usize,
    to: usize,
    parts: &[usize],
    symptom: &dyn Fn(usize) -> bool,
) -> bool {
    if never_like_this(text, to) {
        return false;
    }
    before(text, from, to, symptom) || inside(text, from, to, parts)
}

/// A cue in front, with nothing between that ends it.
fn before(text: &[Token], from: usize, to: usize, symptom: &dyn Fn(usize) -> bool) -> bool {
    let Some(first) = text.get(from) else {
        return false;
    };
    let mut unknown = 0;
    for at in (from.saturating_sub(10)..from).rev() {
        let Some(token) = text
            .get(at)
            .filter(|token| token.sentence == first.sentence)
        else {
            return false;
        };
        let word = token.word.as_str();
        // What follows a comma may be told anew: `no fever, chest pain started today`.
        let after = &text[at + 1];
        if after.comma && !listed(text, from, to) {
            return false;
        }
        if CUES.contains(&word) {
            return !OTHER.contains(&after.word.as_str()) && from - at <= 8;
        }
        if ENDS.contains(&word) {
            return false;
        }
        let and_me = matches!(word, "and" | "or")
            && matches!(
                after.word.as_str(),
                "i" | "im"
                    | "ive"
                    | "my"
                    | "now"
                    | "he"
                    | "she"
                    | "hes"
                    | "shes"
                    | "it"
                    | "its"
                    | "have"
            );
        if and_me {
            return false;
        }
        if !BETWEEN.contains(&word) && !symptom(at) {
            unknown += 1;
            if unknown > 1 {
                return false;
            }
        }
    }
    false
}

/// Whether the hit stands as an item of a list, with nothing after it that tells it.
fn listed(text: &[Token], from: usize, to: usize) -> bool {
    let Some(sentence) = text.get(from).map(|token| token.sentence) else {
        return false;
    };
    text.iter()
        .skip(to + 1)
        .take_while(|token| token.sentence == sentence && !token.comma)
        .take(3)
        .all(|token| !TOLD.contains(&token.word.as_str()))
}

/// A cue between the words of the hit: `my chest doesn't hurt`.
fn inside(text: &[Token], from: usize, to: usize, parts: &[usize]) -> bool {
    (from + 1..to).any(|at| {
        let Some(token) = text.get(at).filter(|_| !parts.contains(&at)) else {
            return false;
        };
        CUES.contains(&token.word.as_str())
            && text
                .get(at + 1)
                .is_some_and(|next| !OTHER.contains(&next.word.as_str()))
            && parts.iter().any(|part| *part > at && *part <= at + 2)
            && !text[at + 1].comma
    })
}

/// `never had chest pain like this`: the denial is of the like.
fn never_like_this(text: &[Token], to: usize) -> bool {
    let after: Vec<&str> = text
        .iter()
        .skip(to + 1)
        .take(5)
        .map(|token| token.word.as_str())
        .collect();
    after.windows(2).any(|pair| {
        matches!(
            pair,
            ["like", "this" | "that"] | ["this" | "so", "bad"] | ["this", "severe"]
        )
    }) || after.first() == Some(&"before")
}

const RELATIVES: [&str; 34] = [
    "mother",
    "father",
    "mom",
    "dad",
    "mum",
    "mama",
    "papa",
    "brother",
    "sister",
    "grandmother",
    "grandfather",
    "grandma",
    "grandpa",
    "aunt",
    "uncle",
    "cousin",
    "husband",
    "wife",
    "son",
    "daughter",
    "parents",
    "family",
    "brothers",
    "sisters",
    "moms",
    "dads",
    "fathers",
    "mothers",
    "partner",
    "boyfriend",
    "girlfriend",
    "roommate",
    "friend",
    "neighbor",
];
const PAST: [&str; 8] = [
    "had",
    "died",
    "passed",
    "history",
    "diagnosed",
    "survived",
    "runs",
    "lost",
];
/// What is told as happening.
const NOW: [&str; 17] = [
    "now",
    "today",
    "tonight",
    "again",
    "currently",
    "keeps",
    "worse",
    "having",
    "cant",
    "wont",
    "started",
    "minutes",
    "hour",
    "hours",
    "morning",
    "yesterday",
    "woke",
];
/// Words of the present that also stand in questions about the past.
const PRESENT: [&str; 7] = ["still", "just", "is", "isnt", "right", "am", "help"];

/// Whether the sentence tells what is long past, or what a relative once had.
pub(super) fn past(text: &[Token], from: usize) -> bool {
    let Some(sentence) = text.get(from).map(|token| token.sentence) else {
        return false;
    };
    let words: Vec<&str> = text
        .iter()
        .filter(|token| token.sentence == sentence)
        .map(|token| token.word.as_str())
        .collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    if has(&NOW) {
        return false;
    }
    let present = has(&PRESENT);
    let pair = |one: &[&str], other: &str| {
        words
            .windows(2)
            .any(|pair| one.contains(&pair[0]) && pair[1] == other)
    };
    let year = |word: &str| {
        word.len() == 4
            && word
                .parse::<u32>()
                .is_ok_and(|year| (1930..2100).contains(&year))
    };
    let long_ago = pair(&["years", "year", "months", "decades"], "ago")
        || pair(&["history", "hx"], "of")
        || pair(&["last"], "year")
        || pair(&["a"], "kid")
        || pair(&["a"], "child")
        || pair(&["growing"], "up")
        || words
            .windows(2)
            .any(|pair| matches!(pair[0], "in" | "since" | "from") && year(pair[1]));
    long_ago || (!present && has(&RELATIVES) && has(&PAST))
}

/// Whether the sentence, or the one before, speaks of somebody other than the writer's child or self.
pub(super) fn other_adult(text: &[Token], from: usize) -> bool {
    const ADULTS: [&str; 24] = [
        "mother",
        "father",
        "mom",
        "dad",
        "mum",
        "husband",
        "wife",
        "brother",
        "sister",
        "grandmother",
        "grandfather",
        "grandma",
        "grandpa",
        "aunt",
        "uncle",
        "partner",
        "boyfriend",
        "girlfriend",
        "roommate",
        "friend",
        "neighbor",
        "coworker",
        "moms",
        "dads",
    ];
    let Some(sentence) = text.get(from).map(|token| token.sentence) else {
        return false;
    };
    text.iter().any(|token| {
        (token.sentence == sentence || token.sentence + 1 == sentence)
            && ADULTS.contains(&token.word.as_str())
    })
}
