//! Search parameters: which exist, how they are read, and whether a resource passes (FHIR R4, "Search").

use super::outcome::FhirError;
use crate::store::Stored;
use crate::store::date::{DateTest, Span};

/// Token parameters, of whatever type has the element.
const TOKENS: &[&str] = &[
    "code",
    "vaccine-code",
    "category",
    "type",
    "clinical-status",
    "verification-status",
    "class",
    "status",
    "lifecycle-status",
    "doc-status",
    "intent",
    "gender",
    "identifier",
    "specialty",
];
/// Date parameters.
const DATES: &[&str] = &[
    "date",
    "period",
    "issued",
    "recorded-date",
    "onset-date",
    "abatement-date",
    "authoredon",
    "birthdate",
    "target-date",
    "start-date",
    "sent",
];
/// Reference parameters; `patient` is `subject` restricted to patients.
const REFERENCES: &[&str] = &[
    "patient",
    "subject",
    "encounter",
    "author",
    "performer",
    "requester",
    "medication",
    "target",
    "practitioner",
    "organization",
    "location",
    "sender",
    "recipient",
    "result",
    "part-of",
];
const STRINGS: &[&str] = &["name", "family", "given"];
/// Parameters that page links carry.
pub const PAGE_PARAMS: &[&str] = &["sessionID", "pageContext", "_getpages"];

#[derive(Clone, Debug)]
enum Clause {
    Id(Vec<String>),
    Token {
        param: String,
        any: Vec<(Option<String>, String)>,
        not: bool,
    },
    Date {
        param: String,
        any: Vec<DateTest>,
    },
    LastUpdated(Vec<DateTest>),
    Reference {
        param: String,
        any: Vec<String>,
    },
    Text {
        param: String,
        any: Vec<String>,
    },
}

/// A search as it was asked.
#[derive(Clone, Debug, Default)]
pub struct Query {
    clauses: Vec<Clause>,
    /// `_count`
    pub count: Option<usize>,
    /// `_sort`: parameter, descending.
    pub sort: Vec<(String, bool)>,
    /// `_include`: source type and parameter.
    pub include: Vec<(String, String)>,
    /// `_revinclude`: source type and parameter.
    pub revinclude: Vec<(String, String)>,
    /// The page token of a page link.
    pub page: Option<String>,
    /// `_summary=count`, or `_count=0`
    pub count_only: bool,
    /// Parameters that are not known.
    pub unknown: Vec<String>,
    /// How many parameters select anything.
    pub selecting: usize,
    names: Vec<String>,
}

impl Query {
    /// Reads the parameters; `base` is the FHIR base URL, which absolute references may name.
    pub fn parse(pairs: &[(String, String)], base: &str) -> Result<Self, FhirError> {
        let mut query = Self::default();
        for (key, value) in pairs {
            let (name, modifier) = key
                .split_once(':')
                .map_or((key.as_str(), None), |(name, rest)| (name, Some(rest)));
            if name.starts_with('_') || PAGE_PARAMS.contains(&name) || name == "direction" {
                query.control(name, value)?;
            } else {
                query.clause(name, modifier, value, base)?;
            }
        }
        Ok(query)
    }

    fn control(&mut self, name: &str, value: &str) -> Result<(), FhirError> {
        match name {
            "_id" => {
                self.selecting += 1;
                self.names.push(name.to_owned());
                self.clauses
                    .push(Clause::Id(value.split(',').map(str::to_owned).collect()));
            }
            "_lastUpdated" => self.clauses.push(Clause::LastUpdated(dates(name, value)?)),
            "_count" => {
                let count: usize = value
                    .parse()
                    .map_err(|_| FhirError::bad_search("_count must be a number"))?;
                self.count_only |= count == 0;
                self.count = Some(count);
            }
            "_summary" if value == "count" => self.count_only = true,
            "_sort" => {
                for key in value.split(',').filter(|key| !key.is_empty()) {
                    let (name, descending) = key
                        .strip_prefix('-')
                        .map_or((key, false), |name| (name, true));
                    if !DATES.contains(&name) && !matches!(name, "_lastUpdated" | "_id") {
                        return Err(
                            FhirError::bad_search(format!("cannot sort by {name}")).at("_sort")
                        );
                    }
                    self.sort.push((name.to_owned(), descending));
                }
            }
            "_include" | "_revinclude" => {
                let mut parts = value.split(':');
                let (Some(rtype), Some(param)) = (parts.next(), parts.next()) else {
                    return Err(FhirError::bad_search(format!(
                        "{name} must be Type:parameter"
                    )));
                };
                let param = if param == "patient" { "subject" } else { param };
                let wanted = (rtype.to_owned(), param.to_owned());
                if name == "_include" {
                    self.include.push(wanted);
                } else {
                    self.revinclude.push(wanted);
                }
            }
            name if PAGE_PARAMS.contains(&name) => self.page = Some(value.to_owned()),
            "direction" | "_format" | "_pretty" | "_total" | "_getpagesoffset" | "_summary"
            | "_elements" => {}
            other => self.unknown.push(other.to_owned()),
        }
        Ok(())
    }

