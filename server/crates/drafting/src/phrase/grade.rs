//! How hard a text reads.

/// The Flesch-Kincaid grade (Kincaid 1975) of an English text, not below 0; none for a text without words.
pub(crate) fn grade(text: &str) -> Option<f64> {
    let (mut sentences, mut words, mut syllables) = (0_u32, 0_u32, 0_u32);
    let mut open = false;
    for part in text.split_whitespace() {
        let letters: String = part.chars().filter(|c| c.is_alphabetic()).collect();
        if !letters.is_empty() {
            words += 1;
            syllables += syllables_of(&letters);
            open = true;
        }
        if open && part.ends_with(['.', '!', '?']) {
            sentences += 1;
            open = false;
        }
    }
    sentences += u32::from(open);
    (words > 0).then(|| {
        let length = f64::from(words) / f64::from(sentences.max(1));
        let weight = f64::from(syllables) / f64::from(words);
        (0.39 * length + 11.8 * weight - 15.59).max(0.0)
    })
}

/// Groups of vowels, a silent last e apart; at least one.
fn syllables_of(word: &str) -> u32 {
    let lower = word.to_lowercase();
    let mut count = 0;
    let mut before = false;
    for letter in lower.chars() {
        let vowel = "aeiouy".contains(letter);
        count += u32::from(vowel && !before);
        before = vowel;
    }
    let silent = lower.ends_with('e') && !lower.ends_with("le") && count > 1;
    (count - u32::from(silent)).max(1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::grade;

    #[test]
    fn hard_words_and_long_sentences_raise_the_grade() {
        assert_eq!(grade(" … "), None);
        let plain = grade("Take one pill each day. Call us if you feel sick.").unwrap();
        let hard = grade("Administration of antihypertensive medication necessitates continuous haemodynamic surveillance.").unwrap();
        assert!(plain < 3.0 && hard > 12.0, "{plain} {hard}");
    }
}
