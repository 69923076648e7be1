//! Quill Ambrose, 59: hypertension and a frozen left shoulder, in a chart full of legal oddities: partial dates, periods,
//! times without a zone, missing optional fields, data-absent-reason, a contained medication, unknown extensions.

use crate::build::exact::dec;
use crate::build::prelude::*;

pub(super) const ID: &str = "p14";

const HTN: Dx = dx("I10", "Essential (primary) hypertension", "59621000", "Essential hypertension", "Hypertension");
const SHOULDER: Dx =
    dx("M75.02", "Adhesive capsulitis of left shoulder", "399114005", "Adhesive capsulitis of shoulder", "Frozen shoulder, left");
const APPENDIX: Dx = dx("K35.80", "Unspecified acute appendicitis", "85189001", "Acute appendicitis", "Appendicitis");

const UNKNOWN: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
const ODD: &str = "https://another-vendor.example.org/extension/workflow-colour";

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Ambrose",
            given: &["Quill"],
            gender: "male",
            birth: "1967-03-30",
            race: ("2106-3", "White"),
            hispanic: false,
            mrn: "LH-400114",
            address: ("9 Cinder Path", "55999"),
            phone: "+1-555-0241",
        },
        &OYELARAN,
    );
    c.patch(
        "Patient/p14",
        &json!({"birthDate": "1967-03", "telecom": null, "_birthDate": {"extension": [{"url": ODD, "valueCode": "amber"}]}}),
    );
    listed(&mut c);
    observed(&mut c);
    ordered(&mut c);
    plain_years(&mut c);
    c
}

fn listed(c: &mut Chart) {
    c.visit(Kind::Checkup, "2021-05-04 09:00", "Annual check-up", &OYELARAN);
    c.problem(&HTN, "2010");
    let appendix = c.resolved(&APPENDIX, "1989-07", "1989");
    c.patch(&appendix, &json!({"recorder": null, "recordedDate": null, "encounter": null}));
    let no_onset = c.problem(&SHOULDER, "2021-02-01");
    c.patch(&no_onset, &json!({"onsetDateTime": null, "onsetString": "some time after New Year", "bodySite": [{"text": "left shoulder"}]}));
    let allergy =
        c.allergy((RXNORM, "1191", "aspirin"), "medication", "unable-to-assess", "2000", &[("271807003", "Eruption of skin", "mild")]);
    c.patch(
        &allergy,
        &json!({"onsetDateTime": null, "criticality": null, "reaction": null, "category": null,
        "note": [{"text": "Told by telephone, no details."}]}),
    );
    let text_only = c.allergy((SNOMED, "256259004", "Pollen"), "environment", "low", "1980", &[("70076002", "Rhinitis", "mild")]);
    c.patch(&text_only, &json!({"code": {"coding": null, "text": "some kind of grass, he thinks"}}));
    c.shot_on("2015", "113", "Td (adult) preservative free");
    let shot = c.shot_on("2020-10", "140", "Influenza, seasonal, injectable, preservative free");
    c.patch(&shot, &json!({"status": "not-done", "statusReason": {"text": "Declined"}, "reportOrigin": null}));
    let family = c.family(("FTH", "father"), ("59621000", "Essential hypertension"), None, false);
    c.patch(
        &family,
        &json!({"status": "partial", "condition": null,
        "_relationship": {"extension": [{"url": ODD, "valueString": "told by a neighbour"}]}}),
    );
    c.smoking(Smoking::Former);
    c.coverage("PM-77120907", "2021", None);
}

