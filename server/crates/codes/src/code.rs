//! Codes and the systems that they belong to.

use serde::{Deserialize, Serialize};

/// A code system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum System {
    /// Diagnoses.
    #[serde(rename = "icd-10-cm")]
    Icd10Cm,
    /// Supplies, drugs, services.
    #[serde(rename = "hcpcs")]
    Hcpcs,
    /// Procedures; the table is the user's own.
    #[serde(rename = "cpt")]
    Cpt,
    /// Risk-adjustment categories by diagnosis code.
    #[serde(rename = "hcc")]
    Hcc,
}

impl System {
    /// Every system.
    pub const ALL: [Self; 4] = [Self::Icd10Cm, Self::Hcpcs, Self::Cpt, Self::Hcc];

    /// What files and the command line call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Icd10Cm => "icd-10-cm",
            Self::Hcpcs => "hcpcs",
            Self::Cpt => "cpt",
            Self::Hcc => "hcc",
        }
    }

    /// What a person calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Icd10Cm => "ICD-10-CM",
            Self::Hcpcs => "HCPCS Level II",
            Self::Cpt => "CPT",
            Self::Hcc => "HCC",
        }
    }

    /// The system of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.name() == name)
    }

    /// The URL that names it in a FHIR Coding; none for a system that codings do not use.
    pub const fn url(self) -> Option<&'static str> {
        match self {
            Self::Icd10Cm => Some("http://hl7.org/fhir/sid/icd-10-cm"),
            Self::Hcpcs => Some("http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"),
            Self::Cpt => Some("http://www.ama-assn.org/go/cpt"),
            Self::Hcc => None,
        }
    }

    /// The system that a FHIR coding names by URL or OID; none for all others, the WHO's ICD-10 among them.
    pub fn from_url(url: &str) -> Option<Self> {
        match url.trim_end_matches('/') {
            "http://hl7.org/fhir/sid/icd-10-cm" | "urn:oid:2.16.840.1.113883.6.90" => {
                Some(Self::Icd10Cm)
            }
            "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
            | "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
            | "https://www.cms.gov/Medicare/Coding/MedHCPCSGenInfo"
            | "urn:oid:2.16.840.1.113883.6.285" => Some(Self::Hcpcs),
            "http://www.ama-assn.org/go/cpt" | "urn:oid:2.16.840.1.113883.6.12" => Some(Self::Cpt),
            _ => None,
        }
    }
}

/// A code as its table writes it: `E11.9`, `E0601`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// A code of a system as somebody writes it. An ICD-10-CM code may lack its point; nothing else is put right: not case, not white space.
    /// None where it can't be a code of the system.
    pub fn read(system: System, written: &str) -> Option<Self> {
        let bytes = written.as_bytes();
        match system {
            System::Icd10Cm | System::Hcc => {
                let (head, tail) = match written.split_once('.') {
                    Some((head, tail)) if !tail.is_empty() => (head, tail),
                    Some(_) => return None,
                    None => (written.get(..3)?, written.get(3..)?),
                };
                // The second place has had letters since QA0 (2025).
                let alike = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
                let head_fits = head.len() == 3
                    && head.as_bytes()[0].is_ascii_uppercase()
                    && head.bytes().all(|byte| alike(&byte))
                    && head.bytes().any(|byte| byte.is_ascii_digit());
                let tail_fits = tail.len() <= 4 && tail.bytes().all(|byte| alike(&byte));
                (head_fits && tail_fits).then(|| {
                    Self(if tail.is_empty() {
                        head.to_owned()
                    } else {
                        format!("{head}.{tail}")
                    })
                })
            }
            System::Hcpcs => {
                let digits = bytes.iter().skip(1).all(u8::is_ascii_digit);
                (bytes.len() == 5 && bytes[0].is_ascii_uppercase() && digits)
                    .then(|| Self(written.to_owned()))
            }
            System::Cpt => {
                let digits = bytes.iter().take(4).all(u8::is_ascii_digit);
                let last = bytes
                    .last()
                    .is_some_and(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
                (bytes.len() == 5 && digits && last).then(|| Self(written.to_owned()))
            }
        }
    }

    /// As its table writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The next wider code of ICD-10-CM: `E11.65` has `E11.6`, `E11.6` has `E11`; none above a category, and none in the other systems, whose codes
    /// are not nested.
    pub fn parent(&self) -> Option<Self> {
        let (head, tail) = self.0.split_once('.')?;
        let shorter = tail.get(..tail.len() - 1)?;
        Some(Self(if shorter.is_empty() {
            head.to_owned()
        } else {
            format!("{head}.{shorter}")
        }))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_a_code_is_refused() {
        for (system, written) in [
            (System::Icd10Cm, "e11.9"),
            (System::Icd10Cm, "E11."),
            (System::Icd10Cm, "A00-B99"),
            (System::Icd10Cm, " E11.9"),
            (System::Icd10Cm, "250.00"),
            (System::Icd10Cm, "E11.99999"),
            (System::Icd10Cm, "É11.9"),
            (System::Icd10Cm, ""),
            (System::Hcpcs, "E060"),
            (System::Hcpcs, "e0601"),
            (System::Cpt, "9921"),
            (System::Cpt, "A9921"),
        ] {
            assert_eq!(Code::read(system, written), None, "{written}");
        }
    }

    #[test]
    fn the_point_may_be_missing_and_wider_codes_are_known() {
        let code = |written| Code::read(System::Icd10Cm, written).unwrap();
        assert_eq!(code("S72001A"), code("S72.001A"));
        assert_eq!(code("I5A").as_str(), "I5A");
        let mut at = code("S72.001A");
        let mut ladder = vec![at.to_string()];
        while let Some(wider) = at.parent() {
            ladder.push(wider.to_string());
            at = wider;
        }
        assert_eq!(ladder, ["S72.001A", "S72.001", "S72.00", "S72.0", "S72"]);
    }
}
