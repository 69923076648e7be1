//! What a conversation tells, told again rightly and wrongly: which of two, how much, since when, whether it goes on. On an invented conversation.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

mod pairs;

use pairs::kept_and_blocked;
use sources::{SourceInput, SourceSet};

const DAY: &str = "2021-09-14";

fn talk(text: &str) -> SourceSet {
    SourceSet::from_sources(&[SourceInput::transcript("visit", text)]).expect("a transcript")
}

#[test]
fn days_and_spans() {
    let set = talk(
        "[doctor] how was the summer ?\n\
         [patient] in june i was mostly resting . we are moving house after june 4th .\n\
         [doctor] please call the office within a month if you want the brace . it may take a week to arrive .\n\
         [doctor] and we will repeat the lipid panel in a couple weeks , or , i'm sorry , a couple months .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:2",
                "Moving house after June 4th.",
                "Moving house after June 14th.",
            ),
            (
                "transcript:3",
                "She will call within a month if she wants the brace.",
                "She will call within a week if she wants the brace.",
            ),
            (
                "transcript:3",
                "She will call within a month for the brace.",
                "She will call within three months if she wants the brace.",
            ),
            (
                "transcript:4",
                "Lipid panel to be repeated in a couple of months.",
                "Lipid panel to be repeated in a couple of weeks.",
            ),
        ],
    );
}

#[test]
fn a_span_belongs_to_what_it_is_told_of() {
    let set = talk(
        "[patient] i've had the headaches on and off for about three years .\n\
         [patient] more recently , in the past three weeks , at least with the nausea and the vomiting .\n\
         [doctor] since it's been about four months since your blood work was done , we should check again .\n\
         [doctor] we'll get you scheduled for a bladder ultrasound . if the labs look good , we can always cancel that . someone calls you this afternoon .\n\
         [doctor] definitely refrain from drinking any alcohol , and be mindful of foods that you were sensitive to .\n\
         [doctor] past medical history includes gerd .\n\
         [doctor] any heartburn or indigestion ?\n\
         [patient] no .\n\
         [doctor] i want a urine test , and we'll get that done today .\n\
         [patient] i've been really tired and worn out . i had n't gotten tired before .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:9",
                "Urine test today.",
                "Urine test at the next visit.",
            ),
            (
                "transcript:10",
                "She has been tired and gets worn out.",
                "She has been less tired and gets worn out.",
            ),
            (
                "transcript:1 transcript:2",
                "Nausea and vomiting for three weeks.",
                "Nausea and vomiting for three years.",
            ),
            (
                "transcript:3",
                "The blood work is about four months old.",
                "The blood work is about six months old.",
            ),
            (
                "transcript:4",
                "Bladder ultrasound will be scheduled; it can be cancelled if the labs look good.",
                "Bladder ultrasound will be done in any case.",
            ),
            (
                "transcript:4",
                "Somebody rings her this afternoon.",
                "A surgeon rings her this afternoon.",
            ),
            (
                "transcript:5",
                "No alcohol at all, and careful with foods she is sensitive to.",
                "Moderate alcohol, and careful with foods she is sensitive to.",
            ),
            (
                "transcript:6 transcript:7 transcript:8",
                "Despite the GERD on her history she denies heartburn, as well as indigestion.",
                "She has GERD with indigestion.",
            ),
        ],
    );
}

#[test]
fn two_things_the_wrong_way_round() {
    let set = talk(
        "[doctor] you come in weekly for the first six weeks , and then , after that , it's once a month .\n\
         [doctor] three of the swabs were completely negative and one was positive .\n\
         [doctor] do you feel like you have more itching or burning ?\n\
         [patient] probably more itching .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1",
                "Visits weekly for the first six weeks and monthly thereafter.",
                "Visits monthly for the first six weeks and weekly thereafter.",
            ),
            (
                "transcript:2",
                "Three swabs were negative and one was positive.",
                "Three swabs were positive and one was negative.",
            ),
            (
                "transcript:3 transcript:4",
                "Itching is probably the more common of the two.",
                "Burning is probably the more common of the two.",
            ),
        ],
    );
}

