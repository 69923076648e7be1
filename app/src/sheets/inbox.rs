//! The patient's messages, drawn: what triage found stands beside each.

use leptos::prelude::*;
use model::view::{FlagView, MessageView};

/// The first characters of a message that are shown; the whole is folded away.
const SHOWN: usize = 160;

/// How many messages are in view at once; the others are folded, page by page.
const PAGE: usize = 40;

/// The sheet.
pub(super) fn html(messages: Vec<MessageView>) -> String {
    if messages.is_empty() {
        return view! {
            <p class="quiet">"The chart has no message of the patient."</p>
            {reading()}
        }
        .to_html();
    }
    let (all, mut left) = (messages.len(), messages.into_iter());
    let mut pages = Vec::new();
    for first in (0..all).step_by(PAGE) {
        let lines = left.by_ref().take(PAGE).map(message).collect_view();
        let list = view! { <ul class="inbox">{lines}</ul> };
        if first == 0 {
            pages.push(list.into_any());
            continue;
        }
        let last = all.min(first + PAGE);
        let title = format!("Messages {} to {last} of {all}", first + 1);
        pages.push(
            view! { <details class="values"><summary>{title}</summary>{list}</details> }.into_any(),
        );
    }
    view! { {reading()} {pages} }.to_html()
}

/// How hard a reply may read: asked once for every reply that is begun from here.
fn reading() -> impl IntoView {
    view! {
        <p class="reading">
            <label for="reading">"Replies read at "</label>
            <select id="reading">
                <option value="plain">"grade 6 or lower"</option>
                <option value="standard">"grade 9 or lower"</option>
                <option value="any">"any grade"</option>
            </select>
        </p>
    }
}

fn message(message: MessageView) -> impl IntoView {
    let urgency = if message.pressing {
        "urgency pressing"
    } else {
        "urgency"
    };
    let marks = message
        .sensitive
        .iter()
        .map(|what| view! { <span class="did">{format!("Sensitive: {what}")}</span> });
    let marks = marks.collect_view();
    let answered = message
        .answered
        .then(|| view! { <span class="did">"answered"</span> });
    let unread = message.unread.then(|| {
        view! { <p class="attention">"The rules cannot read this language. Somebody who can must read it today."</p> }
    });
    let flags = (!message.flags.is_empty()).then(|| {
        let flags = message.flags.into_iter().map(flag).collect_view();
        view! { <ul class="reasons">{flags}</ul> }
    });
    let from = match message.date.as_str() {
        "" => message.sender,
        date => format!("{date} · {}", message.sender),
    };
    let source = message.source.as_str().to_owned();
    let answer = source.clone();
    let press = match message.administrative {
        true => view! {
            <p>"For the office: no clinical reply is drafted. Route it to "<b>{message.route}</b>"."</p>
            <p class="tools"><button type="button" data-answer=answer>"Draft an acknowledgement"</button></p>
        }
        .into_any(),
        false => view! {
            <p class="quiet">"Goes to: "{message.route}</p>
            <p class="tools"><button type="button" class="fix" data-answer=answer>"Draft a reply"</button></p>
        }
        .into_any(),
    };
    view! {
        <li class:pressing=message.pressing>
            <p class="message-head"><b class=urgency>{message.urgency}</b><span class="quiet">{from}</span></p>
            <p><span class="did">{message.about}</span>{marks}{answered}</p>
            {words(message.text, !message.sensitive.is_empty(), source)}
            {unread}
            {flags}
            {press}
        </li>
    }
}

/// The first words; those of a sensitive message only once they are asked for.
fn words(text: String, sensitive: bool, source: String) -> impl IntoView {
    let whole = view! { <button type="button" class="link" data-sources=source>"Open the message"</button> };
    if sensitive {
        return view! { <details class="values"><summary>"Show the words"</summary><p class="words">{text}</p>{whole}</details> }.into_any();
    }
    let mut first = text;
    if let Some((cut, _)) = first.char_indices().nth(SHOWN) {
        first.truncate(cut);
        first.push('…');
    }
    view! { <p class="words">{first}" "{whole}</p> }.into_any()
}

fn flag(flag: FlagView) -> impl IntoView {
    let other = flag
        .about_other
        .then_some(" It seems to be about somebody else: read the message.");
    view! {
        <li>
            <span class="reason"><b>{flag.title}</b>": “"{flag.words}"”"{other}</span>
            <p class="escalation">"Tell the patient: "{flag.advice}</p>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::SourceId;

    fn written(text: &str, sensitive: &[&str]) -> String {
        html(vec![one(text, sensitive)])
    }

    fn one(text: &str, sensitive: &[&str]) -> MessageView {
        MessageView {
            source: SourceId::new("Communication/1\" data-answer=\"x"),
            date: String::new(),
            sender: text.to_owned(),
            text: text.to_owned(),
            urgency: text.to_owned(),
            pressing: true,
            about: text.to_owned(),
            route: text.to_owned(),
            administrative: false,
            flags: vec![FlagView {
                title: text.to_owned(),
                words: text.to_owned(),
                advice: text.to_owned(),
                about_other: true,
            }],
            sensitive: sensitive.iter().map(|one| (*one).to_owned()).collect(),
            unread: true,
            answered: false,
        }
    }

    #[test]
    fn every_message_is_there_page_by_page() {
        for (count, pages) in [(1, 0), (PAGE, 0), (PAGE + 1, 1), (2 * PAGE + 1, 2)] {
            let page = html(vec![one("hello", &[]); count]);
            assert_eq!(page.matches("message-head").count(), count);
            assert_eq!(page.matches("<summary>Messages ").count(), pages);
            let end = format!("to {count} of {count}");
            assert_eq!(page.contains(&end), pages > 0, "{count}");
        }
    }

    #[test]
    fn what_a_patient_wrote_is_never_markup() {
        let page = written("<img src=x onerror=alert(1)>\"'&", &[]);
        assert!(!page.contains("<img"), "{page}");
        assert!(!page.contains("Communication/1\" data"), "{page}");
    }

    #[test]
    fn every_reading_level_can_be_chosen_with_and_without_messages() {
        for page in [html(Vec::new()), written("hello", &[])] {
            for level in ["plain", "standard", "any"] {
                assert!(page.contains(&format!("value=\"{level}\"")), "{page}");
            }
        }
    }

    #[test]
    fn a_long_message_is_cut_at_a_character_and_a_sensitive_one_folded() {
        let page = written(&"ü".repeat(SHOWN + 1), &[]);
        assert!(page.contains(&format!("{}…", "ü".repeat(SHOWN))), "{page}");
        let folded = written("hello", &["abuse"]);
        assert!(folded.contains("Show the words"), "{folded}");
    }
}
