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

/// `cycle no. 48`: a number of a row; `sit still`: no status; `starting right away`: no side.
pub(crate) fn no_cue(tokens: &[crate::text::Token], found: crate::lexicon::Found) -> bool {
    let next = |step: usize| tokens.get(found.from + step);
    let row = tokens[found.from].is("no")
        && next(1).is_some_and(|mark| mark.is_mark('.') && !mark.spaced)
        && next(2).is_some_and(|number| number.kind == crate::text::Kind::Number);
    // `hard to sit still`: how one sits, no status.
    let quiet = tokens[found.from].is("still")
        && found.to == found.from + 1
        && found.from.checked_sub(1).is_some_and(|at| {
            matches!(
                tokens[at].lower.as_str(),
                "sit"
                    | "sitting"
                    | "sits"
                    | "stand"
                    | "standing"
                    | "hold"
                    | "holding"
                    | "keep"
                    | "lie"
                    | "lying"
            )
        });
    // `put on your problem list`: no weight.
    let listed = found.cue == Cue::Up
        && tokens[found.from].is("put")
        && (1..=4).any(|step| {
            tokens.get(found.to + step).is_some_and(|token| {
                matches!(
                    token.lower.as_str(),
                    "list" | "record" | "chart" | "file" | "waitlist" | "register"
                )
            })
        });
    row || listed || quiet || (found.cue == Cue::Side && right_away(tokens, found.from))
}

pub(crate) fn right_away(tokens: &[crate::text::Token], at: usize) -> bool {
    tokens[at].is("right")
        && tokens.get(at + 1).is_some_and(|token| {
            matches!(
                token.lower.as_str(),
                "away" | "now" | "after" | "before" | "then"
            )
        })
}
