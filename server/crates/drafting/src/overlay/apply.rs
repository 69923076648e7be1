//! Applies levels, from the outermost.

use super::files::{self, DataFile, Group};
use super::merge::Merge;
use super::{Fault, FaultKind, Level, LevelKind, Overlaid, Settings, Used, fingerprint, flags};
use crate::data::Data;
use crate::drafting::Drafting;
use crate::error::DraftingError;
use crate::minimum::Minimum;
use crate::panel::Panel;
use crate::template::Template;
use crate::triage::Rules;
use crate::use_case::{USE_CASES, UseCase};
use crate::{coding, minimum, phrases, questionnaires, triage};
use model::DraftKind;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::{Table, Value};

pub(super) fn apply(base: &Drafting, levels: &[&Level]) -> Overlaid {
    let mut work = Work {
        floor: Arc::clone(&base.rules),
        most: Arc::clone(&base.minimum),
        out: base.clone(),
        tables: BTreeMap::new(),
        faults: Vec::new(),
    };
    for level in levels {
        work.level(level);
    }
    Overlaid {
        drafting: work.out,
        faults: work.faults,
    }
}

pub(super) struct Work {
    pub(super) out: Drafting,
    /// Files as the levels so far leave them; what is not here is as shipped.
    pub(super) tables: BTreeMap<String, Table>,
    /// The organization's red flags.
    floor: Arc<Rules>,
    /// What the organization lets out at most.
    most: Arc<Minimum>,
    faults: Vec<Fault>,
}

impl Work {
    fn level(&mut self, level: &Level) {
        for (file, why) in &level.unreadable {
            self.fault(level, file, "", why.clone(), FaultKind::File);
        }
        let settings = match Settings::of(level) {
            Ok(settings) => settings,
            Err(fault) => return self.faults.push(fault),
        };
        if let Some(text) = level.files.get(files::SETTINGS) {
            self.used(level, files::SETTINGS, text);
        }
        for file in level.files.keys().filter(|file| !files::known(file)) {
            let what = format!("no such file is known; known are {}", files::list());
            self.fault(level, file, "", what, FaultKind::File);
        }
        for what in &settings.leave_out {
            self.leave_out(level, what);
        }
        for group in Group::all() {
            if let Err(fault) = self.group(level, &settings, group) {
                self.faults.push(fault);
            }
        }
        for (file, text) in &level.files {
            if let Err(fault) = self.document(level, file, text) {
                self.faults.push(fault);
            }
        }
        self.out.locks.add(settings.locks().unwrap_or_default());
        if level.kind == LevelKind::Organization {
            self.floor = Arc::clone(&self.out.rules);
            self.most = Arc::clone(&self.out.minimum);
        }
    }

    /// Puts a level's files of a group over those that hold so far, and reads them together.
    fn group(&mut self, level: &Level, settings: &Settings, group: Group) -> Result<(), Fault> {
        let files = group.files();
        let mut next = BTreeMap::new();
        for file in &files {
            if let Some(text) = level.files.get(&file.name) {
                if self.out.locks.file(&file.name) {
                    self.fault(
                        level,
                        &file.name,
                        text,
                        locked("the file"),
                        FaultKind::Locked,
                    );
                    continue;
                }
                next.insert(file.name.clone(), self.merged(level, settings, file, text)?);
            }
        }
        if next.is_empty() {
            return Ok(());
        }
        self.build(level, group, &files, &next).map_err(|error| {
            let named = match &error {
                DraftingError::Data { file, .. } => level.files.get_key_value(file),
                _ => None,
            };
            let first = next.keys().find_map(|file| level.files.get_key_value(file));
            let (file, text) = named
                .or(first)
                .map_or(("", ""), |(file, text)| (file, text));
            Fault::of(level, file, text, &error, FaultKind::File)
        })?;
        for file in next.keys() {
            if let Some(text) = level.files.get(file) {
                self.used(level, file, text);
            }
        }
        self.tables.extend(next);
        Ok(())
    }

