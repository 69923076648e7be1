//! A reply beside its translation, sentence by sentence: a page of plain forms.

use super::page_of;
use leptos::prelude::*;
use model::view::BannerView;

/// Everything on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TranslationPage {
    /// Who the patient is; none where the EHR shows it.
    pub patient: Option<BannerView>,
    /// Where its forms are sent.
    pub action: String,
    /// Back to the reply.
    pub back: String,
    /// Why something was not done.
    pub refused: Option<String>,
    /// The reply as it was read.
    pub revision: u64,
    /// The patient's language, tag and name; none where it is English or not told.
    pub language: Option<(String, String)>,
    /// Whether a model translates into it.
    pub offered: bool,
    /// Whether anything can be done.
    pub open: bool,
    /// What translated it, once it is.
    pub model: Option<String>,
    /// Whether a reader of both vouched for it.
    pub read: bool,
    /// The sentences.
    pub pairs: Vec<PairView>,
}

/// A sentence with its translation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairView {
    /// The English.
    pub english: String,
    /// The translation; none where it stays in English.
    pub text: Option<String>,
    /// Why it does.
    pub why: Vec<String>,
}

/// The way there from where the reply is signed.
pub fn to_translation(href: &str, name: &str, offered: bool) -> String {
    let words = format!("The patient prefers {name}. ");
    if !offered {
        return view! { <p class="banner">{words}"The reply is in English; no translation is offered."</p> }.to_html();
    }
    let (href, link) = (href.to_owned(), format!("Translation into {name}"));
    view! { <p class="banner">{words}<a href=href rel="external">{link}</a></p> }.to_html()
}

/// The page.
pub fn translation_page(style: &str, shown: TranslationPage) -> String {
    let TranslationPage {
        patient,
        action,
        back,
        refused,
        revision,
        language,
        offered,
        open,
        model,
        read,
        pairs,
    } = shown;
    let (tag, name) = language.unwrap_or_default();
    let state = state(&name, offered, model.as_deref(), read);
    let done = model.is_some();
    let head = done.then(|| view! { <th scope="col">{name.clone()}</th> });
    let rows = pairs
        .into_iter()
        .map(|pair| row(pair, done.then_some(tag.as_str())));
    let rows = rows.collect_view();
    let forms =
        (open && !tag.is_empty()).then(|| acts(&action, revision, &name, (offered, done, read)));
    let body = view! {
        <p><a class="button" href=back>"Back to the reply"</a></p>
        {refused.map(|words| view! { <p class="banner danger" role="alert">{words}</p> })}
        <p role="status">{state}</p>
        {forms}
        <table class="pairs">
            <thead><tr><th scope="col">"English, as reviewed"</th>{head}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    let title = "The reply in the patient’s language";
    page_of(style, patient, (title, title), body)
}

fn state(name: &str, offered: bool, model: Option<&str>, read: bool) -> String {
    match (name, model) {
        ("", _) => {
            "The chart names no other language that the patient prefers. The reply is in English."
                .to_owned()
        }
        (name, None) if offered => format!(
            "The patient prefers {name}. The reply is in English; nothing was translated yet."
        ),
        (name, None) => format!(
            "The patient prefers {name}. The reply is in English, and no translation is offered: no model that is configured translates into {name}."
        ),
        (_, Some(model)) if read => format!(
            "Translated by {model}. It goes out after the English, by the word of a reader of both."
        ),
        (_, Some(model)) => format!(
            "Translated by {model}. Numbers, dates, units and names of medicines were checked by rule; the wording was not. It is not sent before somebody who reads both has read it."
        ),
    }
}

fn row(pair: PairView, tag: Option<&str>) -> impl IntoView + use<> {
    let other = tag.map(|tag| {
        let tag = tag.to_owned();
        let why = pair.why.join("; ");
        match pair.text {
            Some(text) => view! { <td lang=tag dir="auto">{text}</td> }.into_any(),
            None => view! { <td><b>"Stays in English"</b>" "<span class="quiet">{why}</span></td> }
                .into_any(),
        }
    });
    view! { <tr><td lang="en">{pair.english}</td>{other}</tr> }
}

/// What can be done: offered, translated already, read.
fn acts(
    action: &str,
    revision: u64,
    name: &str,
    (offered, done, read): (bool, bool, bool),
) -> AnyView {
    let form = |act: &'static str, words: String, primary: bool| {
        let action = action.to_owned();
        view! {
            <form method="post" action=action>
                <input type="hidden" name="revision" value=revision.to_string() />
                <button type="submit" name="act" value=act class=primary.then_some("primary")>{words}</button>
            </form>
        }
    };
    let vouch = (done && !read).then(|| {
        form(
            "read",
            format!("I read English and {name}, and send both"),
            true,
        )
    });
    let alone = done.then(|| form("drop", "Send the English alone".to_owned(), false));
    let ask = offered.then(|| {
        let words = if done {
            "Translate again"
        } else {
            "Translate the reply"
        };
        form("translate", words.to_owned(), !done)
    });
    view! { <div class="row">{vouch}{ask}{alone}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words_and_nothing_is_offered_where_nothing_can_be_done() {
        let words = || "</td><script>alert(1)</script>".to_owned();
        let shown = |offered, open, model: Option<String>| {
            translation_page(
                "/s.css",
                TranslationPage {
                    refused: Some(words()),
                    language: Some((words(), words())),
                    offered,
                    open,
                    model,
                    pairs: vec![
                        PairView {
                            english: words(),
                            text: Some(words()),
                            why: Vec::new(),
                        },
                        PairView {
                            english: words(),
                            text: None,
                            why: vec![words()],
                        },
                    ],
                    ..TranslationPage::default()
                },
            )
        };
        for html in [
            shown(true, true, Some(words())),
            shown(false, false, None),
            to_translation("\"><script>", &words(), true),
        ] {
            assert!(!html.contains("<script"), "{html}");
        }
        assert!(!shown(false, true, None).contains("value=\"translate\""));
        assert!(!shown(true, false, Some(words())).contains("<form"));
        assert!(shown(true, true, Some(words())).contains("Stays in English"));
        assert!(shown(false, true, None).contains("no translation is offered"));
    }
}
