//! The crate's front: kinds, sections, the built-in composer.

use crate::chart_summary::{self, Reader};
use crate::coding::{self, CodeBook};
use crate::discrete::{self, DataRules, Item, Look, Stated};
use crate::error::DraftingError;
use crate::insight::{self, Insight, Timeline};
use crate::kinds::KindInfo;
use crate::message_reply::{self, SafetyFinding};
use crate::minimum::Minimum;
use crate::overlay::{Locks, Used};
use crate::panel::Panel;
use crate::patient_instructions;
use crate::phrases::{self, DotPhrase};
use crate::prior_auth::{self, Policy};
use crate::questionnaires::{self, Questionnaire};
use crate::read::View;
use crate::say::Lines;
use crate::template::{SectionPlan, Template};
use crate::triage::{Rules, Triage};
use crate::use_case::{Context, Options, USE_CASES, UseCase};
use forms::Watch;
use model::{Criterion, CriterionResult, DraftKind, SourceId};
use sources::{SourceInput, SourceSet};
use std::collections::BTreeMap;
use std::sync::Arc;
use time::Date;
use verify::{Lexicon, RawSection};

/// Drafts documents. Holds templates, panel, policies, rules and phrases; what it shares with another is cloned cheaply.
#[derive(Clone)]
pub struct Drafting {
    pub(crate) templates: BTreeMap<DraftKind, Arc<Template>>,
    pub(crate) panel: Arc<Panel>,
    policies: Vec<Policy>,
    pub(crate) guidelines: BTreeMap<String, Arc<SourceInput>>,
    pub(crate) questionnaires: Vec<Arc<Questionnaire>>,
    /// What of their answers a person must see.
    pub(crate) watch: Arc<Watch>,
    pub(crate) rules: Arc<Rules>,
    pub(crate) codes: Arc<CodeBook>,
    pub(crate) phrases: Arc<Vec<DotPhrase>>,
    pub(crate) minimum: Arc<Minimum>,
    /// What overlays lock from whoever is inside them.
    pub(crate) locks: Locks,
    /// The files of overlays that hold.
    pub(crate) used: Vec<Used>,
    data: Arc<DataRules>,
    pub(crate) readers: Arc<Vec<Reader>>,
}

/// A section of one document: its plan, and whose composer writes it.
#[derive(Clone, Copy)]
pub(crate) struct Planned<'a> {
    pub(crate) plan: &'a SectionPlan,
    case: &'static dyn UseCase,
    kind: DraftKind,
    /// Whether the document begins with it.
    first: bool,
}

impl Planned<'_> {
    /// By the built-in composer, cut to the focus of a summary.
    pub(crate) fn lines(&self, context: Context<'_>) -> Result<Lines, DraftingError> {
        let mut lines = self.case.compose(&self.plan.id, context)?;
        if self.first {
            let mut before = use_case(self.kind)?.before(context);
            before.append(lines);
            lines = before;
        }
        // The summary's own composer has cut its own.
        if self.kind == DraftKind::ChartSummary && self.case.kind() != self.kind {
            return chart_summary::narrowed(&self.plan.id, lines, context);
        }
        Ok(lines)
    }
}

/// A composed section.
pub struct Composed {
    /// For the verifier.
    pub section: RawSection,
    /// What was left out by rule, in words for the reader.
    pub left_out: Vec<String>,
}

impl Drafting {
    /// With the templates and policies that come with the crate.
    pub fn shipped() -> Result<Self, DraftingError> {
        let asked = questionnaires::shipped()?;
        let watch =
            questionnaires::watch(questionnaires::WATCH.0, questionnaires::WATCH.1, &asked)?;
        let templates = USE_CASES
            .iter()
            .map(|case| Ok((case.kind(), Arc::new(case.template()?))))
            .collect::<Result<_, DraftingError>>()?;
        Ok(Self {
            templates,
            panel: Arc::new(Panel::shipped()?),
            policies: prior_auth::shipped()?,
            guidelines: BTreeMap::new(),
            questionnaires: asked.into_iter().map(Arc::new).collect(),
            watch: Arc::new(watch),
            rules: Arc::new(Rules::shipped()?),
            codes: Arc::new(CodeBook::new(codes::Tables::new([codes::shipped()?]))?),
            phrases: Arc::new(phrases::read(phrases::PHRASES.0, phrases::PHRASES.1)?),
            minimum: Arc::new(Minimum::shipped()?),
            locks: Locks::default(),
            used: Vec::new(),
            data: Arc::new(DataRules::shipped()?),
            readers: Arc::new(chart_summary::readers()?),
        })
    }

