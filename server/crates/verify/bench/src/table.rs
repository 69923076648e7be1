//! Counts per name, and what they come to.

use crate::bounds;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One judged statement, whatever it came from.
#[derive(Clone, Debug)]
pub struct Row {
    /// The chart or draft.
    pub of: String,
    /// Its id there.
    pub id: String,
    /// The error's name; none where it is faithful.
    pub name: Option<String>,
    /// Whether it may be listed, or is kept for scoring alone.
    pub listed: bool,
    /// The words.
    pub text: String,
    /// What it cites.
    pub cites: Vec<String>,
    /// What the gold label says of it, or what it was made from.
    pub note: String,
    /// Whether the verdict holds it back.
    pub blocked: bool,
    /// Whether the verdict agrees with the label.
    pub agreed: bool,
    /// The first reason.
    pub cause: String,
    /// All reasons in one line.
    pub reasons: String,
}

/// How many, and how many of them were held back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub n: usize,
    /// Held back.
    pub blocked: usize,
}

impl Tally {
    fn add(&mut self, blocked: bool) {
        self.n += 1;
        self.blocked += usize::from(blocked);
    }

    fn join(&mut self, other: Self) {
        self.n += other.n;
        self.blocked += other.blocked;
    }

    /// The part held back.
    #[expect(clippy::cast_precision_loss, reason = "counts of statements")]
    pub fn share(self) -> f64 {
        self.blocked as f64 / self.n.max(1) as f64
    }
}

/// The counts of a run.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Per error name.
    pub names: BTreeMap<String, Tally>,
    /// Perturbed, all names.
    pub perturbed: Tally,
    /// Faithful.
    pub faithful: Tally,
    /// Faithful ones held back, by first reason.
    pub causes: BTreeMap<String, usize>,
    /// How many verdicts agree with their label.
    pub agreed: usize,
}

impl Table {
    /// Adds up.
    pub fn of(rows: &[Row]) -> Self {
        let mut table = Self::default();
        for row in rows {
            table.agreed += usize::from(row.agreed);
            if let Some(name) = &row.name {
                table
                    .names
                    .entry(name.clone())
                    .or_default()
                    .add(row.blocked);
                table.perturbed.add(row.blocked);
            } else {
                table.faithful.add(row.blocked);
                if row.blocked {
                    *table.causes.entry(row.cause.clone()).or_default() += 1;
                }
            }
        }
        table
    }

    /// Both together.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        for (name, tally) in &other.names {
            self.names.entry(name.clone()).or_default().join(*tally);
        }
        for (cause, n) in &other.causes {
            *self.causes.entry(cause.clone()).or_default() += n;
        }
        self.perturbed.join(other.perturbed);
        self.faithful.join(other.faithful);
        self.agreed += other.agreed;
        self
    }

    /// As lines of text.
    pub fn text(&self) -> String {
        let mut out = format!(
            "{:<16} {:>6} {:>7} {:>7} {:>7}  95 % bounds\n",
            "name", "n", "caught", "missed", "%"
        );
        let mut line = |name: &str, tally: Tally| {
            let (low, high) = bounds::exact(tally.blocked, tally.n);
            let _ = writeln!(
                out,
                "{name:<16} {:>6} {:>7} {:>7} {:>7.2}  {:.2}–{:.2}",
                tally.n,
                tally.blocked,
                tally.n - tally.blocked,
                100.0 * tally.share(),
                100.0 * low,
                100.0 * high
            );
        };
        for (name, tally) in &self.names {
            line(name, *tally);
        }
        line("all perturbed", self.perturbed);
        let (low, high) = bounds::exact(self.faithful.blocked, self.faithful.n);
        let _ = writeln!(
            out,
            "faithful: n {}, blocked {} ({:.2} %, 95 % bounds {:.2}–{:.2})",
            self.faithful.n,
            self.faithful.blocked,
            100.0 * self.faithful.share(),
            100.0 * low,
            100.0 * high
        );
        for (cause, n) in &self.causes {
            let _ = writeln!(out, "  blocked for {cause}: {n}");
        }
        let _ = writeln!(
            out,
            "labels agreed: {} of {}",
            self.agreed,
            self.perturbed.n + self.faithful.n
        );
        out
    }

    /// The same as JSON.
    pub fn json(&self) -> Value {
        let tally = |tally: &Tally| {
            let (low, high) = bounds::exact(tally.blocked, tally.n);
            json!({ "n": tally.n, "blocked": tally.blocked, "low": low, "high": high })
        };
        let names: BTreeMap<&String, Value> = self
            .names
            .iter()
            .map(|(name, one)| (name, tally(one)))
            .collect();
        json!({
            "names": names,
            "perturbed": tally(&self.perturbed),
            "faithful": tally(&self.faithful),
            "causes": self.causes,
            "agreed": self.agreed,
        })
    }
}
