//! How long verdicts take, and whether they are always the same.

use crate::error::BenchError;
use crate::judge;
use crate::pair::World;
use crate::pool::Item;
use crate::ward::Ward;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use verify::{Lexicon, Verifier};

/// Times of one run.
#[derive(Clone, Copy, Debug)]
pub struct Speed {
    /// The median of a statement, its sources prepared as they come.
    pub p50: Duration,
    /// One in a hundred takes longer.
    pub p99: Duration,
    /// A draft of 100 faithful statements on the largest chart, prepared.
    pub draft: Duration,
    /// Reading that chart, freezing and indexing it.
    pub prepare: Duration,
    /// Whether every repetition and every thread gave the same bytes.
    pub same: bool,
}

/// The part of the times below which `share` of them lie.
pub fn part(times: &[Duration], share: f64) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list"
    )]
    let at = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or_default()
}

/// Measures. `times` are those of the statements judged so far.
pub fn measure(
    wards: &[Ward],
    items: &[Item],
    times: &[Duration],
    lexicon: &Arc<Lexicon>,
) -> Result<Option<Speed>, BenchError> {
    let Some((largest, ward)) = wards
        .iter()
        .enumerate()
        .max_by_key(|(_, ward)| ward.bytes.len())
    else {
        return Ok(None);
    };
    let of =
        |item: &&Item| item.ward == largest && item.world == World::Plain && item.error.is_none();
    let hundred: Vec<&Item> = items.iter().filter(of).take(100).collect();
    let started = Instant::now();
    let set = judge::sources(ward, World::Plain)?;
    let verifier = Verifier::new(&set, Arc::clone(lexicon));
    let prepare = started.elapsed();
    let run = || -> Vec<String> {
        hundred
            .iter()
            .filter_map(|item| {
                serde_json::to_string(&judge::one(&verifier, ward, item).verdict).ok()
            })
            .collect()
    };
    let first = run();
    let mut draft = Vec::new();
    let mut same = true;
    for _ in 0..9 {
        let started = Instant::now();
        let again = run();
        draft.push(started.elapsed());
        same &= again == first;
    }
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| (0..5).all(|_| run() == first)))
            .collect();
        for thread in threads {
            same &= thread.join().unwrap_or(false);
        }
    });
    // A verifier of its own, nothing prepared by an earlier statement, the statements in the other order.
    let fresh = Verifier::new(&set, Arc::clone(lexicon));
    let mut backwards: Vec<String> = hundred
        .iter()
        .rev()
        .filter_map(|item| serde_json::to_string(&judge::one(&fresh, ward, item).verdict).ok())
        .collect();
    backwards.reverse();
    same &= backwards == first;
    Ok(Some(Speed {
        p50: part(times, 0.5),
        p99: part(times, 0.99),
        draft: part(&draft, 0.5),
        prepare,
        same,
    }))
}

impl Speed {
    /// As lines of text.
    pub fn text(&self) -> String {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        format!(
            "statement p50: {:.3} ms\nstatement p99: {:.3} ms\ndraft of up to 100 statements on the largest chart: {:.2} ms\npreparing that chart: {:.1} ms\nverdicts the same in every run and thread: {}\n",
            ms(self.p50),
            ms(self.p99),
            ms(self.draft),
            ms(self.prepare),
            if self.same { "yes" } else { "NO" }
        )
    }

    /// The same as JSON, times in seconds.
    pub fn json(&self) -> Value {
        json!({
            "p50": self.p50.as_secs_f64(),
            "p99": self.p99.as_secs_f64(),
            "draft": self.draft.as_secs_f64(),
            "prepare": self.prepare.as_secs_f64(),
            "same": self.same,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_few_times() {
        let ms = Duration::from_millis;
        assert_eq!(part(&[], 0.5), Duration::ZERO);
        assert_eq!(part(&[ms(3), ms(1), ms(2)], 0.5), ms(2));
        assert_eq!(part(&[ms(3), ms(1), ms(2)], 0.99), ms(3));
    }
}
