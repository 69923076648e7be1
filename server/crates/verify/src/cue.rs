//! The kinds of cue.

/// What a word or phrase signals about the claim around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(
    missing_docs,
    reason = "the names are those of lexicon/cues.tsv, described there"
)]
pub enum Cue {
    Negation,
    Strong,
    Record,
    Hedge,
    Sure,
    Severity,
    Side,
    Relative,
    Cause,
    Active,
    Inactive,
    Completed,
    Up,
    Down,
    Stable,
    Better,
    Worse,
    First,
    Last,
    Only,
    Highest,
    Lowest,
    Above,
    Below,
    AtLeast,
    AtMost,
    Within,
    Approximate,
    Change,
    Ordered,
    Done,
    Planned,
    New,
    Conditional,
    Retracted,
    Every,
    Held,
}

/// A cue found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) cue: Cue,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// The cue with this name in `lexicon/cues.tsv`.
pub(crate) fn cue(name: &str) -> Option<Cue> {
    Some(match name {
        "negation" => Cue::Negation,
        "strong" => Cue::Strong,
        "record" => Cue::Record,
        "hedge" => Cue::Hedge,
        "sure" => Cue::Sure,
        "severity" => Cue::Severity,
        "side" => Cue::Side,
        "relative" => Cue::Relative,
        "cause" => Cue::Cause,
        "active" => Cue::Active,
        "inactive" => Cue::Inactive,
        "completed" => Cue::Completed,
        "up" => Cue::Up,
        "down" => Cue::Down,
        "stable" => Cue::Stable,
        "better" => Cue::Better,
        "worse" => Cue::Worse,
        "first" => Cue::First,
        "last" => Cue::Last,
        "only" => Cue::Only,
        "highest" => Cue::Highest,
        "lowest" => Cue::Lowest,
        "above" => Cue::Above,
        "below" => Cue::Below,
        "at_least" => Cue::AtLeast,
        "at_most" => Cue::AtMost,
        "within" => Cue::Within,
        "approximate" => Cue::Approximate,
        "change" => Cue::Change,
        "ordered" => Cue::Ordered,
        "done" => Cue::Done,
        "planned" => Cue::Planned,
        "new" => Cue::New,
        "conditional" => Cue::Conditional,
        "retracted" => Cue::Retracted,
        "every" => Cue::Every,
        "held" => Cue::Held,
        _ => return None,
    })
}