    fn merged(
        &mut self,
        level: &Level,
        settings: &Settings,
        file: &DataFile,
        text: &str,
    ) -> Result<Table, Fault> {
        let fault = |what: String| Fault::at(level, &file.name, text, what, FaultKind::File);
        let over: Table = toml::from_str(text).map_err(|error| Fault {
            line: error.span().map(|span| super::line::at(text, span.start)),
            ..fault(error.message().to_owned())
        })?;
        let mut base = self.table(file);
        if file.name == questionnaires::WATCH.0
            && !matches!(level.kind, LevelKind::Organization | LevelKind::Tenant)
        {
            return Err(Fault {
                line: None,
                ..fault("only the organization or a tenant may have it".to_owned())
            });
        }
        let judged = [triage::WORDS.0, triage::TOPICS.0];
        if judged.contains(&file.name.as_str()) && !settings.may_lower.contains(&file.name) {
            return Err(Fault {
                line: None,
                ..fault(format!(
                    "it can lower red flags; only the organization may have it, with `may_lower = [\"{}\"]` in its overlay.toml",
                    file.name
                ))
            });
        }
        let kept = if file.name == flags::FILE {
            flags::put(&mut base, &over, &self.out.locks, &settings.may_lower).map_err(fault)?
        } else if file.name == coding::TERMS.0 {
            terms(&mut base, &over);
            Vec::new()
        } else if file.name == coding::ACTS.0 {
            added(&mut base, &over, &|key| self.out.locks.key(&file.name, key))
        } else {
            let mut merge = Merge {
                file: &file.name,
                named: file.named,
                locks: &self.out.locks,
                kept: Vec::new(),
            };
            merge.put(&mut base, &over).map_err(fault)?;
            merge.kept
        };
        if file.name == coding::TERMS.0 && self.out.locks.key(&file.name, "term") {
            self.fault(level, &file.name, text, locked("`term`"), FaultKind::Locked);
            return Ok(self.table(file));
        }
        for key in kept {
            self.fault(
                level,
                &file.name,
                text,
                locked(&format!("`{key}`")),
                FaultKind::Locked,
            );
        }
        Ok(base)
    }

    /// The file as it holds so far.
    pub(super) fn table(&self, file: &DataFile) -> Table {
        let shipped = || toml::from_str(file.text).unwrap_or_default();
        self.tables.get(&file.name).cloned().unwrap_or_else(shipped)
    }

