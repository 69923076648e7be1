//! The files that an overlay can hold.

use super::merge::Named;
use crate::use_case::{USE_CASES, UseCase};
use crate::{coding, minimum, panel, phrases, questionnaires, triage};
use model::DraftKind;

/// The settings of a level itself.
pub(super) const SETTINGS: &str = "overlay.toml";

/// Files that are read together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// What may be given to a model.
    Minimum,
    /// The template of one kind.
    Template(DraftKind),
    Panel,
    Triage,
    Terms,
    /// What tells that something was done.
    Acts,
    Phrases,
    /// What of given answers a person must see.
    Watch,
}

impl Group {
    /// Every group, in the order in which a level is applied.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let templates = USE_CASES.iter().map(|case| Self::Template(case.kind()));
        // Templates are checked against what may be sent of their types.
        let first = std::iter::once(Self::Minimum).chain(templates);
        first.chain([
            Self::Panel,
            Self::Triage,
            Self::Terms,
            Self::Acts,
            Self::Phrases,
            Self::Watch,
        ])
    }

    /// Its files.
    pub(super) fn files(self) -> Vec<DataFile> {
        let one = |(name, text): (&str, &'static str), named| DataFile {
            name: name.to_owned(),
            text,
            named,
        };
        match self {
            Self::Template(kind) => {
                let case = USE_CASES.iter().find(|case| case.kind() == kind);
                let template = |case: &&dyn UseCase| DataFile {
                    name: template(kind),
                    text: case.shipped().text,
                    named: &[("section", "id")],
                };
                case.map(template).into_iter().collect()
            }
            Self::Minimum => vec![one(minimum::FIELDS, &[("use_case", "name")])],
            Self::Panel => {
                let [tests, problems, relevant] = panel::FILES;
                vec![
                    one(tests, &[("test", "name")]),
                    one(problems, &[]),
                    one(relevant, &[]),
                ]
            }
            Self::Triage => vec![
                one(triage::FLAGS, &[]),
                one(triage::WORDS, &[("class", "id"), ("context", "id")]),
                one(triage::TOPICS, &[("topic", "title"), ("sensitive", "id")]),
            ],
            Self::Terms => vec![one(coding::TERMS, &[])],
            Self::Acts => vec![one(coding::ACTS, &[])],
            Self::Phrases => vec![one(phrases::PHRASES, &[("phrase", "name")])],
            Self::Watch => vec![one(
                questionnaires::WATCH,
                &[("flag", "id"), ("score", "id")],
            )],
        }
    }
}

/// A file with what comes with the crate.
pub(super) struct DataFile {
    /// Its path below the level's folder.
    pub(super) name: String,
    /// As shipped.
    pub(super) text: &'static str,
    /// Its lists whose items have names.
    pub(super) named: Named,
}

/// The path of a kind's template.
pub(super) fn template(kind: DraftKind) -> String {
    format!("templates/{}.toml", kind.name())
}

/// The id of a policy, guideline or questionnaire by its path; none for other files.
pub(super) fn document<'f>(file: &'f str, folder: &str) -> Option<&'f str> {
    let id = file
        .strip_prefix(folder)?
        .strip_prefix('/')?
        .strip_suffix(".json")?;
    (!id.is_empty() && !id.contains('/')).then_some(id)
}

/// Whether it is a policy, a guideline or a questionnaire.
pub(super) fn is_document(file: &str) -> bool {
    let folders = ["policies", "guidelines", "questionnaires"];
    folders
        .iter()
        .any(|folder| document(file, folder).is_some())
}

/// Whether a level may hold a file of this path.
pub(super) fn known(file: &str) -> bool {
    file == SETTINGS
        || is_document(file)
        || Group::all().any(|group| group.files().iter().any(|one| one.name == file))
}

/// The paths that a level may hold, in words.
pub(super) fn list() -> String {
    let files = Group::all().flat_map(Group::files).map(|file| file.name);
    let more = [
        SETTINGS,
        "policies/ID.json",
        "guidelines/ID.json",
        "questionnaires/ID.json",
    ]
    .map(str::to_owned);
    more.into_iter().chain(files).collect::<Vec<_>>().join(", ")
}
