//! Sides, and whose condition it is.

use super::{Check, at};
use crate::lexicon::Cue;
use crate::text::Token;
use model::{ReasonCode, Span, Verdict};
use sources::Subject;
use std::collections::HashSet;

impl Check<'_> {
    /// A side must be the source's, beside the same word.
    pub(crate) fn sides(&mut self) {
        let mut texts: Vec<Vec<Token>> = Vec::new();
        for at_token in 0..self.claim.tokens.len() {
            let Some(side) = side_of(&self.claim.tokens[at_token])
                .or_else(|| letter_side(&self.claim.tokens, at_token))
            else {
                continue;
            };
            if self.claim.used[at_token]
                || self.claim.at_once(at_token)
                || self.claim.tokens[at_token].is("both")
                || (side == "left" && (self.is_verb(at_token) || self.is_left_by(at_token)))
            {
                continue;
            }
            // The words beside it: `right leg`, `4/5 on the right`.
            let partner = self
                .claim
                .slice(at_token + 1, usize::MAX)
                .iter()
                .take(3)
                .find(|token| token.is_word() && !self.lexicon.is_general(&token.stem))
                .map(|token| token.ids.clone());
            // `simple cyst R;`: a letter behind its noun.
            let letter = self.claim.tokens[at_token].lower.len() == 1
                && self
                    .claim
                    .tokens
                    .get(at_token + 1)
                    .is_none_or(|next| !next.is_word());
            let partner = if letter {
                self.claim
                    .slice(at_token.saturating_sub(2), at_token)
                    .iter()
                    .rev()
                    .find(|token| token.is_word() && !self.lexicon.is_general(&token.stem))
                    .map(|token| token.ids.clone())
            } else {
                partner
            };
            let mut near = HashSet::new();
            let mut anywhere = HashSet::new();
            if texts.is_empty() {
                // What is cited before what it links to: the question before an answer may speak of another side.
                let read = |cited: super::Cited<'_>| crate::text::tokens(&cited.snippet.text);
                texts = self.cited.iter().copied().map(read).collect();
                let sided = |tokens: &Vec<Token>| {
                    let mut places = 0..tokens.len();
                    places.any(|at| side_of(&tokens[at]).is_some() && !agreeing(tokens, at))
                };
                if !texts.iter().any(sided) {
                    texts.extend(self.linked.iter().copied().map(read));
                }
            }
            for tokens in &texts {
                for (index, token) in tokens.iter().enumerate() {
                    let Some(own) = side_of(token).or_else(|| letter_side(tokens, index)) else {
                        continue;
                    };
                    if own == "right" && agreeing(tokens, index) {
                        continue;
                    }
                    anywhere.insert(own);
                    if let Some(ids) = &partner {
                        let from = index.saturating_sub(4);
                        let to = (index + 5).min(tokens.len());
                        let beside = tokens[from..to]
                            .iter()
                            .any(|word| word.ids.iter().any(|id| ids.contains(id)));
                        if beside {
                            near.insert(own);
                        }
                    }
                }
            }
            let span = self.claim.tokens[at_token].span;
            let conflict = |found: &HashSet<&str>| {
                (!found.is_empty() && !found.contains(side)).then(|| {
                    found
                        .iter()
                        .min()
                        .map_or_else(String::new, |side| (*side).to_owned())
                })
            };
            if let Some(found) = conflict(&near).or_else(|| conflict(&anywhere)) {
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Laterality,
                    span,
                    Some(found),
                    Vec::new(),
                );
            } else if anywhere.is_empty() {
                self.against(
                    Verdict::Unsupported,
                    ReasonCode::Laterality,
                    span,
                    None,
                    Vec::new(),
                );
            } else {
                self.side_numbers(at_token, side);
            }
        }
    }

    /// `4/5 on the right`: the source's number beside that side.
    pub(super) fn side_numbers(&mut self, at_token: usize, side: &str) {
        let Some(number) = self
            .claim
            .numbers
            .iter()
            .rev()
            .find(|number| number.to <= at_token && number.to + 3 > at_token)
            .cloned()
        else {
            return;
        };
        for cited in self.cited.clone() {
            if !cited.source.is_prose {
                continue;
            }
            let values = &cited.source.values;
            let same: Vec<Span> = values
                .iter()
                .filter(|value| value.value == number.value && value.form == number.form)
                .filter_map(|value| value.span)
                .take(20)
                .collect();
            if same.is_empty() || values.len() < 2 {
                continue;
            }
            let sides: Vec<Option<&str>> = same
                .iter()
                .map(|span| {
                    let next_number = values
                        .iter()
                        .filter_map(|value| value.span)
                        .map(|other| other.start)
                        .filter(|start| *start >= span.end)
                        .min()
                        .unwrap_or(usize::MAX);
                    cited
                        .source
                        .prose
                        .iter()
                        .filter(|token| {
                            token.span.start >= span.end && token.span.start < next_number
                        })
                        .find_map(side_of)
                })
                .collect();
            let known: Vec<&str> = sides.into_iter().flatten().collect();
            if !known.is_empty() && !known.contains(&side) {
                let span = self.claim.tokens[at_token].span;
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Laterality,
                    span,
                    Some(known[0].to_owned()),
                    vec![at(cited, "text", same.first().copied())],
                );
            }
        }
    }

    pub(super) fn is_verb(&self, at: usize) -> bool {
        // `he left intensive care`: who leaves stands right before it.
        let leaves = at.checked_sub(1).is_some_and(|before| {
            matches!(
                self.claim.tokens[before].lower.as_str(),
                "he" | "she" | "who" | "they" | "you" | "i"
            )
        }) || (at.checked_sub(1).is_some_and(|before| {
            matches!(self.claim.tokens[before].lower.as_str(), "was" | "were")
        }) && self.claim.tokens.get(at + 1).is_some_and(|next| {
            // `was left running`
            next.ids.len() < 2 && next.lower.ends_with("ing")
        }));
        if leaves {
            return true;
        }
        // `has left hydronephrosis`: a side.
        let noun = self.claim.tokens.get(at + 1).is_some_and(|next| {
            next.is_word() && (next.ids.len() > 1 || !self.lexicon.is_general(&next.stem))
        });
        if noun && !self.is_left_by(at) {
            return false;
        }
        at.checked_sub(1).is_some_and(|before| {
            matches!(
                self.claim.tokens[before].lower.as_str(),
                "has" | "had" | "he" | "she" | "was" | "is"
            )
        })
    }

    /// `left blank`, `left out`, `left the hospital`: a verb.
    fn is_left_by(&self, at: usize) -> bool {
        // `and left shortly after`; `on the left after surgery` is a side.
        let goes = at.checked_sub(1).is_some_and(|before| {
            matches!(
                self.claim.tokens[before].lower.as_str(),
                "and" | "then" | "patient"
            )
        }) && self.claim.tokens.get(at + 1).is_some_and(|token| {
            matches!(
                token.lower.as_str(),
                "just"
                    | "after"
                    | "about"
                    | "when"
                    | "before"
                    | "within"
                    | "early"
                    | "shortly"
                    | "some"
            )
        });
        goes || self.claim.tokens.get(at + 1).is_some_and(|token| {
            // `left unstated`
            (token.ids.len() < 2 && token.lower.starts_with("un") && token.lower.ends_with("ed"))
                || matches!(
                    token.lower.as_str(),
                    "blank"
                        | "out"
                        | "off"
                        | "open"
                        | "untreated"
                        | "unchanged"
                        | "the"
                        | "against"
                        | "home"
                        | "hospital"
                        | "school"
                        | "work"
                        | "town"
                        | "without"
                        | "for"
                        | "empty"
                        | "alone"
                )
        })
    }

    /// A relative's condition told as the patient's.
    pub(crate) fn persons(&mut self) {
        self.told_of_relatives();
        let family = |token: &Token| matches!(token.lower.as_str(), "family" | "fhx" | "famhx");
        if self.claim.has(Cue::Relative) || self.claim.tokens.iter().any(family) {
            return;
        }
        for cited in self.cited.clone() {
            // A contact or caregiver is no condition; what is told of one is none of the patient's.
            let person = cited.snippet.resource_type() == Some("RelatedPerson")
                && !self
                    .claim
                    .tokens
                    .iter()
                    .any(|token| self.lexicon.is_problem(&token.ids));
            if cited.snippet.subject == Subject::Relative && !person {
                let end = self.claim.tokens.len();
                let span = self.claim.span(0, end);
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Experiencer,
                    span,
                    Some(cited.snippet.title.clone()),
                    vec![at(cited, "relationship", None)],
                );
            }
        }
    }
}

