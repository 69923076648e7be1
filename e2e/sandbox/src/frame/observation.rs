//! Observations as the chart shows them: numbers as they are written.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::person::concept;
use crate::store::index::list;

/// What of an Observation is shown.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    #[serde(default)]
    code: Value,
    #[serde(default)]
    category: Value,
    effective_date_time: Option<String>,
    #[serde(default)]
    effective_period: Value,
    issued: Option<String>,
    value_quantity: Option<Quantity>,
    value_string: Option<String>,
    #[serde(default)]
    value_codeable_concept: Value,
    #[serde(default)]
    interpretation: Value,
    #[serde(default)]
    component: Vec<Component>,
}

#[derive(Debug, Deserialize)]
struct Quantity {
    value: Option<Box<RawValue>>,
    comparator: Option<String>,
    unit: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Component {
    #[serde(default)]
    code: Value,
    value_quantity: Option<Quantity>,
}

impl Quantity {
    fn number(&self) -> String {
        let value = self
            .value
            .as_ref()
            .map(|value| value.get().trim_matches('"'))
            .unwrap_or_default();
        format!("{}{value}", self.comparator.as_deref().unwrap_or_default())
    }

    fn unit(&self) -> &str {
        self.unit.as_deref().unwrap_or_default()
    }
}

impl Shown {
    /// From the exact JSON; `None` for what does not look like an Observation.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// What was measured.
    pub fn name(&self) -> String {
        concept(&self.code)
    }

    /// Whether it has a category.
    pub fn is(&self, category: &str) -> bool {
        list(&self.category)
            .flat_map(|one| list(&one["coding"]))
            .any(|coding| coding["code"] == category)
    }

    /// When, as written.
    pub fn date(&self) -> Option<String> {
        let date = self.effective_date_time.clone();
        date.or_else(|| self.effective_period["start"].as_str().map(str::to_owned))
            .or_else(|| self.issued.clone())
    }

    /// The value without unit, and the unit.
    pub fn value(&self) -> (String, String) {
        if let Some(quantity) = &self.value_quantity {
            return (quantity.number(), quantity.unit().to_owned());
        }
        if let Some(text) = &self.value_string {
            return (text.clone(), String::new());
        }
        let coded = concept(&self.value_codeable_concept);
        if !coded.is_empty() {
            return (coded, String::new());
        }
        self.components()
    }

    fn components(&self) -> (String, String) {
        let parts: Vec<&Quantity> = self
            .component
            .iter()
            .filter_map(|part| part.value_quantity.as_ref())
            .collect();
        let is = |code: &str| {
            let mut parts = self.component.iter();
            let part =
                parts.find(|part| list(&part.code["coding"]).any(|coding| coding["code"] == code));
            part.and_then(|part| part.value_quantity.as_ref())
        };
        // Blood pressure reads systolic over diastolic, whatever the order of the components.
        if let (Some(systolic), Some(diastolic)) = (is("8480-6"), is("8462-4")) {
            return (
                format!("{}/{}", systolic.number(), diastolic.number()),
                systolic.unit().to_owned(),
            );
        }
        let numbers: Vec<String> = parts.iter().map(|part| part.number()).collect();
        (
            numbers.join(" / "),
            parts
                .first()
                .map(|part| part.unit().to_owned())
                .unwrap_or_default(),
        )
    }

    /// `H`, `L` and the like.
    pub fn flag(&self) -> String {
        let codes = list(&self.interpretation).flat_map(|one| list(&one["coding"]));
        codes
            .filter_map(|coding| coding["code"].as_str())
            .find(|code| *code != "N")
            .unwrap_or_default()
            .to_owned()
    }
}
