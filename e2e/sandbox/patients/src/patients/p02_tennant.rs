//! Harold Tennant, 68: type 2 diabetes on metformin and empagliflozin, never on insulin, no hypoglycaemia, last diabetes
//! visit in February 2026. He asks for a continuous glucose monitor; the order does not meet the usual criteria.

use crate::build::prelude::*;

pub(super) const ID: &str = "p02";

const T2DM: Dx =
    dx("E11.9", "Type 2 diabetes mellitus without complications", "44054006", "Diabetes mellitus type 2", "Type 2 diabetes mellitus");
const HTN: Dx = dx("I10", "Essential (primary) hypertension", "59621000", "Essential hypertension", "Hypertension");
const OBESITY: Dx = dx("E66.811", "Obesity, class 1", "162864005", "Body mass index 30+ - obesity", "Obesity, class 1");
const OSA: Dx =
    dx("G47.33", "Obstructive sleep apnea (adult) (pediatric)", "78275009", "Obstructive sleep apnea syndrome", "Obstructive sleep apnea");
const PREDIABETES: Dx = dx("R73.03", "Prediabetes", "714628002", "Prediabetes", "Prediabetes");
const KNEE: Dx = dx(
    "M17.11",
    "Unilateral primary osteoarthritis, right knee",
    "239873007",
    "Osteoarthritis of knee",
    "Osteoarthritis of the right knee",
);
const T1DM_WRONG: Dx =
    dx("E10.9", "Type 1 diabetes mellitus without complications", "46635009", "Diabetes mellitus type 1", "Type 1 diabetes mellitus");

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Tennant",
            given: &["Harold", "Wystan"],
            gender: "male",
            birth: "1958-02-03",
            race: ("2054-5", "Black or African American"),
            hispanic: false,
            mrn: "LH-400102",
            address: ("220 Cooperage Street", "55999"),
            phone: "+1-555-0121",
        },
        &OYELARAN,
    );
    baseline(&mut c);
    years(&mut c);
    recent(&mut c);
    c
}