    /// Takes these code tables in the place of the subset that comes with the crate.
    pub fn set_code_tables(&mut self, tables: codes::Tables) -> Result<(), DraftingError> {
        self.codes = Arc::new(CodeBook::new(tables)?);
        Ok(())
    }

    /// The chart's sources with the documents beside it that drafts of it can cite, each once: the table's entry for each code that may be
    /// suggested, the advice for red flags in a patient's message, and the guidelines of overlays.
    pub fn with_companions(&self, mut set: SourceSet) -> Result<SourceSet, DraftingError> {
        let mut companions = coding::companions(&set, &self.codes);
        companions.retain(|one| set.get(&coding::document(&one.id)).is_none());
        set.extend(&companions)?;
        let mut guidance = SourceInput::parse_all(&self.message_guidance(), "guidance")?;
        guidance.retain(|one| {
            set.get(&SourceId::new(format!("{}:{}", one.kind.prefix(), one.id)))
                .is_none()
        });
        set.extend(&guidance)?;
        let guidelines = self.guidelines.values().map(|one| SourceInput::clone(one));
        let mut guidelines: Vec<SourceInput> = guidelines.collect();
        guidelines.retain(|one| set.get(&coding::document(&one.id)).is_none());
        set.extend(&guidelines)?;
        // A hospital's own advice of this name stands in its place.
        let mut help = SourceInput::parse_all(&patient_instructions::help_source()?, "help")?;
        help.retain(|one| set.get(&coding::document(&one.id)).is_none());
        set.extend(&help)?;
        Ok(set)
    }

    /// Adds a policy, or replaces the one of the same id. `file` is named in errors; the text is JSON in the policy format.
    pub fn add_policy(&mut self, file: &str, text: &str) -> Result<&Policy, DraftingError> {
        let policy = Policy::read(file, text)?;
        let place = self.put_policy(policy);
        Ok(&self.policies[place])
    }

    /// Answers the policy's place.
    pub(crate) fn put_policy(&mut self, policy: Policy) -> usize {
        let place = self
            .policies
            .iter()
            .position(|one| one.id == policy.id)
            .unwrap_or(self.policies.len());
        if place == self.policies.len() {
            self.policies.push(policy);
        } else {
            self.policies[place] = policy;
        }
        place
    }

    /// False where there is none of this id.
    pub(crate) fn remove_policy(&mut self, id: &str) -> bool {
        let before = self.policies.len();
        self.policies.retain(|policy| policy.id != id);
        self.policies.len() < before
    }

    /// The questionnaires that can be filled in, as they were added.
    pub fn questionnaires(&self) -> &[Arc<Questionnaire>] {
        &self.questionnaires
    }

    /// Adds a questionnaire, or puts it in the place of the one of its id.
    pub(crate) fn put_questionnaire(&mut self, new: Questionnaire) {
        let mut all = self.questionnaires.iter_mut();
        match all.find(|one| one.id == new.id) {
            Some(found) => *found = Arc::new(new),
            None => self.questionnaires.push(Arc::new(new)),
        }
    }

    /// False where there is none of this id.
    pub(crate) fn remove_questionnaire(&mut self, id: &str) -> bool {
        let before = self.questionnaires.len();
        self.questionnaires.retain(|one| one.id != id);
        self.questionnaires.len() < before
    }

    /// The dot-phrases of files, by name.
    pub fn phrases(&self) -> &[DotPhrase] {
        &self.phrases
    }

