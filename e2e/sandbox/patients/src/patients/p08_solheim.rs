//! Ingrid Solheim-Bray, 50: seropositive rheumatoid arthritis; methotrexate stopped for raised liver enzymes, restarted
//! lower, then adalimumab with good effect. Latent tuberculosis was excluded first.

use crate::build::prelude::*;

pub(super) const ID: &str = "p08";

const RA: Dx = dx(
    "M05.79",
    "Rheumatoid arthritis with rheumatoid factor of multiple sites without organ or systems involvement",
    "239791005",
    "Seropositive rheumatoid arthritis",
    "Seropositive rheumatoid arthritis",
);
const ALT_UP: Dx = dx(
    "R74.01",
    "Elevation of levels of liver transaminase levels",
    "166603001",
    "Liver function tests abnormal",
    "Raised liver enzymes on methotrexate",
);
const VITD_LOW: Dx = dx("E55.9", "Vitamin D deficiency, unspecified", "34713006", "Vitamin D deficiency", "Vitamin D deficiency");
const LUPUS: Dx = dx(
    "M32.9",
    "Systemic lupus erythematosus, unspecified",
    "55464009",
    "Systemic lupus erythematosus",
    "Systemic lupus erythematosus, suspected",
);
const SINUSITIS: Dx = dx("J01.90", "Acute sinusitis, unspecified", "15805002", "Acute sinusitis", "Acute sinusitis");

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Solheim-Bray",
            given: &["Ingrid"],
            gender: "female",
            birth: "1976-09-25",
            race: ("2106-3", "White"),
            hispanic: false,
            mrn: "LH-400108",
            address: ("19 Kiln Street", "55999"),
            phone: "+1-555-0181",
        },
        &OYELARAN,
    );
    onset(&mut c);
    let methotrexate = methotrexate(&mut c);
    biologic(&mut c, &methotrexate);
    c
}

fn onset(c: &mut Chart) {
    c.visit(Kind::Office, "2020-08-25 11:00", "Painful hands", &OYELARAN);
    c.smoking(Smoking::Former);
    c.allergy((RXNORM, "7980", "penicillin G"), "medication", "high", "1988", &[("39579001", "Anaphylaxis", "severe")]);
    c.family(("MTH", "mother"), ("69896004", "Rheumatoid arthritis"), Some(55), false);
    c.family(("SIS", "sister"), ("55464009", "Systemic lupus erythematosus"), Some(33), false);
    c.vitals("bp=124/78 hr=76 rr=14 t=36.7 spo2=99 wt=70.3 ht=170.0");
    c.cbc("8.1 12.4 37.5 86.1 398");
    c.labs(&[(&RF, "96"), (&CCP, ">250"), (&CRP, "34.2"), (&ESR, "48")]);
    c.lab_coded(("8061-4", "Nuclear Ab [Presence] in Serum"), "260385009", "Negative");
    let lupus = c.not_so(&LUPUS, "2020-08-25", "refuted");
    c.patch(&lupus, &json!({"note": [{"text": "Antinuclear antibody negative. Her sister has lupus."}]}));
    let naproxen = c.rx(&NAPROXEN, &sig("Take 2 tablets by mouth twice daily with food", "2 {tbl}", "po", BID));
    c.end(&naproxen, "stopped", "2020-11-10", "Replaced by methotrexate and prednisone");
    c.coverage("PM-77120488", "2020-01-01", None);
    c.note(Format::Plain, NoteType::Progress, &[
        ("History", "43-year-old woman with pain and swelling of both hands for 10 weeks, stiff for 2 hours in the morning. No rash, no mouth ulcers, no photosensitivity.\nFamily history: mother with rheumatoid arthritis, sister with lupus."),
        ("Exam", "Swelling of the second and third metacarpophalangeal joints on both sides. Right wrist swollen, left wrist not. Knees normal."),
        ("Assessment and Plan", "Probable rheumatoid arthritis; rheumatoid factor 96 IU/mL, anti-CCP > 250 U/mL, CRP 34.2 mg/L. Antinuclear antibody negative: lupus unlikely. Refer to rheumatology."),
    ]);
    c.referral("183521005", "Referral to rheumatology service", "Probable rheumatoid arthritis");
    c.patch("ServiceRequest/p08-sr1", &json!({"status": "completed"}));
}