impl Check<'_> {
    /// A problem that the cited prose tells only of a relative, and no cited resource of the patient.
    pub(super) fn told_of_relatives(&mut self) {
        let mut told = (u32::MAX, false, u32::MAX);
        for index in 0..self.claim.tokens.len() {
            let token = self.claim.tokens[index].clone();
            // A clause that tells of a relative itself is no claim about the patient.
            let clause = self.claim.clause_of(index);
            if clause != told.0 {
                let (from, to) = self.claim.clause_range(clause);
                let family =
                    |token: &Token| matches!(token.lower.as_str(), "family" | "fhx" | "famhx");
                let relative = self.claim.clause_has(index, Cue::Relative);
                let before = told.1
                    && self.claim.tokens[from].lower != "she"
                    && self.claim.tokens[from].lower != "he";
                told = (
                    clause,
                    relative
                        || self.claim.slice(from, to).iter().any(family)
                        || (before && self.claim.tokens[from].sentence == told.2),
                    self.claim.tokens[index].sentence,
                );
            }
            let denied = self.claim.clause_has(index, Cue::Negation)
                || self.claim.clause_has(index, Cue::Strong);
            if told.1 || (denied && self.claim.has(Cue::Relative)) {
                continue;
            }
            let dialogue = self
                .cited
                .iter()
                .any(|cited| cited.snippet.segment.is_some());
            let content = token.is_word()
                && (self.lexicon.is_problem(&token.ids)
                    || (!dialogue
                        && (token.ids.len() > 1 || !self.lexicon.is_general(&token.stem))));
            if !content
                || self
                    .cited
                    .iter()
                    .any(|cited| cited.source.names.iter().any(|id| token.ids.contains(id)))
            {
                continue;
            }
            let mut relative = 0;
            let mut own = 0;
            for cited in self
                .cited
                .iter()
                .filter(|cited| !cited.source.prose.is_empty())
            {
                for (place, word) in &cited
                    .source
                    .prose
                    .iter()
                    .enumerate()
                    .filter(|(_, word)| {
                        word.is_word() && word.ids.iter().any(|id| token.ids.contains(id))
                    })
                    .collect::<Vec<_>>()
                {
                    let (from, to) = cited.source.sentence_of(*place);
                    let told = cited.source.cues_in(from, to).iter().any(|cue| {
                        cue.cue == Cue::Relative
                            && !(cited.snippet.segment.is_some()
                                && speaks_of_self(&cited.source.prose, cue, *place))
                    }) || cited.source.family.contains(&word.sentence)
                        || goes_on_of_relative(cited.source, from);
                    if told { relative += 1 } else { own += 1 }
                }
            }
            if relative > 0 && own == 0 {
                self.against(
                    Verdict::Contradicted,
                    ReasonCode::Experiencer,
                    token.span,
                    None,
                    Vec::new(),
                );
            }
        }
    }
}

