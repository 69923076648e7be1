//! Finds the line of a file that an error speaks of.

/// The line, from 1, of what a message names in backticks: a key such as `section.plan.title` is looked for part by part, each below the one before.
pub(super) fn of(text: &str, what: &str) -> Option<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let mut from = 0;
    let mut found = None;
    for named in what.split('`').skip(1).step_by(2) {
        let mut here = from;
        for part in named.split('.') {
            let below = lines.iter().skip(here).position(|line| names(line, part));
            if let Some(at) = below {
                here += at;
                found = Some(here);
            }
        }
        if found.is_some() {
            // The first that the file has at all; what follows in the message only explains.
            break;
        }
        from = 0;
    }
    found.map(|at| at + 1)
}

/// Whether a line has the word whole, and not in a comment.
fn names(line: &str, word: &str) -> bool {
    if word.is_empty() || line.trim_start().starts_with('#') {
        return false;
    }
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

/// The line of a byte.
pub(super) fn at(text: &str, byte: usize) -> usize {
    text.bytes()
        .take(byte)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# title\norder = [\"a\"]\n[[section]]\nid = \"a\"\ntitle = 1\n[[section]]\nid = \"plan\"\nsubtitle = 1\ntitle = 3\n";

    #[test]
    fn the_line_is_that_of_the_key_in_its_own_table() {
        assert_eq!(of(TEXT, "`section.plan.title`: invalid type"), Some(9));
        assert_eq!(of(TEXT, "`section.a.title`: invalid type"), Some(5));
        assert_eq!(of(TEXT, "`order`: there is no section `x`"), Some(2));
        assert_eq!(of(TEXT, "missing field `purpose`"), None);
        assert_eq!(of(TEXT, "nothing is named"), None);
        assert_eq!(at(TEXT, 0), 1);
        assert_eq!(at(TEXT, TEXT.len()), 10);
    }
}