fn observed(c: &mut Chart) {
    c.vitals("bp=148/92 hr=74 rr=14 t=36.6 spo2=98 wt=88.0 ht=180.0");
    // A day without a time, a local time without a zone, a period, an instant with fractions, and no date at all.
    let dated = c.lab(&CREAT, "1.0");
    c.patch(&dated, &json!({"effectiveDateTime": "2021-05-04", "issued": null}));
    let zoneless = c.lab(&K, "4.20");
    c.patch(&zoneless, &json!({"effectiveDateTime": "2021-05-04T09:12:00"}));
    let period = c.lab(&UACR, "7.0");
    c.patch(&period, &json!({"effectiveDateTime": null, "effectivePeriod": {"start": "2021-05-03", "end": "2021-05-04"}}));
    let month = c.lab(&A1C, "5.50");
    c.patch(&month, &json!({"effectiveDateTime": "2021-05", "issued": "2021-05-05T08:00:00.123Z"}));
    let undated = c.lab(&TSH, "2.0");
    c.patch(
        &undated,
        &json!({"effectiveDateTime": null, "issued": null, "performer": null,
        "_effectiveDateTime": {"extension": [{"url": UNKNOWN, "valueCode": "unknown"}]}}),
    );
    let absent = c.lab(&HGB, "0");
    c.patch(&absent, &json!({"valueQuantity": null, "interpretation": null,
        "dataAbsentReason": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "error", "display": "Error"}], "text": "Specimen clotted"}}));
    let bare = c.lab(&GLU, "97");
    c.patch(&bare, &json!({"valueQuantity": {"unit": null, "system": null, "code": null}, "referenceRange": null, "interpretation": null, "category": null}));
    let at_least = c.lab(&EGFR, ">=90");
    c.patch(&at_least, &json!({"extension": [{"url": ODD, "valueQuantity": {"value": dec("0.00"), "unit": "1"}}]}));
    let range = c.lab(&TRIG, "100");
    c.patch(&range, &json!({"valueQuantity": null, "interpretation": null, "valueRange": {"low": {"value": dec("100"), "unit": "mg/dL"}, "high": {"value": dec("110"), "unit": "mg/dL"}}}));
    let preliminary = c.lab(&UCULT, "Preliminary: no growth after 24 hours");
    c.patch(&preliminary, &json!({"status": "preliminary"}));
    let cancelled = c.lab(&CRP, "0");
    c.patch(
        &cancelled,
        &json!({"status": "cancelled", "valueQuantity": null, "interpretation": null, "note": [{"text": "Order cancelled, no specimen."}]}),
    );
    let small = c.lab(&TROP, "0.000000120");
    c.patch(&small, &json!({"note": [{"text": "Unit of the analyzer: 1e-9."}], "code": {"text": "Troponin, research assay"}}));
    let diastolic_missing = c.vitals("bp=150/0");
    for bp in &diastolic_missing {
        c.patch(bp, &json!({"component": [
            {"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6", "display": "Systolic blood pressure"}]}, "valueQuantity": {"value": dec("150"), "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}},
            {"code": {"coding": [{"system": "http://loinc.org", "code": "8462-4", "display": "Diastolic blood pressure"}]},
             "dataAbsentReason": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "not-performed", "display": "Not Performed"}]}},
        ]}));
    }
}

