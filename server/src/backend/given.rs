//! What the clinician gives a draft beside the chart: checked when it comes, a source like any other afterwards.

use super::error::StepError;
use model::recording::MOST_AT_ONCE;
use model::view::KindView;
use model::{Material, MaterialKind};
use sources::{InputKind, SourceInput, input::Body};

/// The material that a draft of this kind keeps, once the choice is one of the kind's: each kind of material at most once, none that the
/// kind has no use for, nothing needed left out. A message that was chosen from the chart need not be given.
pub(super) fn checked(
    view: &KindView,
    choice: Option<&str>,
    given: Vec<Material>,
) -> Result<Vec<Material>, StepError> {
    let what = view.title.to_lowercase();
    let known = choice.is_some_and(|choice| view.choices.iter().any(|(value, _)| value == choice));
    let must_choose = view.takes.is_empty() && !view.choices.is_empty();
    if (must_choose || choice.is_some()) && !known {
        return Err(bad(format!("Choose what the {what} is for.")));
    }
    let mut kept: Vec<Material> = Vec::new();
    for material in given {
        let title = material.kind.title();
        if !view.takes.iter().any(|&(kind, _)| kind == material.kind) {
            return Err(bad(format!(
                "The {what} is not drafted from this: {title}."
            )));
        }
        if material.text.len() > Material::LONGEST {
            let most = Material::LONGEST;
            return Err(bad(format!(
                "{title}: longer than {most} bytes. Give it in parts, a draft for each."
            )));
        }
        if !material.recordings.is_empty() && material.kind != MaterialKind::Transcript {
            return Err(bad(format!(
                "{title}: only a transcript is of a recording."
            )));
        }
        if material.recordings.len() > MOST_AT_ONCE {
            return Err(bad(format!("{title}: of too many recordings.")));
        }
        if kept.iter().any(|one| one.kind == material.kind) {
            return Err(bad(format!("{title}: given twice.")));
        }
        if !material.text.trim().is_empty() {
            kept.push(material);
        }
    }
    let there =
        |kind| kept.iter().any(|one| one.kind == kind) || (kind == MaterialKind::Message && known);
    match view
        .takes
        .iter()
        .find(|&&(kind, needed)| needed && !there(kind))
    {
        Some((missing, _)) => Err(bad(format!(
            "The {what} can't be drafted without this: {}.",
            missing.title()
        ))),
        None => Ok(kept),
    }
}

/// As sources: `dictation:N` and `transcript:N` by line, `message:1`.
pub(super) fn inputs(given: &[Material]) -> Vec<SourceInput> {
    let one = |material: &Material| SourceInput {
        id: "1".to_owned(),
        kind: match material.kind {
            MaterialKind::Dictation => InputKind::Dictation,
            MaterialKind::Transcript => InputKind::Transcript,
            MaterialKind::Message => InputKind::Message,
        },
        title: None,
        date: None,
        body: Body::Text(material.text.clone()),
    };
    given.iter().map(one).collect()
}

fn bad(words: String) -> StepError {
    StepError::BadInput(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::DraftKind;

    fn view(choices: &[&str], takes: &[(MaterialKind, bool)]) -> KindView {
        KindView {
            kind: DraftKind::MessageReply,
            title: "Message reply".to_owned(),
            choices: choices
                .iter()
                .map(|value| ((*value).to_owned(), String::new()))
                .collect(),
            takes: takes.to_vec(),
            more: None,
        }
    }

    fn reply() -> KindView {
        view(&["Communication/1"], &[(MaterialKind::Message, true)])
    }

    fn message(text: &str) -> Material {
        Material {
            kind: MaterialKind::Message,
            text: text.to_owned(),
            recordings: Vec::new(),
        }
    }

    fn refused(view: &KindView, choice: Option<&str>, given: Vec<Material>, words: &str) {
        let error = checked(view, choice, given).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }

    #[test]
    fn a_choice_is_one_of_the_kinds() {
        let letter = view(&["cgm-1"], &[]);
        refused(&letter, None, Vec::new(), "Choose");
        refused(&letter, Some("other"), Vec::new(), "Choose");
        refused(&reply(), Some("Communication/2"), Vec::new(), "Choose");
        assert!(checked(&letter, Some("cgm-1"), Vec::new()).is_ok());
    }

    #[test]
    fn what_a_kind_has_no_use_for_is_refused() {
        refused(
            &view(&[], &[]),
            None,
            vec![message("Hello")],
            "not drafted from this",
        );
    }

    #[test]
    fn what_a_kind_needs_must_be_there_and_say_something() {
        refused(&reply(), None, Vec::new(), "can't be drafted without");
        refused(
            &reply(),
            None,
            vec![message("  \n")],
            "can't be drafted without",
        );
        assert!(checked(&reply(), Some("Communication/1"), Vec::new()).is_ok());
    }

    #[test]
    fn too_much_is_refused() {
        let long = "a".repeat(Material::LONGEST + 1);
        refused(&reply(), None, vec![message(&long)], "longer than");
        refused(
            &reply(),
            None,
            vec![message("a"), message("b")],
            "given twice",
        );
    }

    #[test]
    fn only_a_transcript_is_of_a_recording() {
        let recorded = Material {
            recordings: vec![model::RecordingId::new("r")],
            ..message("Hello")
        };
        refused(&reply(), None, vec![recorded], "only a transcript");
    }

    #[test]
    fn a_message_becomes_a_source_of_its_own() {
        let kept = checked(&reply(), None, vec![message("My foot hurts.")]).unwrap();
        let mut set = sources::SourceSet::default();
        set.extend(&inputs(&kept)).unwrap();
        assert!(set.get(&model::SourceId::new("message:1")).is_some());
    }
}
