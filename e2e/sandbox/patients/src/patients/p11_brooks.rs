//! Jaylen Brooks-Ito, 16: type 1 diabetes since 2021, ketoacidosis at onset and once more after missed insulin, on an
//! insulin pump with a continuous glucose monitor since 2024. Celiac disease was looked for and not found.

use crate::build::prelude::*;

pub(super) const ID: &str = "p11";

const T1DM: Dx =
    dx("E10.65", "Type 1 diabetes mellitus with hyperglycemia", "46635009", "Diabetes mellitus type 1", "Type 1 diabetes mellitus");
const DKA: Dx = dx(
    "E10.10",
    "Type 1 diabetes mellitus with ketoacidosis without coma",
    "420270002",
    "Ketoacidosis due to type 1 diabetes mellitus",
    "Diabetic ketoacidosis",
);
const ANXIETY: Dx = dx("F41.9", "Anxiety disorder, unspecified", "197480006", "Anxiety disorder", "Anxiety");
const CELIAC: Dx = dx("K90.0", "Celiac disease", "396331005", "Celiac disease", "Celiac disease, suspected");
const FRACTURE: Dx = dx(
    "S52.501A",
    "Unspecified fracture of the lower end of right radius, initial encounter for closed fracture",
    "263102004",
    "Fracture of distal end of radius",
    "Fracture of the right distal radius",
);

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Brooks-Ito",
            given: &["Jaylen", "Kenji"],
            gender: "male",
            birth: "2010-08-05",
            race: ("2028-9", "Asian"),
            hispanic: false,
            mrn: "LH-400111",
            address: ("77 Harrow Street", "55999"),
            phone: "+1-555-0211",
        },
        &PEMBERTON,
    );
    let basal = onset(&mut c);
    years(&mut c, &basal);
    now(&mut c);
    c
}

fn onset(c: &mut Chart) -> String {
    c.visit(Kind::WellChild, "2020-08-11 09:00", "Well child visit, 10 years", &PEMBERTON);
    c.vitals("bp=104/62 hr=80 rr=18 t=36.6 wt=33.4 ht=139.0");
    c.no_known_allergies();
    c.family(("MTH", "mother"), ("21897009", "Generalized anxiety disorder"), Some(30), false);
    c.family(("MAUNT", "maternal aunt"), ("396331005", "Celiac disease"), Some(25), false);
    let mother = c.relative(("MTH", "mother"), "Naomi", "Ito", "+1-555-0212");
    c.coverage("PM-77120680", "2010-08-05", Some(&mother));
    c.shots(&[("62", "HPV, quadrivalent"), ("140", "Influenza, seasonal, injectable, preservative free")]);
    c.stay(Kind::Inpatient, "2021-11-03 18:40", "2021-11-06 12:00", "New diabetes with ketoacidosis", &BASKERVILLE);
    let diabetes = c.problem(&T1DM, "2021-11-03");
    c.resolved(&DKA, "2021-11-03", "2021-11-04");
    c.vitals("bp=98/58 hr=132 rr=32 t=36.9 spo2=98 wt=34.0 ht=146.0");
    c.labs(&[(&GLU, "562"), (&PH_V, "7.11"), (&BHB, "7.80"), (&A1C, "12.8"), (&CPEP, "0.2")]);
    c.bmp("130 5.2 95 8 22 0.92 103 562 9.2");
    c.lab_coded(("56718-2", "Glutamate decarboxylase 65 Ab [Presence] in Serum"), "10828004", "Positive");
    c.labs(&[(&TTG, "<1.2"), (&TSH, "1.85")]);
    c.at("2021-11-04 06:00");
    c.labs(&[(&GLU, "184"), (&PH_V, "7.36"), (&BHB, "0.30")]);
    c.at("2021-11-06 10:00");
    let basal = c.rx(&GLARGINE, &sig("Inject 10 units under the skin at bedtime", "10 [iU]", "sc", BEDTIME));
    let bolus = c.rx(&LISPRO, &sig("Inject 1 unit per 15 g of carbohydrate under the skin before meals", "4 [iU]", "sc", TID_MEALS));
    c.because(&basal, &diabetes);
    c.because(&bolus, &diabetes);
    c.rx(&GLUCAGON, &sig("Spray 3 mg into one nostril once for severe low blood sugar", "3 mg", "na", ONCE).prn("severe hypoglycemia"));
    c.note(Format::Ccda, NoteType::Discharge, &[
        ("Problems", "- Type 1 diabetes mellitus, new\n- Diabetic ketoacidosis, resolved"),
        ("Medications", "- Insulin glargine 10 units at bedtime\n- Insulin lispro 1 unit per 15 g of carbohydrate\n- Glucagon nasal 3 mg as needed"),
        ("Allergies", "No known allergies."),
        ("History", "11-year-old boy, thirst and weight loss for 3 weeks, vomiting for one day. No fever."),
        ("Results", "Glucose 562 mg/dL, pH 7.11, beta-hydroxybutyrate 7.80 mmol/L, A1c 12.8 %, GAD antibody positive, tTG IgA < 1.2 U/mL."),
        ("Hospital course", "Insulin infusion 16 hours; pH 7.36 on 2021-11-04. Family trained in insulin, counting carbohydrate and ketones. Maternal aunt has celiac disease; his own test is negative."),
    ]);
    basal
}

