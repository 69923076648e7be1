//! Tables of the words that ship with us, asked for every word of a text.

use std::collections::HashMap;

/// Longest word that is kept as a number.
const PACKED: usize = 16;

/// Words with what is known of them. A word of up to sixteen bytes is one number, so that asking is one look at one place and no comparing of text.
pub(crate) struct Words<T> {
    /// Two to the power of some number, at most half of them taken; 0 is free.
    keys: Box<[u128]>,
    values: Box<[T]>,
    long: HashMap<&'static str, T>,
    starts: Starts,
}

impl<T: Copy + Default> Words<T> {
    /// Of words and what is known of them; of a word that stands there more than once, `join` says what holds.
    pub(crate) fn new(
        words: impl Iterator<Item = (&'static str, T)>,
        join: impl Fn(T, T) -> T,
    ) -> Self {
        let mut all: HashMap<&'static str, T> = HashMap::new();
        for (word, value) in words {
            all.entry(word)
                .and_modify(|known| *known = join(*known, value))
                .or_insert(value);
        }
        let room = (all.len() * 2).next_power_of_two();
        let mut made = Self {
            keys: vec![0; room].into(),
            values: vec![T::default(); room].into(),
            long: HashMap::new(),
            starts: Starts::new(all.keys().copied()),
        };
        for (word, value) in all {
            match packed(word.as_bytes()) {
                Some(key) => {
                    let place = made.place(key);
                    if let (Some(slot), Some(held)) =
                        (made.keys.get_mut(place), made.values.get_mut(place))
                    {
                        (*slot, *held) = (key, value);
                    }
                }
                None => {
                    made.long.insert(word, value);
                }
            }
        }
        made
    }

    /// What is known of a word.
    pub(crate) fn get(&self, word: &str) -> Option<T> {
        if !self.starts.may(word) {
            return None;
        }
        let Some(key) = packed(word.as_bytes()) else {
            return self.long.get(word).copied();
        };
        let place = self.place(key);
        (self.keys.get(place) == Some(&key))
            .then(|| self.values.get(place).copied())
            .flatten()
    }

    /// Where this word stands, or the free place where it would.
    fn place(&self, key: u128) -> usize {
        let mask = self.keys.len() - 1;
        let mut at = hash(key) & mask;
        while self
            .keys
            .get(at)
            .is_some_and(|held| *held != 0 && *held != key)
        {
            at = (at + 1) & mask;
        }
        at
    }
}

/// A word of up to sixteen bytes as a number; none of a longer or an empty one.
fn packed(word: &[u8]) -> Option<u128> {
    let length = word.len();
    if length == 0 || length > PACKED {
        return None;
    }
    // Short words are read in two halves that may overlap: the bytes that both have are the same.
    Some(
        if let (Some(first), Some(last)) = (word.first_chunk::<8>(), word.last_chunk::<8>()) {
            let behind = u128::from(u64::from_le_bytes(*last)) << ((length - 8) * 8);
            u128::from(u64::from_le_bytes(*first)) | behind
        } else if let (Some(first), Some(last)) = (word.first_chunk::<4>(), word.last_chunk::<4>())
        {
            let behind = u128::from(u32::from_le_bytes(*last)) << ((length - 4) * 8);
            u128::from(u32::from_le_bytes(*first)) | behind
        } else {
            word.iter()
                .rev()
                .fold(0, |number, byte| number << 8 | u128::from(*byte))
        },
    )
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a hash takes the bits that it gets"
)]
fn hash(key: u128) -> usize {
    let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
    let mixed = folded.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 32)) as usize
}

/// How words of a list begin and how long they are, to pass over most others at once.
pub(crate) struct Starts(Box<[u64; 256]>);

impl Starts {
    /// Of these words.
    pub(crate) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut made = Self(Box::new([0; 256]));
        for word in words {
            let first = word.bytes().next().map_or(0, usize::from);
            if let Some(lengths) = made.0.get_mut(first) {
                *lengths |= bit(word);
            }
        }
        made
    }

    /// Whether a word may be one of the list.
    pub(crate) fn may(&self, word: &str) -> bool {
        let first = word.bytes().next().map_or(0, usize::from);
        self.0
            .get(first)
            .is_some_and(|lengths| lengths & bit(word) != 0)
    }
}

/// The bit of a word's length; longest words share one.
fn bit(word: &str) -> u64 {
    1 << word.len().min(63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_knows_its_words_and_no_others() {
        let all = "a of the word seventy eighteen nineteens antidisestablish antidisestablishm pneumonoultramicroscopic größe";
        let words: Words<usize> = Words::new(
            all.split(' ').enumerate().map(|(at, word)| (word, at + 1)),
            |first, _| first,
        );
        for (at, word) in all.split(' ').enumerate() {
            assert_eq!(words.get(word), Some(at + 1), "{word}");
            for other in [
                format!("{word}s"),
                word.to_uppercase(),
                word.chars().skip(1).collect(),
            ] {
                assert_eq!(words.get(&other), None, "{other}");
            }
        }
        assert_eq!(words.get(""), None);
    }

    #[test]
    fn no_two_words_are_one_number() {
        let words: Vec<String> = (0..=PACKED)
            .flat_map(|length| ["a", "b", "ab"].map(|one| one.repeat(length)))
            .collect();
        for first in &words {
            for second in &words {
                let (a, b) = (packed(first.as_bytes()), packed(second.as_bytes()));
                assert!(a != b || a.is_none() || first == second, "{first} {second}");
            }
        }
    }
}
