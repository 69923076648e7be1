//! A sheet as its page shows it.

use crate::backend::OpenForm;
use app::pages::{FieldKind, FieldView, FormPage, RaisedView};
use forms::{Control, Item, Kind, Node, Problem, Seen, Sheet, Units};
use store::Launch;

/// Choices up to this many are all in view.
const IN_VIEW: usize = 7;

/// The page; with `whole`, what is missing is told too.
pub(super) fn page(
    launch: &Launch,
    open: &OpenForm,
    (sheet, seen): (Sheet<'_>, Seen),
    done: Option<&'static str>,
    whole: bool,
) -> FormPage {
    let given = open.answered().is_some();
    let problems = if given {
        Vec::new()
    } else {
        sheet.problems(whole)
    };
    let looks = Looks {
        open,
        sheet: &sheet,
        problems: &problems,
        given,
    };
    let refused = problems.iter().filter(|_| whole);
    FormPage {
        patient: None,
        title: open.form.title.clone(),
        about: open.form.about.clone(),
        origin: open.kept.origin.clone(),
        action: super::place(launch, &open.id),
        back: format!("/l/{}/new/intake_summary", launch.key.id()),
        revision: open.revision,
        notes: open.form.notes.clone(),
        done,
        refused: refused
            .map(|one| (one.place.clone(), one.what.clone()))
            .collect(),
        raised: raised(&sheet, &seen),
        told: told(&seen, given),
        answered: open.answered(),
        fields: looks.fields(&sheet.roots),
    }
}

/// The answers that a person must see, each with its field.
fn raised(sheet: &Sheet<'_>, seen: &Seen) -> Vec<RaisedView> {
    let place = |question: &str| {
        let mut nodes = sheet.nodes.iter();
        let node = nodes.find(|node| node.shown && node.item.name() == question);
        node.map(|node| node.place.clone()).unwrap_or_default()
    };
    let raised = seen.raised.iter().map(|one| RaisedView {
        place: place(&one.question),
        urgency: one.urgency.words(),
        what: format!("“{}”: {}", one.question, one.answer),
        says: one.says.clone(),
    });
    raised.collect()
}

/// Scores as they stand; once the answers are given, also what is not answered.
fn told(seen: &Seen, given: bool) -> Vec<String> {
    let scores = seen.scores.iter().map(|one| {
        let (title, total, most, label) = (&one.title, one.total, one.most, &one.label);
        let says = one.says.as_ref().map(|says| format!(" {says}"));
        format!(
            "{title}: {total} of {most}, {label}.{}",
            says.unwrap_or_default()
        )
    });
    let open = seen
        .open
        .iter()
        .map(|one| format!("Not answered: {}.", one.asks));
    let lacks = seen.unscored.iter().map(|one| {
        let (title, open, of) = (&one.title, one.open, one.of);
        format!("{title}: not added up, {open} of {of} questions are not answered.")
    });
    scores.chain(open.chain(lacks).filter(|_| given)).collect()
}

struct Looks<'s> {
    open: &'s OpenForm,
    sheet: &'s Sheet<'s>,
    problems: &'s [Problem],
    given: bool,
}

