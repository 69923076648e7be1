//! Causes, and things that nobody recorded.

use crate::facts::{self, event, order, problem};
use crate::name::Name;
use crate::pair::{Maker, Pair, Scene};
use crate::rng::Rng;

/// A cause or a reason that nobody recorded.
pub(super) const CAUSALITY: &[Maker] = &[invented, invented, other_problem, reason];
/// A detail that nobody recorded.
pub(super) const FABRICATION: &[Maker] = &[detail_problem, detail_event, detail_order, detail_any];

const JOINTS: &[&str] = &[
    "due to",
    "caused by",
    "secondary to",
    "as a result of",
    "from",
    "because of",
    "attributed to",
    "triggered by",
];

fn invented(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const CAUSES: &[&str] = &[
        "a fall on ice",
        "heavy alcohol use",
        "poor medication adherence",
        "a recent viral illness",
        "steroid use",
        "chronic NSAID use",
        "occupational exposure",
        "a high-salt diet",
        "a motor vehicle accident",
        "long-standing dehydration",
        "a drug reaction",
        "stress at work",
    ];
    let one = rng.pick(&scene.chart.problems)?;
    if one.note || !causeless(&one.key) {
        return None;
    }
    let cause = rng.word(CAUSES);
    if cause.contains("viral")
        && ["viral", "bronchitis", "sinusitis", "pharyngitis"]
            .iter()
            .any(|word| one.key.contains(word))
    {
        return None;
    }
    let parent = problem::say(scene.chart, one, rng)?.said;
    attach(parent, &format!("{} {cause}", rng.word(JOINTS)))
}

/// A name that holds no cause of its own.
fn causeless(key: &str) -> bool {
    ![
        "due to",
        "associated",
        "diabetic",
        "allergic",
        "secondary",
        "traumatic",
        "overdose",
        "pregnancy",
    ]
    .iter()
    .any(|word| key.contains(word))
}

/// Before the end of the sentence; not into a table row.
fn attach(parent: crate::say::Said, words: &str) -> Option<Pair> {
    let name = parent.slot("name")?.to_owned();
    if parent.text().starts_with('|') {
        return None;
    }
    let item = parent.with("name", format!("{name} {words}"));
    Some(Pair::beyond(Name::Causality, parent, item))
}

/// Two diagnoses of the chart, one told as the other's cause.
fn other_problem(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let (a, b) = (
        rng.pick(&scene.chart.problems)?,
        rng.pick(&scene.chart.problems)?,
    );
    // Only pairs that nobody would call cause and effect without a source: a long-standing one, and an acute one that came later.
    let acute = [
        "sinusitis",
        "pharyngitis",
        "sprain",
        "laceration",
        "otitis",
        "burn",
        "molars",
        "streptococcal",
    ]
    .iter()
    .any(|word| b.key.contains(word));
    if !acute
        || a.onset >= b.onset
        || !causeless(&a.key)
        || problem::related(&a.key, &b.key)
        || !b.confirmed()
        || a.note
    {
        return None;
    }
    let mut parent = problem::say(scene.chart, a, rng)?.said;
    parent.cite(b.source.clone());
    let other = rng.pick(&b.names)?.clone();
    let plain = parent.text();
    if plain.starts_with('|') || !plain.ends_with('.') {
        return None;
    }
    let joint = rng.word(JOINTS);
    let name = parent.slot("name")?.to_owned();
    let item = parent.with("name", format!("{name} {joint} {other}"));
    let parent = parent.with("name", format!("{name} and {other}"));
    let both = a.resolved() == b.resolved()
        && (parent.text().starts_with("Active problems include")
            || parent.text().starts_with("Has ")
            || parent.text().starts_with("The patient has"))
        && b.active();
    // The faithful one names both only where that is true of both; else it names the first alone.
    let parent = if both {
        parent
    } else {
        item.with("name", name)
    };
    Some(Pair::beyond(Name::Causality, parent, item))
}

