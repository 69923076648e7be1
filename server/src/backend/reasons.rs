//! Turns the verifier's reasons into the one line and the one fix that a screen shows.

use model::view::{Fix, ReasonView};
use model::{Reason, ReasonCode, SourceId, Span, StatementVerdict, Verdict};
use sources::SourceSet;

/// The reasons of a verdict as the screen shows them.
pub(super) fn views(
    text: &str,
    verdict: &StatementVerdict,
    sources: &SourceSet,
) -> Vec<ReasonView> {
    if verdict.verdict.releasable() {
        return Vec::new();
    }
    if verdict.reasons.is_empty() {
        return vec![plain(verdict.verdict)];
    }
    verdict
        .reasons
        .iter()
        .map(|reason| view(text, reason, sources))
        .collect()
}

/// What must be filled in, where there is something.
pub(super) fn gap(text: &str) -> Option<ReasonView> {
    let at = text.find(review::GAP)?;
    Some(ReasonView {
        code: ReasonCode::Uncited,
        span: Some(Span::new(at, at + review::GAP.len())),
        line: format!("Fill in every {} before it can be signed.", review::GAP),
        fix: None,
        sources: Vec::new(),
    })
}

fn view(text: &str, reason: &Reason, set: &SourceSet) -> ReasonView {
    let literal = reason.found.as_deref().is_some_and(|found| {
        let places = reason.sources.iter();
        places
            .filter_map(|place| set.get(&place.source))
            .any(|snippet| says(&snippet.text, found))
    });
    let mut sources: Vec<SourceId> = Vec::new();
    for place in &reason.sources {
        if !sources.contains(&place.source) {
            sources.push(place.source.clone());
        }
    }
    ReasonView {
        code: reason.code,
        span: reason.span,
        line: line(reason, literal),
        fix: fix(text, reason).filter(|_| literal),
        sources,
    }
}

fn plain(verdict: Verdict) -> ReasonView {
    let code = if verdict == Verdict::Uncited {
        ReasonCode::Uncited
    } else {
        ReasonCode::Fabrication
    };
    ReasonView {
        code,
        span: None,
        line: code.sentence().to_owned(),
        fix: None,
        sources: Vec::new(),
    }
}

fn line(reason: &Reason, literal: bool) -> String {
    match (&reason.found, &reason.claimed) {
        (Some(_), _) if !literal => reason.code.sentence().to_owned(),
        (Some(found), _) if says_value(reason.code) => format!("Source says {}.", shown(found)),
        (Some(found), _) => format!("{} Found: {}.", reason.code.sentence(), shown(found)),
        (None, Some(claimed)) if reason.code == ReasonCode::Fabrication => {
            format!("No cited source says “{claimed}”.")
        }
        (None, _) => reason.code.sentence().to_owned(),
    }
}

/// Whether a text has these very words, not as a part of a longer number or word: `5 mg` is not in `2.5 mg`. What a source does not say
/// literally is neither quoted nor offered as a fix.
fn says(text: &str, words: &str) -> bool {
    let inner = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | ',' | '-');
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut rest = text[at + words.len()..].chars();
        let after = rest.next();
        let goes_on = after.is_some_and(char::is_alphanumeric)
            || (matches!(after, Some('.' | ','))
                && rest.next().is_some_and(|c| c.is_ascii_digit()));
        !words.is_empty() && !before.is_some_and(inner) && !goes_on
    })
}

/// What a source says, its date as screens show dates.
fn shown(found: &str) -> String {
    model::date::parse(found).map_or_else(|| found.to_owned(), model::date::shown)
}

/// Replaces the words concerned by what the source says, where that is a value that can stand in their place.
fn fix(text: &str, reason: &Reason) -> Option<Fix> {
    let (found, span) = (reason.found.as_deref()?, reason.span?);
    let words = span.of(text)?;
    if !says_value(reason.code) || words.is_empty() || found == words || found.len() > 60 {
        return None;
    }
    let (before, after) = (text.get(..span.start)?, text.get(span.end..)?);
    let found = shown(found);
    Some(Fix {
        label: format!("Use {found}"),
        text: format!("{before}{found}{after}"),
    })
}

const fn says_value(code: ReasonCode) -> bool {
    matches!(
        code,
        ReasonCode::Number
            | ReasonCode::Scale
            | ReasonCode::Unit
            | ReasonCode::Conversion
            | ReasonCode::Date
            | ReasonCode::Period
            | ReasonCode::Dose
            | ReasonCode::FrequencyRoute
            | ReasonCode::Drug
            | ReasonCode::Laterality
            | ReasonCode::Status
            | ReasonCode::Code
            | ReasonCode::Count
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Span, StatementId};

    fn reason(code: ReasonCode, span: Option<Span>, found: Option<&str>) -> Reason {
        Reason {
            code,
            span,
            claimed: None,
            found: found.map(Into::into),
            sources: Vec::new(),
        }
    }

    #[test]
    fn no_fix_without_a_place_or_a_value() {
        let text = "Apixaban 2.5 mg twice daily.";
        assert!(fix(text, &reason(ReasonCode::Dose, None, Some("5 mg"))).is_none());
        assert!(
            fix(
                text,
                &reason(ReasonCode::Dose, Some(Span::new(9, 15)), None)
            )
            .is_none()
        );
        assert!(
            fix(
                text,
                &reason(ReasonCode::Dose, Some(Span::new(9, 900)), Some("5 mg"))
            )
            .is_none()
        );
        assert!(
            fix(
                text,
                &reason(ReasonCode::Negation, Some(Span::new(9, 15)), Some("denies"))
            )
            .is_none()
        );
    }

    #[test]
    fn the_fix_puts_the_sources_value_in() {
        let fix = fix(
            "Apixaban 2.5 mg twice daily.",
            &reason(ReasonCode::Dose, Some(Span::new(9, 15)), Some("5 mg")),
        )
        .unwrap();
        assert_eq!(
            (fix.label.as_str(), fix.text.as_str()),
            ("Use 5 mg", "Apixaban 5 mg twice daily.")
        );
    }

    #[test]
    fn a_date_is_offered_as_screens_show_it() {
        let fix = fix(
            "Asthma since 3 March 1901.",
            &reason(
                ReasonCode::Date,
                Some(Span::new(13, 25)),
                Some("2015-09-15"),
            ),
        );
        assert_eq!(fix.unwrap().text, "Asthma since 15 Sep 2015.");
    }

    #[test]
    fn a_part_of_a_number_is_not_what_the_source_says() {
        assert!(!says("apixaban 2.5 mg tablet", "5 mg"));
        assert!(!says("potassium 5.2", "5") && says("potassium 5.", "5"));
        assert!(!says("15 mg", "5 mg") && !says("5 mgs", "5 mg") && !says("", ""));
        assert!(says("apixaban 5 mg tablet", "5 mg") && says("5 mg", "5 mg"));
    }

    #[test]
    fn a_blocked_statement_always_has_a_line() {
        let verdict = StatementVerdict {
            id: StatementId::new("s1"),
            verdict: Verdict::Uncited,
            evidence: Vec::new(),
            reasons: Vec::new(),
        };
        assert_eq!(views("x", &verdict, &SourceSet::default()).len(), 1);
    }
}
