//! Words of one family: the noun, adjective and verb, the learned and the plain word.

use crate::text::{Token, id};
use std::collections::HashMap;

/// A member of a family that is reached by one of its words.
#[derive(Clone, Debug)]
struct Member {
    words: Vec<String>,
    /// Which of its words reached it.
    place: usize,
    family: usize,
}

/// The families, found by the stem of any word of a member.
#[derive(Clone, Debug, Default)]
pub(super) struct Kin {
    members: HashMap<String, Vec<Member>>,
    /// What may stand for a member in a source: the ids of the words of each.
    families: Vec<Vec<Vec<u64>>>,
}

impl Kin {
    /// Adds a family: members that a statement may use, and what a source must say for one of them.
    pub(super) fn add(&mut self, members: &[Vec<String>], said: &[Vec<String>]) {
        let family = self.families.len();
        let ids = |words: &Vec<String>| words.iter().map(|word| id('w', word)).collect();
        self.families.push(said.iter().map(ids).collect());
        for words in members {
            for (place, word) in words.iter().enumerate() {
                self.members.entry(word.clone()).or_default().push(Member {
                    words: words.clone(),
                    place,
                    family,
                });
            }
        }
    }

    pub(super) fn of(&self, tokens: &[Token], at: usize) -> impl Iterator<Item = &Vec<u64>> {
        let stem = tokens.get(at).map_or("", |token| token.stem.as_str());
        let whole = move |member: &&Member| {
            at.checked_sub(member.place).is_some_and(|from| {
                member.words.iter().enumerate().all(|(step, word)| {
                    tokens
                        .get(from + step)
                        .is_some_and(|token| token.stem == *word)
                })
            })
        };
        let members = self.members.get(stem).into_iter().flatten();
        members
            .filter(whole)
            .filter_map(|member| self.families.get(member.family))
            .flatten()
    }
}