    pub(super) fn build(
        &mut self,
        level: &Level,
        group: Group,
        files: &[DataFile],
        next: &BTreeMap<String, Table>,
    ) -> Result<(), DraftingError> {
        let tables: Vec<Table> = files
            .iter()
            .map(|file| {
                next.get(&file.name)
                    .cloned()
                    .unwrap_or_else(|| self.table(file))
            })
            .collect();
        match (group, tables.as_slice()) {
            (Group::Template(kind), [table]) => {
                let case = USE_CASES
                    .iter()
                    .find(|case| case.kind() == kind)
                    .ok_or(DraftingError::UnknownKind(kind))?;
                let template = Template::read(
                    &files::template(kind),
                    table,
                    case.shipped().known,
                    case.required(),
                )?;
                kept(&template, *case)?;
                known(&template, kind, &self.out.minimum)?;
                self.out.templates.insert(kind, Arc::new(template));
            }
            (Group::Minimum, [table]) => {
                let read = Minimum::read(minimum::FIELDS.0, table)?;
                self.out.minimum = Arc::new(match level.kind {
                    LevelKind::Organization => read,
                    _ => read.within(Arc::clone(&self.most)),
                });
            }
            (Group::Panel, [tests, problems, relevant]) => {
                self.out.panel =
                    Arc::new(Panel::of([tests.into(), problems.into(), relevant.into()])?);
            }
            (Group::Triage, [flags, words, topics]) => {
                let named = |file: (&'static str, &str), table| (file.0, Data::Table(table));
                let rules = Rules::of(
                    named(triage::FLAGS, flags),
                    named(triage::WORDS, words),
                    named(triage::TOPICS, topics),
                )?;
                self.out.rules = Arc::new(match level.kind {
                    LevelKind::Organization => rules,
                    _ => rules.above(Arc::clone(&self.floor)),
                });
            }
            (Group::Terms, [table]) => self.out.codes = Arc::new(self.out.codes.with_terms(table)?),
            (Group::Acts, [table]) => self.out.codes = Arc::new(self.out.codes.with_acts(table)?),
            (Group::Phrases, [table]) => {
                self.out.phrases = Arc::new(phrases::read(phrases::PHRASES.0, table)?);
            }
            (Group::Watch, [table]) => {
                let all = self.asked(level);
                let read = questionnaires::watch(questionnaires::WATCH.0, table, &all)?;
                self.out.watch = Arc::new(read);
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn used(&mut self, level: &Level, file: &str, text: &str) {
        self.out.used.push(Used {
            level: level.name(),
            file: file.to_owned(),
            sha256: fingerprint(text),
        });
    }

    pub(super) fn fault(
        &mut self,
        level: &Level,
        file: &str,
        text: &str,
        what: String,
        kind: FaultKind,
    ) {
        self.faults.push(Fault::at(level, file, text, what, kind));
    }
}

pub(super) fn locked(what: &str) -> String {
    format!("{what} is locked by an outer level and stays as it is there")
}

/// Terms have no name of their own: what is called by a name in the inner file is no longer called so in the outer.
fn terms(base: &mut Table, over: &Table) {
    let list = |table: &Table| match table.get("term") {
        Some(Value::Array(terms)) => terms.clone(),
        _ => Vec::new(),
    };
    let lower = |name: &Value| name.as_str().map(str::to_lowercase);
    let names = |term: &Value| match term.get("names") {
        Some(Value::Array(names)) => names.clone(),
        _ => Vec::new(),
    };
    let (mut all, own) = (list(base), list(over));
    let taken: Vec<_> = own
        .iter()
        .flat_map(&names)
        .filter_map(|name| lower(&name))
        .collect();
    for term in &mut all {
        if let Some(Value::Array(names)) = term.get_mut("names") {
            names.retain(|name| !lower(name).is_some_and(|name| taken.contains(&name)));
        }
    }
    all.extend(own);
    for (key, value) in over.iter().filter(|(key, _)| *key != "term") {
        base.insert(key.clone(), value.clone());
    }
    base.insert("term".to_owned(), Value::Array(all));
}

/// Words are added to each list and none is taken away: what takes a service away from the visit goes on doing so. Answers the locked keys, which stay.
fn added(base: &mut Table, over: &Table, locked: &dyn Fn(&str) -> bool) -> Vec<String> {
    let (kept, open): (Vec<_>, Vec<_>) = over.iter().partition(|(key, _)| locked(key));
    for (key, value) in open {
        match (base.get_mut(key), value) {
            (Some(Value::Array(all)), Value::Array(own)) => {
                let new = own.iter().filter(|one| !all.contains(one));
                let new: Vec<Value> = new.cloned().collect();
                all.extend(new);
            }
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
    kept.into_iter().map(|(key, _)| key.clone()).collect()
}

/// A section cannot name a type of which nobody said what may be sent.
fn known(template: &Template, kind: DraftKind, minimum: &Minimum) -> Result<(), DraftingError> {
    for section in &template.section {
        let name = format!("{}/{}", kind.name(), section.id);
        let resource = |one: &&String| one.starts_with(char::is_uppercase);
        let mut types = section.types.iter().filter(resource);
        if let Some(one) = types.find(|one| !minimum.knows(&name, one)) {
            let what = format!(
                "`section.{}.types`: `{one}` is not in {}, which names what of a type may be given to a model",
                section.id,
                minimum::FIELDS.0
            );
            return Err(DraftingError::data(&files::template(kind), &what));
        }
    }
    Ok(())
}

/// What the rules keep beside a model in a section that may not be left out is no template's to change.
fn kept(template: &Template, case: &dyn UseCase) -> Result<(), DraftingError> {
    let shipped = case.template()?;
    let keep = |of: &Template, id: &str| {
        of.section
            .iter()
            .find(|one| one.id == id)
            .map(|one| one.keep)
    };
    for id in case.required() {
        if keep(template, id) != keep(&shipped, id) {
            let what = format!("`section.{id}.keep` may not be changed");
            return Err(DraftingError::data(&files::template(case.kind()), &what));
        }
    }
    Ok(())
}