/// `my wife mentioned it and i noticed a red streak`: speech without full stops that comes back to the speaker between the relative and the word.
fn speaks_of_self(prose: &[Token], cue: &crate::lexicon::Found, place: usize) -> bool {
    let between = if cue.to <= place {
        &prose[cue.to..place]
    } else {
        &prose[place..cue.from.max(place)]
    };
    let speaker =
        |token: &Token| matches!(token.lower.as_str(), "i" | "i've" | "i'm" | "i'd" | "i'll");
    // `I never had any nausea, but my wife checked`: told of the speaker before the relative comes in.
    let earlier = cue.to > place
        && between
            .iter()
            .any(|token| matches!(token.lower.as_str(), "but" | "and" | "so"))
        && prose[place.saturating_sub(8)..place].iter().any(speaker);
    // `my wife checked my temperature`
    let own = place
        .checked_sub(1)
        .is_some_and(|before| prose[before].is("my"));
    own || earlier || between.iter().any(speaker)
}

/// `My sister has trouble too. She has asthma.`: a sentence about whom the one before named.
fn goes_on_of_relative(source: &crate::source::Source, from: usize) -> bool {
    let first = source
        .prose
        .get(from)
        .map_or("", |token| token.lower.as_str());
    let Some(before) = from
        .checked_sub(2)
        .filter(|_| matches!(first, "she" | "he" | "they"))
    else {
        return false;
    };
    let (start, end) = source.sentence_of(before);
    let (_, own_end) = source.sentence_of(from);
    let of_self = source.prose[from..own_end]
        .iter()
        .any(|token| matches!(token.lower.as_str(), "i" | "i've" | "i'm" | "my"));
    !of_self
        && source
            .cues_in(start, end)
            .iter()
            .any(|cue| cue.cue == Cue::Relative)
}

/// `all right`, `right ?`, `that's right`: no side.
fn agreeing(tokens: &[Token], at: usize) -> bool {
    let before = at
        .checked_sub(1)
        .map_or("", |index| tokens[index].lower.as_str());
    let next = tokens.get(at + 1);
    matches!(
        before,
        "all" | "that" | "that's" | "is" | "," | "." | "]" | "yeah"
    ) && next.is_none_or(|token| {
        !token.is_word() || matches!(token.lower.as_str(), "now" | "so" | "and" | "here")
    }) || matches!(
        next.map_or("", |token| token.lower.as_str()),
        "now"
            | "away"
            | "?"
            | "there"
            | "here"
            | "after"
            | "before"
            | "at"
            | "when"
            | "where"
            | "then"
    )
}

/// `small R effusion`, `cyst L`: a capital by itself that is no unit behind a number and no part of a name.
fn letter_side(tokens: &[Token], at: usize) -> Option<&'static str> {
    let token = tokens.get(at)?;
    let side = match token.lower.as_str() {
        "l" => "left",
        "r" => "right",
        _ => return None,
    };
    let before = at.checked_sub(1).and_then(|index| tokens.get(index));
    let next = tokens.get(at + 1);
    let number = before.is_some_and(|token| token.kind == crate::text::Kind::Number);
    let joined = next.is_some_and(|next| {
        !next.spaced && (next.is_mark('/') || next.is_mark('-') || next.is_word())
    }) || before.is_some_and(|before| {
        !token.spaced && (before.is_mark('/') || before.is_word() || before.is_mark('-'))
    });
    (token.upper && !number && !joined).then_some(side)
}

fn side_of(token: &Token) -> Option<&'static str> {
    match token.lower.as_str() {
        "left" => Some("left"),
        "right" => Some("right"),
        "bilateral" | "bilaterally" | "both" => Some("bilateral"),
        _ => None,
    }
}
