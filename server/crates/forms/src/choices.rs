//! What can be chosen: the item's own options, or a value set inside the questionnaire.

use crate::value::{Coding, Value};
use chart::Json;

/// Most choices of one item.
const MOST: usize = 500;
/// Depth of a value set's expansion.
const DEEPEST: usize = 8;
const EXCLUSIVE: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive";

/// What was found.
pub(crate) struct Choices {
    /// The options, each with whether it stands alone.
    pub(crate) options: Vec<(Value, bool)>,
    /// The options that are chosen at first.
    pub(crate) chosen: Vec<Value>,
    /// Why there are none, or not all.
    pub(crate) lacks: Option<String>,
}

/// The choices of an item of a questionnaire.
pub(crate) fn of(item: &Json, questionnaire: &Json) -> Choices {
    let mut found = Choices {
        options: Vec::new(),
        chosen: Vec::new(),
        lacks: None,
    };
    for option in item.items_at("answerOption") {
        let Some(value) = Value::read(option, "value") else {
            found.lacks = Some("one of its choices is of a type that is not shown here".to_owned());
            continue;
        };
        let alone = extensions(option, EXCLUSIVE)
            .any(|one| one.get("valueBoolean").and_then(Json::as_bool) == Some(true));
        if option.get("initialSelected").and_then(Json::as_bool) == Some(true) {
            found.chosen.push(value.clone());
        }
        found.options.push((value, alone));
    }
    if let Some(set) = item.str_at("answerValueSet") {
        match contained(set, questionnaire) {
            Some(codes) if !codes.is_empty() => {
                found
                    .options
                    .extend(codes.into_iter().map(|code| (Value::Coding(code), false)));
            }
            _ => {
                found.lacks =
                    Some("its list of answers is not part of the questionnaire".to_owned());
            }
        }
    }
    if found.options.len() > MOST {
        found.options.truncate(MOST);
        found.lacks = Some(format!("only the first {MOST} of its answers are shown"));
    }
    found
}

/// The extensions of an element with this address.
pub(crate) fn extensions<'j>(
    json: &'j Json,
    url: &'static str,
) -> impl Iterator<Item = &'j Json> + use<'j> {
    let all = json.items_at("extension").iter();
    all.filter(move |one| one.str_at("url") == Some(url))
}

/// The codes of a value set that lies inside the questionnaire, where it lists them.
fn contained(reference: &str, questionnaire: &Json) -> Option<Vec<Coding>> {
    let id = reference.strip_prefix('#')?;
    let set = questionnaire
        .items_at("contained")
        .iter()
        .find(|one| one.resource_type() == Some("ValueSet") && one.str_at("id") == Some(id))?;
    let mut codes = Vec::new();
    if set.get("expansion").is_some() {
        expanded(set.items_at("expansion.contains"), DEEPEST, &mut codes);
        return Some(codes);
    }
    for include in set.items_at("compose.include") {
        let rules = ["filter", "valueSet"];
        if include.get("concept").is_none() || rules.iter().any(|key| include.get(key).is_some()) {
            return None;
        }
        let system = include.str_at("system").unwrap_or_default();
        for concept in include.items_at("concept") {
            codes.push(Coding {
                system: system.to_owned(),
                ..Coding::read(concept)
            });
        }
    }
    for exclude in set.items_at("compose.exclude") {
        exclude.get("concept")?;
        for concept in exclude.items_at("concept") {
            let out = Coding {
                system: exclude.str_at("system").unwrap_or_default().to_owned(),
                ..Coding::read(concept)
            };
            codes.retain(|code| !code.same(&out));
        }
    }
    Some(codes)
}

fn expanded(contains: &[Json], deep: usize, codes: &mut Vec<Coding>) {
    if deep == 0 {
        return;
    }
    for one in contains {
        let abstract_one = ["abstract", "inactive"]
            .iter()
            .any(|key| one.get(key).and_then(Json::as_bool) == Some(true));
        if !abstract_one && one.str_at("code").is_some() {
            codes.push(Coding::read(one));
        }
        expanded(one.items_at("contains"), deep - 1, codes);
    }
}
