//! Reads a Questionnaire. What changes its meaning and is not known here refuses it; what is done otherwise is told in the form's notes.

use crate::FormError;
use crate::choices::{self, extensions};
use crate::item::{Control, Form, Item, Kind, Units};
use crate::value::{Coding, Value};
use crate::when::When;
use chart::Json;
use std::collections::{BTreeMap, BTreeSet};
use time::Duration;

/// Most items.
const MOST: usize = 500;
/// Items inside items.
const DEEPEST: usize = 12;
/// Most characters of what a questionnaire says of itself.
const ABOUT: usize = 1500;
const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";

/// An address of the standard's own extensions.
macro_rules! concat_url {
    ($name:literal) => {
        concat!("http://hl7.org/fhir/StructureDefinition/", $name)
    };
}

impl Form {
    /// Reads a Questionnaire's JSON.
    pub fn read(text: &str) -> Result<Self, FormError> {
        let json = Json::parse(text).map_err(|_| FormError::Json)?;
        Self::of(&json)
    }

    /// Reads a Questionnaire.
    pub fn of(json: &Json) -> Result<Self, FormError> {
        if json.resource_type() != Some("Questionnaire") {
            return Err(FormError::Type);
        }
        unknown(json, "the questionnaire")?;
        let mut reading = Reading {
            whole: json,
            ids: BTreeSet::new(),
            notes: Vec::new(),
        };
        let items = reading.items(json, DEEPEST)?;
        if items.is_empty() {
            return Err(FormError::Empty);
        }
        let Reading { mut notes, .. } = reading;
        if let Some(status @ ("retired" | "draft")) = json.str_at("status") {
            notes.push(format!("The questionnaire is marked as {status}."));
        }
        depends(&items)?;
        let words = |key| {
            json.str_at(key)
                .map(str::trim)
                .filter(|text| !text.is_empty())
        };
        let canonical = words("url").map(|url| match words("version") {
            Some(version) if !url.contains('|') => format!("{url}|{version}"),
            _ => url.to_owned(),
        });
        let title = words("title").or_else(|| words("name"));
        Ok(Self {
            title: title
                .or(canonical.as_deref())
                .unwrap_or("Questionnaire without a title")
                .to_owned(),
            canonical,
            about: words("description").map(|text| text.chars().take(ABOUT).collect()),
            items,
            notes,
        })
    }
}

struct Reading<'j> {
    whole: &'j Json,
    ids: BTreeSet<String>,
    notes: Vec<String>,
}

