//! What can be drafted in a launch: the kinds, with what each can be chosen for and given beside the chart.

use super::inbox;
use super::prepared::Prepared;
use super::shaping;
use drafting::{Drafting, KindInfo};
use model::MaterialKind;
use model::view::KindView;
use sources::InputKind;

/// The kinds. With a chart, its messages are choices of the kind that answers them; the screens show these in the inbox.
pub(super) fn offered(drafting: &Drafting, prepared: Option<&Prepared>) -> Vec<KindView> {
    let messages: Vec<(String, String)> = prepared
        .map(|prepared| inbox::theirs(prepared.sources()))
        .unwrap_or_default()
        .into_iter()
        .map(|one| (one.id.to_string(), one.title.clone()))
        .collect();
    let view = |info: KindInfo| {
        let takes: Vec<(MaterialKind, bool)> = info
            .takes
            .iter()
            .filter_map(|take| Some((material(take.kind)?, take.needed)))
            .collect();
        let choices = info.choices.into_iter();
        let mut choices: Vec<_> = choices.map(|one| (one.value, one.label)).collect();
        if takes.iter().any(|&(kind, _)| kind == MaterialKind::Message) {
            choices.extend(messages.clone());
        }
        KindView {
            kind: info.kind,
            title: info.title.to_owned(),
            choices,
            takes,
            more: shaping::more(info.kind).map(str::to_owned),
        }
    };
    drafting.kinds().into_iter().map(view).collect()
}

const fn material(kind: InputKind) -> Option<MaterialKind> {
    match kind {
        InputKind::Dictation => Some(MaterialKind::Dictation),
        InputKind::Transcript => Some(MaterialKind::Transcript),
        InputKind::Message => Some(MaterialKind::Message),
        InputKind::Policy | InputKind::Guideline => None,
    }
}
