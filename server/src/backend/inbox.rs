//! The patient's messages with what triage found of each.

use super::Steps;
use super::details::Details;
use super::error::StepError;
use super::prepared::Prepared;
use drafting::triage::{Category, Flag, Language, Sensitive, Triage, Urgency};
use drafting::{Drafting, Options};
use model::DraftKind;
use model::view::{DraftStatus, FlagView, MessageView};
use sources::{Snippet, SourceSet, when};
use std::cmp::Reverse;
use std::collections::HashSet;
use store::Launch;
use time::Date;

impl Steps {
    /// The messages of this launch's patient, those that need somebody soonest first.
    pub(super) async fn inboxed(&self, launch: &Launch) -> Result<Vec<MessageView>, StepError> {
        let prepared = self.charts.prepared(launch).await?;
        let replied = self.replied(launch).await?;
        let drafting = self.drafting(launch);
        let today = super::now().date();
        tokio::task::spawn_blocking(move || of(&drafting, &prepared, &replied, today))
            .await
            .map_err(|_| StepError::Task)?
    }

    /// The messages that a signed reply of this launch answers: the chart was loaded before it was filed.
    async fn replied(&self, launch: &Launch) -> Result<HashSet<String>, StepError> {
        let mut replied = HashSet::new();
        for draft in self.store.drafts(&launch.key).await? {
            let signed = matches!(
                draft.status,
                DraftStatus::Signed | DraftStatus::Filed | DraftStatus::NeedsPerson
            );
            if draft.kind == DraftKind::MessageReply
                && signed
                && let Some(row) = self.store.draft(&launch.key, &draft.id).await?
            {
                replied.extend(Details::of(&row)?.answers());
            }
        }
        Ok(replied)
    }
}

fn of(
    drafting: &Drafting,
    prepared: &Prepared,
    replied: &HashSet<String>,
    today: Date,
) -> Result<Vec<MessageView>, StepError> {
    let set = prepared.sources();
    let answered = answered(set);
    let mut all = Vec::new();
    // Every message is judged: an old one may be the urgent one.
    for snippet in theirs(set) {
        let options = Options {
            message: Some(snippet.id.clone()),
            ..Options::default()
        };
        let triage = drafting.triage_message(set, today, &options)?;
        let id = snippet.id.as_str();
        let done = answered.contains(id) || replied.contains(id);
        all.push((done, Reverse(triage.urgency), view(snippet, triage, done)));
    }
    // The sort keeps the order of equals: newest first.
    all.sort_by_key(|(done, urgency, _)| (*done, *urgency));
    Ok(all.into_iter().map(|(_, _, view)| view).collect())
}

/// What patient and relatives wrote, newest first.
pub(super) fn theirs(sources: &SourceSet) -> Vec<&Snippet> {
    let mut all: Vec<&Snippet> = sources
        .of_type("Communication")
        .filter(|one| is_theirs(one))
        .collect();
    all.sort_by_key(|one| Reverse(one.date.as_ref().map(when::sort_key)));
    all
}

fn is_theirs(snippet: &Snippet) -> bool {
    let sender = snippet
        .resource
        .as_ref()
        .and_then(|json| json.str_at("sender.reference"));
    let theirs = |sender: &str| sender.contains("Patient/") || sender.contains("RelatedPerson/");
    !snippet.prose.is_empty() && sender.is_some_and(theirs)
}

/// The messages that another message of the chart answers.
fn answered(sources: &SourceSet) -> HashSet<&str> {
    let resources = sources
        .of_type("Communication")
        .filter_map(|one| one.resource.as_ref());
    resources
        .flat_map(|json| json.items_at("inResponseTo"))
        .filter_map(|reference| local(reference.str_at("reference")?))
        .collect()
}

/// `Communication/1` of `https://ehr.example/r4/Communication/1/_history/2`.
fn local(reference: &str) -> Option<&str> {
    let at = reference.rfind("Communication/")?;
    let rest = &reference[at..];
    Some(
        rest.split_once("/_history")
            .map_or(rest, |(local, _)| local),
    )
}

fn words(snippet: &Snippet) -> &str {
    snippet
        .prose
        .first()
        .and_then(|span| span.of(&snippet.text))
        .unwrap_or_default()
}

fn view(snippet: &Snippet, triage: Triage, answered: bool) -> MessageView {
    let text = words(snippet);
    let flag = |flag: Flag| FlagView {
        title: flag.title,
        words: flag.span.of(text).unwrap_or_default().to_owned(),
        advice: flag.advice,
        about_other: flag.about_other,
    };
    let about = match (triage.category, triage.topic) {
        (Category::Clinical, _) => "Clinical".to_owned(),
        (Category::Refill, _) => "Refill".to_owned(),
        (Category::Administrative, None) => "Administrative".to_owned(),
        (Category::Administrative, Some(topic)) => {
            format!("Administrative: {}", topic.to_lowercase())
        }
    };
    MessageView {
        source: snippet.id.clone(),
        date: snippet
            .date
            .as_ref()
            .map(when::for_people)
            .unwrap_or_default(),
        sender: snippet.title.clone(),
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        urgency: urgency(triage.urgency).to_owned(),
        pressing: triage.urgency >= Urgency::Urgent,
        about,
        route: triage.route.replace('_', " "),
        administrative: triage.category == Category::Administrative,
        flags: triage.flags.into_iter().map(flag).collect(),
        sensitive: triage
            .sensitive
            .into_iter()
            .map(|one| sensitive(one).to_owned())
            .collect(),
        unread: triage.language == Language::NotHandled,
        answered,
    }
}

const fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Emergency => "Emergency: now",
        Urgency::Urgent => "Urgent: today",
        Urgency::Soon => "Soon: within three days",
        Urgency::Routine => "Routine",
    }
}

const fn sensitive(subject: Sensitive) -> &'static str {
    match subject {
        Sensitive::Abuse => "abuse",
        Sensitive::SelfHarm => "self-harm",
        Sensitive::SexualHealth => "sexual health",
        Sensitive::SubstanceUse => "substance use",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::chart::Chart;
    use std::sync::Arc;
    use verify::Lexicon;

    fn communication(id: &str, sender: &str, sent: &str, words: &str, more: &str) -> String {
        format!(
            r#",{{"resource":{{"resourceType":"Communication","id":"{id}","status":"completed","subject":{{"reference":"Patient/p"}},"sender":{{"reference":"{sender}"}},"sent":"{sent}"{more},"payload":[{{"contentString":"{words}"}}]}}}}"#
        )
    }

    fn inbox(communications: &str) -> Vec<MessageView> {
        let bundle = format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{{"resourceType":"Patient","id":"p","birthDate":"1960-05-01"}}}}{communications}]}}"#
        );
        let drafting = Drafting::shipped().unwrap();
        let chart = Chart::from_bundle(bundle.as_bytes()).unwrap();
        let lexicon = Arc::new(Lexicon::embedded());
        let prepared = Prepared::new(chart, &drafting, lexicon).unwrap();
        let replied = HashSet::from(["Communication/replied".to_owned()]);
        let today = time::macros::date!(2026 - 10 - 02);
        of(&drafting, &prepared, &replied, today).unwrap()
    }

    fn patient(id: &str, sent: &str, words: &str) -> String {
        communication(id, "Patient/p", sent, words, "")
    }

    #[test]
    fn what_the_practice_wrote_is_not_in_the_inbox() {
        let ours = communication(
            "a",
            "Practitioner/1",
            "2026-10-01T10:00:00Z",
            "Please come in.",
            "",
        );
        assert!(inbox(&ours).is_empty());
    }

    #[test]
    fn the_most_urgent_comes_first_whatever_its_day_and_says_why() {
        let all = patient(
            "new",
            "2026-10-02T08:00:00Z",
            "I received a bill. Can I pay online?",
        ) + &patient(
            "old",
            "2026-09-28T08:00:00Z",
            "I have had chest pain since this morning.",
        ) + &patient(
            "mid",
            "2026-10-01T08:00:00Z",
            "My knee still aches when I garden.",
        );
        let found = inbox(&all);
        let ids: Vec<&str> = found.iter().map(|one| one.source.as_str()).collect();
        assert_eq!(
            ids,
            [
                "Communication/old",
                "Communication/new",
                "Communication/mid"
            ]
        );
        let first = &found[0];
        assert!(first.pressing && first.urgency.starts_with("Emergency"));
        assert!(first.flags[0].words.to_lowercase().contains("chest"));
        assert!(first.flags[0].advice.contains("911"));
        let office = &found[1];
        assert!(office.administrative && office.flags.is_empty());
        assert_eq!(office.route, "billing");
        assert!(!found[2].administrative);
    }

    #[test]
    fn no_message_is_left_out_and_an_old_urgent_one_is_first() {
        let day = |number: usize| {
            let month = 1 + number / 28;
            format!("2026-{month:02}-{:02}T08:00:00Z", 1 + number % 28)
        };
        let mut all = patient("urgent", &day(0), "I have crushing chest pain.");
        for number in 1..=130 {
            let words = format!("I received bill {number}. Can I pay online?");
            all += &patient(&format!("m{number}"), &day(number), &words);
        }
        let found = inbox(&all);
        assert_eq!(found.len(), 131);
        assert_eq!(found[0].source.as_str(), "Communication/urgent");
    }

    #[test]
    fn a_message_that_has_its_answer_comes_last_and_a_sensitive_one_is_marked() {
        let reply = communication(
            "b",
            "Practitioner/1",
            "2026-10-01T12:00:00Z",
            "Call 911.",
            r#","inResponseTo":[{"reference":"https://ehr.example/r4/Communication/a/_history/2"}]"#,
        );
        let all = patient("a", "2026-10-01T08:00:00Z", "I have crushing chest pain.")
            + &reply
            + &patient("c", "2026-09-01T08:00:00Z", "My husband hits me.")
            + &patient("replied", "2026-09-02T08:00:00Z", "My ear hurts.");
        let found = inbox(&all);
        assert_eq!(found.len(), 3, "our own reply is no message");
        assert_eq!(found[0].source.as_str(), "Communication/c");
        assert_eq!(found[0].sensitive, ["abuse"]);
        assert!(found[1].answered && found[2].answered && !found[0].answered);
        assert!(!format!("{found:?}").contains("hits"));
    }
}
