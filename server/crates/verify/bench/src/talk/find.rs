//! What a dialogue says beyond doubt.

use super::read::{Speaker, Talk};
use super::words::{COMPLAINTS, CONDITIONS, DRUGS, HEDGES, KIN, PARTS, number, says, split};

/// Something said, by the segments (from 0) that say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) at: Vec<usize>,
    pub(super) what: What,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Asked for and answered: has it or not.
    Complaint(&'static str, bool),
    /// A drug, its milligrams, how often a day where that is said.
    Drug(&'static str, u32, Option<u32>),
    /// `50-year-old`.
    Age(u32),
    /// Pain in one side: whether the left one, and of what.
    Side(bool, &'static str),
    /// A relative and what they had.
    Kin(&'static str, &'static str),
    /// A complaint, how many, of which unit.
    Since(&'static str, u32, &'static str),
}

/// Everything that is found.
pub(super) fn all(talk: &Talk) -> Vec<Found> {
    let mut out = Vec::new();
    for (at, (who, words)) in talk.said.iter().enumerate() {
        match who {
            Speaker::Clinician => {
                asked(talk, at, words, &mut out);
                drugs(at, words, &mut out);
                age(at, words, &mut out);
            }
            Speaker::Patient => {
                side(talk, at, words, &mut out);
                kin(at, words, &mut out);
                since(at, words, &mut out);
            }
            Speaker::Other => {}
        }
    }
    out
}

/// The complaints of a text as written, longer names before their parts.
fn complaints(text: &str) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = Vec::new();
    for (said, written) in COMPLAINTS {
        if says(text, said) && !out.contains(&written) {
            out.push(written);
        }
    }
    out
}

/// A question for complaints and a plain answer.
fn asked(talk: &Talk, at: usize, words: &str, out: &mut Vec<Found>) {
    let Some((Speaker::Patient, answer)) = talk.said.get(at + 1) else {
        return;
    };
    let question = words.trim_end_matches(['.', ' ', ',']);
    let last = question
        .trim_end_matches('?')
        .rsplit(['?', '.'])
        .next()
        .unwrap_or_default();
    let opens = [
        "any ",
        "have you had any ",
        "do you have any ",
        "and any ",
        "have you noticed any ",
        "no ",
    ];
    let start = last
        .trim_start()
        .trim_start_matches("okay ")
        .trim_start_matches([',', ' ']);
    let plain = question.ends_with('?') && opens.iter().any(|open| start.starts_with(open));
    let words: Vec<&str> = split(answer);
    let hedged = HEDGES.iter().any(|hedge| says(answer, hedge));
    if !plain || words.is_empty() || words.len() > 8 {
        return;
    }
    let found = complaints(last);
    let told = complaints(answer);
    match words[0] {
        "no" | "nope" | "none" if !hedged && told.is_empty() => {
            out.extend(found.into_iter().map(|name| Found {
                at: vec![at, at + 1],
                what: What::Complaint(name, false),
            }));
        }
        // A yes to several is a yes to some.
        "yes" | "yeah" | "yep"
            if found.len() == 1
                && words.len() <= 3
                && !last.contains(" or ")
                && !says(answer, "no")
                && !start.starts_with("no ") =>
        {
            out.push(Found {
                at: vec![at, at + 1],
                what: What::Complaint(found[0], true),
            });
        }
        _ => {}
    }
}

/// `lisinopril to 40 milligrams a day`.
fn drugs(at: usize, words: &str, out: &mut Vec<Found>) {
    let words = split(words);
    for (place, word) in words.iter().enumerate() {
        let Some(drug) = DRUGS.iter().find(|drug| *drug == word) else {
            continue;
        };
        let next = words[place + 1..]
            .iter()
            .take(2)
            .position(|one| number(one).is_some());
        let Some(digits) = next.map(|skip| place + 1 + skip) else {
            continue;
        };
        if digits == place + 2 && words[place + 1] != "to" && words[place + 1] != "um" {
            continue;
        }
        let unit = words
            .get(digits + 1)
            .is_some_and(|unit| matches!(*unit, "milligrams" | "milligram" | "mg"));
        let rest = words.get(digits + 2..).unwrap_or_default();
        let often = match rest {
            ["once", "a", "day", ..] | ["once", "daily", ..] | ["daily", ..] => Some(1),
            ["twice", "a", "day", ..] | ["twice", "daily", ..] => Some(2),
            _ => None,
        };
        if let Some(amount) = number(words[digits]).filter(|amount| unit && *amount > 0) {
            out.push(Found {
                at: vec![at],
                what: What::Drug(drug, amount, often),
            });
        }
    }
}

fn age(at: usize, words: &str, out: &mut Vec<Found>) {
    let plain = words.replace('-', " ");
    let words = split(&plain);
    for part in words.windows(4) {
        if part[1] == "year"
            && part[2] == "old"
            && matches!(part[3], "male" | "female")
            && let Some(n) = number(part[0]).filter(|n| (18..110).contains(n))
        {
            out.push(Found {
                at: vec![at],
                what: What::Age(n),
            });
        }
    }
}

/// `my right shoulder` with pain in the same sentence, the other side never named.
fn side(talk: &Talk, at: usize, words: &str, out: &mut Vec<Found>) {
    for sentence in words.split(['.', '?', '!']) {
        let hurts = says(sentence, "pain") || says(sentence, "hurts") || says(sentence, "hurt");
        if !hurts
            || ["no", "not", "never", "n't"]
                .iter()
                .any(|no| says(sentence, no))
            || sentence.contains("n't")
        {
            continue;
        }
        for part in PARTS {
            for (left, own, other) in [(true, "left", "right"), (false, "right", "left")] {
                let named = says(sentence, &format!("my {own} {part}"));
                let both = talk.said.iter().any(|(_, words)| {
                    says(words, &format!("{other} {part}")) || says(words, "both")
                });
                if named && !both {
                    out.push(Found {
                        at: vec![at],
                        what: What::Side(left, part),
                    });
                }
            }
        }
    }
}

/// `my mom had diabetes`, no other relative in the sentence.
fn kin(at: usize, words: &str, out: &mut Vec<Found>) {
    for sentence in words.split(['.', '?', '!']) {
        let named: Vec<_> = KIN
            .iter()
            .filter(|(said, _)| says(sentence, &format!("my {said}")))
            .collect();
        let had: Vec<_> = CONDITIONS
            .iter()
            .filter(|name| says(sentence, name))
            .collect();
        let told = [" had ", " has ", " have "]
            .iter()
            .any(|verb| sentence.contains(verb));
        let doubt = ["no", "not", "never", "maybe", "think", "if", "i", "some"]
            .iter()
            .any(|word| says(sentence, word))
            || sentence.contains("n't");
        if let ([(_, kin)], [name], true, false) = (named.as_slice(), had.as_slice(), told, doubt) {
            out.push(Found {
                at: vec![at],
                what: What::Kin(kin, name),
            });
        }
    }
}

/// `a cough for the past two weeks`: one complaint and one span in a sentence.
fn since(at: usize, words: &str, out: &mut Vec<Found>) {
    for sentence in words.split(['.', '?', '!']) {
        let found = complaints(sentence);
        let words = split(sentence);
        let spans: Vec<(u32, &'static str)> = words
            .windows(2)
            .filter_map(|part| {
                let unit = ["days", "weeks", "months", "years"]
                    .iter()
                    .find(|unit| *unit == &part[1])?;
                Some((number(part[0])?, *unit))
            })
            .collect();
        let for_it = ["for", "past", "last"]
            .iter()
            .any(|word| says(sentence, word));
        let doubt = ["no", "not", "never", "without", "ago", "or", "every"]
            .iter()
            .any(|word| says(sentence, word))
            || sentence.contains("n't");
        if let ([name], [(n, unit)], true, false) =
            (found.as_slice(), spans.as_slice(), for_it, doubt)
        {
            out.push(Found {
                at: vec![at],
                what: What::Since(name, *n, unit),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &str) -> Vec<What> {
        all(&Talk::new("t", lines.lines()))
            .into_iter()
            .map(|found| found.what)
            .collect()
    }

    #[test]
    fn only_what_is_beyond_doubt_is_found() {
        assert_eq!(
            found("[doctor] any chest pain or fevers ?\n[patient] no ."),
            [
                What::Complaint("chest pain", false),
                What::Complaint("fever", false)
            ]
        );
        assert_eq!(
            found("[doctor] any cough ?\n[patient] yeah ."),
            [What::Complaint("cough", true)]
        );
        assert_eq!(
            found("[doctor] order metformin to 1,000 mg twice a day"),
            [What::Drug("metformin", 1000, Some(2))]
        );
        assert_eq!(
            found("[doctor] she is a 50-year-old female"),
            [What::Age(50)]
        );
        assert_eq!(
            found("[patient] the pain in my left knee is bad"),
            [What::Side(true, "knee")]
        );
        assert_eq!(
            found("[patient] my mom had diabetes ."),
            [What::Kin("mother", "diabetes")]
        );
        assert_eq!(
            found("[patient] a cough for the past two weeks"),
            [What::Since("cough", 2, "weeks")]
        );
        for nothing in [
            "[doctor] any chest pain ?\n[patient] no , just a little .",
            "[doctor] any chest pain ?\n[doctor] no .",
            "[doctor] any chest pain or cough ?\n[patient] yes .",
            "[doctor] you said there was a cough ?\n[patient] no .",
            "[patient] my left knee hurts and my right knee is fine",
            "[patient] i think my mom had diabetes",
            "[patient] no cough for two weeks",
            "[doctor] take lisinopril for 10 days",
        ] {
            assert_eq!(found(nothing), [], "{nothing}");
        }
    }
}
