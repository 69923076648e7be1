//! Absences, states and causes as they are told by pronouns, places and contrasts; plain words for what a record says in a number, a class or an address.
//! Each with what must fail. On an invented chart.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::too_many_lines,
    reason = "a test"
)]

mod otherwise;
mod pairs;

use otherwise::set;
use pairs::kept_and_blocked;

const DAY: &str = "2019-02-10";
const CHART: &str = "Patient/p";

#[test]
fn absences_by_a_pronoun() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Patient/p Encounter/ptsd",
                "PTSD was the reason for a visit in July 1999, but there is no entry for it among his recorded conditions.",
                "Diabetes was the reason for a visit in July 1999, but there is no entry for it among his recorded conditions.",
            ),
            (
                "Patient/p Procedure/echo2",
                "An echo was done in January 2018, but no ejection fraction from it has been recorded.",
                "An echo was done in July 2014, but no ejection fraction has been recorded then.",
            ),
            (
                "Patient/p Observation/hb2",
                "Hemoglobin was 12.9 g/dL in March 2018, and no blood count has been filed since.",
                "Hemoglobin was 12.9 g/dL in March 2018, and no creatinine has been filed since.",
            ),
            (
                "Patient/p Observation/hb2",
                "Hemoglobin was 12.9 g/dL on 3/7/2018, and we cannot find any blood count after that one.",
                "Hemoglobin was 12.9 g/dL on 3/7/2018, and we cannot find any creatinine after that one.",
            ),
            (
                "Patient/p Procedure/echo2",
                "No echo has been filed after that of January 2018.",
                "No echo has been filed after that of July 2014.",
            ),
        ],
    );
}

#[test]
fn absences_by_place_and_kind() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Patient/p Encounter/er",
                "Vital signs were not documented in the ED.",
                "Heart rate was not documented on 1 July 2014.",
            ),
            (
                CHART,
                "Hepatitis B and chickenpox vaccines don't appear in your record.",
                "Hepatitis B and meningitis vaccines don't appear in your record.",
            ),
            (
                "Patient/p Condition/stroke",
                "Nor does the chart hold any chlamydia test, notwithstanding the stroke.",
                "Nor does the chart hold any creatinine test, notwithstanding the stroke.",
            ),
            (
                "Observation/height",
                "Height was charted without a value.",
                "Height was charted as 180 cm.",
            ),
            (
                "Observation/weight",
                "Weight was charted as 80 kg.",
                "Weight was charted without a value.",
            ),
            (
                "Patient/p Procedure/spiro",
                "Spirometry was done in January 2018, but which result it gave is not on file.",
                "Spirometry was done in January 2017, but which result it gave is not on file.",
            ),
            (
                "Patient/p Immunization/zoster",
                "He has no completed zoster vaccination on file.",
                "He has a completed zoster vaccination on file.",
            ),
            (
                "Condition/migraine",
                "Migraine, no aura, active since 1999.",
                "Migraine with aura, active since 1999.",
            ),
            (
                "Patient/p MedicationRequest/aten",
                "He has no antihypertensive order other than atenolol.",
                "He has no oral order other than atenolol, and no statin order except atenolol.",
            ),
            (
                CHART,
                "Family history is not documented either way.",
                "Allergies are not documented either way.",
            ),
            (
                "CarePlan/plan Condition/anemia",
                "The self management plan for diabetes is active, and the list shows anemia, not gout.",
                "The self management plan is active, and the list shows anemia, not diabetes.",
            ),
            (
                CHART,
                "We see no epinephrine pen on your list.",
                "We see no atenolol on your list.",
            ),
            (
                "Patient/p MedicationRequest/met2",
                "The metformin order says nothing on asthma, and asthma is not on your problem list.",
                "The metformin order says nothing on stroke, and stroke is not on your problem list.",
            ),
        ],
    );
}

#[test]
fn years_without() {
    let shocks = "Patient/p Procedure/shock1 Procedure/shock2 Procedure/shock3 Procedure/shock4";
    let flu = "Patient/p Immunization/flu13 Immunization/flu14 Immunization/flu16 Immunization/flu17 Immunization/flu18";
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                shocks,
                "Between 2013 and 2017 the only calendar year without a cardioversion on file is 2015.",
                "Between 2013 and 2018 the only calendar year without a cardioversion on file is 2015.",
            ),
            (
                shocks,
                "2015 is the only year from 2013 to 2017 without a cardioversion.",
                "2016 is the only year from 2013 to 2017 without a cardioversion.",
            ),
            (
                flu,
                "Since 2013 an influenza vaccine is on file for every year but 2015.",
                "Since 2013 an influenza vaccine is on file for every year but 2016.",
            ),
            (
                flu,
                "Flu vaccine: 2015 is the only calendar year since 2013 without one.",
                "Flu vaccine: 2014 and 2015 are the only calendar years since 2013 without one.",
            ),
        ],
    );
}

