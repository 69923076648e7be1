//! What a problem's name and a code's title have in common: their words, without order, number, nonessential modifiers and what says nothing.

/// Words that carry nothing.
const EMPTY: [&str; 17] = [
    "of",
    "the",
    "an",
    "and",
    "in",
    "to",
    "at",
    "on",
    "by",
    "with",
    "due",
    "for",
    "or",
    "unspecified",
    "nos",
    "uncomplicated",
    "specified",
];

/// What a title calls unspecified although the problem's name need not say it: `unspecified ear`.
const IMPLIED: [&str; 8] = [
    "ear",
    "eye",
    "trimester",
    "organism",
    "site",
    "type",
    "cause",
    "degree",
];

/// The words of a name, sorted, each once: `Chronic sinusitis` and `Sinusitis, chronic` have one key.
pub(crate) fn key(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut out: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let graded = at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|before| matches!(*before, "type" | "stage" | "class" | "grade"));
        let word = match *word {
            "i" if graded => "1",
            "ii" if graded => "2",
            "iii" if graded => "3",
            "iv" if graded => "4",
            other => other,
        };
        // `hepatitis A` is not `a hepatitis`.
        let article = word == "a"
            && !matches!(
                words.get(at.wrapping_sub(1)),
                Some(&("hepatitis" | "vitamin" | "influenza" | "hemophilia" | "type"))
            );
        if EMPTY.contains(&word) || article {
            continue;
        }
        out.push(singular(word));
    }
    out.sort_unstable();
    out.dedup();
    out.join(" ")
}

/// The key of a code's title: parentheses and brackets are left out (they change nothing), and so is what the title says to be absent.
pub(super) fn title_key(title: &str) -> String {
    let mut bare = String::new();
    let mut depth = 0_u32;
    for letter in title.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            letter if depth == 0 => bare.push(letter),
            _ => {}
        }
    }
    let parts: Vec<String> = bare.split(',').map(part).collect();
    key(&parts.join(" "))
}

/// One part of a title without what it says to be absent or unspecified.
fn part(part: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut rest = part.split_whitespace().peekable();
    while let Some(word) = rest.next() {
        match word.to_lowercase().as_str() {
            // A migraine without aura is a kind of its own; without complications is no complication.
            "without" if rest.peek() != Some(&"aura") => break,
            "not" => break,
            "unspecified" => {
                if rest
                    .peek()
                    .is_some_and(|next| IMPLIED.contains(&next.to_lowercase().as_str()))
                {
                    rest.next();
                }
            }
            _ => words.push(word),
        }
    }
    words.join(" ")
}

fn singular(word: &str) -> String {
    let plural = word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is", "as"]
            .iter()
            .any(|end| word.ends_with(end));
    if plural {
        word.trim_end_matches('s').to_owned()
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_more_or_less_has_another_key() {
        for (name, title) in [
            ("Asthma", "Mild intermittent asthma, uncomplicated"),
            (
                "Type 1 diabetes mellitus",
                "Type 2 diabetes mellitus without complications",
            ),
            ("Diabetes", "Type 2 diabetes mellitus without complications"),
            (
                "Acute bronchitis",
                "Bronchitis, not specified as acute or chronic",
            ),
        ] {
            assert_ne!(key(name), title_key(title), "{name}");
        }
    }

    #[test]
    fn the_same_in_other_words_has_one_key() {
        for (name, title) in [
            (
                "Type II diabetes mellitus",
                "Type 2 diabetes mellitus without complications",
            ),
            ("Chronic sinusitis", "Chronic sinusitis, unspecified"),
            ("Essential hypertension", "Essential (primary) hypertension"),
            ("Otitis media", "Otitis media, unspecified, unspecified ear"),
            (
                "Migraine without aura",
                "Migraine without aura, not intractable, without status migrainosus",
            ),
            (
                "chronic kidney disease stage 3a",
                "Chronic kidney disease, stage 3a",
            ),
            ("Impacted tooths", "Impacted tooth"),
        ] {
            assert_eq!(key(name), title_key(title), "{name}");
        }
    }
}
