//! Maribel Quist, 55: cancer of the left breast found in 2023, lumpectomy, chemotherapy, radiotherapy, then anastrozole.
//! Her mother had cancer of the right breast; her own right breast is normal.

use crate::build::prelude::*;

pub(super) const ID: &str = "p06";

const CANCER: Dx = dx(
    "C50.412",
    "Malignant neoplasm of upper-outer quadrant of left female breast",
    "254837009",
    "Malignant neoplasm of breast",
    "Cancer of the left breast, upper-outer quadrant",
);
const ER_POSITIVE: Dx =
    dx("Z17.0", "Estrogen receptor positive status [ER+]", "416053008", "Estrogen receptor positive tumor", "Estrogen receptor positive");
const NEUTROPENIA: Dx =
    dx("D70.1", "Agranulocytosis secondary to cancer chemotherapy", "409089005", "Febrile neutropenia", "Febrile neutropenia");
const METASTASIS: Dx =
    dx("C79.51", "Secondary malignant neoplasm of bone", "94222008", "Secondary malignant neoplasm of bone", "Bone metastasis, suspected");
const MIGRAINE: Dx = dx(
    "G43.009",
    "Migraine without aura, not intractable, without status migrainosus",
    "56097005",
    "Migraine without aura",
    "Migraine without aura",
);

const LEFT_BREAST: (&str, &str) = ("80248007", "Left breast structure");
const MAMMOGRAM: (&str, &str) = ("24606-6", "MG Breast Screening");
const PATHOLOGY: (&str, &str) = ("LP7839-6", "Pathology");

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Quist",
            given: &["Maribel", "Joan"],
            gender: "female",
            birth: "1971-06-08",
            race: ("2106-3", "White"),
            hispanic: false,
            mrn: "LH-400106",
            address: ("7 Lantern Hill", "55999"),
            phone: "+1-555-0161",
        },
        &LINDQVIST,
    );
    before(&mut c);
    treatment(&mut c);
    after(&mut c);
    c
}

fn before(c: &mut Chart) {
    c.visit(Kind::Checkup, "2020-02-18 08:20", "Annual check-up", &LINDQVIST);
    c.problem(&MIGRAINE, "1994");
    c.allergy((RXNORM, "10180", "sulfamethoxazole"), "medication", "low", "1999-05", &[("126485001", "Urticaria", "moderate")]);
    c.family(("MTH", "mother"), ("254837009", "Malignant neoplasm of breast"), Some(58), false);
    c.family(("MGRMTH", "maternal grandmother"), ("363443007", "Malignant tumor of ovary"), Some(70), true);
    c.smoking(Smoking::Never);
    c.vitals("bp=122/76 hr=68 rr=14 t=36.6 spo2=99 wt=64.0 ht=168.0");
    c.cbc("5.9 13.2 39.6 89.4 244");
    c.imaging(MAMMOGRAM, "Scattered fibroglandular tissue. No mass of the left or right breast.", "BI-RADS 1, negative, both breasts.");
    c.coverage("PM-77120344", "2015-01-01", None);
    c.relative(("SIS", "sister"), "Corinne", "Quist", "+1-555-0162");
    c.note(Format::Plain, NoteType::Progress, &[
        ("History", "48-year-old woman, annual visit. Migraine twice a month. No breast lump, no nipple discharge.\nFamily history: mother had cancer of the right breast at 58; maternal grandmother died of ovarian cancer."),
        ("Exam", "Both breasts without mass. Axillae normal on both sides."),
        ("Assessment and Plan", "Healthy. Yearly mammogram because of the family history."),
    ]);
    c.visit(Kind::Checkup, "2023-03-07 08:20", "Lump in the left breast", &LINDQVIST);
    c.vitals("bp=126/78 hr=74 wt=65.1 ht=168.0");
    c.imaging(
        ("24604-1", "MG Breast Diagnostic"),
        "Left breast, upper-outer quadrant: spiculated mass, 18 mm. Right breast normal. No calcifications.",
        "BI-RADS 5, left breast, highly suggestive of malignancy. Right breast BI-RADS 1.",
    );
    c.visit(Kind::Surgery, "2023-03-14 10:00", "Biopsy of the left breast", &ZIEGLER);
    c.procedure(("122548005", "Biopsy of breast"), Some(LEFT_BREAST));
    c.prose_report(("11526-1", "Pathology study"), PATHOLOGY, "Core biopsy, left breast at 2 o'clock: invasive ductal carcinoma, grade 2. Estrogen receptor 95 % positive, progesterone receptor 60 % positive, HER2 negative (IHC 1+). Ki-67 22 %.", "Invasive ductal carcinoma of the left breast, ER+ PR+ HER2-.");
    c.problem(&CANCER, "2023-03-17");
    c.problem(&ER_POSITIVE, "2023-03-17");
    c.lab_coded(("85337-4", "Estrogen receptor Ag [Presence] in Breast cancer specimen by Immune stain"), "10828004", "Positive");
    c.lab_coded(("85319-2", "HER2 [Presence] in Breast cancer specimen by Immune stain"), "260385009", "Negative");
}

