//! What a clinician keeps for themselves, as a page that needs no script: dot-phrases, and instructions for each kind of document.

use super::{inside, page};
use leptos::prelude::*;

/// A dot-phrase as the page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhraseView {
    /// What is typed behind the dot.
    pub name: String,
    /// What it is.
    pub title: String,
    /// The words.
    pub text: String,
}

/// Everything on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhrasesPage {
    /// Where its forms are sent.
    pub action: String,
    /// Back to the chart.
    pub back: String,
    /// What was just done.
    pub done: Option<String>,
    /// What was refused, with the fields as they were typed.
    pub refused: Option<(String, PhraseView)>,
    /// The clinician's own.
    pub own: Vec<PhraseView>,
    /// The hospital's, each with whether nobody may have another of its name.
    pub given: Vec<(PhraseView, bool)>,
    /// The kinds of documents: name, title, and what a model is asked for.
    pub kinds: Vec<(String, String, String)>,
    /// Whether a model drafts here.
    pub model: bool,
}

/// Most characters of an instruction.
pub const LONGEST_INSTRUCTION: usize = 2000;

/// The page.
pub fn phrases_page(style: &str, shown: PhrasesPage) -> String {
    let PhrasesPage {
        action,
        back,
        done,
        refused,
        own,
        given,
        kinds,
        model,
    } = shown;
    let none = own
        .is_empty()
        .then(|| view! { <p class="quiet">"None yet."</p> });
    let (wrong, typed) = match refused {
        Some((words, typed)) => (Some(words), typed),
        None => (None, PhraseView::default()),
    };
    let mine = own.into_iter().map(|phrase| {
        let (name, title) = (phrase.name.clone(), phrase.title.clone());
        view! {
            <li><details class="choice">
                <summary>{format!(".{name}")}" "<span class="quiet">{title}</span></summary>
                {form(&action, phrase, &name)}
            </details></li>
        }
    });
    let mine = mine.collect_view();
    let theirs = given.into_iter().map(|(phrase, locked)| {
        let note = locked.then(|| view! { <p class="quiet">"Your hospital allows no other under this name."</p> });
        view! {
            <li><details class="choice">
                <summary>{format!(".{}", phrase.name)}" "<span class="quiet">{phrase.title}</span></summary>
                <p class="source">{phrase.text}</p>
                {note}
            </details></li>
        }
    });
    let theirs = theirs.collect_view();
    let model = match model {
        true => {
            "A model is told them with every draft of that kind. They change form, length and emphasis; every statement is checked all the same. The built-in composer does not follow them."
        }
        false => {
            "No model drafts here now. The built-in composer writes by rules and does not follow them; your hospital's templates decide on sections and their order."
        }
    };
    let instructions = kinds
        .into_iter()
        .map(|kind| instruction(&action, kind))
        .collect_view();
    let body = view! {
        <p><a class="button" href=back>"Back to the chart"</a></p>
        {done.map(|words| view! { <p class="fine" role="status">{words}</p> })}
        {wrong.map(|words| view! { <p class="banner danger" role="alert">{words}</p> })}
        <h2>"Your dot-phrases"</h2>
        <p>"Type a dot, the name and a space in a statement or a dictation, and the words stand there. *** marks what you fill in (F2 goes to the next one); nothing with *** in it can be signed. What a phrase says is your own statement, checked like every other. It is kept encrypted, for you alone."</p>
        {none}
        <ul class="choices">{mine}</ul>
        <h3>"A new one"</h3>
        {form(&action, typed, "")}
        <h2>"From your hospital"</h2>
        <ul class="choices">{theirs}</ul>
        <h2>"Instructions for a kind of document"</h2>
        <p>{model}</p>
        <ul class="choices">{instructions}</ul>
    };
    page(style, "Phrases and instructions", body)
}

/// The fields of a phrase; `was` is its name so far, empty for a new one.
fn form(action: &str, phrase: PhraseView, was: &str) -> impl IntoView + use<> {
    let (action, was) = (action.to_owned(), was.to_owned());
    let PhraseView { name, title, text } = phrase;
    let id = |field: &str| format!("{field}-{was}");
    let delete = (!was.is_empty()).then(|| {
        view! { <button type="submit" name="act" value="delete" formnovalidate=true>"Delete"</button> }
    });
    view! {
        <form class="given" method="post" action=action>
            <input type="hidden" name="was" value=was.clone() />
            <label for=id("name")>"Name, without the dot"</label>
            <input id=id("name") type="text" name="name" value=name required=true maxlength="32" pattern="[a-z][a-z0-9_\\-]*" autocomplete="off" />
            <label for=id("title")>"What it is (may stay empty)"</label>
            <input id=id("title") type="text" name="title" value=title maxlength="100" autocomplete="off" />
            <label for=id("text")>"Words"</label>
            <textarea id=id("text") name="text" rows="4" required=true maxlength="4000">{inside(&text)}</textarea>
            <div class="row">
                <button type="submit" name="act" value="save" class="primary">"Save"</button>
                {delete}
            </div>
        </form>
    }
}

fn instruction(
    action: &str,
    (name, title, text): (String, String, String),
) -> impl IntoView + use<> {
    let action = action.to_owned();
    let id = format!("kind-{name}");
    let there = (!text.is_empty()).then_some("saved");
    view! {
        <li><details class="choice">
            <summary>{title.clone()}" "<span class="quiet">{there}</span></summary>
            <form class="given" method="post" action=action>
                <input type="hidden" name="kind" value=name />
                <label for=id.clone()>{format!("What a model does otherwise in “{title}”; empty: nothing")}</label>
                <textarea id=id name="text" rows="4" maxlength=LONGEST_INSTRUCTION>{inside(&text)}</textarea>
                <div class="row"><button type="submit" name="act" value="instruct" class="primary">"Save"</button></div>
            </form>
        </details></li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_typed_is_shown_as_words() {
        let phrase = PhraseView {
            name: "x".into(),
            title: "\"><script>alert(1)</script>".into(),
            text: "</textarea><img src=x onerror=alert(1)>".into(),
        };
        let shown = PhrasesPage {
            own: vec![phrase.clone()],
            given: vec![(phrase.clone(), true)],
            refused: Some(("<b>no</b>".into(), phrase)),
            kinds: vec![(
                "soap_note".into(),
                "SOAP note".into(),
                "</textarea><script>".into(),
            )],
            ..PhrasesPage::default()
        };
        let html = phrases_page("/s.css", shown);
        for bad in ["<script", "<img", "<b>"] {
            assert!(!html.contains(bad), "{html}");
        }
        assert!(html.contains("&lt;img") && html.contains("allows no other"));
    }
}
