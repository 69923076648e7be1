//! Identifiers by their form. Of each pattern, the group `v` is the identifier, else the whole match.

use crate::kind::PhiKind;
use regex::Regex;
use std::sync::LazyLock;

/// One form.
pub(crate) struct Pattern {
    pub(crate) kind: PhiKind,
    pub(crate) regex: Regex,
}

const MONTH: &str = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
const WORD: &str = r"[A-Z][\p{L}’'-]+";

/// Every form, those that say most first.
pub(crate) static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    use PhiKind as K;
    let name =
        format!(r"(?:{WORD}(?:[ \t]+[A-Z]\b\.?)?(?:[ \t]+{WORD}){{0,2}}|[A-Z]\.[ \t]*{WORD})");
    let list: Vec<(K, String)> = vec![
        (K::Url, r"\bhttps?://[^\s<>()\x22]+[\w/]|\bwww\.[\w.-]+\.[a-z]{2,}(?:/[^\s<>()\x22]*[\w/])?".into()),
        (K::Email, r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b".into()),
        (K::Ip, r"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b|\b(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}\b".into()),
        (K::Ssn, r"\b\d{3}-\d{2}-\d{4}\b".into()),
        (K::Ssn, r"(?i)\bSSN\b[^0-9\n]{0,16}(?P<v>\d{9})\b".into()),
        (K::Fax, r"(?i)\bfax\b[^0-9(\n]{0,24}(?P<v>(?:\+?1[ .-]?)?(?:\(\d{3}\)[ ]?|\d{3}[ .-])\d{3}[ .-]\d{4})".into()),
        (K::Phone, r"(?:\+?1[ .-]?)?(?:\(\d{3}\)[ ]?|\b\d{3}[ .-])\d{3}[ .-]\d{4}\b(?:[ ]?(?:x|ext\.?)[ ]?\d{1,5})?|\+\d{1,3}[ ]\d[\d ]{6,12}\d\b".into()),
        (K::Mrn, r"(?i)\b(?:MRN|medical record(?: (?:no|number))?|chart (?:no|number)|patient (?:id|number))\b[ .:#]*(?P<v>[A-Z]{0,3}-?\d[\dA-Z-]{3,14})\b".into()),
        (K::Mrn, r"(?i)\b(?:clinic|hospital|general|center|centre)\b under (?P<v>\d{6,10})\b".into()),
        (K::Account, r"(?i)\b(?:acct|account)\b\.?(?: (?:no|number))?[ .:#]*(?P<v>[A-Z]{0,3}-?\d[\dA-Z-]{3,16})\b".into()),
        (K::License, r"(?i)\b(?:licen[cs]e|DEA|NPI|certificate)\b\.?(?: (?:no|number|#))?[ .:#]*(?P<v>[A-Z]{0,3}-?\d[\dA-Z-]{3,14})\b".into()),
        (K::Vehicle, r"(?i)\b(?:plate|licence plate|license plate|registration)\b(?: (?:no|number))?[ .:#]*(?P<v>[A-Z0-9]{2,4}[ -]?[A-Z0-9]{2,5})\b".into()),
        (K::Vehicle, r"(?i)\bVIN\b[ .:#]*(?P<v>[A-HJ-NPR-Z0-9]{17})\b".into()),
        (K::Device, r"(?i)\b(?:serial|device id|UDI|S/N)\b(?: (?:no|number))?[ .:#]*(?P<v>[A-Z]{0,4}-?\d[\dA-Z-]{4,24})\b".into()),
        (K::HealthPlan, r"(?i)\b(?:insurance|member|policy|plan|subscriber|medicare|medicaid|beneficiary)\b(?: (?:id|no|number))?[ .:#]*(?P<v>[A-Z]{1,3}\d{6,12}|\d{8,12})\b".into()),
        (K::Biometric, r"(?i)\b(?:fingerprint|voiceprint|retina scan|face print)\b(?: (?:id|template|no))[ .:#]*(?P<v>[\w-]{4,40})".into()),
        (K::Photo, r"(?i)\b[\w-]+\.(?:jpe?g|png|heic|tiff?)\b".into()),
        (K::Date, format!(r"\b{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b|\b\d{{1,2}} {MONTH}\.?,? \d{{4}}\b|\b{MONTH}\.? \d{{4}}\b")),
        (K::Date, r"\b(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?\b".into()),
        (K::Date, r"\b(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|[12]\d|3[01])[/.](?:(?:19|20)\d{2}|\d{2})(?: \d{1,2}:\d{2})?\b".into()),
        (K::Date, r"(?i)\b(?:since|in|until|from)\b (?P<v>(?:19|20)\d{2})\b".into()),
        (K::AgeOver89, r"(?i)\b(?:aged?|age:)[ ]?(?P<v>9\d|1[01]\d)\b".into()),
        (K::AgeOver89, r"(?i)\b(?P<v>9\d|1[01]\d)[ -]?(?:years?[ -]old|year-old|y/?o|yo)\b".into()),
        (K::Address, format!(r"\b\d{{1,5}} (?:{WORD} ){{1,3}}(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Ln|Lane|Dr|Drive|Ct|Court|Way|Pl|Place|Terrace|Row|Highway|Hwy)\b\.?(?:,? (?:Apt|Unit|Suite|Ste|#)\.? ?\w{{1,5}})?(?:, {WORD}(?: {WORD})?)?(?:,? [A-Z]{{2}})?(?: \d{{5}}(?:-\d{{4}})?)?")),
        (K::Address, format!(r"\b(?i:from|in|of|near|to)\b (?P<v>{WORD}(?:[ -]{WORD})?, [A-Z]{{2}}(?: \d{{5}})?)\b")),
        (K::Address, format!(r"\b(?i:ambulance from|lives in|resident of|moved to|teacher from|home in|returned to) (?P<v>{WORD}(?: {WORD})?)")),
        (K::Hospital, format!(r"\b(?:St\.? )?(?:{WORD} ){{1,4}}(?:Hospital|Medical Center|Clinic|Infirmary|Health Center|General)\b")),
        (K::Name, format!(r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof)\b\.?[ \t]+(?P<v>{name})")),
        (K::Name, format!(r"(?m)(?:\b(?i:patient|pt|name|attending|provider|physician|surgeon|nurse|author|cc|emergency contact|signed by|spoke w/|spoke with|referring|seen by)\b:?[ \t]+)(?P<v>{WORD}(?:[ \t]+[A-Z]\b\.?)?[ \t]+{WORD}|[A-Z]\.[ \t]*{WORD})")),
        (K::Name, format!(r"\b(?i:wife|husband|spouse|daughter|son|mother|father|sister|brother|partner|caregiver|friend)\b[ (,]+(?P<v>{name})")),
        (K::Name, format!(r"(?P<v>{WORD}(?:[ \t]+[A-Z]\b\.?)?[ \t]+{WORD}),[ ]*(?:MD|DO|RN|NP|PA|PA-C|PhD|LCSW|daughter|son|wife|husband|sister|brother|mother|father)\b")),
                (K::Name, format!(r"\b{WORD}[ \t]+[A-Z]\.[ \t]*{WORD}")),
(K::Name, r"\b(?i:known as|nicknamed|goes by)\b[ ]+[\x22“](?P<v>[A-Z]\p{L}+)[\x22”]".into()),
    ];
    list.into_iter()
        .filter_map(|(kind, text)| {
            Some(Pattern {
                kind,
                regex: Regex::new(&text).ok()?,
            })
        })
        .collect()
});

/// How many there are; a test holds the compiled ones against it.
#[cfg(test)]
pub(crate) const COUNT: usize = 33;
