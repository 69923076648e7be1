//! What can be chosen of a kind before it is drafted, as a page that needs no script.

use super::{inside, page};
use leptos::prelude::*;

/// One choice out of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectView {
    /// The field's name.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What it does, in words.
    pub hint: &'static str,
    /// Groups of (value, label), each with its heading; the first group has none.
    pub groups: Vec<(String, Vec<(String, String)>)>,
    /// The value that is chosen.
    pub chosen: String,
}

/// Something that can be typed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextView {
    /// The field's name.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// Whether nothing can be drafted without it.
    pub needed: bool,
    /// What was typed.
    pub text: String,
}

/// Everything on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BeginPage {
    /// What is drafted.
    pub title: String,
    /// Where the form is sent.
    pub action: String,
    /// Back to the chart.
    pub back: String,
    /// Why nothing was drafted.
    pub refused: Option<String>,
    /// What can be chosen.
    pub selects: Vec<SelectView>,
    /// What can be typed in.
    pub texts: Vec<TextView>,
}

/// The page.
pub fn begin_page(style: &str, shown: BeginPage) -> String {
    let BeginPage {
        title,
        action,
        back,
        refused,
        selects,
        texts,
    } = shown;
    let selects = selects.into_iter().map(select).collect_view();
    let texts = texts.into_iter().map(text).collect_view();
    let body = view! {
        <p><a class="button" href=back>"Back to the chart"</a></p>
        {refused.map(|words| view! { <p class="banner danger" role="alert">{words}</p> })}
        <form class="given" method="post" action=action>
            {selects}
            {texts}
            <div class="row"><button type="submit" class="primary">"Draft"</button></div>
        </form>
    };
    page(style, &title, body)
}

fn select(shown: SelectView) -> impl IntoView {
    let SelectView {
        name,
        label,
        hint,
        groups,
        chosen,
    } = shown;
    let about = format!("{name}-hint");
    let groups = groups.into_iter().map(|(heading, options)| {
        let options = options.into_iter().map(|(value, label)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        });
        let options = options.collect_view();
        if heading.is_empty() {
            options.into_any()
        } else {
            view! { <optgroup label=heading>{options}</optgroup> }.into_any()
        }
    });
    let groups = groups.collect_view();
    view! {
        <label for=name>{label}</label>
        <p class="quiet" id=about.clone()>{hint}</p>
        <select id=name name=name aria-describedby=about>{groups}</select>
    }
}

fn text(shown: TextView) -> impl IntoView {
    let TextView {
        name,
        label,
        needed,
        text,
    } = shown;
    let may = if needed { "" } else { " (may stay empty)" };
    view! {
        <label for=name>{label}{may}</label>
        <textarea id=name name=name rows="5" required=needed maxlength=model::Material::LONGEST>{inside(&text)}</textarea>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_chart_stay_words_and_what_was_chosen_stays_chosen() {
        let bad = "</option><script>alert(1)</script>".to_owned();
        let html = begin_page(
            "/s.css",
            BeginPage {
                title: "Chart summary".into(),
                refused: Some("<b>no</b>".into()),
                selects: vec![SelectView {
                    name: "focus",
                    groups: vec![
                        (String::new(), vec![("whole".into(), "Whole chart".into())]),
                        (bad.clone(), vec![("x".into(), bad.clone())]),
                    ],
                    chosen: "x".into(),
                    ..SelectView::default()
                }],
                texts: vec![TextView {
                    name: "dictation",
                    text: "</textarea><script>".into(),
                    ..TextView::default()
                }],
                ..BeginPage::default()
            },
        );
        for wrong in ["<script", "<b>"] {
            assert!(!html.contains(wrong), "{html}");
        }
        let chosen = html.find("value=\"x\" selected").is_some();
        assert!(chosen && html.matches(" selected").count() == 1, "{html}");
    }
}
