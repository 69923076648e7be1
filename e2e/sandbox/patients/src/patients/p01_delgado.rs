//! Rosalind Delgado-Finch, 63: type 2 diabetes on basal-bolus insulin with repeated hypoglycaemia, one severe event that
//! needed her husband's help, a diabetes visit in September 2026 and documented training. Her order for a continuous
//! glucose monitor meets the usual coverage criteria.

use crate::build::prelude::*;

pub(super) const ID: &str = "p01";

const T2DM: Dx =
    dx("E11.65", "Type 2 diabetes mellitus with hyperglycemia", "44054006", "Diabetes mellitus type 2", "Type 2 diabetes mellitus");
const HYPO: Dx = dx(
    "E11.649",
    "Type 2 diabetes mellitus with hypoglycemia without coma",
    "120731000119103",
    "Hypoglycemia due to type 2 diabetes mellitus",
    "Type 2 diabetes mellitus with hypoglycemia",
);
const NEUROPATHY: Dx = dx(
    "E11.42",
    "Type 2 diabetes mellitus with diabetic polyneuropathy",
    "368581000119106",
    "Neuropathy due to type 2 diabetes mellitus",
    "Diabetic polyneuropathy",
);
const HTN: Dx = dx("I10", "Essential (primary) hypertension", "59621000", "Essential hypertension", "Hypertension");
const LIPIDS_DX: Dx = dx("E78.2", "Mixed hyperlipidemia", "267434003", "Mixed hyperlipidemia", "Mixed hyperlipidemia");
const UTI: Dx =
    dx("N39.0", "Urinary tract infection, site not specified", "68566005", "Urinary tract infectious disease", "Urinary tract infection");
const CAD: Dx = dx(
    "I25.10",
    "Atherosclerotic heart disease of native coronary artery without angina pectoris",
    "53741008",
    "Coronary arteriosclerosis",
    "Coronary artery disease",
);

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Delgado-Finch",
            given: &["Rosalind", "Inez"],
            gender: "female",
            birth: "1963-05-17",
            race: ("2106-3", "White"),
            hispanic: true,
            mrn: "LH-400101",
            address: ("14 Millrace Lane", "55999"),
            phone: "+1-555-0111",
        },
        &LINDQVIST,
    );
    let glargine = early(&mut c);
    let (glargine, lispro) = intensified(&mut c, &glargine);
    this_year(&mut c, &glargine, &lispro);
    c
}

