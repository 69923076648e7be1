//! What is asked of who signs, drawn: a form for each, whose id names what it answers.

use leptos::prelude::*;
use model::view::AskView;

/// Longest reason, in characters.
const LONGEST: usize = 500;

/// The forms; nothing where nothing is asked.
pub fn asks(asks: Vec<AskView>) -> String {
    if asks.is_empty() {
        return String::new();
    }
    let forms = asks.into_iter().map(form).collect_view();
    view! {
        <section class="banner attention" aria-label="What is asked of you first">
            <p><b>"Before it can be signed:"</b></p>
            {forms}
        </section>
    }
    .to_html()
}

fn form(ask: AskView) -> impl IntoView {
    let AskView { ask, words, answer } = ask;
    let field = match answer {
        Some((value, label)) => view! {
            <label><input type="checkbox" required value=value />" "{label}"."</label>
            <button type="submit">"Confirm"</button>
        }
        .into_any(),
        None => view! {
            <label>"Why it stands all the same "<input type="text" required maxlength=LONGEST autocomplete="off" /></label>
            <button type="submit">"Accept"</button>
        }
        .into_any(),
    };
    view! { <form class="ask" id=ask><p>{words}</p>{field}</form> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(words: &str, answer: Option<(String, String)>) -> String {
        asks(vec![AskView {
            ask: "a\"b".to_owned(),
            words: words.to_owned(),
            answer,
        }])
    }

    #[test]
    fn a_draft_s_words_are_never_markup() {
        let drawn = ask("<img src=x onerror=alert(1)>\"'&", None);
        assert!(
            !drawn.contains("<img") && !drawn.contains("a\"b"),
            "{drawn}"
        );
    }

    #[test]
    fn a_reason_must_be_given_and_a_confirmation_must_be_ticked() {
        assert!(ask("x", None).contains("required"));
        let confirmed = ask("x", Some(("yes".to_owned(), "Read".to_owned())));
        assert!(confirmed.contains("required") && confirmed.contains("value=\"yes\""));
        assert_eq!(asks(Vec::new()), "");
        // What blocks the signature is told from what stands behind it by its beginning.
        assert!(ask("Words", None).starts_with("<section"));
    }
}
