//! Wilhelmina Oakes, 79: heart failure with reduced ejection fraction and atrial fibrillation. Apixaban was 5 mg twice
//! daily and was lowered to 2.5 mg in March 2026, when two of the three dose criteria (creatinine, weight) were met.

use crate::build::prelude::*;

pub(super) const ID: &str = "p03";

const HFREF: Dx = dx(
    "I50.22",
    "Chronic systolic (congestive) heart failure",
    "441481004",
    "Chronic systolic heart failure",
    "Heart failure with reduced ejection fraction",
);
const AFIB: Dx =
    dx("I48.0", "Paroxysmal atrial fibrillation", "282825002", "Paroxysmal atrial fibrillation", "Paroxysmal atrial fibrillation");
const AFIB_PERSISTENT: Dx =
    dx("I48.21", "Permanent atrial fibrillation", "440028005", "Permanent atrial fibrillation", "Permanent atrial fibrillation");
const HTN: Dx = dx("I10", "Essential (primary) hypertension", "59621000", "Essential hypertension", "Hypertension");
const CKD: Dx =
    dx("N18.31", "Chronic kidney disease, stage 3a", "700378005", "Chronic kidney disease stage 3A", "Chronic kidney disease, stage 3a");
const PNEUMONIA: Dx = dx("J18.9", "Pneumonia, unspecified organism", "233604007", "Pneumonia", "Pneumonia");

const TWICE: &str = "Take 1 tablet by mouth twice daily";

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Oakes",
            given: &["Wilhelmina"],
            gender: "female",
            birth: "1947-01-22",
            race: ("2106-3", "White"),
            hispanic: false,
            mrn: "LH-400103",
            address: ("5 Weir Cottages", "55999"),
            phone: "+1-555-0131",
        },
        &LINDQVIST,
    );
    let furosemide = onset(&mut c);
    let apixaban = course(&mut c, &furosemide);
    lowered(&mut c, &apixaban);
    c
}

