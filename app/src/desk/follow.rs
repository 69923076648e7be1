//! Keeps the page up to date while something is under way, by long polls.

use super::{Desk, Link, api, merged};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::view::{ChartState, DraftStatus, WorkView};
use std::time::Duration;

/// A pause between polls, so that a server that answers at once is not flooded.
const PAUSE: Duration = Duration::from_millis(250);

/// Begins to watch; an earlier watch ends.
pub fn begin(desk: Desk) {
    desk.turn.update_value(|turn| *turn += 1);
    poll(desk, desk.turn.get_value(), 0);
}

fn poll(desk: Desk, turn: u64, failures: u32) {
    let offline = desk.link.get_untracked() == Link::Offline;
    let wanted = desk.work.with_untracked(under_way) || offline;
    if !wanted || desk.turn.get_value() != turn {
        return;
    }
    spawn_local(async move {
        let seen = desk.work.with_untracked(|work| work.version);
        let answer = api::watch(desk.launch(), desk.open_id(), seen).await;
        if desk.turn.get_value() != turn {
            return;
        }
        let (failures, pause) = match answer {
            Ok(newer) => {
                desk.link.set(Link::Live);
                if let Some(work) = newer {
                    take(desk, work);
                }
                (0, PAUSE)
            }
            Err(failure) if failure.unreachable => {
                desk.link.set(Link::Offline);
                (failures + 1, patience(failures))
            }
            Err(failure) => return desk.fail(failure),
        };
        set_timeout(move || poll(desk, turn, failures), pause);
    });
}

fn take(desk: Desk, work: WorkView) {
    let work = desk.work.with_untracked(|current| merged(current, work));
    if let Some(text) = desk.work.with_untracked(|before| news(before, &work)) {
        desk.say(text);
    }
    desk.work.set(work);
}

/// Two seconds, then longer, at most fifteen.
const fn patience(failures: u32) -> Duration {
    Duration::from_secs(match failures {
        0 => 2,
        1 => 5,
        _ => 15,
    })
}

/// Whether anything may change without the person.
pub(crate) fn under_way(work: &WorkView) -> bool {
    let drafting = |status| matches!(status, DraftStatus::Drafting | DraftStatus::Signed);
    matches!(work.chart, ChartState::Loading { .. })
        || work.drafts.iter().any(|draft| drafting(draft.status))
        || work
            .open
            .as_ref()
            .is_some_and(|draft| drafting(draft.status))
}

/// What a screen reader is told of the difference.
fn news(before: &WorkView, after: &WorkView) -> Option<String> {
    if matches!(before.chart, ChartState::Loading { .. })
        && let ChartState::Loaded { items, .. } = after.chart
    {
        return Some(format!("Chart loaded, {items} items."));
    }
    let (old, new) = (before.open.as_ref(), after.open.as_ref()?);
    let old = old.filter(|old| old.id == new.id)?;
    if old.status == new.status {
        let written = new
            .sections
            .last()
            .filter(|_| new.sections.len() > old.sections.len())?;
        return Some(format!("Section {} is there.", written.title));
    }
    Some(match new.status {
        DraftStatus::InReview => format!("The draft is ready. {} need you.", new.needs_you),
        DraftStatus::Stopped => "Drafting stopped.".into(),
        DraftStatus::Failed => "Drafting failed.".into(),
        DraftStatus::Filed => "Filed in the EHR.".into(),
        DraftStatus::NeedsPerson => "Filing needs a person.".into(),
        DraftStatus::Drafting | DraftStatus::Signed => return None,
    })
}
