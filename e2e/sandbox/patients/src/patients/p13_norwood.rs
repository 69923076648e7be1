//! Caleb Norwood, 38: recurrent depression with PHQ-9 scores that fell from 19 to 4; sertraline raised, changed from
//! bupropion, and talking therapy. No suicidal plan at any time.

use crate::build::prelude::*;

pub(super) const ID: &str = "p13";

const MDD: Dx = dx(
    "F33.1",
    "Major depressive disorder, recurrent, moderate",
    "66344007",
    "Recurrent major depression",
    "Recurrent major depression, moderate",
);
const MDD_FIRST: Dx = dx(
    "F32.1",
    "Major depressive disorder, single episode, moderate",
    "36923009",
    "Major depression, single episode",
    "Major depression, single episode",
);
const GAD: Dx = dx("F41.1", "Generalized anxiety disorder", "21897009", "Generalized anxiety disorder", "Generalized anxiety disorder");
const BIPOLAR: Dx = dx("F31.9", "Bipolar disorder, unspecified", "13746004", "Bipolar disorder", "Bipolar disorder, suspected");
const BACK: Dx = dx("M54.50", "Low back pain, unspecified", "279039007", "Low back pain", "Low back pain");

pub(super) fn chart() -> Chart {
    let mut c = Chart::new(
        ID,
        &Person {
            family: "Norwood",
            given: &["Caleb"],
            gender: "male",
            birth: "1988-01-16",
            race: ("2106-3", "White"),
            hispanic: false,
            mrn: "LH-400113",
            address: ("15 Ropewalk", "55999"),
            phone: "+1-555-0231",
        },
        &OYELARAN,
    );
    first(&mut c);
    second(&mut c);
    c
}

fn first(c: &mut Chart) {
    c.visit(Kind::Office, "2019-02-19 16:00", "Low mood", &OYELARAN);
    c.no_known_allergies();
    c.smoking(Smoking::Never);
    c.social_text(("11341-5", "History of Occupation"), "Surveyor");
    c.family(("FTH", "father"), ("13746004", "Bipolar disorder"), Some(27), false);
    c.family(("BRO", "brother"), ("7200002", "Alcoholism"), Some(30), false);
    c.vitals("bp=122/78 hr=72 rr=14 t=36.6 spo2=99 wt=81.0 ht=183.0");
    c.cbc("6.4 15.0 44.8 90.2 242");
    c.labs(&[(&TSH, "1.72"), (&GLU, "91"), (&CREAT, "0.94"), (&ALT, "24")]);
    c.phq9([2, 2, 2, 2, 1, 2, 2, 1, 0]);
    let episode = c.resolved(&MDD_FIRST, "2018-12", "2020-01-14");
    let bupropion = c.rx(&BUPROPION_XL, &sig("Take 1 tablet by mouth every morning", "1 {tbl}", "po", MORNING));
    c.because(&bupropion, &episode);
    c.coverage("PM-77120821", "2019-01-01", None);
    let bipolar = c.not_so(&BIPOLAR, "2019-02-19", "refuted");
    c.patch(&bipolar, &json!({"note": [{"text": "His father's illness; the patient never had mania."}]}));
    c.note(Format::Plain, NoteType::Progress, &[
        ("History", "31-year-old man, low mood and poor sleep for 10 weeks. PHQ-9 is 14. Denies suicidal thoughts. No mania ever. Drinks 2 beers a week.\nFamily history: father has bipolar disorder, brother alcohol dependence."),
        ("Exam", "Quiet, makes eye contact, speech slow. No psychotic symptoms."),
        ("Assessment and Plan", "Major depression, single episode, moderate. Bupropion XL 150 mg every morning. Therapy with Ms. Holloway."),
    ]);
    for (when, answers, weight) in [
        ("2019-04-02 16:00", [2, 1, 2, 1, 1, 1, 1, 0, 0], "80.2"),
        ("2019-07-09 16:00", [1, 1, 1, 1, 0, 1, 0, 0, 0], "79.6"),
        ("2020-01-14 16:00", [0, 1, 1, 0, 0, 0, 0, 0, 0], "80.1"),
    ] {
        c.visit(Kind::Office, when, "Depression follow-up", &OYELARAN);
        c.vitals(&format!("bp=120/76 hr=70 wt={weight} ht=183.0"));
        c.phq9(answers);
    }
    c.end(&bupropion, "completed", "2020-01-14", "One year after remission");
    for (date, number) in [("2019-03-05 17:00", 1), ("2019-03-19 17:00", 2), ("2019-04-09 17:00", 3)] {
        c.visit(Kind::Office, date, &format!("Psychotherapy, session {number}"), &HOLLOWAY);
        c.procedure(("75516001", "Psychotherapy"), None);
    }
}