fn years(c: &mut Chart, basal: &str) {
    let celiac = c.not_so(&CELIAC, "2021-11-03", "refuted");
    c.patch(&celiac, &json!({"note": [{"text": "Tissue transglutaminase IgA < 1.2 U/mL."}]}));
    let mut basal = basal.to_owned();
    for (when, a1c, weight, height, bp) in [
        ("2022-02-08 15:00", "7.4", "38.2", "147.5", "104/62"),
        ("2022-05-10 15:00", "7.2", "39.6", "149.0", "106/64"),
        ("2022-08-16 15:00", "7.9", "41.0", "151.2", "104/62"),
        ("2022-11-15 15:00", "8.3", "42.8", "153.6", "108/64"),
        ("2023-02-14 15:00", "8.8", "44.1", "156.0", "108/66"),
        ("2023-05-16 15:00", "9.4", "45.0", "158.9", "110/66"),
    ] {
        c.visit(Kind::Office, when, "Type 1 diabetes follow-up", &BASKERVILLE);
        c.vitals(&format!("bp={bp} hr=78 wt={weight} ht={height}"));
        c.lab(&A1C, a1c);
        if when.starts_with("2022-11") {
            basal = c.change(
                &basal,
                &GLARGINE,
                &sig("Inject 16 units under the skin at bedtime", "16 [iU]", "sc", BEDTIME),
                "Growth; fasting glucose high",
            );
            c.shots(&[("140", "Influenza, seasonal, injectable, preservative free"), ("115", "Tdap"), ("114", "meningococcal MCV4P")]);
        }
    }
    c.phq9([1, 2, 1, 2, 1, 1, 1, 0, 0]);
    let anxiety = c.problem(&ANXIETY, "2023-05-16");
    c.referral("390866009", "Referral to mental health counseling service", "Worry about diabetes, missed insulin");
    c.patch("ServiceRequest/p11-sr1", &json!({"status": "completed"}));
    c.note(Format::Html, NoteType::Progress, &[
        ("History", "12-year-old, misses about five boluses a week; worried what friends think. PHQ-9 is 9. No thoughts of self-harm. Mother has anxiety."),
        ("Exam", "Weight 45.0 kg, height 158.9 cm. Injection sites lumpy on both thighs."),
        ("Assessment and Plan", "Type 1 diabetes, A1c 9.4 %, up from 7.2 % a year ago.\n- Counselling\n- Rotate sites, use the abdomen\n- Glargine 16 units at bedtime"),
    ]);
    c.stay(Kind::Inpatient, "2023-09-22 02:15", "2023-09-24 12:00", "Ketoacidosis after missed insulin", &BASKERVILLE);
    c.resolved(&DKA, "2023-09-22", "2023-09-23");
    c.vitals("bp=102/60 hr=126 rr=28 t=36.8 spo2=99 wt=44.2");
    c.labs(&[(&GLU, ">500"), (&PH_V, "7.19"), (&BHB, "5.60"), (&A1C, "10.6")]);
    c.bmp("132 4.9 97 12 19 0.95 100 508 9.3");
    c.note(
        Format::Plain,
        NoteType::Discharge,
        &[
            ("History", "Missed glargine for three nights at a camp. Vomiting. No infection found."),
            ("Assessment and Plan", "Ketoacidosis, pH 7.19, resolved in 14 hours. Parent gives glargine each night for now."),
        ],
    );
    c.visit(Kind::Office, "2024-01-16 15:00", "Pump and sensor start", &BASKERVILLE);
    c.vitals("bp=110/66 hr=74 wt=48.9 ht=163.4");
    c.lab(&A1C, "8.9");
    c.end(&basal, "stopped", "2024-01-16", "Insulin pump started");
    c.device(("69805005", "Insulin pump"), "Insulin pump, hybrid closed loop", "PU-774120");
    c.device(CGM, "Continuous glucose monitor", "CG-120338");
    let request = c.device_request(
        CGM,
        ("A4239", "Supply allowance for non-adjunctive, non-implanted continuous glucose monitor"),
        "completed",
        &["Condition/p11-co1"],
        "With hybrid closed-loop pump; family trained 2024-01-09.",
    );
    c.patch(&request, &json!({"occurrenceDateTime": "2024-01-16"}));
    c.rx(&LISPRO, &sig("By pump under the skin, about 42 units a day", "42 [iU]", "sc", DAILY));
    c.end("MedicationRequest/p11-mr2", "stopped", "2024-01-16", "Insulin pump started");
    c.becomes(&anxiety, "remission", "2024-10-15", "Counselling finished.");
}

