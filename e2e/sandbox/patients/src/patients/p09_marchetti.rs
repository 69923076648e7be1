//! Leo Marchetti, 9: asthma that stepped up from mild to moderate, one emergency visit, peanut allergy, resolved eczema.

use crate::build::prelude::*;

pub(super) const ID: &str = "p09";

const MILD: Dx = dx("J45.30", "Mild persistent asthma, uncomplicated", "426979002", "Mild persistent asthma", "Mild persistent asthma");
const MODERATE: Dx =
    dx("J45.40", "Moderate persistent asthma, uncomplicated", "427295004", "Moderate persistent asthma", "Moderate persistent asthma");
const ATTACK: Dx = dx(
    "J45.41",
    "Moderate persistent asthma with (acute) exacerbation",
    "708038006",
    "Acute exacerbation of asthma",
    "Asthma exacerbation",
);
const PEANUT: Dx = dx("Z91.010", "Allergy to peanuts", "91935009", "Allergy to peanut", "Peanut allergy");
const ECZEMA: Dx = dx("L20.9", "Atopic dermatitis, unspecified", "24079001", "Atopic dermatitis", "Atopic dermatitis");
const OTITIS: Dx = dx("H66.92", "Otitis media, unspecified, left ear", "65363002", "Otitis media", "Otitis media of the left ear");
const FLU: (&str, &str) = ("140", "Influenza, seasonal, injectable, preservative free");

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Marchetti",
            given: &["Leo"],
            gender: "male",
            birth: "2017-02-14",
            race: ("2106-3", "White"),
            hispanic: false,
            mrn: "LH-400109",
            address: ("3 Tannery Yard", "55999"),
            phone: "+1-555-0191",
        },
        &PEMBERTON,
    );
    small(&mut c);
    let fluticasone = school(&mut c);
    now(&mut c, &fluticasone);
    c
}

fn small(c: &mut Chart) {
    for (date, cvx, name) in [
        ("2017-02-15", "08", "Hep B, adolescent or pediatric"),
        ("2017-04-18", "08", "Hep B, adolescent or pediatric"),
        ("2017-04-18", "20", "DTaP"),
        ("2017-04-18", "10", "IPV"),
        ("2017-04-18", "49", "Hib (PRP-OMP)"),
        ("2017-04-18", "133", "Pneumococcal conjugate PCV 13"),
        ("2017-04-18", "119", "rotavirus, monovalent"),
        ("2017-06-20", "20", "DTaP"),
        ("2017-06-20", "10", "IPV"),
        ("2017-06-20", "133", "Pneumococcal conjugate PCV 13"),
        ("2017-08-22", "20", "DTaP"),
        ("2017-08-22", "133", "Pneumococcal conjugate PCV 13"),
        ("2018-02-20", "03", "MMR"),
        ("2018-02-20", "21", "varicella"),
        ("2018-02-20", "83", "Hep A, ped/adol, 2 dose"),
        ("2018-05-22", "20", "DTaP"),
        ("2018-08-21", "83", "Hep A, ped/adol, 2 dose"),
    ] {
        c.shot_on(date, cvx, name);
    }
    c.visit(Kind::WellChild, "2018-08-21 09:00", "Well child visit, 18 months", &PEMBERTON);
    let mother = c.relative(("MTH", "mother"), "Bianca", "Marchetti", "+1-555-0192");
    c.relative(("FTH", "father"), "Owen", "Rusk", "+1-555-0193");
    c.coverage("PM-77120552", "2017-02-14", Some(&mother));
    c.resolved(&ECZEMA, "2017-11", "2022-06");
    c.vitals("hr=118 rr=26 t=36.8 wt=11.2 ht=82.0");
    c.rx(&TRIAMCINOLONE, &sig("Apply a thin layer to the affected skin twice daily for up to 7 days", "1 {app}", "top", BID));
    c.end("MedicationRequest/p09-mr1", "completed", "2022-06-01", "Eczema resolved");
    c.family(("MTH", "mother"), ("195967001", "Asthma"), Some(8), false);
    c.family(("BRO", "brother"), ("46635009", "Diabetes mellitus type 1"), Some(6), false);
    c.visit(Kind::Emergency, "2019-05-11 17:20", "Hives after peanut butter", &GUTHRIE);
    let allergy = c.allergy(
        (SNOMED, "256349002", "Peanut"),
        "food",
        "high",
        "2019-05-11",
        &[("126485001", "Urticaria", "moderate"), ("267036007", "Dyspnea", "severe")],
    );
    c.patch(&allergy, &json!({"note": [{"text": "Within 10 minutes of peanut butter; epinephrine given."}]}));
    c.vitals("hr=142 rr=34 t=36.9 spo2=93 wt=13.0");
    c.problem(&PEANUT, "2019-05-11");
    c.note(Format::Plain, NoteType::Emergency, &[
        ("History", "2-year-old boy with hives and noisy breathing 10 minutes after peanut butter. No vomiting. Never had peanut before."),
        ("Exam", "Hives on trunk and face, wheeze on both sides, SpO2 93 %."),
        ("Assessment and Plan", "Anaphylaxis to peanut. Epinephrine 0.15 mg into the left thigh, improved in 5 minutes. Auto-injector prescribed; strict avoidance."),
    ]);
    c.rx(
        &EPINEPHRINE_JR,
        &sig("Inject 0.15 mg into the thigh once for severe allergic reaction", "0.15 mg", "im", ONCE).prn("anaphylaxis"),
    );
    c.outside("2019-06-04 09:00", &PEMBERTON);
    c.lab(&IGE_PEANUT, "17.40");
    c.visit(Kind::Office, "2020-01-22 11:00", "Ear pain", &PEMBERTON);
    c.resolved(&OTITIS, "2020-01-20", "2020-02-03");
    let amoxicillin = c.rx(&AMOXICILLIN, &sig("Give 7.5 mL by mouth twice daily for 10 days", "7.5 mL", "po", BID));
    c.end(&amoxicillin, "completed", "2020-02-01", "Course completed");
    c.vitals("hr=124 rr=28 t=38.6 spo2=98 wt=14.6");
}

