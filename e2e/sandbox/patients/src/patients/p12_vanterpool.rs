//! Edith Vanterpool, 88: many drugs. Warfarin was stopped after an INR of 6.8 and replaced by apixaban in 2024; penicillin
//! allergy; mild dementia; a stroke of the left side in 2016.

use crate::build::prelude::*;

pub(super) const ID: &str = "p12";

const AFIB: Dx =
    dx("I48.20", "Chronic atrial fibrillation, unspecified", "426749004", "Chronic atrial fibrillation", "Chronic atrial fibrillation");
const STROKE: Dx = dx("I63.9", "Cerebral infarction, unspecified", "432504007", "Cerebral infarction", "Ischemic stroke, left hemisphere");
const HTN: Dx = dx("I10", "Essential (primary) hypertension", "59621000", "Essential hypertension", "Hypertension");
const OSTEO: Dx = dx("M81.0", "Age-related osteoporosis without current pathological fracture", "64859006", "Osteoporosis", "Osteoporosis");
const DEMENTIA: Dx = dx(
    "F03.A0",
    "Unspecified dementia, mild, without behavioral disturbance, psychotic disturbance, mood disturbance, and anxiety",
    "52448006",
    "Dementia",
    "Mild dementia",
);
const HYPOTHYROID: Dx = dx("E03.9", "Hypothyroidism, unspecified", "40930008", "Hypothyroidism", "Hypothyroidism");
const BLEED: Dx = dx(
    "K92.2",
    "Gastrointestinal hemorrhage, unspecified",
    "74474003",
    "Gastrointestinal hemorrhage",
    "Gastrointestinal bleeding on warfarin",
);
const MACULA: Dx =
    dx("H35.30", "Unspecified macular degeneration", "267718000", "Age-related macular degeneration", "Macular degeneration");
const INSOMNIA: Dx = dx("G47.00", "Insomnia, unspecified", "193462001", "Insomnia", "Insomnia");

const ONCE_DAILY: &str = "Take 1 tablet by mouth once daily";

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Vanterpool",
            given: &["Edith", "Marguerite"],
            gender: "female",
            birth: "1938-02-27",
            race: ("2054-5", "Black or African American"),
            hispanic: false,
            mrn: "LH-400112",
            address: ("2 Almshouse Square", "55999"),
            phone: "+1-555-0221",
        },
        &LINDQVIST,
    );
    let warfarin = first(&mut c);
    switched(&mut c, &warfarin);
    now(&mut c);
    c
}

fn first(c: &mut Chart) -> String {
    c.visit(Kind::Checkup, "2016-11-15 10:00", "After stroke", &LINDQVIST);
    c.problem(&AFIB, "2016-09-04");
    c.resolved(&STROKE, "2016-09-04", "2016-09-10");
    c.problem(&HTN, "1984");
    c.problem(&HYPOTHYROID, "2003");
    c.problem(&OSTEO, "2012-06");
    c.allergy(
        (RXNORM, "7980", "penicillin G"),
        "medication",
        "high",
        "1961",
        &[("126485001", "Urticaria", "severe"), ("41291007", "Angioedema", "severe")],
    );
    c.allergy((RXNORM, "10831", "sulfamethoxazole / trimethoprim"), "medication", "low", "2008-03", &[("422587007", "Nausea", "mild")]);
    c.smoking(Smoking::Never);
    c.family(("SIS", "sister"), ("26929004", "Alzheimer's disease"), Some(79), true);
    c.vitals("bp=146/78 hr=76 rr=16 t=36.4 spo2=97 wt=61.2 ht=158.0");
    c.cmp("139 4.4 103 26 19 0.92 60 101 9.5 17 22 4.0");
    c.labs(&[(&INR, "2.4"), (&TSH, "3.10")]);
    let warfarin = c.rx(&WARFARIN_5, &sig("Take 1 tablet by mouth every evening, INR goal 2 to 3", "1 {tbl}", "po", DAILY));
    c.because(&warfarin, "Condition/p12-co1");
    c.rx(&METOPROLOL_XL, &sig(ONCE_DAILY, "1 {tbl}", "po", DAILY));
    c.rx(&AMLODIPINE_10, &sig(ONCE_DAILY, "1 {tbl}", "po", DAILY));
    c.rx(&ATORVASTATIN_40, &sig("Take 1 tablet by mouth at bedtime", "1 {tbl}", "po", BEDTIME));
    c.rx(&LEVOTHYROXINE, &sig("Take 1 tablet by mouth every morning on an empty stomach", "1 {tbl}", "po", MORNING));
    let alendronate = c.rx(&ALENDRONATE, &sig("Take 1 tablet by mouth every morning, sit up for 30 minutes", "1 {tbl}", "po", MORNING));
    c.end(&alendronate, "completed", "2019-05-07", "Drug holiday after 7 years");
    c.coverage("PM-77120744", "2003-03-01", None);
    c.relative(("SON", "son"), "Rupert", "Vanterpool", "+1-555-0222");
    c.note(Format::Rtf, NoteType::Progress, &[
        ("History", "78-year-old woman, stroke of the left hemisphere on 2016-09-04 with weakness of the right arm, recovered. Atrial fibrillation found then. No bleeding on warfarin. Sister had Alzheimer's disease."),
        ("Exam", "BP 146/78. Strength equal on both sides. Speech clear."),
        ("Assessment and Plan", "1. Chronic atrial fibrillation, INR 2.4: warfarin 5 mg every evening.\n2. Penicillin allergy: hives and swelling of the lips in 1961."),
    ]);
    for (when, inr) in [
        ("2017-02-07 08:00", "2.6"),
        ("2017-08-15 08:00", "3.4"),
        ("2018-02-06 08:00", "2.2"),
        ("2018-08-14 08:00", "2.9"),
        ("2019-02-05 08:00", "1.7"),
        ("2019-08-13 08:00", "2.5"),
        ("2020-02-04 08:00", "3.1"),
        ("2021-02-09 08:00", "2.3"),
        ("2022-02-08 08:00", "3.6"),
        ("2022-08-16 08:00", "2.8"),
        ("2023-02-07 08:00", "3.9"),
        ("2023-08-15 08:00", "2.7"),
    ] {
        c.outside(when, &LINDQVIST);
        c.lab(&INR, inr);
    }
    warfarin
}