fn now(c: &mut Chart) {
    for (when, a1c, weight, height, range) in [
        ("2024-04-16 15:00", "7.8", "50.6", "165.1", "61"),
        ("2024-10-15 15:00", "7.5", "53.4", "168.0", "65"),
        ("2025-04-15 15:00", "7.3", "56.2", "170.6", "68"),
        ("2025-10-14 15:00", "7.1", "58.7", "172.5", "70"),
    ] {
        c.visit(Kind::Office, when, "Type 1 diabetes follow-up", &BASKERVILLE);
        c.vitals(&format!("bp=112/68 hr=70 wt={weight} ht={height}"));
        c.labs(&[(&A1C, a1c), (&UACR, "6"), (&TSH, "2.05")]);
        c.social_text(
            ("97510-2", "Glucose measurements in range out of Total glucose measurements during reporting period"),
            &format!("{range} % of 14 days between 70 and 180 mg/dL"),
        );
    }
    c.lipids("158 84 52 110");
    c.shots(&[("140", "Influenza, seasonal, injectable, preservative free")]);
    c.visit(Kind::Emergency, "2026-05-09 14:30", "Fall from a skateboard", &GUTHRIE);
    c.vitals("bp=118/72 hr=92 t=36.7 spo2=99 wt=60.5");
    c.resolved(&FRACTURE, "2026-05-09", "2026-06-23");
    c.imaging(
        ("37013-8", "XR Wrist - right 3 Views"),
        "Buckle fracture of the right distal radius, not displaced. Left wrist not imaged.",
        "Buckle fracture, right distal radius.",
    );
    c.procedure(("79321009", "Application of splint"), Some(("9736006", "Right wrist region structure")));
    c.takes(&IBUPROFEN_200, "2 tablets every 6 hours for pain", "completed", "2026-05-09", Some("2026-05-16"));
    c.visit(Kind::WellChild, "2026-08-11 09:00", "Well child visit, 16 years", &PEMBERTON);
    c.vitals("bp=114/68 hr=68 rr=16 t=36.6 spo2=99 wt=62.0 ht=175.0");
    c.smoking(Smoking::Never);
    c.phq9([0, 0, 1, 1, 0, 0, 0, 0, 0]);
    c.shots(&[("114", "meningococcal MCV4P"), ("62", "HPV, quadrivalent")]);
    c.visit(Kind::Office, "2026-10-13 15:00", "Type 1 diabetes follow-up", &BASKERVILLE);
    c.vitals("bp=114/70 hr=68 wt=62.4 ht=175.3");
    c.cmp("139 4.2 102 26 13 0.78 120 142 9.6 17 20 4.5");
    c.labs(&[(&A1C, "6.9"), (&UACR, "<5"), (&TTG, "<1.2"), (&TSH, "1.98")]);
    c.goal("Time in range above 70 %", "active", "2024-01-16", "2027-04-13");
    c.plan(
        "Type 1 diabetes on a pump",
        "2024-01-16",
        &["Condition/p11-co1"],
        &["Visit every 3 to 6 months", "Ketone strips at home", "Eye examination each year"],
        &[&BASKERVILLE, &PEMBERTON, &MARLOWE],
    );
    let note = c.note(Format::Xhtml, NoteType::Progress, &[
        ("History", "16-year-old on a hybrid closed-loop pump with a glucose monitor. Time in range 72 %, below 70 mg/dL 2 %. No ketoacidosis since September 2023, no severe low. Right wrist healed. Denies low mood."),
        ("Exam", "Weight 62.4 kg, height 175.3 cm. Pump sites clear. Right wrist: full motion."),
        ("Assessment and Plan", "Type 1 diabetes, A1c 6.9 %, best so far. About 42 units a day by pump (lispro). Urine albumin normal. No celiac disease. Glargine is no longer taken; keep 20 units at home for pump failure."),
    ]);
    c.by_url(&note);
}