/// 2021 to 2022: oral drugs, then basal insulin.
fn early(c: &mut Chart) -> String {
    c.visit(Kind::Checkup, "2021-03-09 09:00", "New patient, diabetes", &LINDQVIST);
    c.problem(&T2DM, "2014-08");
    c.problem(&HTN, "2011");
    c.problem(&LIPIDS_DX, "2015-02-11");
    let cad = c.not_so(&CAD, "2019-10-02", "refuted");
    c.patch(&cad, &json!({"note": [{"text": "Coronary CT angiogram 2019-10-30 without plaque; diagnosis refuted."}]}));
    c.allergy(
        (RXNORM, "10831", "sulfamethoxazole / trimethoprim"),
        "medication",
        "low",
        "2009",
        &[("271807003", "Eruption of skin", "mild")],
    );
    c.family(("MTH", "mother"), ("44054006", "Diabetes mellitus type 2"), Some(51), false);
    c.family(("FTH", "father"), ("22298006", "Myocardial infarction"), Some(62), true);
    c.smoking(Smoking::Never);
    c.vitals("bp=138/86 hr=78 rr=16 t=36.7 spo2=98 wt=84.6 ht=163.0");
    c.cmp("139 4.4 102 25 14 0.78 88 187 9.4 24 21 4.2");
    c.lipids("214 131 42 206");
    c.labs(&[(&A1C, "8.4"), (&UACR, "18"), (&TSH, "2.10")]);
    let metformin = c.rx(&METFORMIN_500, &sig("Take 1 tablet by mouth twice daily with meals", "1 {tbl}", "po", BID));
    let lisinopril = c.rx(&LISINOPRIL_10, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.rx(&ATORVASTATIN_20, &sig("Take 1 tablet by mouth at bedtime", "1 {tbl}", "po", BEDTIME));
    c.coverage("PM-77120034", "2021-01-01", None);
    c.relative(("SPS", "spouse"), "Gareth", "Finch", "+1-555-0112");
    c.note(Format::Plain, NoteType::History, &[
        ("History", "57-year-old woman with type 2 diabetes since 2014, hypertension and mixed hyperlipidemia, establishing care. \
            Takes glipizide from a former clinic irregularly. No chest pain, no shortness of breath. Denies hypoglycemia.\n\
            Family history: mother with type 2 diabetes; father died of a myocardial infarction at 62. She herself has no history of myocardial infarction."),
        ("Exam", "BP 138/86, HR 78, weight 84.6 kg. Lungs clear. Heart regular, no murmur. Feet: monofilament intact on both sides, no ulcer."),
        ("Assessment and Plan", "1. Type 2 diabetes, A1c 8.4 %. Start metformin 500 mg twice daily; stop glipizide.\n\
            2. Hypertension: lisinopril 10 mg daily.\n3. Mixed hyperlipidemia, LDL 131 mg/dL: atorvastatin 20 mg at bedtime.\n\
            4. Coronary artery disease was listed by the former clinic but refuted by CT angiogram in 2019."),
    ]);
    c.takes(&GLIPIZIDE, "10 mg, when she remembers", "stopped", "2017", Some("2021-03-09"));

    c.visit(Kind::Office, "2021-09-14 10:20", "Diabetes follow-up", &LINDQVIST);
    c.vitals("bp=134/82 hr=76 wt=84.1 ht=163.0");
    c.labs(&[(&A1C, "8.1"), (&CREAT, "0.80"), (&K, "4.5")]);
    let metformin = c.change(
        &metformin,
        &METFORMIN_1000,
        &sig("Take 1 tablet by mouth twice daily with meals", "1 {tbl}", "po", BID),
        "A1c above goal; dose raised",
    );
    c.because(&metformin, "Condition/p01-co1");
    c.shots(&[("140", "Influenza, seasonal, injectable, preservative free"), ("33", "pneumococcal polysaccharide vaccine, 23 valent")]);

    c.visit(Kind::Office, "2022-02-22 09:40", "Diabetes follow-up", &LINDQVIST);
    c.vitals("bp=141/88 hr=80 wt=85.2 ht=163.0");
    c.cmp("138 4.3 101 24 15 0.82 83 212 9.3 26 22 4.1");
    c.labs(&[(&A1C, "9.2"), (&CPEP, "1.1")]);
    c.change(&lisinopril, &LISINOPRIL_20, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY), "Blood pressure above goal");
    let glargine = c.rx(&GLARGINE, &sig("Inject 10 units under the skin at bedtime", "10 [iU]", "sc", BEDTIME));
    c.procedure(("134388005", "Monitoring of diabetic foot"), None);
    c.note(Format::Html, NoteType::Progress, &[
        ("History", "Home fasting readings 190 to 240 mg/dL on metformin 1000 mg twice daily. Denies polyuria. No hypoglycemia."),
        ("Exam", "BP 141/88, weight 85.2 kg. Lungs clear, no edema."),
        ("Assessment and Plan", "Type 2 diabetes, A1c 9.2 %, above goal.\n- Start insulin glargine 10 units at bedtime, raise by 2 units every 3 days to fasting < 130 mg/dL\n- Raise lisinopril to 20 mg daily\n- Continue metformin"),
    ]);
    c.outside("2022-06-11 14:05", &GUTHRIE);
    c.visit(Kind::Emergency, "2022-06-11 14:05", "Dysuria", &GUTHRIE);
    c.resolved(&UTI, "2022-06-11", "2022-06-18");
    c.lab(&UCULT, "Escherichia coli, > 100,000 CFU/mL, susceptible to cephalexin");
    c.lab(&UA_COLOR, "Yellow, cloudy");
    let cephalexin = c.rx(&CEPHALEXIN, &sig("Take 1 capsule by mouth every 6 hours for 7 days", "1 {cap}", "po", Q6H));
    c.end(&cephalexin, "completed", "2022-06-18", "Course completed");
    glargine
}

