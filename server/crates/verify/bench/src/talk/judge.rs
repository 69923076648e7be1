//! Has the verifier judge statements about dialogues.

use super::make::make;
use super::read::Talk;
use crate::error::BenchError;
use crate::judge::Judged;
use crate::rows;
use crate::say::Said;
use crate::table::Row;
use model::{Citation, SourceId, StatementId};
use sources::{SourceInput, SourceSet};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;
use time::macros::date;
use verify::{Lexicon, Verifier};

/// Judges every statement that can be made of these dialogues: each faithful one once, and each with its error.
pub fn judge(
    talks: &[Talk],
    seed: u64,
    each: usize,
    lexicon: &Arc<Lexicon>,
) -> Result<Vec<Row>, BenchError> {
    let pairs = make(talks, seed, each);
    let mut out = Vec::new();
    for (at, talk) in talks.iter().enumerate() {
        let input = SourceInput::transcript("visit", talk.text.as_str());
        let set = SourceSet::from_sources(&[input])
            .map_err(|error| BenchError::form(&talk.name, error))?;
        let verifier = Verifier::new(&set, Arc::clone(lexicon));
        let mut known = BTreeSet::new();
        for (number, (_, pair)) in pairs.iter().enumerate().filter(|(_, (own, _))| *own == at) {
            if known.insert((pair.parent.text(), pair.parent.cites.clone())) {
                out.push(row(
                    &verifier,
                    talk,
                    &format!("f{number}"),
                    &pair.parent,
                    None,
                ));
            }
            out.push(row(
                &verifier,
                talk,
                &format!("p{number}"),
                &pair.item,
                Some(pair),
            ));
        }
    }
    Ok(out)
}

fn row(
    verifier: &Verifier<'_>,
    talk: &Talk,
    id: &str,
    said: &Said,
    pair: Option<&crate::pair::Pair>,
) -> Row {
    let citations: Vec<Citation> = said
        .cites
        .iter()
        .map(|(source, quote)| Citation {
            source: SourceId::new(source.as_str()),
            quote: quote.clone(),
        })
        .collect();
    let started = Instant::now();
    let verdict = verifier.statement(
        &StatementId::new(id),
        &said.text(),
        &citations,
        date!(2024 - 06 - 01),
    );
    let judged = Judged {
        verdict,
        time: started.elapsed(),
    };
    Row {
        of: talk.name.clone(),
        id: id.to_owned(),
        name: pair.map(|pair| pair.name.text().to_owned()),
        listed: true,
        text: said.text(),
        cites: said
            .cites
            .iter()
            .map(|(source, _)| source.clone())
            .collect(),
        note: pair.map(|pair| pair.parent.text()).unwrap_or_default(),
        blocked: judged.blocked(),
        agreed: rows::agreed(judged.verdict.verdict, pair.map(|pair| pair.label)),
        cause: judged.cause(),
        reasons: rows::reasons(&judged.verdict),
    }
}
