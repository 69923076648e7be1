//! Octavia Brandt, 61: end-stage kidney disease on haemodialysis since January 2022. A coherent chart, and on top of it one
//! dialysis session a week with its measurements and laboratory results: more than 3,000 resources, the same each time.

use crate::build::prelude::*;
use crate::build::time::{date_of, day_number};

pub(crate) const ID: &str = "p15";

const ESRD: Dx = dx("N18.6", "End stage renal disease", "46177005", "End-stage renal disease", "End-stage kidney disease");
const DIALYSIS: Dx = dx("Z99.2", "Dependence on renal dialysis", "105502003", "Dependence on renal dialysis", "Dependence on dialysis");
const HTN: Dx = dx("I10", "Essential (primary) hypertension", "59621000", "Essential hypertension", "Hypertension");
const ANEMIA: Dx = dx(
    "D63.1",
    "Anemia in chronic kidney disease",
    "691421000119108",
    "Anemia co-occurrent and due to chronic kidney disease",
    "Anemia of chronic kidney disease",
);
const PARATHYROID: Dx = dx(
    "N25.81",
    "Secondary hyperparathyroidism of renal origin",
    "19034001",
    "Hyperparathyroidism due to renal insufficiency",
    "Secondary hyperparathyroidism",
);
const LINE_INFECTION: Dx = dx(
    "T82.7XXA",
    "Infection and inflammatory reaction due to other cardiac and vascular devices, implants and grafts, initial encounter",
    "433202001",
    "Infection of dialysis catheter",
    "Dialysis catheter infection",
);

const FIRST_SESSION: &str = "2022-01-10";
const LAST_SESSION: &str = "2026-10-26";

/// xorshift64*: small, and enough for plausible scatter.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33
    }

    /// A whole number around `middle`, at most `spread` away.
    fn near(&mut self, middle: i64, spread: i64) -> i64 {
        let width = u64::try_from(2 * spread + 1).unwrap_or(1);
        middle - spread + i64::try_from(self.next() % width).unwrap_or(0)
    }

    /// Tenths as a decimal with one place.
    fn tenths(&mut self, middle: i64, spread: i64) -> String {
        let value = self.near(middle, spread);
        format!("{}.{}", value / 10, value % 10)
    }
}

pub(crate) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Brandt",
            given: &["Octavia"],
            gender: "female",
            birth: "1965-04-12",
            race: ("2054-5", "Black or African American"),
            hispanic: false,
            mrn: "LH-400115",
            address: ("120 Ferry Landing", "55999"),
            phone: "+1-555-0251",
        },
        &STRAND,
    );
    start(&mut c);
    sessions(&mut c);
    reviews(&mut c);
    c
}

