//! Counts, amounts, telephone numbers, years and pairs of values as letters and tables tell them, each with what must fail. On an invented chart.

#![allow(missing_docs, clippy::expect_used, reason = "a test")]

mod figures;
mod pairs;

use figures::chart;
use pairs::kept_and_blocked;

const DAY: &str = "2020-06-10";

const BILLS: &str = "Claim/bill Claim/drugs1 Claim/drugs2";
const ORDERS: &str = "MedicationRequest/o1 MedicationRequest/o2 MedicationRequest/o3";

#[test]
fn bills_and_telephones() {
    kept_and_blocked(
        &chart(),
        DAY,
        &[
            (
                BILLS,
                "Billed for the delivery: $2,725.40, plus $18.50 on each of the two pharmacy claims.",
                "Billed for the delivery: $2,725.40, plus $18.50 on each of the three pharmacy claims.",
            ),
            (
                "Claim/bill ExplanationOfBenefit/paid",
                "The delivery was billed at $2,725.40, of which $2,180.32 was paid.",
                "The delivery was billed at $2,180.32, of which $2,725.40 was paid.",
            ),
            (
                "Claim/bill",
                "The bill came to $2,725.40, of which the delivery itself was $2,650.00.",
                "The bill came to $2,725.40, of which the delivery itself was $2,560.00.",
            ),
            (
                "Patient/p",
                "Mr. Brandel (65) can be reached at 555-317-2046.",
                "Mr. Brandel (65) can be reached at 555-317-2064.",
            ),
            (
                "Patient/p",
                "We have a home number ending in 2046 for him.",
                "We have a home number ending in 2040 for him.",
            ),
            (
                "Patient/p",
                "Ingo Brandel, 65, is on file.",
                "Ingo Brandel, 63, is on file.",
            ),
        ],
    );
}

#[test]
fn counts_that_point_back() {
    kept_and_blocked(
        &chart(),
        DAY,
        &[
            (
                ORDERS,
                "Active orders: sertraline 100 mg, ferrous sulfate 325 mg and alendronic acid 10 mg, the last two from 2017 and 2018.",
                "Active orders: sertraline 100 mg, ferrous sulfate 325 mg and alendronic acid 10 mg, all four from 2016 to 2018.",
            ),
            (
                "Encounter/c1 Encounter/c2 Encounter/c3",
                "He came to two check-ups of 2019.",
                "He came to three check-ups of 2019.",
            ),
            (
                "MedicationRequest/o1 MedicationRequest/o2 MedicationRequest/o3",
                "Sertraline was ordered about a year before ferrous sulfate and two before alendronic acid.",
                "Sertraline was ordered about a year before ferrous sulfate and seven before alendronic acid.",
            ),
            (
                "Condition/gout Condition/arrest",
                "Problems: 1. gout; 2. cardiac arrest.",
                "Problems: 1. gout; 7. cardiac arrest.",
            ),
        ],
    );
}

#[test]
fn only_within_a_class_or_a_time() {
    kept_and_blocked(
        &chart(),
        DAY,
        &[
            (
                "Patient/p Encounter/e1 Encounter/e2",
                "His only other emergency encounter is the one of 2 April 2012.",
                "His only emergency encounter is the one of 2 April 2012.",
            ),
            (
                "Patient/p Encounter/e2",
                "Only one emergency visit this year, on 16 March.",
                "Only one visit this year, on 16 March.",
            ),
            (
                "Patient/p Procedure/v1 Procedure/v2 Procedure/v3",
                "Electrical cardioversion in 2015, 2017 and 2018, none so far in 2020.",
                "Electrical cardioversion in 2015 and 2017, none in 2018.",
            ),
        ],
    );
}

#[test]
fn pairs_of_values() {
    kept_and_blocked(
        &chart(),
        DAY,
        &[
            (
                "Observation/s1 Observation/s2 Observation/d1 Observation/d2",
                "Systolic pressure is one point lower (114 → 113) whereas the diastolic rose from 71 to 78 mmHg.",
                "Systolic pressure is one point higher (114 → 113) whereas the diastolic rose from 71 to 78 mmHg.",
            ),
            (
                "Observation/g1 Observation/g2 Observation/g3",
                "eGFR is 18.6 mL/min, down from 27.2 in July 2019, which itself followed a low of 15.8.",
                "eGFR is 18.6 mL/min, up from 27.2 in July 2019, which itself followed a low of 15.8.",
            ),
            (
                "Observation/g2 Observation/g3",
                "eGFR fell from 27.2 to 18.6 mL/min.",
                "eGFR rose from 18.6 to 27.2 mL/min.",
            ),
            (
                "Procedure/op",
                "The open gallbladder removal ran for four and a half hours.",
                "The open gallbladder removal ran for six and a half hours.",
            ),
            (
                "Condition/arrest Encounter/e3",
                "The cardiac arrest of 17 March 2020 led to an inpatient stay.",
                "Gout led to the inpatient stay of 17 March 2020.",
            ),
        ],
    );
}

