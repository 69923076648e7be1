//! Copies of a prior authorization that leave the application: the signed letter on paper, the matrix for the payer's system.

use super::answers::Answers;
use super::error::StepError;
use super::open::Open;
use super::{Steps, event, payer, shown};
use app::Caller;
use audit::Action;
use drafting::{Letterhead, Paper, pdf};
use model::{DraftId, DraftKind, LaunchId, Section, Statement, WireError};
use review::{Review, SignedNote, SignedStatement};
use store::Launch;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// The signed letter as PDF.
    Letter,
    /// The criteria as a DTR-style QuestionnaireResponse.
    Questionnaire,
}

impl Export {
    /// The file's name; the same for every patient.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Letter => "prior-authorization-letter.pdf",
            Self::Questionnaire => "questionnaire-response.json",
        }
    }
}

impl Answers {
    /// A copy of this launch's prior authorization. The disclosure is recorded before anything is opened.
    pub async fn export(
        &self,
        caller: &Caller,
        launch: &LaunchId,
        draft: &DraftId,
        what: Export,
    ) -> Result<Vec<u8>, WireError> {
        let exported = async {
            let launch = self.0.launch(caller, launch).await?;
            let event = event(&launch, Action::Exported)
                .on([draft.to_string(), what.file_name().to_owned()]);
            Ok::<_, StepError>(
                self.0
                    .auditor
                    .audited(event, || self.0.exported(&launch, draft, what))
                    .await?,
            )
        };
        exported.await.map_err(StepError::wire)
    }
}

impl Steps {
    async fn exported(
        &self,
        launch: &Launch,
        draft: &DraftId,
        what: Export,
    ) -> Result<Vec<u8>, StepError> {
        if !launch.context.role.may_sign() {
            return Err(StepError::NotAllowed("your role may not take a copy"));
        }
        let open = Open::find(self, launch, draft).await?;
        if open.row.summary.kind != DraftKind::PriorAuthLetter {
            return Err(StepError::NotFound("export"));
        }
        let row = self.store.note(&launch.key, draft).await?;
        let note = row
            .map(|row| {
                SignedNote::from_stored(&row.note).map_err(|_| StepError::Stored("signed note"))
            })
            .transpose()?;
        match (what, note) {
            (Export::Letter, None) => Err(StepError::NotSigned),
            (Export::Letter, Some(note)) => {
                let head = self.letterheads.get(&launch.context.issuer).cloned();
                tokio::task::spawn_blocking(move || printed(&note, &head.unwrap_or_default()))
                    .await
                    .map_err(|_| StepError::Task)?
            }
            (Export::Questionnaire, note) => {
                let drafting = self.drafting(launch);
                tokio::task::spawn_blocking(move || answered(&drafting, &open, note.as_ref()))
                    .await
                    .map_err(|_| StepError::Task)?
            }
        }
    }
}

/// The letter as it was signed. Characters that the font lacks are boxes on the paper, and the paper says which.
fn printed(note: &SignedNote, letterhead: &Letterhead) -> Result<Vec<u8>, StepError> {
    let sections: Vec<Section> = note
        .sections()
        .iter()
        .map(|section| Section {
            title: section.title.clone(),
            statements: section.statements.iter().map(statement).collect(),
        })
        .collect();
    let signer = &note.signer().name;
    let mut closing = vec![
        format!(
            "Signed electronically by {signer}, {}.",
            shown::moment(note.signed_at())
        ),
        note.assistance(),
        format!("SHA-256 of the signed content: {}", note.content_hash()),
    ];
    let print = |closing: &[String]| {
        pdf(&Paper {
            letterhead,
            title: note.title(),
            date: note.signed_at().date(),
            sections: &sections,
            closing,
        })
    };
    let first = print(&closing)?;
    if first.missing.is_empty() {
        return Ok(first.bytes);
    }
    let codes = first
        .missing
        .iter()
        .map(|c| format!("U+{:04X}", u32::from(*c)));
    closing.push(format!(
        "A box stands for a character that could not be printed: {}.",
        codes.collect::<Vec<_>>().join(", ")
    ));
    Ok(print(&closing)?.bytes)
}

fn statement(signed: &SignedStatement) -> Statement {
    Statement {
        id: signed.id.clone(),
        text: signed.text.clone(),
        citations: signed.citations.clone(),
    }
}

/// The matrix as it was shown. Until the letter is signed nobody has answered for it: the response is in progress.
fn answered(
    drafting: &drafting::Drafting,
    open: &Open,
    note: Option<&SignedNote>,
) -> Result<Vec<u8>, StepError> {
    let review = open.review()?.ok_or(StepError::DraftNotOpen)?;
    let shown = note.map_or_else(|| Review::criteria(&review), SignedNote::criteria);
    let mut response = payer::response(drafting, open, shown)?;
    if note.is_none() {
        response["status"] = "in-progress".into();
    }
    serde_json::to_vec_pretty(&response).map_err(|_| StepError::Stored("criteria"))
}
