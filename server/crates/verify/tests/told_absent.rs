//! What is told as absent, as the only one, or counted over the chart: how the subjects of an absence and its bounds are read. Each with what must fail.
//! On an invented chart.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::too_many_lines,
    reason = "a test"
)]

mod pairs;

use pairs::kept_and_blocked;
use serde_json::{Value, json};
use sources::SourceSet;

fn named(kind: &str, id: &str, name: &str, more: &Value) -> Value {
    let mut out = json!({
        "resourceType": kind, "id": id, "subject": {"reference": "Patient/p"}, "code": {"text": name},
    });
    for (key, value) in more.as_object().expect("an object") {
        out[key] = value.clone();
    }
    out
}

fn problem(id: &str, name: &str, from: &str, to: Option<&str>) -> Value {
    let mut more = json!({
        "onsetDateTime": from, "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "clinicalStatus": {"coding": [{"code": if to.is_some() { "resolved" } else { "active" }}]},
    });
    if let Some(day) = to {
        more["abatementDateTime"] = json!(day);
    }
    named("Condition", id, name, &more)
}

fn at_visit(mut one: Value, visit: &str) -> Value {
    one["encounter"] = json!({"reference": format!("Encounter/{visit}")});
    one
}

fn order(id: &str, status: &str, drug: &str, day: &str) -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order", "subject": {"reference": "Patient/p"},
        "medicationCodeableConcept": {"text": drug}, "authoredOn": day,
    })
}

fn act(id: &str, name: &str, day: &str) -> Value {
    named(
        "Procedure",
        id,
        name,
        &json!({"status": "completed", "performedDateTime": day}),
    )
}

fn result(id: &str, name: &str, day: &str, value: f64, unit: &str) -> Value {
    named(
        "Observation",
        id,
        name,
        &json!({
            "status": "final", "effectiveDateTime": day, "valueQuantity": {"value": value, "unit": unit, "code": unit},
        }),
    )
}

fn vaccine(id: &str, name: &str, day: &str) -> Value {
    json!({
        "resourceType": "Immunization", "id": id, "status": "completed", "vaccineCode": {"text": name},
        "patient": {"reference": "Patient/p"}, "occurrenceDateTime": day,
    })
}

fn visit(id: &str, class: &str, name: &str, day: &str) -> Value {
    json!({
        "resourceType": "Encounter", "id": id, "status": "finished", "class": {"code": class}, "subject": {"reference": "Patient/p"},
        "type": [{"text": name}], "period": {"start": format!("{day}T09:00:00Z"), "end": format!("{day}T10:00:00Z")},
    })
}

fn visit_for(id: &str, class: &str, day: &str, reason: &str) -> Value {
    let mut out = visit(id, class, "Encounter for problem", day);
    out["reasonCode"] = json!([{"text": reason}]);
    out
}

