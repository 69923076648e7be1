//! Nora Whitlock, 2: well child visits with growth and immunizations, jaundice as a newborn, one ear infection on the
//! right, a ventricular septal defect that closed by itself.

use crate::build::prelude::*;

pub(super) const ID: &str = "p10";

const JAUNDICE: Dx = dx("P59.9", "Neonatal jaundice, unspecified", "387712008", "Neonatal jaundice", "Neonatal jaundice");
const VSD: Dx =
    dx("Q21.0", "Ventricular septal defect", "30288003", "Ventricular septal defect", "Small muscular ventricular septal defect");
const OTITIS: Dx = dx("H66.91", "Otitis media, unspecified, right ear", "65363002", "Otitis media", "Otitis media of the right ear");
const WELL: Dx = dx(
    "Z00.129",
    "Encounter for routine child health examination without abnormal findings",
    "410620009",
    "Well child visit",
    "Well child visit",
);
const DELAY: Dx = dx("R62.0", "Delayed milestone in childhood", "248290002", "Developmental delay", "Speech delay, suspected");

const DTAP: (&str, &str) = ("20", "DTaP");
const IPV: (&str, &str) = ("10", "IPV");
const HIB: (&str, &str) = ("49", "Hib (PRP-OMP)");
const PCV: (&str, &str) = ("215", "Pneumococcal conjugate vaccine, 15 valent (PCV15)");
const ROTA: (&str, &str) = ("119", "rotavirus, monovalent");
const HEPB: (&str, &str) = ("08", "Hep B, adolescent or pediatric");
const FLU: (&str, &str) = ("140", "Influenza, seasonal, injectable, preservative free");
const MMR: (&str, &str) = ("03", "MMR");
const VAR: (&str, &str) = ("21", "varicella");
const HEPA: (&str, &str) = ("83", "Hep A, ped/adol, 2 dose");

type Visit = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// When, what for, measurements, vaccines.
const VISITS: [Visit; 9] = [
    ("2024-09-18 10:00", "Newborn visit, 4 days", "hr=142 rr=44 t=36.9 wt=3.18 ht=50.0 hc=34.2", &[]),
    ("2024-10-15 10:00", "Well child visit, 1 month", "hr=140 rr=42 t=36.8 wt=4.10 ht=53.5 hc=36.4", &[HEPB]),
    ("2024-11-19 10:00", "Well child visit, 2 months", "hr=136 rr=40 t=36.9 wt=5.05 ht=57.0 hc=38.3", &[DTAP, IPV, HIB, PCV, ROTA]),
    ("2025-01-21 10:00", "Well child visit, 4 months", "hr=132 rr=36 t=36.8 wt=6.42 ht=62.0 hc=40.6", &[DTAP, IPV, HIB, PCV, ROTA]),
    ("2025-03-18 10:00", "Well child visit, 6 months", "hr=128 rr=34 t=36.7 wt=7.30 ht=65.8 hc=42.2", &[DTAP, IPV, PCV, HEPB, FLU]),
    ("2025-06-17 10:00", "Well child visit, 9 months", "hr=124 rr=32 t=36.8 wt=8.25 ht=70.1 hc=43.8", &[]),
    ("2025-09-16 10:00", "Well child visit, 12 months", "hr=120 rr=30 t=36.7 wt=9.02 ht=74.2 hc=45.0", &[MMR, VAR, HEPA, FLU]),
    ("2025-12-16 10:00", "Well child visit, 15 months", "hr=118 rr=28 t=36.7 wt=9.71 ht=77.6 hc=45.7", &[DTAP, HIB, PCV]),
    ("2026-03-17 10:00", "Well child visit, 18 months", "hr=116 rr=28 t=36.6 wt=10.40 ht=81.0 hc=46.3", &[HEPA]),
];

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Whitlock",
            given: &["Nora", "June"],
            gender: "female",
            birth: "2024-09-14",
            race: ("2106-3", "White"),
            hispanic: true,
            mrn: "LH-400110",
            address: ("41 Skylark Road", "55999"),
            phone: "+1-555-0201",
        },
        &PEMBERTON,
    );
    birth(&mut c);
    for (when, reason, vitals, vaccines) in VISITS {
        c.visit(Kind::WellChild, when, reason, &PEMBERTON);
        c.vitals(vitals);
        c.diagnosis(&WELL);
        c.shots(vaccines);
        extra(&mut c, &when[..7]);
    }
    lately(&mut c);
    c
}

fn birth(c: &mut Chart) {
    c.stay(Kind::Inpatient, "2024-09-14 05:12", "2024-09-16 11:00", "Birth", &PEMBERTON);
    c.vitals("hr=148 rr=48 t=36.8 wt=3.32 ht=50.0 hc=34.0");
    c.shots(&[HEPB]);
    c.resolved(&JAUNDICE, "2024-09-15", "2024-09-22");
    c.lab(&TBIL, "11.8");
    c.patch(
        "Observation/p10-ob7",
        &json!({"referenceRange": null, "interpretation": null, "note": [{"text": "Age-specific threshold for phototherapy 15.1 mg/dL."}]}),
    );
    let mother = c.relative(("MTH", "mother"), "Elena", "Whitlock", "+1-555-0202");
    c.coverage("PM-77120613", "2024-09-14", Some(&mother));
    c.no_known_allergies();
    c.family(("FTH", "father"), ("30288003", "Ventricular septal defect"), Some(0), false);
    c.note(Format::Plain, NoteType::Discharge, &[
        ("History", "Girl born at 39 weeks, 3320 g, vaginal birth. Apgar 8 and 9. Breast-fed. Mother's group B streptococcus negative."),
        ("Exam", "Jaundice of the face, bilirubin 11.8 mg/dL, below the phototherapy line. Soft murmur at the left sternal border. Hips stable on both sides."),
        ("Assessment and Plan", "1. Term newborn.\n2. Neonatal jaundice, no phototherapy needed.\n3. Murmur: echocardiogram at 1 month. Her father had a ventricular septal defect."),
    ]);
}

