//! Statements told in other words than the source's, each beside a twin that says something else. On an invented chart and an invented conversation.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::too_many_lines,
    reason = "a test"
)]

use model::{Citation, SourceId, StatementId};
use sources::{SourceInput, SourceSet};
use verify::{Lexicon, Verifier};

fn observation(id: &str, name: &str, day: &str, value: f64, unit: &str) -> String {
    format!(
        r#"{{"resource":{{"resourceType":"Observation","id":"{id}","status":"final","subject":{{"reference":"Patient/p"}},"code":{{"text":"{name}"}},"effectiveDateTime":"{day}","valueQuantity":{{"value":{value},"unit":"{unit}","code":"{unit}"}}}}}}"#
    )
}

fn order(id: &str, status: &str, name: &str, day: &str) -> String {
    format!(
        r#"{{"resource":{{"resourceType":"MedicationRequest","id":"{id}","status":"{status}","intent":"order","subject":{{"reference":"Patient/p"}},"medicationCodeableConcept":{{"text":"{name}"}},"authoredOn":"{day}"}}}}"#
    )
}

fn chart() -> String {
    let mut entries = vec![
        r#"{"resource":{"resourceType":"Patient","id":"p","name":[{"family":"Harrow","given":["Tilda"]}],"gender":"female","birthDate":"1961-09-14"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Condition","id":"af","subject":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},"code":{"text":"Atrial fibrillation"},"onsetDateTime":"2011-09-14"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Condition","id":"b1","subject":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"code":"resolved"}]},"code":{"text":"Acute bronchitis"},"onsetDateTime":"2012-03-01","abatementDateTime":"2012-05-30"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Condition","id":"b2","subject":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"code":"resolved"}]},"code":{"text":"Acute bronchitis"},"onsetDateTime":"2020-03-01","abatementDateTime":"2020-03-31"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Procedure","id":"cv","status":"completed","subject":{"reference":"Patient/p"},"code":{"text":"Electrical cardioversion"},"performedDateTime":"2016-02-01"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Procedure","id":"class","status":"completed","subject":{"reference":"Patient/p"},"code":{"text":"Assessment using New York Heart Association Classification"},"performedDateTime":"2016-02-01"}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Encounter","id":"stay","status":"finished","class":{"code":"IMP"},"type":[{"text":"Inpatient stay"}],"subject":{"reference":"Patient/p"},"period":{"start":"2016-02-01T09:00:00Z","end":"2016-02-03T13:15:00Z"},"serviceProvider":{"reference":"Organization/o","display":"ELMSTEAD MEDICAL CTR"}}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Encounter","id":"check","status":"finished","class":{"code":"AMB"},"type":[{"text":"Encounter for check up"}],"subject":{"reference":"Patient/p"},"period":{"start":"2022-05-01T09:00:00Z","end":"2022-05-01T09:45:00Z"}}}"#.to_owned(),
        r#"{"resource":{"resourceType":"CarePlan","id":"plan","status":"active","intent":"plan","subject":{"reference":"Patient/p"},"category":[{"text":"Hyperlipidemia clinical management plan"}],"period":{"start":"2015-01-01"},"activity":[{"detail":{"code":{"text":"Diet education"},"status":"in-progress"}}]}}"#.to_owned(),
        r#"{"resource":{"resourceType":"DocumentReference","id":"note","status":"current","subject":{"reference":"Patient/p"},"type":{"text":"Nurse note"},"date":"2022-05-01","content":[{"attachment":{"contentType":"text/plain","data":"Tm8gS25vd24gQWxsZXJnaWVzLiBObyBjb21wbGFpbnRzIHRvZGF5Lg=="}}]}}"#.to_owned(),
        r#"{"resource":{"resourceType":"Organization","id":"o","name":"ELMSTEAD MEDICAL CTR"}}"#.to_owned(),
        order("s1", "stopped", "Simvastatin 20 MG Oral Tablet", "2018-07-01"),
        order("s2", "stopped", "Simvastatin 20 MG Oral Tablet", "2019-07-01"),
        order("s3", "active", "Simvastatin 20 MG Oral Tablet", "2020-07-01"),
        order("w", "active", "Warfarin Sodium 5 MG Oral Tablet", "2012-01-05"),
        order("am", "stopped", "Amoxicillin 250 MG / Clavulanate 125 MG Oral Tablet", "2012-03-01"),
    ];
    for (id, day, value) in [
        ("t1", "2019-07-02", 190.2),
        ("t2", "2020-07-05", 138.4),
        ("t3", "2020-11-01", 113.9),
    ] {
        entries.push(observation(id, "Triglycerides", day, value, "mg/dL"));
    }
    for (id, day, value) in [("a1", "2021-05-01", 6.36), ("a2", "2022-05-01", 5.93)] {
        entries.push(observation(id, "Hemoglobin A1c", day, value, "%"));
    }
    for (id, day, value) in [
        ("m1", "2017-10-02", 30.1),
        ("m2", "2019-10-02", 28.9),
        ("m3", "2020-11-01", 27.6),
    ] {
        entries.push(observation(id, "Body mass index", day, value, "kg/m2"));
    }
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
}

