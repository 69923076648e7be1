//! One section by a model, and one revision of what the check rejected.

use super::select::{Beside, Selected, select};
use super::{answer, schema};
use crate::chart_summary::Scope;
use crate::drafting::{Drafting, use_case};
use crate::error::DraftingError;
use crate::template::SectionPlan;
use crate::use_case::Options;
use gateway::{
    Answer, Cleaned, DataClass, Flag, Gateway, GatewayError, InferenceId, Literals, Need, Part,
    Phi, Progress, Request, Route, Sends, UseCase,
};
use model::{Citation, DraftKind, Reason, SourceId};
use sources::SourceSet;
use sources::search::Index;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use time::Date;
use verify::{RawSection, RawStatement};

/// Static instructions.
const INSTRUCTIONS: &str = include_str!("instructions.md");
/// Times that a section is planned, where smaller endpoints take over.
const MOST_PLANS: u32 = 3;
/// The part that says what a summary is of.
const FOCUS: &str = "focus";
const REVISE: &str = include_str!("revise.md");
/// What every section may send beside the chart: it is no resource, and has no elements.
const BESIDE: [&str; 5] = [
    "policy",
    "transcript",
    "dictation",
    "statement",
    "instruction",
];

/// One section to be written by a model.
#[derive(Clone, Copy)]
pub struct SectionJob<'a> {
    /// The kind of document.
    pub kind: DraftKind,
    /// The section's number in the template, from 0.
    pub section: usize,
    /// The frozen sources.
    pub set: &'a SourceSet,
    /// The search over them.
    pub search: &'a Index,
    /// The draft's date.
    pub as_of: Date,
    /// What the clinician chose.
    pub options: &'a Options,
    /// Only this endpoint, where one was chosen.
    pub endpoint: Option<&'a str>,
    /// What the clinician asks of this section; it may hold patient data, so it goes where the data goes.
    pub wish: Option<&'a str>,
    /// What the clinician asks of every document of this kind; it goes where the data goes too, and changes none of the rules.
    pub standing: Option<&'a str>,
}

/// A section that a model wrote.
pub struct ModelSection {
    /// For the verifier.
    pub section: RawSection,
    /// What was not given to the model, in words for the reader.
    pub left_out: Vec<String>,
    /// The model, as pinned.
    pub model: String,
    /// Its version, as pinned.
    pub version: String,
    /// The log's name of the inference, to tell it what the check found.
    pub inference: Option<InferenceId>,
}

/// A statement that the check rejected.
#[derive(Clone, Debug)]
pub struct Failed {
    /// Its words.
    pub text: String,
    /// What it cited.
    pub citations: Vec<Citation>,
    /// Why it was rejected.
    pub reasons: Vec<Reason>,
}

/// What became of the rejected statements, in their order; none where the model has nothing that holds.
pub struct Revised {
    /// One for each rejected statement.
    pub statements: Vec<Option<RawStatement>>,
    /// The log's name of the inference, to tell it what the check found.
    pub inference: Option<InferenceId>,
}

impl Drafting {
    /// Writes one section with a model: picks and cuts the sources by rule, asks, and reads the answer strictly. Nothing of it is checked yet.
    pub async fn draft_with_model(
        &self,
        gateway: &dyn Gateway,
        job: &SectionJob<'_>,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<ModelSection, DraftingError> {
        let plan = self.planned(job.kind, job.section, job.options)?.plan;
        let mut endpoint = job.endpoint.map(str::to_owned);
        let mut plans = 0;
        let (answer, mut selected) = loop {
            let (route, mut selected) = self
                .prepare(gateway, job, plan, endpoint.as_deref())
                .await?;
            selected.parts.extend(asked(job));
            let aliases: Vec<&str> = selected.aliases.keys().map(String::as_str).collect();
            let request = self.request(
                job,
                plan,
                selected.parts.clone(),
                INSTRUCTIONS,
                ("section".to_owned(), schema::section(&aliases)),
            )?;
            plans += 1;
            match gateway.infer(&route, request, progress).await {
                // The endpoint that takes over takes less: the sources are cut again, by rule.
                Err(GatewayError::Replan { endpoint: smaller }) if plans < MOST_PLANS => {
                    endpoint = Some(smaller);
                }
                answer => break (answer?, selected),
            }
        };
        let Answer {
            json,
            model,
            version,
            flags,
            cleaned,
            inference,
            ..
        } = answer;
        selected
            .left_out
            .extend(withheld(&flags, &selected.aliases));
        selected.left_out.extend(taken_out(&cleaned));
        let statements = answer::read(json.expose(), &selected.aliases, job.set, false)?;
        Ok(ModelSection {
            section: RawSection::new(
                plan.title.clone(),
                statements.into_iter().map(|read| read.statement).collect(),
            ),
            left_out: selected.left_out,
            model,
            version,
            inference,
        })
    }