#[expect(clippy::too_many_lines, reason = "one resource after the other")]
fn set() -> SourceSet {
    let all = [
        json!({"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1950-03-10"}),
        problem("af", "Atrial fibrillation", "2010-02-01", None),
        problem("pre", "Prediabetes", "2011-05-02", None),
        problem("stroke", "Stroke", "2014-07-01", None),
        at_visit(
            problem(
                "sinus",
                "Acute bacterial sinusitis",
                "2015-05-20",
                Some("2015-06-10"),
            ),
            "er",
        ),
        problem(
            "wrist",
            "Fracture of left wrist",
            "2011-01-05",
            Some("2011-03-05"),
        ),
        problem(
            "cystitis",
            "Acute cystitis",
            "2012-01-28",
            Some("2012-02-08"),
        ),
        named(
            "AllergyIntolerance",
            "latex",
            "Allergy to latex",
            &json!({
                "patient": {"reference": "Patient/p"}, "clinicalStatus": {"coding": [{"code": "active"}]},
                "verificationStatus": {"coding": [{"code": "confirmed"}]},
            }),
        ),
        result("ige", "Ragweed IgE Ab in Serum", "2013-03-04", 61.0, "kU/L"),
        order(
            "digoxin",
            "active",
            "Digoxin 0.125 MG Oral Tablet",
            "2018-06-01",
        ),
        order(
            "warfarin",
            "active",
            "Warfarin Sodium 5 MG Oral Tablet",
            "2018-06-01",
        ),
        order(
            "simva1",
            "stopped",
            "Simvastatin 10 MG Oral Tablet",
            "2018-03-04",
        ),
        order(
            "simva2",
            "active",
            "Simvastatin 10 MG Oral Tablet",
            "2019-03-07",
        ),
        order(
            "amox",
            "stopped",
            "Amoxicillin 250 MG Oral Capsule",
            "2012-02-01",
        ),
        act("shock1", "Electrical cardioversion", "2012-04-01"),
        act("shock2", "Electrical cardioversion", "2013-04-02"),
        act("shock3", "Electrical cardioversion", "2015-04-05"),
        act("shock4", "Electrical cardioversion", "2016-04-03"),
        act("shock5", "Electrical cardioversion", "2017-04-09"),
        act(
            "ablation",
            "Catheter ablation of tissue of heart",
            "2014-09-08",
        ),
        act("xray1", "Plain X-ray of chest", "2014-07-01"),
        act("xray2", "Plain X-ray of chest", "2014-07-01"),
        act("echo", "Transthoracic echocardiography", "2014-07-01"),
        result("bnp", "NT-proBNP", "2016-04-03", 410.0, "pg/mL"),
        result("hb1", "Hemoglobin", "2017-04-09", 13.1, "g/dL"),
        result("hb2", "Hemoglobin", "2019-03-07", 12.4, "g/dL"),
        result("plt1", "Platelets", "2017-04-09", 240.0, "10*3/uL"),
        result("plt2", "Platelets", "2019-03-07", 210.0, "10*3/uL"),
        result("egfr1", "eGFR", "2012-04-01", 121.0, "mL/min"),
        result("egfr2", "eGFR", "2013-04-02", 124.0, "mL/min"),
        result("egfr3", "eGFR", "2015-04-05", 126.0, "mL/min"),
        result("egfr4", "eGFR", "2017-04-09", 88.0, "mL/min"),
        result("pain1", "Pain severity", "2011-05-02", 8.0, "{score}"),
        result("pain2", "Pain severity", "2013-04-02", 2.0, "{score}"),
        result("pain3", "Pain severity", "2017-04-09", 3.0, "{score}"),
        result("temp", "Body temperature", "2015-05-20", 38.1, "Cel"),
        result("weight", "Body weight", "2018-01-15", 71.0, "kg"),
        vaccine("dtap1", "DTaP", "2012-06-01"),
        vaccine("dtap2", "DTaP", "2013-06-01"),
        vaccine("dtap3", "DTaP", "2014-06-01"),
        vaccine("ipv1", "IPV", "2012-06-01"),
        vaccine("ipv2", "IPV", "2013-06-01"),
        vaccine("hepa", "Hepatitis A", "2014-06-01"),
        visit("e1", "AMB", "Follow-up encounter", "2018-03-04"),
        visit("e2", "AMB", "Follow-up encounter", "2018-06-01"),
        visit("e3", "AMB", "Follow-up encounter", "2019-03-07"),
        visit("stay", "IMP", "Hospital admission", "2014-07-01"),
        visit("er", "EMER", "Emergency visit", "2015-05-20"),
        visit_for("er2", "EMER", "2011-01-05", "Fracture of left wrist"),
    ];
    let entries: Vec<Value> = all.iter().map(|one| json!({"resource": one})).collect();
    let bundle =
        json!({"resourceType": "Bundle", "type": "collection", "entry": entries}).to_string();
    SourceSet::freeze(
        &chart::Chart::from_bundle(bundle.as_bytes()).expect("the chart is well formed"),
    )
}

const DAY: &str = "2020-02-10";
const CHART: &str = "Patient/p";

#[test]
fn verbs_of_listing() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                CHART,
                "No beta-blocker appears among her orders, active or stopped.",
                "No statin appears among her orders, active or stopped.",
            ),
            (
                CHART,
                "Asthma, gout and heart failure do not appear on her problem list.",
                "Asthma, stroke and heart failure do not appear on her problem list.",
            ),
            (
                "Observation/ige",
                "Ragweed IgE was 61 kU/L, yet ragweed is not named on the allergy list.",
                "Ragweed IgE was 61 kU/L, yet latex is not named on the allergy list.",
            ),
            (
                CHART,
                "Gout does not figure among her diagnoses.",
                "Stroke does not figure among her diagnoses.",
            ),
            (
                CHART,
                "An opioid is not among her medications.",
                "A statin is not among her medications.",
            ),
            (
                "Condition/pre",
                "Prediabetes has not been taken off the problem list.",
                "Prediabetes has been taken off the problem list.",
            ),
            (
                CHART,
                "No insulin, opioid or diuretic has been ordered, as far as the record shows.",
                "No insulin, statin or diuretic has been ordered, as far as the record shows.",
            ),
        ],
    );
}

