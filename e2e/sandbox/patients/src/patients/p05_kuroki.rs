//! Anselm Kuroki, 66: chronic kidney disease that went from stage 3a to 3b over eight years, hypertension, gout. A
//! potassium of 6.1 was a hemolyzed specimen and is corrected.

use crate::build::prelude::*;

pub(super) const ID: &str = "p05";

const CKD3A: Dx =
    dx("N18.31", "Chronic kidney disease, stage 3a", "700378005", "Chronic kidney disease stage 3A", "Chronic kidney disease, stage 3a");
const CKD3B: Dx =
    dx("N18.32", "Chronic kidney disease, stage 3b", "700379002", "Chronic kidney disease stage 3B", "Chronic kidney disease, stage 3b");
const HTN_CKD: Dx = dx(
    "I12.9",
    "Hypertensive chronic kidney disease with stage 1 through stage 4 chronic kidney disease, or unspecified chronic kidney disease",
    "38481006",
    "Hypertensive renal disease",
    "Hypertensive kidney disease",
);
const GOUT: Dx = dx("M10.9", "Gout, unspecified", "90560007", "Gout", "Gout");
const HYPERK: Dx = dx("E87.5", "Hyperkalemia", "14140009", "Hyperkalemia", "Hyperkalemia");
const ANEMIA: Dx = dx(
    "D63.1",
    "Anemia in chronic kidney disease",
    "691421000119108",
    "Anemia co-occurrent and due to chronic kidney disease",
    "Anemia of chronic kidney disease",
);

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Kuroki",
            given: &["Anselm"],
            gender: "male",
            birth: "1960-03-11",
            race: ("2028-9", "Asian"),
            hispanic: false,
            mrn: "LH-400105",
            address: ("31 Orchard Terrace", "55999"),
            phone: "+1-555-0151",
        },
        &LINDQVIST,
    );
    first(&mut c);
    trend(&mut c);
    now(&mut c);
    c
}

