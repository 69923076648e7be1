//! Reads a FHIR resource into text and facts: by the shape of each element, with a table of what elements mean.

mod order;
mod parts;
mod roles;
mod shape;
pub(crate) mod title;

use crate::fact::{FactRole, FactValue};
use crate::render::{Page, Place};
use chart::Json;
use model::SourceId;
use parts::date;
use shape::Shape;

/// Deepest nesting of backbone elements that is read into facts; what lies deeper stays in the resource.
const DEEPEST: usize = 12;
/// Most items of one list that are written out; the count of the rest is said.
const MOST_ITEMS: usize = 200;

/// What reading needs to know of the rest of the chart.
pub(crate) trait Links {
    /// The source that a reference names, and the words that stand for it.
    fn link(&self, reference: &str) -> Option<(SourceId, Option<String>)>;
}

/// Reads one resource.
pub(crate) fn read(resource: &Json, links: &dyn Links) -> Page {
    let kind = resource.resource_type().unwrap_or_default();
    let mut reader = Reader {
        kind,
        links,
        page: Page::default(),
        groups: 0,
        contained: resource.items_at("contained"),
    };
    let members = resource.members();
    let order = order::order(kind);
    for name in order {
        for (key, value) in members.iter().filter(|(key, _)| &**key == *name) {
            reader.element(key, value);
        }
    }
    for (key, value) in members {
        if !order.contains(&&**key) {
            reader.element(key, value);
        }
    }
    reader.page
}

struct Reader<'a> {
    kind: &'a str,
    links: &'a dyn Links,
    page: Page,
    groups: u16,
    contained: &'a [Json],
}

/// Where the reader stands.
#[derive(Clone, Copy)]
struct At<'a> {
    /// With indexes, for facts.
    path: &'a str,
    /// Without indexes, for tables.
    plain: &'a str,
    group: u16,
    depth: usize,
}