fn switched(c: &mut Chart, warfarin: &str) {
    for (when, bp, weight, cbc) in [
        ("2019-05-07 10:00", "142/76", "60.4", "6.6 12.6 38.0 90.1 244"),
        ("2020-10-20 10:00", "138/74", "59.1", "6.4 12.4 37.6 90.4 238"),
        ("2022-05-10 10:00", "140/72", "58.0", "6.3 12.3 37.2 91.0 231"),
    ] {
        c.visit(Kind::Checkup, when, "Follow-up", &LINDQVIST);
        c.vitals(&format!("bp={bp} hr=72 wt={weight} ht=157.0"));
        c.cbc(cbc);
        c.bmp("139 4.4 103 26 20 0.95 57 98 9.4");
        c.shots(&[("140", "Influenza, seasonal, injectable, preservative free")]);
    }
    c.problem(&MACULA, "2022-03");
    c.problem(&INSOMNIA, "2022-05-10");
    let trazodone = c.rx(&TRAZODONE, &sig("Take 1 tablet by mouth at bedtime", "1 {tbl}", "po", BEDTIME));
    c.end(&trazodone, "stopped", "2024-03-18", "Fall at night");
    c.stay(Kind::Inpatient, "2024-03-12 09:20", "2024-03-18 14:00", "Black stools, high INR", &LINDQVIST);
    c.diagnosis(&BLEED);
    c.resolved(&BLEED, "2024-03-11", "2024-03-18");
    c.vitals("bp=104/58 hr=108 rr=20 t=36.3 spo2=96 wt=56.2");
    c.labs(&[(&INR, "6.8"), (&BUN, "41"), (&CREAT, "1.04")]);
    c.cbc("9.8 7.9 24.0 88.7 262");
    c.procedure(("5447007", "Transfusion"), None);
    c.procedure(("423827005", "Endoscopy"), Some(("69695003", "Stomach structure")));
    c.at("2024-03-18 08:00");
    c.cbc("7.0 9.6 29.3 89.9 288");
    c.lab(&INR, "1.2");
    c.end(warfarin, "stopped", "2024-03-12", "Gastrointestinal bleeding with INR 6.8");
    let apixaban = c.rx(&APIXABAN_25, &sig("Take 1 tablet by mouth twice daily", "1 {tbl}", "po", BID));
    c.because(&apixaban, "Condition/p12-co1");
    c.patch(&apixaban, &json!({"priorPrescription": {"reference": warfarin}}));
    c.rx(&OMEPRAZOLE, &sig("Take 1 capsule by mouth every morning before breakfast", "1 {cap}", "po", MORNING));
    let aspirin = c.takes(&ASPIRIN_81, "1 tablet daily, bought by herself", "stopped", "2021", Some("2024-03-12"));
    c.patch(&aspirin, &json!({"statusReason": [{"text": "Bleeding"}]}));
    let note = c.note(Format::Ccda, NoteType::Discharge, &[
        ("Problems", "- Gastrointestinal bleeding on warfarin, INR 6.8\n- Chronic atrial fibrillation\n- Hypertension"),
        ("Medications", "- Apixaban 2.5 mg twice daily, new\n- Omeprazole 20 mg every morning, new\n- Metoprolol succinate 100 mg daily\n- Amlodipine 10 mg daily\n- Atorvastatin 40 mg at bedtime\n- Levothyroxine 50 mcg every morning\n- STOPPED: warfarin, aspirin, trazodone"),
        ("Allergies", "- Penicillin: hives, angioedema\n- Sulfamethoxazole/trimethoprim: nausea"),
        ("Results", "Hemoglobin 7.9 g/dL on arrival, 9.6 g/dL at discharge after 2 units. INR 6.8, then 1.2."),
        ("Hospital course", "Gastric erosions on endoscopy, no ulcer. Warfarin stopped on 2024-03-12, apixaban 2.5 mg twice daily from 2024-03-18: age over 80 and weight 56.2 kg."),
    ]);
    c.by_url(&note);
}