impl Reading<'_> {
    fn items(&mut self, of: &Json, deep: usize) -> Result<Vec<Item>, FormError> {
        let all = of.items_at("item");
        if deep == 0 && !all.is_empty() {
            return Err(FormError::Large("12 levels of items"));
        }
        all.iter().map(|one| self.item(one, deep)).collect()
    }

    fn item(&mut self, json: &Json, deep: usize) -> Result<Item, FormError> {
        let id = json.str_at("linkId").unwrap_or_default().trim().to_owned();
        if id.is_empty() {
            let place = format!("number {} in reading order", self.ids.len() + 1);
            return Err(FormError::item(&place, "it has no `linkId`"));
        }
        if !self.ids.insert(id.clone()) {
            return Err(FormError::item(&id, "two items have this `linkId`"));
        }
        if self.ids.len() > MOST {
            return Err(FormError::Large("500 items"));
        }
        unknown(json, &format!("item `{id}`"))?;
        let code = json.str_at("type").unwrap_or_default();
        let kind = Kind::from_code(code)
            .ok_or_else(|| FormError::item(&id, "its type is none of FHIR R4"))?;
        let when = When::read(json).map_err(|why| FormError::item(&id, why))?;
        let choices = choices::of(json, self.whole);
        let mut initial: Vec<Value> = json
            .items_at("initial")
            .iter()
            .filter_map(|one| Value::read(one, "value"))
            .collect();
        initial.extend(choices.chosen);
        let chooses =
            matches!(kind, Kind::Choice | Kind::OpenChoice) || !choices.options.is_empty();
        let unfillable = match kind {
            Kind::Attachment => Some("a file cannot be attached here".to_owned()),
            Kind::Reference => Some("a link to a record cannot be given here".to_owned()),
            Kind::Choice if choices.options.is_empty() => choices.lacks.clone(),
            _ => None,
        };
        let unfillable = match (kind, unfillable) {
            (Kind::Choice, None) if choices.options.is_empty() => {
                Some("it has no list of answers".to_owned())
            }
            (_, found) => found,
        };
        if let (Some(lacks), None, true) = (&choices.lacks, &unfillable, chooses) {
            self.notes.push(format!(
                "“{}”: {lacks}.",
                json.str_at("text").unwrap_or(&id)
            ));
        }
        let (items, help) = self.inside(json, deep)?;
        let item = Item {
            text: json.str_at("text").unwrap_or_default().trim().to_owned(),
            prefix: json.str_at("prefix").map(|text| text.trim().to_owned()),
            kind,
            required: flag(json.get("required")),
            repeats: flag(json.get("repeats")),
            read_only: flag(json.get("readOnly")),
            hidden: extensions(json, concat_url!("questionnaire-hidden"))
                .any(|one| flag(one.get("valueBoolean"))),
            max_length: count(json.get("maxLength")),
            min_length: valued(json, concat_url!("minLength")).and_then(|value| count(Some(value))),
            places: valued(json, concat_url!("maxDecimalPlaces"))
                .and_then(|value| value.number_text()?.parse().ok()),
            min: bound(json, concat_url!("minValue")),
            max: bound(json, concat_url!("maxValue")),
            occurs: (
                valued(json, concat_url!("questionnaire-minOccurs"))
                    .and_then(|value| count(Some(value))),
                valued(json, concat_url!("questionnaire-maxOccurs"))
                    .and_then(|value| count(Some(value))),
            ),
            options: choices.options,
            control: control(json),
            units: units(json),
            help,
            initial,
            when,
            codes: json.items_at("code").iter().map(Coding::read).collect(),
            link_period: link_period(json),
            unfillable,
            items,
            link_id: id,
        };
        self.tell(json, &item);
        Ok(item)
    }

    /// The items inside, and the words of those that are only its help.
    fn inside(
        &mut self,
        json: &Json,
        deep: usize,
    ) -> Result<(Vec<Item>, Option<String>), FormError> {
        let mut items = self.items(json, deep - 1)?;
        let helps: BTreeSet<&str> = json
            .items_at("item")
            .iter()
            .filter(|one| {
                one.str_at("type") == Some("display")
                    && matches!(
                        item_control(one),
                        Some("help" | "prompt" | "unit" | "flyover")
                    )
            })
            .filter_map(|one| one.str_at("linkId"))
            .collect();
        let plain = |item: &Item| !item.hidden && item.when.conditions.is_empty();
        let (help, rest): (Vec<Item>, Vec<Item>) = items
            .drain(..)
            .partition(|item| helps.contains(item.link_id.as_str()) && plain(item));
        let format = valued(json, concat_url!("entryFormat")).and_then(Json::as_str);
        let words = help.into_iter().map(|one| one.text);
        let words: Vec<String> = words.chain(format.map(str::to_owned)).collect();
        Ok((rest, (!words.is_empty()).then(|| words.join(" "))))
    }

    /// What is done otherwise.
    fn tell(&mut self, json: &Json, item: &Item) {
        let name = item.name().to_owned();
        if item.required
            && let Some(why) = &item.unfillable
        {
            self.notes.push(format!("“{name}” must be answered and can’t be here: {why}. The answers stay marked as in progress."));
        }
        let expressions = [
            "calculatedExpression",
            "enableWhenExpression",
            "initialExpression",
            "answerExpression",
        ];
        let all = json.items_at("extension").iter();
        let used = all.filter_map(|one| one.str_at("url")?.strip_prefix(SDC));
        if used.into_iter().any(|name| expressions.contains(&name)) {
            self.notes.push(format!(
                "“{name}” has a formula, which is not worked out here: answer it by hand."
            ));
        }
    }
}

fn flag(json: Option<&Json>) -> bool {
    json.and_then(Json::as_bool) == Some(true)
}