#[test]
fn each_drug_by_itself() {
    let set = talk(
        "[doctor] let's do meloxicam 15 milligrams once a day , and i'd like to increase your metformin to 1,000 milligrams twice daily .\n\
         [doctor] your murmur is two over six . stay on the bumex one milligram once daily .\n\
         [patient] i take losartan and atorvastatin every day , and then ibuprofen twice a week .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1",
                "Metformin 1,000 mg twice daily.",
                "Metformin 1,000 mg once daily.",
            ),
            (
                "transcript:1",
                "Meloxicam 15 mg once a day.",
                "Meloxicam 15 mg twice a day.",
            ),
            (
                "transcript:1",
                "Metformin 1 g twice daily.",
                "Metformin 15 mg twice daily.",
            ),
            (
                "transcript:2",
                "Bumex 1 mg once daily.",
                "Bumex 6 mg once daily.",
            ),
            (
                "transcript:3",
                "She takes losartan and atorvastatin daily.",
                "She takes ibuprofen and atorvastatin daily.",
            ),
        ],
    );
}

#[test]
fn how_much() {
    let set = talk(
        "[patient] my hands do swell up a lot in the morning . i've been really dizzy too .\n\
         [patient] i get a little winded on the hill .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1",
                "Her hands swell a lot in the morning.",
                "Her hands swell slightly in the morning.",
            ),
            (
                "transcript:1",
                "She has been really dizzy.",
                "She has been less dizzy.",
            ),
            (
                "transcript:2",
                "A little winded on the hill.",
                "Very winded on the hill.",
            ),
        ],
    );
}

#[test]
fn what_goes_on_and_what_does_not() {
    let set = talk(
        "[patient] you gave me some exercise sheets last time . i still have those , too .\n\
         [doctor] since we stopped your birth control , the headaches are better .\n\
         [doctor] for the psoriasis , the enstilar was not covered , so we'll try betamethasone .\n\
         [doctor] let's go up on the lisinopril , from ten to twenty milligrams . keep taking the amlodipine .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1",
                "She still has the exercise sheets.",
                "She no longer has the exercise sheets.",
            ),
            (
                "transcript:2",
                "Birth control was stopped.",
                "Birth control is continued.",
            ),
            (
                "transcript:4",
                "Continue amlodipine.",
                "Lisinopril stays at 10 mg.",
            ),
        ],
    );
}

#[test]
fn what_is_ruled_out_or_normal() {
    let set = talk(
        "[doctor] the swab was not consistent with strep , and therefore we're ruling out strep .\n\
         [doctor] i looked at the ct of your belly , and the ct was normal . when i press here i feel a slight enlargement of your spleen .\n\
         [doctor] i don't think it's a full tear , because your strength is fine .\n\
         [doctor] i don't know if we started the vitamin d yet , or not .\n\
         [patient] yes , we did .\n\
         [doctor] so your appendix , your tonsils , all those are still intact ?\n\
         [patient] yup .\n\
         [doctor] it's an injection once a week . i hear bowel sounds in all four quadrants .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1",
                "The swab is not consistent with strep.",
                "The swab confirms strep.",
            ),
            (
                "transcript:2",
                "CT normal; a slight enlargement of the spleen is felt.",
                "The CT showed an enlarged spleen.",
            ),
            (
                "transcript:3",
                "The strength is fine; a full tear is not thought likely.",
                "A full tear is confirmed.",
            ),
            (
                "transcript:4 transcript:5",
                "She has started vitamin D.",
                "She has not started vitamin D yet.",
            ),
            (
                "transcript:6 transcript:7",
                "Appendix and tonsils are still intact.",
                "The appendix was taken out.",
            ),
            (
                "transcript:8",
                "One injection a week.",
                "One tablet a week.",
            ),
            (
                "transcript:8",
                "Bowel sounds in all four quadrants.",
                "Bowel sounds in both quadrants.",
            ),
        ],
    );
}

#[test]
fn guesses_are_no_causes() {
    let set = talk(
        "[patient] could my weight gain have been from the birth control ?\n\
         [doctor] maybe . i don't see another reason .\n\
         [patient] a little winded with stairs , but that's the weight , i think .\n\
         [doctor] your ankle swelling is from the amlodipine .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1 transcript:2",
                "The weight gain is possibly due to the birth control.",
                "The weight gain is caused by the birth control.",
            ),
            (
                "transcript:3",
                "A little winded on stairs, which he thinks is due to his weight.",
                "A little winded on stairs, which is due to his weight.",
            ),
            (
                "transcript:4",
                "The ankle swelling is due to amlodipine.",
                "The ankle swelling is due to losartan.",
            ),
        ],
    );
}

