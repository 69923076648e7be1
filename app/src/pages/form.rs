//! A questionnaire as a page that needs no script: its fields, what is wrong with them, and where the chart filled one in.

mod field;

use super::page_of;
use super::raised::{RaisedView, seen};
use field::field;
use leptos::prelude::*;
use model::view::BannerView;

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
    /// Who the patient is; none where the EHR shows it.
    pub patient: Option<BannerView>,
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
        patient,
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
    page_of(style, patient, (&head, &title), body)
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
