//! Desmond Pryce, 71: COPD with two exacerbations, still smoking until 2025, and a nodule of the right upper lobe under
//! watch. A former entry of asthma was refuted by spirometry.

use crate::build::prelude::*;

pub(super) const ID: &str = "p04";

const COPD: Dx = dx("J44.9", "Chronic obstructive pulmonary disease, unspecified", "13645005", "Chronic obstructive lung disease", "COPD");
const FLARE: Dx = dx(
    "J44.1",
    "Chronic obstructive pulmonary disease with (acute) exacerbation",
    "195951007",
    "Acute exacerbation of chronic obstructive airways disease",
    "COPD exacerbation",
);
const NODULE: Dx = dx("R91.1", "Solitary pulmonary nodule", "427359005", "Solitary nodule of lung", "Pulmonary nodule, right upper lobe");
const SMOKER: Dx =
    dx("F17.210", "Nicotine dependence, cigarettes, uncomplicated", "56294008", "Nicotine dependence", "Nicotine dependence, cigarettes");
const ASTHMA: Dx = dx("J45.40", "Moderate persistent asthma, uncomplicated", "195967001", "Asthma", "Asthma");
const GERD: Dx = dx(
    "K21.9",
    "Gastro-esophageal reflux disease without esophagitis",
    "235595009",
    "Gastroesophageal reflux disease",
    "Gastroesophageal reflux",
);

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Pryce",
            given: &["Desmond", "Alun"],
            gender: "male",
            birth: "1955-07-30",
            race: ("2106-3", "White"),
            hispanic: false,
            mrn: "LH-400104",
            address: ("88 Foundry Row", "55999"),
            phone: "+1-555-0141",
        },
        &OYELARAN,
    );
    first(&mut c);
    flares(&mut c);
    now(&mut c);
    c
}

fn first(c: &mut Chart) {
    c.visit(Kind::Checkup, "2017-09-12 13:30", "Breathlessness", &OYELARAN);
    let asthma = c.not_so(&ASTHMA, "2001", "refuted");
    c.patch(&asthma, &json!({"note": [{"text": "No reversibility on spirometry 2017-09-26; diagnosis refuted."}]}));
    c.problem(&GERD, "2010-05");
    c.resolved(&SMOKER, "1973", "2025-02-01");
    c.smoking(Smoking::EveryDay);
    c.social_text(("11341-5", "History of Occupation"), "Foundry worker, 31 years");
    c.no_known_allergies();
    c.family(("FTH", "father"), ("363358000", "Malignant tumor of lung"), Some(66), true);
    c.vitals("bp=136/82 hr=84 rr=18 t=36.7 spo2=94 wt=71.5 ht=174.0");
    c.cmp("141 4.2 102 28 13 0.88 92 98 9.3 20 22 4.1");
    c.cbc("8.4 15.9 47.6 94.0 268");
    c.rx(&OMEPRAZOLE, &sig("Take 1 capsule by mouth every morning before breakfast", "1 {cap}", "po", MORNING));
    c.rx(&ALBUTEROL, &sig("Inhale 2 puffs every 4 hours as needed for wheeze", "2 {puff}", "inh", Q4H).prn("wheeze"));
    c.coverage("PM-77120209", "2017-01-01", None);
    c.visit(Kind::Office, "2017-09-26 10:00", "Pulmonary consultation", &NAKAGAWA);
    c.panel(SPIROMETRY, &[(&FEV1, "1.92"), (&FEV1_PCT, "61"), (&FEV1_FVC, "58")]);
    let copd = c.problem(&COPD, "2017-09-26");
    let tiotropium = c.rx(&TIOTROPIUM, &sig("Inhale the contents of 1 capsule once daily", "1 {cap}", "inh", DAILY));
    c.because(&tiotropium, &copd);
    c.imaging(
        ("36643-5", "XR Chest 2 Views"),
        "Hyperinflation with flattened diaphragms. No consolidation, no mass.",
        "Emphysema. No acute disease.",
    );
    c.note(Format::Plain, NoteType::Consult, &[
        ("History", "62-year-old man, 44 years of smoking, one pack a day. Breathless on one flight of stairs. Called asthmatic since 2001 without a test. No hemoptysis, no weight loss.\nFamily history: father died of lung cancer at 66."),
        ("Exam", "SpO2 94 % on room air. Quiet breath sounds, prolonged expiration, no wheeze."),
        ("Assessment and Plan", "COPD, FEV1 1.92 L (61 % of predicted), FEV1/FVC 58 %, no reversibility: not asthma.\nStart tiotropium daily. Advised to stop smoking; not ready."),
    ]);
}

