//! What a conversation tells of one thing, told of another: spans, days of the week, results, causes, advice. On an invented conversation.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

mod pairs;

use pairs::kept_and_blocked;
use sources::{SourceInput, SourceSet};

const DAY: &str = "2021-09-14";

fn talk(text: &str) -> SourceSet {
    SourceSet::from_sources(&[SourceInput::transcript("visit", text)]).expect("a transcript")
}

#[test]
fn which_way_a_span_goes() {
    let set = talk(
        "[patient] i saw the dentist about three months ago and had an x-ray then .\n\
         [patient] she said the molar was slightly cracked , but we would look at it again in about five months .\n\
         [doctor] has the numbness been there over the past two years as well ?\n\
         [patient] more recently , in the past couple months , at least the numbness .\n\
         [doctor] do you get more numbness or tingling ?\n\
         [patient] probably more tingling .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1 transcript:2",
                "An x-ray about three months ago; the molar to be looked at again in about five months.",
                "An x-ray about five months ago; the molar to be looked at again in about five months.",
            ),
            (
                "transcript:1",
                "She saw the dentist about three months ago.",
                "She sees the dentist in about three months.",
            ),
            (
                "transcript:4",
                "Numbness over the past couple of months.",
                "Numbness over the past two years.",
            ),
            (
                "transcript:6",
                "Tingling probably outweighs numbness.",
                "Numbness probably outweighs tingling.",
            ),
            (
                "transcript:5 transcript:6",
                "She probably has more tingling than numbness.",
                "She probably has more numbness than tingling.",
            ),
        ],
    );
}

#[test]
fn days_of_the_week() {
    let set = talk(
        "[patient] i take losartan daily , and then ibuprofen for my back .\n\
         [doctor] how often do you take the ibuprofen ?\n\
         [patient] hardly ever . maybe once a month .\n\
         [patient] i play tennis on tuesdays .\n\
         [doctor] and how do you take the methotrexate ?\n\
         [patient] on fridays , with folic acid .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1 transcript:3",
                "Losartan daily; ibuprofen about once a month.",
                "Losartan daily; ibuprofen on Tuesdays.",
            ),
            (
                "transcript:1 transcript:3 transcript:4",
                "She plays tennis on Tuesdays.",
                "Losartan daily; ibuprofen on Tuesdays.",
            ),
            (
                "transcript:5 transcript:6",
                "Methotrexate on Fridays.",
                "Methotrexate on Mondays.",
            ),
        ],
    );
}

#[test]
fn what_no_line_finds() {
    let set = talk(
        "[doctor] which of them were high , the sodium , the potassium , the calcium ?\n\
         [patient] she said the sodium and the calcium were high .\n\
         [doctor] lungs are clear , heart sounds are normal , no rubs noted .\n\
         [doctor] your blood pressure is one twenty over eighty today , and that is normal .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1 transcript:2",
                "Sodium and calcium were high.",
                "Sodium and calcium were high; potassium was normal.",
            ),
            (
                "transcript:3",
                "Lungs clear, heart sounds normal without rubs.",
                "Vital signs stable, lungs clear, heart sounds normal without rubs.",
            ),
            (
                "transcript:4",
                "Blood pressure normal.",
                "Vital signs normal with a pulse of 80.",
            ),
        ],
    );
}

#[test]
fn what_was_never_done_or_is_still_to_be_done() {
    let set = talk(
        "[patient] i've never had any stitches .\n\
         [doctor] and have you ever had a biopsy ?\n\
         [patient] no . i thought that was for older people .\n\
         [doctor] i would recommend contacting your school nurse about the inhaler .\n\
         [patient] okay . i'll contact her tomorrow .\n\
         [patient] i have contacted the bank , too .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1 transcript:2 transcript:3",
                "She has never had stitches and has never had a biopsy.",
                "She has never had any stitches, and had a biopsy before.",
            ),
            (
                "transcript:4 transcript:5",
                "She will contact the school nurse about the inhaler.",
                "She has already contacted the school nurse about the inhaler.",
            ),
            (
                "transcript:6",
                "She has contacted the bank.",
                "She has contacted the police.",
            ),
        ],
    );
}

#[test]
fn another_cause_and_more_advice() {
    let set = talk(
        "[doctor] as i said , your spleen is enlarged .\n\
         [patient] could that be why i'm having the dizziness ?\n\
         [doctor] no , i think you have the dizziness because of the heat at your work .\n\
         [doctor] definitely refrain from lifting any boxes , increase your salt intake , and be careful on the stairs .\n\
         [doctor] drink at least two liters of water a day .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:2 transcript:3",
                "Dizziness, attributed by the doctor to the heat at work.",
                "Dizziness, attributed by the doctor to the enlarged spleen.",
            ),
            (
                "transcript:2 transcript:3",
                "Dizziness, which he thinks is due to the heat at work.",
                "Dizziness due to the enlarged spleen.",
            ),
            (
                "transcript:4",
                "She should lift no boxes and increase her salt intake.",
                "The only advice was to increase her salt intake.",
            ),
            (
                "transcript:5",
                "The only advice was to drink at least two liters of water a day.",
                "The only advice was to drink at least three liters of water a day.",
            ),
        ],
    );
}

#[test]
fn what_follows_from_the_words() {
    let set = talk(
        "[doctor] mary hill . date of birth : 9/9/1961 . here for shoulder pain .\n\
         [doctor] and when you lie down , does the pain change ?\n\
         [patient] yeah , it gets a little better .\n\
         [doctor] i'm going to push on your shoulder .\n\
         [patient] it hurts a little when you push right there on the left side .\n\
         [doctor] an mri is for tears , but there are other reasons to have an mri , like pain at night .\n\
         [doctor] let's schedule an appointment to return in four weeks for the shoulder .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1",
                "Mary Hill, 60, is here for shoulder pain.",
                "Mary Hill, 61, is here for shoulder pain.",
            ),
            (
                "transcript:2 transcript:3",
                "The pain eases a little when she lies down.",
                "The pain gets worse when she lies down.",
            ),
            (
                "transcript:4 transcript:5",
                "Slight tenderness to palpation on the left.",
                "Slight tenderness to palpation on the right.",
            ),
            (
                "transcript:6",
                "An MRI isn't only for tears: pain at night is another reason.",
                "An MRI isn't only for fractures: pain at night is another reason.",
            ),
            (
                "transcript:7",
                "Return in four weeks, i.e. around October 12, for the shoulder.",
                "Return in four weeks, i.e. around October 26, for the shoulder.",
            ),
        ],
    );
}
