//! A sentence with places to fill, so that one part can be changed and the rest stays.

use crate::words::capital;

/// A frame such as `{name} was {value} {when}.`, what stands in its places, and what it cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    frame: String,
    slots: Vec<(&'static str, String)>,
    /// Sources, each with its quote where it is prose.
    pub cites: Vec<(String, Option<String>)>,
}

impl Said {
    /// A sentence that cites these structured sources.
    pub fn new<S: Into<String>>(
        frame: &str,
        slots: Vec<(&'static str, String)>,
        cites: impl IntoIterator<Item = S>,
    ) -> Self {
        let mut said = Self {
            frame: frame.to_owned(),
            slots,
            cites: Vec::new(),
        };
        for cite in cites {
            said.cite(cite.into());
        }
        said
    }

    /// Adds a source once.
    pub fn cite(&mut self, source: String) {
        if !self.cites.iter().any(|(one, _)| *one == source) {
            self.cites.push((source, None));
        }
    }

    /// The same sentence with another word in one place.
    #[must_use]
    pub fn with(&self, slot: &str, text: impl Into<String>) -> Self {
        let mut other = self.clone();
        if let Some(found) = other.slots.iter_mut().find(|(name, _)| *name == slot) {
            found.1 = text.into();
        }
        other
    }

    /// The same facts in another sentence.
    #[must_use]
    pub fn framed(&self, frame: &str) -> Self {
        Self {
            frame: frame.to_owned(),
            ..self.clone()
        }
    }

    /// What stands in a place.
    pub fn slot(&self, slot: &str) -> Option<&str> {
        self.slots
            .iter()
            .find(|(name, _)| *name == slot)
            .map(|(_, text)| text.as_str())
    }

    /// Whether the sentence shows that place.
    pub fn shows(&self, slot: &str) -> bool {
        self.frame.contains(&format!("{{{slot}}}"))
    }

    /// The sentence's words.
    pub fn text(&self) -> String {
        let mut text = self.frame.clone();
        for (name, filled) in &self.slots {
            text = text.replace(&format!("{{{name}}}"), filled);
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        capital(
            &text
                .replace(" ,", ",")
                .replace(" .", ".")
                .replace(" ;", ";")
                .replace("( ", "(")
                .replace(" )", ")"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_changed() {
        let said = Said::new(
            "{name} was {value} {unit}.",
            vec![
                ("name", "eGFR".into()),
                ("value", "61".into()),
                ("unit", String::new()),
            ],
            ["Observation/a", "Observation/a"],
        );
        assert_eq!(said.text(), "eGFR was 61.");
        assert_eq!(said.with("value", "16").text(), "eGFR was 16.");
        assert_eq!(said.with("nothing", "16"), said);
        assert_eq!(said.cites.len(), 1);
        assert_eq!(said.framed("{value}").text(), "61");
    }
}
