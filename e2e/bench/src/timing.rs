//! Takes times: warms up, repeats, alternates with the baseline so that both meet the same machine.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often something is done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Runs {
    /// Runs that are not counted.
    pub(crate) warm_up: usize,
    /// Runs that are.
    pub(crate) counted: usize,
}

impl Runs {
    pub(crate) const fn new(warm_up: usize, counted: usize) -> Self {
        Self { warm_up, counted }
    }
}

/// The times of the counted runs, in order of length.
#[derive(Clone, Debug)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// How many runs.
    pub(crate) fn n(&self) -> usize {
        self.0.len()
    }

    /// The time that this part (0 to 1) of the runs did not exceed; zero without runs.
    pub(crate) fn part(&self, part: f64) -> Duration {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a rank among at most some thousand runs"
        )]
        let rank = (part * self.0.len() as f64).ceil() as usize;
        let place = rank.saturating_sub(1).min(self.0.len().saturating_sub(1));
        self.0.get(place).copied().unwrap_or_default()
    }

    /// The middle one.
    pub(crate) fn median(&self) -> Duration {
        self.part(0.5)
    }
}

/// Times one call; what it returns is dropped after the clock has stopped.
pub(crate) fn once<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let made = black_box(work());
    (begun.elapsed(), made)
}

/// Times two things in turns: what is measured, and its baseline.
pub(crate) fn pair<A, B, E>(
    runs: Runs,
    mut subject: impl FnMut() -> Result<A, E>,
    mut baseline: impl FnMut() -> Result<B, E>,
) -> Result<(Times, Times), E> {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    for run in 0..runs.warm_up + runs.counted {
        let (time, made) = once(&mut subject);
        made?;
        let (base, made) = once(&mut baseline);
        made?;
        if run >= runs.warm_up {
            one.push(time);
            other.push(base);
        }
    }
    Ok((Times::new(one), Times::new(other)))
}

/// As [`pair`], for what waits on the network or a disk.
pub(crate) async fn pair_async<A, B, E>(
    runs: Runs,
    mut subject: impl AsyncFnMut() -> Result<A, E>,
    mut baseline: impl AsyncFnMut() -> Result<B, E>,
) -> Result<(Times, Times), E> {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    for run in 0..runs.warm_up + runs.counted {
        let begun = Instant::now();
        let made = black_box(subject().await?);
        let time = begun.elapsed();
        drop(made);
        let begun = Instant::now();
        let made = black_box(baseline().await?);
        let base = begun.elapsed();
        drop(made);
        if run >= runs.warm_up {
            one.push(time);
            other.push(base);
        }
    }
    Ok((Times::new(one), Times::new(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_ranks_of_the_sorted_times() {
        let times = Times::new((1..=100).rev().map(Duration::from_millis).collect());
        assert_eq!(times.median(), Duration::from_millis(50));
        assert_eq!(times.part(0.99), Duration::from_millis(99));
        assert_eq!(times.part(1.0), Duration::from_millis(100));
        assert_eq!(times.part(0.0), Duration::from_millis(1));
        assert_eq!(Times::new(Vec::new()).median(), Duration::ZERO);
    }

    #[test]
    fn warming_up_is_not_counted_and_failures_end_it() {
        let mut calls = 0;
        let made = pair(
            Runs::new(2, 3),
            || {
                calls += 1;
                Ok::<_, ()>(())
            },
            || Ok(()),
        );
        assert_eq!(made.map(|(one, other)| (one.n(), other.n())), Ok((3, 3)));
        assert_eq!(calls, 5);
        let failed = pair(Runs::new(0, 1), || Ok(()), || Err::<(), _>("baseline"));
        assert_eq!(failed.err(), Some("baseline"));
    }
}