/// 2023 to 2025: basal-bolus insulin by the endocrinologist.
fn intensified(c: &mut Chart, glargine: &str) -> (String, String) {
    c.visit(Kind::Office, "2023-01-17 11:00", "Endocrinology consultation", &BASKERVILLE);
    c.vitals("bp=132/80 hr=74 wt=86.0 ht=163.0");
    c.labs(&[(&A1C, "9.6"), (&CPEP, "0.6"), (&UACR, "24"), (&CREAT, "0.84")]);
    let glargine = c.change(
        glargine,
        &GLARGINE,
        &sig("Inject 18 units under the skin at bedtime", "18 [iU]", "sc", BEDTIME),
        "Fasting glucose above goal",
    );
    let lispro = c.rx(&LISPRO, &sig("Inject 6 units under the skin three times daily before meals", "6 [iU]", "sc", TID_MEALS));
    c.problem(&NEUROPATHY, "2023-01-17");
    let consult = c.note(Format::Rtf, NoteType::Consult, &[
        ("History", "59-year-old woman with type 2 diabetes for about 8 years. C-peptide has fallen to 0.6 ng/mL. Numbness of both feet for 6 months. No ulcer, no retinopathy on her 2022 eye exam."),
        ("Exam", "Vibration sense reduced at both great toes; monofilament 8 of 10 on the right, 7 of 10 on the left."),
        ("Assessment and Plan", "1. Type 2 diabetes, A1c 9.6 %, insulin deficient. Glargine 18 units at bedtime; add lispro 6 units before meals. Continue metformin 1000 mg twice daily.\n2. Diabetic polyneuropathy, new.\n3. Home blood glucose testing four times daily."),
    ]);
    c.by_url(&consult);
    for (when, a1c, weight, creatinine, pressure) in [
        ("2023-07-18 10:30", "8.3", "86.4", "0.86", "130/78"),
        ("2024-01-23 10:30", "7.9", "86.9", "0.87", "128/76"),
        ("2024-08-06 10:30", "7.6", "87.3", "0.90", "126/78"),
        ("2025-02-11 10:30", "7.4", "86.8", "0.91", "131/80"),
    ] {
        c.visit(Kind::Office, when, "Diabetes follow-up", &BASKERVILLE);
        c.vitals(&format!("bp={pressure} hr=74 wt={weight} ht=163.0"));
        c.labs(&[(&A1C, a1c), (&CREAT, creatinine), (&K, "4.4")]);
    }
    c.shots(&[("115", "Tdap")]);
    c.lipids("158 79 44 176");
    let change = c.change(
        &glargine,
        &GLARGINE,
        &sig("Inject 24 units under the skin at bedtime", "24 [iU]", "sc", BEDTIME),
        "Fasting glucose above goal",
    );
    let wrong = c.lab(&POC_GLU, "412");
    c.retract(&wrong);
    c.patch(&wrong, &json!({"note": [{"text": "Result of another patient's meter; entered in error."}]}));
    c.visit(Kind::Office, "2025-08-19 10:30", "Diabetes follow-up", &BASKERVILLE);
    c.vitals("bp=128/76 hr=72 wt=86.1 ht=163.0");
    c.labs(&[(&A1C, "7.2"), (&UACR, "<7"), (&CREAT, "0.88")]);
    c.cbc("6.8 13.1 39.4 88.2 251");
    let lispro = c.change(
        &lispro,
        &LISPRO,
        &sig("Inject 8 units under the skin three times daily before meals", "8 [iU]", "sc", TID_MEALS),
        "Post-meal glucose above goal",
    );
    c.prose_report(
        ("32451-7", "Physical findings of Macula"),
        ("LP7839-6", "Pathology"),
        "Dilated eye examination of both eyes. No microaneurysm, no hemorrhage, no macular edema.",
        "No diabetic retinopathy.",
    );
    (change, lispro)
}

