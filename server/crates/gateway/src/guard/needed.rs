//! Words of which every sign of [`super::cue`] has at least one: a text is searched for all of them at once, and the signs are tried only on
//! sentences that have one. Most sentences of a chart have none.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::sync::LazyLock;

/// Whole, in ASCII lower case. None has the end of a sentence inside it.
const WORDS: [&str; 206] = [
    "<|",
    "[inst",
    "[/inst",
    "<<",
    "</",
    "<system",
    "<assistant",
    "<user",
    "<document",
    "<instruction",
    "<start",
    "<end",
    "[system",
    "[/system",
    "[admin",
    "[/admin",
    "system",
    "assistant",
    "user",
    "{\\v",
    "ignor",
    "disregard",
    "forget",
    "override",
    "bypass",
    "neglect",
    "instrucci",
    "llm",
    "chatbot",
    "gpt",
    "claude",
    "copilot",
    "gemini",
    "if you are a",
    "if you're a",
    "model ",
    "model'",
    "models",
    "nothing else",
    "your system",
    "tool list",
    "if questioned",
    "repeat the following",
    "repeat <",
    "translate ",
    "please repeat",
    "mark every",
    "mark all",
    "mark each",
    "all criteria",
    "no further check",
    "without review",
    "without clinician",
    "supported by [",
    "leave it out",
    "leave this out",
    "leave them out",
    "leave that out",
    "no menciones",
    "escribe que",
    "crivez",
    "ne mentionne",
    "schreib",
    "hne nicht",
    "<!--",
    "font-size",
    "white-text",
    "visible to ",
    "decode",
    "decrypt",
    "decipher",
    "rot13",
    "rot-13",
    "chain of thought",
    "![",
    "](http",
    "=",
    "base64 of",
    "token",
    "\"tool",
    "\"function",
    "drop table",
    "<tool_call",
    "function.",
    "functions.",
    "retry with scope",
    "sudo ",
    "rm -rf",
    "curl http",
    "whoever",
    "whomever",
    "anyone",
    "anybody",
    "everyone",
    "someone",
    "those",
    "writer",
    "reader",
    "author",
    "scribe",
    "summarizer",
    "summariser",
    "drafter",
    "compiler",
    "transcriber",
    "transcriptionist",
    "composer",
    "note-taker",
    "notetaker",
    "editor",
    "preparer",
    "verbatim",
    "word for word",
    "exactly as written",
    "this line",
    "this sentence",
    "this paragraph",
    "this text",
    "this statement",
    "these words",
    "these lines",
    "the following",
    "the next",
    "the one",
    "the person",
    "the people",
    "the colleague",
    "the clinician",
    "the doctor",
    "the physician",
    "the resident",
    "the provider",
    "the individual",
    "you draft",
    "you, ",
    "authoritative",
    " as verified",
    " as final",
    " as confirmed",
    " as true",
    " as fact",
    " as correct",
    " as binding",
    "everything ",
    "anything ",
    "whatever ",
    "all text",
    "all output",
    "any text",
    "summar",
    "draft",
    "write-up",
    "writeup",
    "overview",
    "recap",
    "synops",
    "digest",
    "when compos",
    "when compil",
    "when writ",
    "when putt",
    "while compos",
    "while compil",
    "while writ",
    "while putt",
    "before compos",
    "before compil",
    "before writ",
    "before putt",
    "upon ",
    "writing ",
    "composing ",
    "compiling ",
    "documenting ",
    "assembling ",
    "preparing ",
    "recording ",
    "generating ",
    "producing ",
    "you the ",
    "you as ",
    "pass this on",
    "pass it on",
    "pass the following on",
    "no matter what",
    "colleagues who",
    "clinicians who",
    "physicians who",
    "doctors who",
    "providers who",
    "your task",
    "your job",
    "your goal",
    "your mission",
    "your role",
    "belongs",
    "belong ",
    "goes in",
    "goes to",
    "go in",
    "go to",
    "headline",
    "first line",
    "opening line",
    "top line",
    "last line",
];

