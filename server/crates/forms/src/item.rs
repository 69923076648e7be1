//! What a questionnaire consists of, once it was read.

use crate::value::{Coding, Value};
use crate::when::When;
use rust_decimal::Decimal;
use time::Duration;

/// A questionnaire that can be filled in here.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Its canonical address, with the version where it has one.
    pub canonical: Option<String>,
    /// Its title.
    pub title: String,
    /// What it says of itself.
    pub about: Option<String>,
    /// What is asked, in its order.
    pub items: Vec<Item>,
    /// What of it is done otherwise here, in words.
    pub notes: Vec<String>,
}

impl Form {
    /// Its canonical address without the version.
    pub fn address(&self) -> Option<&str> {
        self.canonical
            .as_deref()
            .and_then(|all| all.split('|').next())
    }
}

/// The types of items (R4, `Questionnaire.item.type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the standard's")]
pub enum Kind {
    Group,
    Display,
    Boolean,
    Decimal,
    Integer,
    Date,
    DateTime,
    Time,
    String,
    Text,
    Url,
    Choice,
    OpenChoice,
    Attachment,
    Reference,
    Quantity,
}

/// How choices are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Control {
    /// As many as there are decide.
    #[default]
    Any,
    /// All in view.
    Listed,
    /// In a list that opens.
    DropDown,
}

/// The units of a quantity.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Units {
    /// Any, typed in.
    #[default]
    Free,
    /// One of these; alone, it is the one.
    Of(Vec<Coding>),
}

/// One item.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one element of the standard"
)]
pub struct Item {
    /// `linkId`
    pub link_id: String,
    /// `text`
    pub text: String,
    /// `prefix`, such as `1a.`
    pub prefix: Option<String>,
    /// `type`
    pub kind: Kind,
    /// Whether it must be answered where it is shown.
    pub required: bool,
    /// Whether it may be answered more than once.
    pub repeats: bool,
    /// Whether nobody may change what stands there.
    pub read_only: bool,
    /// Whether it is never shown (`questionnaire-hidden`).
    pub hidden: bool,
    /// Most characters.
    pub max_length: Option<usize>,
    /// Fewest characters (`minLength`).
    pub min_length: Option<usize>,
    /// Most digits behind the point (`maxDecimalPlaces`).
    pub places: Option<u32>,
    /// The least value (`minValue`).
    pub min: Option<Value>,
    /// The greatest value (`maxValue`).
    pub max: Option<Value>,
    /// Fewest and most answers (`questionnaire-minOccurs`, `questionnaire-maxOccurs`).
    pub occurs: (Option<usize>, Option<usize>),
    /// What can be chosen: each with whether it stands alone (`questionnaire-optionExclusive`).
    pub options: Vec<(Value, bool)>,
    /// How choices are shown.
    pub control: Control,
    /// The units of a quantity.
    pub units: Units,
    /// Words that help with it.
    pub help: Option<String>,
    /// What stands there at first.
    pub initial: Vec<Value>,
    /// When it is shown.
    pub when: When,
    /// The codes of what is asked (`code`).
    pub codes: Vec<Coding>,
    /// How old a result of the chart may be that answers it (`observationLinkPeriod`).
    pub link_period: Option<Duration>,
    /// Why it cannot be filled in here.
    pub unfillable: Option<String>,
    /// What is inside.
    pub items: Vec<Item>,
}

impl Item {
    /// What to call it in a message.
    pub fn name(&self) -> &str {
        let text = self.text.trim();
        match (text.is_empty(), &self.prefix) {
            (false, _) => text,
            (true, Some(prefix)) => prefix,
            (true, None) => &self.link_id,
        }
    }

    /// Whether somebody can answer it.
    pub fn is_question(&self) -> bool {
        !matches!(self.kind, Kind::Group | Kind::Display)
    }

    /// Whether it is answered by choosing.
    pub fn chooses(&self) -> bool {
        !self.options.is_empty()
    }

    /// Whether a person types into it here.
    pub fn is_open(&self) -> bool {
        self.is_question() && !self.read_only && !self.hidden && self.unfillable.is_none()
    }
}

impl Kind {
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "group" => Self::Group,
            "display" => Self::Display,
            "boolean" => Self::Boolean,
            "decimal" => Self::Decimal,
            "integer" => Self::Integer,
            "date" => Self::Date,
            "dateTime" => Self::DateTime,
            "time" => Self::Time,
            "string" => Self::String,
            "text" => Self::Text,
            "url" => Self::Url,
            "choice" => Self::Choice,
            "open-choice" => Self::OpenChoice,
            "attachment" => Self::Attachment,
            "reference" => Self::Reference,
            "quantity" => Self::Quantity,
            _ => return None,
        })
    }
}

/// A number as written; none where it is none.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all(whole) || !all(part) {
        return None;
    }
    Decimal::from_str_exact(text).ok()
}