fn school(c: &mut Chart) -> String {
    c.visit(Kind::WellChild, "2021-03-02 09:00", "Well child visit, 4 years", &PEMBERTON);
    c.vitals("bp=94/58 hr=98 rr=22 t=36.7 wt=16.9 ht=103.0");
    c.shots(&[("20", "DTaP"), ("10", "IPV"), ("03", "MMR"), ("21", "varicella")]);
    c.visit(Kind::Office, "2022-10-04 15:00", "Cough at night", &PEMBERTON);
    let mild = c.problem(&MILD, "2022-10-04");
    c.vitals("bp=98/60 hr=94 rr=22 t=36.7 spo2=97 wt=20.1 ht=114.0");
    let fluticasone = c.rx(&FLUTICASONE_44, &sig("Inhale 1 puff twice daily with a spacer", "1 {puff}", "inh", BID));
    c.because(&fluticasone, &mild);
    c.rx(&ALBUTEROL, &sig("Inhale 2 puffs every 4 hours as needed for wheeze, with a spacer", "2 {puff}", "inh", Q4H).prn("wheeze"));
    c.device(("420857002", "Metered dose inhaler spacer"), "Spacer with mask", "SP-20931");
    c.note(Format::Html, NoteType::Progress, &[
        ("History", "5-year-old boy, coughs three nights a week for 2 months, worse after running. Mother has asthma. No fever, no weight loss."),
        ("Exam", "SpO2 97 %. Wheeze on forced expiration, both sides. Skin clear, no eczema."),
        ("Assessment and Plan", "Mild persistent asthma, new.\n- Fluticasone 44 mcg, 1 puff twice daily\n- Albuterol 2 puffs as needed\n- Eczema resolved in June 2022"),
    ]);
    for (when, weight, height, fev1) in [
        ("2023-03-07 15:00", "21.0", "116.5", "92"),
        ("2023-09-12 15:00", "22.3", "119.4", "90"),
        ("2024-03-05 15:00", "23.5", "122.3", "88"),
    ] {
        c.visit(Kind::Office, when, "Asthma follow-up", &PEMBERTON);
        c.vitals(&format!("bp=98/60 hr=90 rr=20 spo2=98 wt={weight} ht={height}"));
        c.panel(SPIROMETRY, &[(&FEV1_PCT, fev1), (&FEV1_FVC, "82")]);
        c.score(("82674-3", "Childhood Asthma Control Test [C-ACT]"), 22, &[]);
        c.shots(&[FLU]);
    }
    c.visit(Kind::Emergency, "2024-10-19 20:10", "Asthma attack", &GUTHRIE);
    c.diagnosis(&ATTACK);
    c.vitals("bp=108/66 hr=136 rr=38 t=37.4 spo2=90 wt=25.0");
    let prednisolone = c.rx(&PREDNISOLONE, &sig("Give 8 mL by mouth once daily for 5 days", "8 mL", "po", DAILY));
    c.end(&prednisolone, "completed", "2024-10-24", "Course completed");
    c.imaging(("36643-5", "XR Chest 2 Views"), "Hyperinflation. No consolidation.", "No pneumonia.");
    c.note(Format::Rtf, NoteType::Emergency, &[
        ("History", "Cold for two days, then wheeze; albuterol every hour without lasting effect. No peanut exposure."),
        ("Exam", "SpO2 90 % on room air, respiratory rate 38, wheeze on both sides. After three nebulizers 96 %."),
        ("Assessment and Plan", "Asthma exacerbation after a viral infection. Prednisolone for 5 days. No pneumonia on X-ray. See Dr. Pemberton within a week."),
    ]);
    c.visit(Kind::Office, "2024-10-25 15:00", "Asthma, after the emergency visit", &PEMBERTON);
    c.becomes(&mild, "inactive", "2024-10-25", "Now moderate persistent.");
    let moderate = c.problem(&MODERATE, "2024-10-25");
    c.vitals("bp=100/62 hr=88 rr=20 spo2=98 wt=24.8 ht=125.8");
    let higher = c.change(
        &fluticasone,
        &FLUTICASONE_110,
        &sig("Inhale 1 puff twice daily with a spacer", "1 {puff}", "inh", BID),
        "Exacerbation; stepped up",
    );
    c.because(&higher, &moderate);
    c.plan(
        "Asthma action plan",
        "2024-10-25",
        &[&moderate],
        &["Green: fluticasone twice daily", "Yellow: albuterol 2 puffs every 4 hours", "Red: albuterol and call 911"],
        &[&PEMBERTON],
    );
    higher
}

