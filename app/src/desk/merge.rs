//! Which of two views is newer: a slow answer must not undo what the person did meanwhile.

use model::view::{DraftSummary, DraftView, WorkView};

/// `incoming` over `current`: the open draft stays where the screen already has a later revision of it, or another one open.
pub fn merged(current: &WorkView, mut incoming: WorkView) -> WorkView {
    match (&current.open, &incoming.open) {
        (Some(ours), Some(theirs)) if ours.id == theirs.id => {
            if ours.revision > theirs.revision {
                let ours = ours.clone();
                summarized(&mut incoming, ours);
            }
        }
        (Some(ours), _) => {
            let ours = ours.clone();
            summarized(&mut incoming, ours);
        }
        (None, _) => {}
    }
    incoming
}

/// Makes `draft` the open one and brings its line in the list up to date.
pub fn summarized(work: &mut WorkView, draft: DraftView) {
    let line = DraftSummary {
        id: draft.id.clone(),
        kind: draft.kind,
        title: draft.title.clone(),
        status: draft.status,
        begun: draft.begun.clone(),
        needs_you: draft.needs_you,
    };
    match work.drafts.iter_mut().find(|other| other.id == draft.id) {
        Some(place) => *place = line,
        None => work.drafts.insert(0, line),
    }
    work.open = Some(draft);
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::view::{ChartState, DraftStatus};
    use model::{DraftId, DraftKind, LaunchId};

    fn draft(id: &str, revision: u64, needs_you: usize) -> DraftView {
        DraftView {
            id: DraftId::new(id),
            kind: DraftKind::ChartSummary,
            title: "Chart summary".into(),
            status: DraftStatus::InReview,
            author: "built-in composer".into(),
            begun: "14:02".into(),
            revision,
            sections: Vec::new(),
            progress: None,
            omissions: Vec::new(),
            notices: Vec::new(),
            criteria: Vec::new(),
            needs_you,
            filed: None,
            failure: None,
        }
    }

    fn work(version: u64, open: Option<DraftView>) -> WorkView {
        let mut work = WorkView {
            launch: LaunchId::new("l"),
            version,
            banner: None,
            user: String::new(),
            ehr: String::new(),
            chart: ChartState::Failed {
                message: String::new(),
            },
            kinds: Vec::new(),
            drafts: Vec::new(),
            open: None,
            style: Vec::new(),
            limits: Vec::new(),
            model: None,
        };
        if let Some(open) = open {
            summarized(&mut work, open);
        }
        work
    }

    #[test]
    fn a_late_answer_does_not_undo_an_edit() {
        let current = work(4, Some(draft("d", 7, 0)));
        let next = merged(&current, work(5, Some(draft("d", 6, 2))));
        assert_eq!(next.open.as_ref().map(|d| d.revision), Some(7));
        assert_eq!(next.drafts[0].needs_you, 0);
        assert_eq!(next.version, 5);
    }

    #[test]
    fn a_newer_revision_is_taken_and_another_draft_stays_open() {
        let current = work(4, Some(draft("d", 7, 0)));
        let next = merged(&current, work(5, Some(draft("d", 8, 1))));
        assert_eq!(next.open.map(|d| d.revision), Some(8));
        let next = merged(&current, work(5, Some(draft("other", 1, 1))));
        assert_eq!(next.open.map(|d| d.id), Some(DraftId::new("d")));
        let next = merged(&current, work(5, None));
        assert_eq!(next.open.map(|d| d.id), Some(DraftId::new("d")));
    }
}