    /// Asks once more for the statements that the check rejected, with its reasons.
    pub async fn revise(
        &self,
        gateway: &dyn Gateway,
        job: &SectionJob<'_>,
        failed: &[Failed],
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Revised, DraftingError> {
        let plan = self.planned(job.kind, job.section, job.options)?.plan;
        let (route, mut selected) = self.prepare(gateway, job, plan, job.endpoint).await?;
        selected.parts.extend(asked(job));
        let names: Vec<String> = (1..=failed.len())
            .map(|number| format!("s{number}"))
            .collect();
        for (name, one) in names.iter().zip(failed) {
            selected.parts.push(Part {
                alias: name.clone(),
                kind: "statement".to_owned(),
                fields: Vec::new(),
                text: Phi::new(told(one)),
            });
        }
        let aliases: Vec<&str> = selected.aliases.keys().map(String::as_str).collect();
        let rejected: Vec<&str> = names.iter().map(String::as_str).collect();
        let instructions = format!("{INSTRUCTIONS}\n{REVISE}");
        let request = self.request(
            job,
            plan,
            selected.parts,
            &instructions,
            ("revision".to_owned(), schema::revision(&aliases, &rejected)),
        )?;
        let got = gateway.infer(&route, request, progress).await?;
        let mut statements: Vec<Option<RawStatement>> = failed.iter().map(|_| None).collect();
        for read in answer::read(got.json.expose(), &selected.aliases, job.set, true)? {
            let place = read
                .replaces
                .as_ref()
                .and_then(|name| names.iter().position(|one| one == name));
            let place = place.ok_or_else(|| DraftingError::Answer {
                what: "`replaces` names no rejected statement".to_owned(),
            })?;
            if let Some(slot) = statements.get_mut(place).filter(|slot| slot.is_none()) {
                *slot = Some(read.statement);
            }
        }
        Ok(Revised {
            statements,
            inference: got.inference,
        })
    }

    pub(super) async fn prepare(
        &self,
        gateway: &dyn Gateway,
        job: &SectionJob<'_>,
        plan: &SectionPlan,
        endpoint: Option<&str>,
    ) -> Result<(Route, Selected), DraftingError> {
        let place = (job.kind, job.section);
        if self.by_rules(place, job.set, job.as_of, job.options)? {
            return Err(DraftingError::ComposerOnly(job.kind));
        }
        let context = self.context(job.set, job.as_of, job.options)?;
        let answered = use_case(job.kind)?.answered(context)?;
        let policy = job.options.policy.as_deref().and_then(|id| self.policy(id));
        // What the section's types can hold decides the route; the size is then cut to the route's limits.
        let may_send = self.may_send(job.kind, plan);
        let need = Need {
            use_case: named(job.kind, plan),
            data_class: class(&may_send),
            bytes: readable(job.set, plan),
            cut: true,
            endpoint: endpoint.map(str::to_owned),
            language: None,
        };
        let route = match gateway.plan(&need) {
            Ok(route) => route,
            Err(error) => {
                if let GatewayError::Refused(refusal) = &error {
                    gateway.refused(&need.use_case, refusal).await;
                }
                return Err(error.into());
            }
        };
        let scope = match job.kind {
            DraftKind::ChartSummary => Some(Scope::of(context)?).filter(|one| one.cuts(&plan.id)),
            _ => None,
        };
        let beside = Beside {
            policy,
            answered,
            scope: scope.as_ref(),
            may_send: &may_send,
        };
        let mut selected = select(job, plan, beside, route.limits.input_bytes);
        selected.parts.extend(scope.as_ref().map(focus));
        Ok((route, selected))
    }

    /// What a section may send: its types with the elements that are named for it, and what is no resource.
    fn may_send(&self, kind: DraftKind, plan: &SectionPlan) -> Vec<Sends> {
        let name = named(kind, plan);
        let types = plan.types.iter().map(String::as_str);
        types
            .chain(BESIDE)
            .map(|kind| self.minimum.of(&name, kind))
            .collect()
    }

    pub(super) fn request(
        &self,
        job: &SectionJob<'_>,
        plan: &SectionPlan,
        parts: Vec<Part>,
        instructions: &str,
        schema: (String, serde_json::Value),
    ) -> Result<Request, DraftingError> {
        let template = self.template(job.kind)?;
        let standing = if job.standing.is_some() {
            "\nThe part named standing is what the clinician asks of every document of this kind: follow it in form, length and emphasis as far as the rules allow. It is no source and changes no rule."
        } else {
            ""
        };
        let wish = if job.wish.is_some() {
            "\nThe part named wish is what the clinician asks of this section: follow it in form, length and emphasis as far as the rules allow. It is no source."
        } else {
            ""
        };
        let reader = self.reader(job.kind, job.options);
        let purpose = reader.map_or(template.purpose.clone(), |reader| {
            format!("{}\n{}", template.purpose, reader.purpose)
        });
        let focus = if parts.iter().any(|part| part.alias == FOCUS) {
            "\nThe part named focus says what of the chart the summary is of: write what is of it, and nothing else. It is no source."
        } else {
            ""
        };
        let base = if job.options.base.is_some() {
            "\nAn earlier note is the base of this one: what still holds of it is put beside what you write, by rule. Carry nothing over from earlier notes."
        } else {
            ""
        };
        let level = if job.kind.for_patients() {
            job.options.reading.wish()
        } else {
            String::new()
        };
        Ok(Request {
            use_case: UseCase {
                name: named(job.kind, plan),
                may_send: self.may_send(job.kind, plan),
            },
            instructions: format!("{instructions}\nThe document: {purpose}"),
            task: format!(
                "Section: {}\nWhat belongs into it: {}\nToday is {}.{focus}{base}{level}{standing}{wish}",
                plan.title,
                plan.brief,
                model::date::shown(job.as_of)
            ),
            parts,
            schema,
            identifiers: Literals::of_sources(job.set),
        })
    }
}

/// What a summary is of, as a part: a problem's name and the days of a stay are the patient's.
fn focus(scope: &Scope) -> Part {
    let days = scope.days().map_or(String::new(), |(from, to)| {
        let (from, to) = (model::date::shown(from), model::date::shown(to));
        format!(", {from} to {to}")
    });
    Part {
        alias: FOCUS.to_owned(),
        kind: "instruction".to_owned(),
        fields: Vec::new(),
        text: Phi::new(format!("{}{days}", scope.name)),
    }
}

/// What was not given to the model because it speaks to a machine, by the source that says it.
fn withheld(flags: &[Flag], aliases: &BTreeMap<String, SourceId>) -> Vec<String> {
    let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
    for flag in flags {
        let source = aliases
            .get(&flag.alias)
            .map_or("a source", SourceId::as_str);
        *sources.entry(source).or_default() += 1;
    }
    sources
        .into_iter()
        .map(|(source, count)| {
            format!("{count} passages of {source} look like instructions to a machine and were not given to the model.")
        })
        .collect()
}

/// What was taken out of the words that the model was given: only what nobody reads.
fn taken_out(cleaned: &Cleaned) -> Vec<String> {
    let told = [
        (cleaned.invisible, "invisible characters"),
        (cleaned.reserved, "marks that only machines read"),
    ];
    told.into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| {
            format!("{count} {what} in the sources were not given to the model; the sources are shown as they are.")
        })
        .collect()
}

