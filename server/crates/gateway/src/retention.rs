//! How long an endpoint keeps what it is sent.

/// Retention as attested in the agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Retention {
    /// Nothing is kept once the answer is sent.
    Zero,
    /// A cache in memory, nothing on disk.
    Memory,
    /// So many days.
    Days(u16),
}

impl Retention {
    /// Reads `none`, `memory` or `30 days`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text.trim() {
            "none" | "zero" => Some(Self::Zero),
            "memory" | "in_memory" => Some(Self::Memory),
            other => {
                let days = other
                    .strip_suffix("days")
                    .or_else(|| other.strip_suffix("day"))?;
                days.trim()
                    .parse()
                    .ok()
                    .filter(|days| *days > 0)
                    .map(Self::Days)
            }
        }
    }
}

impl std::fmt::Display for Retention {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Zero => f.write_str("none"),
            Self::Memory => f.write_str("memory"),
            Self::Days(days) => write!(f, "{days} days"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_meant_is_read() {
        for bad in ["", "some", "0 days", "-1 days", "days", "30", "70000 days"] {
            assert_eq!(Retention::read(bad), None, "{bad}");
        }
        for (text, want) in [
            ("none", Retention::Zero),
            ("memory", Retention::Memory),
            ("30 days", Retention::Days(30)),
            ("1 day", Retention::Days(1)),
        ] {
            assert_eq!(Retention::read(text), Some(want));
        }
        assert!(Retention::Zero < Retention::Memory && Retention::Memory < Retention::Days(1));
    }
}
