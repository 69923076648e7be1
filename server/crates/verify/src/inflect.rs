//! The forms of a plain English word: what a word may be an inflection or a simple derivation of.

/// The words that a word may come from, itself first: `carried` from `carry`, `planning` from `plan`, `making` from `make`, `oddly` from `odd`,
/// `busiest` from `busy`. What is no word at all among them does no harm where they are looked up in a list.
pub(crate) fn bases(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    let mut open = vec![word.to_owned()];
    // Twice: `accordingly`, `readings`, `carefulness`.
    for _ in 0..2 {
        let mut next = Vec::new();
        for form in &open {
            for (suffix, endings) in SUFFIXES {
                let Some(base) = form.strip_suffix(suffix).filter(|base| base.len() >= 2) else {
                    continue;
                };
                next.extend(endings.iter().map(|ending| format!("{base}{ending}")));
                if let [.., a, b] = base.as_bytes()
                    && a == b
                    && b.is_ascii_lowercase()
                    && suffix.starts_with(['e', 'i'])
                {
                    next.push(base[..base.len() - 1].to_owned());
                }
            }
        }
        next.retain(|form| !out.contains(form));
        out.extend(next.iter().cloned());
        open = next;
    }
    out
}

/// Endings, and what stands in their place in the base.
const SUFFIXES: [(&str, &[&str]); 15] = [
    ("s", &[""]),
    ("es", &["", "e"]),
    ("ies", &["y"]),
    ("ied", &["y"]),
    ("ed", &["", "e"]),
    ("ing", &["", "e"]),
    ("ly", &["", "le"]),
    ("ily", &["y"]),
    ("ally", &["", "al"]),
    ("er", &["", "e"]),
    ("ier", &["y"]),
    ("est", &["", "e"]),
    ("iest", &["y"]),
    ("ness", &[""]),
    ("iness", &["y"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_what_they_come_from() {
        for (word, base) in [
            ("carried", "carry"),
            ("planning", "plan"),
            ("making", "make"),
            ("readings", "read"),
            ("oddly", "odd"),
            ("simply", "simple"),
            ("busiest", "busy"),
            ("larger", "large"),
            ("willingness", "willing"),
            ("basically", "basic"),
        ] {
            assert!(bases(word).iter().any(|form| form == base), "{word}");
        }
        for (word, base) in [("bed", "b"), ("string", "st"), ("colitis", "coli")] {
            assert!(!bases(word).iter().any(|form| form == base), "{word}");
        }
    }
}
