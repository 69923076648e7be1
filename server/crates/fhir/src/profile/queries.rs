//! The searches that together make a chart (US Core's clinical types and what EHRs add).

use super::{Ehr, Query};

/// Types that every server is asked for by patient alone.
const PLAIN: &[&str] = &[
    "AllergyIntolerance",
    "CareTeam",
    "Coverage",
    "Device",
    "DeviceRequest",
    "DiagnosticReport",
    "Encounter",
    "FamilyMemberHistory",
    "Goal",
    "Immunization",
    "MedicationRequest",
    "MedicationDispense",
    "MedicationStatement",
    "Procedure",
    "QuestionnaireResponse",
    "RelatedPerson",
    "ServiceRequest",
    "Specimen",
    "Communication",
    "Appointment",
];

/// Observation categories; Epic and athena need one (or a code) in every search.
const OBSERVATIONS: &[&str] = &[
    "laboratory",
    "vital-signs",
    "social-history",
    "survey",
    "imaging",
    "exam",
    "procedure",
    "core-characteristics",
];

pub(super) fn of(ehr: Ehr) -> Vec<Query> {
    let mut queries: Vec<Query> = PLAIN
        .iter()
        .filter(|name| served(ehr, name))
        .map(|name| query(name, &[]))
        .collect();
    let by_category = matches!(ehr, Ehr::Epic | Ehr::Athena);
    if by_category {
        queries.extend(
            OBSERVATIONS
                .iter()
                .map(|category| query("Observation", &[("category", category)])),
        );
        for category in ["problem-list-item", "encounter-diagnosis", "health-concern"] {
            queries.push(query("Condition", &[("category", category)]));
        }
    } else {
        queries.push(query("Observation", &[]));
        queries.push(query("Condition", &[]));
    }
    // US Core servers must support these categories and may require them.
    match ehr {
        Ehr::Epic => {
            queries.push(query("CarePlan", &[("category", "assess-plan")]));
            queries.push(query("CarePlan", &[("category", "longitudinal")]));
            queries.push(query("DocumentReference", &[("category", "clinical-note")]));
        }
        Ehr::Oracle | Ehr::Athena | Ehr::Altera => {
            queries.push(query("CarePlan", &[("category", "assess-plan")]));
            queries.push(query("DocumentReference", &[]));
        }
        Ehr::Generic => {
            queries.push(query("CarePlan", &[]));
            queries.push(query("DocumentReference", &[]));
        }
    }
    queries.sort_by(|one, other| {
        (one.resource_type, &one.label).cmp(&(other.resource_type, &other.label))
    });
    queries
}

/// Types that an EHR is known not to offer by patient; they are not asked for.
fn served(ehr: Ehr, name: &str) -> bool {
    match ehr {
        Ehr::Oracle => !matches!(name, "DeviceRequest" | "MedicationStatement" | "Specimen"),
        Ehr::Epic => !matches!(name, "MedicationStatement"),
        Ehr::Athena | Ehr::Altera | Ehr::Generic => true,
    }
}

fn query(resource_type: &'static str, params: &[(&'static str, &'static str)]) -> Query {
    let label = match params.first() {
        Some((_, value)) => format!("{resource_type} ({value})"),
        None => resource_type.to_owned(),
    };
    Query {
        label,
        resource_type,
        patient: "patient",
        params: params.to_vec(),
    }
}
