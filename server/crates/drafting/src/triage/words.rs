//! Words that all rules share: classes of words that a rule names, and contexts in which a sign is harmless.

use super::context;
use super::find::{Hit, hits_of};
use super::token::{Phrase, Token};
use crate::data::{self, Data};
use crate::error::DraftingError;
use serde::Deserialize;

/// Words that a context may stand away from a sign where the file does not say.
const WITHIN: usize = 14;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordFile {
    #[serde(default)]
    pub(super) class: Vec<Class>,
    #[serde(default)]
    pub(super) context: Vec<Context>,
}

/// Words that mean one thing; rules name it as `@id`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Class {
    pub(super) id: String,
    /// Whether a denial reaches over them in a list: `no fever, chills or cough`.
    #[serde(default)]
    pub(super) symptom: bool,
    pub(super) words: Vec<Phrase>,
}

/// What shows that a sign is harmless: past, feared, told of others, a figure of speech, mild, long known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Context {
    pub(super) id: String,
    /// Whether it lowers every flag that tells `history`, or only flags that name it.
    #[serde(default)]
    pub(super) all: bool,
    /// Whether a message that holds it is one that the rules can read.
    #[serde(default)]
    pub(super) understood: bool,
    pub(super) scope: Scope,
    #[serde(default = "within")]
    pub(super) within: usize,
    #[serde(default)]
    pub(super) phrases: Vec<Phrase>,
    #[serde(default)]
    pub(super) near: Vec<Vec<Vec<Phrase>>>,
    /// In the same sentence, these show that it is no such context.
    #[serde(default)]
    pub(super) unless: Vec<Phrase>,
}

const fn within() -> usize {
    WITHIN
}

/// Which signs a context reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Scope {
    /// Those that share a word with it.
    Overlap,
    /// Those after it in its sentence.
    After,
    /// Those of its sentence.
    Sentence,
    /// Those of its sentence and of the sentences beside it.
    Beside,
    /// All.
    Message,
}

impl WordFile {
    /// Puts the words of each class where its name stands; gives the name of a class that is not there.
    pub(super) fn fill_in(&self, lists: &mut [&mut Vec<Phrase>]) -> Result<(), String> {
        for list in lists {
            let mut filled = Vec::with_capacity(list.len());
            for phrase in list.iter() {
                match phrase.named_class() {
                    None => filled.push(phrase.clone()),
                    Some(id) => {
                        let class = self.class.iter().find(|class| class.id == id);
                        filled.extend(class.ok_or_else(|| id.to_owned())?.words.iter().cloned());
                    }
                }
            }
            **list = filled;
        }
        Ok(())
    }

    /// The words over which a denial reaches in a list.
    pub(super) fn symptoms(&self) -> impl Iterator<Item = &Phrase> {
        let classes = self.class.iter().filter(|class| class.symptom);
        classes.flat_map(|class| &class.words)
    }

    /// Every context that the text holds.
    pub(super) fn contexts<'a>(&'a self, text: &[Token]) -> Vec<(&'a Context, Hit)> {
        let mut found = Vec::new();
        for context in &self.context {
            let stops: Vec<usize> = context
                .unless
                .iter()
                .flat_map(|phrase| phrase.find(text))
                .filter(|(from, _)| !denied_before(text, *from))
                .map(|(from, _)| text[from].sentence)
                .collect();
            let hits = hits_of(&context.phrases, &context.near, context.within, text);
            found.extend(
                hits.into_iter()
                    .filter(|hit| !stops.contains(&text[hit.from].sentence))
                    .map(|hit| (context, hit)),
            );
        }
        found
    }
}

/// `no fever`, `not spreading`: what is denied shows nothing.
fn denied_before(text: &[Token], at: usize) -> bool {
    text[at.saturating_sub(2)..at]
        .iter()
        .any(|token| token.sentence == text[at].sentence && context::is_cue(&token.word))
}

