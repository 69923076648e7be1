//! Numbers that are written as words: `take two tablets`. How many is as much a part of a dose as its milligrams.

use super::check::{Fault, folded, words};
use super::language::Language;
use super::number::Amount;

/// The English words of two to ten, in their order.
const ENGLISH: [&str; 9] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];
/// English words that another language may tell by a number.
const LOOSE: [(&str, u8); 4] = [("twice", 2), ("both", 2), ("couple", 2), ("thrice", 3)];
/// Shorter forms are other words, too.
const TELLING: usize = 4;
const FIRST: u8 = 2;

/// Holds the number words of an English sentence against its translation. `left` are numbers of the translation that no English digits account for: a digit
/// may stand for a word. A language of which no words are known is not judged.
pub(super) fn counts(
    english: &str,
    translated: &str,
    language: &Language,
    left: &mut Vec<Amount>,
    out: &mut Vec<Fault>,
) {
    if language.counts.is_empty() {
        return;
    }
    let (asked, loose) = asked(english);
    let there = words(translated);
    let says = |form: &String| {
        // `п'ять`
        let parted = || form.contains(|c: char| !c.is_alphanumeric());
        if language.dense || parted() {
            translated.to_lowercase().contains(form.as_str())
        } else {
            there.contains(&folded(form))
        }
    };
    let mut digit = |number: u8| {
        let place = left.iter().position(|amount| amount.is_whole(number));
        place.map(|place| left.remove(place)).is_some()
    };
    for (number, written) in &asked {
        if !forms(language, *number).iter().any(says) && !digit(*number) {
            out.push(Fault::Lacks((*written).to_owned()));
        }
    }
    for number in &loose {
        // `2 veces`, of twice.
        digit(*number);
    }
    if asked.is_empty() || language.dense {
        return;
    }
    let known = |number: &u8| asked.iter().any(|(own, _)| own == number) || loose.contains(number);
    for number in (FIRST..=10).filter(|number| !known(number)) {
        let mut other = forms(language, number).iter();
        let other = other.find(|form| form.chars().count() >= TELLING && says(form));
        out.extend(other.map(|form| Fault::Added(form.clone())));
    }
}

/// Numbers that English words tell, each as written; and those that they may tell.
fn asked(english: &str) -> (Vec<(u8, &str)>, Vec<u8>) {
    let lower_eq = |word: &str, own: &str| word.eq_ignore_ascii_case(own);
    let (mut asked, mut loose) = (Vec::new(), Vec::new());
    for piece in english.split(|c: char| !c.is_alphanumeric() && c != '-') {
        // `twenty-two` is no two; `two-week` is one.
        let word = piece.split('-').next().unwrap_or_default();
        if let Some(place) = ENGLISH.iter().position(|own| lower_eq(word, own)) {
            asked.push((FIRST + u8::try_from(place).unwrap_or_default(), word));
        }
        loose.extend(
            LOOSE
                .iter()
                .filter(|(own, _)| lower_eq(word, own))
                .map(|(_, number)| *number),
        );
    }
    (asked, loose)
}

fn forms(language: &Language, number: u8) -> &[String] {
    let place = usize::from(number).wrapping_sub(usize::from(FIRST));
    language.counts.get(place).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]
mod tests {
    use super::super::number::amounts;
    use super::*;

    fn check(english: &str, tag: &str, translated: &str) -> Vec<String> {
        let language = Language::of(tag, None).unwrap();
        let mut left = amounts(translated, Some(&language));
        let mut out = Vec::new();
        counts(english, translated, &language, &mut left, &mut out);
        out.extend(left.into_iter().map(|amount| Fault::Added(amount.written)));
        out.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn another_number_of_tablets_is_found_in_every_language_that_has_words() {
        for (tag, wrong) in [
            ("es", "Tome tres tabletas al día."),
            ("fr", "Prenez trois comprimés par jour."),
            ("de", "Nehmen Sie drei Tabletten am Tag."),
            ("it", "Prenda tre compresse al giorno."),
            ("pt", "Tome três comprimidos por dia."),
            ("pl", "Proszę brać trzy tabletki dziennie."),
            ("ru", "Принимайте три таблетки в день."),
            ("uk", "Приймайте три таблетки на день."),
            ("ht", "Pran twa grenn chak jou."),
            ("tl", "Uminom ng tatlong tableta araw-araw."),
            ("vi", "Uống ba viên mỗi ngày."),
            ("ja", "1日に3錠お飲みください。"),
            ("ko", "하루에 세 알을 드십시오."),
            ("zh", "每天服用三片。"),
            ("es", "Tome tabletas todos los días."),
            ("es", "Tome 3 tabletas al día."),
        ] {
            let found = check("Take two tablets a day.", tag, wrong);
            let lacks = found
                .iter()
                .any(|fault| fault.starts_with("“two” is not in it"));
            assert!(lacks, "{tag}: {found:?}");
        }
        let more = check(
            "Take two tablets.",
            "es",
            "Tome dos tabletas y luego cuatro.",
        );
        assert_eq!(more, ["“cuatro” is in it, and not in the English"]);
    }

    #[test]
    fn the_same_number_passes_as_a_word_or_a_digit() {
        for (tag, right) in [
            ("es", "Tome dos tabletas al día."),
            ("es", "Tome 2 tabletas al día."),
            ("fr", "Prenez deux comprimés par jour."),
            ("de", "Nehmen Sie zwei Tabletten am Tag."),
            ("pl", "Proszę brać dwie tabletki dziennie."),
            ("ru", "Принимайте две таблетки в день."),
            ("uk", "Приймайте дві таблетки на день."),
            ("ht", "Pran de grenn chak jou."),
            ("tl", "Uminom ng dalawang tableta araw-araw."),
            ("vi", "Uống hai viên mỗi ngày."),
            ("ja", "毎日二錠お飲みください。"),
            ("ko", "매일 두 알을 드십시오."),
            ("zh", "每天服用两片。"),
            // No words of it are known.
            ("so", "Qaado laba kiniin maalintii."),
            ("ar", "تناول قرصين يومياً."),
        ] {
            let found = check("Take two tablets a day.", tag, right);
            assert!(found.is_empty(), "{tag}: {found:?}");
        }
        for (english, right) in [
            (
                "Take it twice a day for five days.",
                "Tómelo dos veces al día durante cinco días.",
            ),
            ("Take it twice a day.", "Tómelo 2 veces al día."),
            ("Twenty-two people called.", "Llamaron veintidós personas."),
            (
                "Come for a two-week check.",
                "Venga a un control de dos semanas.",
            ),
        ] {
            let found = check(english, "es", right);
            assert!(found.is_empty(), "{right}: {found:?}");
        }
        assert_eq!(
            check("Come in five days.", "uk", "Приходьте через п’ять днів."),
            [""; 0]
        );
    }
}
