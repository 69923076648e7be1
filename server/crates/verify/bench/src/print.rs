//! What the command line prints besides its table.

use crate::cli::say;
use verify_bench::name::Name;
use verify_bench::pool::Item;
use verify_bench::table::Row;
use verify_bench::ward::Ward;

/// Prints some statements of each name with what they were made from.
pub(crate) fn sample(wards: &[Ward], items: &[Item], n: usize) {
    for name in Name::ALL {
        let of: Vec<_> = items
            .iter()
            .filter(|item| item.error.is_some_and(|(one, _)| one == *name))
            .collect();
        say(&format!("== {} ({})", name.text(), of.len()));
        let step = (of.len() / n.max(1)).max(1);
        for item in of.iter().step_by(step).take(n) {
            let cites: Vec<&str> = item
                .citations
                .iter()
                .map(|one| one.source.as_str())
                .collect();
            say(&format!(
                "  {} {}\n    from: {}\n    {} {}",
                item.world.text(),
                item.text,
                item.parent.as_deref().unwrap_or_default(),
                wards[item.ward].name,
                cites.join(" ")
            ));
        }
    }
}

/// Prints what was missed, and the faithful statements that were blocked, as far as that is asked for.
pub(crate) fn list(misses: Option<&str>, blocks: bool, rows: &[Row]) {
    for row in rows.iter().filter(|row| row.listed) {
        let wanted = match (&row.name, misses) {
            (Some(name), Some(wanted)) => !row.blocked && (wanted == "all" || wanted == name),
            (None, _) => blocks && row.blocked,
            _ => false,
        };
        if wanted {
            let name = row.name.as_deref().unwrap_or("faithful");
            let last = if row.name.is_some() {
                format!("from: {}", row.note)
            } else {
                row.reasons.clone()
            };
            say(&format!(
                "{} {} [{name}] {}\n    {}\n    cites {}\n    {last}",
                row.of,
                row.id,
                row.cause,
                row.text,
                row.cites.join(" ")
            ));
        }
    }
}
