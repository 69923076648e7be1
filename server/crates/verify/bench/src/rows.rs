//! Judged statements as rows.

use crate::judge::Judged;
use crate::pair::Label;
use crate::pool::Item;
use crate::table::Row;
use crate::ward::Ward;
use model::{StatementVerdict, Verdict};
use std::path::{Path, PathBuf};

/// The test data folder: `COUNTERSIGN_TEST_DATA`, else `../shared/data` beside the workspace.
pub fn data() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("COUNTERSIGN_TEST_DATA") {
        return Some(PathBuf::from(path));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find(|path| path.join("Cargo.lock").exists())?;
    Some(root.join("../shared/data")).filter(|path| path.exists())
}

/// Rows of the pool's statements.
pub fn of(wards: &[Ward], items: &[Item], judged: &[Judged]) -> Vec<Row> {
    let both = items.iter().zip(judged);
    both.map(|(item, judged)| Row {
        of: format!("{}/{}", wards[item.ward].name, item.world.text()),
        id: item.id.clone(),
        name: item.error.map(|(name, _)| name.text().to_owned()),
        listed: true,
        text: item.text.clone(),
        cites: item
            .citations
            .iter()
            .map(|one| one.source.to_string())
            .collect(),
        note: item.parent.clone().unwrap_or_default(),
        blocked: judged.blocked(),
        agreed: agreed(judged.verdict.verdict, item.error.map(|(_, label)| label)),
        cause: judged.cause(),
        reasons: reasons(&judged.verdict),
    })
    .collect()
}

pub(crate) fn agreed(verdict: Verdict, label: Option<Label>) -> bool {
    matches!(
        (verdict, label),
        (Verdict::Supported, None)
            | (Verdict::Contradicted, Some(Label::Contradicted))
            | (
                Verdict::Unsupported | Verdict::Uncited,
                Some(Label::Unsupported)
            )
    )
}

/// All reasons in one line.
pub fn reasons(verdict: &StatementVerdict) -> String {
    let all = verdict.reasons.iter().map(|reason| {
        format!(
            "{:?} claimed {:?} found {:?}",
            reason.code,
            reason.claimed.as_deref().unwrap_or_default(),
            reason.found.as_deref().unwrap_or_default()
        )
    });
    all.collect::<Vec<_>>().join("; ")
}
