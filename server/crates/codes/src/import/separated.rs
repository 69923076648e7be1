//! Tables with a header line, separated by tabs, commas or semicolons: lists of codes, the user's own table, HCPCS as CMS's sheet, risk-adjustment
//! mappings.

use super::Found;
use crate::code::{Code, System};
use crate::entry::{Entry, Period, date};
use crate::error::CodesError;

/// Column names, each with the words that mean it: lower case, without what is neither letter nor digit.
const CODE: [&str; 6] = ["code", "hcpc", "hcpcs", "cpt", "diagnosiscode", "icd10code"];
const TITLE: [&str; 6] = [
    "description",
    "longdescription",
    "longdesc",
    "meaning",
    "title",
    "shortdescription",
];
const BILLABLE: [&str; 3] = ["billableleaf", "billable", "validforsubmission"];
const FROM: [&str; 4] = ["validfrom", "adddt", "addeddate", "from"];
const TO: [&str; 4] = ["validto", "termdt", "terminationdate", "to"];
const CATEGORY: [&str; 2] = ["hcc", "category"];

/// The places of the columns that are known.
struct Columns {
    separator: char,
    count: usize,
    code: usize,
    title: usize,
    billable: Option<usize>,
    from: Option<usize>,
    to: Option<usize>,
    /// Whether the title is a risk-adjustment category.
    category: bool,
}

impl Columns {
    fn of(file: &str, head: &str) -> Result<Self, CodesError> {
        let separator = ['\t', ',', ';']
            .into_iter()
            .max_by_key(|c| head.matches(*c).count())
            .unwrap_or('\t');
        let names: Vec<String> = split(head, separator)
            .iter()
            .map(|name| {
                name.chars()
                    .filter(char::is_ascii_alphanumeric)
                    .collect::<String>()
                    .to_lowercase()
            })
            .collect();
        let place = |known: &[&str]| {
            known
                .iter()
                .find_map(|word| names.iter().position(|name| name == word))
        };
        let needed = |place: Option<usize>, name: &str| {
            place.ok_or_else(|| {
                let why = format!("no column `{name}`: the first line must name the columns");
                CodesError::line(file, 1, why)
            })
        };
        let category = place(&CATEGORY);
        Ok(Self {
            separator,
            count: names.len(),
            code: needed(place(&CODE), "code")?,
            title: needed(category.or_else(|| place(&TITLE)), "description")?,
            billable: place(&BILLABLE),
            from: place(&FROM),
            to: place(&TO),
            category: category.is_some(),
        })
    }

    /// The entry of one line; none where a diagnosis has no category. The error says what is wrong with the line.
    fn entry(&self, code: Code, fields: &[String]) -> Result<Option<Entry>, &'static str> {
        let field = |at: usize| fields.get(at).map(|text| text.trim()).unwrap_or_default();
        // The title may hold the separator: where it is the last column, everything after belongs to it.
        let title = if self.title + 1 == self.count && fields.len() > self.count {
            fields.get(self.title..).unwrap_or_default().join(" ")
        } else {
            field(self.title).to_owned()
        };
        if title.is_empty() {
            return if self.category {
                Ok(None)
            } else {
                Err("the code has no title")
            };
        }
        let billable = match self.billable.map(field) {
            None | Some("1" | "y" | "Y" | "yes" | "true" | "TRUE") => true,
            Some("0" | "n" | "N" | "no" | "false" | "FALSE" | "") => false,
            Some(_) => return Err("`billable`: expected 1 or 0"),
        };
        let day = |at: Option<usize>| match at.map(field) {
            None | Some("") => Ok(None),
            Some(text) => date(text)
                .map(Some)
                .ok_or("expected a date like 2025-10-01 or 20251001"),
        };
        Ok(Some(Entry {
            code,
            billable,
            description: title,
            period: Period {
                from: day(self.from)?,
                to: day(self.to)?,
            },
            notes: Vec::new(),
        }))
    }
}

pub(super) fn read(file: &str, text: &str, given: Option<System>) -> Result<Found, CodesError> {
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let (_, head) = lines
        .next()
        .ok_or_else(|| CodesError::format(file, "is empty"))?;
    let columns = Columns::of(file, head)?;
    let mut system = given.or(columns.category.then_some(System::Hcc));
    let mut entries = Vec::new();
    let mut passed_over = Vec::new();
    for (at, line) in lines {
        let bad = |why: &str| CodesError::line(file, at + 1, why);
        let fields = split(line, columns.separator);
        let written = fields
            .get(columns.code)
            .map(|text| text.trim())
            .unwrap_or_default();
        let own = match system {
            Some(system) => system,
            None => *system.insert(
                guess(written)
                    .ok_or_else(|| bad("the code is of no known system; give --system"))?,
            ),
        };
        match Code::read(own, written) {
            Some(code) => entries.extend(columns.entry(code, &fields).map_err(bad)?),
            None => passed_over.push(format!("line {}: no code of {}", at + 1, own.title())),
        }
    }
    if passed_over.len() > entries.len() {
        return Err(CodesError::format(
            file,
            "most of its lines hold no code of the system; is `--system` right?",
        ));
    }
    Ok(Found {
        system,
        year: None,
        entries,
        passed_over,
    })
}

/// The system of a code by its shape. `E0601` is HCPCS: an ICD-10-CM list of codes without points must say its system.
fn guess(written: &str) -> Option<System> {
    [System::Hcpcs, System::Cpt, System::Icd10Cm]
        .into_iter()
        .find(|system| Code::read(*system, written).is_some())
}

/// The fields of a line; a field in double quotes may hold the separator, a doubled quote in it is one.
fn split(line: &str, separator: char) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(letter) = chars.next() {
        let Some(field) = fields.last_mut() else {
            break;
        };
        match letter {
            '"' if quoted && chars.peek() == Some(&'"') => {
                field.push('"');
                chars.next();
            }
            '"' if quoted || field.is_empty() => quoted = !quoted,
            letter if letter == separator && !quoted => fields.push(String::new()),
            letter => field.push(letter),
        }
    }
    fields
}