#[test]
fn two_years_in_a_row() {
    kept_and_blocked(
        &chart(),
        DAY,
        &[
            (
                "Procedure/v2 Procedure/v3",
                "There were two electrical cardioversions in 2017–18.",
                "There were two electrical cardioversions in 2018–19.",
            ),
            (
                "Procedure/v1",
                "An electrical cardioversion was done in the 2014–15 season.",
                "An electrical cardioversion was done in the 2012–13 season.",
            ),
        ],
    );
}

#[test]
fn rows_strengths_and_spans() {
    kept_and_blocked(
        &chart(),
        DAY,
        &[
            (
                "Condition/lipids MedicationRequest/statin",
                "Hyperlipidemia | July 1999 | active, simvastatin 10 mg",
                "Hyperlipidemia | July 1999 | active, simvastatin 20 mg",
            ),
            (
                "MedicationRequest/inhaler",
                "Fluticasone/salmeterol 250/50 µg dry powder inhaler | 2017 | active",
                "Fluticasone/salmeterol 250/25 µg dry powder inhaler | 2017 | active",
            ),
            (
                "Patient/p",
                "Mr. Brandel, who turned 65 ten days ago, is on file.",
                "Mr. Brandel, who turned 65 fifty days ago, is on file.",
            ),
            (
                "Encounter/c1 Encounter/c2",
                "About half a year went by between the check-ups of January and July 2019.",
                "Well over a year went by between the check-ups of January and July 2019.",
            ),
        ],
    );
}

#[test]
fn of_what_is_cited_itself() {
    kept_and_blocked(
        &chart(),
        DAY,
        &[
            (
                "Observation/calcium",
                "Calcium was 9.1 mg/dL on 3 June 2019.",
                "Cholelithiasis was found on 3 June 2019.",
            ),
            (
                "Observation/calcium",
                "A calcium of 9.1 mg/dL was recorded on 3 June 2019.",
                "A calcium of 9.1 mg/dL was recorded on 8 June 2019.",
            ),
            (
                "Observation/bp",
                "On 12 July 2016, systolic blood pressure was > 120 mmHg.",
                "On 12 July 2016, systolic blood pressure was < 120 mmHg.",
            ),
            (
                "Procedure/v1 Observation/g1",
                "An electrical cardioversion was performed on 1 March 2015. eGFR was 15.8 mL/min.",
                "An electrical cardioversion was performed on 1 March 2015, with a normal result. eGFR was 15.8 mL/min.",
            ),
            (
                "Observation/g3",
                "eGFR was 18.6 mL/min.",
                "eGFR was 18.6 mL/min; follow-up with nephrology is booked for next week.",
            ),
            (
                "Patient/p Encounter/stay",
                "Patient: Ingo Brandel. Inpatient stay for cholelithiasis.",
                "Patient: Ingo Kessler. Inpatient stay for cholelithiasis.",
            ),
            (
                "Procedure/v1 Observation/g3",
                "Electrical cardioversion was done five years ago. eGFR was 18.6 mL/min on 16 March 2020.",
                "Electrical cardioversion was done three months ago. eGFR was 18.6 mL/min on 16 March 2020.",
            ),
            (
                "",
                "Dear Mr. Brandel,",
                "Had a physical examination on 6 March 2018.",
            ),
        ],
    );
}

#[test]
fn bounds_series_and_lists_of_codes() {
    kept_and_blocked(
        &chart(),
        DAY,
        &[
            (
                "Encounter/e2",
                "The emergency visit lasted less than two hours.",
                "The emergency visit lasted more than two hours.",
            ),
            (
                "MedicationRequest/o2 Encounter/e2",
                "Ferrous sulfate was ordered on 1 March 2017; the emergency visit of 16 March 2020 came more than three years after it.",
                "Ferrous sulfate was ordered on 1 March 2017; the emergency visit of 16 March 2020 came less than three years after it.",
            ),
            (
                "Observation/g1 Observation/g2 Observation/g3 Observation/g4",
                "eGFR went from 15.8 mL/min on 10 January 2019 to 27.2, then 18.6, and now 21.4.",
                "eGFR went from 15.8 mL/min on 10 January 2019 to 27.2, then 18.6, and now 24.1.",
            ),
            (
                "Observation/g1 Observation/g2",
                "In July 2019 eGFR was less than twice what it was in January (15.8).",
                "In July 2019 eGFR was more than twice what it was in January (15.8).",
            ),
            (
                "Immunization/tdap Immunization/hpv",
                "CVX codes for the form: Tdap 115, HPV 62.",
                "CVX codes for the form: Tdap 62, HPV 115.",
            ),
            (
                "Encounter/c1 Encounter/c2 Encounter/c3",
                "Over three check-ups, 2018 to 2019, nothing else was noted on file.",
                "Over four check-ups, 2018 to 2019, nothing else was noted on file.",
            ),
        ],
    );
}