fn methotrexate(c: &mut Chart) -> String {
    c.visit(Kind::Office, "2020-09-22 11:00", "Rheumatology consultation", &KOWALCZUK);
    let ra = c.problem(&RA, "2020-06");
    c.vitals("bp=122/76 hr=74 wt=70.0 ht=170.0");
    c.cmp("140 4.2 103 25 12 0.68 106 88 9.4 19 21 4.3");
    c.imaging(
        ("24594-4", "XR Hand - bilateral AP"),
        "Periarticular osteopenia of both hands. Erosion of the right second metacarpal head. No erosion of the left hand.",
        "Early erosive arthritis, right hand.",
    );
    c.imaging(("36643-5", "XR Chest 2 Views"), "Clear lungs.", "Normal.");
    c.lab_coded(("45323-3", "Mycobacterium tuberculosis stimulated gamma interferon [Presence] in Blood"), "260385009", "Negative");
    let methotrexate =
        c.rx(&METHOTREXATE, &sig("Take 6 tablets (15 mg) by mouth once weekly, same day each week", "6 {tbl}", "po", WEEKLY));
    c.because(&methotrexate, &ra);
    c.rx(&FOLIC_ACID, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    let prednisone = c.rx(&PREDNISONE_5, &sig("Take 2 tablets by mouth every morning, taper over 12 weeks", "2 {tbl}", "po", MORNING));
    c.end(&prednisone, "completed", "2020-12-15", "Taper finished");
    c.note(Format::Rtf, NoteType::Consult, &[
        ("History", "Symmetric arthritis of the hands for 3 months. No pregnancy planned. Drinks no alcohol."),
        ("Exam", "12 tender and 9 swollen joints of 28. Grip weak on the right."),
        ("Assessment and Plan", "Seropositive rheumatoid arthritis with one erosion of the right hand. Methotrexate 15 mg once a week (not daily), folic acid 1 mg daily, prednisone 10 mg tapered over 12 weeks."),
    ]);
    let mut current = methotrexate;
    for (when, crp, esr, alt, cbc) in [
        ("2020-12-15 11:00", "18.0", "34", "31", "7.4 12.6 38.0 87.2 352"),
        ("2021-03-23 11:00", "12.4", "28", "44", "6.8 12.8 38.4 88.5 330"),
        ("2021-06-29 11:00", "11.8", "26", "118", "6.6 12.7 38.3 89.1 318"),
        ("2021-08-10 11:00", "16.5", "31", "38", "6.9 12.5 37.9 88.8 335"),
        ("2021-11-16 11:00", "14.2", "29", "35", "6.5 12.6 38.1 89.9 322"),
    ] {
        c.visit(Kind::Office, when, "Rheumatoid arthritis follow-up", &KOWALCZUK);
        c.vitals("bp=122/76 hr=72 wt=70.6 ht=170.0");
        c.labs(&[(&CRP, crp), (&ESR, esr), (&ALT, alt), (&CREAT, "0.69")]);
        c.cbc(cbc);
        if when.starts_with("2021-06") {
            c.resolved(&ALT_UP, "2021-06-29", "2021-08-10");
            c.end(&current, "stopped", "2021-06-29", "ALT 118 U/L");
        }
        if when.starts_with("2021-08") {
            let again =
                c.rx(&METHOTREXATE, &sig("Take 4 tablets (10 mg) by mouth once weekly, same day each week", "4 {tbl}", "po", WEEKLY));
            c.patch(&again, &json!({"priorPrescription": {"reference": current}}));
            current = again;
        }
    }
    current
}

fn biologic(c: &mut Chart, methotrexate: &str) {
    c.visit(Kind::Office, "2022-02-15 11:00", "Rheumatoid arthritis, not controlled", &KOWALCZUK);
    c.vitals("bp=124/78 hr=76 wt=70.9 ht=170.0");
    c.labs(&[(&CRP, "22.6"), (&ESR, "40"), (&ALT, "30"), (&VITD, "17")]);
    let low = c.problem(&VITD_LOW, "2022-02-15");
    c.rx(&VITAMIN_D, &sig("Take 2 capsules by mouth once daily", "2 {cap}", "po", DAILY));
    c.lab_coded(("45323-3", "Mycobacterium tuberculosis stimulated gamma interferon [Presence] in Blood"), "260385009", "Negative");
    c.lab_coded(("5195-3", "Hepatitis B virus surface Ag [Presence] in Serum"), "260385009", "Negative");
    let adalimumab = c.rx(&ADALIMUMAB, &sig("Inject 40 mg under the skin every 2 weeks", "40 mg", "sc", EVERY_2_WEEKS));
    c.because(&adalimumab, "Condition/p08-co2");
    c.by_reference(&adalimumab);
    c.note(Format::Html, NoteType::Progress, &[
        ("History", "Still 8 swollen joints on methotrexate 10 mg weekly; higher doses raised ALT to 118 U/L. Denies fever, cough, night sweats."),
        ("Exam", "10 tender and 8 swollen joints of 28."),
        ("Assessment and Plan", "Rheumatoid arthritis, high activity, failure of methotrexate.\n- Add adalimumab 40 mg every 2 weeks\n- Interferon test negative, hepatitis B negative\n- Vitamin D 17 ng/mL: replace"),
    ]);
    for (when, crp, esr, alt) in [
        ("2022-05-17 11:00", "6.1", "19", "28"),
        ("2022-11-15 11:00", "3.8", "14", "26"),
        ("2023-05-16 11:00", "<3.0", "12", "27"),
        ("2023-11-14 11:00", "<3.0", "11", "29"),
        ("2024-05-21 11:00", "3.2", "13", "25"),
        ("2024-11-19 11:00", "<3.0", "10", "24"),
    ] {
        c.visit(Kind::Office, when, "Rheumatoid arthritis follow-up", &KOWALCZUK);
        c.vitals("bp=120/76 hr=70 wt=71.4 ht=170.0");
        c.labs(&[(&CRP, crp), (&ESR, esr), (&ALT, alt)]);
        c.cbc("6.2 13.1 39.2 89.0 274");
    }
    c.becomes(&low, "resolved", "2023-05-16", "25-OH vitamin D 38 ng/mL.");
    c.visit(Kind::Office, "2025-03-04 15:00", "Facial pain, fever", &OYELARAN);
    c.resolved(&SINUSITIS, "2025-03-01", "2025-03-14");
    c.end("MedicationRequest/p08-mr7", "on-hold", "2025-03-04", "Infection");
    c.outside("2025-03-18 09:00", &KOWALCZUK);
    let again = c.rx(&ADALIMUMAB, &sig("Inject 40 mg under the skin every 2 weeks", "40 mg", "sc", EVERY_2_WEEKS));
    c.patch(&again, &json!({"priorPrescription": {"reference": "MedicationRequest/p08-mr7"}}));
    c.because(&again, "Condition/p08-co2");
    c.end("MedicationRequest/p08-mr7", "stopped", "2025-03-18", "Held for sinusitis on 2025-03-04, replaced by a new prescription");
    c.visit(Kind::Office, "2025-09-16 11:00", "Rheumatoid arthritis follow-up", &KOWALCZUK);
    c.vitals("bp=122/78 hr=72 wt=71.0 ht=170.0");
    c.labs(&[(&CRP, "<3.0"), (&ESR, "12"), (&ALT, "26"), (&VITD, "38")]);
    c.shots(&[
        ("140", "Influenza, seasonal, injectable, preservative free"),
        ("187", "zoster recombinant"),
        ("215", "Pneumococcal conjugate vaccine, 15 valent (PCV15)"),
    ]);
    c.imaging(
        ("24594-4", "XR Hand - bilateral AP"),
        "Erosion of the right second metacarpal head, unchanged since 2020. No new erosion. Left hand without erosion.",
        "No progression.",
    );
    c.visit(Kind::Checkup, "2026-08-11 11:00", "Rheumatoid arthritis follow-up", &KOWALCZUK);
    c.vitals("bp=120/76 hr=70 rr=14 t=36.6 spo2=99 wt=70.7 ht=170.0");
    c.cmp("139 4.3 102 26 13 0.70 104 91 9.5 25 22 4.4");
    c.cbc("6.0 13.0 39.0 89.3 268");
    c.labs(&[(&CRP, "<3.0"), (&ESR, "9")]);
    c.phq9([0, 0, 1, 1, 0, 0, 0, 0, 0]);
    c.goal("Remission (DAS28 below 2.6)", "active", "2022-02-15", "2027-02-15");
    c.plan(
        "Rheumatoid arthritis on a biologic",
        "2022-02-15",
        &["Condition/p08-co2"],
        &["Blood tests every 3 months", "Hold adalimumab in infection", "No live vaccines"],
        &[&KOWALCZUK, &OYELARAN],
    );
    c.because(methotrexate, "Condition/p08-co2");
    c.note(Format::Xhtml, NoteType::Progress, &[
        ("History", "49-year-old woman. No morning stiffness. Adalimumab 40 mg every 2 weeks without reactions, methotrexate 10 mg once weekly. One sinusitis in March 2025, adalimumab held for two weeks. Denies fever and cough."),
        ("Exam", "No swollen joint of 28. Grip equal on both sides."),
        ("Assessment and Plan", "Seropositive rheumatoid arthritis in remission on adalimumab and methotrexate 10 mg weekly. CRP < 3.0 mg/L. Anaphylaxis to penicillin in 1988: stays on the list."),
    ]);
}
