//! The kinds of identifier.

/// The kinds of identifier that are looked for: those that US privacy rules list, hospitals kept apart from other places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum PhiKind {
    Name,
    Date,
    Phone,
    Fax,
    Email,
    Ssn,
    Mrn,
    Account,
    License,
    Vehicle,
    Device,
    Url,
    Ip,
    Biometric,
    Photo,
    Address,
    HealthPlan,
    Hospital,
    AgeOver89,
    Id,
}

impl PhiKind {
    /// The name in output: `NAME`, `HEALTHPLAN`, `AGE_OVER_89`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "NAME",
            Self::Date => "DATE",
            Self::Phone => "PHONE",
            Self::Fax => "FAX",
            Self::Email => "EMAIL",
            Self::Ssn => "SSN",
            Self::Mrn => "MRN",
            Self::Account => "ACCOUNT",
            Self::License => "LICENSE",
            Self::Vehicle => "VEHICLE",
            Self::Device => "DEVICE",
            Self::Url => "URL",
            Self::Ip => "IP",
            Self::Biometric => "BIOMETRIC",
            Self::Photo => "PHOTO",
            Self::Address => "ADDRESS",
            Self::HealthPlan => "HEALTHPLAN",
            Self::Hospital => "HOSPITAL",
            Self::AgeOver89 => "AGE_OVER_89",
            Self::Id => "ID",
        }
    }
}
