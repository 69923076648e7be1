//! Findings that others may add to and nobody can lower.

use super::{Category, Triage};

impl Triage {
    /// These findings together with those of the floor: every flag of either, the graver urgency of each, the more careful way.
    #[must_use]
    pub(super) fn at_least(mut self, floor: Self) -> Self {
        // Of two judgements of the same urgency the clinical one is the careful one.
        let rank = |one: &Self| (one.urgency, one.category == Category::Clinical);
        if rank(&floor) >= rank(&self) {
            self.urgency = floor.urgency;
            self.category = floor.category;
            self.route = floor.route;
            self.topic = floor.topic;
        }
        for flag in floor.flags {
            match self.flags.iter_mut().find(|own| own.id == flag.id) {
                Some(own) => own.urgency = own.urgency.max(flag.urgency),
                None => self.flags.push(flag),
            }
        }
        self.flags.sort_by(|a, b| {
            b.urgency
                .cmp(&a.urgency)
                .then_with(|| a.span.start.cmp(&b.span.start))
        });
        self.sensitive.extend(floor.sensitive);
        self.sensitive.sort_unstable();
        self.sensitive.dedup();
        self
    }
}
