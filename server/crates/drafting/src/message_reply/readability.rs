//! How hard a text reads: the Flesch-Kincaid grade.

use serde::{Deserialize, Serialize};

/// How hard a text for a patient may read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingLevel {
    /// Grade 6 at most: what most adults read with ease.
    #[default]
    Plain,
    /// Grade 9 at most.
    Standard,
    /// Not measured.
    Any,
}

impl ReadingLevel {
    /// The highest grade.
    pub const fn most(self) -> Option<f64> {
        match self {
            Self::Plain => Some(6.0),
            Self::Standard => Some(9.0),
            Self::Any => None,
        }
    }

    /// What a model is told of it; nothing where it is not measured.
    pub(crate) fn wish(self) -> String {
        self.most().map_or_else(String::new, |most| {
            format!("\nSpeak to the patient, in short plain sentences that read at grade {most:.0} or lower (Flesch-Kincaid).")
        })
    }

    /// Says where a text reads harder than was asked.
    pub fn exceeded(self, text: &str) -> Option<String> {
        let (found, most) = (grade(text)?, self.most()?);
        (found > most).then(|| {
            format!("It reads at grade {found:.1} (Flesch-Kincaid); grade {most:.0} was asked. Words of the chart count as they stand.")
        })
    }

    /// Says how hard a text reads, and what was asked.
    pub fn measured(self, text: &str) -> Option<String> {
        self.exceeded(text).or_else(|| {
            let found = grade(text)?;
            let asked = self
                .most()
                .map_or_else(String::new, |most| format!("; grade {most:.0} was asked"));
            Some(format!(
                "It reads at grade {found:.1} (Flesch-Kincaid){asked}."
            ))
        })
    }

    /// By its name: `plain`, `standard`, `any`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "plain" => Some(Self::Plain),
            "standard" => Some(Self::Standard),
            "any" => Some(Self::Any),
            _ => None,
        }
    }
}

/// The Flesch-Kincaid grade (Kincaid 1975) of an English text, not below 0; none for one without words.
pub fn grade(text: &str) -> Option<f64> {
    let (mut sentences, mut words, mut syllables) = (0_u32, 0_u32, 0_u32);
    let mut open = false;
    for part in text.split_whitespace() {
        let word: String = part.chars().filter(|c| c.is_alphabetic()).collect();
        if !word.is_empty() {
            words += 1;
            syllables += syllables_of(&word);
            open = true;
        }
        let ends = part.ends_with(['.', '!', '?', ':', ';']) || part.ends_with("”.");
        if ends && open {
            sentences += 1;
            open = false;
        }
    }
    sentences += u32::from(open);
    (words > 0 && sentences > 0).then(|| {
        let per_sentence = f64::from(words) / f64::from(sentences);
        let per_word = f64::from(syllables) / f64::from(words);
        (0.39 * per_sentence + 11.8 * per_word - 15.59).max(0.0)
    })
}

/// Groups of vowels, without a silent e; at least one.
fn syllables_of(word: &str) -> u32 {
    let word = word.to_lowercase();
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut count = 0;
    let mut before = false;
    for c in word.chars() {
        let now = vowel(c);
        count += u32::from(now && !before);
        before = now;
    }
    let silent = word.ends_with('e') && !word.ends_with("le")
        || word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded");
    if silent && count > 1 {
        count -= 1;
    }
    count.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easy_words_read_easier_than_hard_ones() {
        let easy = grade("Call us today. Drink water. Take your pill with food.").unwrap();
        let hard = grade("Gastrointestinal hemorrhage necessitates immediate multidisciplinary evaluation and hospitalization.").unwrap();
        assert!(easy < 4.0 && hard > 15.0, "{easy} {hard}");
        assert_eq!(grade("123 ..."), None);
    }

    #[test]
    fn syllables_are_counted() {
        for (word, want) in [
            ("cat", 1),
            ("table", 2),
            ("medicine", 3),
            ("take", 1),
            ("called", 1),
            ("needed", 2),
            ("idea", 2),
        ] {
            assert_eq!(syllables_of(word), want, "{word}");
        }
    }
}