fn flares(c: &mut Chart) {
    for (when, fev1, percent, ratio, spo2, weight) in [
        ("2018-10-09 10:00", "1.88", "60", "57", "94", "71.0"),
        ("2019-10-15 10:00", "1.80", "58", "56", "93", "70.2"),
        ("2021-04-20 10:00", "1.69", "56", "55", "93", "69.4"),
        ("2022-05-10 10:00", "1.61", "54", "54", "93", "68.8"),
    ] {
        c.visit(Kind::Office, when, "COPD follow-up", &NAKAGAWA);
        c.vitals(&format!("bp=134/80 hr=82 rr=18 spo2={spo2} wt={weight} ht=174.0"));
        c.panel(SPIROMETRY, &[(&FEV1, fev1), (&FEV1_PCT, percent), (&FEV1_FVC, ratio)]);
        c.smoking(Smoking::EveryDay);
        c.shots(&[("140", "Influenza, seasonal, injectable, preservative free")]);
    }
    c.shots(&[("33", "pneumococcal polysaccharide vaccine, 23 valent")]);
    for (start, end, wbc, spo2) in [
        ("2022-12-06 21:10", "2022-12-10 10:00", "13.2 15.4 46.0 94.1 301", "86"),
        ("2024-02-02 17:40", "2024-02-06 11:00", "12.4 15.1 45.5 93.8 288", "87"),
    ] {
        c.stay(Kind::Inpatient, start, end, "COPD exacerbation", &NAKAGAWA);
        c.diagnosis(&FLARE);
        c.vitals(&format!("bp=146/84 hr=112 rr=28 t=37.6 spo2={spo2} wt=68.0"));
        c.cbc(wbc);
        c.bmp("139 4.0 100 31 15 0.90 91 134 9.1");
        c.lab(&TROP, "<6");
        let prednisone = c.rx(&PREDNISONE_20, &sig("Take 2 tablets by mouth once daily for 5 days", "2 {tbl}", "po", DAILY));
        c.end(&prednisone, "completed", &end[..10], "Course completed");
        let azithromycin = c.rx(&AZITHROMYCIN, &sig("Take 2 tablets by mouth once daily for 3 days", "2 {tbl}", "po", DAILY));
        c.end(&azithromycin, "completed", &end[..10], "Course completed");
        c.note(Format::Rtf, NoteType::Discharge, &[
            ("History", "Three days of more cough, yellow sputum and breathlessness. No chest pain, no leg swelling."),
            ("Exam", "On arrival wheeze over both lungs. At discharge 92 % on room air, speaking in sentences."),
            ("Assessment and Plan", "COPD exacerbation, treated with prednisone 40 mg daily for 5 days and azithromycin 500 mg daily for 3 days. No antibiotics at discharge. Pulmonary rehabilitation offered."),
        ]);
    }
    c.visit(Kind::Office, "2024-03-12 10:00", "COPD, after discharge", &NAKAGAWA);
    c.vitals("bp=132/78 hr=84 rr=18 spo2=92 wt=67.5 ht=174.0");
    c.panel(SPIROMETRY, &[(&FEV1, "1.48"), (&FEV1_PCT, "50"), (&FEV1_FVC, "51")]);
    c.imaging(
        ("79086-5", "CT Chest for screening W low dose"),
        "Centrilobular emphysema. Solid nodule of the right upper lobe, 6 mm. No lymph node enlargement. Left lung without nodule.",
        "6 mm solid nodule of the right upper lobe. Repeat in 6 to 12 months.",
    );
    c.problem(&NODULE, "2024-03-12");
    let inhaler = c.rx(&FLUTICASONE_110, &sig("Inhale 2 puffs twice daily", "2 {puff}", "inh", BID));
    c.end(&inhaler, "stopped", "2024-11-19", "Oral thrush");
}

