//! The clinician's changes.

use model::{Citation, Notice, StatementId, UserId, view::Change};
use time::OffsetDateTime;
use verify::GroundedDraft;

use crate::{
    Attestation, Author, Check, Origin, Review, ReviewError, SectionState, Settled, StatementState,
    input, state,
};

/// Where an omission goes when the draft has no section.
const LOOSE_SECTION: &str = "Additional information";

impl Review {
    /// Applies one change to the draft at `revision`. Where it brings new words, the answer says what
    /// the verifier must check; until [`Review::accept`] these words block signing.
    /// A change that changes nothing leaves the revision as it is.
    pub fn apply(
        &mut self,
        revision: u64,
        change: Change,
        by: &UserId,
        at: OffsetDateTime,
    ) -> Result<Option<Check>, ReviewError> {
        self.expect(revision)?;
        match change {
            Change::Edit { statement, text } => self.edit(&statement, &text),
            Change::Remove { statement } => self.set_removed(&statement, true),
            Change::Restore { statement } => self.set_removed(&statement, false),
            Change::Attest { statement, text } => {
                let found = self.statement_mut(&statement)?;
                if found.text != text {
                    return Err(ReviewError::OtherText(statement));
                }
                let fingerprint = found.fingerprint();
                self.attest(revision, &statement, &fingerprint, by, at, None)?;
                Ok(None)
            }
            Change::Add {
                section,
                text,
                citations,
            } => {
                let text = input::clean(&text)?;
                self.insert(section, text, citations, Origin::Added)
                    .map(Some)
            }
            Change::InsertOmission { index } => self.insert_omission(index),
            Change::DismissOmission { index } => self.dismiss_omission(index, by),
            Change::Answer { ask, answer } => {
                self.answer(&ask, &answer, by, at)?;
                Ok(None)
            }
        }
    }

    /// Records that `by` vouches for a statement in exactly the words and citations that
    /// `fingerprint` was made of (see [`Review::fingerprint`]).
    pub fn attest(
        &mut self,
        revision: u64,
        statement: &StatementId,
        fingerprint: &str,
        by: &UserId,
        at: OffsetDateTime,
        reason: Option<String>,
    ) -> Result<(), ReviewError> {
        self.expect(revision)?;
        let reason = reason.map(|text| input::clean(&text)).transpose()?;
        let found = self.statement_mut(statement)?;
        if found.removed {
            return Err(ReviewError::Removed(statement.clone()));
        }
        if found.fingerprint() != fingerprint {
            return Err(ReviewError::OtherText(statement.clone()));
        }
        if found.verdict().is_none() {
            return Err(ReviewError::Unchecked(statement.clone()));
        }
        if found.has_gap() {
            return Err(ReviewError::Gap(statement.clone()));
        }
        found.attested = Some(Attestation {
            fingerprint: fingerprint.to_owned(),
            by: by.clone(),
            at,
            reason,
        });
        self.revision += 1;
        Ok(())
    }

    /// SHA-256 over a statement's words and citations as they stand.
    pub fn fingerprint(&self, statement: &StatementId) -> Option<String> {
        self.statement(statement).map(StatementState::fingerprint)
    }

    /// Puts a newly drafted and checked section in the place of an old one. Edits and attestations
    /// of the old section end with it; its statements get new ids, the note names its author too,
    /// and its notices join the draft's.
    pub fn replace_section(
        &mut self,
        revision: u64,
        index: usize,
        grounded: &GroundedDraft,
        author: &Author,
        notices: Vec<Notice>,
    ) -> Result<(), ReviewError> {
        self.replace_with(revision, index, grounded.document())?;
        self.about.author = self.about.author.with(author);
        for notice in notices {
            if !self.notices.contains(&notice) {
                self.notices.push(notice);
            }
        }
        Ok(())
    }