fn ordered(c: &mut Chart) {
    let contained = c.rx(&AMLODIPINE_5, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.patch(&contained, &json!({
        "contained": [{"resourceType": "Medication", "id": "med", "code": {"coding": [{"system": RXNORM, "code": "197361", "display": "amlodipine 5 MG Oral Tablet"}], "text": "amlodipine 5 mg tablet"}}],
        "medicationCodeableConcept": null,
        "medicationReference": {"reference": "#med"},
    }));
    let words = c.rx(&ACETAMINOPHEN, &sig("2 as needed", "2 {tbl}", "po", Q6H).prn("pain"));
    c.patch(&words, &json!({"medicationCodeableConcept": {"coding": null, "text": "the white pain tablets"}, "dosageInstruction": null, "dispenseRequest": null, "reportedBoolean": true, "requester": null, "authoredOn": "2021"}));
    let draft = c.rx(&LISINOPRIL_10, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.patch(&draft, &json!({"status": "draft", "intent": "proposal", "note": [{"text": "Never sent to a pharmacy."}]}));
    let not = c.rx(&IBUPROFEN_200, &sig("Do not take", "1 {tbl}", "po", DAILY));
    c.patch(&not, &json!({"doNotPerform": true, "dosageInstruction": null, "note": [{"text": "Aspirin rash: avoid NSAIDs."}]}));
    let error = c.rx(&WARFARIN_5, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.retract(&error);
    let statement = c.takes(&VITAMIN_D, "sometimes in winter", "unknown", "2019", None);
    c.patch(&statement, &json!({"effectivePeriod": null, "effectiveDateTime": "2019", "dosage": null}));
    let operation = c.procedure(("80146002", "Excision of appendix"), None);
    c.patch(&operation, &json!({"performedDateTime": null, "performedPeriod": {"start": "1989-07"}, "performer": null, "encounter": null}));
    let not_done = c.procedure(("73761001", "Colonoscopy"), None);
    c.patch(&not_done, &json!({"status": "not-done", "performedDateTime": null, "statusReason": {"text": "Declined"}}));
    let note = c.note(Format::Plain, NoteType::Progress, &[
        ("History", "54-year-old man. Left shoulder stiff since January, no injury. The right shoulder is fine. Does not remember when he was last vaccinated. Says he is allergic to aspirin; details unknown."),
        ("Exam", "BP 148/92, second reading 150 systolic, cuff burst. Left shoulder: external rotation 10°, right 70°."),
        ("Assessment and Plan", "1. Hypertension: start amlodipine 5 mg daily; lisinopril was only considered.\n2. Frozen shoulder, left: physical therapy.\n3. Warfarin was entered by mistake; he never took it."),
    ]);
    c.patch(&note, &json!({"date": null, "authenticator": null, "custodian": null, "extension": [{"url": ODD, "valueCode": "teal"}]}));
    let superseded = c.note(Format::Html, NoteType::Progress, &[
        ("Assessment and Plan", "Frozen shoulder, right: physical therapy. (Wrong side; replaced the same day.) The visit's other content is unchanged from the note above."),
    ]);
    c.patch(&superseded, &json!({"status": "superseded"}));
    c.patch(&note, &json!({"relatesTo": [{"code": "replaces", "target": {"reference": superseded}}]}));
}

fn plain_years(c: &mut Chart) {
    for (when, bp, weight, bmp) in [
        ("2022-05-10 09:00", "138/84", "87.0", "140 4.3 103 26 15 0.98 88 95 9.4"),
        ("2023-05-16 09:00", "134/82", "86.2", "139 4.4 102 25 16 1.00 86 99 9.5"),
        ("2024-05-21 09:00", "132/80", "85.9", "141 4.2 104 26 14 0.97 89 93 9.4"),
        ("2025-05-20 09:00", "134/82", "86.6", "140 4.3 103 26 15 1.01 84 97 9.4"),
    ] {
        c.visit(Kind::Checkup, when, "Annual check-up", &OYELARAN);
        c.vitals(&format!("bp={bp} hr=70 wt={weight} ht=180.0"));
        c.bmp(bmp);
    }
    let encounter = c.visit(Kind::Office, "2026-06-02 09:00", "Walk-in", &OYELARAN);
    c.patch(&encounter, &json!({"period": {"end": null}, "type": null, "reasonCode": null, "location": null, "status": "unknown"}));
    c.vitals("bp=136/82 hr=72");
    let empty = c.note(
        Format::Xhtml,
        NoteType::Progress,
        &[
            ("History", "Walk-in for a blood pressure check. Left shoulder free since 2023. No complaints; no chest pain."),
            ("Assessment and Plan", "BP 136/82, amlodipine 5 mg daily continued."),
        ],
    );
    c.patch(&empty, &json!({"docStatus": "preliminary"}));
    c.outside("2026-10-30 06:50", &OYELARAN);
    c.message(
        "i woke up with a heavy pressure in my chest that goes into the left arm, it has been there for half an hour. is this still from \
         the shoulder?",
    );
}
