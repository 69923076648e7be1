//! Whether a message is in a language that the rules read.

use super::Language;
use super::token::Token;

const ENGLISH: [&str; 72] = [
    "the",
    "and",
    "to",
    "my",
    "i",
    "is",
    "it",
    "in",
    "for",
    "of",
    "you",
    "have",
    "with",
    "that",
    "on",
    "been",
    "was",
    "this",
    "am",
    "im",
    "he",
    "she",
    "at",
    "can",
    "not",
    "are",
    "be",
    "but",
    "had",
    "has",
    "do",
    "what",
    "please",
    "when",
    "her",
    "his",
    "we",
    "from",
    "need",
    "a",
    "an",
    "if",
    "there",
    "about",
    "thanks",
    "thank",
    "hi",
    "hello",
    "me",
    "or",
    "just",
    "so",
    "how",
    "should",
    "get",
    "today",
    "pain",
    "cant",
    "wont",
    "dont",
    "refill",
    "appointment",
    "feel",
    "help",
    "bad",
    "yes",
    "your",
    "they",
    "our",
    "would",
    "will",
    "know",
];
const OTHERS: [&str; 74] = [
    // Spanish
    "el", "la", "los", "las", "que", "de", "mi", "tengo", "una", "por", "para", "con", "muy",
    "esta", "estoy", "dolor", "necesito", "hola", "gracias", "puedo", "pero", "mas", "cuando",
    "porque", "desde", "hace", "dias", "hijo", "hija", "doctora", "medicina", "cita", "quiero",
    "siento", "fiebre", "del", "al", "se", "su",
    "favor", // Portuguese, French, Italian, German, Tagalog, Vietnamese in Latin letters
    "nao", "uma", "meu", "minha", "je", "le", "les", "des", "est", "mon", "ma", "avec", "pour",
    "il", "della", "sono", "ho", "mio", "ich", "und", "der", "die", "das", "nicht", "habe", "mein",
    "ang", "ako", "ko", "mga", "toi", "bi", "mwen", "pa",
];

pub(super) fn of(message: &str, text: &[Token]) -> Language {
    let letters = message.chars().filter(|c| c.is_alphabetic()).count();
    let foreign = message
        .chars()
        .filter(|c| {
            c.is_alphabetic() && !matches!(*c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}')
        })
        .count();
    if letters > 0 && foreign * 4 > letters {
        return Language::NotHandled;
    }
    let count = |words: &[&str]| {
        text.iter()
            .filter(|token| words.contains(&token.word.as_str()))
            .count()
    };
    let (english, other) = (count(&ENGLISH), count(&OTHERS));
    if other >= 2 && other > english {
        Language::NotHandled
    } else {
        Language::English
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::token::tokens;

    #[test]
    fn what_cannot_be_read_is_said_so() {
        for (text, want) in [
            ("refill lisinopril", Language::English),
            ("Hola doctora, tengo dolor de cabeza", Language::NotHandled),
            ("У меня болит голова", Language::NotHandled),
            ("Can I see Dr. de la Cruz on Monday?", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(of(text, &tokens(text)), want, "{text}");
        }
    }
}