fn now(c: &mut Chart) {
    for (when, weight, cbc, creatinine) in [
        ("2024-06-11 10:00", "56.0", "6.2 11.4 34.6 90.2 240", "0.98"),
        ("2024-12-10 10:00", "55.6", "6.0 12.0 36.3 90.6 235", "1.01"),
        ("2025-06-17 10:00", "55.1", "6.1 12.1 36.5 91.1 229", "1.06"),
        ("2025-12-09 10:00", "54.7", "5.9 12.0 36.2 91.3 226", "1.08"),
    ] {
        c.visit(Kind::Office, when, "Follow-up", &LINDQVIST);
        c.vitals(&format!("bp=134/70 hr=68 wt={weight} ht=156.0"));
        c.cbc(cbc);
        c.labs(&[(&CREAT, creatinine), (&K, "4.5"), (&TSH, "2.80")]);
        if when.contains("-12-") {
            c.shots(&[("140", "Influenza, seasonal, injectable, preservative free")]);
        }
        if when.starts_with("2025-06") {
            let dementia = c.problem(&DEMENTIA, "2025-06-17");
            c.score(("72106-8", "Total score [MMSE]"), 22, &[]);
            let donepezil = c.rx(&DONEPEZIL, &sig("Take 1 tablet by mouth at bedtime", "1 {tbl}", "po", BEDTIME));
            c.because(&donepezil, &dementia);
            c.end(&donepezil, "stopped", "2025-12-09", "Slow pulse, 46 per minute");
        }
    }
    c.visit(Kind::Checkup, "2026-06-09 10:00", "Medication review", &LINDQVIST);
    c.vitals("bp=132/70 hr=70 rr=16 t=36.4 spo2=97 wt=54.9 ht=156.0");
    c.cmp("139 4.5 103 26 21 1.07 50 96 9.4 15 20 3.8");
    c.cbc("6.0 12.2 36.8 91.0 230");
    c.labs(&[(&TSH, "2.64"), (&VITD, "33")]);
    c.score(("72106-8", "Total score [MMSE]"), 21, &[]);
    let amlodipine = c.rx(&AMLODIPINE_5, &sig(ONCE_DAILY, "1 {tbl}", "po", DAILY));
    c.end("MedicationRequest/p12-mr3", "stopped", "2026-06-09", "Ankle swelling; dose halved");
    c.patch(&amlodipine, &json!({"priorPrescription": {"reference": "MedicationRequest/p12-mr3"}}));
    c.takes(&ACETAMINOPHEN, "2 tablets at bedtime for knee pain", "active", "2023", None);
    c.goal("No fall in the next year", "active", "2026-06-09", "2027-06-09");
    c.plan(
        "Care of the elderly",
        "2024-03-18",
        &["Condition/p12-co1"],
        &["Pill box filled by her son", "No NSAIDs, no aspirin", "Blood count twice a year"],
        &[&LINDQVIST],
    );
    c.note(Format::Html, NoteType::Progress, &[
        ("History", "88-year-old woman with her son. No bleeding since March 2024, no fall since 2024. Ankles swell in the evening. Does not take warfarin any more; takes apixaban 2.5 mg twice daily."),
        ("Exam", "BP 132/70, weight 54.9 kg. Edema of both ankles. MMSE 21 of 30."),
        ("Assessment and Plan", "1. Chronic atrial fibrillation: apixaban 2.5 mg twice daily.\n2. Ankle edema: amlodipine from 10 to 5 mg daily.\n3. Mild dementia; donepezil was stopped in December 2025 for a slow pulse.\n4. Penicillin allergy confirmed by history."),
    ]);
    c.visit(Kind::Telehealth, "2026-10-06 09:00", "Dental work planned", &LINDQVIST);
    c.note(Format::Plain, NoteType::Telephone, &[
        ("History", "Tooth extraction planned for November. Dentist asks about blood thinners and antibiotics."),
        ("Assessment and Plan", "On apixaban 2.5 mg twice daily. Anticoagulation: warfarin 5 mg, INR goal 2 to 3 (copied from 2022; warfarin was stopped in 2024). No penicillin: hives and angioedema."),
    ]);
}
