//! Finds snippets by words: BM25 over title and text, deterministic, in memory.

use crate::set::SourceSet;
use crate::snippet::Snippet;
use model::SourceId;
use rayon::prelude::*;
use std::collections::HashMap;

/// How quickly repeated words stop counting (BM25's k1).
const SATURATION: f64 = 1.2;
/// How much a long text counts less (BM25's b).
const LENGTH: f64 = 0.75;
/// A word of the title counts as this many of the text.
const TITLE: u32 = 3;

/// A prepared index over one source set.
#[derive(Clone, Debug, Default)]
pub struct Index {
    ids: Vec<SourceId>,
    kinds: Vec<Option<String>>,
    lengths: Vec<u32>,
    mean: f64,
    postings: HashMap<String, Vec<(u32, u32)>>,
}

/// A snippet that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The source.
    pub id: SourceId,
    /// Its place in [`SourceSet::snippets`].
    pub index: usize,
    /// How well it matches; only to compare hits of one search.
    pub score: f64,
}

/// What a search may return.
#[derive(Clone, Debug, Default)]
pub enum Filter {
    /// Everything.
    #[default]
    All,
    /// Resources of these types.
    Types(Vec<String>),
}

impl Index {
    /// Prepares a search over all snippets of a set.
    pub fn build(set: &SourceSet) -> Self {
        let mut index = Self::default();
        // Counting the words of each snippet is most of the work, and each is counted by itself.
        let counted: Vec<(u32, Vec<(String, u32)>)> =
            set.snippets().par_iter().map(count_words).collect();
        for (number, (snippet, (length, counts))) in set.snippets().iter().zip(counted).enumerate()
        {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            for (word, count) in counts {
                index
                    .postings
                    .entry(word)
                    .or_default()
                    .push((number, count));
            }
            index.ids.push(snippet.id.clone());
            index.kinds.push(snippet.resource_type().map(str::to_owned));
            index.lengths.push(length);
        }
        let total: f64 = index.lengths.iter().map(|&length| f64::from(length)).sum();
        #[allow(clippy::cast_precision_loss, reason = "a count of snippets")]
        let count = index.lengths.len().max(1) as f64;
        index.mean = (total / count).max(1.0);
        index
    }

    /// The best hits, best first; equal scores in the set's order.
    pub fn search(&self, query: &str, filter: &Filter, limit: usize) -> Vec<Hit> {
        let mut scores: HashMap<u32, f64> = HashMap::new();
        #[allow(clippy::cast_precision_loss, reason = "a count of snippets")]
        let count = self.ids.len() as f64;
        let mut asked: Vec<String> = words(query).collect();
        asked.sort_unstable();
        asked.dedup();
        for word in &asked {
            let Some(postings) = self.postings.get(word) else {
                continue;
            };
            #[allow(clippy::cast_precision_loss, reason = "a count of snippets")]
            let held = postings.len() as f64;
            let rarity = ((count - held + 0.5) / (held + 0.5)).ln_1p();
            for &(number, times) in postings {
                let times = f64::from(times);
                let length = f64::from(self.lengths[number as usize]) / self.mean;
                let weight = times * (SATURATION + 1.0)
                    / (times + SATURATION * (1.0 - LENGTH + LENGTH * length));
                *scores.entry(number).or_default() += rarity * weight;
            }
        }
        let mut found: Vec<(u32, f64)> = scores
            .into_iter()
            .filter(|(number, _)| self.passes(*number, filter))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(limit);
        found
            .into_iter()
            .map(|(number, score)| Hit {
                id: self.ids[number as usize].clone(),
                index: number as usize,
                score,
            })
            .collect()
    }

    fn passes(&self, number: u32, filter: &Filter) -> bool {
        match filter {
            Filter::All => true,
            Filter::Types(types) => self.kinds[number as usize]
                .as_ref()
                .is_some_and(|kind| types.contains(kind)),
        }
    }
}

/// A snippet's length in words, and how often it has each of them.
fn count_words(snippet: &Snippet) -> (u32, Vec<(String, u32)>) {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut length = 0;
    for (text, weight) in [(snippet.title.as_str(), TITLE), (snippet.text.as_str(), 1)] {
        for word in words(text) {
            *counts.entry(word).or_default() += weight;
            length += weight;
        }
    }
    (length, counts.into_iter().collect())
}

/// The words of a text, in lower case; numbers keep their decimals; a plain plural counts as its singular.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '.')
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty() && word.len() <= 64)
        .map(|word| {
            let word = word.to_lowercase();
            match word.strip_suffix('s') {
                Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
                _ => word,
            }
        })
}
