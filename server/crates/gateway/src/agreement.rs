//! What was agreed with whoever runs an endpoint.

use crate::config::{ConfigError, RawAgreement};
use crate::date;
use crate::error::Refusal;
use crate::retention::Retention;
use phi::{DataClass, FieldClass};
use time::Date;

/// The kind of agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementKind {
    /// A business associate agreement.
    Baa,
    /// The endpoint runs on the organization's own premises.
    OwnPremises,
    /// None: no patient data at all.
    None,
}

impl AgreementKind {
    /// The name in configurations and logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Baa => "baa",
            Self::OwnPremises => "own_premises",
            Self::None => "none",
        }
    }
}

/// A checked agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Whose endpoint it is.
    pub provider: String,
    /// The kind.
    pub kind: AgreementKind,
    /// The contract's number or place.
    pub reference: Option<String>,
    /// The first day.
    pub signed: Option<Date>,
    /// The last day; none: no end.
    pub expires: Option<Date>,
    /// What was attested of retention.
    pub retention: Option<Retention>,
    /// Where data is processed.
    pub region: Option<String>,
    /// What data it covers.
    pub covers: DataClass,
}

impl Agreement {
    /// The agreement of an endpoint for which none is recorded.
    pub(crate) fn none() -> Self {
        Self {
            provider: String::new(),
            kind: AgreementKind::None,
            reference: None,
            signed: None,
            expires: None,
            retention: None,
            region: None,
            covers: DataClass::NONE,
        }
    }

    pub(crate) fn read(raw: &RawAgreement, key: &str) -> Result<Self, ConfigError> {
        let bad = |name: &str, what: &str| ConfigError {
            key: format!("{key}.{name}"),
            what: what.to_owned(),
        };
        let kind = match raw.kind.as_str() {
            "baa" => AgreementKind::Baa,
            "own_premises" => AgreementKind::OwnPremises,
            "none" => AgreementKind::None,
            _ => return Err(bad("kind", "expected baa, own_premises or none")),
        };
        let day = |name: &str, text: Option<&String>| {
            text.map(|text| {
                date::read(text).ok_or_else(|| bad(name, "expected a date like 2026-03-01"))
            })
            .transpose()
        };
        let (signed, expires) = (
            day("signed", raw.signed.as_ref())?,
            day("expires", raw.expires.as_ref())?,
        );
        if raw.provider.trim().is_empty() {
            return Err(bad("provider", "is empty"));
        }
        if kind == AgreementKind::Baa {
            let filled =
                |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
            if !filled(&raw.reference) {
                return Err(bad("reference", "is missing; a baa names its contract"));
            }
            if signed.is_none() {
                return Err(bad("signed", "is missing; a baa has a first day"));
            }
            if !filled(&raw.retention) {
                return Err(bad(
                    "retention",
                    "is missing; say what was attested: none, memory, or days",
                ));
            }
        }
        let retention = raw
            .retention
            .as_ref()
            .map(|text| {
                Retention::read(text).ok_or_else(|| {
                    bad(
                        "retention",
                        "expected none, memory, or days such as 30 days",
                    )
                })
            })
            .transpose()?;
        if let (Some(signed), Some(expires)) = (signed, expires)
            && expires < signed
        {
            return Err(bad("expires", "lies before `signed`"));
        }
        let covers = classes(&raw.covers, &format!("{key}.covers"))?;
        if kind == AgreementKind::None && covers != DataClass::NONE {
            return Err(bad("covers", "must be empty where the kind is none"));
        }
        Ok(Self {
            provider: raw.provider.clone(),
            kind,
            reference: raw.reference.clone(),
            signed,
            expires,
            retention,
            region: raw.region.clone(),
            covers,
        })
    }

    /// Whether it ends after this day, and is told in time: the days that are left, where they are fewer than 31.
    pub fn ends_soon(&self, today: Date) -> Option<i64> {
        self.expires
            .map(|on| (on - today).whole_days())
            .filter(|left| (0..31).contains(left))
    }

    /// Whether data of this class may go out on this day; `endpoint` is named in the refusal.
    pub(crate) fn allows(
        &self,
        class: DataClass,
        today: Date,
        endpoint: &str,
    ) -> Result<(), Refusal> {
        if class == DataClass::NONE {
            return Ok(());
        }
        let endpoint = endpoint.to_owned();
        if self.kind == AgreementKind::None {
            return Err(Refusal::NoAgreement { endpoint });
        }
        if let Some(from) = self.signed.filter(|from| today < *from) {
            return Err(Refusal::AgreementNotYet { endpoint, from });
        }
        if let Some(on) = self.expires.filter(|on| today > *on) {
            return Err(Refusal::AgreementExpired { endpoint, on });
        }
        let missing = self.covers.missing(class);
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Refusal::ClassNotCovered { endpoint, missing })
        }
    }
}

/// Data classes by their names.
pub(crate) fn classes(names: &[String], key: &str) -> Result<DataClass, ConfigError> {
    let mut all = DataClass::NONE;
    for (index, name) in names.iter().enumerate() {
        let class = FieldClass::ALL
            .into_iter()
            .find(|class| class.name() == name);
        all =
            all.with(
                class.ok_or_else(|| ConfigError {
                    key: format!("{key}[{index}]"),
                    what: "expected direct_identifier, quasi_identifier, clinical or free_text"
                        .to_owned(),
                })?,
            );
    }
    Ok(all)
}
