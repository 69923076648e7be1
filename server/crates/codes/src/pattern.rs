//! The codes that a note names: `E10.-`, `N18.1-N18.6`, `I10`.

use crate::code::{Code, System};

/// One code, every code below one, or a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// This code and what is below it.
    Below(String),
    /// From the first to the last, and what is below the last.
    Range(String, String),
}

impl Pattern {
    /// The patterns of a note, from its parentheses: `type 1 diabetes mellitus (E10.-)`, `stage of kidney disease (N18.1-N18.6, N18.9)`.
    pub fn all(note: &str) -> Vec<Self> {
        let mut found = Vec::new();
        let mut rest = note;
        while let Some((_, inside)) = rest.split_once('(') {
            let Some((inside, after)) = inside.split_once(')') else {
                break;
            };
            found.extend(
                inside
                    .split([',', ';'])
                    .filter_map(|part| Self::read(part.trim())),
            );
            rest = after;
        }
        found
    }

    fn read(part: &str) -> Option<Self> {
        let code = |text: &str| {
            let bare = text.trim_end_matches('-').trim_end_matches('.');
            Code::read(System::Icd10Cm, bare).map(|code| code.to_string())
        };
        if let Some(own) = code(part) {
            return Some(Self::Below(own));
        }
        // A range: its dash stands between two codes.
        part.char_indices()
            .filter(|(_, c)| *c == '-')
            .find_map(|(at, _)| {
                let (first, last) = (part.get(..at)?, part.get(at + 1..)?);
                Some(Self::Range(code(first)?, code(last)?))
            })
    }

    /// Whether a code is meant.
    pub fn fits(&self, code: &Code) -> bool {
        let own = code.as_str();
        match self {
            Self::Below(wider) => own.starts_with(wider.as_str()),
            Self::Range(first, last) => {
                own >= first.as_str() && (own <= last.as_str() || own.starts_with(last.as_str()))
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn fits(note: &str, code: &str) -> bool {
        let code = Code::read(System::Icd10Cm, code).unwrap();
        Pattern::all(note).iter().any(|pattern| pattern.fits(&code))
    }

    #[test]
    fn words_that_are_no_code_name_none() {
        for note in ["diabetes NOS", "(mild)", "diabetes (type 1", "(E1)", "(-)"] {
            assert_eq!(Pattern::all(note), [], "{note}");
        }
    }

    #[test]
    fn notes_name_codes_ranges_and_everything_below() {
        assert!(fits("type 1 diabetes mellitus (E10.-)", "E10.9"));
        assert!(!fits("type 1 diabetes mellitus (E10.-)", "E11.9"));
        assert!(fits(
            "stage of chronic kidney disease (N18.1-N18.6)",
            "N18.32"
        ));
        assert!(fits(
            "stage of chronic kidney disease (N18.1-N18.6)",
            "N18.6"
        ));
        assert!(!fits(
            "stage of chronic kidney disease (N18.1-N18.6)",
            "N18.9"
        ));
        assert!(fits("injuries (S00-T88)", "T88.9XXA"));
        assert!(fits("obesity (E66.-, Z68.4)", "Z68.41"));
        assert!(fits("asthma (J45.90-)", "J45.909"));
    }
}
