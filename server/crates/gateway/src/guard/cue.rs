//! The signs by which [`super::classify`] goes, one sentence at a time.

use super::Technique;
use super::clean::hidden;
use super::needed;
use super::sentence::{LETTERS, LONG, Sentence, suspicious};
use regex::RegexSet;
use std::sync::LazyLock;

/// The order of a set's patterns decides where several match.
pub(super) const SIGNS: [(Technique, &str); 24] = [
    // Turns and reserved tokens.
    (
        Technique::FakeTurn,
        r"<\|[a-z_]+\|>|\[/?inst\]|<</?sys>>|</?(?:system|assistant|user|document|instructions?)>|<(?:start|end)[ _]of[ _](?:turn|session)>|\[/?(?:system|admin)[\]: ]|\[admin request",
    ),
    (
        Technique::FakeTurn,
        r"^(?:system|assistant|user)\s*:\s*(?:summary|great|done|next|sure|thanks|ok|\[|new|focus|you|ignore|print|now|please|state|reply|write|$)",
    ),
    (Technique::FakeTurn, r"\{\\v\s"),
    (
        Technique::FakeTurn,
        r"^system\s*:\s*\S.*\b(?:instruction|prompt|respond|answer|output|reply|ignore)",
    ),
    // Orders to drop instructions; not where somebody is told of somebody.
    (
        Technique::Override,
        r"\b(?:ignore|disregard|forget|override|bypass|neglect)\b[^.]{0,24}\b(?:above|previous|prior|earlier|preceding|all|any|your|these|system)\b[^.]{0,24}\b(?:instructions?|directions?|prompts?|rules?|text|guidelines?|orders|context|commands?|directives?|polic(?:y|ies))\b",
    ),
    (
        Technique::Override,
        r"\b(?:you are now|from now on you|act as|pretend to be|you must now|enter|in) (?:in )?(?:maintenance|developer|debug|admin|god|jailbreak|unrestricted|dan)\b",
    ),
    (
        Technique::Override,
        r"\bdisregard (?:all|any) info(?:rmation)?\b|\bignore (?:the )?(?:chart|allergy list|medication list|record)\b|\binstrucci[oó]n(?:es)? para la ia\b|\bignorez? les instructions\b|\bignorier\w* (?:alle )?anweisungen\b|\bignora las instrucciones\b",
    ),
    // A model is spoken to.
    (
        Technique::Addressed,
        r"\b(?:note|message|instructions?|memo|attention|notice|request|reminder|hint) (?:to|for) (?:the |any |all )?(?:ai|llm|model|chatbot|assistant|scribe|summari[sz]er|language model|copilot|bot|automated)\b",
    ),
    (
        Technique::Addressed,
        r"\b(?:if you are|if you're|as) an? (?:ai|llm|language model|automated|assistant|chatbot)\b|\bfor (?:automated|ai|llm|machine) readers?\b|\bdear (?:ai|chatbot|llm|assistant|model)\b",
    ),
    (
        Technique::Addressed,
        r"(?:^|[\s(\[\u{2014}-])(?:ai|llm|chatbot|gpt|chatgpt|claude|copilot|gemini|ai assistant|ai scribe|assistant|review bot|bot)\s*[:,]\s*(?:please )?(?:report|add|write|state|say|release|change|omit|include|do not|don't|never|always|ignore|mark|approve|remove|delete|send|reply|output|print|respond|leave|sign|set|use|all)\b",
    ),
    (
        Technique::Addressed,
        r"\b(?:the |any )?(?:ai|assistant|model|llm|scribe|chatbot)\b (?:must|should|shall|will|has to|needs to|is to) (?:\w+ ){0,2}(?:open|sign|report|write|add|include|omit|mark|approve|say|state|release|send|follow|ignore|use|not|always|never)\b",
    ),
    (Technique::Addressed, r"\b\w+ (?:review )?bot\s*:"),
    // What the answer should be.
    (
        Technique::AnswerShaping,
        r"\b(?:reply|respond|answer|output) (?:only |with only |only with |with )(?:the (?:following )?(?:text|words?|sentence)|\W?[a-z])|\band (?:absolutely )?nothing else\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:in|from|of|to|for) (?:your|the|any|this) (?:answer|response|reply|summary|draft|output)s?\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:your|the ai'?s?|model'?s?) (?:system )?(?:prompt|answer|response|reply|output)\b|\bsystem prompt\b(?: and| list|\.|$)|\btool list\b",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:when|while) (?:summari[sz]ing|you summari[sz]e|drafting|answering|generating)\b|\bif (?:the )?user asks\b|\bif questioned,|\brepeat the following\b|\brepeat <|\btranslate (?:this|the following) (?:sentence|text)|\bplease repeat\b",
    ),
    (
        Technique::AnswerShaping,
        r"\bmark (?:every|all|each) criteri(?:on|a)\b|\ball criteria\b[^.]{0,40}\bare met\b|\bneeds no further check\b|\bwithout (?:clinician )?review\b|\bsupported by \[\w+/",
    ),
    (
        Technique::AnswerShaping,
        r"\bleave (?:it|this|them|that) out of (?:any|the|your|all) summar",
    ),
    (
        Technique::AnswerShaping,
        r"\b(?:no menciones|escribe que|n'?[ée]crivez|ne mentionne[zr]? pas|schreibe?,? dass|erw[aä]hne nicht)\b",
    ),
    // For machines alone.
    (
        Technique::Hidden,
        r"<!--|font-size\s*:\s*[01](?:px|pt)|color\s*:\s*(?:#fff\b|#ffffff|white)|display\s*:\s*none|white-text metadata|invisible to humans|visible to (?:llm|ai)",
    ),
    (
        Technique::Hidden,
        r"\b(?:decode|decrypt|decipher)\b[^.]{0,20}\b(?:and|then) (?:follow|run|execute|obey)|\(rot13\)|\brot-?13\b|\bchain of thought\b",
    ),
    // Data carried away.
    (
        Technique::Link,
        r"!\[[^\]]*\]\(|\[[^\]]*\]\(https?:|\?\w+=\s*(?:\{|$|followed)|\bbase64 of\b|\baccess token\b[^.]{0,40}\b(?:query|url|string|send)\b|\bsend the (?:access )?token\b",
    ),
    (
        Technique::ToolCall,
        r#"[{,]\s*"(?:tool|tool_call|function|function_call|tool_name)"\s*:|\bdrop table\b|<tool_call>|\bfunctions?\.\w+\("#,
    ),
    (
        Technique::ToolCall,
        r"\bretry with scope\b|\bsudo \w+|\brm -rf\b|\bcurl https?:",
    ),
];

