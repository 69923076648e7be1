//! `Range` of one part, as players ask for (RFC 9110, section 14).

use std::ops::Range;

/// The bytes that a `Range` header asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All: no header, or one that is not understood or asks for several parts, which may be answered whole.
    All,
    /// From a first byte to a last one, which is included, or to the end.
    From(u64, Option<u64>),
    /// So many at the end.
    Last(u64),
}

impl Wanted {
    /// Reads the header.
    pub fn read(header: Option<&str>) -> Self {
        Self::part(header).unwrap_or(Self::All)
    }

    fn part(header: Option<&str>) -> Option<Self> {
        let (first, last) = header?.strip_prefix("bytes=")?.trim().split_once('-')?;
        let number = |digits: &str| {
            let digits_only = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            digits_only.then(|| digits.parse::<u64>().ok()).flatten()
        };
        match (first, last) {
            ("", last) => Some(Self::Last(number(last)?)),
            (first, "") => Some(Self::From(number(first)?, None)),
            (first, last) => {
                let (first, last) = (number(first)?, number(last)?);
                (first <= last).then_some(Self::From(first, Some(last)))
            }
        }
    }

    /// These bytes of so many; none where there are none of them.
    pub fn of(&self, total: u64) -> Option<Range<u64>> {
        let range = match *self {
            Self::All => return Some(0..total),
            Self::From(first, None) => first..total,
            Self::From(first, Some(last)) => first..last.saturating_add(1).min(total),
            Self::Last(many) => total.saturating_sub(many)..total,
        };
        (range.start < range.end).then_some(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_single_range_is_answered_whole() {
        let others = [
            None,
            Some(""),
            Some("bytes=-"),
            Some("bytes=a-b"),
            Some("bytes=5-2"),
            Some("bytes=+1-2"),
            Some("bytes=0-1,4-5"),
            Some("items=0-1"),
            Some("bytes=99999999999999999999999-"),
        ];
        for header in others {
            assert_eq!(Wanted::read(header), Wanted::All, "{header:?}");
        }
    }

    #[test]
    fn parts_end_where_the_sound_does() {
        let cases = [
            ("bytes=0-", Some(0..10)),
            ("bytes=3-5", Some(3..6)),
            ("bytes=3-99", Some(3..10)),
            ("bytes=9-9", Some(9..10)),
            ("bytes=10-", None),
            ("bytes=10-12", None),
            ("bytes=-3", Some(7..10)),
            ("bytes=-99", Some(0..10)),
            ("bytes=-0", None),
            ("bytes=3-18446744073709551615", Some(3..10)),
        ];
        for (header, want) in cases {
            assert_eq!(Wanted::read(Some(header)).of(10), want, "{header}");
        }
        assert_eq!(Wanted::read(Some("bytes=0-")).of(0), None);
        assert_eq!(Wanted::All.of(0), Some(0..0));
    }
}