fn count(json: Option<&Json>) -> Option<usize> {
    json?.number_text()?.parse().ok()
}

/// The value of an extension.
fn valued<'j>(json: &'j Json, url: &'static str) -> Option<&'j Json> {
    let found = extensions(json, url).next()?;
    let mut members = found.members().iter();
    members
        .find(|(key, _)| key.starts_with("value"))
        .map(|(_, value)| value)
}

fn bound(json: &Json, url: &'static str) -> Option<Value> {
    Value::read(extensions(json, url).next()?, "value")
}

fn item_control(json: &Json) -> Option<&str> {
    let found = valued(json, concat_url!("questionnaire-itemControl"))?;
    found
        .items_at("coding")
        .iter()
        .find_map(|one| one.str_at("code"))
}

fn control(json: &Json) -> Control {
    match item_control(json) {
        Some("radio-button" | "check-box") => Control::Listed,
        Some("drop-down" | "autocomplete" | "lookup") => Control::DropDown,
        _ => Control::Any,
    }
}

fn units(json: &Json) -> Units {
    if let Some(unit) = valued(json, concat_url!("questionnaire-unit")) {
        return Units::Of(vec![Coding::read(unit)]);
    }
    let options = extensions(json, concat_url!("questionnaire-unitOption"));
    let units: Vec<Coding> = options
        .filter_map(|one| Some(Coding::read(one.get("valueCoding")?)))
        .collect();
    if units.is_empty() {
        Units::Free
    } else {
        Units::Of(units)
    }
}

/// `observationLinkPeriod`, a Duration in days, weeks, months or years.
fn link_period(json: &Json) -> Option<Duration> {
    let url =
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationLinkPeriod";
    let found = valued(json, url)?;
    let value: f64 = found.get("value")?.number_text()?.parse().ok()?;
    let code = found.str_at("code").or_else(|| found.str_at("unit"))?;
    let days = match code {
        "h" => 1.0 / 24.0,
        "d" | "day" | "days" => 1.0,
        "wk" | "week" | "weeks" => 7.0,
        "mo" | "month" | "months" => 30.44,
        "a" | "year" | "years" => 365.25,
        _ => return None,
    };
    let days = value * days;
    (0.0..=40_000.0)
        .contains(&days)
        .then(|| Duration::seconds_f64(days * 86_400.0))
}

/// Elements that may not be passed over.
fn unknown(json: &Json, place: &str) -> Result<(), FormError> {
    let refused = |what| {
        Err(FormError::Modifier {
            place: place.to_owned(),
            what,
        })
    };
    if !json.items_at("modifierExtension").is_empty() {
        return refused("a modifier extension");
    }
    if json.get("implicitRules").is_some() {
        return refused("`implicitRules`");
    }
    Ok(())
}

/// Every question that a condition names is there, and none depends on itself.
fn depends(items: &[Item]) -> Result<(), FormError> {
    let mut needs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    gather(items, None, &mut needs);
    for (id, others) in &needs {
        if let Some(lost) = others.iter().find(|other| !needs.contains_key(*other)) {
            let why = format!("it depends on the item `{lost}`, which is not there");
            return Err(FormError::item(id, why));
        }
    }
    // What depends on nothing that is left is settled; what remains goes in a circle.
    let mut left = needs;
    loop {
        let settled: Vec<&str> = left
            .iter()
            .filter(|(_, others)| others.iter().all(|other| !left.contains_key(other)))
            .map(|(id, _)| *id)
            .collect();
        if settled.is_empty() {
            break;
        }
        left.retain(|id, _| !settled.contains(id));
    }
    match left.keys().next() {
        Some(id) => Err(FormError::item(id, "whether it is shown depends on itself")),
        None => Ok(()),
    }
}

fn gather<'f>(
    items: &'f [Item],
    parent: Option<&'f str>,
    needs: &mut BTreeMap<&'f str, Vec<&'f str>>,
) {
    for item in items {
        let asked = item.when.conditions.iter().map(|one| one.question.as_str());
        needs.insert(&item.link_id, asked.chain(parent).collect());
        gather(&item.items, Some(&item.link_id), needs);
    }
}
