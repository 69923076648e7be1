//! What a message is about and where it goes.

use super::rules::TopicFile;
use super::token::{Phrase, Token};
use super::{Category, Sensitive};

pub(super) struct About {
    pub(super) category: Category,
    pub(super) route: String,
    pub(super) title: Option<String>,
}

pub(super) fn of(file: &TopicFile, text: &[Token], flagged: bool) -> About {
    let hits = |phrases: &[Phrase]| {
        phrases
            .iter()
            .map(|phrase| phrase.find(text).len())
            .sum::<usize>()
    };
    let mut best: Option<(usize, usize)> = None;
    for (index, topic) in file.topic.iter().enumerate() {
        let count = hits(&topic.phrases);
        if count > 0 && best.is_none_or(|(_, most)| count > most) {
            best = Some((index, count));
        }
    }
    let topic = best.and_then(|(index, _)| file.topic.get(index));
    let refill = file.refill.iter().any(|words| hits(&words.phrases) > 0);
    // Words that name what is asked for are not symptoms.
    let strong = file
        .clinical
        .phrases
        .iter()
        .filter(|phrase| !file.clinical.weak.contains(phrase))
        .map(|phrase| phrase.find(text).len())
        .sum::<usize>();
    let asks = topic.is_some() || refill;
    let clinical = flagged || strong > 0 || !asks;
    let (category, route) = match (clinical, refill, topic) {
        (false, true, _) => (Category::Refill, "refills"),
        (false, false, Some(topic)) => (Category::Administrative, topic.route.as_str()),
        (true, ..) | (false, false, None) => (Category::Clinical, "clinician"),
    };
    About {
        category,
        route: route.to_owned(),
        title: topic.map(|topic| topic.title.clone()),
    }
}

pub(super) fn sensitive(file: &TopicFile, text: &[Token]) -> Vec<Sensitive> {
    file.sensitive
        .iter()
        .filter(|one| {
            one.phrases
                .iter()
                .any(|phrase| !phrase.find(text).is_empty())
        })
        .map(|one| one.id)
        .collect()
}
