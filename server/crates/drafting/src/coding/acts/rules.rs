//! The words that tell a thing done from one that is not: a data file.

use crate::data::{self, Data};
use crate::error::DraftingError;
use serde::Deserialize;
use std::collections::HashSet;

/// The file.
pub(crate) const ACTS: (&str, &str) = ("coding/acts.toml", include_str!("../acts.toml"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    done: Vec<String>,
    done_today: Vec<String>,
    today: Vec<String>,
    ordered: Vec<String>,
    away: Vec<String>,
    broken: Vec<String>,
    about: Vec<String>,
    why: Vec<String>,
    closed: Vec<String>,
    opened: Vec<String>,
    procedure: Vec<String>,
    empty: Vec<String>,
    follow: Vec<String>,
    wide: Vec<String>,
    slight: Vec<String>,
    same: Vec<Same>,
    apart: Vec<Apart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Same {
    is: String,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Apart {
    words: Vec<String>,
}

/// The rules, ready to be asked. Phrases are tidy: see [`tidy`].
pub(super) struct ActRules {
    pub(super) done: Vec<String>,
    pub(super) done_today: Vec<String>,
    pub(super) today: Vec<String>,
    pub(super) ordered: Vec<String>,
    pub(super) away: Vec<String>,
    pub(super) broken: Vec<String>,
    pub(super) about: Vec<String>,
    pub(super) why: Vec<String>,
    pub(super) closed: Vec<String>,
    pub(super) opened: Vec<String>,
    pub(super) procedure: Vec<String>,
    pub(super) empty: HashSet<String>,
    pub(super) follow: HashSet<String>,
    /// First words of titles, as stems.
    pub(super) wide: HashSet<String>,
    /// Words of titles that are seldom said, as stems.
    pub(super) slight: HashSet<String>,
    /// Names in words, the longest first, each with the words that it is read as.
    pub(super) same: Vec<(Vec<String>, Vec<String>)>,
    /// Groups of stems that exclude one another.
    pub(super) apart: Vec<Vec<String>>,
    /// Stems of the words that tell something done or ordered.
    pub(super) verbs: HashSet<String>,
}

impl ActRules {
    /// Reads the file.
    pub(super) fn read<'a>(data: impl Into<Data<'a>>) -> Result<Self, DraftingError> {
        let file: File = data::parse(ACTS.0, data)?;
        let all = [&file.done, &file.ordered, &file.away, &file.empty];
        if all.iter().any(|list| list.is_empty()) {
            let what = "`done`, `ordered`, `away` and `empty` must not be empty";
            return Err(DraftingError::data(ACTS.0, &what));
        }
        let tidied =
            |list: &[String]| -> Vec<String> { list.iter().map(|one| tidy(one)).collect() };
        let stems =
            |list: &[String]| -> HashSet<String> { list.iter().map(|one| stem(one)).collect() };
        let verbs = file
            .done
            .iter()
            .chain(&file.done_today)
            .chain(&file.ordered);
        let verbs = verbs.flat_map(|one| one.split(' ')).map(stem);
        let mut same: Vec<(Vec<String>, Vec<String>)> = file
            .same
            .iter()
            .flat_map(|same| same.names.iter().map(|name| (split(name), split(&same.is))))
            .collect();
        same.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Ok(Self {
            verbs: verbs.collect(),
            done: tidied(&file.done),
            done_today: tidied(&file.done_today),
            today: tidied(&file.today),
            ordered: tidied(&file.ordered),
            away: tidied(&file.away),
            broken: tidied(&file.broken),
            about: tidied(&file.about),
            why: tidied(&file.why),
            closed: file.closed,
            opened: file.opened,
            procedure: file.procedure,
            empty: file.empty.into_iter().collect(),
            follow: file.follow.into_iter().collect(),
            wide: stems(&file.wide),
            slight: stems(&file.slight),
            apart: file
                .apart
                .iter()
                .map(|one| one.words.iter().map(|word| stem(word)).collect())
                .collect(),
            same,
        })
    }
}

fn split(text: &str) -> Vec<String> {
    tidy(text).split_whitespace().map(str::to_owned).collect()
}

/// Lower case, words and single spaces alone, a space before and after: so that a phrase is found in it as whole words.
pub(super) fn tidy(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            '’' => '\'',
            letter if letter.is_alphanumeric() || matches!(letter, '/' | '\'') => letter,
            _ => ' ',
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    format!(" {} ", words.join(" "))
}

/// Whether a tidy text holds one of the tidy phrases.
pub(super) fn holds(text: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| text.contains(phrase.as_str()))
}

/// What a word of a title and its other forms have in common: `injected` and `injection`, `removal` and `removed`.
pub(super) fn stem(word: &str) -> String {
    const ENDS: [&str; 14] = [
        "ations", "ation", "ating", "ated", "ates", "ate", "ment", "ion", "ing", "age", "ed", "al",
        "es", "e",
    ];
    if let Some(head) = word
        .strip_suffix("ied")
        .or_else(|| word.strip_suffix("ies"))
    {
        return format!("{head}y");
    }
    let word = if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        word
    } else {
        word.strip_suffix('s')
            .filter(|one| one.len() > 2)
            .unwrap_or(word)
    };
    let cut = ENDS
        .iter()
        .filter_map(|end| word.strip_suffix(end))
        .find(|head| head.len() > 3);
    let head = cut.unwrap_or(word);
    // `excise`, `excising`, `debridement`: the silent e goes; `dripping` loses its second p.
    let head = head
        .strip_suffix('e')
        .filter(|one| one.len() > 3)
        .unwrap_or(head);
    let mut letters = head.chars().rev();
    match (letters.next(), letters.next()) {
        (Some(last), Some(before))
            if cut.is_some() && last == before && !matches!(last, 'l' | 's') =>
        {
            head.strip_suffix(last).unwrap_or(head).to_owned()
        }
        _ => head.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_a_fault_is_refused() {
        let short = ACTS.1.replace("[[same]]", "[[other]]");
        assert!(ActRules::read(short.as_str()).is_err());
        assert!(ActRules::read("done = []").is_err());
    }

    #[test]
    fn other_words_have_other_stems_and_forms_of_one_word_have_one() {
        for (one, other) in [
            ("walker", "walking"),
            ("infliximab", "infusion"),
            ("test", "testis"),
        ] {
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
        for (one, other) in [
            ("injected", "injection"),
            ("aspirated", "aspiration"),
            ("removed", "removal"),
            ("excised", "excision"),
            ("debrided", "debridement"),
            ("irrigated", "irrigation"),
            ("drained", "drainage"),
            ("strips", "strip"),
            ("biopsies", "biopsy"),
            ("vaccinated", "vaccination"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
    }
}