#[test]
fn only_so_often_since() {
    let shocks = "Procedure/ablation Procedure/shock3 Procedure/shock4 Procedure/shock5";
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                shocks,
                "Since the ablation she has been cardioverted only three times more.",
                "Since the ablation she has been cardioverted only once more, in April 2015.",
            ),
            (
                "Procedure/shock4 Procedure/shock5 Procedure/ablation",
                "She has had a cardioversion only once since April 2016.",
                "She has had a cardioversion only once since April 2015.",
            ),
            (
                "Encounter/e2 Encounter/e3",
                "Visit of 6/1/2018; since then she has been in only once, on 3/7/2019.",
                "Visit of 3/4/2018; since then she has been in only once, on 3/7/2019.",
            ),
            (
                "Observation/hb1 Observation/hb2",
                "Hemoglobin has been rechecked since April 2017.",
                "Hemoglobin has been rechecked since March 2019.",
            ),
            (
                "Observation/bnp",
                "NT-proBNP has not been repeated since April 2016.",
                "NT-proBNP has been repeated since April 2016.",
            ),
        ],
    );
}

#[test]
fn only_so_many() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Observation/hb1 Observation/hb2",
                "Only two hemoglobins are recorded.",
                "Only one hemoglobin is recorded.",
            ),
            (
                "Procedure/shock1 Procedure/shock2",
                "Cardioversion was done in April 2012 and April 2013.",
                "Only two cardioversions are recorded.",
            ),
            (
                "Procedure/xray1 Procedure/xray2 Procedure/echo",
                "Two chest X-rays and an echocardiogram were done on 7/1/2014.",
                "Three chest X-rays and an echocardiogram were done on 7/1/2014.",
            ),
            (
                "Observation/hb2 Observation/plt2",
                "Last blood count of 3/7/2019: Hb 12.4 g/dL, platelets 210; one other is on file.",
                "Last blood count of 3/7/2019: Hb 12.4 g/dL, platelets 210; two others are on file.",
            ),
        ],
    );
}

#[test]
fn ordinals_of_visits() {
    kept_and_blocked(
        &set(),
        "2018-06-10",
        &[(
            "Encounter/e1 Encounter/e2",
            "Third contact within four months: seen on 3/4 and 6/1, and now today.",
            "Fifth contact within four months: seen on 3/4 and 6/1, and now today.",
        )],
    );
}

#[test]
fn events_that_bound_an_absence() {
    let order = "Patient/p MedicationRequest/simva2";
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                order,
                "No weight is on file after 1/15/2018, hence none since the statin was ordered.",
                "No weight is on file after 1/15/2018, hence none before the statin was ordered.",
            ),
            (
                "Patient/p Procedure/ablation",
                "No NT-proBNP is recorded before the ablation.",
                "No NT-proBNP is recorded since the ablation.",
            ),
            (
                "Patient/p Condition/sinus",
                "Acute bacterial sinusitis lasted from 5/20 to 6/10/2015, and no antibiotic order is on file for it.",
                "Acute bacterial sinusitis was diagnosed on 5/20/2015, and no antibiotic order is on file.",
            ),
            (
                "Patient/p Condition/cystitis",
                "Acute cystitis lasted from 1/28 to 2/8/2012, and no statin order is on file for it.",
                "Acute cystitis lasted from 1/28 to 2/8/2012, and no antibiotic order is on file for it.",
            ),
            (
                CHART,
                "By the day of discharge no pneumococcal vaccine had been recorded.",
                "By the day of discharge no hepatitis A vaccine had been recorded.",
            ),
        ],
    );
}

