//! The codes of a statement, and its clauses.

use super::Code;
use crate::text::{Kind, Token};
use model::Span;

/// Numbers the clauses: they end at `;`, `:`, the end of a sentence, and before `but`, `while` and the like.
pub(super) fn clauses(tokens: &[Token]) -> Vec<u32> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut clause = 0;
    let mut sentence = 0;
    for (at, token) in tokens.iter().enumerate() {
        let breaks = token.is_word()
            && matches!(
                token.lower.as_str(),
                "but" | "while" | "although" | "whereas" | "though" | "however"
            );
        if token.sentence != sentence || (breaks && at > 0) {
            clause += 1;
            sentence = token.sentence;
        }
        out.push(clause);
        let table = (token.is_mark('/') || token.is_mark('|'))
            && token.spaced
            && tokens.get(at + 1).is_some_and(|next| next.spaced);
        if token.is_mark(';')
            || table
            || (token.is_mark(':') && tokens.get(at + 1).is_some_and(|next| next.spaced))
        {
            clause += 1;
        }
    }
    out
}

pub(super) fn codes(text: &str, tokens: &[Token]) -> Vec<Code> {
    let mut out: Vec<Code> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match code_at(tokens, at) {
            Some(to) => {
                let words = Span::new(tokens[at].span.start, tokens[to - 1].span.end)
                    .of(text)
                    .unwrap_or_default();
                out.push(Code {
                    from: at,
                    to,
                    text: words.to_lowercase(),
                });
                at = to;
            }
            None => at += 1,
        }
    }
    out
}

fn code_at(tokens: &[Token], at: usize) -> Option<usize> {
    let token = &tokens[at];
    let raw = token.span.end - token.span.start;
    let systems = [
        "snomed", "ct", "loinc", "cvx", "icd", "cpt", "hcpcs", "rxnorm", "ndc", "code", "codes",
        "cm",
    ];
    let named = (1..=5).any(|back| {
        // `| ICD-10 | I10 |`: the number of the system and the line of a table stand between.
        let far = back > 3
            && !(token.is_word()
                && at
                    .checked_sub(1)
                    .is_some_and(|index| tokens[index].is_mark('|') || tokens[index].is_mark(':')));
        !far && at
            .checked_sub(back)
            .and_then(|index| tokens.get(index))
            .is_some_and(|before| systems.contains(&before.lower.as_str()))
    }) && at.checked_sub(1).is_some_and(|index| {
        tokens[index].is_word()
            || tokens[index].is_mark('(')
            || tokens[index].is_mark(':')
            || tokens[index].is_mark('|')
            || tokens[index].is_mark('-')
            || tokens[index].kind == Kind::Number
    });
    let named = named || behind_colon(tokens, at);
    let dash_digit = tokens
        .get(at + 1)
        .is_some_and(|mark| mark.is_mark('-') && !mark.spaced)
        && tokens.get(at + 2).is_some_and(|digit| {
            digit.kind == Kind::Number && !digit.spaced && digit.lower.len() == 1
        })
        && !tokens
            .get(at + 3)
            .is_some_and(|mark| !mark.spaced && mark.is_mark('-'));
    if token.kind == Kind::Number && token.lower.len() == raw && !token.lower.contains('.') {
        if dash_digit && (3..=6).contains(&raw) && (named || raw >= 4) {
            return Some(at + 3);
        }
        let directly = at
            .checked_sub(1)
            .and_then(|index| tokens.get(index))
            .is_some_and(|before| systems.contains(&before.lower.as_str()));
        // `CVX: 83`, `| CVX | 140 |`
        let vaccine = raw <= 3
            && at.checked_sub(1).is_some_and(|index| {
                tokens[index].is_mark(':') || tokens[index].is_mark('|') || tokens[index].is("code")
            })
            && (2..=7)
                .take_while(|back| {
                    // `(CVX 140) | 20 doses`: the code is told already.
                    at.checked_sub(back - 1)
                        .and_then(|index| tokens.get(index))
                        .is_some_and(|token| !token.is_mark(')'))
                })
                .any(|back| {
                    at.checked_sub(back)
                        .and_then(|index| tokens.get(index))
                        .is_some_and(|before| before.is("cvx"))
                });
        // `RxNorm: 4832`, `| RxNorm | 4832 |`
        let cell = at >= 2
            && (tokens[at - 1].is_mark(':') || tokens[at - 1].is_mark('|'))
            && systems.contains(&tokens[at - 2].lower.as_str())
            // `| 130 cm | 2020 |` is a length and a year.
            && !tokens[at - 2].is("cm");
        let coded = cell || behind_colon(tokens, at);
        return (raw >= 6 || vaccine || directly || coded || (named && raw >= 5)).then_some(at + 1);
    }
    if token.is_word() && token.lower.is_ascii() {
        let bytes = token.lower.as_bytes();
        let digits = bytes
            .iter()
            .skip(1)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if bytes.len() == 5 && digits == 4 && token.capital {
            return Some(at + 1);
        }
        let point = tokens
            .get(at + 1)
            .is_some_and(|mark| mark.is_mark('.') && !mark.spaced)
            && tokens
                .get(at + 2)
                .is_some_and(|next| !next.spaced && next.kind != Kind::Mark);
        if bytes.len() == 3 && digits >= 1 && token.capital && (point && digits == 2) {
            // `T82.7XXA`: the letters of an extension.
            let more = tokens.get(at + 3).is_some_and(|next| {
                next.is_word() && !next.spaced && next.upper && next.lower.len() <= 4
            });
            return Some(at + 3 + usize::from(more));
        }
        if (3..=7).contains(&bytes.len())
            && digits >= 2
            && token.capital
            && named
            && bytes.len() == digits + 1
        {
            return Some(at + 1);
        }
    }
    None
}

/// `RxNorm code for levothyroxine 50 mcg: 10582`: the last thing behind the colon of a line that begins with a system's code.
fn behind_colon(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 20;
    let Some(colon) = at
        .checked_sub(1)
        .filter(|before| tokens[*before].is_mark(':'))
    else {
        return false;
    };
    let dashed = tokens
        .get(at + 1)
        .is_some_and(|mark| mark.is_mark('-') && !mark.spaced);
    let rest = tokens.get(at + if dashed { 3 } else { 1 });
    if rest.is_some_and(|next| {
        next.sentence == tokens[at].sentence
            && !next.is_mark('.')
            && !next.is_mark(',')
            && !next.is_mark(';')
    }) {
        return false;
    }
    let sentence = tokens[at].sentence;
    let system = |index: usize| {
        matches!(
            tokens[index].lower.as_str(),
            "snomed" | "ct" | "loinc" | "cvx" | "icd" | "cpt" | "hcpcs" | "rxnorm" | "ndc" | "cm"
        ) || (tokens[index].kind == Kind::Number && index > 0 && tokens[index - 1].is_mark('-'))
    };
    (colon.saturating_sub(REACH)..colon).any(|index| {
        tokens[index].sentence == sentence
            && matches!(tokens[index].lower.as_str(), "code" | "codes")
            && index > 0
            && system(index - 1)
    })
}