/// Words that count only one after the other, a space between them.
const PAIRS: [(&str, &str); 13] = [
    (
        "now|you|as|be|enter|in",
        "maintenance|developer|debug|admin|god|jailbreak|unrestricted|dan",
    ),
    (
        "to|for|the|any|all",
        "ai|model|scribe|summari|language model|bot|automated",
    ),
    ("as a|as an", "ai|language model|automated"),
    ("dear", "ai|model"),
    ("reply|respond|answer|output", "only|with"),
    (
        "your|the|any|this",
        "prompt|answer|response|reply|summary|draft|output|overview|write",
    ),
    (
        "every|each|final|resulting|finished|eventual|whatever|future|subsequent|downstream",
        "summary|draft|overview|write|output|answer|note|letter|report|document|text",
    ),
    ("your|any", "note|letter|report|document|text"),
    (
        "note|summary|draft|overview|letter|report|document|text|write-up|writeup|output|assessment|plan|section",
        "begin|start|generator|engine|builder|bot|maker|tool|program|of this|of the|from this|from the|should|must|has to|needs to|ought to|shall|is to|will need|say|state|list|include|mention|show|read|report|describe|contain|you|that you",
    ),
    ("when|while|as|before|after|if|once|whenever", "you"),
    (
        "you",
        "writ|who|are writ|are compos|are compil|are prepar|are read|are gener|are summ|are edit|are transc|are assem|are prod|are creat|are put|are draft|summ|compos|compil|gener|prepar|put|assem|transc|edit|read|produc|creat|pick|are pick|draft",
    ),
    (
        "when|while",
        "summari|you summari|drafting|answering|generating",
    ),
    ("your", "system"),
];

/// Words that count only before a colon, a comma or space.
const BEFORE: [&str; 4] = ["ai", "bot", "color", "display"];
/// How a colon, a comma and every space begin, in bytes.
const BEHIND: [u8; 12] = [
    b'\n', b':', b',', b' ', b'\t', b'\r', 0x0b, 0x0c, 0xc2, 0xe1, 0xe2, 0xe3,
];

/// The long s and the sign of the kelvin are `s` and `k` to a search that does not mind case.
const FOLDED: [&str; 2] = ["\u{17f}", "\u{212a}"];

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut all: Vec<Vec<u8>> = WORDS.into_iter().chain(FOLDED).map(bytes).collect();
    for (first, second) in PAIRS {
        for one in first.split('|') {
            let pairs = second
                .split('|')
                .map(|other| bytes(&format!("{one} {other}")));
            all.extend(pairs);
        }
    }
    for word in BEFORE {
        all.extend(BEHIND.map(|behind| [word.as_bytes(), &[behind]].concat()));
    }
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(all)
        .ok()
});

fn bytes(word: &str) -> Vec<u8> {
    word.as_bytes().to_vec()
}

/// Where such words stand, in order; everywhere, should the search not be made.
pub(super) fn cues(text: &str) -> Vec<usize> {
    match &*SEARCH {
        Some(search) => search.find_iter(text).map(|hit| hit.start()).collect(),
        None => (0..text.len()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::cue::SIGNS;
    use super::cues;
    use proptest::prelude::*;
    use proptest::string::string_regex;

    /// Anything that a sign matches, its boundaries left out: with them it matches less.
    fn any_match() -> impl Strategy<Value = String> {
        let signs = SIGNS.map(|(_, sign)| {
            let open = sign
                .replace("\\b", "")
                .replace("^|", "")
                .replace("|$", "")
                .replace(['^', '$'], "^")
                .replace("[^", "\u{1}")
                .replace('^', "")
                .replace('\u{1}', "[^");
            string_regex(&format!("(?i){open}")).unwrap().boxed()
        });
        proptest::strategy::Union::new(signs)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn whatever_a_sign_matches_has_a_cue(text in any_match()) {
            prop_assert!(!cues(&text).is_empty(), "{:?}", text);
        }
    }

    #[test]
    fn the_search_is_made() {
        assert!(super::SEARCH.is_some());
    }

    #[test]
    fn plain_clinical_words_have_none() {
        for text in [
            "2020-01-15 Hemoglobin A1c 7.4 %; blood pressure 128/76, continue metformin 500 mg.",
            "Pain in both knees, air entry good, administered in clinic.",
        ] {
            assert_eq!(cues(text), [0; 0], "{text}");
        }
    }

    #[test]
    fn no_word_has_the_end_of_a_sentence_inside() {
        for text in super::WORDS
            .into_iter()
            .chain(super::PAIRS.map(|one| one.1))
        {
            assert!(
                [". ", "! ", "? ", "; ", "\n"]
                    .iter()
                    .all(|end| !text.contains(end))
            );
        }
    }
}