#[test]
fn counts_that_are_bounded() {
    let rates = "Observation/egfr1 Observation/egfr2 Observation/egfr3 Observation/egfr4";
    let shots = "Immunization/dtap1 Immunization/dtap2 Immunization/dtap3 Immunization/ipv1 Immunization/ipv2 Immunization/hepa";
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                rates,
                "eGFR had been above 120 at all three checks from 2012 through 2015 and dropped to 88 in April 2017.",
                "eGFR had been above 120 at all four checks from 2012 through 2015 and dropped to 88 in April 2017.",
            ),
            (
                rates,
                "eGFR was measured at each of the three checks after the first one in April 2012.",
                "eGFR was measured at each of the four checks after the first one in April 2012.",
            ),
            (
                shots,
                "Doses on file: DTaP 3, IPV 2, hepatitis A 1.",
                "Doses on file: DTaP 3, IPV 3, hepatitis A 1.",
            ),
            (
                shots,
                "DTaP (3 doses) and IPV (2) had all been given by June 2014.",
                "DTaP (3 doses) and IPV (2) had all been given by June 2013.",
            ),
            (
                "Observation/pain1 Observation/pain2 Observation/pain3",
                "Pain was 8/10 in 2011 and has not been recorded above 3 since.",
                "Pain was 8/10 in 2011 and has not been recorded above 2 since.",
            ),
            (
                "Patient/p Condition/pre",
                "Prediabetes was found in May 2011, shortly after she turned 61.",
                "Prediabetes was found in May 2011, shortly after she turned 62.",
            ),
            (
                "Patient/p Immunization/hepa",
                "A second hepatitis A dose is not recorded, nor is any pneumococcal vaccine.",
                "A second hepatitis A dose is not recorded, nor is any DTaP vaccine.",
            ),
            (
                "Patient/p Immunization/dtap1",
                "A fourth DTaP dose is not recorded.",
                "A third DTaP dose is not recorded.",
            ),
        ],
    );
}

#[test]
fn what_an_entry_leaves_open() {
    let orders = "MedicationRequest/digoxin MedicationRequest/warfarin";
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                orders,
                "Neither the digoxin nor the warfarin order says how many tablets she takes or how often.",
                "Neither the digoxin nor the amiodarone order says how many tablets she takes or how often.",
            ),
            (
                "MedicationRequest/digoxin",
                "The digoxin order does not say how often it is taken.",
                "The digoxin order says how often it is taken.",
            ),
            (
                "Condition/stroke",
                "Neither the side nor the vessel is given in the stroke entry.",
                "Neither the side nor the stroke is given in the stroke entry.",
            ),
            (
                "Condition/wrist",
                "The entry for the wrist fracture never says how it came about.",
                "The entry for the wrist fracture never says whether it was the left or the right.",
            ),
            (
                "Condition/stroke",
                "The stroke entry never says whether it was the left or the right side.",
                "The stroke was on the right side.",
            ),
            (
                "MedicationRequest/digoxin",
                "The digoxin order does not say why it was started.",
                "The digoxin order does not say when it was started.",
            ),
            (
                "Condition/wrist",
                "The wrist entry does not say who set the fracture.",
                "The wrist entry does not say how long it lasted.",
            ),
            (
                "MedicationRequest/simva2 Patient/p",
                "Simvastatin 10 mg was last renewed on 3/7/2019; that is the only active order for it.",
                "Simvastatin 10 mg was last renewed on 3/7/2019; that is the only active order.",
            ),
        ],
    );
}

#[test]
fn totals_and_their_lists() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "MedicationRequest/digoxin MedicationRequest/warfarin MedicationRequest/simva2 Patient/p",
                "Active orders in total: digoxin, warfarin and simvastatin.",
                "Active orders in total: digoxin and warfarin.",
            ),
            (
                "Procedure/shock4 Procedure/shock5",
                "Two cardioversions are cited: April 2016 and April 2017.",
                "Three cardioversions are cited: April 2016 and April 2017.",
            ),
            (
                "MedicationRequest/digoxin",
                "How often she takes digoxin is not documented.",
                "When digoxin was ordered is not documented.",
            ),
        ],
    );
}

#[test]
fn visits_by_class_and_reason() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                CHART,
                "Neither an ED visit nor an admission for heart failure is on file.",
                "Neither an ED visit nor an admission for a wrist fracture is on file.",
            ),
            (
                CHART,
                "No ED visit for a stroke is on file.",
                "No ED visit for sinusitis is on file.",
            ),
            (
                "Encounter/e1 Encounter/e2 Encounter/e3",
                "In 2018 she was seen for a follow-up encounter twice (March and June).",
                "In 2018 she was seen for a follow-up encounter three times (March, June and July).",
            ),
            (
                "Patient/p Encounter/stay Condition/stroke",
                "The sole inpatient stay was on 1 July 2014.",
                "The sole ED visit was on 20 May 2015.",
            ),
        ],
    );
}
