//! What a conversation says of a word, in the sentences that speak of it: whether it is over, how sure it is, whose it is.

use super::{Check, Cited};
use crate::lexicon::{Cue, Found};
use crate::source::Source;
use crate::text::{Token, id};
use model::{ReasonCode, Verdict};

/// Words by which speakers say that a thing is over or was not chosen.
const OVER: [&[&str]; 9] = [
    &["used", "to"],
    &["quit"],
    &["gave", "up"],
    &["no", "longer"],
    &["stopped"],
    &["decided", "against"],
    &["did", "you", "have"],
    &["years", "ago"],
    &["back", "then"],
];
/// Words by which speakers doubt.
pub(super) const DOUBT: [&[&str]; 10] = [
    &["maybe"],
    &["perhaps"],
    &["could", "be"],
    &["could", "just", "be"],
    &["might", "be"],
    &["may", "be"],
    &["i", "think"],
    &["possible", "causes"],
    &["ca", "n't", "say"],
    &["can't", "say"],
];
/// Relatives that are told apart.
const KIN: [&str; 10] = [
    "wife",
    "husband",
    "mother",
    "father",
    "brother",
    "sister",
    "son",
    "daughter",
    "grandmother",
    "grandfather",
];

/// A sentence of a cited line.
pub(super) struct Said<'a> {
    pub(super) cited: Cited<'a>,
    pub(super) words: &'a [Token],
    pub(super) source: &'a Source,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Said<'_> {
    pub(super) fn has(&self, phrases: &[&[&str]]) -> bool {
        phrases.iter().any(|phrase| {
            self.words
                .windows(phrase.len())
                .any(|run| run.iter().zip(*phrase).all(|(token, word)| token.is(word)))
        })
    }

    fn cue(&self, wanted: Cue) -> bool {
        let cues = self.source.cues_in(self.from, self.to);
        cues.iter().any(|cue| cue.cue == wanted)
    }
}

impl<'a> Check<'a> {
    /// All of these, of a conversation alone.
    pub(crate) fn spoken(&mut self) {
        if !self
            .cited
            .iter()
            .all(|cited| cited.snippet.segment.is_some())
        {
            return;
        }
        for found in self.claim.cues.clone() {
            match found.cue {
                Cue::Active => self.told_as_over(found),
                Cue::Sure => self.told_in_doubt(found),
                _ => {}
            }
        }
        for at in 0..self.claim.tokens.len() {
            match self.claim.tokens[at].lower.as_str() {
                "diagnosed" => self.told_in_doubt(Found {
                    cue: Cue::Sure,
                    from: at,
                    to: at + 1,
                }),
                "already" => self.told_as_coming(at),
                "has" | "have" => self.told_as_done_already(at),
                "of" => self.some_of_all(at),
                _ => {}
            }
        }
        self.whose();
    }

    /// The sentences of the cited lines that have a word, those that share most with the clause of the statement.
    pub(super) fn told_of(&self, at: usize) -> Vec<Said<'a>> {
        let own = &self.claim.tokens[at];
        let (from, to) = self.claim.clause_range(self.claim.clause_of(at));
        let beside: Vec<&Token> = self
            .carried(from, to)
            .filter(|token| token.stem != own.stem)
            .collect();
        let mut all: Vec<(usize, Said<'a>)> = Vec::new();
        for cited in self.cited.iter().copied() {
            let source = cited.source;
            let mut done = 0;
            for (index, word) in source.prose.iter().enumerate() {
                if index < done
                    || !word.is_word()
                    || !word.ids.iter().any(|id| own.ids.contains(id))
                {
                    continue;
                }
                let (from, to) = source.sentence_of(index);
                done = to;
                let words = &source.prose[from..to];
                let shared = beside
                    .iter()
                    .filter(|token| {
                        words.iter().any(|word| {
                            word.is_word() && word.ids.iter().any(|id| token.ids.contains(id))
                        })
                    })
                    .count();
                all.push((
                    shared,
                    Said {
                        cited,
                        words,
                        source,
                        from,
                        to,
                    },
                ));
            }
        }
        let most = all.iter().map(|(shared, _)| *shared).max().unwrap_or(0);
        all.into_iter()
            .filter(|(shared, _)| *shared == most)
            .map(|(_, said)| said)
            .collect()
    }

    /// The words of a clause that name something, by a concept.
    fn things(&self, at: usize) -> Vec<usize> {
        let (from, to) = self.claim.clause_range(self.claim.clause_of(at));
        (from..to)
            .filter(|index| {
                let token = &self.claim.tokens[*index];
                token.is_word() && !self.claim.used[*index] && token.ids.len() > 1
            })
            .collect()
    }