fn start(c: &mut Chart) {
    c.visit(Kind::Office, "2021-12-07 09:00", "Kidney failure, dialysis planning", &STRAND);
    let esrd = c.problem(&ESRD, "2021-12-07");
    c.problem(&HTN, "1999");
    c.problem(&ANEMIA, "2020-03-10");
    c.problem(&PARATHYROID, "2020-09-15");
    c.allergy((RXNORM, "11124", "vancomycin"), "medication", "low", "2022-08-20", &[("238810007", "Flushing", "moderate")]);
    c.smoking(Smoking::Never);
    c.family(("BRO", "brother"), ("46177005", "End-stage renal disease"), Some(52), true);
    c.vitals("bp=158/92 hr=80 rr=16 t=36.6 spo2=97 wt=74.0 ht=165.0");
    c.cmp("137 5.3 101 17 88 7.42 6 98 8.4 14 18 3.6");
    c.labs(&[(&PTH, "486"), (&PHOS, "6.1"), (&HGB, "9.4"), (&FERR, "210")]);
    c.coverage("PM-77120990", "2020-01-01", None);
    c.relative(("DAUC", "daughter"), "Simone", "Brandt", "+1-555-0252");
    c.rx(&AMLODIPINE_10, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.rx(&CALCIUM_ACETATE, &sig("Take 2 capsules by mouth three times daily with meals", "2 {cap}", "po", TID));
    let losartan = c.rx(&LOSARTAN_50, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.end(&losartan, "stopped", "2022-01-10", "Potassium 5.3 to 5.9 mmol/L");
    c.visit(Kind::Surgery, "2021-12-16 08:00", "Fistula for dialysis", &ZIEGLER);
    c.procedure(("34439008", "Construction of arteriovenous fistula"), Some(("368208006", "Left upper arm structure")));
    c.device(("303619004", "Dialysis catheter"), "Tunneled dialysis catheter, right internal jugular vein", "DC-88213");
    c.note(Format::Plain, NoteType::Procedure, &[
        ("Procedure", "Arteriovenous fistula of the left upper arm. Tunneled catheter into the right internal jugular vein as a bridge. No complications."),
        ("Assessment and Plan", "Fistula usable in about 8 weeks. No blood pressure or blood draw on the left arm."),
    ]);
    c.outside("2022-01-10 07:00", &STRAND);
    c.problem(&DIALYSIS, "2022-01-10");
    let epoetin = c.rx(&EPOETIN, &sig("4000 units intravenously three times weekly at dialysis", "4000 [iU]", "iv", THREE_A_WEEK));
    c.because(&epoetin, "Condition/p15-co3");
    c.rx(&HEPARIN, &sig("2000 units into the circuit at the start of dialysis", "2000 [iU]", "iv", THREE_A_WEEK));
    c.plan(
        "Haemodialysis",
        "2022-01-10",
        &[&esrd],
        &["Dialysis Monday, Wednesday, Friday", "Fluid 1 L a day", "Monthly laboratory tests"],
        &[&STRAND],
    );
    c.goal("Dry weight 71.5 kg", "active", "2022-01-10", "2027-01-10");
}

/// One recorded session a week; blood count, chemistry and bone values in turn.
fn sessions(c: &mut Chart) {
    let mut dice = Dice(0x00C0_FFEE_5EED);
    let (first, last) = (day_number(FIRST_SESSION), day_number(LAST_SESSION));
    for week in 0..=(last - first) / 7 {
        let date = date_of(first + week * 7);
        c.visit(Kind::Dialysis, &format!("{date} 07:30"), "Haemodialysis", &STRAND);
        c.procedure(("302497006", "Hemodialysis"), None);
        // Dry weight falls slowly over the years; hemoglobin rises in the first half year.
        let dry = 718 - week / 12;
        c.vitals(&format!(
            "bp={}/{} hr={} t={} wt={}",
            dice.near(148, 14),
            dice.near(82, 8),
            dice.near(78, 8),
            dice.tenths(366, 3),
            dice.tenths(dry + 22, 6)
        ));
        c.at(&format!("{date} 11:20"));
        c.vitals(&format!("bp={}/{} hr={} wt={}", dice.near(132, 12), dice.near(74, 7), dice.near(74, 7), dice.tenths(dry, 3)));
        c.at(&format!("{date} 07:40"));
        let hemoglobin = 94 + week.min(26) / 2;
        c.labs(&[(&HGB, &dice.tenths(hemoglobin, 5)), (&K, &dice.tenths(50, 5)), (&BUN, &dice.near(58, 9).to_string())]);
        if week % 4 == 0 {
            c.labs(&[
                (&CREAT, &format!("{}.{:02}", dice.near(8, 1), dice.near(50, 40))),
                (&PHOS, &dice.tenths(53, 8)),
                (&CA, &dice.tenths(89, 4)),
                (&ALB, &dice.tenths(37, 2)),
            ]);
        }
        if week % 13 == 0 {
            c.labs(&[
                (&PTH, &dice.near(392, 70).to_string()),
                (&FERR, &dice.near(420, 90).to_string()),
                (&TSAT, &dice.near(29, 5).to_string()),
            ]);
        }
    }
}

fn reviews(c: &mut Chart) {
    c.stay(Kind::Inpatient, "2022-08-19 15:00", "2022-08-25 12:00", "Fever at dialysis", &STRAND);
    c.resolved(&LINE_INFECTION, "2022-08-19", "2022-09-02");
    c.vitals("bp=108/62 hr=112 rr=22 t=39.2 spo2=96");
    c.labs(&[(&WBC, "17.4"), (&CRP, "164.0")]);
    c.procedure(("233560001", "Removal of dialysis catheter"), None);
    c.note(Format::Rtf, NoteType::Discharge, &[
        ("History", "Rigors at dialysis through the catheter. No cough, no wound."),
        ("Assessment and Plan", "Catheter infection; catheter of the right jugular vein removed; flushing on vancomycin, infused more slowly. The fistula of the left arm is used from now on."),
    ]);
    for (when, words) in [
        ("2022-12-12 08:00", "First year on dialysis. Hemoglobin about 10.7 g/dL on epoetin. Fistula of the left arm works well."),
        ("2023-12-11 08:00", "Stable year. No admission. Phosphorus a little above 5 mg/dL; diet reviewed."),
        ("2024-12-09 08:00", "Stable. Waiting list for a transplant discussed; she agrees. No chest pain."),
        ("2025-12-08 08:00", "On the transplant list since March 2025. No admission this year. Denies itching."),
    ] {
        c.visit(Kind::Office, when, "Yearly dialysis review", &STRAND);
        c.shots(&[("140", "Influenza, seasonal, injectable, preservative free")]);
        c.imaging(("36643-5", "XR Chest 2 Views"), "Heart size upper normal. Lungs clear.", "No congestion.");
        c.note(Format::Html, NoteType::Progress, &[("History", words), ("Assessment and Plan", "End-stage kidney disease on haemodialysis three times a week.\n- Epoetin & calcium acetate continued\n- Losartan was stopped in January 2022 for high potassium")]);
    }
    c.visit(Kind::Checkup, "2026-10-28 09:00", "Quarterly dialysis review", &STRAND);
    c.vitals("bp=140/80 hr=76 rr=16 t=36.6 spo2=98 wt=70.2 ht=165.0");
    c.phq9([1, 0, 1, 2, 0, 0, 0, 0, 0]);
    c.note(Format::Ccda, NoteType::Summary, &[
        ("Problems", "- End-stage kidney disease, dialysis since 2022-01-10\n- Hypertension\n- Anemia of chronic kidney disease\n- Secondary hyperparathyroidism"),
        ("Medications", "- Amlodipine 10 mg daily\n- Calcium acetate 2 capsules three times daily with meals\n- Epoetin alfa 4000 units three times weekly\n- Heparin at dialysis"),
        ("Allergies", "- Vancomycin: flushing"),
        ("Family history", "Brother died of end-stage kidney disease."),
        ("Assessment and Plan", "Stable on dialysis through the fistula of the left upper arm. One catheter infection in August 2022, none since. On the transplant list."),
    ]);
}
