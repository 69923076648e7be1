//! Not recorded is not absent.

use crate::read::View;
use crate::say::{Line, Lines};

/// `No allergies are recorded.`, citing the patient, where everything of the type was loaded; else the reader is told that it was not.
pub(crate) fn nothing_recorded(view: View<'_>, types: &[&str], what: &str, lines: &mut Lines) {
    let complete = types.iter().all(|kind| view.set.complete(kind));
    match view.set.patient() {
        Some(patient) if complete => {
            lines.push(Line::new(format!("No {what} are recorded")).cite(patient));
        }
        _ => {
            lines.tell(format!(
                "Nothing is said of {what}: that part of the chart was not completely loaded."
            ));
        }
    }
}
