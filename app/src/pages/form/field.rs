//! One field of a questionnaire: its label, its inputs, what helps and what is wrong.

use super::super::inside;
use super::{FieldKind, FieldView};
use leptos::prelude::*;

/// What every field has, put together.
struct Parts {
    place: String,
    id: String,
    label: String,
    /// Whether no answer may be chosen.
    optional: bool,
    must: AnyView,
    hint: AnyView,
    /// Where it comes from, what is wrong, and what is inside.
    below: AnyView,
}

impl Parts {
    /// The name of its inputs, and that it was on the page.
    fn sent(&self) -> (String, AnyView) {
        let place = self.place.clone();
        let shown = view! { <input type="hidden" name="s" value=place /> };
        (format!("a:{}", self.place), shown.into_any())
    }
}

/// A field with what is wrong with it and what is inside; `given` answers are no longer asked for.
pub(super) fn field(shown: FieldView, given: bool) -> AnyView {
    let FieldView {
        place,
        label,
        hint,
        required,
        repeats,
        kind,
        values,
        problems,
        origin,
        inside: within,
    } = shown;
    let must =
        (required && !given).then(|| view! { <span class="quiet">" (must be answered)"</span> });
    let hint = hint.map(|words| view! { <p class="quiet">{words}</p> });
    let wrong = problems
        .into_iter()
        .map(|words| view! { <p class="wrong">{words}</p> })
        .collect_view();
    let origin = origin.map(|words| view! { <p class="from-chart">{words}</p> });
    let within = within
        .into_iter()
        .map(|one| field(one, given))
        .collect_view();
    let parts = Parts {
        id: format!("f{place}"),
        place,
        label,
        optional: !required,
        must: must.into_any(),
        hint: hint.into_any(),
        below: view! { {origin}{wrong}{within} }.into_any(),
    };
    match kind {
        FieldKind::Group(times) => group(parts, times.filter(|_| !given)),
        FieldKind::Words => {
            let Parts {
                id, label, below, ..
            } = parts;
            view! { <p id=id>{label}</p>{below} }.into_any()
        }
        FieldKind::Told(words) => told(parts, words),
        FieldKind::Choice {
            many,
            drop,
            options,
            other,
        } if drop => dropped(parts, many, options, other),
        FieldKind::Choice {
            many,
            options,
            other,
            ..
        } => listed(parts, many, options, other),
        FieldKind::Lines => several(parts, values.first().map_or("", String::as_str)),
        FieldKind::Line(mode) => line(parts, mode, &values, repeats),
        FieldKind::Amount(units, chosen) => amount(parts, &units, &chosen, &values, repeats),
    }
}

fn group(parts: Parts, times: Option<usize>) -> AnyView {
    let Parts {
        place,
        id,
        label,
        must,
        hint,
        below,
        ..
    } = parts;
    let more = times.map(|times| {
        let first = format!(
            "{}_0",
            place.rsplit_once('_').map_or("", |(front, _)| front)
        );
        let name = format!("n:{first}");
        let act = format!("more:{first}");
        let words = format!("Add another: {label}");
        view! {
            <input type="hidden" name=name value=times.to_string() />
            <button type="submit" name="act" value=act>{words}</button>
        }
    });
    view! {
        <fieldset id=id tabindex="-1"><legend>{label}{must}</legend>{hint}{below}</fieldset>
        {more}
    }
    .into_any()
}

fn told(parts: Parts, words: String) -> AnyView {
    let Parts {
        id,
        label,
        must,
        hint,
        below,
        ..
    } = parts;
    view! {
        <div class="ask" id=id tabindex="-1">
            <p class="asks">{label}{must}</p>
            {hint}
            <p class="told">{words}</p>
            {below}
        </div>
    }
    .into_any()
}

type Options = Vec<(String, String, bool)>;

fn beside(parts: &Parts, other: Option<String>) -> AnyView {
    let beside = other.map(|words| {
        let name = format!("o:{}", parts.place);
        let id = format!("o{}", parts.id);
        let label = format!("Another answer to: {}", parts.label);
        view! { <input id=id type="text" name=name value=words aria-label=label placeholder="Another answer" autocomplete="off" /> }
    });
    beside.into_any()
}

fn dropped(parts: Parts, many: bool, options: Options, other: Option<String>) -> AnyView {
    let (name, sent) = parts.sent();
    let beside = beside(&parts, other);
    let none = (!many).then(|| view! { <option value="">"No answer"</option> });
    let options = options
        .into_iter()
        .map(
            |(value, label, chosen)| view! { <option value=value selected=chosen>{label}</option> },
        )
        .collect_view();
    let id = parts.id.clone();
    let inputs = view! { <select id=id name=name multiple=many>{none}{options}</select>{beside} };
    around(parts, sent, inputs.into_any())
}