fn treatment(c: &mut Chart) {
    c.visit(Kind::Office, "2023-03-28 13:00", "Oncology consultation", &VILLASENOR);
    c.vitals("bp=124/76 hr=72 wt=65.0 ht=168.0");
    c.cmp("140 4.2 103 26 14 0.72 99 92 9.5 18 19 4.4");
    c.labs(&[(&CA153, "24.6"), (&LVEF, "62")]);
    let suspected = c.not_so(&METASTASIS, "2023-03-28", "refuted");
    c.patch(&suspected, &json!({"note": [{"text": "Bone scan 2023-04-03 negative."}]}));
    c.note(Format::Html, NoteType::Consult, &[
        ("History", "51-year-old woman with invasive ductal carcinoma of the left breast, ER+ PR+ HER2-. Back pain for 2 weeks after gardening. No weight loss."),
        ("Exam", "Left breast: 2 cm mass at 2 o'clock, mobile. Right breast normal. No axillary nodes on either side. Spine not tender."),
        ("Assessment and Plan", "1. Cancer of the left breast, clinical stage T1c N0.\n- Lumpectomy and sentinel node biopsy, left\n- Chemotherapy, then radiotherapy & endocrine therapy\n2. Back pain: bone scan to exclude metastasis.\n3. Genetic counselling."),
    ]);
    c.outside("2023-04-03 11:00", &VILLASENOR);
    c.imaging(("25031-6", "NM Bone Views"), "No abnormal uptake. Degenerative change at L5.", "No bone metastasis.");
    c.lab_coded(("94077-5", "BRCA1+BRCA2 gene mutation analysis"), "260385009", "Negative");
    c.visit(Kind::Surgery, "2023-04-18 07:30", "Lumpectomy, left breast", &ZIEGLER);
    c.procedure(("392021009", "Lumpectomy of breast"), Some(LEFT_BREAST));
    c.procedure(("396487001", "Sentinel lymph node biopsy"), Some(("68171009", "Axillary lymph node structure")));
    c.prose_report(("11526-1", "Pathology study"), PATHOLOGY, "Left breast lumpectomy: invasive ductal carcinoma, 19 mm, grade 2, margins clear by 4 mm. One of three left axillary sentinel nodes with metastasis of 3 mm.", "pT1c pN1a (1/3), margins clear.");
    c.note(Format::Rtf, NoteType::Procedure, &[
        ("Procedure", "Lumpectomy of the left breast and sentinel node biopsy of the left axilla under general anesthesia. Blood loss 30 mL. No complications. Right side not operated."),
        ("Assessment and Plan", "Home today. Drain not needed."),
    ]);
    let mut old: Option<String> = None;
    for (cycle, (when, wbc, anc, weight)) in [
        ("2023-05-23 08:30", "6.1 12.6 38.0 89.6 251", "3.9", "64.8"),
        ("2023-06-13 08:30", "4.4 11.8 35.7 89.9 232", "2.2", "64.5"),
        ("2023-07-04 08:30", "3.9 11.2 34.0 90.4 214", "1.8", "63.9"),
        ("2023-07-25 08:30", "3.6 10.7 32.6 91.0 201", "1.6", "63.6"),
    ]
    .into_iter()
    .enumerate()
    {
        c.visit(Kind::Infusion, when, "Chemotherapy, doxorubicin and cyclophosphamide", &VILLASENOR);
        c.vitals(&format!("bp=118/72 hr=78 t=36.7 wt={weight} ht=168.0"));
        c.cbc(wbc);
        c.labs(&[(&ANC, anc), (&CREAT, "0.74"), (&ALT, "22")]);
        if cycle == 0 {
            let doxorubicin = c.rx(&DOXORUBICIN, &sig("105 mg intravenously every 3 weeks, 4 cycles", "105 mg", "iv", EVERY_3_WEEKS));
            let cyclophosphamide =
                c.rx(&CYCLOPHOSPHAMIDE, &sig("1050 mg intravenously every 3 weeks, 4 cycles", "1050 mg", "iv", EVERY_3_WEEKS));
            for rx in [&doxorubicin, &cyclophosphamide] {
                c.because(rx, "Condition/p06-co2");
                c.end(rx, "completed", "2023-07-25", "4 cycles given");
            }
            old = Some(
                c.rx(&ONDANSETRON, &sig("Take 1 tablet by mouth every 6 hours as needed for nausea", "1 {tbl}", "po", Q6H).prn("nausea")),
            );
        }
        c.procedure(("367336001", "Chemotherapy"), None);
    }
    c.stay(Kind::Inpatient, "2023-08-04 22:00", "2023-08-08 10:00", "Fever in neutropenia", &VILLASENOR);
    c.resolved(&NEUTROPENIA, "2023-08-04", "2023-08-08");
    c.vitals("bp=102/60 hr=118 rr=20 t=38.9 spo2=96 wt=63.0");
    c.cbc("0.8 9.6 29.1 91.2 96");
    c.labs(&[(&ANC, "<0.1"), (&CRP, "88.0")]);
    c.note(
        Format::Plain,
        NoteType::Discharge,
        &[
            ("History", "Fever 38.9 °C ten days after the fourth cycle. No cough, no dysuria."),
            (
                "Assessment and Plan",
                "Febrile neutropenia, neutrophils < 0.1; blood cultures negative; afebrile since day 2. Neutrophils recovered.",
            ),
        ],
    );
    if let Some(rx) = old {
        c.end(&rx, "completed", "2024-01-30", "Chemotherapy finished");
    }
    c.visit(Kind::Infusion, "2023-08-22 08:30", "Chemotherapy, paclitaxel weekly", &VILLASENOR);
    let paclitaxel = c.rx(&PACLITAXEL, &sig("140 mg intravenously once weekly, 12 doses", "140 mg", "iv", WEEKLY));
    c.because(&paclitaxel, "Condition/p06-co2");
    c.end(&paclitaxel, "stopped", "2023-10-24", "Neuropathy after 9 doses");
    c.cbc("5.2 10.4 31.5 92.0 268");
}

