//! Telephone and fax numbers, social security numbers, addresses of machines.

use super::{Hit, View};
use crate::kind::PhiKind;

/// Most groups that are looked at.
const GROUPS: usize = 6;

/// Groups of digits with single separators between them.
#[derive(Default)]
struct Groups {
    lengths: [usize; GROUPS],
    separators: [u8; GROUPS],
    /// Where each ends.
    ends: [usize; GROUPS],
    count: usize,
}

impl Groups {
    fn lengths(&self) -> &[usize] {
        self.lengths.get(..self.count).unwrap_or_default()
    }

    fn ends(&self) -> &[usize] {
        self.ends.get(..self.count).unwrap_or_default()
    }

    /// Between the groups; where there are as many groups as are looked at, what stands behind the last, too.
    fn separators(&self) -> &[u8] {
        let behind = usize::from(self.count == GROUPS && self.separators.last() != Some(&0));
        let count = self.count.saturating_sub(1) + behind;
        self.separators.get(..count).unwrap_or_default()
    }
}

fn groups(bytes: &[u8]) -> Groups {
    let mut out = Groups::default();
    let mut at = 0;
    let slots = out
        .lengths
        .iter_mut()
        .zip(&mut out.ends)
        .zip(&mut out.separators);
    for ((length, end), separator) in slots {
        let digits = bytes
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if digits == 0 {
            break;
        }
        at += digits;
        (*length, *end) = (digits, at);
        out.count += 1;
        match bytes.get(at) {
            Some(mark @ (b' ' | b'-' | b'.' | b':' | b'/')) => {
                *separator = *mark;
                at += 1;
            }
            _ => break,
        }
    }
    out
}

fn fax(view: &View<'_>, place: usize) -> PhiKind {
    if view.cue(place, 5, &["fax", "facsimile", "faxed"]) {
        PhiKind::Fax
    } else {
        PhiKind::Phone
    }
}

/// ` x12`, ` ext. 12`.
fn extension(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    let trimmed = rest.trim_start_matches([' ', ',']);
    for word in ["extension", "ext.", "ext", "x"] {
        let Some(after) = trimmed.strip_prefix(word) else {
            continue;
        };
        let number = after.trim_start();
        let length = number.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=6).contains(&length) {
            return end + rest.len() - number.len() + length;
        }
    }
    end
}

/// Whatever begins with a digit, an opening bracket or a plus.
pub(super) fn number(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    if place > 0
        && !token.spaced
        && view
            .before(place, 1)
            .is_some_and(|before| matches!(before.text, "." | "-" | "/"))
    {
        return None;
    }
    let bytes = view.text.as_bytes().get(token.start..)?;
    if token.is('(') {
        return bracketed(view, place, bytes);
    }
    if token.is('+') {
        let found = groups(bytes.get(1..)?);
        let digits: usize = found.lengths().iter().sum();
        let end = token.start + 1 + found.ends().last()?;
        // `+1 (555) 017-1049`
        if digits <= 3
            && bytes
                .get(1 + found.ends().last()?..)?
                .trim_ascii_start()
                .first()
                == Some(&b'(')
        {
            let next = (place + 1..place + 4).find(|at| view.mark(*at, '('))?;
            let (_, end, kind) = bracketed(
                view,
                next,
                view.text.as_bytes().get(view.at(next)?.start..)?,
            )?;
            return Some((token.start, end, kind));
        }
        return (8..=15)
            .contains(&digits)
            .then(|| (token.start, extension(view.text, end), fax(view, place)));
    }
    let found = groups(bytes);
    let end = token.start + found.ends().last()?;
    let next = view.text.as_bytes().get(end).copied().unwrap_or(b' ');
    if next.is_ascii_alphabetic() && next != b'x' {
        return None;
    }
    let same = |mark: u8| {
        found
            .separators()
            .iter()
            .all(|separator| *separator == mark)
    };
    let mixed = found
        .separators()
        .iter()
        .all(|separator| matches!(separator, b'-' | b'.' | b' '));
    match found.lengths() {
        [3, 2, 4] if same(b'-') || same(b' ') && view.cue(place, 5, &["ssn", "security"]) => {
            Some((token.start, end, PhiKind::Ssn))
        }
        [3, 3, 4] if mixed => Some((token.start, extension(view.text, end), fax(view, place))),
        [1, 3, 3, 4] if mixed && token.text == "1" => {
            Some((token.start, extension(view.text, end), fax(view, place)))
        }
        [a, b, c, d] if same(b'.') && [a, b, c, d].iter().all(|length| **length <= 3) => {
            ip4(token.text, bytes, &found)
                .map(|length| (token.start, token.start + length, PhiKind::Ip))
        }
        [3, 4]
            if same(b'-')
                && view.cue(
                    place,
                    4,
                    &[
                        "call",
                        "phone",
                        "tel",
                        "cell",
                        "mobile",
                        "pager",
                        "callback",
                        "telephone",
                        "extension",
                        "fax",
                        "contact",
                    ],
                ) =>
        {
            Some((token.start, extension(view.text, end), fax(view, place)))
        }
        [4..=6] if view.cue(place, 2, &["pager", "ext", "extension", "beeper"]) => {
            Some((token.start, end, PhiKind::Phone))
        }
        lengths => spaced(view, place, lengths, &found).or_else(|| ip6(view, place)),
    }
}