#[test]
fn then_is_not_now() {
    let set = talk(
        "[doctor] your last hemoglobin a1c was six point one , back in march . we'll repeat it today .\n\
         [doctor] blood pressure when you came in was one fifty-two over ninety-four . let me repeat it . one forty-six over eighty-eight .\n\
         [doctor] i'd like a home sleep test . would you do that ?\n\
         [patient] hmm . let me think about it .\n\
         [patient] my sugars have been about two hundred for the last two weeks . not always , i can forget to measure .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:1",
                "Last hemoglobin A1c 6.1, in March.",
                "Hemoglobin A1c today 6.1.",
            ),
            (
                "transcript:2",
                "BP fell from 152/94 on arrival to 146/88 on repeat.",
                "BP rose from 146/88 on arrival to 152/94 on repeat.",
            ),
            (
                "transcript:5",
                "Sugars about 200 for two weeks; he can forget to measure.",
                "Sugars about 300 for two weeks; he can forget to measure.",
            ),
            (
                "transcript:3 transcript:4",
                "Home sleep test offered; he will think about it.",
                "Home sleep test offered; he agreed.",
            ),
        ],
    );
}

#[test]
fn in_other_words() {
    let set = talk(
        "[doctor] maybe we'll try a different pharmacy .\n\
         [patient] they were charging me eighty dollars .\n\
         [doctor] your alt was the first one , about 128 .\n\
         [patient] and then it dropped in january .\n\
         [doctor] the total cholesterol was 231 . the good one was about 41 . the bad was 149 , and it should be less than 100 . the good one should be over 50 , and it was 41 .\n\
         [doctor] high testosterone or a high dhea would explain it , but the numbers are n't showing up out of range .\n\
         [doctor] apply it at night , so you do n't have a reaction from the sun .\n\
         [doctor] only one out of five of the people on our list will get the placebo .\n\
         [doctor] any nausea or vomiting , heartburn or indigestion ?\n\
         [patient] none of that .\n\
         [patient] my sister has irritable bowel syndrome , and that is what i always thought i had .\n\
         [doctor] is there any family history of colon cancer ?\n\
         [patient] nope .\n\
         [patient] i wanted to also show you my liver enzymes .\n\
         [patient] okay . so , the one that's 31 , that was almost 180 not so long ago .\n\
         [doctor] it will not accept you into the study if you try those two .",
    );
    kept_and_blocked(
        &set,
        DAY,
        &[
            (
                "transcript:2",
                "The pharmacy wanted eighty dollars.",
                "The surgeon wanted eighty dollars.",
            ),
            (
                "transcript:4",
                "The liver enzymes dropped in January.",
                "The kidney values dropped in January.",
            ),
            (
                "transcript:5",
                "Total cholesterol 231, with a \"bad\" cholesterol of 149 that should be under 100.",
                "Total cholesterol 149, with a \"bad\" cholesterol of 231 that should be under 100.",
            ),
            (
                "transcript:5",
                "Good cholesterol 41 (should be above 50).",
                "Good cholesterol 41 (should be below 50).",
            ),
            (
                "transcript:5",
                "A bad cholesterol of 149 that should be under 100.",
                "A bad cholesterol of 149 that should be over 100.",
            ),
            (
                "transcript:15",
                "One liver enzyme is now 31, having been almost 180 not so long ago.",
                "One kidney value is now 31, having been almost 180 not so long ago.",
            ),
            (
                "transcript:16",
                "The study will not accept her if she tries them.",
                "The study will accept her if she tries them.",
            ),
            (
                "transcript:5",
                "A bad cholesterol of 149.",
                "A bad cholesterol of 41.",
            ),
            (
                "transcript:6",
                "Neither testosterone nor DHEA was out of range.",
                "Testosterone and DHEA were out of range.",
            ),
            (
                "transcript:7",
                "To be applied at night to avoid a reaction from the sun.",
                "She had a reaction from the sun.",
            ),
            (
                "transcript:8",
                "One in five of the people on the list will get the placebo.",
                "One in four of the people on the list will get the placebo.",
            ),
            (
                "transcript:9 transcript:10",
                "He denies heartburn, as well as indigestion, nausea and vomiting.",
                "He has heartburn, but denies indigestion, nausea and vomiting.",
            ),
            (
                "transcript:11",
                "Sister has irritable bowel syndrome; he always suspected it in himself.",
                "He has irritable bowel syndrome; his sister always suspected it.",
            ),
            (
                "transcript:12 transcript:13",
                "FHx negative for colon cancer.",
                "FHx positive for colon cancer.",
            ),
        ],
    );
}
