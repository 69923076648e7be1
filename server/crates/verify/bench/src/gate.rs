//! What must be reached.

use crate::error::BenchError;
use crate::table::Table;
use std::collections::BTreeMap;

/// A gate as its TOML file writes it. Parts of a whole are fractions.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The fewest statements.
    #[serde(default)]
    pub smallest: Smallest,
    /// The fewest caught.
    pub caught: Caught,
    /// The most wrongly blocked.
    pub blocked: Blocked,
}

/// The fewest statements.
#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Smallest {
    /// Perturbed, of each of the thirty names.
    pub name: usize,
    /// Perturbed, of all names.
    pub pooled: usize,
    /// Faithful.
    pub faithful: usize,
}

/// The fewest caught.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caught {
    /// Of all names together.
    pub pooled: f64,
    /// Of each name, where it has no line of its own.
    #[serde(default)]
    pub name: f64,
    /// Of these names.
    #[serde(default)]
    pub names: BTreeMap<String, f64>,
}

/// The most wrongly blocked.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocked {
    /// Of all faithful statements.
    pub pooled: f64,
}

impl Gate {
    /// Reads a gate; `what` says which in an error.
    pub fn parse(text: &str, what: &str) -> Result<Self, BenchError> {
        let gate: Self = toml::from_str(text).map_err(|error| BenchError::form(what, error))?;
        match gate
            .caught
            .names
            .keys()
            .find(|name| crate::Name::from_text(name).is_none())
        {
            Some(name) => Err(BenchError::form(
                what,
                format!("`{name}` is no error's name"),
            )),
            None => Ok(gate),
        }
    }

    /// What was not reached, one line each; empty where the gate is passed.
    pub fn failures(&self, table: &Table) -> Vec<String> {
        let mut out = Vec::new();
        let mut least = |what: &str, n: usize, wanted: usize| {
            if n < wanted {
                out.push(format!("{what}: {n} statements, the fewest are {wanted}"));
            }
        };
        for name in crate::Name::ALL.iter().map(|name| name.text()) {
            least(
                name,
                table.names.get(name).map_or(0, |tally| tally.n),
                self.smallest.name,
            );
        }
        least("all names", table.perturbed.n, self.smallest.pooled);
        least("faithful", table.faithful.n, self.smallest.faithful);
        for (name, tally) in &table.names {
            let wanted = self
                .caught
                .names
                .get(name)
                .copied()
                .unwrap_or(self.caught.name);
            if tally.share() < wanted {
                out.push(format!(
                    "{name}: caught {} of {}, the fewest are {:.1} %",
                    tally.blocked,
                    tally.n,
                    100.0 * wanted
                ));
            }
        }
        let all = table.perturbed;
        if all.share() < self.caught.pooled {
            out.push(format!(
                "all names: caught {} of {}, the fewest are {:.1} %",
                all.blocked,
                all.n,
                100.0 * self.caught.pooled
            ));
        }
        let faithful = table.faithful;
        if faithful.share() > self.blocked.pooled {
            out.push(format!(
                "faithful: blocked {} of {}, the most are {:.1} %",
                faithful.blocked,
                faithful.n,
                100.0 * self.blocked.pooled
            ));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Tally;

    const GATE: &str = "[smallest]\npooled = 10\n[caught]\npooled = 0.9\nname = 0.5\nnames = { number = 1.0 }\n[blocked]\npooled = 0.1\n";

    fn table(number: usize, dose: usize, blocked: usize) -> Table {
        let tally = |blocked| Tally { n: 10, blocked };
        Table {
            names: [
                ("number".to_owned(), tally(number)),
                ("dose".to_owned(), tally(dose)),
            ]
            .into(),
            perturbed: Tally {
                n: 20,
                blocked: number + dose,
            },
            faithful: tally(blocked),
            ..Table::default()
        }
    }

    #[test]
    fn each_bound_fails_by_itself() {
        let gate = Gate::parse(GATE, "gate").unwrap();
        assert_eq!(gate.failures(&table(10, 9, 1)), [""; 0]);
        assert_eq!(
            gate.failures(&table(9, 10, 1)),
            ["number: caught 9 of 10, the fewest are 100.0 %"]
        );
        assert_eq!(
            gate.failures(&table(10, 7, 1)),
            ["all names: caught 17 of 20, the fewest are 90.0 %"]
        );
        assert_eq!(
            gate.failures(&table(10, 9, 2)),
            ["faithful: blocked 2 of 10, the most are 10.0 %"]
        );
        let more = Gate::parse(
            &GATE.replace("pooled = 10", "pooled = 21\nfaithful = 11\nname = 1"),
            "gate",
        )
        .unwrap();
        assert_eq!(
            more.failures(&table(10, 9, 1)).len(),
            30,
            "28 names without a statement, and both sums"
        );
    }

    #[test]
    fn unknown_words_are_refused() {
        assert!(
            Gate::parse(
                &GATE.replace("dose", "x").replace("number", "nummer"),
                "gate"
            )
            .is_err()
        );
        assert!(Gate::parse(&format!("{GATE}\n[more]\nx = 1"), "gate").is_err());
        assert!(Gate::parse("[caught]\n", "gate").is_err());
    }
}