fn now(c: &mut Chart, fluticasone: &str) {
    for (when, weight, height, act, fev1) in [
        ("2025-02-11 15:00", "25.6", "127.6", 19, "90"),
        ("2025-08-05 15:00", "27.0", "130.4", 23, "94"),
        ("2026-02-10 15:00", "28.3", "133.1", 24, "95"),
    ] {
        c.visit(Kind::Office, when, "Asthma follow-up", &PEMBERTON);
        c.vitals(&format!("bp=102/62 hr=84 rr=20 spo2=98 wt={weight} ht={height}"));
        c.panel(SPIROMETRY, &[(&FEV1_PCT, fev1), (&FEV1_FVC, "84")]);
        c.score(("82674-3", "Childhood Asthma Control Test [C-ACT]"), act, &[]);
        c.rx(&CETIRIZINE, &sig("Give 5 mL by mouth once daily in spring", "5 mL", "po", DAILY));
    }
    c.end("MedicationRequest/p09-mr8", "completed", "2025-06-30", "Season over");
    c.end("MedicationRequest/p09-mr9", "cancelled", "2025-08-05", "Not needed outside spring");
    c.end("MedicationRequest/p09-mr10", "completed", "2026-06-30", "Season over");
    c.lab(&IGE_PEANUT, "9.85");
    c.visit(Kind::WellChild, "2026-09-08 09:00", "Well child visit, 9 years", &PEMBERTON);
    c.vitals("bp=104/64 hr=82 rr=18 t=36.6 spo2=99 wt=30.1 ht=136.0");
    c.score(("82674-3", "Childhood Asthma Control Test [C-ACT]"), 25, &[]);
    c.shots(&[FLU]);
    c.smoking(Smoking::Never);
    c.goal("No emergency visit for asthma", "active", "2024-10-25", "2027-09-08");
    c.because(fluticasone, "Condition/p09-co6");
    c.note(Format::Xhtml, NoteType::Progress, &[
        ("History", "9-year-old boy, well. No night cough, albuterol once this summer. Carries his epinephrine. Brother has type 1 diabetes; Leo has no thirst, no weight loss."),
        ("Exam", "Weight 30.1 kg, height 136.0 cm. Lungs clear, no wheeze. Skin clear."),
        ("Assessment and Plan", "1. Moderate persistent asthma, well controlled (score 25). Continue fluticasone 110 mcg, 1 puff twice daily.\n2. Peanut allergy: IgE 17.40 in 2019, 9.85 kU/L in February 2026. Continue avoidance.\n3. Influenza vaccine today."),
    ]);
}
