//! The questionnaires of a launch as a page that needs no script: those that can be filled in, those that were, and the summary of them.

use super::page_of;
use leptos::prelude::*;
use model::view::BannerView;

/// Everything on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormsPage {
    /// Who the patient is; none where the EHR shows it.
    pub patient: Option<BannerView>,
    /// Where its forms are sent.
    pub action: String,
    /// Back to the chart.
    pub back: String,
    /// Why something was refused.
    pub refused: Option<String>,
    /// What could not be looked at.
    pub notes: Vec<String>,
    /// Begun here: address, title, when, and how many questions are answered once the answers are given; and the id where they are.
    pub begun: Vec<BegunView>,
    /// What can be filled in: groups of (value, title), each with its heading.
    pub known: Vec<(String, Vec<(String, String)>)>,
    /// What was pasted.
    pub pasted: String,
    /// What was typed for the summary: dictation and transcript.
    pub words: (String, String),
}

/// A questionnaire that was begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BegunView {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub href: String,
    /// Its title.
    pub title: String,
    /// When it was begun.
    pub begun: String,
    /// How many questions are answered, once the answers are given.
    pub answered: Option<usize>,
    /// How soon a person must look at its answers, in words.
    pub urgency: Option<&'static str>,
}

/// The page.
pub fn forms_page(style: &str, shown: FormsPage) -> String {
    let FormsPage {
        patient,
        action,
        back,
        refused,
        notes,
        begun,
        known,
        pasted,
        words,
    } = shown;
    let notes = notes
        .into_iter()
        .map(|words| view! { <p class="banner">{words}</p> })
        .collect_view();
    let given: Vec<BegunView> = begun
        .iter()
        .filter(|one| one.answered.is_some())
        .cloned()
        .collect();
    let none = begun
        .is_empty()
        .then(|| view! { <p class="quiet">"None yet."</p> });
    let begun = begun
        .into_iter()
        .map(|one| {
            let state = match one.answered {
                Some(count) => format!("begun {}, answers given: {count}", one.begun),
                None => format!("begun {}, not answered yet", one.begun),
            };
            let urgency = one.urgency.map(|words| view! { <b>{words}</b>" " });
            view! { <li><a href=one.href>{one.title}</a>" "{urgency}<span class="quiet">{state}</span></li> }
        })
        .collect_view();
    let groups = known
        .into_iter()
        .map(|(heading, options)| {
            let options = options
                .into_iter()
                .map(|(value, title)| view! { <option value=value>{title}</option> })
                .collect_view();
            view! { <optgroup label=heading>{options}</optgroup> }
        })
        .collect_view();
    let checks = given
        .into_iter()
        .map(|one| {
            view! {
                <label class="option"><input type="checkbox" name="form" value=one.id checked=true />" "{one.title}" "<span class="quiet">{one.begun}</span></label>
            }
        })
        .collect_view();
    let longest = model::Material::LONGEST;
    let (dictation, transcript) = words;
    let body = view! {
        <p><a class="button" href=back>"Back to the chart"</a></p>
        {refused.map(|words| view! { <p class="banner danger" role="alert">{words}</p> })}
        {notes}
        <h2>"Filled in here"</h2>
        {none}
        <ul class="choices">{begun}</ul>
        <h2>"Fill in a questionnaire"</h2>
        <form class="given" method="post" action=action.clone()>
            <label for="from">"Questionnaire"</label>
            <select id="from" name="from">{groups}</select>
            <div class="row"><button type="submit" name="act" value="begin" class="primary">"Open"</button></div>
        </form>
        <details class="choice" open=!pasted.is_empty()>
            <summary>"Another one, pasted"</summary>
            <form class="given" method="post" action=action.clone()>
                <label for="pasted">"A FHIR R4 Questionnaire, as JSON"</label>
                <textarea id="pasted" name="pasted" rows="6" required=true>{super::inside(&pasted)}</textarea>
                <div class="row"><button type="submit" name="act" value="paste" class="primary">"Open what was pasted"</button></div>
            </form>
        </details>
        <h2>"Draft the intake summary"</h2>
        <p class="quiet">"From the given answers, those of the last year in the chart, and what you add here."</p>
        <form class="given" method="post" action=action>
            {checks}
            <label for="dictation">"Dictated or typed words (may stay empty)"</label>
            <textarea id="dictation" name="dictation" rows="4" maxlength=longest>{super::inside(&dictation)}</textarea>
            <label for="transcript">"Transcript of the interview (may stay empty)"</label>
            <textarea id="transcript" name="transcript" rows="4" maxlength=longest>{super::inside(&transcript)}</textarea>
            <div class="row"><button type="submit" name="act" value="draft" class="primary">"Draft"</button></div>
        </form>
    };
    let title = "Questionnaires before the visit";
    page_of(style, patient, (title, title), body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_what_was_pasted_stay_words() {
        let bad = || "</option></textarea><script>alert(1)</script>".to_owned();
        let html = forms_page(
            "/s.css",
            FormsPage {
                patient: Some(BannerView {
                    name: bad(),
                    age_sex: bad(),
                    mrn: Some(bad()),
                    birth_date: Some(bad()),
                    encounter: Some(bad()),
                }),
                refused: Some(bad()),
                notes: vec![bad()],
                begun: vec![BegunView {
                    id: bad(),
                    title: bad(),
                    answered: Some(1),
                    ..BegunView::default()
                }],
                known: vec![(bad(), vec![(bad(), bad())])],
                pasted: bad(),
                words: (bad(), bad()),
                ..FormsPage::default()
            },
        );
        assert!(!html.contains("<script"), "{html}");
    }
}