/// Words before a number that somebody is reached at.
const REACHED: [&str; 15] = [
    "call",
    "phone",
    "tel",
    "cell",
    "mobile",
    "telephone",
    "number",
    "fax",
    "contact",
    "reach",
    "reached",
    "text",
    "messages",
    "callback",
    "whatsapp",
];

/// National forms: three groups or more, nine to twelve digits, begun with 0 or called a number.
fn spaced(view: &View<'_>, place: usize, lengths: &[usize], found: &Groups) -> Option<Hit> {
    let token = view.at(place)?;
    let digits: usize = lengths.iter().sum();
    if lengths.len() < 3
        || !(9..=12).contains(&digits)
        || lengths.iter().any(|length| !(2..=5).contains(length))
    {
        return None;
    }
    let separators = found.separators();
    let even = separators.first().is_some_and(|first| {
        matches!(first, b' ' | b'-' | b'.') && separators.iter().all(|one| one == first)
    });
    let cued = even && (token.text.starts_with('0') || view.cue(place, 4, &REACHED));
    cued.then(|| {
        let end = found.ends().last().copied().unwrap_or_default();
        (token.start, token.start + end, fax(view, place))
    })
}

fn bracketed(view: &View<'_>, place: usize, bytes: &[u8]) -> Option<Hit> {
    let start = view.at(place)?.start;
    let inside = groups(bytes.get(1..)?);
    let [area] = inside.lengths() else {
        return None;
    };
    if !(2..=5).contains(area) || bytes.get(1 + area) != Some(&b')') {
        return None;
    }
    let rest = bytes.get(2 + area..)?;
    let gap = usize::from(matches!(rest.first(), Some(b' ' | b'-')));
    let found = groups(rest.get(gap..)?);
    let (mut digits, mut end) = (*area, None);
    for (length, at) in found.lengths().iter().zip(found.ends()) {
        digits += length;
        if (9..=12).contains(&digits) {
            end = Some(*at);
            if digits >= 10 {
                break;
            }
        }
    }
    let end = start + 2 + area + gap + end?;
    Some((start, extension(view.text, end), fax(view, place)))
}

fn ip4(first: &str, bytes: &[u8], found: &Groups) -> Option<usize> {
    let end = *found.ends().get(3)?;
    let text = std::str::from_utf8(bytes.get(..end)?).ok()?;
    (first.len() <= 3 && text.parse::<std::net::Ipv4Addr>().is_ok()).then_some(end)
}

/// An IPv6 or a hardware address.
pub(super) fn ip6(view: &View<'_>, place: usize) -> Option<Hit> {
    let token = view.at(place)?;
    if token.text.len() > 4 || !(view.mark(place + 1, ':') && view.joined(place + 1)) {
        return None;
    }
    let rest = view.text.get(token.start..)?;
    let length = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_hexdigit() || *byte == b':')
        .count();
    let text = rest.get(..length)?.trim_end_matches(':');
    let colons = text.bytes().filter(|byte| *byte == b':').count();
    if colons >= 4 && text.parse::<std::net::Ipv6Addr>().is_ok() {
        return Some((token.start, token.start + text.len(), PhiKind::Ip));
    }
    (colons == 5 && text.split(':').all(|part| part.len() == 2))
        .then(|| (token.start, token.start + text.len(), PhiKind::Device))
}
