//! Must-include, counted here from the chart's own JSON and not by the verifier: every active problem, medicine and allergy is cited by the kinds that
//! owe it.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use crate::Drafting;
use crate::checked::{charts, frozen, last_day};
use crate::use_case::{Options, USE_CASES};
use model::DraftKind;
use serde_json::Value;
use sources::SourceSet;
use std::collections::BTreeSet;

/// What a kind owes: the resource types of which every active entry must be cited.
fn owed(kind: DraftKind) -> &'static [&'static str] {
    match kind {
        DraftKind::DischargeSummary | DraftKind::HpNote | DraftKind::IntakeSummary => {
            &["Condition", "MedicationRequest", "AllergyIntolerance"]
        }
        DraftKind::SoapNote | DraftKind::ProcedureNote | DraftKind::PatientInstructions => {
            &["MedicationRequest", "AllergyIntolerance"]
        }
        _ => &[],
    }
}

fn code(resource: &Value, element: &str) -> String {
    let coded = &resource[element];
    let text = coded["coding"][0]["code"].as_str().or(coded.as_str());
    text.unwrap_or_default().to_lowercase()
}

/// Whether an entry is in force on the day, by its own members.
fn active(resource: &Value, day: &str) -> bool {
    let begun = ["onsetDateTime", "recordedDate", "authoredOn"]
        .iter()
        .find_map(|name| resource[name].as_str())
        .is_none_or(|date| date.get(..10).unwrap_or(date) <= day);
    let state = if resource["resourceType"] == "MedicationRequest" {
        code(resource, "status") == "active"
            && !matches!(
                code(resource, "intent").as_str(),
                "proposal" | "plan" | "option"
            )
    } else {
        matches!(
            code(resource, "clinicalStatus").as_str(),
            "active" | "recurrence" | "relapse"
        ) && !matches!(
            code(resource, "verificationStatus").as_str(),
            "refuted" | "entered-in-error"
        )
    };
    begun && state
}

fn cited(
    kind: DraftKind,
    set: &SourceSet,
    drafting: &Drafting,
    day: time::Date,
) -> BTreeSet<String> {
    let options = Options::default();
    let context = drafting.context(set, day, &options).unwrap();
    let case = USE_CASES.iter().find(|case| case.kind() == kind).unwrap();
    let sections = case.template().unwrap().section;
    sections
        .iter()
        .flat_map(|plan| case.compose(&plan.id, context).unwrap().lines)
        .flat_map(|line| line.citations)
        .map(|one| one.source.to_string())
        .collect()
}

#[test]
fn every_active_problem_medicine_and_allergy_is_cited_where_it_is_owed() {
    let drafting = Drafting::shipped().unwrap();
    let (mut owed_count, mut missing) = (0, Vec::new());
    for path in charts() {
        let set = frozen(&path, &drafting);
        let day = last_day(&set);
        for case in USE_CASES
            .iter()
            .filter(|case| !owed(case.kind()).is_empty())
        {
            // Nothing is written for a patient who died to take home.
            let view = crate::read::View {
                set: &set,
                as_of: day,
            };
            let died = crate::read::person(view).is_some_and(|person| person.died.is_some());
            if died && case.kind() == DraftKind::PatientInstructions {
                continue;
            }
            let cited = cited(case.kind(), &set, &drafting, day);
            for snippet in owed(case.kind()).iter().flat_map(|kind| set.of_type(kind)) {
                let text = snippet.resource.as_ref().map(ToString::to_string).unwrap();
                let resource: Value = serde_json::from_str(&text).unwrap();
                if active(&resource, &day.to_string()) {
                    owed_count += 1;
                    if !cited.contains(snippet.id.as_str()) {
                        let name = path.file_name().unwrap().to_string_lossy().into_owned();
                        missing.push(format!("{name} {}: {}", case.kind().name(), snippet.id));
                    }
                }
            }
        }
    }
    eprintln!("{owed_count} entries owed, {} missing", missing.len());
    assert!(missing.is_empty(), "{missing:#?}");
}