    /// `Still smokes`, of `I used to smoke`.
    fn told_as_over(&mut self, found: Found) {
        let word = self.claim.tokens[found.from].lower.as_str();
        if !matches!(
            word,
            "still" | "currently" | "current" | "ongoing" | "continues" | "continuing"
        ) || self.negated_clause(found.from)
        {
            return;
        }
        let over = self.things(found.from).into_iter().any(|at| {
            let said = self.told_of(at);
            !said.is_empty() && said.iter().all(|said| said.has(&OVER))
        });
        if over {
            let span = self.claim.span(found.from, found.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Status,
                span,
                None,
                Vec::new(),
            );
        }
    }

    /// `Confirmed infection`, of `maybe an infection`.
    fn told_in_doubt(&mut self, found: Found) {
        // Of `for certain` the word that says it.
        let own = (found.from..found.to)
            .map(|at| &self.claim.tokens[at])
            .max_by_key(|token| token.lower.len())
            .map_or("", |token| token.stem.as_str());
        let said = self
            .cited
            .iter()
            .flat_map(|cited| &cited.source.prose)
            .any(|word| word.stem == own);
        let clause = self.claim.clause_of(found.from);
        let hedged = self
            .claim
            .all(Cue::Hedge)
            .any(|cue| self.claim.clause_of(cue.from) == clause);
        if said || hedged || self.negated_clause(found.from) {
            return;
        }
        let near = self.things(found.from).into_iter().filter(|at| {
            at.abs_diff(found.from) <= 6 && !self.lexicon.is_lab(&self.claim.tokens[*at].ids)
        });
        let doubted = near.into_iter().any(|at| {
            let told = self.told_of(at);
            !told.is_empty()
                && told
                    .iter()
                    .all(|said| said.has(&DOUBT) || said.cue(Cue::Hedge))
        });
        if doubted {
            let span = self.claim.span(found.from, found.to);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Certainty,
                span,
                None,
                Vec::new(),
            );
        }
    }

    /// `has already phoned`, of `you will receive a call`.
    fn told_as_coming(&mut self, at: usize) {
        if self.negated_clause(at) {
            return;
        }
        let coming = self.things(at).into_iter().any(|at| {
            let told = self.told_of(at);
            !told.is_empty()
                && told
                    .iter()
                    .all(|said| said.cue(Cue::Planned) && !said.cue(Cue::Done))
        });
        if coming {
            let span = self.claim.tokens[at].span;
            self.against(
                Verdict::Contradicted,
                ReasonCode::Status,
                span,
                None,
                Vec::new(),
            );
        }
    }

    /// `has phoned the office`, where each phoning of the cited lines is still to be done: `I'll phone them`, `I would recommend phoning`.
    fn told_as_done_already(&mut self, at: usize) {
        let adverb = |word: &str| matches!(word, "already" | "also" | "since" | "now" | "just");
        let Some(verb) = (at + 1..self.claim.tokens.len().min(at + 4))
            .find(|next| !adverb(&self.claim.tokens[*next].lower))
        else {
            return;
        };
        let own = &self.claim.tokens[verb];
        if !own.lower.ends_with("ed") || own.lower == own.stem || self.negated_clause(at) {
            return;
        }
        let (mut seen, mut ahead) = (false, true);
        for cited in &self.cited {
            let prose = &cited.source.prose;
            for (index, word) in prose.iter().enumerate() {
                if word.is_word() && word.stem == own.stem {
                    seen = true;
                    ahead &= word.lower != own.lower && to_come(prose, index);
                }
            }
        }
        if seen && ahead {
            let span = self.claim.span(at, verb + 1);
            let verdict = Verdict::Contradicted;
            self.against(verdict, ReasonCode::Status, span, None, Vec::new());
        }
    }

    /// `three of the four`, of `all four`.
    fn some_of_all(&mut self, at: usize) {
        let value = |index: usize| {
            let number = self
                .claim
                .numbers
                .iter()
                .find(|number| number.from == index)?;
            (number.form == crate::number::Form::Plain).then_some(number.value)
        };
        let skip = usize::from(
            self.claim
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.is("the")),
        );
        let Some((some, all)) = at.checked_sub(1).and_then(value).zip(value(at + 1 + skip)) else {
            return;
        };
        let whole = self.cited.iter().any(|cited| {
            cited.source.values.iter().any(|own| {
                own.value == all
                    && own.span.is_some_and(|span| {
                        let before = cited.snippet.text.get(..span.start).unwrap_or_default();
                        before.trim_end().to_lowercase().ends_with(" all")
                    })
            })
        });
        let told = self
            .cited
            .iter()
            .flat_map(|cited| &cited.source.values)
            .any(|own| own.value == some);
        if some < all && whole && !told {
            let span = self.claim.span(at - 1, at);
            self.against(
                Verdict::Contradicted,
                ReasonCode::Count,
                span,
                None,
                Vec::new(),
            );
        }
    }

    /// `His wife has been coughing`: the relative is said to have it, and nothing of the patient stands between.
    fn suffers(&self, at: usize, name: &str) -> bool {
        const FAR: usize = 8;
        let kin = (at.saturating_sub(FAR)..at)
            .rev()
            .find(|index| self.claim.tokens[*index].ids.contains(&id('c', name)));
        kin.is_some_and(|kin| {
            let verb = self.claim.tokens.get(kin + 1).is_some_and(|next| {
                matches!(
                    next.lower.as_str(),
                    "has" | "had" | "is" | "was" | "suffers" | "developed" | "gets"
                )
            });
            let other = self.claim.slice(kin + 1, at).iter().any(|word| {
                matches!(
                    word.lower.as_str(),
                    "he" | "she"
                        | "his"
                        | "her"
                        | "him"
                        | "patient"
                        | "that"
                        | "noticed"
                        | "worried"
                        | "concerned"
                        | "told"
                )
            });
            verb && !other
        })
    }

    /// `Mother: heart disease`, of `my dad had heart disease`: the relative named last before it.
    fn whose(&mut self) {
        let kin = |token: &Token| {
            KIN.iter()
                .copied()
                .find(|name| token.is_word() && token.ids.contains(&id('c', name)))
        };
        let mut own: Option<(u32, &str)> = None;
        for at in 0..self.claim.tokens.len() {
            let token = &self.claim.tokens[at];
            if let Some(name) = kin(token) {
                own = Some((token.sentence, name));
                continue;
            }
            let Some((_, name)) = own.filter(|(sentence, _)| *sentence == token.sentence) else {
                continue;
            };
            if !self.lexicon.is_problem(&token.ids) || self.claim.used[at] {
                continue;
            }
            let subject = self.suffers(at, name);
            let mut told: Vec<&str> = Vec::new();
            for cited in &self.cited {
                let prose = &cited.source.prose;
                for (index, word) in prose.iter().enumerate() {
                    if word.is_word()
                        && word
                            .ids
                            .iter()
                            .skip(1)
                            .any(|id| token.ids[1..].contains(id))
                    {
                        let (from, _) = cited.source.sentence_of(index);
                        let nearest = prose[from..index].iter().rev().find_map(kin);
                        let own = subject
                            && nearest.is_none()
                            && of_the_patient(*cited, &prose[from..index]);
                        told.extend(nearest.or(own.then_some("the patient")));
                    }
                }
            }
            if !told.is_empty() && !told.contains(&name) {
                let span = token.span;
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Experiencer,
                    span,
                    Some(told[0].to_owned()),
                    Vec::new(),
                );
                return;
            }
        }
    }
}

/// Whether a speaker tells of the patient: the patient of himself, or the doctor to him.
fn of_the_patient(cited: Cited<'_>, before: &[Token]) -> bool {
    const NEAR: usize = 10;
    let patient = cited.snippet.author.as_deref() == Some("patient");
    before.iter().rev().take(NEAR).any(|word| {
        let own = if patient {
            ["i", "i'm", "i've", "my", "me"]
        } else {
            ["you", "you're", "you've", "your", "yours"]
        };
        own.contains(&word.lower.as_str())
    })
}

/// Whether a verb is told as still to be done: right behind `will`, `should`, `recommend` and the like.
fn to_come(prose: &[Token], index: usize) -> bool {
    const NEAR: usize = 3;
    prose[index.saturating_sub(NEAR)..index].iter().any(|word| {
        word.sentence == prose[index].sentence
            && matches!(
                word.lower.as_str(),
                "will"
                    | "'ll"
                    | "i'll"
                    | "we'll"
                    | "you'll"
                    | "he'll"
                    | "she'll"
                    | "they'll"
                    | "gonna"
                    | "should"
                    | "recommend"
                    | "please"
                    | "suggest"
                    | "could"
                    | "can"
            )
            || (word.is("going") && prose[index - 1].is("to"))
    })
}
