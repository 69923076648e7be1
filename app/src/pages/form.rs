//! A questionnaire as a page that needs no script: its fields, what is wrong with them, and where the chart filled one in.

use super::raised::{RaisedView, seen};
use super::{inside, page_called};
use leptos::prelude::*;

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Others are inside; whether another repetition can be added, and how many there are.
    Group(Option<usize>),
    /// Words alone.
    Words,
    /// Out of a list: each with its value and whether it is chosen; words beside the list where there may be.
    Choice {
        /// Whether several can be chosen.
        many: bool,
        /// Whether the list opens.
        drop: bool,
        /// (value, label, chosen)
        options: Vec<(String, String, bool)>,
        /// What was typed beside the list.
        other: Option<String>,
    },
    /// On one line: what a touch keyboard shows.
    Line(&'static str),
    /// On several lines.
    Lines,
    /// A number with its unit: the units that there are, none for any; and the unit of each value.
    Amount(Vec<String>, Vec<String>),
    /// Nobody types into it here: why, or what stands there.
    Told(String),
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldView {
    /// Its place, the name of its input.
    pub place: String,
    /// What is asked, with its prefix.
    pub label: String,
    /// Words that help.
    pub hint: Option<String>,
    /// Whether it must be answered.
    pub required: bool,
    /// Whether it may be answered more than once.
    pub repeats: bool,
    /// How it is filled in.
    pub kind: FieldKind,
    /// What was typed.
    pub values: Vec<String>,
    /// What is wrong.
    pub problems: Vec<String>,
    /// Where the chart filled it in.
    pub origin: Option<String>,
    /// What is inside.
    pub inside: Vec<FieldView>,
}

/// Everything on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormPage {
    /// The questionnaire's title.
    pub title: String,
    /// What it says of itself.
    pub about: Option<String>,
    /// Where it comes from.
    pub origin: String,
    /// Where the form is sent.
    pub action: String,
    /// Back to the list.
    pub back: String,
    /// As it was read: a change over another one is refused.
    pub revision: u64,
    /// What of it is done otherwise here.
    pub notes: Vec<String>,
    /// What was just done.
    pub done: Option<&'static str>,
    /// Why the answers were not taken: each with its field.
    pub refused: Vec<(String, String)>,
    /// Answers that a person must see, the most urgent first.
    pub raised: Vec<RaisedView>,
    /// Scores, and what is not answered that a person must know of.
    pub told: Vec<String>,
    /// How many questions are answered, once the answers are given.
    pub answered: Option<usize>,
    /// The fields.
    pub fields: Vec<FieldView>,
}

/// The page.
pub fn form_page(style: &str, shown: FormPage) -> String {
    let FormPage {
        title,
        about,
        origin,
        action,
        back,
        revision,
        notes,
        done,
        refused,
        raised,
        told,
        answered,
        fields,
    } = shown;
    let notes = notes
        .into_iter()
        .map(|words| view! { <p class="banner">{words}</p> })
        .collect_view();
    let errors = (!refused.is_empty()).then(|| {
        let list = refused.into_iter().map(|(place, words)| {
            view! { <li><a href=format!("#f{place}")>{words}</a></li> }
        });
        view! {
            <div class="banner danger" role="alert">
                <p>"Not taken yet. Everything you typed is kept."</p>
                <ul>{list.collect_view()}</ul>
            </div>
        }
    });
    let head = match raised.first() {
        Some(first) => format!("{}: {title}", first.urgency),
        None => title.clone(),
    };
    let seen = seen(raised, told);
    let given = answered.is_some();
    let fields = fields
        .into_iter()
        .map(|one| field(one, given))
        .collect_view();
    let buttons = match answered {
        Some(count) => view! {
            <p class="fine" role="status">{format!("Answers given: {count}. They are kept encrypted, and can stand in a summary.")}</p>
            <div class="row">
                <button type="submit" name="act" value="reopen">"Change the answers"</button>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="row">
                <button type="submit" name="act" value="answer" class="primary">"Give these answers"</button>
                <button type="submit" name="act" value="save">"Save and see what is asked next"</button>
                <button type="submit" name="act" value="drop">"Delete"</button>
            </div>
            <p class="quiet">"Some questions appear with the answer to another: save to see them."</p>
        }
        .into_any(),
    };
    let body = view! {
        {seen}
        <p><a class="button" href=back>"Back to the questionnaires"</a></p>
        {about.map(|words| view! { <p>{words}</p> })}
        <p class="quiet">{format!("From {origin}.")}</p>
        {notes}
        {done.map(|words| view! { <p class="fine" role="status">{words}</p> })}
        {errors}
        <form class="asked" method="post" action=action novalidate=true>
            <input type="hidden" name="revision" value=revision.to_string() />
            {fields}
            {buttons}
        </form>
    };
    page_called(style, &head, &title, body)
}

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

fn field(shown: FieldView, given: bool) -> AnyView {
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
            <label for=id.clone()>{label}{must}</label>
            {hint}
            <select id=id name=name multiple=many>{none}{options}</select>
            {beside}{below}
        </div>
    }
    .into_any()
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
            <label for=id.clone()>{label}{must}</label>
            {hint}
            <textarea id=id name=name rows="3">{text}</textarea>
            {below}
        </div>
    }
    .into_any()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn bad(kind: FieldKind) -> FieldView {
        let bad = "</textarea><script>alert(1)</script>\"><img src=x onerror=alert(1)>".to_owned();
        FieldView {
            place: "0_0".into(),
            label: bad.clone(),
            hint: Some(bad.clone()),
            required: true,
            repeats: true,
            kind,
            values: vec![bad.clone(), bad.clone()],
            problems: vec![bad.clone()],
            origin: Some(bad),
            inside: Vec::new(),
        }
    }

    #[test]
    fn words_of_a_questionnaire_and_of_a_patient_stay_words() {
        let words = || "</option><script>alert(1)</script>".to_owned();
        let choice = |drop, many| FieldKind::Choice {
            many,
            drop,
            options: vec![(words(), words(), true)],
            other: Some(words()),
        };
        let fields = [
            FieldKind::Group(Some(2)),
            FieldKind::Words,
            choice(true, false),
            choice(false, true),
            choice(false, false),
            FieldKind::Line("text"),
            FieldKind::Lines,
            FieldKind::Amount(vec![words(), words()], vec![words()]),
            FieldKind::Amount(vec![words()], Vec::new()),
            FieldKind::Amount(Vec::new(), vec![words()]),
            FieldKind::Told(words()),
        ];
        let html = form_page(
            "/s.css",
            FormPage {
                title: words(),
                about: Some(words()),
                origin: words(),
                notes: vec![words()],
                refused: vec![("0_0".into(), words())],
                raised: vec![RaisedView {
                    place: words(),
                    urgency: "Needs a person now",
                    what: words(),
                    says: words(),
                }],
                told: vec![words()],
                fields: fields.into_iter().map(bad).collect(),
                ..FormPage::default()
            },
        );
        for wrong in ["<script", "<img"] {
            assert!(!html.contains(wrong), "{html}");
        }
        // What a person must see stands first, is read out, and is in the title bar.
        let alert = html.find("role=\"alert\"").unwrap();
        assert!(alert < html.find("Back to the questionnaires").unwrap());
        assert!(html.contains("autofocus"), "{html}");
        assert!(html.contains("<title>Needs a person now: "), "{html}");
        // What was typed too much is still there.
        assert!(html.contains("id=\"f0_0-1\""), "{html}");
    }
}