fn extra(c: &mut Chart, month: &str) {
    match month {
        "2024-10" => {
            c.problem(&VSD, "2024-10-15");
            c.prose_report(
                ("42148-7", "US Heart"),
                ("LP29708-2", "Cardiology"),
                "Muscular ventricular septal defect, 2 mm, left to right. Normal chambers.",
                "Small muscular ventricular septal defect.",
            );
            c.rx(&VITAMIN_D, &sig("Give 1 drop (400 units) by mouth once daily", "1 {drop}", "po", DAILY));
        }
        "2025-09" => {
            c.prose_report(
                ("42148-7", "US Heart"),
                ("LP29708-2", "Cardiology"),
                "Septum intact. Normal chambers and function.",
                "Ventricular septal defect closed.",
            );
            c.becomes("Condition/p10-co4", "resolved", "2025-09-16", "Closed by itself; echocardiogram normal.");
            c.end("MedicationRequest/p10-mr1", "completed", "2025-09-16", "Drinks fortified milk");
            c.labs(&[(&LEAD, "<1.0"), (&HGB, "11.6")]);
            let hgb = c.lab(&FERR, "31");
            c.patch(&hgb, &json!({"referenceRange": [{"low": {"value": 12, "unit": "ng/mL"}, "text": ">= 12 ng/mL (1 to 5 years)"}]}));
            c.note(Format::Html, NoteType::Progress, &[
                ("History", "12 months. Stands alone, says \"mama\". Eats family food. No feeding problem."),
                ("Exam", "Weight 9.02 kg, length 74.2 cm, head 45.0 cm. No murmur. Both eardrums clear."),
                ("Assessment and Plan", "Well child.\n- Ventricular septal defect closed; no follow-up\n- MMR, varicella, hepatitis A and influenza vaccines\n- Lead < 1.0 ug/dL"),
            ]);
        }
        "2026-03" => {
            let delay = c.not_so(&DELAY, "2026-03-17", "unconfirmed");
            c.becomes(&delay, "inactive", "2026-09-15", "32 words at 24 months: normal.");
            c.score(("71969-0", "M-CHAT-R total score"), 1, &[]);
        }
        _ => {}
    }
}

fn lately(c: &mut Chart) {
    c.visit(Kind::Office, "2026-01-27 16:30", "Fever and ear pulling", &PEMBERTON);
    c.vitals("hr=146 rr=32 t=39.1 spo2=98 wt=10.05");
    c.resolved(&OTITIS, "2026-01-26", "2026-02-10");
    let amoxicillin = c.rx(&AMOXICILLIN, &sig("Give 5.5 mL by mouth twice daily for 10 days", "5.5 mL", "po", BID));
    c.end(&amoxicillin, "stopped", "2026-02-01", "Rash on day 5, thought viral");
    c.note(
        Format::Rtf,
        NoteType::Progress,
        &[
            ("History", "Fever 39.1 °C since yesterday, pulls at the right ear. No vomiting."),
            ("Exam", "Right eardrum red and bulging; left eardrum normal."),
            ("Assessment and Plan", "Otitis media of the right ear: amoxicillin for 10 days."),
        ],
    );
    c.visit(Kind::Telehealth, "2026-02-01 17:00", "Rash on amoxicillin", &PEMBERTON);
    c.note(
        Format::Plain,
        NoteType::Telephone,
        &[
            ("History", "Flat pink rash of the trunk on day 5. No hives, no swelling, no trouble breathing. Ear better."),
            ("Assessment and Plan", "Viral rash likely; not recorded as an allergy. Stop amoxicillin. May receive penicillins again."),
        ],
    );
    c.visit(Kind::WellChild, "2026-09-15 10:00", "Well child visit, 2 years", &PEMBERTON);
    c.vitals("hr=110 rr=26 t=36.6 wt=12.10 ht=86.5 hc=47.4");
    c.diagnosis(&WELL);
    c.shots(&[FLU]);
    c.labs(&[(&LEAD, "1.2"), (&HGB, "12.0")]);
    c.score(("71969-0", "M-CHAT-R total score"), 0, &[]);
    c.goal("Two-word sentences by 30 months", "active", "2026-09-15", "2027-03-15");
    c.plan("Well child care", "2024-09-14", &[], &["Next visit at 30 months", "Fluoride varnish twice a year"], &[&PEMBERTON]);
    c.patch("CarePlan/p10-cp1", &json!({"addresses": null}));
    let note = c.note(
        Format::Ccda,
        NoteType::Progress,
        &[
            ("Problems", "- None active. Ventricular septal defect closed in 2025."),
            ("Allergies", "No known allergies. A rash in February 2026 on amoxicillin was judged viral."),
            ("History", "24 months, about 32 words, runs, kicks a ball. Sleeps 11 hours. No concerns."),
            ("Exam", "Weight 12.10 kg, height 86.5 cm, head 47.4 cm. No murmur."),
            ("Assessment and Plan", "Well child, normal growth and speech. Influenza vaccine today. Lead 1.2 ug/dL, hemoglobin 12.0 g/dL."),
        ],
    );
    c.by_url(&note);
}