    fn clause(
        &mut self,
        name: &str,
        modifier: Option<&str>,
        value: &str,
        base: &str,
    ) -> Result<(), FhirError> {
        let param = name.to_owned();
        let clause = if TOKENS.contains(&name) {
            let not = match modifier {
                None => false,
                Some("not") => true,
                Some(other) => {
                    return Err(FhirError::bad_search(format!(
                        "modifier :{other} is not supported"
                    )));
                }
            };
            Clause::Token {
                param,
                any: split(value).map(|item| token(&item)).collect(),
                not,
            }
        } else if DATES.contains(&name) {
            Clause::Date {
                any: dates(name, value)?,
                param,
            }
        } else if REFERENCES.contains(&name) {
            let default = (name == "patient" || name == "subject").then_some("Patient");
            let rtype = modifier
                .or(default)
                .or((name == "encounter").then_some("Encounter"));
            let any = split(value)
                .map(|item| reference(&item, rtype, base))
                .collect();
            Clause::Reference {
                param: if name == "patient" {
                    "subject".to_owned()
                } else {
                    param
                },
                any,
            }
        } else if STRINGS.contains(&name) {
            Clause::Text {
                param,
                any: split(value).map(|item| item.to_lowercase()).collect(),
            }
        } else {
            self.unknown.push(name.to_owned());
            return Ok(());
        };
        self.selecting += 1;
        self.names.push(name.to_owned());
        self.clauses.push(clause);
        Ok(())
    }

    /// Whether a parameter is given.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|given| given == name)
    }

    /// The one patient that is named.
    pub fn patient(&self) -> Option<&str> {
        self.clauses.iter().find_map(|clause| match clause {
            Clause::Reference { param, any } if param == "subject" => any
                .iter()
                .find_map(|target| target.strip_prefix("Patient/")),
            _ => None,
        })
    }

    /// Whether a resource passes every clause.
    pub fn accepts(&self, stored: &Stored) -> bool {
        self.clauses.iter().all(|clause| clause.accepts(stored))
    }

    /// Orders what was found; the order of storage decides what is equal.
    pub fn order(&self, found: &mut [std::sync::Arc<Stored>]) {
        found.sort_by(|left, right| {
            for (name, descending) in &self.sort {
                let order = match name.as_str() {
                    "_id" => left.id.cmp(&right.id),
                    "_lastUpdated" => left.current().updated.cmp(&right.current().updated),
                    name => left
                        .index
                        .first_date(name)
                        .cmp(&right.index.first_date(name)),
                };
                let order = if *descending { order.reverse() } else { order };
                if order.is_ne() {
                    return order;
                }
            }
            std::cmp::Ordering::Equal
        });
    }
}

impl Clause {
    fn accepts(&self, stored: &Stored) -> bool {
        let index = &stored.index;
        match self {
            Self::Id(ids) => ids.contains(&stored.id),
            Self::Token { param, any, not } => {
                let found = index
                    .tokens
                    .iter()
                    .filter(|token| token.param == param)
                    .any(|token| {
                        any.iter().any(|(system, code)| {
                            (code.is_empty() || token.code == *code)
                                && system.as_ref().is_none_or(|system| token.system == *system)
                        })
                    });
                found != *not
            }
            Self::Date { param, any } => index
                .dates
                .iter()
                .filter(|(name, _)| name == param)
                .any(|(_, span)| any.iter().any(|test| test.accepts(*span))),
            Self::LastUpdated(any) => {
                let at = i64::try_from(stored.current().updated.unix_timestamp_nanos() / 1_000_000)
                    .unwrap_or(0);
                any.iter().any(|test| {
                    test.accepts(Span {
                        start: at,
                        end: at + 1,
                    })
                })
            }
            Self::Reference { param, any } => {
                // Some resources name their patient in another way: the compartment decides.
                let patient = index.patient.as_deref();
                let of_patient = |wanted: &String| {
                    wanted
                        .strip_prefix("Patient/")
                        .is_some_and(|id| patient == Some(id))
                };
                if param == "subject" && any.iter().any(of_patient) {
                    return true;
                }
                index.refs.iter().any(|(name, target)| {
                    name == param
                        && any
                            .iter()
                            .any(|wanted| wanted == target || ends_with_id(target, wanted))
                })
            }
            Self::Text { param, any } => index.strings.iter().any(|(name, text)| {
                name == param && any.iter().any(|wanted| text.starts_with(wanted.as_str()))
            }),
        }
    }
}

/// A bare id finds a target of any type.
fn ends_with_id(target: &str, wanted: &str) -> bool {
    !wanted.contains('/') && target.rsplit('/').next() == Some(wanted)
}

/// Splits at commas that are not escaped.
fn split(value: &str) -> impl Iterator<Item = String> {
    let mut items = vec![String::new()];
    let mut chars = value.chars();
    while let Some(char) = chars.next() {
        match (char, items.last_mut()) {
            ('\\', Some(item)) => item.extend(chars.next()),
            (',', _) => items.push(String::new()),
            (char, Some(item)) => item.push(char),
            _ => {}
        }
    }
    items.into_iter()
}

fn token(item: &str) -> (Option<String>, String) {
    match item.split_once('|') {
        Some((system, code)) => (Some(system.to_owned()), code.to_owned()),
        None => (None, item.to_owned()),
    }
}

fn dates(name: &str, value: &str) -> Result<Vec<DateTest>, FhirError> {
    split(value)
        .map(|item| {
            DateTest::parse(&item)
                .ok_or_else(|| FhirError::bad_search(format!("{name} is not a date")).at(name))
        })
        .collect()
}

fn reference(item: &str, rtype: Option<&str>, base: &str) -> String {
    let item = item
        .strip_prefix(base)
        .map_or(item, |rest| rest.trim_start_matches('/'));
    match (item.contains('/'), rtype) {
        (false, Some(rtype)) => format!("{rtype}/{item}"),
        _ => item.to_owned(),
    }
}
