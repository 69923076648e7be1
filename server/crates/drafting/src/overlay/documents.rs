//! Policies, guidelines, questionnaires, and what a level leaves out.

use super::apply::{Work, locked};
use super::files::{self, Group};
use super::{Fault, FaultKind, Level, LevelKind, flags};
use crate::phrases;
use crate::prior_auth::Policy;
use crate::questionnaires::{self, Questionnaire};
use sources::{InputKind, SourceInput};
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::{Table, Value};

impl Work {
    /// A policy, a guideline or a questionnaire: the nearest of an id holds.
    pub(super) fn document(&mut self, level: &Level, file: &str, text: &str) -> Result<(), Fault> {
        let fault = |what: String| Fault::at(level, file, text, what, FaultKind::File);
        let (policy, guideline) = (
            files::document(file, "policies"),
            files::document(file, "guidelines"),
        );
        let asked = files::document(file, "questionnaires");
        let Some(id) = policy.or(guideline).or(asked) else {
            return Ok(());
        };
        if self.out.locks.file(file) {
            return Err(Fault {
                kind: FaultKind::Locked,
                ..fault(locked("the file"))
            });
        }
        let other = |found: &str| fault(format!("`id` is `{found}`; the file's name says `{id}`"));
        if policy.is_some() {
            let read = Policy::read(file, text)
                .map_err(|error| Fault::of(level, file, text, &error, FaultKind::File))?;
            if read.id != id {
                return Err(other(&read.id));
            }
            self.out.put_policy(read);
        } else if asked.is_some() {
            let read = Questionnaire::read(file, text)
                .map_err(|error| Fault::of(level, file, text, &error, FaultKind::File))?;
            self.watched(&read).map_err(fault)?;
            self.out.put_questionnaire(read);
        } else {
            let all =
                SourceInput::parse_all(text, file).map_err(|error| fault(error.to_string()))?;
            let [read] = all.as_slice() else {
                return Err(fault("give one guideline".to_owned()));
            };
            if read.kind != InputKind::Guideline {
                return Err(fault("`kind` must be `guideline`".to_owned()));
            }
            if read.id != id {
                return Err(other(&read.id));
            }
            self.out
                .guidelines
                .insert(id.to_owned(), Arc::new(read.clone()));
        }
        self.used(level, file, text);
        Ok(())
    }

    /// The questionnaires that rules on answers can be of while a level is applied: those that hold, with the level's own in their places.
    pub(super) fn asked(&self, level: &Level) -> Vec<Arc<Questionnaire>> {
        let mut all = self.out.questionnaires.clone();
        for (file, text) in &level.files {
            let own =
                files::document(file, "questionnaires").is_some() && !self.out.locks.file(file);
            // What cannot be read is told in its turn.
            let Some(read) = own.then(|| Questionnaire::read(file, text).ok()).flatten() else {
                continue;
            };
            all.retain(|one| one.id != read.id);
            all.push(Arc::new(read));
        }
        with_shipped(all)
    }

    /// Whether a questionnaire fits the rules on answers, and has the questions of the flags of the one in whose place it stands.
    fn watched(&self, new: &Questionnaire) -> Result<(), String> {
        let (watch, file) = (&self.out.watch, questionnaires::WATCH.0);
        let mut all = self.out.questionnaires.clone();
        let place = all.iter().position(|one| one.id == new.id);
        let old = place.map(|place| all.remove(place));
        if let Some(flag) = old.and_then(|old| watch.lost(&old.form, &new.form)) {
            let (id, item) = (&flag.id, &flag.item);
            return Err(format!(
                "it has no question for the flag `{id}` of {file}: neither `{item}` at its address nor one of its codes"
            ));
        }
        all.push(Arc::new(new.clone()));
        let all = with_shipped(all);
        let forms: Vec<_> = all.iter().map(|one| &one.form).collect();
        let fits = watch.check(&forms);
        fits.map_err(|what| format!("it does not fit {file}: {what}"))
    }

    /// Takes away what an outer level has.
    pub(super) fn leave_out(&mut self, level: &Level, what: &str) {
        let text = level.files.get(files::SETTINGS).map_or("", String::as_str);
        let (file, key) = what
            .split_once('#')
            .map_or((what, None), |(file, key)| (file, Some(key)));
        let is_locked = match key {
            None => self.out.locks.file(file),
            Some(key) if file == flags::FILE => self.out.locks.key(file, &format!("flag.{key}")),
            Some(key) => self.out.locks.key(file, &format!("phrase.{key}")),
        };
        if is_locked {
            return self.fault(
                level,
                files::SETTINGS,
                text,
                locked(&format!("`{what}`")),
                FaultKind::Locked,
            );
        }
        let gone = match (
            files::document(file, "policies"),
            files::document(file, "guidelines"),
            key,
        ) {
            (Some(id), _, None) => self.out.remove_policy(id),
            (_, Some(id), None) => self.out.guidelines.remove(id).is_some(),
            _ if files::document(file, "questionnaires").is_some() && key.is_none() => {
                files::document(file, "questionnaires")
                    .is_some_and(|id| self.out.remove_questionnaire(id))
            }
            (.., Some(name)) if file == phrases::PHRASES.0 => {
                self.without(Group::Phrases, level, |table| {
                    remove_named(table, "phrase", name)
                })
            }
            (.., Some(id)) if file == flags::FILE && level.kind == LevelKind::Organization => {
                self.without(Group::Triage, level, |table| flags::remove(table, id))
            }
            _ if file == flags::FILE => {
                let what = format!("`{what}`: only the organization may leave out a red flag");
                return self.fault(level, files::SETTINGS, text, what, FaultKind::File);
            }
            _ => false,
        };
        if !gone {
            let what = format!("`leave_out`: there is no `{what}` to leave out");
            self.fault(level, files::SETTINGS, text, what, FaultKind::File);
        }
    }

    /// Takes something out of the first file of a group.
    fn without(
        &mut self,
        group: Group,
        level: &Level,
        remove: impl FnOnce(&mut Table) -> bool,
    ) -> bool {
        let files = group.files();
        let Some(first) = files.first() else {
            return false;
        };
        let mut table = self.table(first);
        if !remove(&mut table) {
            return false;
        }
        let next = BTreeMap::from([(first.name.clone(), table)]);
        let built = self.build(level, group, &files, &next).is_ok();
        if built {
            self.tables.extend(next);
        }
        built
    }
}

/// What was left out or replaced still tells what its questions are.
fn with_shipped(mut all: Vec<Arc<Questionnaire>>) -> Vec<Arc<Questionnaire>> {
    for one in questionnaires::shipped().unwrap_or_default() {
        let address = one.form.address();
        if all.iter().all(|other| other.form.address() != address) {
            all.push(Arc::new(one));
        }
    }
    all
}

fn remove_named(table: &mut Table, list: &str, name: &str) -> bool {
    let Some(Value::Array(items)) = table.get_mut(list) else {
        return false;
    };
    let before = items.len();
    items.retain(|item| item.get("name").and_then(Value::as_str) != Some(name));
    items.len() < before
}
