//! Where the person can be in a draft, and where the next thing is that needs them.

use model::StatementId;
use model::view::{DraftView, StatementState, StatementView};

/// A place that can be the current one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A statement.
    Statement(StatementId),
    /// An omission, by its place in the list.
    Omission(usize),
}

impl Place {
    /// The id of its element.
    pub fn element(&self) -> String {
        match self {
            Self::Statement(id) => format!("s-{id}"),
            Self::Omission(index) => format!("o-{index}"),
        }
    }

    /// The statement's id, where it is one.
    pub fn statement(&self) -> Option<&StatementId> {
        match self {
            Self::Statement(id) => Some(id),
            Self::Omission(_) => None,
        }
    }
}

/// Which way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Down the page.
    Forward,
    /// Up the page.
    Back,
}

/// Whether the statement waits for a person.
pub fn blocked(statement: &StatementView) -> bool {
    !statement.releasable && statement.state != StatementState::Removed
}

/// Every place in reading order: the statements, then the omissions that are open.
pub fn reading_order(draft: &DraftView) -> Vec<Place> {
    let statements = draft
        .sections
        .iter()
        .flat_map(|section| &section.statements);
    let omissions = draft.omissions.iter().filter(|omission| !omission.settled);
    statements
        .map(|statement| Place::Statement(statement.id.clone()))
        .chain(omissions.map(|omission| Place::Omission(omission.index)))
        .collect()
}

/// The places that wait for a person, in reading order.
pub fn needing(draft: &DraftView) -> Vec<Place> {
    let mut places = reading_order(draft);
    places.retain(|place| match place {
        Place::Statement(id) => statement(draft, id).is_some_and(blocked),
        Place::Omission(_) => true,
    });
    places
}

/// The next of `wanted` from `current` in reading order, around the end; the first where nothing is current.
pub fn next(
    order: &[Place],
    wanted: &[Place],
    current: Option<&Place>,
    step: Step,
) -> Option<Place> {
    let rank = |place: &Place| order.iter().position(|other| other == place);
    let here = current.and_then(rank);
    let after = |place: &&Place| match (rank(place), here) {
        (Some(there), Some(here)) => match step {
            Step::Forward => there > here,
            Step::Back => there < here,
        },
        _ => false,
    };
    let found = match step {
        Step::Forward => wanted.iter().find(after).or(wanted.first()),
        Step::Back => wanted.iter().rev().find(after).or(wanted.last()),
    };
    found.cloned()
}

/// The statement with this id.
pub fn statement<'a>(draft: &'a DraftView, id: &StatementId) -> Option<&'a StatementView> {
    let mut statements = draft
        .sections
        .iter()
        .flat_map(|section| &section.statements);
    statements.find(|statement| statement.id == *id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(id: &str) -> Place {
        Place::Statement(StatementId::new(id))
    }

    #[test]
    fn next_goes_around_and_starts_at_the_first() {
        let order = [s("1"), s("2"), s("3"), s("4"), Place::Omission(0)];
        let wanted = [s("2"), s("4"), Place::Omission(0)];
        let go = |current: Option<&Place>, step| next(&order, &wanted, current, step);
        assert_eq!(go(None, Step::Forward), Some(s("2")));
        assert_eq!(go(None, Step::Back), Some(Place::Omission(0)));
        assert_eq!(go(Some(&s("1")), Step::Forward), Some(s("2")));
        assert_eq!(go(Some(&s("3")), Step::Forward), Some(s("4")));
        assert_eq!(go(Some(&s("3")), Step::Back), Some(s("2")));
        assert_eq!(go(Some(&Place::Omission(0)), Step::Forward), Some(s("2")));
        assert_eq!(go(Some(&s("gone")), Step::Forward), Some(s("2")));
        assert_eq!(next(&order, &[], Some(&s("1")), Step::Forward), None);
    }
}