fn baseline(c: &mut Chart) {
    c.visit(Kind::Checkup, "2018-05-08 08:30", "Annual check-up", &OYELARAN);
    c.resolved(&PREDIABETES, "2018-05-08", "2020-06-16");
    c.problem(&HTN, "2009-04");
    c.problem(&OBESITY, "2012");
    c.problem(&KNEE, "2016-11-29");
    c.no_known_allergies();
    c.smoking(Smoking::Former);
    c.social_text(("11341-5", "History of Occupation"), "Retired school bus driver");
    c.family(("BRO", "brother"), ("46635009", "Diabetes mellitus type 1"), Some(14), false);
    c.family(("FTH", "father"), ("230690007", "Cerebrovascular accident"), Some(74), true);
    c.vitals("bp=142/88 hr=70 rr=14 t=36.6 spo2=97 wt=101.4 ht=178.0");
    c.cmp("140 4.6 103 26 16 1.02 80 112 9.5 31 27 4.4");
    c.lipids("201 126 39 181");
    c.lab(&A1C, "6.1");
    c.rx(&AMLODIPINE_5, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.coverage("PM-77120088", "2018-01-01", None);
    c.relative(("SPS", "spouse"), "Odette", "Tennant", "+1-555-0122");
    c.note(Format::Plain, NoteType::Progress, &[
        ("History", "60-year-old man, annual visit. Snores; no daytime sleepiness. Right knee pain on stairs, none on the left. No polyuria.\nFamily history: brother has type 1 diabetes since age 14; father died of a stroke at 74."),
        ("Exam", "BP 142/88, weight 101.4 kg, BMI 32.0. Right knee: crepitus, no effusion. Left knee normal."),
        ("Assessment and Plan", "1. Prediabetes, A1c 6.1 %: lifestyle.\n2. Hypertension: start amlodipine 5 mg daily.\n3. Osteoarthritis of the right knee: acetaminophen as needed."),
    ]);
    c.visit(Kind::Office, "2019-11-12 09:10", "Snoring, sleep study result", &NAKAGAWA);
    c.problem(&OSA, "2019-11-12");
    c.device(("701077002", "Respiratory apnea monitoring system"), "CPAP device, 10 cm H2O", "CP-110734");
    c.prose_report(
        ("28633-6", "Polysomnography (sleep) study"),
        ("LP29708-2", "Cardiology"),
        "Apnea-hypopnea index 24 per hour, lowest saturation 84 %.",
        "Moderate obstructive sleep apnea.",
    );
    c.note(
        Format::Rtf,
        NoteType::Consult,
        &[
            ("History", "Loud snoring, witnessed apneas. Denies falling asleep at the wheel."),
            ("Assessment and Plan", "Moderate obstructive sleep apnea, apnea-hypopnea index 24 per hour. Start CPAP at 10 cm H2O."),
        ],
    );
}

fn years(c: &mut Chart) {
    c.visit(Kind::Office, "2020-06-16 08:40", "Laboratory follow-up", &OYELARAN);
    c.problem(&T2DM, "2020-06-16");
    let wrong = c.not_so(&T1DM_WRONG, "2020-06-16", "entered-in-error");
    c.patch(&wrong, &json!({"note": [{"text": "Brother's diagnosis, picked by mistake."}]}));
    c.vitals("bp=136/84 hr=72 wt=103.2 ht=178.0");
    c.cmp("139 4.5 102 25 17 1.05 77 156 9.4 34 29 4.3");
    c.labs(&[(&A1C, "7.3"), (&UACR, "11")]);
    let mut metformin = c.rx(&METFORMIN_500, &sig("Take 1 tablet by mouth twice daily with meals", "1 {tbl}", "po", BID));
    for (when, a1c, creatinine, weight, bp, lipids) in [
        ("2021-01-26 08:40", "6.9", "1.04", "101.0", "134/82", "188 112 40 172"),
        ("2021-08-03 08:40", "7.0", "1.06", "100.2", "132/80", "182 106 41 168"),
        ("2022-02-15 08:40", "7.4", "1.07", "101.7", "138/84", "179 104 40 170"),
        ("2022-09-20 08:40", "7.2", "1.05", "100.8", "130/78", "160 88 42 151"),
        ("2023-04-11 08:40", "7.8", "1.08", "102.1", "134/80", "158 85 41 160"),
    ] {
        c.visit(Kind::Office, when, "Diabetes and blood pressure follow-up", &OYELARAN);
        c.vitals(&format!("bp={bp} hr=70 wt={weight} ht=178.0"));
        c.labs(&[(&A1C, a1c), (&CREAT, creatinine), (&K, "4.5")]);
        c.lipids(lipids);
        if when.starts_with("2022-02") {
            metformin = c.change(
                &metformin,
                &METFORMIN_1000,
                &sig("Take 1 tablet by mouth twice daily with meals", "1 {tbl}", "po", BID),
                "A1c above goal",
            );
            c.rx(&ATORVASTATIN_20, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
        }
        if when.starts_with("2021-08") || when.starts_with("2022-09") {
            c.shots(&[("140", "Influenza, seasonal, injectable, preservative free")]);
        }
    }
    c.by_reference(&metformin);
    let empagliflozin = c.rx(&EMPAGLIFLOZIN, &sig("Take 1 tablet by mouth every morning", "1 {tbl}", "po", MORNING));
    c.because(&empagliflozin, "Condition/p02-co6");
    c.note(
        Format::Html,
        NoteType::Progress,
        &[
            (
                "History",
                "Takes metformin 1000 mg twice daily. Fasting readings 130 to 160 mg/dL, once a day. No hypoglycemia, no insulin ever.",
            ),
            ("Exam", "BP 134/80, weight 102.1 kg. Feet: pulses present, sensation intact on both sides."),
            (
                "Assessment and Plan",
                "Type 2 diabetes, A1c 7.8 %.\n- Add empagliflozin 10 mg every morning\n- Continue metformin & amlodipine 5 mg daily",
            ),
        ],
    );
    c.visit(Kind::Surgery, "2024-03-21 07:30", "Screening colonoscopy", &ZIEGLER);
    c.procedure(("73761001", "Colonoscopy"), Some(("71854001", "Colon structure")));
    let polyp = c.procedure(("82035006", "Resection of polyp of colon"), Some(("60184004", "Sigmoid colon structure")));
    c.patch(&polyp, &json!({"note": [{"text": "One 6 mm polyp of the sigmoid colon."}]}));
    c.prose_report(
        ("11526-1", "Pathology study"),
        ("LP7839-6", "Pathology"),
        "Sigmoid polyp, 6 mm: tubular adenoma without high-grade dysplasia.",
        "Tubular adenoma. No carcinoma.",
    );
    c.note(
        Format::Plain,
        NoteType::Procedure,
        &[
            (
                "Procedure",
                "Colonoscopy to the cecum, good preparation. One 6 mm polyp of the sigmoid colon removed with a cold snare. No bleeding.",
            ),
            ("Assessment and Plan", "Repeat in 7 years if the polyp is a tubular adenoma."),
        ],
    );
}

fn recent(c: &mut Chart) {
    for (when, a1c, creatinine, weight, bp) in [
        ("2024-05-14 08:40", "7.1", "1.10", "98.6", "128/78"),
        ("2025-01-21 08:40", "6.8", "1.09", "96.9", "126/76"),
        ("2025-08-26 08:40", "6.7", "1.11", "96.2", "127/78"),
    ] {
        c.visit(Kind::Office, when, "Diabetes follow-up", &OYELARAN);
        c.vitals(&format!("bp={bp} hr=68 wt={weight} ht=178.0"));
        c.labs(&[(&A1C, a1c), (&CREAT, creatinine), (&UACR, "9")]);
        c.cbc("7.1 14.6 43.8 90.1 228");
    }
    c.visit(Kind::Office, "2026-02-17 08:40", "Diabetes follow-up", &OYELARAN);
    c.vitals("bp=126/76 hr=68 rr=14 t=36.5 spo2=97 wt=95.8 ht=178.0");
    c.cmp("140 4.4 103 25 17 1.10 73 128 9.5 26 23 4.4");
    c.lipids("142 70 44 139");
    c.labs(&[(&A1C, "6.6"), (&UACR, "8")]);
    c.goal("Hemoglobin A1c below 7.0 %", "active", "2026-02-17", "2027-02-17");
    c.goal("Weight below 100 kg", "completed", "2023-04-11", "2025-04-11");
    c.plan(
        "Type 2 diabetes without insulin",
        "2020-06-16",
        &["Condition/p02-co6"],
        &["A1c every 6 months", "Walk 30 minutes five days a week"],
        &[&OYELARAN],
    );
    c.note(Format::Xhtml, NoteType::Progress, &[
        ("History", "Feels well. Checks glucose two or three times a week, 105 to 150 mg/dL. Denies hypoglycemia. Uses CPAP nightly."),
        ("Exam", "BP 126/76, weight 95.8 kg."),
        ("Assessment and Plan", "Type 2 diabetes, A1c 6.6 %, at goal on metformin 1000 mg twice daily and empagliflozin 10 mg daily. No insulin needed. Return in 6 months."),
    ]);
    c.visit(Kind::Office, "2026-10-13 15:20", "Right knee pain; asks for a glucose monitor", &OYELARAN);
    c.vitals("bp=130/78 hr=70 wt=96.4 ht=178.0");
    c.imaging(
        ("36589-0", "XR Knee - right 3 Views"),
        "Medial joint space narrowing of the right knee with osteophytes. No fracture, no effusion.",
        "Moderate osteoarthritis of the right knee.",
    );
    c.takes(&ACETAMINOPHEN, "2 tablets up to three times daily for knee pain", "active", "2026-09", None);
    let order = c.device_request(
        CGM,
        ("E2103", "Non-adjunctive, non-implanted continuous glucose monitor or receiver"),
        "draft",
        &["Condition/p02-co6"],
        "Patient's wish after a television advertisement.",
    );
    c.patch(&order, &json!({"intent": "proposal"}));
    c.note(Format::Plain, NoteType::Progress, &[
        ("History", "Right knee pain for 6 weeks after raking. He saw an advertisement for a continuous glucose monitor and asks for one. Not on insulin. No low readings. Missed his August diabetes visit."),
        ("Exam", "Right knee: tender medial joint line, full extension. Left knee normal."),
        ("Assessment and Plan", "1. Osteoarthritis of the right knee: acetaminophen, physical therapy.\n2. Glucose monitor: prepared the request; diabetes not reviewed today, no training given. Book a diabetes visit."),
    ]);
    c.referral("91251008", "Physical therapy procedure", "Osteoarthritis of the right knee");
}
