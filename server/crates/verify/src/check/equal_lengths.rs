//! One length told twice: `49 hours (just over two days)`, `53 days ago, i.e. less than two months`.

use super::Check;
use crate::claim::Duration;
use crate::lexicon::Cue;
use model::{ReasonCode, Verdict};
use rust_decimal::Decimal;

impl Check<'_> {
    /// Two lengths of which the second only says the first again must agree.
    pub(crate) fn lengths_told_twice(&mut self) {
        let mut all: Vec<Duration> = self.claim.durations.clone();
        all.sort_by_key(|duration| duration.from);
        for two in all.windows(2) {
            let (first, second) = (&two[0], &two[1]);
            let age = |duration: &Duration| duration.anchor == crate::claim::Anchor::Age;
            if first.unit == second.unit
                || age(first)
                || age(second)
                || !self.said_again(first.to, second.from)
            {
                continue;
            }
            let Some((own, again)) = first
                .count
                .checked_mul(first.unit)
                .zip(second.count.checked_mul(second.unit))
            else {
                continue;
            };
            let unit = second.unit.max(first.unit);
            let words = self
                .claim
                .words(second.from.saturating_sub(3), second.from)
                .to_lowercase();
            let cue = |wanted: Cue| {
                self.claim
                    .cues
                    .iter()
                    .any(|found| found.cue == wanted && found.to == second.from)
            };
            let over = cue(Cue::Above)
                || cue(Cue::AtLeast)
                || words.ends_with("over")
                || words.ends_with("above");
            let under = cue(Cue::Below)
                || cue(Cue::AtMost)
                || words.ends_with("under")
                || words.ends_with("short of");
            let good = if over {
                own >= again && own < again + unit
            } else if under {
                own <= again && own > again - unit
            } else {
                (own - again).abs() <= unit * Decimal::new(6, 1)
            };
            if !good {
                let span = self.claim.span(second.from, second.to);
                let shown = self.claim.words(first.from, first.to).to_owned();
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Conversion,
                    span,
                    Some(shown),
                    Vec::new(),
                );
            }
        }
    }

    /// Whether only `(`, `i.e.`, `that is` and words of nearness stand between.
    fn said_again(&self, from: usize, to: usize) -> bool {
        let between = self.claim.slice(from, to);
        let opens = between.iter().any(|token| {
            token.is_mark('(')
                || token.is_mark('=')
                || matches!(token.lower.as_str(), "i" | "ie" | "namely")
        }) || between
            .windows(2)
            .any(|two| two[0].is("that") && two[1].is("is"));
        opens
            && between.len() <= 8
            && between.iter().enumerate().all(|(step, token)| {
                !token.is_word()
                    || matches!(
                        token.lower.as_str(),
                        "i" | "e"
                            | "ie"
                            | "that"
                            | "is"
                            | "namely"
                            | "just"
                            | "or"
                            | "a"
                            | "little"
                            | "bit"
                            | "some"
                            | "about"
                            | "nearly"
                            | "almost"
                            | "roughly"
                            | "approximately"
                            | "over"
                            | "under"
                            | "more"
                            | "less"
                            | "than"
                            | "slightly"
                            | "at"
                            | "least"
                            | "most"
                            | "around"
                            | "well"
                    )
                    || self.claim.cues.iter().any(|cue| {
                        matches!(cue.cue, Cue::Above | Cue::Below | Cue::Approximate)
                            && (cue.from..cue.to).contains(&(from + step))
                    })
            })
    }
}