fn released(verifier: &Verifier<'_>, text: &str, cited: &[&str]) -> bool {
    let day = model::date::parse("2022-05-01").expect("a date");
    let citations: Vec<Citation> = cited
        .iter()
        .map(|source| Citation {
            source: SourceId::new(*source),
            quote: None,
        })
        .collect();
    let verdict = verifier.statement(&StatementId::new("s"), text, &citations, day);
    verdict.verdict.releasable()
}

const FATS: &[&str] = &["Observation/t1", "Observation/t2", "Observation/t3"];
const SUGARS: &[&str] = &["Observation/a1", "Observation/a2"];
const BMI: &[&str] = &["Observation/m1", "Observation/m2", "Observation/m3"];
const STATINS: &[&str] = &[
    "MedicationRequest/s1",
    "MedicationRequest/s2",
    "MedicationRequest/s3",
];
const COLDS: &[&str] = &["Condition/b1", "Condition/b2"];

/// What may be released, its twin that may not, and what both cite.
type Twins<'a> = &'a [(&'a str, &'a str, &'a [&'a str])];

fn judge(set: &SourceSet, twins: Twins<'_>) {
    let verifier = Verifier::new(set, Lexicon::shipped());
    let wrong: Vec<String> = twins
        .iter()
        .flat_map(|(fine, bad, cited)| {
            let blocked = (!released(&verifier, fine, cited)).then(|| format!("blocked: {fine}"));
            let passed = released(&verifier, bad, cited).then(|| format!("released: {bad}"));
            [blocked, passed]
        })
        .flatten()
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn of_a_chart() {
    let chart = chart::Chart::from_bundle(chart().as_bytes()).expect("the chart is well formed");
    let set = SourceSet::freeze(&chart);
    judge(
        &set,
        &[
            // Other forms of a word, initials, irregular verbs.
            (
                "She was cardioverted electrically on 1 February 2016.",
                "She was defibrillated electrically on 1 February 2016.",
                &["Procedure/cv"],
            ),
            (
                "NYHA assessment on 1 February 2016.",
                "CCSA assessment on 1 February 2016.",
                &["Procedure/class"],
            ),
            (
                "Triglycerides stood at 138 mg/dL in July 2020.",
                "Triglycerides stood at 128 mg/dL in July 2020.",
                FATS,
            ),
            (
                "Her last physical was on 1 May 2022.",
                "Her last mammogram was on 1 May 2022.",
                &["Encounter/check"],
            ),
            // What a letter asks for.
            (
                "We request a continuous glucose monitor for Ms. Harrow.",
                "Ms. Harrow has a continuous glucose monitor.",
                &["Patient/p"],
            ),
            // As many dates as values, as many days as lengths.
            (
                "TG trending down: 190 → 138 → 114 mg/dL (Jul 2019, Jul 2020, Nov 2020).",
                "TG trending down: 190 → 138 → 114 mg/dL (Jul 2019, Nov 2020, Jul 2020).",
                FATS,
            ),
            (
                "Bronchitis lasted 90 days in the 2012 episode, 30 days in the one of 2020.",
                "Bronchitis lasted 30 days in the 2012 episode, 90 days in the one of 2020.",
                COLDS,
            ),
            // Differences, points, limits.
            (
                "HbA1c 5.93 %, which is 0.43 points below last year's 6.36 %.",
                "HbA1c 5.93 %, which is 0.73 points below last year's 6.36 %.",
                SUGARS,
            ),
            (
                "The last BMI reading of 30 or more was 30.1 in October 2017.",
                "The last BMI reading of 28 or more was 30.1 in October 2017.",
                BMI,
            ),
            // Days and lengths told twice.
            (
                "AF was diagnosed on her 50th birthday.",
                "AF was diagnosed on her 51st birthday.",
                &["Condition/af", "Patient/p"],
            ),
            (
                "The stay lasted two nights.",
                "The stay lasted three nights.",
                &["Encounter/stay"],
            ),
            (
                "The check-up on 5/1/22 took 45 min.",
                "The check-up on 5/1/22 took 25 min.",
                &["Encounter/check"],
            ),
            (
                "Cardioversion on 2/1/16, 75 months ago (just over six years).",
                "Cardioversion on 2/1/16, 75 months ago (just over seven years).",
                &["Procedure/cv"],
            ),
            // Which of several has a status.
            (
                "Simvastatin 20 mg has been ordered three times; only the most recent order is active.",
                "Simvastatin 20 mg has been ordered three times; only the first order is active.",
                STATINS,
            ),
            (
                "Amox/clav 250 mg/125 mg was ordered on 1 March 2012.",
                "Amox/clav 250 mg/500 mg was ordered on 1 March 2012.",
                &["MedicationRequest/am"],
            ),
            // Absences.
            (
                "No follow-up appointment is on file.",
                "A follow-up appointment was booked.",
                &["Patient/p"],
            ),
            (
                "Hemoglobin and echocardiogram: no results on file.",
                "Triglycerides and echocardiogram: no results on file.",
                &["Patient/p"],
            ),
            (
                "No mammogram or spirometry is recorded in this chart.",
                "No mammogram or cardioversion is recorded in this chart.",
                &["Patient/p"],
            ),
            (
                "No allergy entry exists in the chart; the nurse note reads \"No Known Allergies.\"",
                "The nurse note reads \"Known Allergies.\"",
                &["Patient/p", "DocumentReference/note"],
            ),
            (
                "A hyperlipidemia plan with diet education has been open since January 2015.",
                "A hyperlipidemia plan without diet education has been open since January 2015.",
                &["CarePlan/plan"],
            ),
            (
                "She voiced no complaints.",
                "She voiced several complaints.",
                &["DocumentReference/note"],
            ),
            // Statuses counted, denied, of a time.
            (
                "Three simvastatin 20 mg orders since July 2018, of which one is active.",
                "Three simvastatin 20 mg orders since July 2018, of which two are active.",
                STATINS,
            ),
            (
                "Her hyperlipidemia plan dates from January 2015 and has never been closed.",
                "Her hyperlipidemia plan dates from January 2015 and was closed.",
                &["CarePlan/plan"],
            ),
            (
                "She has not been to the ER since February 2016.",
                "She has not been admitted since January 2016.",
                &["Patient/p", "Encounter/stay"],
            ),
            (
                "Warfarin 5 mg, ordered in January 2012 and never renewed.",
                "Simvastatin 20 mg, ordered in July 2018 and never renewed.",
                &["MedicationRequest/w", "MedicationRequest/s1", "Patient/p"],
            ),
            (
                "BMI 28.9 in October 2019, down from 30.1 in October 2017.",
                "BMI 28.9 in October 2019, up from 30.1 in October 2017.",
                BMI,
            ),
            // Places by their short name.
            (
                "Inpatient on 1 February 2016 at Elmstead Medical Center.",
                "Inpatient on 1 February 2016 at Elmstead General Hospital.",
                &["Encounter/stay"],
            ),
        ],
    );
}

#[test]
fn of_a_conversation() {
    let set = SourceSet::from_sources(&[SourceInput::transcript(
        "visit",
        "[doctor] did you stay in hospital ?\n\
         [patient] yes for three days . i mean , four days .\n\
         [doctor] do you smoke ?\n\
         [patient] i used to smoke , but i quit years ago .\n\
         [doctor] have you ever had a colonoscopy ?\n\
         [patient] no . never did .\n\
         [doctor] it could be a urine infection maybe .\n\
         [patient] it hurts right there on the left side , near my knee .\n\
         [patient] my mom had asthma and my dad had gout .\n\
         [doctor] i hear bowel sounds in all four quadrants .\n\
         [doctor] there is no jugular venous distention .\n\
         [patient] we talked about insulin , but i decided against that .\n\
         [doctor] your temperature is ninety eight . seven .",
    )])
    .expect("a transcript");
    judge(
        &set,
        &[
            (
                "She stayed in hospital for four days.",
                "She stayed in hospital for three days.",
                &["transcript:1", "transcript:2"],
            ),
            ("Used to smoke.", "Still smokes.", &["transcript:4"]),
            (
                "Has never had a colonoscopy.",
                "Has had a colonoscopy.",
                &["transcript:5", "transcript:6"],
            ),
            (
                "Possible urine infection.",
                "Confirmed urine infection.",
                &["transcript:7"],
            ),
            (
                "Pain on the left, near the knee.",
                "Pain on the right, near the knee.",
                &["transcript:8"],
            ),
            (
                "Mother: asthma. Father: gout.",
                "Mother: gout. Father: asthma.",
                &["transcript:9"],
            ),
            (
                "Bowel sounds in all four quadrants.",
                "Bowel sounds in three of the four quadrants.",
                &["transcript:10"],
            ),
            ("No JVD.", "JVD present.", &["transcript:11"]),
            (
                "Decided against insulin.",
                "Takes insulin.",
                &["transcript:12"],
            ),
            (
                "Temperature 98.7 °F.",
                "Temperature 97.8 °F.",
                &["transcript:13"],
            ),
        ],
    );
}
