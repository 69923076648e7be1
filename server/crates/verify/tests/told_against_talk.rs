//! What speakers deny, doubt, measure or tell of somebody, and a note that turns it round. On an invented conversation.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

mod pairs;

use pairs::kept_and_blocked;
use sources::{SourceInput, SourceSet};

const DAY: &str = "2021-09-14";

fn talk(text: &str) -> SourceSet {
    SourceSet::from_sources(&[SourceInput::transcript("visit", text)]).expect("a transcript")
}

#[test]
fn spans_by_their_unit() {
    let set = talk(
        "[doctor] write your sugars down for about two weeks and bring them in\n\
         [doctor] i want you back in a few days if it is no better .\n\
         [patient] it started about a year ago , right after we moved .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1",
                "He will write down his sugars for about two weeks.",
                "He will write down his sugars for about two months.",
            ),
            (
                "transcript:1",
                "He will write down his sugars for 14 days.",
                "He will write down his sugars for two days.",
            ),
            (
                "transcript:2",
                "Back in a few days if no better.",
                "Back in a few weeks if no better.",
            ),
            (
                "transcript:3",
                "It started about a year ago.",
                "It started about a month ago.",
            ),
        ],
    );
}

#[test]
fn verbs_that_are_denied() {
    let set = talk(
        "[patient] it hasn't spread anywhere else .\n\
         [patient] well i might skip one now and then but i try\n\
         [patient] my feet were swelling and i could n't get them to go down even at night\n\
         [patient] when i argue with my boss my pressure goes up .\n\
         [doctor] did it begin suddenly , or was it more gradual ?\n\
         [patient] more gradual , i'd say .\n\
         [patient] i'm not eating as much as i usually do",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            ("transcript:1", "It has not spread.", "It has since spread."),
            (
                "transcript:2",
                "He allows that he might skip one now and then.",
                "He has not skipped one.",
            ),
            (
                "transcript:3",
                "The swelling of the feet would not go down at night.",
                "The swelling of the feet went down at night.",
            ),
            (
                "transcript:4",
                "Her pressure goes up when she argues with her boss.",
                "Her pressure goes down when she argues with her boss.",
            ),
            (
                "transcript:5 transcript:6",
                "It began gradually rather than suddenly.",
                "It began suddenly rather than gradually.",
            ),
            (
                "transcript:7",
                "He eats less than he usually does.",
                "He eats more than he usually does.",
            ),
        ],
    );
}

#[test]
fn what_was_asked_and_left_open() {
    let set = talk(
        "[doctor] any dizziness , fever or chills ?\n\
         [patient] running for the bus i did feel dizzy .\n\
         [doctor] any fevers ?\n\
         [patient] i was sweaty , but i haven't measured it , so i can't really say .\n\
         [doctor] anything else , a fever , a cough ?\n\
         [patient] my nose is stuffy , but everything else has been fine .\n\
         [doctor] could my cough be from the dust ?\n\
         [patient] no .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1 transcript:2",
                "Dizzy when running for the bus.",
                "Denies fever and chills.",
            ),
            (
                "transcript:1 transcript:2",
                "Dizzy when running; the part about chills was left unanswered.",
                "Dizzy when running; no chills.",
            ),
            (
                "transcript:3 transcript:4",
                "Sweaty; the temperature has not been measured.",
                "Sweaty, without any fever.",
            ),
            (
                "transcript:5 transcript:6",
                "Stuffy nose; no fever, no cough.",
                "No stuffy nose; fever and cough.",
            ),
        ],
    );
}

#[test]
fn whose_it_is_and_why() {
    let set = talk(
        "[patient] i never had any nausea but my wife checked my temperature and it was ninety nine point five\n\
         [patient] i've been coughing a lot for two days\n\
         [patient] i weaned myself off the pills because i felt better .\n\
         [doctor] these sounds could represent some fluid in the lungs .\n\
         [doctor] please continue the doxycycline until friday .\n\
         [doctor] your pressure is a little elevated today .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1",
                "Temperature at home 99.5 °F; never any nausea.",
                "Temperature at home 99.5 °C; never any nausea.",
            ),
            (
                "transcript:2",
                "He has been coughing a lot for two days.",
                "His wife has been coughing a lot for two days.",
            ),
            (
                "transcript:3",
                "He weaned himself off the pills because he felt better.",
                "He weaned himself off the pills because of the cost.",
            ),
            (
                "transcript:4",
                "The sounds might mean some fluid in the lungs.",
                "The sounds prove some fluid in the lungs.",
            ),
            (
                "transcript:5",
                "Doxycycline is continued.",
                "Doxycycline is stopped.",
            ),
            (
                "transcript:6",
                "The pressure is a little elevated.",
                "The pressure is normal.",
            ),
        ],
    );
}
