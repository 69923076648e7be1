//! The words for what the model of the screens only names.

use model::view::DraftStatus;
use model::{CriterionResult, NoticeKind, Verdict};

/// Where a draft stands.
pub const fn status(status: DraftStatus) -> &'static str {
    match status {
        DraftStatus::Drafting => "drafting",
        DraftStatus::InReview => "in review",
        DraftStatus::Stopped => "stopped",
        DraftStatus::Failed => "failed",
        DraftStatus::Signed => "signed, filing",
        DraftStatus::Filed => "filed",
        DraftStatus::NeedsPerson => "filing needs you",
    }
}

/// How a criterion came out.
pub const fn result(result: CriterionResult) -> &'static str {
    match result {
        CriterionResult::Met => "Met",
        CriterionResult::NotMet => "Not met",
        CriterionResult::NotDocumented => "Not documented",
        CriterionResult::NeedsReview => "Needs review",
    }
}

/// What the verifier found.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "Supported by its sources",
        Verdict::Contradicted => "A source says otherwise",
        Verdict::Unsupported => "No source says this",
        Verdict::Uncited => "A clinical statement without a source",
        Verdict::NotClinical => "Needs no source",
    }
}

/// What a notice is about.
pub const fn notice(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::NotLoaded => "Not loaded",
        NoticeKind::LeftOut => "Left out",
        NoticeKind::OtherValue => "Other value",
        NoticeKind::Conflict => "Sources disagree",
        NoticeKind::Drafting => "Drafting",
        NoticeKind::Answers => "Answers",
    }
}

/// A number and its noun: `1 statement`, `2 statements`.
pub fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", thousands(number))
}

/// `1,214`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        let shown = [0, 999, 1214, 1_000_000].map(thousands);
        assert_eq!(shown, ["0", "999", "1,214", "1,000,000"]);
        assert_eq!(count(1, "statement"), "1 statement");
        assert_eq!(count(0, "statement"), "0 statements");
    }
}