fn second(c: &mut Chart) {
    c.visit(Kind::Office, "2025-03-11 16:00", "Low mood, anxious", &OYELARAN);
    let mdd = c.problem(&MDD, "2025-01");
    let gad = c.problem(&GAD, "2025-03-11");
    c.problem(&BACK, "2023-06");
    c.vitals("bp=128/82 hr=80 rr=16 t=36.7 spo2=99 wt=84.9 ht=183.0");
    c.cmp("140 4.2 102 26 14 0.96 102 96 9.5 31 26 4.5");
    c.cbc("6.9 15.1 45.0 90.0 255");
    c.labs(&[(&TSH, "1.95"), (&VITD, "24")]);
    c.phq9([3, 3, 2, 3, 2, 2, 2, 1, 1]);
    c.score(("70274-6", "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]"), 15, &[]);
    c.score(("75626-2", "Total score [AUDIT-C]"), 3, &[]);
    let sertraline = c.rx(&SERTRALINE_50, &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY));
    c.because(&sertraline, &mdd);
    c.takes(&NAPROXEN, "1 tablet when the back hurts, about weekly", "active", "2023-06", None);
    c.note(Format::Html, NoteType::Progress, &[
        ("History", "37-year-old man, second episode, since his divorce in January. PHQ-9 is 19, item 9 \"several days\": passing thoughts that he would be better off dead; denies plan, intent or access to firearms. GAD-7 is 15."),
        ("Exam", "Tearful, oriented, no psychosis."),
        ("Assessment and Plan", "1. Recurrent major depression, moderate; generalized anxiety disorder.\n- Sertraline 50 mg daily\n- Safety plan written, sister informed with his consent\n- Therapy every 2 weeks\n2. Back pain: no red flags, no numbness."),
    ]);
    c.relative(("SIS", "sister"), "Hannah", "Norwood", "+1-555-0232");
    c.visit(Kind::Telehealth, "2025-03-25 16:00", "Depression, safety check", &OYELARAN);
    c.phq9([2, 2, 2, 2, 2, 2, 2, 1, 0]);
    let higher = {
        c.visit(Kind::Office, "2025-04-22 16:00", "Depression follow-up", &OYELARAN);
        c.vitals("bp=124/78 hr=76 wt=84.0 ht=183.0");
        c.phq9([2, 2, 2, 2, 1, 1, 1, 1, 0]);
        c.change(
            &sertraline,
            &SERTRALINE_100,
            &sig("Take 1 tablet by mouth once daily", "1 {tbl}", "po", DAILY),
            "Partial response at 50 mg",
        )
    };
    c.because(&higher, &mdd);
    for number in 1..=6 {
        let when = ["2025-04-01 17:00", "2025-04-15 17:00", "2025-04-29 17:00", "2025-05-13 17:00", "2025-05-27 17:00", "2025-06-10 17:00"]
            [number - 1];
        c.visit(Kind::Office, when, &format!("Psychotherapy, session {number}"), &HOLLOWAY);
        c.procedure(("75516001", "Psychotherapy"), None);
    }
    let private = c.note(
        Format::Rtf,
        NoteType::Progress,
        &[
            (
                "History",
                "Session 6. Sleeps 6 hours, back at work full time. Sees his children on weekends. No thoughts of death since April.",
            ),
            ("Assessment and Plan", "Behavioral activation continues; next session in 4 weeks."),
        ],
    );
    c.by_url(&private);
    for (when, answers, gad7) in [
        ("2025-07-15 16:00", [1, 1, 2, 1, 1, 1, 1, 0, 0], 9),
        ("2025-11-18 16:00", [1, 1, 1, 1, 0, 1, 0, 0, 0], 6),
        ("2026-04-14 16:00", [1, 0, 1, 1, 0, 1, 0, 0, 0], 5),
    ] {
        c.visit(Kind::Office, when, "Depression follow-up", &OYELARAN);
        c.vitals("bp=122/78 hr=72 wt=83.2 ht=183.0");
        c.phq9(answers);
        c.score(("70274-6", "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]"), gad7, &[]);
    }
    c.becomes(&gad, "inactive", "2026-04-14", "GAD-7 below 6 for six months.");
    c.visit(Kind::Checkup, "2026-09-01 16:00", "Depression follow-up", &OYELARAN);
    c.vitals("bp=122/76 hr=70 rr=14 t=36.6 spo2=99 wt=82.6 ht=183.0");
    c.phq9([0, 1, 1, 1, 0, 1, 0, 0, 0]);
    c.score(("70274-6", "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]"), 4, &[]);
    c.shots(&[("140", "Influenza, seasonal, injectable, preservative free")]);
    c.lipids("186 112 48 130");
    c.goal("PHQ-9 below 5 for 6 months", "active", "2025-03-11", "2027-03-01");
    c.plan(
        "Depression",
        "2025-03-11",
        &[&mdd],
        &["Sertraline at least until September 2027", "Safety plan kept", "Therapy as needed"],
        &[&OYELARAN, &HOLLOWAY],
    );
    c.note(Format::Xhtml, NoteType::Progress, &[
        ("History", "38-year-old man. PHQ-9 is 4, was 19 in March 2025. Sleeps 7 hours. Denies thoughts of death or self-harm. Runs three times a week."),
        ("Exam", "Cheerful, speech normal."),
        ("Assessment and Plan", "Recurrent major depression, in remission now; list still says moderate. Continue sertraline 100 mg daily. Bupropion was stopped in 2020. He does not have bipolar disorder; his father does."),
    ]);
}
