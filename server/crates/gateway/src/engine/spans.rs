//! What was found in texts of a launch, kept so that the same text is scanned once: sections of a document send mostly the same sources.
//!
//! Kept are places and kinds alone, by a keyed hash of the text under a key of this process; texts and words are not. A launch's finds are used
//! for that launch, tenant and set of known identifiers and no other, are bounded, and end with the launch or after some idle time.

use crate::caller::Caller;
use crate::guard::{Flag, Technique, classify};
use crate::part::Part;
use aws_lc_rs::hmac;
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use phi::{Finder, Found, Literals};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Launches whose finds are kept.
const LAUNCHES: usize = 64;
/// Texts of one launch; beyond it nothing new is kept.
const TEXTS: usize = 20_000;
/// How long a launch's finds outlive their last use.
const IDLE: Duration = Duration::from_mins(15);

/// A keyed hash.
type Mark = [u8; 32];
/// First byte, one past the last, and what it looks like.
type Spans = Arc<[(usize, usize, Technique)]>;

/// The finds of all launches.
pub(super) struct Kept {
    /// None where the system gives no randomness: then nothing is kept.
    key: Option<hmac::Key>,
    launches: Mutex<HashMap<Mark, Launched>>,
}

struct Launched {
    /// Of the known identifiers.
    literals: Mark,
    scope: Arc<Scope>,
    used: Instant,
}

/// The finds of one launch, with its known identifiers made ready.
pub(crate) struct Scope {
    finder: Finder,
    key: Option<hmac::Key>,
    found: Mutex<HashMap<Mark, Arc<Found>>>,
    flagged: Mutex<HashMap<Mark, Spans>>,
    named: Mutex<HashMap<Mark, bool>>,
}

impl Kept {
    pub(super) fn new() -> Self {
        let mut bytes = [0; 32];
        let key = SystemRandom::new().fill(&mut bytes).ok();
        let key = key.map(|()| hmac::Key::new(hmac::HMAC_SHA256, &bytes));
        Self {
            key,
            launches: Mutex::default(),
        }
    }

    /// The finds for a request. Those of a caller without a launch are not kept.
    pub(super) fn scope(&self, caller: &Caller, literals: &Literals) -> Arc<Scope> {
        let fresh = || Arc::new(Scope::new(literals, self.key.clone()));
        let (Some(key), false) = (&self.key, caller.launch.is_empty()) else {
            return Arc::new(Scope::new(literals, None));
        };
        let known: Vec<(&[u8], &[u8])> = literals
            .iter()
            .map(|one| (one.kind.name().as_bytes(), one.text.as_bytes()))
            .collect();
        let known = known.iter().flat_map(|(kind, text)| [*kind, *text]);
        let (launch, known) = (launch(key, caller), mark(key, known));
        let now = Instant::now();
        let mut launches = locked(&self.launches);
        if let Some(one) = launches
            .get_mut(&launch)
            .filter(|one| one.literals == known)
        {
            one.used = now;
            return Arc::clone(&one.scope);
        }
        launches.retain(|_, one| now.duration_since(one.used) < IDLE);
        if launches.len() >= LAUNCHES {
            let oldest = launches.iter().min_by_key(|(_, one)| one.used);
            if let Some(oldest) = oldest.map(|(mark, _)| *mark) {
                launches.remove(&oldest);
            }
        }
        let scope = fresh();
        let kept = Launched {
            literals: known,
            scope: Arc::clone(&scope),
            used: now,
        };
        launches.insert(launch, kept);
        scope
    }

    /// Drops what was kept for a launch that ended.
    pub(super) fn forget(&self, caller: &Caller) {
        if let Some(key) = &self.key {
            locked(&self.launches).remove(&launch(key, caller));
        }
    }
}

impl Scope {
    /// With a key finds are kept, without each text is scanned.
    pub(crate) fn new(literals: &Literals, key: Option<hmac::Key>) -> Self {
        Self {
            finder: Finder::new(literals),
            key,
            found: Mutex::default(),
            flagged: Mutex::default(),
            named: Mutex::default(),
        }
    }

    /// Whether a known name or number of a person stands in a text.
    pub(crate) fn names(&self, text: &str) -> bool {
        self.once(&self.named, text, || self.finder.names(text))
    }

    /// The identifiers of texts, in their order.
    pub(crate) fn found(&self, texts: &[Cow<'_, str>]) -> Vec<Arc<Found>> {
        texts
            .par_iter()
            .map(|text| self.once(&self.found, text, || Arc::new(self.finder.found(text))))
            .collect()
    }

    /// The suspicious spans of parts, in their order.
    pub(crate) fn flags(&self, parts: &[&Part]) -> Vec<Flag> {
        let each: Vec<Vec<Flag>> = parts
            .par_iter()
            .map(|part| {
                let text = part.text.expose();
                let spans = self.once(&self.flagged, text, || {
                    let flags = classify("", text);
                    flags
                        .iter()
                        .map(|flag| (flag.start, flag.end, flag.technique))
                        .collect()
                });
                let flag = |(start, end, technique): &(usize, usize, Technique)| Flag {
                    alias: part.alias.clone(),
                    start: *start,
                    end: *end,
                    technique: *technique,
                };
                spans.iter().map(flag).collect()
            })
            .collect();
        each.into_iter().flatten().collect()
    }

    fn once<T: Clone>(
        &self,
        kept: &Mutex<HashMap<Mark, T>>,
        text: &str,
        find: impl FnOnce() -> T,
    ) -> T {
        let Some(key) = &self.key else {
            return find();
        };
        let name = mark(key, [text.as_bytes()]);
        if let Some(known) = locked(kept).get(&name) {
            return known.clone();
        }
        let found = find();
        let mut kept = locked(kept);
        if kept.len() < TEXTS {
            kept.insert(name, found.clone());
        }
        found
    }
}

fn launch(key: &hmac::Key, caller: &Caller) -> Mark {
    mark(key, [caller.tenant.as_bytes(), caller.launch.as_bytes()])
}

fn mark<'b>(key: &hmac::Key, parts: impl IntoIterator<Item = &'b [u8]>) -> Mark {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(context.sign().as_ref()) {
        *to = *from;
    }
    out
}

fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "spans_test.rs"]
mod tests;