fn now(c: &mut Chart) {
    c.visit(Kind::Office, "2024-11-19 10:00", "COPD and nodule follow-up", &NAKAGAWA);
    c.vitals("bp=130/78 hr=80 rr=16 spo2=93 wt=67.9 ht=174.0");
    c.labs(&[(&EOS, "0.08")]);
    c.imaging(
        ("24627-2", "CT Chest"),
        "Nodule of the right upper lobe 6 mm, unchanged since 2024-03-12. No new nodule.",
        "Stable 6 mm nodule, right upper lobe.",
    );
    let patch = c.rx(&NICOTINE_PATCH, &sig("Apply 1 patch to the skin every morning", "1 {app}", "top", MORNING));
    c.end(&patch, "completed", "2025-02-20", "Stopped smoking");
    c.note(Format::Html, NoteType::Progress, &[
        ("History", "Sore mouth on fluticasone. Ready to stop smoking. No hemoptysis. Weight stable."),
        ("Exam", "White plaques on the tongue. Breath sounds quiet, no wheeze."),
        ("Assessment and Plan", "1. COPD: stop fluticasone (thrush; eosinophils 0.08). Continue tiotropium.\n2. Nodule of the right upper lobe, 6 mm, stable.\n3. Nicotine patch."),
    ]);
    c.visit(Kind::Office, "2025-05-20 10:00", "COPD follow-up", &NAKAGAWA);
    c.vitals("bp=128/76 hr=78 rr=16 spo2=93 wt=69.6 ht=174.0");
    c.smoking(Smoking::Former);
    c.panel(SPIROMETRY, &[(&FEV1, "1.50"), (&FEV1_PCT, "51"), (&FEV1_FVC, "52")]);
    c.procedure(("229070002", "Pulmonary rehabilitation"), None);
    c.lipids("176 98 52 130");
    c.visit(Kind::Office, "2025-12-09 10:00", "COPD follow-up", &NAKAGAWA);
    c.vitals("bp=130/76 hr=78 rr=16 spo2=93 wt=70.4 ht=174.0");
    c.imaging(
        ("24627-2", "CT Chest"),
        "Nodule of the right upper lobe 6 mm, unchanged. Emphysema.",
        "Stable nodule, right upper lobe, 21 months.",
    );
    c.shots(&[
        ("140", "Influenza, seasonal, injectable, preservative free"),
        ("303", "RSV, recombinant, protein subunit RSVpreF, adjuvant reconstituted, 0.5 mL, PF"),
    ]);
    c.visit(Kind::Checkup, "2026-05-19 10:00", "COPD follow-up", &NAKAGAWA);
    c.vitals("bp=128/78 hr=76 rr=16 t=36.6 spo2=94 wt=71.2 ht=174.0");
    c.panel(SPIROMETRY, &[(&FEV1, "1.51"), (&FEV1_PCT, "52"), (&FEV1_FVC, "52")]);
    c.cmp("140 4.3 102 28 14 0.91 90 101 9.4 19 21 4.2");
    c.cbc("7.6 15.2 45.3 93.5 254");
    c.imaging(
        ("24627-2", "CT Chest"),
        "Nodule of the right upper lobe 6 mm, unchanged for 26 months.",
        "Stable nodule of the right upper lobe; follow-up complete.",
    );
    c.goal("Stay off cigarettes", "active", "2025-02-01", "2027-02-01");
    c.plan(
        "COPD",
        "2017-09-26",
        &["Condition/p04-co4"],
        &["Tiotropium daily", "Home walking program", "Vaccines each autumn"],
        &[&NAKAGAWA, &OYELARAN],
    );
    c.note(Format::Xhtml, NoteType::Progress, &[
        ("History", "70-year-old man. No exacerbation since February 2024. Has not smoked since February 2025. Denies hemoptysis and weight loss. Walks 20 minutes daily."),
        ("Exam", "SpO2 94 % on room air, weight 71.2 kg. No wheeze, no clubbing."),
        ("Assessment and Plan", "1. COPD, FEV1 1.51 L (52 % of predicted), stable since he stopped smoking. Continue tiotropium daily, albuterol as needed.\n2. Nodule of the right upper lobe, 6 mm, stable for 26 months: no further scan.\n3. Current everyday smoker, counselled (copied from an earlier note; he stopped in 2025)."),
    ]);
}