fn listed(parts: Parts, many: bool, options: Options, other: Option<String>) -> AnyView {
    let (name, sent) = parts.sent();
    let beside = beside(&parts, other);
    let kind = if many { "checkbox" } else { "radio" };
    let open = options.iter().all(|(_, _, chosen)| !chosen);
    let none = (!many && parts.optional).then(|| (String::new(), "No answer".to_owned(), open));
    let options = options
        .into_iter()
        .chain(none)
        .map(|(value, label, chosen)| {
            let name = name.clone();
            view! { <label class="option"><input type=kind name=name value=value checked=chosen />" "{label}</label> }
        })
        .collect_view();
    let Parts {
        id,
        label,
        must,
        hint,
        below,
        ..
    } = parts;
    view! {
        <fieldset id=id class="ask" tabindex="-1">
            <legend>{label}{must}</legend>
            {sent}{hint}{options}{beside}{below}
        </fieldset>
    }
    .into_any()
}

fn several(parts: Parts, text: &str) -> AnyView {
    let (name, sent) = parts.sent();
    let text = inside(text);
    let id = parts.id.clone();
    let inputs = view! { <textarea id=id name=name rows="3">{text}</textarea> };
    around(parts, sent, inputs.into_any())
}

fn line(parts: Parts, mode: &'static str, values: &[String], repeats: bool) -> AnyView {
    let (name, sent) = parts.sent();
    let inputs = lines(values, repeats, &parts.id, &parts.label)
        .map(|(id, value, about)| {
            let name = name.clone();
            view! { <input id=id type="text" name=name value=value inputmode=mode aria-label=about autocomplete="off" /> }
        })
        .collect_view();
    around(parts, sent, inputs.into_any())
}

fn amount(
    parts: Parts,
    units: &[String],
    chosen: &[String],
    values: &[String],
    repeats: bool,
) -> AnyView {
    let (name, sent) = parts.sent();
    let inputs = lines(values, repeats, &parts.id, &parts.label)
        .enumerate()
        .map(|(time, (id, value, about))| {
            let name = name.clone();
            let unit = chosen.get(time).map_or("", String::as_str);
            let unit = unit_of(&parts, units, unit);
            view! { <div class="amount"><input id=id type="text" name=name value=value inputmode="decimal" aria-label=about autocomplete="off" />{unit}</div> }
        })
        .collect_view();
    around(parts, sent, inputs.into_any())
}

fn unit_of(parts: &Parts, units: &[String], chosen: &str) -> AnyView {
    let what = format!("Unit of {}", parts.label);
    let name = format!("u:{}", parts.place);
    let chosen = chosen.to_owned();
    match units {
        [] => view! { <input type="text" name=name value=chosen aria-label=what class="unit" autocomplete="off" /> }.into_any(),
        [only] => {
            let only = only.clone();
            view! { <input type="hidden" name=name value=only.clone() /><span>{only}</span> }.into_any()
        }
        several => {
            let options = several
                .iter()
                .map(|one| {
                    let selected = *one == chosen;
                    view! { <option value=one.clone() selected=selected>{one.clone()}</option> }
                })
                .collect_view();
            view! { <select name=name aria-label=what class="unit">{options}</select> }.into_any()
        }
    }
}

fn around(parts: Parts, sent: AnyView, inputs: AnyView) -> AnyView {
    let Parts {
        id,
        label,
        must,
        hint,
        below,
        ..
    } = parts;
    view! {
        <div class="ask">
            {sent}
            <label for=id>{label}{must}</label>
            {hint}{inputs}{below}
        </div>
    }
    .into_any()
}

/// An input for each value, and one more where there may be: its id, its value, and what it is called where it is not the first.
fn lines<'a>(
    values: &'a [String],
    repeats: bool,
    id: &'a str,
    label: &'a str,
) -> impl Iterator<Item = (String, String, Option<String>)> + 'a {
    let one = usize::from(repeats || values.is_empty());
    // What was typed too much stays to be seen.
    (0..values.len() + one).map(move |time| match time {
        0 => (
            id.to_owned(),
            values.first().cloned().unwrap_or_default(),
            None,
        ),
        time => (
            format!("{id}-{time}"),
            values.get(time).cloned().unwrap_or_default(),
            Some(format!("{label}, answer {}", time + 1)),
        ),
    })
}