impl Reader<'_> {
    fn element(&mut self, key: &str, value: &Json) {
        match key {
            "resourceType" | "id" | "meta" | "implicitRules" | "language" | "contained" => {}
            "text"
                if self.kind != "Narrative"
                    && value.members().iter().any(|(name, _)| &**name == "div") => {}
            key if key.starts_with('_') => {}
            "extension" | "modifierExtension" => self.extensions(key, value),
            _ => self.node(
                value,
                At {
                    path: key,
                    plain: key,
                    group: 0,
                    depth: 0,
                },
            ),
        }
    }

    fn node(&mut self, value: &Json, at: At<'_>) {
        if at.depth > DEEPEST {
            return;
        }
        if let Json::Array(items) = value {
            let backbone = items
                .iter()
                .any(|item| shape::of(at.plain, item) == Shape::Backbone);
            for (index, item) in items.iter().take(MOST_ITEMS).enumerate() {
                let path = format!("{}[{index}]", at.path);
                let group = if backbone && at.group == 0 {
                    self.next_group()
                } else {
                    at.group
                };
                self.one(
                    item,
                    At {
                        path: &path,
                        group,
                        ..at
                    },
                );
            }
            if items.len() > MOST_ITEMS {
                self.page.label(&roles::label(self.kind, at.plain));
                self.page
                    .words(&format!("{} more", items.len() - MOST_ITEMS));
            }
            return;
        }
        self.one(value, at);
    }

    fn one(&mut self, value: &Json, at: At<'_>) {
        let place = Place {
            path: at.path,
            group: at.group,
            role: roles::role(self.kind, at.plain),
        };
        match shape::of(at.plain, value) {
            Shape::Nothing => {}
            // What somebody wrote is quoted, not read as a field.
            Shape::Text if at.plain == "payload.contentString" => {
                if let Some(text) = value.as_str() {
                    self.page.label("Message");
                    self.page.prose(place, text);
                }
            }
            Shape::Backbone => self.backbone(value, at),
            Shape::Period => self.period(value, at, place),
            Shape::Attachment => self.attachment(value, at),
            Shape::Annotation => {
                if let Some(text) = value.str_at("text") {
                    self.page.label("Note");
                    self.page.prose(place, text);
                }
            }
            Shape::Reference => self.reference(value, at, place),
            Shape::Timing => {
                if let Some(words) = parts::timing(value) {
                    self.line(at, place, FactValue::Text(words));
                }
            }
            shape => {
                if let Some(fact) = parts::value(shape, value) {
                    let place = Place {
                        role: roles::by_value(place.role, &fact),
                        ..place
                    };
                    if place.role == FactRole::Link {
                        self.page.hidden(place, fact);
                    } else {
                        self.line(at, place, fact);
                    }
                }
            }
        }
    }

    fn line(&mut self, at: At<'_>, place: Place<'_>, value: FactValue) {
        // A result stands on the line of its test: `Hemoglobin A1c [LOINC 4548-4]: 7.4 %`.
        if place.role == FactRole::Value && self.kind == "Observation" {
            let test = self
                .page
                .facts
                .iter()
                .rposition(|fact| fact.role == FactRole::Code && fact.group == place.group);
            let follows = test.is_some_and(|index| {
                self.page.facts[index]
                    .span
                    .is_some_and(|span| span.end == self.page.text.len())
            });
            if follows {
                self.page.words(": ");
                self.page.fact(place, value);
                return;
            }
        }
        self.page
            .line(&roles::label(self.kind, at.plain), place, value);
    }

    fn backbone(&mut self, value: &Json, at: At<'_>) {
        let members = value.members();
        let code = members.iter().position(|(key, _)| &**key == "code");
        let ordered = code
            .into_iter()
            .chain((0..members.len()).filter(|index| Some(*index) != code));
        for (key, child) in ordered
            .filter_map(|index| members.get(index))
            .map(|(key, child)| (&**key, child))
        {
            match key {
                "id" | "sequence" => {}
                // Numbers that only tie the lines of a claim together: `procedureSequence`, `diagnosisSequence`.
                key if key.ends_with("Sequence") => {}
                key if key.starts_with('_') => {}
                "extension" | "modifierExtension" => {}
                _ => {
                    let path = format!("{}.{key}", at.path);
                    let plain = format!("{}.{key}", at.plain);
                    self.node(
                        child,
                        At {
                            path: &path,
                            plain: &plain,
                            group: at.group,
                            depth: at.depth + 1,
                        },
                    );
                }
            }
        }
    }

    fn period(&mut self, value: &Json, at: At<'_>, place: Place<'_>) {
        let (start, end) = (date(value.get("start")), date(value.get("end")));
        if start.is_none() && end.is_none() {
            return;
        }
        self.page.label(&roles::label(self.kind, at.plain));
        if let Some(start) = start {
            let path = format!("{}.start", at.path);
            self.page.fact(
                Place {
                    path: &path,
                    ..place
                },
                FactValue::Date(start),
            );
        }
        if let Some(end) = end {
            self.page.words(if start_is_there(&self.page.text) {
                "to "
            } else {
                " to "
            });
            let path = format!("{}.end", at.path);
            let role = if place.role == FactRole::Effective {
                FactRole::EffectiveEnd
            } else {
                place.role
            };
            self.page.fact(
                Place {
                    path: &path,
                    role,
                    ..place
                },
                FactValue::Date(end),
            );
        }
    }

    fn reference(&mut self, value: &Json, at: At<'_>, place: Place<'_>) {
        let display = value.str_at("display").map(str::to_owned);
        let Some(reference) = value.str_at("reference") else {
            if let Some(display) =
                display.or_else(|| value.str_at("identifier.value").map(str::to_owned))
            {
                self.line(at, place, FactValue::Text(display));
            }
            return;
        };
        if let Some(id) = reference.strip_prefix('#') {
            let inside = self
                .contained
                .iter()
                .find(|item| item.str_at("id") == Some(id));
            match inside.map(title::of) {
                Some(title) if place.role == FactRole::Code => {
                    // A contained Medication: its own code is the fact, with its codings.
                    let coded = inside
                        .and_then(|item| item.get("code"))
                        .and_then(|code| parts::value(Shape::Coded, code));
                    self.line(at, place, coded.unwrap_or(FactValue::Text(title)));
                }
                Some(title) if !title.is_empty() => self.line(at, place, FactValue::Text(title)),
                _ => {
                    if let Some(display) = display {
                        self.line(at, place, FactValue::Text(display));
                    }
                }
            }
            return;
        }
        if let Some((to, words)) = self.links.link(reference) {
            let fact = FactValue::Reference {
                to,
                text: display.or(words),
            };
            if place.role == FactRole::Link {
                self.page.hidden(place, fact);
            } else {
                self.line(at, place, fact);
            }
        } else if place.role != FactRole::Link {
            self.line(
                at,
                place,
                FactValue::Text(display.unwrap_or_else(|| reference.to_owned())),
            );
        }
    }

    fn attachment(&mut self, value: &Json, at: At<'_>) {
        for key in ["title", "contentType", "creation"] {
            if let Some(text) = value.str_at(key) {
                let path = format!("{}.{key}", at.path);
                let fact = date(value.get(key))
                    .filter(|_| key == "creation")
                    .map_or_else(|| FactValue::Text(text.to_owned()), FactValue::Date);
                let label = match key {
                    "title" => "Title",
                    "creation" => "Created",
                    _ => "Format",
                };
                self.page.line(
                    label,
                    Place {
                        path: &path,
                        group: at.group,
                        role: FactRole::Other,
                    },
                    fact,
                );
            }
        }
    }

    fn extensions(&mut self, key: &str, value: &Json) {
        for (index, item) in value.items().iter().take(MOST_ITEMS).enumerate() {
            self.extension(item, &format!("{key}[{index}]"), "", 0);
        }
    }

    fn extension(&mut self, item: &Json, path: &str, label: &str, depth: usize) {
        if depth > 3 {
            return;
        }
        let url = item.str_at("url").unwrap_or_default();
        let name = roles::spell(url.rsplit(['/', ':']).next().unwrap_or_default());
        let label = if label.is_empty() {
            name
        } else {
            label.to_owned()
        };
        let before = self.page.facts.len();
        for (key, value) in item.members() {
            if let Some(kind) = key.strip_prefix("value") {
                let plain = shape::of_value_type(kind);
                if plain == Shape::Nothing {
                    continue;
                }
                if let Some(fact) = parts::value(plain, value) {
                    let path = format!("{path}.{key}");
                    // The text part of race and ethnicity repeats their codes.
                    let shown = crate::render::shown(&fact);
                    let repeated = self.page.facts[before.saturating_sub(2)..]
                        .iter()
                        .any(|other| crate::render::shown(&other.value).starts_with(&shown));
                    let place = Place {
                        path: &path,
                        group: 0,
                        role: roles::extension_role(url),
                    };
                    if repeated {
                        self.page.hidden(place, fact);
                    } else {
                        self.page.line(&label, place, fact);
                    }
                }
            }
        }
        for (index, child) in item
            .items_at("extension")
            .iter()
            .take(MOST_ITEMS)
            .enumerate()
        {
            self.extension(
                child,
                &format!("{path}.extension[{index}]"),
                &label,
                depth + 1,
            );
        }
    }

    fn next_group(&mut self) -> u16 {
        self.groups = self.groups.saturating_add(1);
        self.groups
    }
}

fn start_is_there(text: &str) -> bool {
    text.ends_with(": ")
}