static SET: LazyLock<Option<RegexSet>> =
    LazyLock::new(|| RegexSet::new(SIGNS.iter().map(|(_, sign)| format!("(?i){sign}"))).ok());

/// Words that report what was said to a person: then an order is part of the story.
const TOLD: [&str; 13] = [
    "patient",
    "pt",
    "instructed",
    "advised",
    "told",
    "voices",
    "voice",
    "mother",
    "father",
    "counseled",
    "counselled",
    "encouraged",
    "forgot",
];

/// Most characters without a shape of their own that a sentence has by accident: a byte order mark, a soft hyphen, a joiner in an emoji.
const STRAY: usize = 2;

/// The sentences of a text that have a sign, and what it is a sign of.
pub(super) fn signs(text: &str) -> impl Iterator<Item = (Sentence<'_>, Technique)> {
    suspicious(text, needed::cues(text).into_iter()).filter_map(|sentence| {
        let found = technique(&sentence)?;
        Some((sentence, found))
    })
}

fn technique(sentence: &Sentence<'_>) -> Option<Technique> {
    let Sentence { text, looks, .. } = *sentence;
    if looks.odd
        && text
            .chars()
            .filter(|c| hidden(*c) && !matches!(c, '\u{ad}' | '\u{fe0f}' | '\u{200d}' | '\r'))
            .count()
            > STRAY
    {
        return Some(Technique::Hidden);
    }
    let set = SET.as_ref()?;
    let first = |text: &str| {
        let index = set.matches(text).iter().next()?;
        SIGNS.get(index).map(|sign| sign.0)
    };
    if looks.cue
        && let Some(technique) = first(text)
    {
        return (technique != Technique::Override || !told(text)).then_some(technique);
    }
    if looks.long && encoded(text) {
        return Some(Technique::Hidden);
    }
    if !looks.mixed {
        return None;
    }
    // `1GN0RE prev1ous 1nstruct10ns`: digits for letters.
    let plain = undisguised(text)?;
    let technique = first(&plain)?;
    (!told(&plain)).then_some(technique)
}

fn told(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| TOLD.contains(&word.to_lowercase().as_str()))
}

/// What stands between spaces, as bytes.
fn words(text: &str) -> impl Iterator<Item = &[u8]> {
    text.as_bytes().split(u8::is_ascii_whitespace)
}

/// A long run of base64 that is text, or says to be followed.
fn encoded(text: &str) -> bool {
    words(text).any(|word| {
        word.len() >= LONG
            && word
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
            && word.iter().any(u8::is_ascii_lowercase)
            && word.iter().any(u8::is_ascii_uppercase)
            && word.iter().any(u8::is_ascii_digit)
    })
}

/// The text with digits inside words read as letters; none where no word has any.
fn undisguised(text: &str) -> Option<String> {
    let mixed = |word: &[u8]| {
        word.iter().any(u8::is_ascii_digit)
            && word
                .iter()
                .filter(|byte| byte.is_ascii_alphabetic())
                .count()
                >= LETTERS
    };
    if words(text).filter(|word| mixed(word)).count() < 2 {
        return None;
    }
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            if !mixed(word.as_bytes()) {
                return word.to_owned();
            }
            word.chars()
                .map(|letter| match letter {
                    '0' => 'o',
                    '1' | '!' => 'i',
                    '3' => 'e',
                    '4' | '@' => 'a',
                    '5' | '$' => 's',
                    '7' => 't',
                    other => other,
                })
                .collect()
        })
        .collect();
    Some(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::SET;

    #[test]
    fn every_sign_compiles() {
        assert!(SET.is_some());
    }
}