    /// Whether nobody may have a dot-phrase of their own under this name.
    pub fn phrase_locked(&self, name: &str) -> bool {
        self.locks
            .key(phrases::PHRASES.0, &format!("phrase.{name}"))
    }

    /// The policies, as they were added.
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The policy with this id.
    pub fn policy(&self, id: &str) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.id == id)
    }

    /// What can be drafted, in the order that screens list it.
    pub fn kinds(&self) -> Vec<KindInfo> {
        DraftKind::ALL
            .into_iter()
            .filter_map(|kind| use_case(kind).ok())
            .map(|case| KindInfo {
                kind: case.kind(),
                title: case.kind().title(),
                choices: case.choices(&self.policies),
                takes: case.takes(),
            })
            .collect()
    }

    /// Whether only the built-in composer may write a kind, whatever model is configured.
    pub fn composer_only(&self, kind: DraftKind) -> bool {
        use_case(kind).is_ok_and(UseCase::composer_only)
    }

    /// The sections of a kind, in reading order; empty for a kind without a use case.
    pub fn sections(&self, kind: DraftKind) -> &[SectionPlan] {
        self.templates
            .get(&kind)
            .map_or(&[], |template| template.section.as_slice())
    }

    /// One section by the built-in composer: deterministic, no model, every clinical statement cited.
    pub fn compose(
        &self,
        kind: DraftKind,
        index: usize,
        set: &SourceSet,
        as_of: Date,
        options: &Options,
    ) -> Result<Composed, DraftingError> {
        let planned = self.planned(kind, index, options)?;
        let lines = planned.lines(self.context(set, as_of, options)?)?;
        Ok(Composed {
            left_out: lines.left_out.clone(),
            section: lines.into_section(&planned.plan.title),
        })
    }

    /// The sections of one document, in reading order: those of the kind, or those that the chosen reader of a summary reads.
    pub fn plan(&self, kind: DraftKind, options: &Options) -> Vec<&SectionPlan> {
        let all = self.placed(kind, options).into_iter();
        all.map(|(_, plan)| plan).collect()
    }

    fn placed(&self, kind: DraftKind, options: &Options) -> Vec<(DraftKind, &SectionPlan)> {
        match self.reader(kind, options) {
            Some(reader) => reader
                .sections
                .iter()
                .filter_map(|(of, id)| {
                    let mut plans = self.sections(*of).iter();
                    Some((*of, plans.find(|plan| plan.id == *id)?))
                })
                .collect(),
            None => self
                .sections(kind)
                .iter()
                .map(|plan| (kind, plan))
                .collect(),
        }
    }

    /// All that a composer sees.
    pub(crate) fn context<'a>(
        &'a self,
        set: &'a SourceSet,
        as_of: Date,
        options: &'a Options,
    ) -> Result<Context<'a>, DraftingError> {
        Ok(Context {
            view: View { set, as_of },
            panel: &self.panel,
            codes: &self.codes,
            policy: self.chosen(options)?,
            rules: &self.rules,
            watch: &self.watch,
            options,
        })
    }

    /// The prior-authorization matrix: each criterion of the chosen policy judged alone.
    pub fn criteria(
        &self,
        set: &SourceSet,
        as_of: Date,
        options: &Options,
    ) -> Result<Vec<Criterion>, DraftingError> {
        let policy = self.required(options)?;
        Ok(prior_auth::judge(policy, View { set, as_of })
            .into_iter()
            .map(prior_auth::Judged::into_criterion)
            .collect())
    }

    /// The matrix as a DTR-style QuestionnaireResponse (Da Vinci Documentation Templates and Rules), for the payer's system.
    pub fn questionnaire_response(
        &self,
        set: &SourceSet,
        as_of: Date,
        options: &Options,
    ) -> Result<serde_json::Value, DraftingError> {
        let policy = self.required(options)?;
        Ok(prior_auth::response(policy, View { set, as_of }))
    }

    /// The Questionnaire that [`Drafting::questionnaire_response`] answers.
    pub fn questionnaire(&self, options: &Options) -> Result<serde_json::Value, DraftingError> {
        self.required(options).map(prior_auth::questionnaire)
    }

    /// How the chosen policy's logic comes out over the judged criteria.
    pub fn policy_result(
        &self,
        set: &SourceSet,
        as_of: Date,
        options: &Options,
    ) -> Result<CriterionResult, DraftingError> {
        let policy = self.required(options)?;
        let judged = prior_auth::judge(policy, View { set, as_of });
        Ok(prior_auth::overall(policy, &judged))
    }

    /// Encounters and series of results as of a day, ready to plot.
    pub fn timeline(&self, set: &SourceSet, as_of: Date) -> Timeline {
        insight::timeline(View { set, as_of }, &self.panel)
    }

    /// What contradicts itself in the chart, and what of the must-include list is missing.
    pub fn insight(&self, set: &SourceSet, as_of: Date) -> Insight {
        insight::insight(View { set, as_of })
    }

    /// What the released statements of a note tell that can become data of the chart, and what of it the chart has already. The day of service is
    /// that of the encounter in the options, else `as_of`.
    pub fn discrete(
        &self,
        lexicon: &Lexicon,
        set: &SourceSet,
        as_of: Date,
        options: &Options,
        statements: &[Stated<'_>],
    ) -> Vec<Item> {
        let look = Look {
            view: View { set, as_of },
            book: &self.codes,
            rules: &self.data,
            lexicon,
            on: as_of,
        };
        discrete::items(look, options.encounter.as_ref(), statements)
    }

    /// The triage rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Replaces the triage rules by those of an organization.
    pub fn set_rules(&mut self, rules: Rules) {
        self.rules = Arc::new(rules);
    }

    /// The advice for red flags as a source, to be frozen beside the chart where a message is answered: replies quote it.
    pub fn message_guidance(&self) -> String {
        message_reply::guidance_source(&self.rules)
    }

    /// Triage of the chosen message (or the only one) with the patient's age and pregnancy by the chart.
    pub fn triage_message(
        &self,
        set: &SourceSet,
        as_of: Date,
        options: &Options,
    ) -> Result<Triage, DraftingError> {
        let view = View { set, as_of };
        message_reply::Message::find(view, options.message.as_ref(), &self.rules)
            .map(|message| message.triage)
    }

    /// What a text for the patient must not say, or lacks: to be asked again after every edit.
    pub fn reply_safety(
        &self,
        text: &str,
        triage: &Triage,
        set: &SourceSet,
        as_of: Date,
    ) -> Vec<SafetyFinding> {
        message_reply::check(text, triage, View { set, as_of })
    }

    fn required(&self, options: &Options) -> Result<&Policy, DraftingError> {
        self.chosen(options)?.ok_or_else(|| DraftingError::Choice {
            what: "choose a policy".to_owned(),
        })
    }

    pub(crate) fn planned(
        &self,
        kind: DraftKind,
        index: usize,
        options: &Options,
    ) -> Result<Planned<'_>, DraftingError> {
        use_case(kind)?;
        let mut placed = self.placed(kind, options);
        if index >= placed.len() {
            return Err(DraftingError::UnknownSection { kind, index });
        }
        let (of, plan) = placed.swap_remove(index);
        Ok(Planned {
            plan,
            case: use_case(of)?,
            kind,
            first: index == 0,
        })
    }

    pub(crate) fn template(&self, kind: DraftKind) -> Result<&Template, DraftingError> {
        self.templates
            .get(&kind)
            .map(Arc::as_ref)
            .ok_or(DraftingError::UnknownKind(kind))
    }

    fn chosen(&self, options: &Options) -> Result<Option<&Policy>, DraftingError> {
        options
            .policy
            .as_deref()
            .map(|id| {
                self.policy(id).ok_or_else(|| DraftingError::Choice {
                    what: format!("there is no policy `{id}`"),
                })
            })
            .transpose()
    }
}

pub(crate) fn use_case(kind: DraftKind) -> Result<&'static dyn UseCase, DraftingError> {
    USE_CASES
        .iter()
        .copied()
        .find(|case| case.kind() == kind)
        .ok_or(DraftingError::UnknownKind(kind))
}
