//! Commands and the keys that give them.

use crate::desk::{Desk, Pane, Place, Step, focus_id, focus_place, needing, next, reading_order};
use crate::evidence::cycle;
use crate::review::{Ask, attest, begin_edit, remove_or_restore, use_fix};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

/// What a key can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Next,
    Previous,
    Down,
    Up,
    Edit,
    Remove,
    Attest,
    Fix,
    Cite,
    Whole,
    Regenerate,
    Help,
    Close,
}

/// Every key with its command and what it does, as the list of keys shows them.
pub(super) const KEYS: [(&str, Command, &str); 13] = [
    ("n", Command::Next, "Next thing that needs you"),
    ("p", Command::Previous, "Previous thing that needs you"),
    ("j", Command::Down, "Next statement"),
    ("k", Command::Up, "Previous statement"),
    ("c", Command::Cite, "Show its next source"),
    ("o", Command::Whole, "Open the whole source at the place"),
    ("f", Command::Fix, "Use the fix that is offered"),
    ("e", Command::Edit, "Edit"),
    ("x", Command::Remove, "Remove, or restore"),
    ("a", Command::Attest, "Attest: you vouch for these words"),
    ("r", Command::Regenerate, "Write the section again"),
    ("?", Command::Help, "Show or hide the keys"),
    ("Escape", Command::Close, "Close what is open"),
];

/// The command of a key.
pub(super) fn of(key: &str) -> Option<Command> {
    KEYS.iter()
        .find(|(other, _, _)| *other == key)
        .map(|(_, command, _)| *command)
}

/// Does it.
pub(super) fn run(desk: Desk, ask: Ask, command: Command) {
    let current = desk.current.get_untracked();
    let statement = current.as_ref().and_then(Place::statement);
    match (command, statement) {
        (Command::Next, _) => go(desk, Step::Forward, needing),
        (Command::Previous, _) => go(desk, Step::Back, needing),
        (Command::Down, _) => go(desk, Step::Forward, reading_order),
        (Command::Up, _) => go(desk, Step::Back, reading_order),
        (Command::Help, _) => desk.keys.update(|open| *open = !*open),
        (Command::Close, _) => close(desk),
        (Command::Whole, _) => press("[data-whole]"),
        (Command::Edit, Some(id)) => begin_edit(desk, id),
        (Command::Remove, Some(id)) => remove_or_restore(desk, ask, id),
        (Command::Attest, Some(id)) => attest(desk, ask, id),
        (Command::Fix, Some(id)) => use_fix(desk, ask, id),
        (Command::Cite, Some(id)) => cycle(desk, id),
        (Command::Regenerate, Some(_)) => section(desk, current.as_ref()),
        (_, None) => {}
    }
}

fn go(desk: Desk, step: Step, wanted: fn(&model::view::DraftView) -> Vec<Place>) {
    desk.pane.set(Pane::Draft);
    let current = desk.current.get_untracked();
    let found = desk.draft_now(|draft| {
        next(
            &reading_order(draft),
            &wanted(draft),
            current.as_ref(),
            step,
        )
    });
    match found {
        Some(place) => focus_place(desk, place),
        None => desk.say("Nothing needs you."),
    }
}

/// Asks for an instruction for the section that holds the place.
fn section(desk: Desk, place: Option<&Place>) {
    let at = desk.draft_now(|draft| {
        let id = place.and_then(Place::statement)?;
        draft
            .sections
            .iter()
            .position(|section| section.statements.iter().any(|one| one.id == *id))
    });
    let changeable =
        desk.draft_now(|draft| !crate::desk::signed(draft.status) && draft.progress.is_none());
    if let Some(at) = at.filter(|_| changeable) {
        desk.renewing.set(Some(at));
        focus_id("instruction".into());
    }
}

fn close(desk: Desk) {
    if desk.keys.get_untracked() {
        desk.keys.set(false);
    } else if desk.pane.get_untracked() != Pane::Draft {
        desk.pane.set(Pane::Draft);
        focus_id("title".into());
    } else {
        desk.cited.set(None);
    }
}

/// Presses the first element that matches.
fn press(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_gives_one_command() {
        assert_eq!(of("n"), Some(Command::Next));
        assert_eq!(of("N"), None);
        assert_eq!(of("Enter"), None);
        for (at, (key, command, _)) in KEYS.iter().enumerate() {
            assert_eq!(of(key), Some(*command));
            assert!(KEYS[at + 1..].iter().all(|(other, _, _)| other != key));
        }
    }
}
