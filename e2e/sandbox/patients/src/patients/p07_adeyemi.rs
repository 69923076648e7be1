//! Tamsin Adeyemi, 32: first pregnancy, due 2027-01-06, with gestational diabetes controlled by diet and iron deficiency
//! anaemia. Rh negative, given anti-D at 28 weeks.

use crate::build::prelude::*;

pub(super) const ID: &str = "p07";

const PREGNANT: Dx =
    dx("Z34.03", "Encounter for supervision of normal first pregnancy, third trimester", "77386006", "Pregnancy", "First pregnancy");
const GDM: Dx = dx(
    "O24.410",
    "Gestational diabetes mellitus in pregnancy, diet controlled",
    "11687002",
    "Gestational diabetes mellitus",
    "Gestational diabetes, diet controlled",
);
const ANEMIA: Dx = dx(
    "O99.013",
    "Anemia complicating pregnancy, third trimester",
    "199246003",
    "Anemia during pregnancy",
    "Iron deficiency anemia in pregnancy",
);
const RH: Dx = dx("Z67.41", "Type O blood, Rh negative", "165746003", "Finding of RhD negative", "Blood group O, Rh negative");
const HYPOTHYROID: Dx = dx("E03.9", "Hypothyroidism, unspecified", "40930008", "Hypothyroidism", "Hypothyroidism");
const PREECLAMPSIA: Dx =
    dx("O14.93", "Unspecified pre-eclampsia, third trimester", "398254007", "Pre-eclampsia", "Pre-eclampsia, suspected");

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Adeyemi",
            given: &["Tamsin", "Folake"],
            gender: "female",
            birth: "1994-04-19",
            race: ("2054-5", "Black or African American"),
            hispanic: false,
            mrn: "LH-400107",
            address: ("62 Gable Court", "55999"),
            phone: "+1-555-0171",
        },
        &OYELARAN,
    );
    before(&mut c);
    early(&mut c);
    late(&mut c);
    c
}

fn before(c: &mut Chart) {
    c.visit(Kind::Checkup, "2022-03-15 14:00", "Tiredness", &OYELARAN);
    c.problem(&HYPOTHYROID, "2022-03-22");
    c.smoking(Smoking::Never);
    c.no_known_allergies();
    c.family(("MTH", "mother"), ("44054006", "Diabetes mellitus type 2"), Some(46), false);
    c.family(("SIS", "sister"), ("398254007", "Pre-eclampsia"), Some(29), false);
    c.vitals("bp=114/70 hr=66 rr=14 t=36.5 spo2=99 wt=68.2 ht=166.0");
    c.cbc("5.6 12.9 38.8 87.0 262");
    c.labs(&[(&TSH, "9.80"), (&A1C, "5.3")]);
    c.rx(&LEVOTHYROXINE, &sig("Take 1 tablet by mouth every morning on an empty stomach", "1 {tbl}", "po", MORNING));
    for (when, tsh) in
        [("2022-06-14 14:00", "3.90"), ("2023-06-20 14:00", "2.40"), ("2024-07-09 14:00", "2.15"), ("2025-07-15 14:00", "2.60")]
    {
        c.visit(Kind::Office, when, "Thyroid follow-up", &OYELARAN);
        c.vitals("bp=112/70 hr=66 wt=68.0 ht=166.0");
        c.lab(&TSH, tsh);
        c.phq9([0, 0, 1, 1, 0, 0, 0, 0, 0]);
    }
    c.coverage("PM-77120410", "2022-01-01", None);
    c.relative(("HUSB", "husband"), "Kit", "Adeyemi-Shaw", "+1-555-0172");
}