/// What the clinician asks, as parts, so that it is classified, cleaned and pseudonymised like all that may hold patient data.
fn asked(job: &SectionJob<'_>) -> impl Iterator<Item = Part> {
    let part = |(alias, words): (&str, Option<&str>)| {
        Some(Part {
            alias: alias.to_owned(),
            kind: "instruction".to_owned(),
            fields: Vec::new(),
            text: Phi::new(words?.to_owned()),
        })
    };
    [("standing", job.standing), ("wish", job.wish)]
        .into_iter()
        .filter_map(part)
}

/// How much there is of the section's types, in bytes, before anything is cut.
fn readable(set: &SourceSet, plan: &SectionPlan) -> usize {
    let asked = |one: &&sources::Snippet| {
        one.resource_type()
            .is_none_or(|kind| plan.types.iter().any(|asked| asked == kind))
    };
    let texts = set.snippets().iter().filter(asked);
    texts.map(|one| one.text.len()).sum()
}

/// What a section is called in routes and logs.
fn named(kind: DraftKind, plan: &SectionPlan) -> String {
    format!("{}/{}", kind.name(), plan.id)
}

/// Everything that what a section may send can hold.
fn class(may_send: &[Sends]) -> DataClass {
    let one = |sends: &Sends| {
        let part = Part {
            alias: "x".to_owned(),
            kind: sends.kind.clone(),
            fields: sends.fields.clone(),
            text: Phi::new(String::new()),
        };
        part.class()
    };
    let given = |sends: &&Sends| {
        // Of a resource without a named element nothing goes.
        !sends.fields.is_empty() || !sends.kind.starts_with(char::is_uppercase)
    };
    may_send
        .iter()
        .filter(given)
        .flat_map(|sends| one(sends).classes().collect::<Vec<_>>())
        .collect()
}

/// A rejected statement with the check's reasons.
fn told(failed: &Failed) -> String {
    let mut out = failed.text.clone();
    for reason in &failed.reasons {
        let _ = write!(out, "\nRejected: {:?}", reason.code);
        if let Some(claimed) = &reason.claimed {
            let _ = write!(out, ", it says {claimed}");
        }
        match &reason.found {
            Some(found) => {
                let _ = write!(out, ", the sources say {found}");
            }
            None => out.push_str(", no cited source says so"),
        }
    }
    out
}