fn after(c: &mut Chart) {
    c.visit(Kind::Office, "2024-01-30 13:00", "Oncology, end of radiotherapy", &VILLASENOR);
    c.procedure(("108290001", "Radiation oncology AND/OR radiotherapy"), Some(LEFT_BREAST));
    c.vitals("bp=120/74 hr=70 wt=64.4 ht=168.0");
    c.cbc("4.9 12.4 37.6 90.8 226");
    let anastrozole = c.rx(&ANASTROZOLE, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.because(&anastrozole, "Condition/p06-co2");
    c.rx(&VITAMIN_D, &sig("Take 1 capsule by mouth once daily", "1 {cap}", "po", DAILY));
    for (when, ca, weight, vitd) in [
        ("2024-07-23 13:00", "19.8", "65.0", "28"),
        ("2025-01-28 13:00", "18.1", "65.9", "36"),
        ("2025-07-22 13:00", "17.6", "66.3", "41"),
        ("2026-01-27 13:00", "18.4", "66.8", "44"),
    ] {
        c.visit(Kind::Office, when, "Breast cancer follow-up", &VILLASENOR);
        c.vitals(&format!("bp=122/76 hr=70 wt={weight} ht=168.0"));
        c.labs(&[(&CA153, ca), (&VITD, vitd), (&ALP, "78")]);
        if when.contains("-01-") {
            c.imaging(MAMMOGRAM, "Left breast: scar at 2 o'clock, unchanged. Right breast normal.", "BI-RADS 2, benign. No recurrence.");
        }
    }
    c.imaging(("38265-5", "DXA Bone density"), "Lumbar T-score -1.4, left femoral neck T-score -1.1.", "Low bone mass.");
    c.phq9([1, 1, 1, 1, 0, 0, 0, 0, 0]);
    c.visit(Kind::Checkup, "2026-07-28 13:00", "Breast cancer follow-up", &VILLASENOR);
    c.vitals("bp=124/76 hr=70 rr=14 t=36.6 spo2=99 wt=66.5 ht=168.0");
    c.cmp("140 4.3 103 26 15 0.75 94 95 9.6 20 21 4.4");
    c.cbc("5.4 13.0 39.1 89.9 238");
    c.labs(&[(&CA153, "17.9"), (&TSH, "2.31")]);
    c.goal("Anastrozole for 5 years", "active", "2024-01-30", "2029-01-30");
    c.plan(
        "Survivorship, cancer of the left breast",
        "2024-01-30",
        &["Condition/p06-co2"],
        &["Mammogram each January", "Visit every 6 months", "Bone density every 2 years"],
        &[&VILLASENOR, &ZIEGLER, &LINDQVIST],
    );
    c.note(Format::Xhtml, NoteType::Progress, &[
        ("History", "Three years after lumpectomy of the left breast. Takes anastrozole daily; joint stiffness in the morning, tolerable. Tingling of the toes has gone. Denies bone pain. No history of bone metastasis (scan of 2023 negative)."),
        ("Exam", "Left breast: scar soft, no mass. Right breast normal. No nodes on either side."),
        ("Assessment and Plan", "1. Cancer of the left breast, pT1c pN1a, ER+ PR+ HER2-: no evidence of disease. Continue anastrozole 1 mg daily until January 2029.\n2. Low bone mass: vitamin D.\n3. Mother: cancer of the right breast at 58; BRCA1 and BRCA2 of the patient negative."),
    ]);
}