fn first(c: &mut Chart) {
    c.visit(Kind::Checkup, "2018-02-06 09:15", "Blood pressure", &LINDQVIST);
    c.problem(&HTN_CKD, "2006");
    c.problem(&GOUT, "2013-08-19");
    c.smoking(Smoking::Never);
    c.allergy((RXNORM, "519", "allopurinol"), "medication", "low", "2013-09", &[("418290006", "Itching", "mild")]);
    c.patch(
        "AllergyIntolerance/p05-al1",
        &json!({"verificationStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification",
        "code": "refuted", "display": "Refuted"}]}, "note": [{"text": "Tolerated allopurinol from 2019 on."}]}),
    );
    c.patch(
"AllergyIntolerance/p05-al1", &json!({"clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "inactive", "display": "Inactive"}]}}));
    c.family(("FTH", "father"), ("46177005", "End-stage renal disease"), Some(68), false);
    c.vitals("bp=152/94 hr=72 wt=79.8 ht=171.0");
    c.cmp("140 4.5 104 24 21 1.42 54 98 9.4 22 24 4.3");
    c.labs(&[(&UACR, "212"), (&URATE, "8.9")]);
    let hctz = c.rx(&HCTZ, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.end(&hctz, "stopped", "2018-08-14", "Raises uric acid");
    c.coverage("PM-77120277", "2018-01-01", None);
    c.takes(&NAPROXEN, "2 tablets for gout attacks", "stopped", "2013", Some("2018-02-06"));
    c.note(Format::Plain, NoteType::Progress, &[
        ("History", "57-year-old man with hypertension since 2006 and gout. Takes naproxen for attacks. No hematuria, no edema.\nFamily history: father on dialysis since 68."),
        ("Exam", "BP 152/94. No edema. Tophus at the left elbow; none at the right."),
        ("Assessment and Plan", "1. Creatinine 1.42 mg/dL, eGFR 54: probable chronic kidney disease; repeat in 3 months. Stop naproxen.\n2. Hypertension: hydrochlorothiazide 25 mg."),
    ]);
    c.visit(Kind::Office, "2018-08-14 09:15", "Nephrology consultation", &STRAND);
    c.problem(&CKD3A, "2018-05-15");
    c.vitals("bp=146/90 hr=70 wt=79.1 ht=171.0");
    c.panel(
        RENAL,
        &[(&NA, "141"), (&K, "4.6"), (&CO2, "24"), (&BUN, "22"), (&CREAT, "1.45"), (&EGFR, "53"), (&PHOS, "3.4"), (&ALB, "4.2")],
    );
    let losartan = c.rx(&LOSARTAN_50, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.because(&losartan, "Condition/p05-co3");
    c.imaging(
        ("38036-0", "US Kidney - bilateral"),
        "Right kidney 9.8 cm, left kidney 9.6 cm, echogenic cortex. No hydronephrosis. Simple cyst of the left kidney, 1.2 cm.",
        "Small echogenic kidneys; 1.2 cm simple cyst of the left kidney.",
    );
    c.note(Format::Rtf, NoteType::Consult, &[
        ("History", "Kidney function reduced since at least 2018-02. Naproxen stopped. No stones."),
        ("Exam", "BP 146/90. No edema of either leg."),
        ("Assessment and Plan", "Chronic kidney disease stage 3a with albuminuria (212 mg/g). Start losartan 50 mg daily; stop hydrochlorothiazide. Ultrasound: 1.2 cm simple cyst of the left kidney, no follow-up needed."),
    ]);
}

fn trend(c: &mut Chart) {
    for (when, bp, bmp, uacr, urate) in [
        ("2019-02-12 09:15", "134/82", "140 4.7 104 24 23 1.49 51 101 9.3", "168", "9.1"),
        ("2019-08-20 09:15", "132/80", "140 4.8 104 24 24 1.52 50 97 9.3", "154", "7.4"),
        ("2020-03-03 09:15", "130/80", "139 4.8 103 23 24 1.58 48 99 9.2", "150", "6.1"),
        ("2020-09-15 09:15", "134/82", "139 4.9 104 23 26 1.61 47 102 9.2", "161", "5.8"),
        ("2021-04-06 09:15", "128/78", "140 4.9 104 23 27 1.66 45 100 9.2", "148", "5.7"),
        ("2021-10-12 09:15", "130/78", "140 5.0 105 22 28 1.70 44 96 9.1", "155", "5.9"),
        ("2022-05-03 09:15", "132/80", "139 5.0 104 22 29 1.76 42 103 9.1", "143", "5.6"),
        ("2023-01-10 09:15", "128/76", "139 4.9 104 22 30 1.79 41 98 9.1", "96", "5.8"),
        ("2023-09-05 09:15", "126/76", "140 4.8 105 23 30 1.82 40 97 9.2", "84", "5.5"),
        ("2024-05-07 09:15", "128/78", "139 4.9 104 22 31 1.84 39 99 9.1", "79", "5.7"),
    ] {
        c.visit(Kind::Office, when, "Kidney disease follow-up", &STRAND);
        c.vitals(&format!("bp={bp} hr=70 wt=78.6 ht=171.0"));
        c.bmp(bmp);
        c.labs(&[(&UACR, uacr), (&URATE, urate)]);
        match &when[..7] {
            "2019-02" => {
                c.rx(&ALLOPURINOL, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
            }
            "2021-10" => {
                c.becomes("Condition/p05-co3", "resolved", "2021-10-12", "Progressed to stage 3b.");
                c.problem(&CKD3B, "2021-10-12");
            }
            "2022-05" => {
                let rx = c.rx(&EMPAGLIFLOZIN, &sig("Take 1 tablet by mouth every morning", "1 {tbl}", "po", MORNING));
                c.by_reference(&rx);
            }
            _ => {}
        }
    }
    c.note(Format::Html, NoteType::Progress, &[
        ("History", "Feels well. No gout attack since 2020. Denies NSAID use."),
        ("Exam", "BP 128/78, weight 78.6 kg, no edema."),
        ("Assessment and Plan", "Chronic kidney disease stage 3b: creatinine 1.42 mg/dL in 2018, 1.84 mg/dL now; eGFR 54 to 39. Albuminuria has fallen from 212 to 79 mg/g.\n- Continue losartan 50 mg & empagliflozin 10 mg\n- Uric acid 5.7 mg/dL, at goal < 6"),
    ]);
}

fn now(c: &mut Chart) {
    c.visit(Kind::Office, "2025-02-11 09:15", "Kidney disease follow-up", &STRAND);
    c.vitals("bp=130/78 hr=72 wt=78.0 ht=171.0");
    let hemolyzed = c.lab(&K, "6.1");
    c.retract(&hemolyzed);
    c.patch(&hemolyzed, &json!({"note": [{"text": "Hemolyzed specimen; see the repeat."}]}));
    let wrong = c.not_so(&HYPERK, "2025-02-11", "entered-in-error");
    c.patch(&wrong, &json!({"note": [{"text": "Based on a hemolyzed specimen."}]}));
    c.at("2025-02-11 15:40");
    let repeat = c.lab(&K, "4.9");
    c.patch(&repeat, &json!({"status": "corrected"}));
    c.lab(&LAB_COMMENT, "First specimen hemolyzed, repeated at 15:40.");
    c.bmp("139 4.9 104 22 32 1.88 38 98 9.1");
    c.cbc("6.1 11.9 36.0 92.0 231");
    c.problem(&ANEMIA, "2025-02-11");
    c.labs(&[(&FERR, "48"), (&TSAT, "14")]);
    let iron = c.rx(&FERROUS, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.note(Format::Plain, NoteType::Progress, &[
        ("History", "First potassium today 6.1 mmol/L, specimen hemolyzed; repeat 4.9 mmol/L. No palpitations, no weakness."),
        ("Assessment and Plan", "1. No hyperkalemia: the first value was a hemolyzed specimen.\n2. Anemia of chronic kidney disease, hemoglobin 11.9 g/dL, transferrin saturation 14 %: ferrous sulfate daily."),
    ]);
    c.visit(Kind::Office, "2025-09-09 09:15", "Kidney disease follow-up", &STRAND);
    c.vitals("bp=128/76 hr=70 wt=77.7 ht=171.0");
    c.bmp("140 4.8 104 23 32 1.90 38 96 9.2");
    c.cbc("6.0 12.6 38.1 91.2 226");
    c.labs(&[(&UACR, "74"), (&FERR, "112"), (&TSAT, "24"), (&PTH, "78"), (&PHOS, "3.9"), (&VITD, "31")]);
    c.end(&iron, "completed", "2025-09-09", "Iron stores replete");
    c.shots(&[("140", "Influenza, seasonal, injectable, preservative free"), ("43", "Hep B, adult")]);
    c.visit(Kind::Office, "2026-06-16 09:15", "Kidney disease follow-up", &STRAND);
    c.vitals("bp=126/76 hr=70 rr=14 t=36.6 spo2=98 wt=77.2 ht=171.0");
    c.cmp("139 4.9 104 22 33 1.93 37 99 9.2 21 22 4.2");
    c.cbc("5.8 12.4 37.6 91.5 219");
    c.lipids("168 92 46 150");
    c.labs(&[(&UACR, "70"), (&URATE, "5.9"), (&PTH, "84"), (&A1C, "5.6")]);
    c.goal("Blood pressure below 130/80 mmHg", "active", "2018-08-14", "2027-06-16");
    c.plan(
        "Chronic kidney disease stage 3b",
        "2018-08-14",
        &["Condition/p05-co4"],
        &["No NSAIDs", "Kidney function every 6 months", "Low-salt diet"],
        &[&STRAND, &LINDQVIST],
    );
    let note = c.note(Format::Ccda, NoteType::Progress, &[
        ("Problems", "- Chronic kidney disease, stage 3b\n- Hypertensive kidney disease\n- Gout\n- Anemia of chronic kidney disease"),
        ("Medications", "- Losartan 50 mg daily\n- Empagliflozin 10 mg every morning\n- Allopurinol 100 mg daily"),
        ("Results", "Creatinine 1.93 mg/dL, eGFR 37, potassium 4.9 mmol/L, urine albumin/creatinine ratio 70 mg/g, hemoglobin 12.4 g/dL."),
        ("History", "66-year-old man, well. No edema, no hematuria. Denies NSAIDs."),
        ("Exam", "BP 126/76, weight 77.2 kg."),
        ("Assessment and Plan", "Slow progression, about 2 mL/min a year. Continue. No dialysis planning needed yet. His father has end-stage renal disease."),
    ]);
    c.by_url(&note);
    c.outside("2026-10-27 19:40", &STRAND);
    c.message(
        "Hello, since the weekend my big toe is red and hot again and it hurts a lot to walk. My neighbor gave me some ibuprofen. \
         Can I take it? Do I need to come in? Anselm",
    );
}
