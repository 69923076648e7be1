//! What letters tend to leave out: papers, plan, urgency, contacts.

use super::policy::Policy;
use super::predicate::find_done;
use super::test::{RequestTest, Test};
use crate::read::{Said, View, notes, references, retracted, says, status, when_any, words};
use crate::say::{Line, Lines, Stands, inside, join};
use sources::{FactRole, Snippet};

/// Most sentences of a plan that are quoted.
const MOST: usize = 3;
/// Longest sentence that is quoted, in bytes.
const LONGEST: usize = 300;

/// The papers that the payer wants: what the chart has, and what it lacks.
pub(super) fn documents(policy: &Policy, view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    for document in &policy.documents {
        match find_done(&document.found, view).first() {
            Some(found) => lines.push(found.line()),
            None => lines.leave_out(format!(
                "Wanted with the request and not in the chart: {}.",
                document.title
            )),
        }
    }
    lines
}

/// What the chart plans: the newest note's plan, and orders that are under way.
pub(super) fn plan(view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let planned = notes(view).into_iter().find_map(|note| {
        let sentences: Vec<_> = note
            .sentences()
            .into_iter()
            .filter(|sentence| {
                sentence.words.len() <= LONGEST
                    && (sentence.heading == "plan"
                        || sentence.heading.contains("follow")
                        || ["follow up", "follow-up", "return in", "recheck", "reassess"]
                            .iter()
                            .any(|word| says(sentence.words, word) == Some(Said::Yes)))
            })
            .map(|sentence| sentence.words)
            .collect();
        (!sentences.is_empty()).then_some((note, sentences))
    });
    match planned {
        Some((note, sentences)) => {
            for words in sentences.iter().take(MOST) {
                let words = words.trim_end_matches('.');
                lines.push(
                    Line::new(format!("The note of {} says: “{words}”", note.when.shown()))
                        .quote(note.id, words),
                );
            }
            if sentences.len() > MOST {
                lines.leave_out("Further sentences of the plan are not quoted.");
            }
        }
        None => lines.leave_out("The chart states no follow-up plan: add it."),
    }
    lines
}

/// Who asks, how to reach them, and how urgent it is, as far as the chart says.
pub(super) fn closing(policy: &Policy, view: View<'_>) -> Lines {
    let mut lines = Lines::default();
    let order = order(policy, view);
    let priority = order.and_then(|order| {
        status(order, FactRole::Priority)
            .filter(|code| code != "routine")
            .map(|code| (order, code))
    });
    match priority {
        Some((order, code)) => {
            lines.push(Line::new(format!("Priority of the order: {code}")).cite(&order.id));
        }
        None => lines.leave_out(
            "The chart marks the request as no more urgent than routine: say so here where it is.",
        ),
    }
    let contacts = order.map(|order| contact(view, order)).unwrap_or_default();
    if contacts.is_empty() {
        lines.leave_out("The chart has no telephone or fax of the ordering practitioner: the letterhead's stands alone.");
    }
    lines.lines.extend(contacts);
    for words in [
        "Please contact our office if further documentation is required.",
        "Sincerely,",
    ] {
        lines.push(Line::plain(words).stands(Stands::Last));
    }
    lines
}

/// The chart's own order for what is asked.
fn order<'a>(policy: &Policy, view: View<'a>) -> Option<&'a Snippet> {
    let mut wanted: Vec<&RequestTest> = Vec::new();
    for test in policy
        .criteria
        .iter()
        .filter_map(|criterion| criterion.test.as_ref())
    {
        requests(test, &mut wanted);
    }
    [
        "DeviceRequest",
        "ServiceRequest",
        "MedicationRequest",
        "SupplyRequest",
    ]
    .into_iter()
    .flat_map(|kind| view.set.of_type(kind))
    .filter(|snippet| {
        !retracted(snippet)
            && status(snippet, FactRole::Status).is_some_and(|code| code == "active")
            && when_any(snippet, &[FactRole::Authored]).is_none_or(|date| date.by(view.as_of))
    })
    .find(|snippet| {
        crate::read::concept_of(view.set, snippet).is_some_and(|(name, codings)| {
            let lower = name.to_lowercase();
            let item = policy
                .request
                .item
                .as_deref()
                .and_then(|item| item.split(' ').find(|word| word.len() > 4))
                .is_some_and(|word| wanted.is_empty() && lower.contains(&word.to_lowercase()));
            let coded = codings.iter().any(|coding| {
                policy.applies_to.contains(&coding.code)
                    || wanted.iter().any(|one| one.codes.contains(&coding.code))
            });
            item || coded
                || wanted
                    .iter()
                    .flat_map(|one| &one.words)
                    .any(|word| lower.contains(&word.to_lowercase()))
        })
    })
}

fn requests<'t>(test: &'t Test, out: &mut Vec<&'t RequestTest>) {
    match test {
        Test::Request(request) => out.push(request),
        Test::All(tests) | Test::Any(tests) => tests.iter().for_each(|test| requests(test, out)),
        Test::NOf(count) => count.of.iter().for_each(|test| requests(test, out)),
        _ => {}
    }
}

/// The ordering practitioner's name and numbers.
fn contact(view: View<'_>, order: &Snippet) -> Vec<Line> {
    references(order, FactRole::Actor)
        .iter()
        .filter_map(|id| view.set.get(id))
        .filter_map(|person| {
            let name = person
                .facts(FactRole::Name)
                .find_map(|fact| words(&fact.value))?;
            let numbers: Vec<String> = person
                .facts(FactRole::Contact)
                .filter_map(|fact| words(&fact.value))
                .map(|number| inside(&number))
                .collect();
            let text = if numbers.is_empty() {
                format!("Ordering practitioner: {name}")
            } else {
                format!("Ordering practitioner: {name}, {}", join(&numbers))
            };
            Some(Line::new(text).cite(&person.id))
        })
        .collect()
}