fn early(c: &mut Chart) {
    c.visit(Kind::Prenatal, "2026-05-26 09:00", "First prenatal visit, 8 weeks", &ABERNATHY);
    let pregnancy = c.problem(&PREGNANT, "2026-04-01");
    c.social(("82810-3", "Pregnancy status"), "77386006", "Pregnant");
    let due = c.social(("11778-8", "Delivery date Estimated"), "77386006", "Pregnant");
    c.patch(&due, &json!({"valueCodeableConcept": null, "valueDateTime": "2027-01-06"}));
    c.vitals("bp=110/68 hr=72 wt=68.6 ht=166.0");
    c.cbc("7.2 12.1 36.4 85.0 248");
    c.lab(&BTYPE, "O");
    c.lab_coded(("10331-7", "Rh [Type] in Blood"), "165746003", "Finding of RhD negative");
    c.lab_coded(("22322-2", "Hepatitis B virus surface Ab [Presence] in Serum"), "10828004", "Positive");
    c.lab_coded(("75622-1", "HIV 1 and 2 tests - Meaningful Use set"), "260385009", "Negative");
    c.lab_coded(("25514-1", "Rubella virus IgG Ab [Presence] in Serum"), "10828004", "Positive");
    c.labs(&[(&TSH, "3.20"), (&UCULT, "No growth"), (&A1C, "5.4")]);
    c.problem(&RH, "2026-05-26");
    c.rx(&PRENATAL, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.imaging(
        ("11525-3", "US Pelvis Fetus for pregnancy"),
        "Single intrauterine pregnancy, crown-rump length 16 mm, heart 168 per minute. Estimated due date 2027-01-06.",
        "Viable single pregnancy of 8 weeks.",
    );
    c.plan(
        "Prenatal care",
        "2026-05-26",
        &[&pregnancy],
        &["Visits every 4 weeks to 28 weeks", "Anti-D at 28 weeks", "Glucose test at 24 to 28 weeks"],
        &[&ABERNATHY, &OYELARAN],
    );
    c.note(Format::Html, NoteType::History, &[
        ("History", "32-year-old woman, first pregnancy, last period 2026-04-01. Nausea in the morning, no vomiting. No bleeding. Hypothyroidism on levothyroxine 50 mcg.\nFamily history: mother with type 2 diabetes; sister had pre-eclampsia."),
        ("Exam", "BP 110/68, weight 68.6 kg. Fetal heart 168 per minute."),
        ("Assessment and Plan", "1. First pregnancy, 8 weeks, due 2027-01-06.\n2. Blood group O, Rh negative: anti-D at 28 weeks.\n3. Hypothyroidism: TSH 3.20, repeat each trimester.\n4. The patient herself has never had pre-eclampsia or diabetes."),
    ]);
    for (when, bp, weight, week) in [
        ("2026-06-23 09:00", "108/66", "69.1", 12),
        ("2026-07-21 09:00", "106/64", "70.4", 16),
        ("2026-08-18 09:00", "108/66", "72.3", 20),
        ("2026-09-15 09:00", "110/68", "74.6", 24),
    ] {
        c.visit(Kind::Prenatal, when, &format!("Prenatal visit, {week} weeks"), &ABERNATHY);
        c.vitals(&format!("bp={bp} hr=78 wt={weight} ht=166.0"));
        c.lab(&UA_COLOR, "Yellow, clear");
        c.lab_coded(("20454-5", "Protein [Presence] in Urine by Test strip"), "260385009", "Negative");
        if week == 20 {
            c.imaging(
                ("79068-3", "US Fetus Anatomy"),
                "Single fetus, 20 weeks, normal anatomy. Placenta posterior, not low. Cervix 38 mm.",
                "Normal fetal anatomy.",
            );
            c.lab(&TSH, "2.85");
        }
    }
}

fn late(c: &mut Chart) {
    c.at("2026-09-15 09:40");
    c.lab(&GCT, "158");
    c.cbc("9.4 10.6 32.1 79.2 221");
    c.lab(&FERR, "8");
    c.problem(&ANEMIA, "2026-09-16");
    c.rx(&FERROUS, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.outside("2026-09-22 07:30", &ABERNATHY);
    c.labs(&[(&GTT0, "91"), (&GTT1, "192"), (&GTT2, "168"), (&GTT3, "131")]);
    c.visit(Kind::Telehealth, "2026-09-24 16:00", "Result of the glucose test", &ABERNATHY);
    c.problem(&GDM, "2026-09-24");
    c.note(
        Format::Plain,
        NoteType::Telephone,
        &[
            ("History", "Three-hour glucose test: fasting 91, 1 h 192, 2 h 168, 3 h 131 mg/dL; two values high."),
            (
                "Assessment and Plan",
                "Gestational diabetes. Diet and glucose checks four times daily; no insulin. See the diabetes educator.",
            ),
        ],
    );
    c.visit(Kind::Office, "2026-09-29 10:30", "Diabetes education", &MARLOWE);
    c.procedure(("6143009", "Diabetic education"), None);
    c.device(("337414009", "Blood glucose meter"), "Home blood glucose meter", "BG-610442");
    c.visit(Kind::Prenatal, "2026-10-13 09:00", "Prenatal visit, 28 weeks", &ABERNATHY);
    c.vitals("bp=112/70 hr=82 wt=75.8 ht=166.0");
    c.lab_coded(("890-4", "Blood group antibody screen [Presence] in Serum or Plasma"), "260385009", "Negative");
    c.shots(&[("115", "Tdap"), ("140", "Influenza, seasonal, injectable, preservative free")]);
    c.procedure(("384634009", "Postnatal maternal examination"), None);
    c.patch("Procedure/p07-pc2", &json!({"status": "entered-in-error", "note": [{"text": "Picked by mistake; she is pregnant."}]}));
    c.procedure(("709562004", "Administration of anti-D immunoglobulin"), None);
    c.goal("Fasting glucose below 95 mg/dL", "active", "2026-09-24", "2027-01-06");
    for (when, value) in [
        ("2026-10-20 07:00", "88"),
        ("2026-10-21 07:05", "92"),
        ("2026-10-22 07:00", "86"),
        ("2026-10-23 07:10", "97"),
        ("2026-10-24 07:00", "89"),
    ] {
        c.home(&POC_GLU, when, value);
    }
    c.visit(Kind::Prenatal, "2026-10-27 09:00", "Prenatal visit, 30 weeks", &ABERNATHY);
    c.vitals("bp=118/74 hr=84 rr=16 t=36.7 spo2=99 wt=76.5 ht=166.0");
    c.cmp("137 3.9 105 22 8 0.52 126 90 8.8 14 16 3.4");
    c.cbc("9.1 11.2 33.8 82.5 214");
    c.labs(&[(&FERR, "22"), (&TSH, "2.42")]);
    let suspected = c.not_so(&PREECLAMPSIA, "2026-10-27", "refuted");
    c.patch(&suspected, &json!({"note": [{"text": "One reading of 142/88 at home; 118/74 here, no protein. Refuted."}]}));
    c.because("MedicationRequest/p07-mr3", "Condition/p07-co4");
    c.note(Format::Ccda, NoteType::Progress, &[
        ("Problems", "- First pregnancy, 30 weeks, due 2027-01-06\n- Gestational diabetes, diet controlled\n- Iron deficiency anemia in pregnancy\n- Blood group O, Rh negative\n- Hypothyroidism"),
        ("Medications", "- Prenatal vitamin daily\n- Ferrous sulfate 325 mg daily\n- Levothyroxine 50 mcg every morning"),
        ("History", "Baby moves well. Fasting readings 86 to 97 mg/dL, one above 95. One home blood pressure of 142/88. Denies headache, visual change, bleeding."),
        ("Exam", "BP 118/74, weight 76.5 kg, fundal height 30 cm, fetal heart 144 per minute."),
        ("Assessment and Plan", "1. Gestational diabetes, controlled by diet; not on insulin.\n2. No pre-eclampsia: pressure normal, no protein.\n3. Anemia: hemoglobin 10.6 to 11.2 g/dL on iron.\n4. Anti-D was given at 28 weeks."),
    ]);
}
