//! Whole drafts: numbering, verdicts, omissions and notices together.

use crate::error::VerifyError;
use crate::grounded::{CheckedStatement, GroundedDraft, GroundedSection};
use crate::raw::{RawDraft, RawSection};
use crate::verifier::Verifier;
use model::{
    Citation, Claim, Criterion, Draft, DraftKind, GroundedDocument, Notice, NoticeKind, Section,
    Statement, StatementId, StatementVerdict,
};
use time::Date;

/// What stands beside the statements and is not the verifier's to find.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beside {
    /// What the reader must know, as far as the caller knows it.
    pub notices: Vec<Notice>,
    /// The prior-authorization matrix.
    pub criteria: Vec<Criterion>,
}

impl Verifier<'_> {
    /// Checks a draft as a model or the composer made it; its statements are numbered `s{first}` on.
    pub fn draft(&self, raw: RawDraft, first: usize, beside: Beside) -> GroundedDraft {
        let (kind, as_of) = (raw.kind, raw.as_of);
        let mut next = first;
        let mut sections = Vec::with_capacity(raw.sections.len());
        for section in raw.sections {
            let section = self.section(section, as_of, next);
            next += section.verdicts.len();
            sections.push(section);
        }
        self.assemble(kind, as_of, sections, beside)
    }

    /// Checks one section; its statements are numbered `s{first}` on.
    pub fn section(&self, raw: RawSection, as_of: Date, first: usize) -> GroundedSection {
        let statements: Vec<Statement> = raw
            .statements
            .into_iter()
            .enumerate()
            .map(|(index, statement)| Statement {
                id: StatementId::new(format!("s{}", first + index)),
                text: statement.text,
                citations: statement.citations,
            })
            .collect();
        let verdicts = statements
            .iter()
            .map(|statement| self.of(statement, as_of))
            .collect();
        GroundedSection {
            section: Section {
                title: raw.title,
                statements,
            },
            verdicts,
        }
    }

    /// Puts checked sections together and adds omissions and notices.
    pub fn assemble(
        &self,
        kind: DraftKind,
        as_of: Date,
        sections: Vec<GroundedSection>,
        beside: Beside,
    ) -> GroundedDraft {
        let (sections, verdicts): (Vec<Section>, Vec<Vec<StatementVerdict>>) = sections
            .into_iter()
            .map(|section| (section.section, section.verdicts))
            .unzip();
        let patient = self
            .sources()
            .patient()
            .map_or_else(String::new, ToString::to_string);
        let draft = Draft {
            schema: model::draft::SCHEMA.to_owned(),
            kind,
            patient,
            as_of: Some(as_of),
            sections,
        };
        self.document(
            draft,
            verdicts.into_iter().flatten().collect(),
            as_of,
            beside,
        )
    }

    /// Checks a draft in its interchange form; its own date beats `as_of`.
    pub fn interchange(&self, draft: Draft, as_of: Date, beside: Beside) -> GroundedDraft {
        let as_of = draft.as_of.unwrap_or(as_of);
        let verdicts = draft
            .sections
            .iter()
            .flat_map(|section| &section.statements)
            .map(|statement| self.of(statement, as_of))
            .collect();
        self.document(draft, verdicts, as_of, beside)
    }

    /// Checks one statement, as a draft of nothing but it; kind and patient are those of `around`.
    pub fn one(
        &self,
        around: &Draft,
        id: &StatementId,
        text: &str,
        citations: &[Citation],
        as_of: Date,
    ) -> GroundedDraft {
        let statement = Statement {
            id: id.clone(),
            text: text.to_owned(),
            citations: citations.to_vec(),
        };
        let verdicts = vec![self.of(&statement, as_of)];
        let sections = vec![Section {
            title: String::new(),
            statements: vec![statement],
        }];
        let draft = Draft {
            schema: model::draft::SCHEMA.to_owned(),
            kind: around.kind,
            patient: around.patient.clone(),
            as_of: Some(as_of),
            sections,
        };
        let schema = model::grounded::SCHEMA.to_owned();
        GroundedDraft {
            document: GroundedDocument {
                schema,
                draft,
                verdicts,
                omissions: Vec::new(),
                notices: Vec::new(),
                criteria: Vec::new(),
            },
        }
    }

    /// Checks claims in their order; a claim's own date beats `as_of`, and one of the two must be there.
    pub fn claims(
        &self,
        claims: &[Claim],
        as_of: Option<Date>,
    ) -> Result<Vec<StatementVerdict>, VerifyError> {
        claims
            .iter()
            .map(|claim| {
                let as_of = claim.as_of.or(as_of).ok_or_else(|| VerifyError::NoDate {
                    statement: claim.id.clone(),
                })?;
                Ok(self.statement(&claim.id, &claim.text, &claim.citations, as_of))
            })
            .collect()
    }

    /// Checks one edited statement. The answer is proof that exactly these words and citations got this verdict.
    pub fn edited(
        &self,
        id: &StatementId,
        text: &str,
        citations: &[Citation],
        as_of: Date,
    ) -> CheckedStatement {
        let verdict = self.statement(id, text, citations, as_of);
        CheckedStatement::new(
            Statement {
                id: id.clone(),
                text: text.to_owned(),
                citations: citations.to_vec(),
            },
            verdict,
            as_of,
        )
    }

    fn of(&self, statement: &Statement, as_of: Date) -> StatementVerdict {
        self.statement(&statement.id, &statement.text, &statement.citations, as_of)
    }

    fn document(
        &self,
        draft: Draft,
        verdicts: Vec<StatementVerdict>,
        as_of: Date,
        beside: Beside,
    ) -> GroundedDraft {
        let Beside {
            mut notices,
            criteria,
        } = beside;
        if !notices
            .iter()
            .any(|notice| notice.kind == NoticeKind::NotLoaded)
        {
            notices.extend(self.sources().problems().iter().map(|what| Notice {
                kind: NoticeKind::NotLoaded,
                what: what.clone(),
                sources: Vec::new(),
            }));
        }
        // Those between sources, and those within one that is cited.
        let cites = |conflict: &&sources::Conflict| {
            let statements = draft.sections.iter().flat_map(|one| &one.statements);
            let mut cited = statements.flat_map(|statement| &statement.citations);
            conflict.sources.len() > 1
                || cited.any(|citation| conflict.sources.contains(&citation.source))
        };
        let conflicts = self
            .sources()
            .conflicts()
            .iter()
            .filter(cites)
            .map(|conflict| Notice {
                kind: NoticeKind::Conflict,
                what: conflict.what.clone(),
                sources: conflict.sources.clone(),
            });
        for notice in self
            .other_values(&draft)
            .into_iter()
            .chain(self.misleading(&draft))
            .chain(conflicts)
        {
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        }
        let omissions = self.omissions(&draft, as_of);
        let schema = model::grounded::SCHEMA.to_owned();
        GroundedDraft {
            document: GroundedDocument {
                schema,
                draft,
                verdicts,
                omissions,
                notices,
                criteria,
            },
        }
    }

    /// The last day on which the chart knows something.
    fn last_day(&self) -> Date {
        let days = self
            .sources()
            .snippets()
            .iter()
            .filter_map(|snippet| snippet.date.as_ref().map(|date| date.days().0));
        days.max().unwrap_or(Date::MIN)
    }
}

impl GroundedDraft {
    /// Reads a stored draft back. Nothing stored is believed: every statement is checked again, omissions and other values are found again; only
    /// the criteria and the caller's own notices are kept.
    pub fn from_stored(
        document: GroundedDocument,
        verifier: &Verifier<'_>,
    ) -> Result<Self, VerifyError> {
        if document.schema != model::grounded::SCHEMA
            || document.draft.schema != model::draft::SCHEMA
        {
            return Err(VerifyError::Schema);
        }
        let own = verifier.sources().patient().map(model::SourceId::as_str);
        if own.is_some_and(|own| own != document.draft.patient) {
            return Err(VerifyError::OtherPatient);
        }
        let notices = document
            .notices
            .into_iter()
            .filter(|notice| !matches!(notice.kind, NoticeKind::OtherValue | NoticeKind::Conflict))
            .collect();
        let as_of = document.draft.as_of.unwrap_or_else(|| verifier.last_day());
        Ok(verifier.interchange(
            document.draft,
            as_of,
            Beside {
                notices,
                criteria: document.criteria,
            },
        ))
    }
}
