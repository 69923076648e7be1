//! What a conversation says in plain or misheard words, as a note tells it: short forms, clinical terms, spoken figures, answers to several questions.
//! On an invented conversation.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

mod pairs;

use pairs::kept_and_blocked;
use sources::{SourceInput, SourceSet};

const DAY: &str = "2021-09-14";

fn talk(text: &str) -> SourceSet {
    SourceSet::from_sources(&[SourceInput::transcript("visit", text)]).expect("a transcript")
}

#[test]
fn complaints_in_plain_words() {
    let set = talk(
        "[doctor] any thoughts of harming yourself or hurting anyone else ?\n\
         [patient] no , never .\n\
         [patient] it stings when i pee , and i'm up at night to pee three times .\n\
         [doctor] any trouble swallowing , or blood in your stool ?\n\
         [patient] no , nothing like that .\n\
         [patient] i had an STD test in the spring and it was fine .\n\
         [doctor] it could just be that you are nervous . your pressure is a little high .\n\
         [doctor] i see no point in starting a medication for the depression this year .\n\
         [doctor] i feel no swollen glands , and nothing in the supraclavicular area .\n\
         [doctor] Are you allergic to anything ?\n\
         [patient] the phlegm is green , and my ears are ringing .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1 transcript:2",
                "Denies SI and HI.",
                "Denies SI but not HI.",
            ),
            ("transcript:3", "Dysuria and nocturia.", "No dysuria."),
            (
                "transcript:4 transcript:5",
                "ROS negative for dysphagia and hematochezia.",
                "ROS positive for dysphagia; negative for hematochezia.",
            ),
            (
                "transcript:6",
                "STI screen in the spring: fine.",
                "HIV screen in the spring: fine.",
            ),
            (
                "transcript:7",
                "The pressure is a little high, which may be nerves.",
                "The pressure is a little high, which may be pain.",
            ),
            (
                "transcript:8",
                "No antidepressant is started this year.",
                "No anticoagulant is started this year.",
            ),
            (
                "transcript:9",
                "No lymphadenopathy, and nothing above the collarbones.",
                "Lymphadenopathy above the collarbones.",
            ),
            (
                "transcript:11",
                "Sputum: green. Tinnitus.",
                "Sputum: bloody. Tinnitus.",
            ),
            (
                "transcript:11",
                "She has green sputum.",
                "She has green sputum; NKDA.",
            ),
        ],
    );
}

#[test]
fn figures_as_they_are_spoken() {
    let set = talk(
        "[patient] so i called nine one one and they took me in\n\
         [doctor] today it is one thirty two over eighty four , your temperature is ninety nine . one and your heart rate is seventy eight . last time it was one sixty two over ninety four .\n\
         [doctor] i hear a three over six systolic murmur\n\
         [doctor] this is stage three colon cancer with a three . two centimeter mass\n\
         [doctor] i'll give you thirty milligrams a day of prednisone for seven days\n\
         [patient] the tube was put in about two years ago . the infection was about six months ago .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1",
                "Came in by way of 911.",
                "Came in by way of 922.",
            ),
            (
                "transcript:2",
                "BP 132/84 | HR 78 | T 99.1",
                "BP 132/84 | HR 78 | T 98.1",
            ),
            (
                "transcript:2",
                "Against 162/94 last time, the 132/84 of today is 30 points lower systolic.",
                "Against 162/94 last time, the 132/84 of today is 10 points lower systolic.",
            ),
            (
                "transcript:3",
                "Systolic murmur, 3/6.",
                "Systolic murmur, 2/6.",
            ),
            (
                "transcript:4",
                "Stage III colon cancer with a mass of 3.2 cm (32 mm).",
                "Stage IV colon cancer with a mass of 3.2 cm (32 mm).",
            ),
            (
                "transcript:4",
                "The mass is 3.2 cm (32 mm) across.",
                "The mass is 3.2 cm (320 mm) across.",
            ),
            (
                "transcript:5",
                "Prednisone 30 mg daily for seven days (210 mg in total).",
                "Prednisone 30 mg daily for seven days (240 mg in total).",
            ),
            (
                "transcript:6",
                "The tube was put in two years ago, so a year and a half before the infection.",
                "The tube was put in two years ago and the infection was a year ago.",
            ),
        ],
    );
}

#[test]
fn drugs_as_a_machine_heard_them() {
    let set = talk(
        "[doctor] we will go on with the carboplatinum and the paclitaxol\n\
         [doctor] and please keep taking the levathyroxine\n\
         [doctor] he stays on prednisone",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1",
                "Paclitaxel is continued.",
                "Docetaxel is continued.",
            ),
            (
                "transcript:2",
                "Levothyroxine is continued.",
                "Liothyronine is continued.",
            ),
            (
                "transcript:3",
                "Prednisone is continued.",
                "Prednisolone is continued.",
            ),
        ],
    );
}

#[test]
fn several_asked_and_one_no() {
    let set = talk(
        "[doctor] OK. Any chest pain? Any trouble with your eyesight?\n\
         [patient] No.\n\
         [doctor] have you had any dizziness\n\
         [patient] i have n't had any dizziness but my hands are numb\n\
         [doctor] look out for a fever that's not going away um, vomiting and so on\n\
         [doctor] the family history , anything relevant there ?\n\
         [patient] no , not that i know of .\n\
         [patient] no i've been sleeping like a baby\n\
         [patient] i could n't breathe very good had to get propped up in bed",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1 transcript:2",
                "Asked about chest pain and eyesight, he reported no problems.",
                "Asked about chest pain and eyesight, he reported chest pain.",
            ),
            (
                "transcript:1 transcript:2",
                "Chest pain: none.",
                "Chest pain: yes.",
            ),
            (
                "transcript:3 transcript:4",
                "He has not had any dizziness.",
                "He has had dizziness.",
            ),
            ("transcript:4", "Dizziness: none.", "Numb hands: none."),
            (
                "transcript:5",
                "To look out for: vomiting.",
                "To look out for: a cough.",
            ),
            (
                "transcript:6 transcript:7",
                "FHx: nothing relevant that he knows of.",
                "FHx: heart disease in his father.",
            ),
            (
                "transcript:8",
                "He has slept like a baby.",
                "He has not slept.",
            ),
            (
                "transcript:9",
                "Trouble breathing, so that he had to be propped up in bed.",
                "No trouble breathing.",
            ),
        ],
    );
}