impl Looks<'_> {
    fn fields(&self, numbers: &[usize]) -> Vec<FieldView> {
        let nodes = numbers
            .iter()
            .filter_map(|&number| self.sheet.nodes.get(number));
        nodes
            .filter(|node| node.shown && !node.item.hidden)
            .map(|node| self.field(node))
            .collect()
    }

    fn field(&self, node: &Node<'_>) -> FieldView {
        let item = node.item;
        let typed = &self.open.kept.typed;
        let of = |map: &std::collections::BTreeMap<String, Vec<String>>| {
            map.get(&node.place).cloned().unwrap_or_default()
        };
        let values = of(&typed.values);
        let problems = self.problems.iter();
        let problems = problems.filter(|one| one.place == node.place);
        let prefix = item.prefix.as_deref().unwrap_or_default();
        let label = format!("{prefix} {}", item.text).trim().to_owned();
        FieldView {
            label: if label.is_empty() {
                item.name().to_owned()
            } else {
                label
            },
            hint: hint(item),
            required: item.required,
            repeats: item.repeats,
            kind: self.kind(node, &values, &of(&typed.others), of(&typed.units)),
            origin: self.origin(&node.place, &values),
            problems: problems.map(|one| one.what.clone()).collect(),
            inside: self.fields(&node.inside),
            place: node.place.clone(),
            values,
        }
    }

    fn kind(
        &self,
        node: &Node<'_>,
        values: &[String],
        others: &[String],
        units: Vec<String>,
    ) -> FieldKind {
        let item = node.item;
        match item.kind {
            Kind::Group => {
                let last = item.repeats && node.last;
                return FieldKind::Group(last.then_some(node.time + 1));
            }
            Kind::Display => return FieldKind::Words,
            _ => {}
        }
        if let Some(why) = &item.unfillable {
            return FieldKind::Told(format!("Can’t be filled in here: {why}."));
        }
        if item.read_only || self.given {
            let said: Vec<String> = node.answers.iter().map(forms::Value::shown).collect();
            let said = said.join("; ");
            return FieldKind::Told(if said.is_empty() {
                "Not answered".to_owned()
            } else {
                said
            });
        }
        if item.chooses() {
            let options = item.options.iter().enumerate();
            let options = options.map(|(number, (value, _))| {
                let value_of = number.to_string();
                let chosen = values.contains(&value_of);
                (value_of, value.shown(), chosen)
            });
            let many = item.repeats;
            return FieldKind::Choice {
                many,
                drop: match item.control {
                    Control::Listed => false,
                    Control::DropDown => !many,
                    Control::Any => item.options.len() > IN_VIEW && !many,
                },
                options: options.collect(),
                other: (item.kind == Kind::OpenChoice).then(|| others.join("; ")),
            };
        }
        match item.kind {
            Kind::Boolean => {
                let option = |value: &str, label: &str| {
                    let chosen = values.iter().any(|one| one == value);
                    (value.to_owned(), label.to_owned(), chosen)
                };
                FieldKind::Choice {
                    many: false,
                    drop: false,
                    options: vec![option("true", "Yes"), option("false", "No")],
                    other: None,
                }
            }
            Kind::Text if !item.repeats => FieldKind::Lines,
            Kind::Quantity => {
                let known = match &item.units {
                    Units::Free => Vec::new(),
                    Units::Of(all) => all.iter().map(|unit| unit.shown().to_owned()).collect(),
                };
                FieldKind::Amount(known, units)
            }
            Kind::Decimal => FieldKind::Line("decimal"),
            Kind::Integer => FieldKind::Line("numeric"),
            Kind::Url => FieldKind::Line("url"),
            _ => FieldKind::Line("text"),
        }
    }

    /// Where the chart filled it in, and whether it was changed since.
    fn origin(&self, place: &str, values: &[String]) -> Option<String> {
        let from = self.open.kept.from_chart.get(place)?;
        let day = from.date.get(..10).and_then(model::date::parse);
        let day = day.map_or_else(|| from.date.clone(), model::date::shown);
        let source = &from.source;
        Some(if from.typed == values {
            format!("From the chart: result of {day} ({source})")
        } else {
            format!("Changed; the chart has the result of {day} ({source})")
        })
    }
}

fn hint(item: &Item) -> Option<String> {
    let mut words: Vec<String> = item.help.iter().cloned().collect();
    match item.kind {
        _ if item.chooses() || item.read_only => {}
        Kind::Date => words.push(
            "As 2026-03-14 or 3/14/2026; the year, or year and month, may stand alone.".to_owned(),
        ),
        Kind::DateTime => words
            .push("A date, or with time and offset from UTC: 2026-03-14 09:30 -05:00.".to_owned()),
        Kind::Time => words.push("As 14:30 or 2:30 PM.".to_owned()),
        _ => {}
    }
    if let Some(most) = item.max_length.filter(|_| !item.chooses()) {
        words.push(format!("At most {most} characters."));
    }
    if item.repeats && item.is_question() && !item.chooses() {
        words.push("For more than one, save: a further line appears.".to_owned());
    }
    (!words.is_empty()).then(|| words.join(" "))
}