    pub(crate) fn replace_with(
        &mut self,
        revision: u64,
        index: usize,
        document: &model::GroundedDocument,
    ) -> Result<(), ReviewError> {
        self.expect(revision)?;
        if document.draft.patient != self.about.patient || document.draft.kind != self.about.kind {
            return Err(ReviewError::OtherSubject);
        }
        let mut sections = state::sections(&document.draft, &document.verdicts)?;
        let (Some(mut new), true) = (sections.pop(), sections.is_empty()) else {
            return Err(ReviewError::Malformed("not one section"));
        };
        if index >= self.sections.len() {
            return Err(ReviewError::NoIndex(index));
        }
        for statement in &mut new.statements {
            statement.id = self.fresh_id();
            if let Some(checked) = &mut statement.checked {
                checked.verdict.id = statement.id.clone();
            }
        }
        self.sections[index] = new;
        self.reopen_omissions();
        self.revision += 1;
        Ok(())
    }

    fn expect(&self, expected: u64) -> Result<(), ReviewError> {
        let current = self.revision;
        if expected == current {
            return Ok(());
        }
        Err(ReviewError::Conflict { expected, current })
    }

    fn edit(&mut self, id: &StatementId, text: &str) -> Result<Option<Check>, ReviewError> {
        let text = input::clean(text)?;
        let statement = self.statement_mut(id)?;
        if statement.removed {
            return Err(ReviewError::Removed(id.clone()));
        }
        if statement.text == text {
            return Ok(statement.verdict().is_none().then(|| Check::of(statement)));
        }
        statement.text = text;
        statement.checked = None;
        statement.attested = None;
        let check = Check::of(statement);
        self.revision += 1;
        Ok(Some(check))
    }

    fn set_removed(
        &mut self,
        id: &StatementId,
        removed: bool,
    ) -> Result<Option<Check>, ReviewError> {
        let statement = self.statement_mut(id)?;
        if statement.removed != removed {
            statement.removed = removed;
            self.revision += 1;
        }
        Ok(None)
    }

    fn insert_omission(&mut self, index: usize) -> Result<Option<Check>, ReviewError> {
        let open = self
            .omissions
            .get(index)
            .ok_or(ReviewError::NoIndex(index))?;
        if let Some(Settled::Inserted(told)) = open.settled.clone() {
            return self.set_removed(&told, false);
        }
        let text = input::clean(&open.omission.what)?;
        let sources = open.omission.sources.iter().cloned();
        let citations = sources.map(|source| Citation {
            source,
            quote: None,
        });
        let citations = citations.collect();
        if self.sections.is_empty() {
            self.sections.push(SectionState {
                title: LOOSE_SECTION.to_owned(),
                statements: Vec::new(),
            });
        }
        let last = self.sections.len() - 1;
        let check = self.insert(last, text, citations, Origin::Omission(index))?;
        self.omissions[index].settled = Some(Settled::Inserted(check.statement.clone()));
        Ok(Some(check))
    }

    fn dismiss_omission(
        &mut self,
        index: usize,
        by: &UserId,
    ) -> Result<Option<Check>, ReviewError> {
        let open = self.omissions.get(index);
        if self.is_open(open.ok_or(ReviewError::NoIndex(index))?) {
            self.omissions[index].settled = Some(Settled::Dismissed { by: by.clone() });
            self.revision += 1;
        }
        Ok(None)
    }

    fn insert(
        &mut self,
        section: usize,
        text: String,
        citations: Vec<Citation>,
        origin: Origin,
    ) -> Result<Check, ReviewError> {
        if section >= self.sections.len() {
            return Err(ReviewError::NoIndex(section));
        }
        let statement = StatementState {
            id: self.fresh_id(),
            origin,
            text,
            citations,
            removed: false,
            checked: None,
            attested: None,
        };
        let check = Check::of(&statement);
        self.sections[section].statements.push(statement);
        self.revision += 1;
        Ok(check)
    }

    /// An id that no statement has or had.
    fn fresh_id(&mut self) -> StatementId {
        loop {
            let id = StatementId::new(format!("c{}", self.next));
            self.next += 1;
            if self.statement(&id).is_none() {
                return id;
            }
        }
    }

    /// An omission whose statement is gone with its section is open again, unless another says the same.
    fn reopen_omissions(&mut self) {
        let ids: Vec<StatementId> = self.statements().map(|s| s.id.clone()).collect();
        for index in 0..self.omissions.len() {
            let open = &self.omissions[index];
            if matches!(&open.settled, Some(Settled::Inserted(id)) if !ids.contains(id)) {
                let told = self.telling(&open.omission).map(Settled::Inserted);
                self.omissions[index].settled = told;
            }
        }
    }
}