/// A recorded reason, and another one.
fn reason(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    let one = rng.pick(&scene.chart.orders)?;
    let [single] = one.reasons.as_slice() else {
        return None;
    };
    let reason = scene
        .chart
        .problems
        .iter()
        .find(|problem| problem.source == *single)?;
    let wrong = rng.word(&[
        "gout",
        "migraine prevention",
        "anxiety",
        "a urinary tract infection",
        "psoriasis",
        "insomnia",
        "restless legs",
    ]);
    let related = problem::related(wrong, &reason.key)
        || scene
            .chart
            .orders
            .iter()
            .any(|other| other.drug == one.drug && other.reasons != one.reasons);
    let mut said = order::framed(
        one,
        rng.word(&[
            "{drug} {strength} was ordered {when} for {reason}.",
            "{drug} {strength} ({date}) for {reason}",
            "{when}, {drug} {strength} was prescribed for {reason}.",
        ]),
        rng,
    )?
    .said;
    if related {
        return None;
    }
    said.cite(single.clone());
    let frame = |reason: &str| {
        let text = [
            "{drug} {strength} was ordered {when} for {reason}.",
            "{drug} {strength} prescribed {when} for {reason}.",
            "{drug} {strength} ({date}), for {reason}",
        ];
        text[said.text().len() % 3].replace("{reason}", reason)
    };
    let parent = said.framed(&frame(rng.pick(&reason.names)?));
    let item = said.framed(&frame(wrong));
    Some(Pair::against(Name::Causality, parent, item))
}

/// The sentence with a further clause before its end.
fn further(parent: crate::say::Said, clause: &str) -> Option<Pair> {
    let text = parent.text();
    let frame = text.strip_suffix('.')?;
    if text.starts_with(['|', '-']) {
        return None;
    }
    let item = parent.framed(&format!("{frame}{clause}."));
    Some(Pair::beyond(Name::Fabrication, parent, item))
}

fn detail_problem(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const CLAUSES: &[&str] = &[
        ", with good response to physical therapy",
        " and was evaluated by a specialist in Boston",
        ", confirmed on MRI",
        ", well controlled on diet alone",
        " and required overnight observation",
        ", with a strong preference for conservative treatment",
        ", complicated by two falls",
        " and has been followed by pain management",
        ", with weekly home visits",
        ", biopsy proven",
    ];
    let one = rng.pick(&scene.chart.problems)?;
    if one.note {
        return None;
    }
    further(problem::say(scene.chart, one, rng)?.said, rng.word(CLAUSES))
}

fn detail_event(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const DONE: &[&str] = &[
        ", without complications",
        " under general anesthesia",
        ", with a normal result",
        " and was well tolerated",
        ", showing mild edema",
        " by the cardiology team",
        ", followed by two nights in hospital",
        " after informed consent",
        ", with an estimated blood loss of 50 mL",
    ];
    const GIVEN: &[&str] = &[
        " in the left deltoid",
        ", followed by mild fever",
        " without any adverse reaction",
        " and was well tolerated",
        ", lot number 4471A",
    ];
    let one = rng.pick(&scene.chart.events)?;
    let clauses = if one.kind == crate::chart::EventKind::Vaccine {
        GIVEN
    } else {
        DONE
    };
    further(event::say(one, rng).said, rng.word(clauses))
}

fn detail_order(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const CLAUSES: &[&str] = &[
        ", with good adherence",
        " and causes mild nausea",
        ", refilled at the pharmacy last week",
        " with excellent effect",
        ", after failing two other agents",
        " and reports no side effects",
        ", covered by prior authorization",
        ", with plans to taper next month",
    ];
    let one = rng.pick(&scene.chart.orders)?;
    further(order::say(scene.chart, one, rng)?.said, rng.word(CLAUSES))
}

fn detail_any(scene: &Scene<'_>, rng: &mut Rng) -> Option<Pair> {
    const CLAUSES: &[&str] = &[
        "; the ECG showed normal sinus rhythm",
        "; lungs were clear to auscultation",
        "; she walks two miles a day",
        "; the patient lives alone with two cats",
        "; neurovascular status was intact",
        "; a chest CT was unremarkable",
        "; the wound was clean and dry",
        "; follow-up with nephrology is booked for next week",
        "; the family was updated by phone",
        "; she reports sleeping poorly",
    ];
    let parent = facts::any(scene, rng)?;
    let clause = rng.word(CLAUSES);
    let clause = if scene.chart.pronoun() == Some("he") {
        clause.replace("she ", "he ")
    } else {
        clause.to_owned()
    };
    further(parent, &clause)
}