fn onset(c: &mut Chart) -> String {
    c.visit(Kind::Checkup, "2019-04-02 09:00", "Annual check-up", &LINDQVIST);
    c.problem(&HTN, "1998");
    let lisinopril = c.rx(&LISINOPRIL_20, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.allergy((RXNORM, "2670", "codeine"), "medication", "low", "1985", &[("422587007", "Nausea", "moderate")]);
    c.allergy((SNOMED, "111088007", "Latex"), "environment", "low", "2003-07", &[("40275004", "Contact dermatitis", "mild")]);
    c.smoking(Smoking::Never);
    c.family(("MTH", "mother"), ("49436004", "Atrial fibrillation"), Some(71), false);
    c.vitals("bp=148/84 hr=76 rr=16 t=36.5 spo2=97 wt=66.8 ht=160.0");
    c.cmp("140 4.3 103 26 18 0.98 57 96 9.4 18 20 4.2");
    c.cbc("6.2 13.4 40.2 91.0 236");
    c.coverage("PM-77120141", "2012-01-01", None);
    c.relative(("DAUC", "daughter"), "Philippa", "Oakes-Lund", "+1-555-0132");
    c.relative(("NBOR", "neighbor"), "Ansel", "Birch", "+1-555-0133");

    c.stay(Kind::Inpatient, "2021-10-05 19:30", "2021-10-11 11:00", "Acute heart failure", &FALKENRATH);
    let hf = c.problem(&HFREF, "2021-10-05");
    let af = c.problem(&AFIB, "2021-10-06");
    c.diagnosis(&HFREF);
    c.vitals("bp=164/96 hr=128 rr=26 t=36.8 spo2=88 wt=74.2");
    c.labs(&[(&PROBNP, "6840"), (&TROP, "22"), (&TSH, "1.62"), (&MG, "1.9")]);
    c.cmp("134 4.1 99 24 27 1.18 46 118 9.0 41 38 3.6");
    let echo = c.prose_report(
        ("42148-7", "US Heart"),
        ("LP29708-2", "Cardiology"),
        "Left ventricle dilated, ejection fraction 32 %. Left atrium enlarged. Moderate mitral regurgitation. No thrombus.",
        "Severely reduced left ventricular function, ejection fraction 32 %.",
    );
    let ef = c.lab(&LVEF, "32");
    c.patch(&echo, &json!({"result": [{"reference": ef}]}));
    c.imaging(
        ("36643-5", "XR Chest 2 Views"),
        "Bilateral interstitial edema, small effusion on the right. Heart enlarged.",
        "Pulmonary edema. No pneumonia.",
    );
    c.at("2021-10-11 09:00");
    c.vitals("bp=122/70 hr=78 spo2=96 wt=67.1");
    c.bmp("138 4.4 102 26 24 1.10 50 101 9.2");
    let furosemide = c.rx(&FUROSEMIDE_40, &sig(TWICE, "1 {tbl}", "po", BID));
    let carvedilol = c.rx(&CARVEDILOL_12, &sig(TWICE, "1 {tbl}", "po", BID));
    let apixaban = c.rx(&APIXABAN_5, &sig(TWICE, "1 {tbl}", "po", BID));
    c.rx(&SPIRONOLACTONE, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.because(&furosemide, &hf);
    c.because(&carvedilol, &hf);
    c.because(&apixaban, &af);
    c.change(&lisinopril, &SACUBITRIL, &sig(TWICE, "1 {tbl}", "po", BID), "Changed to sacubitril/valsartan for heart failure");
    let summary = c.note(Format::Ccda, NoteType::Discharge, &[
        ("Problems", "- Acute on chronic systolic heart failure, ejection fraction 32 %\n- Atrial fibrillation, new\n- Hypertension"),
        ("Medications", "- Furosemide 40 mg twice daily\n- Carvedilol 12.5 mg twice daily\n- Sacubitril/valsartan 24/26 mg twice daily\n- Spironolactone 25 mg daily\n- Apixaban 5 mg twice daily"),
        ("Allergies", "- Codeine: nausea\n- Latex: contact dermatitis"),
        ("Results", "NT-proBNP 6840 pg/mL on admission. Creatinine 1.18, at discharge 1.10 mg/dL."),
        ("History", "Six days of breathlessness and leg swelling. No chest pain. No fever."),
        ("Exam", "At discharge weight 67.1 kg, BP 122/70, HR 78, lungs clear, trace edema."),
        ("Hospital course", "Diuresis of 7 kg. Atrial fibrillation rate controlled with carvedilol. Anticoagulation with apixaban; no bleeding."),
    ]);
    c.by_url(&summary);
    furosemide
}

fn course(c: &mut Chart, furosemide: &str) -> String {
    let apixaban = "MedicationRequest/p03-mr4".to_owned();
    c.visit(Kind::Office, "2021-10-26 10:00", "Heart failure, after discharge", &FALKENRATH);
    c.vitals("bp=118/68 hr=72 spo2=97 wt=66.0 ht=160.0");
    c.bmp("139 4.6 103 26 25 1.08 52 99 9.3");
    let furosemide = c.change(
        furosemide,
        &FUROSEMIDE_40,
        &sig("Take 1 tablet by mouth every morning", "1 {tbl}", "po", MORNING),
        "No congestion; dose halved",
    );
    for (when, weight, bp, bmp, probnp) in [
        ("2022-04-12 10:00", "64.9", "116/66", "139 4.7 103 25 26 1.12 50 98 9.3", "1890"),
        ("2022-10-18 10:00", "64.1", "118/68", "138 4.8 102 25 28 1.15 48 102 9.2", "1540"),
        ("2023-04-25 10:00", "63.6", "114/64", "139 4.6 103 26 27 1.19 46 97 9.3", "1320"),
        ("2023-11-07 10:00", "62.8", "120/70", "140 4.7 104 25 29 1.24 44 100 9.2", "1275"),
        ("2024-05-21 10:00", "62.0", "116/66", "138 4.9 103 24 31 1.29 42 104 9.1", "1310"),
    ] {
        c.visit(Kind::Office, when, "Heart failure and atrial fibrillation follow-up", &FALKENRATH);
        c.vitals(&format!("bp={bp} hr=70 spo2=97 wt={weight} ht=160.0"));
        c.bmp(bmp);
        c.lab(&PROBNP, probnp);
        if when.starts_with("2022-10") || when.starts_with("2023-11") {
            c.shots(&[("140", "Influenza, seasonal, injectable, preservative free")]);
        }
    }
    c.problem(&CKD, "2024-05-21");
    let ef = c.lab(&LVEF, "41");
    let echo = c.prose_report(
        ("42148-7", "US Heart"),
        ("LP29708-2", "Cardiology"),
        "Ejection fraction 41 %, improved from 32 %. Mild mitral regurgitation. Left atrium enlarged.",
        "Mildly reduced left ventricular function, ejection fraction 41 %.",
    );
    c.patch(&echo, &json!({"result": [{"reference": ef}]}));
    c.note(Format::Html, NoteType::Progress, &[
        ("History", "Walks two blocks without stopping. No orthopnea, no bleeding. Denies palpitations."),
        ("Exam", "BP 116/66, HR 70 irregular, weight 62.0 kg. No edema of either leg."),
        ("Assessment and Plan", "1. Heart failure, ejection fraction improved from 32 % to 41 %. Continue furosemide 40 mg every morning.\n2. Atrial fibrillation: apixaban 5 mg twice daily. Age 77, weight 62.0 kg, creatinine 1.29 mg/dL: no dose criterion met.\n3. Chronic kidney disease stage 3a, new on the list."),
    ]);
    c.stay(Kind::Inpatient, "2025-01-14 16:00", "2025-01-18 12:00", "Pneumonia", &LINDQVIST);
    c.resolved(&PNEUMONIA, "2025-01-14", "2025-02-10");
    c.diagnosis(&PNEUMONIA);
    c.vitals("bp=108/60 hr=104 rr=24 t=38.9 spo2=90 wt=61.4");
    c.cbc("15.8 12.1 36.8 90.2 312");
    c.bmp("133 4.4 98 23 36 1.48 36 122 8.9");
    c.lab(&CRP, "142.0");
    c.imaging(("36643-5", "XR Chest 2 Views"), "Consolidation of the left lower lobe. No effusion.", "Left lower lobe pneumonia.");
    let azithromycin = c.rx(&AZITHROMYCIN, &sig("Take 1 tablet by mouth once daily for 5 days", "1 {tbl}", "po", DAILY));
    c.end(&azithromycin, "completed", "2025-01-19", "Course completed");
    let hold = c.rx(&EMPAGLIFLOZIN, &sig("Take 1 tablet by mouth every morning", "1 {tbl}", "po", MORNING));
    c.end(&hold, "on-hold", "2025-01-18", "Not started: low intake after pneumonia");
    c.note(Format::Rtf, NoteType::Discharge, &[
        ("History", "Fever and productive cough for three days. No hemoptysis."),
        ("Exam", "Crackles at the left base; right lung clear."),
        ("Assessment and Plan", "Left lower lobe pneumonia, improved on azithromycin. Empagliflozin on hold until she eats normally. Apixaban 5 mg twice daily continued."),
    ]);
    let _ = furosemide;
    apixaban
}

fn lowered(c: &mut Chart, apixaban: &str) {
    for (when, weight, bp, bmp, probnp) in [
        ("2025-05-13 10:00", "61.0", "112/64", "139 4.8 103 24 32 1.36 39 98 9.2", "1480"),
        ("2025-10-21 10:00", "60.4", "114/66", "138 4.9 103 24 34 1.44 37 101 9.1", "1605"),
    ] {
        c.visit(Kind::Office, when, "Heart failure and atrial fibrillation follow-up", &FALKENRATH);
        c.vitals(&format!("bp={bp} hr=72 spo2=96 wt={weight} ht=160.0"));
        c.bmp(bmp);
        c.lab(&PROBNP, probnp);
    }
    c.visit(Kind::Office, "2026-03-17 10:00", "Atrial fibrillation, anticoagulant review", &FALKENRATH);
    c.vitals("bp=110/62 hr=74 rr=16 t=36.4 spo2=96 wt=58.9 ht=160.0");
    c.bmp("138 5.0 103 23 36 1.56 34 99 9.1");
    c.cbc("5.9 11.8 36.1 92.4 219");
    c.patch("Condition/p03-co3", &json!({"clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "inactive", "display": "inactive"}]},
        "note": [{"text": "Progressed to permanent atrial fibrillation."}]}));
    let af = c.problem(&AFIB_PERSISTENT, "2026-03-17");
    let lower = c.change(
        apixaban,
        &APIXABAN_25,
        &sig(TWICE, "1 {tbl}", "po", BID),
        "Two dose criteria met: weight 58.9 kg and creatinine 1.56 mg/dL",
    );
    c.because(&lower, &af);
    c.note(Format::Xhtml, NoteType::Progress, &[
        ("History", "79-year-old woman. Bruises easily; no falls, no melena, no hematuria. Appetite poor, has lost 2 kg since October."),
        ("Exam", "BP 110/62, HR 74 irregular, weight 58.9 kg. Lungs clear. No edema."),
        ("Assessment and Plan", "1. Permanent atrial fibrillation. Apixaban lowered from 5 mg to 2.5 mg twice daily: weight 58.9 kg (≤ 60 kg) and creatinine 1.56 mg/dL (≥ 1.5 mg/dL).\n2. Chronic kidney disease: creatinine 1.24 mg/dL in 2023, 1.56 mg/dL now.\n3. Heart failure, stable."),
    ]);
    c.visit(Kind::Office, "2026-09-29 10:00", "Heart failure and atrial fibrillation follow-up", &FALKENRATH);
    c.vitals("bp=112/64 hr=70 rr=16 t=36.5 spo2=97 wt=59.3 ht=160.0");
    c.bmp("139 4.8 104 24 33 1.52 35 97 9.2");
    c.cbc("6.0 12.2 37.0 91.8 224");
    c.lab(&PROBNP, "1390");
    c.goal("Weight stable within 2 kg of 59 kg", "active", "2026-03-17", "2027-03-17");
    c.plan(
        "Heart failure and anticoagulation",
        "2021-10-11",
        &["Condition/p03-co2", &af],
        &["Weigh every morning, call at 1.5 kg gain in 2 days", "Kidney function every 6 months", "Bleeding precautions"],
        &[&FALKENRATH, &LINDQVIST],
    );
    c.shots(&[("140", "Influenza, seasonal, injectable, preservative free"), ("309", "COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL")]);
    c.note(Format::Plain, NoteType::Progress, &[
        ("History", "Feels well. No bleeding since the lower dose. No shortness of breath at rest, no chest pain."),
        ("Exam", "BP 112/64, HR 70 irregular, weight 59.3 kg, no edema."),
        ("Assessment and Plan", "Anticoagulated with apixaban 5 mg twice daily for paroxysmal atrial fibrillation (text of 2024).\nAddendum: present dose is 2.5 mg twice daily since March 2026; rhythm is permanent atrial fibrillation.\nCreatinine 1.52 mg/dL, NT-proBNP 1390 pg/mL. Return in 6 months."),
    ]);
}
