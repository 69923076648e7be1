//! Speech that was written down without any mark: where a new sentence begins is known only by its words.

use crate::text::Token;

/// Shorter speech is one sentence.
const SHORTEST: usize = 14;
/// Fewer marks than one in so many words are none.
const SPARSE: usize = 30;

/// Who or what a new sentence is about.
const SUBJECTS: [&str; 20] = [
    "i", "i'm", "i've", "i'll", "you", "you're", "you've", "he", "he's", "she", "she's", "it",
    "it's", "we", "we're", "we'll", "they", "they're", "there", "then",
];
/// Joints behind which such a subject begins one.
const JOINTS: [&str; 7] = ["and", "so", "but", "because", "cause", "then", "or"];
/// Words that speakers put between two sentences.
const PAUSES: [&str; 7] = ["okay", "ok", "alright", "now", "mm-hmm", "anyway", "um"];
/// Verbs with which a question begins.
const ASKS: [&str; 13] = [
    "are", "do", "did", "does", "have", "has", "is", "was", "were", "can", "could", "how", "what",
];

/// Numbers the sentences of speech without marks: a new one begins at a pause, at a joint with a subject, and at a question.
pub(crate) fn split(tokens: &mut [Token]) {
    let words = tokens.iter().filter(|token| token.is_word()).count();
    let marks = tokens
        .iter()
        .filter(|token| {
            [",", ".", "?", "!", ";"]
                .iter()
                .any(|mark| token.lower == *mark)
        })
        .count();
    if words < SHORTEST || marks * SPARSE > words {
        return;
    }
    let mut added = 0;
    let mut begins = 0;
    for at in 0..tokens.len() {
        if at > begins && begins_at(tokens, at) {
            // A joint and the pause before it begin one sentence, not two.
            if at - begins > 2 {
                added += 1;
            }
            begins = at;
        }
        tokens[at].sentence += added;
    }
}

fn begins_at(tokens: &[Token], at: usize) -> bool {
    let word = |index: usize| tokens.get(index).map_or("", |token| token.lower.as_str());
    let any = |words: &[&str], index: usize| words.contains(&word(index));
    let own = word(at);
    any(&PAUSES, at)
        || (any(&JOINTS, at) && any(&SUBJECTS, at + 1))
        || (any(&JOINTS, at) && any(&ASKS, at + 1) && any(&SUBJECTS, at + 2))
        || (any(&ASKS, at) && matches!(word(at + 1), "you" | "your" | "there") && own != "how")
}
