//! What can be drafted in a launch: the kinds, with what each can be chosen for and given beside the chart.

use super::prepared::Prepared;

use drafting::{Drafting, KindInfo};
use model::MaterialKind;
use model::view::KindView;
use sources::{InputKind, Snippet, SourceSet, when};

/// How many of the patient's messages are offered, and how many characters of each are shown.
const MOST_MESSAGES: usize = 8;
const SHOWN: usize = 60;

/// The kinds; without a chart, without the messages that it holds.
pub(super) fn offered(drafting: &Drafting, prepared: Option<&Prepared>) -> Vec<KindView> {
    let messages = prepared.map(|prepared| messages(prepared.sources()));
    let messages = messages.unwrap_or_default();
    let view = |info: KindInfo| {
        let takes: Vec<(MaterialKind, bool)> = info
            .takes
            .iter()
            .filter_map(|take| Some((material(take.kind)?, take.needed)))
            .collect();
        let choices = info.choices.into_iter();
        let mut choices: Vec<_> = choices.map(|one| (one.value, one.label)).collect();
        if takes.iter().any(|&(kind, _)| kind == MaterialKind::Message) {
            choices.extend(messages.clone());
        }
        KindView {
            kind: info.kind,
            title: info.title.to_owned(),
            choices,
            takes,
        }
    };
    drafting.kinds().into_iter().map(view).collect()
}

/// What patient and relatives wrote, newest first, by day and first words.
fn messages(sources: &SourceSet) -> Vec<(String, String)> {
    let mut all: Vec<&Snippet> = sources
        .of_type("Communication")
        .filter(|one| is_theirs(one))
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.date.as_ref().map(when::sort_key)));
    all.into_iter()
        .take(MOST_MESSAGES)
        .map(|one| (one.id.to_string(), line(one)))
        .collect()
}

fn is_theirs(snippet: &Snippet) -> bool {
    let sender = snippet
        .resource
        .as_ref()
        .and_then(|json| json.str_at("sender.reference"));
    let theirs = |sender: &str| sender.contains("Patient/") || sender.contains("RelatedPerson/");
    !snippet.prose.is_empty() && sender.is_some_and(theirs)
}

fn line(snippet: &Snippet) -> String {
    let words = snippet
        .prose
        .first()
        .and_then(|span| span.of(&snippet.text))
        .unwrap_or_default();
    let mut shown: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = shown.char_indices().nth(SHOWN) {
        shown.truncate(cut);
        shown.push('…');
    }
    match snippet.date.as_ref().map(when::for_people) {
        Some(day) => format!("{day}: {shown}"),
        None => shown,
    }
}

const fn material(kind: InputKind) -> Option<MaterialKind> {
    match kind {
        InputKind::Dictation => Some(MaterialKind::Dictation),
        InputKind::Transcript => Some(MaterialKind::Transcript),
        InputKind::Message => Some(MaterialKind::Message),
        InputKind::Policy | InputKind::Guideline => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::chart::Chart;

    fn set(communications: &str) -> SourceSet {
        let bundle = format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{{"resourceType":"Patient","id":"p"}}}}{communications}]}}"#
        );
        SourceSet::freeze(&Chart::from_bundle(bundle.as_bytes()).unwrap())
    }

    fn communication(id: &str, sender: &str, sent: &str, words: &str) -> String {
        format!(
            r#",{{"resource":{{"resourceType":"Communication","id":"{id}","status":"completed","subject":{{"reference":"Patient/p"}},"sender":{{"reference":"{sender}"}},"sent":"{sent}","payload":[{{"contentString":"{words}"}}]}}}}"#
        )
    }

    #[test]
    fn what_the_practice_wrote_is_not_offered_to_be_answered() {
        let set = set(&communication(
            "a",
            "Practitioner/1",
            "2026-10-01T10:00:00Z",
            "Please come in.",
        ));
        assert!(messages(&set).is_empty());
    }

    #[test]
    fn messages_come_newest_first_and_are_cut_at_a_character() {
        let long = "ü".repeat(SHOWN + 5);
        let both = communication("old", "Patient/p", "2026-09-01T10:00:00Z", "Hello")
            + &communication("new", "Patient/p", "2026-10-01T10:00:00Z", &long);
        let found = messages(&set(&both));
        assert_eq!(found[0].0, "Communication/new");
        assert!(found[0].1.ends_with("ü…"), "{}", found[0].1);
        assert_eq!(found[1].1, "1 Sep 2026: Hello");
    }
}