impl Context {
    /// Whether it reaches a sign.
    pub(super) fn reaches(&self, own: &Hit, sign: &Hit, text: &[Token]) -> bool {
        let here = text[own.from].sentence;
        let (first, last) = (text[sign.from].sentence, text[sign.to].sentence);
        let apart = if own.from > sign.to {
            own.from - sign.to
        } else {
            sign.from.saturating_sub(own.to)
        };
        match self.scope {
            Scope::Overlap => own.parts.iter().any(|part| sign.parts.contains(part)),
            Scope::After => here == first && own.from <= sign.to && apart <= self.within,
            Scope::Sentence => (first..=last).contains(&here) && apart <= self.within,
            Scope::Beside => {
                (first.saturating_sub(1)..=last + 1).contains(&here) && apart <= self.within
            }
            Scope::Message => true,
        }
    }
}

/// Reads the words; `file` is named in errors.
pub(super) fn read<'a>(file: &str, data: impl Into<Data<'a>>) -> Result<WordFile, DraftingError> {
    let mut parsed: WordFile = data::parse(file, data)?;
    let bad = |what: String| DraftingError::data(file, &what);
    for (index, class) in parsed.class.iter().enumerate() {
        let name = format!("class {} (`{}`)", index + 1, class.id);
        if class.words.is_empty() {
            return Err(bad(format!("{name}: `words` is empty")));
        }
        if class.words.iter().any(|word| word.named_class().is_some()) {
            return Err(bad(format!("{name}: a class may not name a class")));
        }
        if parsed
            .class
            .iter()
            .take(index)
            .any(|one| one.id == class.id)
        {
            return Err(bad(format!("{name}: the id is used twice")));
        }
    }
    let mut contexts = std::mem::take(&mut parsed.context);
    for (index, context) in contexts.iter_mut().enumerate() {
        let name = format!("context {} (`{}`)", index + 1, context.id);
        if context.phrases.is_empty() && context.near.is_empty() {
            return Err(bad(format!("{name}: give `phrases` or `near`")));
        }
        if context
            .near
            .iter()
            .any(|set| set.len() < 2 || set.iter().any(Vec::is_empty))
        {
            return Err(bad(format!(
                "{name}: each set of `near` needs two groups or more, none empty"
            )));
        }
        parsed
            .fill_in(&mut [&mut context.phrases, &mut context.unless])
            .and_then(|()| {
                context
                    .near
                    .iter_mut()
                    .try_for_each(|set| parsed.fill_in(&mut set.iter_mut().collect::<Vec<_>>()))
            })
            .map_err(|class| bad(format!("{name}: `@{class}` names no class of words")))?;
    }
    parsed.context = contexts;
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_words_say_where() {
        for (text, want) in [
            ("[[class]]\nid = \"a\"\nwords = []", "class 1 (`a`)"),
            ("[[class]]\nid = \"a\"\nwords = [\"@b\"]", "may not name"),
            (
                "[[class]]\nid = \"a\"\nwords = [\"x\"]\n[[class]]\nid = \"a\"\nwords = [\"x\"]",
                "used twice",
            ),
            ("[[class]]\nid = \"a\"\nword = [\"x\"]", "word"),
            ("[[context]]\nid = \"c\"\nscope = \"all\"", "all"),
            (
                "[[context]]\nid = \"c\"\nscope = \"after\"",
                "context 1 (`c`)",
            ),
            (
                "[[context]]\nid = \"c\"\nscope = \"after\"\nphrases = [\"@b\"]",
                "`@b`",
            ),
            (
                "[[context]]\nid = \"c\"\nscope = \"after\"\nnear = [[[\"b\"]]]",
                "two groups",
            ),
        ] {
            let error = read("w.toml", text).err().unwrap().to_string();
            assert!(
                error.starts_with("w.toml: ") && error.contains(want),
                "{error} should name {want}"
            );
        }
    }
}