/// 2026: hypoglycaemia, lower doses, the monitor.
fn this_year(c: &mut Chart, glargine: &str, lispro: &str) {
    c.visit(Kind::Office, "2026-02-24 10:30", "Diabetes follow-up, low readings", &BASKERVILLE);
    c.vitals("bp=126/74 hr=72 wt=85.4 ht=163.0");
    c.labs(&[(&A1C, "6.9"), (&CREAT, "0.92"), (&EGFR, "70")]);
    for (when, value) in [("2026-01-19 03:10", "51"), ("2026-02-08 02:45", "48")] {
        c.home(&POC_GLU, when, value);
    }
    let hypo = c.problem(&HYPO, "2026-01-19");
    let glargine = c.change(
        glargine,
        &GLARGINE,
        &sig("Inject 20 units under the skin at bedtime", "20 [iU]", "sc", BEDTIME),
        "Nocturnal hypoglycemia",
    );
    c.rx(&GLUCAGON, &sig("Spray 3 mg into one nostril once for severe low blood sugar", "3 mg", "na", ONCE).prn("severe hypoglycemia"));
    c.note(Format::Xhtml, NoteType::Progress, &[
        ("History", "Two night-time lows in six weeks: 51 mg/dL on 2026-01-19 and 48 mg/dL on 2026-02-08, with sweating. She treated herself with juice both times. Checks fingersticks four times daily."),
        ("Exam", "BP 126/74, weight 85.4 kg. Injection sites without lipohypertrophy."),
        ("Assessment and Plan", "Type 2 diabetes with hypoglycemia, A1c 6.9 %.\n- Lower glargine from 24 to 20 units at bedtime (first adjustment)\n- Glucagon prescribed\n- Return in 3 months"),
    ]);

    c.visit(Kind::Emergency, "2026-06-02 04:25", "Severe hypoglycemia", &GUTHRIE);
    c.diagnosis(&HYPO);
    c.vitals("bp=142/80 hr=104 rr=18 t=36.2 spo2=97");
    c.lab(&POC_GLU, "39");
    c.at("2026-06-02 05:10");
    c.lab(&POC_GLU, "128");
    c.bmp("140 3.6 104 24 16 0.95 67 131 9.2");
    let lispro = c.change(
        lispro,
        &LISPRO,
        &sig("Inject 6 units under the skin three times daily before meals", "6 [iU]", "sc", TID_MEALS),
        "Severe hypoglycemia",
    );
    c.note(Format::Plain, NoteType::Emergency, &[
        ("History", "Husband found her confused and sweating at 03:50; glucometer 39 mg/dL. She could not swallow safely; he gave nasal glucagon. Alert on arrival. No fall, no head injury. No seizure."),
        ("Exam", "HR 104. Alert and oriented after treatment. No focal deficit."),
        ("Assessment and Plan", "Severe (level 3) hypoglycemia on basal-bolus insulin, resolved; glucose 128 mg/dL at 05:10. Lispro lowered from 8 to 6 units before meals (second adjustment). Follow up with endocrinology."),
    ]);

    c.visit(Kind::Office, "2026-09-15 13:00", "Diabetes follow-up after severe hypoglycemia", &BASKERVILLE);
    c.vitals("bp=128/76 hr=74 rr=16 t=36.6 spo2=98 wt=84.9 ht=163.0");
    c.cmp("139 4.3 103 25 15 0.90 72 143 9.4 22 20 4.2");
    c.labs(&[(&A1C, "7.0"), (&UACR, "12"), (&TSH, "1.94")]);
    c.home(&POC_GLU, "2026-08-30 02:20", "52");
    c.diagnosis(&HYPO);
    c.goal("No glucose below 54 mg/dL for 3 months", "active", "2026-09-15", "2026-12-15");
    c.goal("Hemoglobin A1c between 7.0 % and 7.5 %", "active", "2026-09-15", "2027-03-15");
    c.plan(
        "Diabetes on intensive insulin",
        "2023-01-17",
        &["Condition/p01-co1", &hypo],
        &["Glucose testing four times daily until the monitor arrives", "Hypoglycemia education", "Yearly eye and foot examination"],
        &[&BASKERVILLE, &LINDQVIST, &MARLOWE],
    );
    let note = c.note(Format::Ccda, NoteType::Progress, &[
        ("Problems", "- Type 2 diabetes mellitus with hypoglycemia\n- Diabetic polyneuropathy\n- Hypertension\n- Mixed hyperlipidemia"),
        ("Medications", "- Insulin glargine 20 units at bedtime\n- Insulin lispro 6 units before meals\n- Metformin 1000 mg twice daily\n- Lisinopril 20 mg daily\n- Atorvastatin 20 mg at bedtime"),
        ("History", "63-year-old woman on four insulin injections daily. One severe low on 2026-06-02 (39 mg/dL, needed help) and one further low of 52 mg/dL on 2026-08-30 despite two reductions of insulin. Tests four or more times daily. She denies chest pain."),
        ("Exam", "BP 128/76, weight 84.9 kg. Monofilament 7 of 10 on both feet; no ulcer."),
        ("Assessment and Plan", "Type 2 diabetes with recurrent hypoglycemia despite lower doses, A1c 7.0 %. She needs a continuous glucose monitor with alarms. Refer to the diabetes educator for training; order after it."),
    ]);
    c.by_url(&note);
    c.because(&glargine, "Condition/p01-co1");
    c.because(&lispro, "Condition/p01-co1");

    c.visit(Kind::Office, "2026-09-22 09:30", "Diabetes education: continuous glucose monitor", &MARLOWE);
    c.procedure(("6143009", "Diabetic education"), None);
    c.note(Format::Html, NoteType::Progress, &[
        ("History", "Patient and husband trained for 45 minutes in sensor placement, alarms, and what to do at < 70 mg/dL and < 54 mg/dL. Both inserted a demonstration sensor and read it correctly (teach-back)."),
        ("Assessment and Plan", "Patient has sufficient training to use the prescribed continuous glucose monitor. Dr. Baskerville informed."),
    ]);
    c.outside("2026-09-24 08:15", &BASKERVILLE);
    c.device_request(
        CGM,
        ("E2103", "Non-adjunctive, non-implanted continuous glucose monitor or receiver"),
        "active",
        &["Condition/p01-co1", &hypo],
        "For use by an adult with diabetes as labelled; insulin four times daily; recurrent hypoglycemia. Trained 2026-09-22.",
    );
    c.device(("337414009", "Blood glucose meter"), "Home blood glucose meter", "BG-550193");
    c.visit(Kind::Telehealth, "2026-10-20 16:00", "Diabetes telephone follow-up", &LINDQVIST);
    c.shots(&[("140", "Influenza, seasonal, injectable, preservative free")]);
    c.takes(&IBUPROFEN_200, "1 tablet about twice a month for headache", "active", "2024", None);
    c.note(Format::Plain, NoteType::Telephone, &[
        ("History", "No further lows since 2026-08-30. Waiting for the glucose monitor. Medication list reviewed: insulin glargine 24 units at bedtime (copied from 2025 list)."),
        ("Assessment and Plan", "Continue present doses as set by endocrinology. Influenza vaccine given at the pharmacy window today."),
    ]);
    c.outside("2026-10-29 07:15", &BASKERVILLE);
    c.message(
        "Good morning. The insurance called and says that they still wait for a letter about my glucose monitor. Could you send it? \
         Thank you.",
    );
}
