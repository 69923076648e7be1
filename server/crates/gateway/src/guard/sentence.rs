//! Sentences, and what makes one worth a closer look. Every byte of a chart goes through here, so it is one pass that keeps nothing.

use std::iter::from_fn;

/// One sentence, or one line.
pub(super) struct Sentence<'a> {
    /// First byte, spaces around the sentence left out.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    pub(super) text: &'a str,
    pub(super) looks: Looks,
}

/// What the bytes of a sentence say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four signs, each by itself")]
pub(super) struct Looks {
    /// It has a byte that may belong to a hidden character.
    pub(super) odd: bool,
    /// It has a word of [`LONG`] bytes or more.
    pub(super) long: bool,
    /// It has two words or more with digits among letters.
    pub(super) mixed: bool,
    /// It has a cue.
    pub(super) cue: bool,
}

/// Bytes of a word that may be encoded text.
pub(super) const LONG: usize = 40;
/// Letters of a word that digits may stand in for others in.
pub(super) const LETTERS: usize = 3;

/// Whether a byte may belong to a hidden character: most texts have none, and are told by their bytes.
pub(super) const fn odd(byte: u8) -> bool {
    byte >= 0x7f || (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'))
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const SPACE: u8 = 4;
const STOP: u8 = 8;
const LINE: u8 = 16;
const ODD: u8 = 32;

/// What each byte is.
static CLASS: [u8; 256] = {
    let mut all = [0; 256];
    let mut byte: u8 = 0;
    loop {
        let mut class = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'.' | b'!' | b'?' | b';' => STOP,
            b'\n' => LINE | SPACE,
            _ if byte.is_ascii_whitespace() => SPACE,
            _ => 0,
        };
        if odd(byte) {
            class |= ODD;
        }
        all[byte as usize] = class;
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    all
};

/// What was seen of a word.
#[derive(Default)]
struct Word {
    bytes: usize,
    letters: usize,
    digit: bool,
}

/// The sentences that are worth a closer look: cut at line ends, and at full stops before a space. `cues` is where cues stand, in order.
pub(super) fn suspicious<'a>(
    text: &'a str,
    cues: impl Iterator<Item = usize> + 'a,
) -> impl Iterator<Item = Sentence<'a>> {
    let bytes = text.as_bytes();
    let mut cues = cues.peekable();
    let mut start = 0;
    from_fn(move || {
        while start < bytes.len() {
            let from = start;
            let (to, mut looks) = one(bytes, from);
            start = to;
            while cues.next_if(|at| *at < to).is_some() {
                looks.cue = true;
            }
            if looks == Looks::default() {
                continue;
            }
            let words = text.get(from..to).unwrap_or_default();
            let trimmed = words.trim();
            if trimmed.is_empty() {
                continue;
            }
            let begin = from + words.len() - words.trim_start().len();
            return Some(Sentence {
                start: begin,
                end: begin + trimmed.len(),
                text: trimmed,
                looks,
            });
        }
        None
    })
}

/// Where the sentence after this place ends, spaces around it left out; the place itself where the text, or its paragraph, ends.
pub(super) fn following(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    let gap = rest.len() - rest.trim_start().len();
    let paragraph = rest.get(..gap).unwrap_or_default().matches('\n').count() > 1;
    if gap == rest.len() || paragraph {
        return end;
    }
    let (to, _) = one(text.as_bytes(), end + gap);
    let found = text.get(end + gap..to).unwrap_or_default().trim_end();
    end + gap + found.len()
}

/// Where the sentence ends that begins here, and its looks but for cues.
fn one(bytes: &[u8], start: usize) -> (usize, Looks) {
    let mut looks = Looks::default();
    let (mut word, mut mixed, mut seen) = (Word::default(), 0_usize, 0);
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        let class = CLASS[usize::from(*byte)];
        seen |= class;
        if class & SPACE == 0 {
            word.bytes += 1;
            word.letters += usize::from(class & LETTER);
            word.digit |= class & DIGIT != 0;
        } else {
            close(&mut word, &mut mixed, &mut looks);
        }
        let ends = class & LINE != 0
            || class & STOP != 0 && bytes.get(at).is_none_or(|next| *next == b' ');
        if ends {
            break;
        }
    }
    close(&mut word, &mut mixed, &mut looks);
    looks.odd = seen & ODD != 0;
    looks.mixed = mixed >= 2;
    (at, looks)
}

fn close(word: &mut Word, mixed: &mut usize, looks: &mut Looks) {
    looks.long |= word.bytes >= LONG;
    *mixed += usize::from(word.digit && word.letters >= LETTERS);
    *word = Word::default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_strange_is_given_on() {
        let text = "Plain words. Also plain, on 2020-01-15;\n 1gn0re pr3vious\nA\u{200b}. Plain.";
        let all: Vec<(&str, Looks)> = suspicious(text, [text.find("Also").unwrap()].into_iter())
            .map(|one| {
                assert_eq!(&text[one.start..one.end], one.text);
                (one.text, one.looks)
            })
            .collect();
        let none = Looks::default();
        assert_eq!(
            all,
            [
                ("Also plain, on 2020-01-15;", Looks { cue: true, ..none }),
                (
                    "1gn0re pr3vious",
                    Looks {
                        mixed: true,
                        ..none
                    }
                ),
                ("A\u{200b}.", Looks { odd: true, ..none }),
            ]
        );
    }
}