#[test]
fn states_of_one_among_several() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "MedicationRequest/met1 MedicationRequest/met2",
                "Metformin was reordered in February 2019; the November order is stopped.",
                "Metformin was reordered in February 2019; the February order is stopped.",
            ),
            (
                "CareTeam/team CarePlan/plan",
                "The care team behind the diabetes plan is suspended, though the plan itself is active.",
                "The care team behind the diabetes plan is active, and so is the plan itself.",
            ),
            (
                "AllergyIntolerance/wheat",
                "Wheat is still there too, but as an inactive allergy.",
                "Wheat is still an active allergy.",
            ),
            (
                "Condition/sinus1 Condition/sinus2",
                "Chronic sinusitis is still active, unlike the viral sinusitis of May 2018, which cleared in three weeks.",
                "Viral sinusitis is still active, unlike the chronic sinusitis of May 2001, which cleared.",
            ),
            (
                "MedicationRequest/napro Condition/diabetes",
                "Naproxen, which he was given in 2009 beside diabetes, has been stopped.",
                "Naproxen, which he was given in 2009 beside diabetes, is still active.",
            ),
            (
                "MedicationRequest/napro MedicationRequest/augm",
                "Neither the naproxen nor the amoxicillin is active any more.",
                "The naproxen is not active, the amoxicillin still is.",
            ),
            (
                "MedicationRequest/aten MedicationRequest/met2",
                "The atenolol is active.",
                "The atenolol is not an active medicine now.",
            ),
            (
                "MedicationRequest/simva1 MedicationRequest/simva2 MedicationRequest/simva3",
                "Simvastatin has been reordered once a year since August 2016.",
                "Simvastatin has been reordered once a month since August 2016.",
            ),
            (
                "MedicationRequest/napro MedicationRequest/augm MedicationRequest/aten",
                "All of these orders but the atenolol have been stopped.",
                "All of these orders but the naproxen have been stopped.",
            ),
        ],
    );
}

#[test]
fn causes_that_are_none() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Patient/p Observation/hr Observation/hr2",
                "How high your heart rate was then I can't tell you, because no reading is on file between July 1, 2014 and May 28, 2017.",
                "Your heart rate was 118 because of the stroke.",
            ),
            (
                "Patient/p Observation/hr Observation/hr3",
                "Your heart rate was 118 on July 1, 2014 and 74 on January 28, 2019.",
                "How high your heart rate was then I can't tell you, because no reading is on file between July 1, 2014 and January 28, 2019.",
            ),
            (
                "Condition/stroke Encounter/stay",
                "The stroke of 1 July 2014 led to a four-day hospital stay.",
                "The stroke of 1 July 2014 led to diabetes.",
            ),
            (
                "Condition/anemia Condition/stroke Encounter/stay",
                "The stroke led to an inpatient stay in July 2014.",
                "The anemia led to an inpatient stay in July 2014.",
            ),
            (
                "Patient/p Condition/stroke",
                "He had a stroke in July 2014.",
                "He died of a stroke in July 2014.",
            ),
        ],
    );
}

#[test]
fn plain_words_for_records() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Observation/acr",
                "Albuminuria: the ratio was 180 mg/g.",
                "Albuminuria: the ratio was 18 mg/g.",
            ),
            (
                "Observation/hr",
                "Tachycardic at 118.",
                "Bradycardic at 118.",
            ),
            (
                "Observation/acr0",
                "The albumin/creatinine ratio was 12 mg/g.",
                "Albuminuria, 12 mg/g.",
            ),
            (
                "Procedure/shock4",
                "The last shock was delivered on 3 April 2017.",
                "The last pacemaker was placed on 3 April 2017.",
            ),
            (
                "Immunization/menin",
                "You got your meningitis shot on October 1, 2013.",
                "You got your pneumonia shot on October 1, 2013.",
            ),
            (
                "Observation/creat",
                "Creatinine, a kidney test, was 1.4 mg/dL.",
                "Creatinine, a liver test, was 1.4 mg/dL.",
            ),
            (
                "MedicationRequest/aten",
                "The blood pressure tablet atenolol is active.",
                "The cholesterol tablet atenolol is active.",
            ),
            (
                "MedicationRequest/augm",
                "Augmentin was ordered on 21 May 2018.",
                "Bactrim was ordered on 21 May 2018.",
            ),
            (
                "Patient/p",
                "He lives in Alder, Vermont.",
                "He lives in Alder, Ohio.",
            ),
            (
                "Condition/diabetes",
                "Long-standing diabetes.",
                "Long-standing asthma.",
            ),
            (
                "MedicationRequest/met2",
                "The order doesn't say how to take it, so please ask the pharmacist.",
                "The order was given to him by the pharmacist.",
            ),
            (
                "MedicationRequest/codeine",
                "The codeine order, whose strength is not given, is active.",
                "The codeine order, whose strength is 30 mg, is active.",
            ),
            (
                "MedicationRequest/aten",
                "The atenolol order gives no instructions.",
                "The atenolol order, whose strength is not given, is active.",
            ),
        ],
    );
}

#[test]
fn what_was_seen() {
    kept_and_blocked(
        &set(),
        DAY,
        &[
            (
                "Patient/p Procedure/scope",
                "A colonoscopy was done on 1 June 2012.",
                "A colonoscopy was done on 1 June 2012 and was clear.",
            ),
            (
                "Observation/murphy",
                "Murphy sign positive on 1 June 2012.",
                "There was no Murphy sign on 1 June 2012.",
            ),
            (
                "AllergyIntolerance/wheat",
                "The wheat allergy is rated low in criticality.",
                "The wheat allergy is rated high in criticality.",
            ),
        ],
    );
}
