//! Statements on an invented chart: what must be refused, and what must pass.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a test"
)]

use model::{Citation, ReasonCode, SourceId, StatementId, Verdict};
use sources::{SourceInput, SourceSet};
use verify::{Lexicon, Verifier};

const CHART: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"p","name":[{"family":"Quill","given":["Ada"]}],"gender":"female","birthDate":"1950-04-02","address":[{"city":"Springfield","state":"IL"}]}},
{"resource":{"resourceType":"Observation","id":"k1","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"2823-3","display":"Potassium"}],"text":"Potassium"},"effectiveDateTime":"2022-01-10","valueQuantity":{"value":4.23,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"}}},
{"resource":{"resourceType":"Observation","id":"k2","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"2823-3","display":"Potassium"}],"text":"Potassium"},"effectiveDateTime":"2022-05-20","valueQuantity":{"value":5.61,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"}}},
{"resource":{"resourceType":"Observation","id":"na","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"2951-2","display":"Sodium"}],"text":"Sodium"},"effectiveDateTime":"2022-05-20","valueQuantity":{"value":138,"unit":"mmol/L"}}},
{"resource":{"resourceType":"Observation","id":"glu","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"2339-0","display":"Glucose"}],"text":"Glucose"},"effectiveDateTime":"2022-05-20","valueQuantity":{"value":126,"unit":"mg/dL"}}},
{"resource":{"resourceType":"Observation","id":"bp","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"85354-9","display":"Blood Pressure"}],"text":"Blood Pressure"},"effectiveDateTime":"2022-05-20","component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6","display":"Systolic Blood Pressure"}],"text":"Systolic Blood Pressure"},"valueQuantity":{"value":151.6,"unit":"mm[Hg]"}},{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4","display":"Diastolic Blood Pressure"}],"text":"Diastolic Blood Pressure"},"valueQuantity":{"value":88.2,"unit":"mm[Hg]"}}]}},
{"resource":{"resourceType":"Condition","id":"gout","subject":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"90560007","display":"Gout"}],"text":"Gout"},"onsetDateTime":"2019-03-04"}},
{"resource":{"resourceType":"Condition","id":"pneu","subject":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"code":"resolved"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"233604007","display":"Pneumonia"}],"text":"Pneumonia"},"onsetDateTime":"2021-11-02","abatementDateTime":"2021-11-23"}},
{"resource":{"resourceType":"Condition","id":"refuted","subject":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"code":"inactive"}]},"verificationStatus":{"coding":[{"code":"refuted"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"49601007","display":"Migraine"}],"text":"Migraine"},"onsetDateTime":"2018-01-01"}},
{"resource":{"resourceType":"MedicationRequest","id":"allo","status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"197319","display":"Allopurinol 100 MG Oral Tablet"}],"text":"Allopurinol 100 MG Oral Tablet"},"authoredOn":"2019-03-04","reasonReference":[{"reference":"Condition/gout"}],"dosageInstruction":[{"text":"Take twice daily","timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}}}]}},
{"resource":{"resourceType":"MedicationRequest","id":"doxy","status":"stopped","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"434018","display":"Doxycycline 100 MG Oral Capsule"}],"text":"Doxycycline 100 MG Oral Capsule"},"authoredOn":"2021-11-02"}},
{"resource":{"resourceType":"AllergyIntolerance","id":"peni","patient":{"reference":"Patient/p"},"clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},"category":["medication"],"criticality":"high","code":{"coding":[{"system":"http://snomed.info/sct","code":"91936005","display":"Allergy to penicillin"}],"text":"Allergy to penicillin"},"recordedDate":"2005-02-03"}},
{"resource":{"resourceType":"FamilyMemberHistory","id":"mom","status":"completed","patient":{"reference":"Patient/p"},"relationship":{"text":"Mother"},"condition":[{"code":{"text":"Asthma"}}]}},
{"resource":{"resourceType":"Observation","id":"other","status":"final","subject":{"reference":"Patient/q"},"code":{"text":"Sodium"},"effectiveDateTime":"2022-05-20","valueQuantity":{"value":121,"unit":"mmol/L"}}}
]}"#;

fn set() -> SourceSet {
    let chart = chart::Chart::from_bundle(CHART.as_bytes()).expect("the chart is well formed");
    let talk = "[doctor] any numbness in your hands ?\n[patient] no , none .\n[doctor] let's start you on colchicine 0.6 milligrams once a day for the left big toe .";
    let mut set = SourceSet::freeze(&chart);
    set.extend(&[SourceInput::transcript("visit", talk)])
        .expect("one transcript");
    set
}

static LEXICON: std::sync::OnceLock<std::sync::Arc<Lexicon>> = std::sync::OnceLock::new();

fn day(text: &str) -> time::Date {
    model::date::parse(text).expect("a date")
}

fn judge(set: &SourceSet, text: &str, cited: &[&str]) -> model::StatementVerdict {
    let citations: Vec<Citation> = cited
        .iter()
        .map(|source| Citation {
            source: SourceId::new(*source),
            quote: None,
        })
        .collect();
    Verifier::new(set, LEXICON.get_or_init(Lexicon::shipped).clone()).statement(
        &StatementId::new("s1"),
        text,
        &citations,
        day("2022-06-01"),
    )
}

#[test]
fn what_the_sources_do_not_say_is_blocked() {
    use ReasonCode as R;
    let set = set();
    let cases: &[(&str, &[&str], Option<R>)] = &[
        (
            "Potassium was 6.51 mmol/L on 20 May 2022.",
            &["Observation/k2"],
            Some(R::Number),
        ),
        (
            "Potassium was 56 mmol/L on 20 May 2022.",
            &["Observation/k2"],
            Some(R::Scale),
        ),
        (
            "Potassium was 5.6 mg/dL on 20 May 2022.",
            &["Observation/k2"],
            Some(R::Unit),
        ),
        (
            "Glucose 126 mg/dL (9.4 mmol/L) that day.",
            &["Observation/glu"],
            Some(R::Conversion),
        ),
        (
            "Sodium 5.6 and potassium 138 mmol/L.",
            &["Observation/na", "Observation/k2"],
            Some(R::Attachment),
        ),
        (
            "Potassium was 4.2 mmol/L on 20 May 2022.",
            &["Observation/k1", "Observation/k2"],
            Some(R::Period),
        ),
        (
            "Potassium fell from 4.2 to 5.6 mmol/L.",
            &["Observation/k1", "Observation/k2"],
            Some(R::Trend),
        ),
        ("BP 152/98 in May 2022.", &["Observation/bp"], None),
        (
            "BP 152/88, below the target of 140/90.",
            &["Observation/bp"],
            Some(R::Comparator),
        ),
        (
            "Gout since 5 March 2019.",
            &["Condition/gout"],
            Some(R::Date),
        ),
        (
            "Gout was diagnosed eight years ago.",
            &["Condition/gout"],
            Some(R::RelativeDate),
        ),
        (
            "Gout (SNOMED 90560008) is active.",
            &["Condition/gout"],
            Some(R::Code),
        ),
        ("Gout has resolved.", &["Condition/gout"], Some(R::Status)),
        (
            "Pneumonia is still active.",
            &["Condition/pneu"],
            Some(R::Status),
        ),
        (
            "She remains on doxycycline 100 mg.",
            &["MedicationRequest/doxy"],
            Some(R::Superseded),
        ),
        (
            "Allopurinol 300 mg twice daily for gout.",
            &["MedicationRequest/allo"],
            None,
        ),
        (
            "Allopurinol 100 mg once daily for gout.",
            &["MedicationRequest/allo"],
            Some(R::FrequencyRoute),
        ),
        (
            "Febuxostat 100 mg twice daily for gout.",
            &["MedicationRequest/allo"],
            Some(R::Drug),
        ),
        (
            "Allopurinol 100 mg was prescribed because of kidney stones.",
            &["MedicationRequest/allo"],
            Some(R::Causality),
        ),
        (
            "She has severe gout.",
            &["Condition/gout"],
            Some(R::Severity),
        ),
        (
            "Gout of the left foot.",
            &["Condition/gout"],
            Some(R::Laterality),
        ),
        ("Possible gout.", &["Condition/gout"], Some(R::Certainty)),
        (
            "She has migraine.",
            &["Condition/refuted"],
            Some(R::Retracted),
        ),
        (
            "She has asthma.",
            &["FamilyMemberHistory/mom"],
            Some(R::Experiencer),
        ),
        (
            "Sodium 121 mmol/L.",
            &["Observation/other"],
            Some(R::WrongPatient),
        ),
        ("No known drug allergies.", &["Patient/p"], Some(R::Absence)),
        (
            "No penicillin allergy is recorded.",
            &["Patient/p"],
            Some(R::Absence),
        ),
        (
            "She has never had a stroke.",
            &["Patient/p"],
            Some(R::Absence),
        ),
        (
            "Penicillin allergy, low criticality.",
            &["AllergyIntolerance/peni"],
            Some(R::Severity),
        ),
        (
            "Potassium was 5.6 mmol/L.",
            &["Observation/nowhere"],
            Some(R::Dangling),
        ),
        ("Potassium was 5.6 mmol/L.", &[], Some(R::Uncited)),
        (
            "Numbness of the hands.",
            &["transcript:1", "transcript:2"],
            None,
        ),
        (
            "Colchicine 0.6 mg twice daily is started.",
            &["transcript:3"],
            Some(R::FrequencyRoute),
        ),
        (
            "Colchicine 0.6 mg for the right big toe.",
            &["transcript:3"],
            Some(R::Laterality),
        ),
        (
            "Pot\u{200b}assium was 5.6 mmol/L.",
            &["Observation/k2"],
            Some(R::Unreadable),
        ),
    ];
    let mut passed = Vec::new();
    for (text, cited, code) in cases {
        let verdict = judge(&set, text, cited);
        let codes: Vec<R> = verdict.reasons.iter().map(|reason| reason.code).collect();
        if verdict.verdict.releasable() || code.is_some_and(|code| !codes.contains(&code)) {
            passed.push(format!("{text} {:?} {codes:?}", verdict.verdict));
        }
    }
    assert!(passed.is_empty(), "{passed:#?}");
}

#[test]
fn what_the_sources_say_passes() {
    let set = set();
    let cases: &[(&str, &[&str])] = &[
        (
            "Potassium was 5.6 mmol/L on 20 May 2022.",
            &["Observation/k2"],
        ),
        (
            "K rose from 4.2 mmol/L on 10 January 2022 to 5.6 on 20 May 2022.",
            &["Observation/k1", "Observation/k2"],
        ),
        (
            "Na 138 and K 5.61 mmol/L on 2022-05-20.",
            &["Observation/na", "Observation/k2"],
        ),
        (
            "Glucose 126 mg/dL (7.0 mmol/L) in May 2022.",
            &["Observation/glu"],
        ),
        (
            "BP 152/88 on 20 May 2022, above 140/90.",
            &["Observation/bp"],
        ),
        ("72-year-old woman from Springfield.", &["Patient/p"]),
        (
            "Gout was diagnosed on 4 March 2019, about three years ago, and is active.",
            &["Condition/gout"],
        ),
        (
            "Pneumonia (2 to 23 November 2021) has resolved.",
            &["Condition/pneu"],
        ),
        (
            "Zyloprim 100 mg BID is prescribed for gout.",
            &["MedicationRequest/allo"],
        ),
        (
            "Doxycycline 100 mg, ordered 2 November 2021, has been stopped.",
            &["MedicationRequest/doxy"],
        ),
        (
            "Penicillin allergy, high criticality, recorded 3 February 2005.",
            &["AllergyIntolerance/peni"],
        ),
        ("No warfarin order is on file.", &["Patient/p"]),
        ("No vaccinations are recorded.", &["Patient/p"]),
        ("Her mother has asthma.", &["FamilyMemberHistory/mom"]),
        (
            "No numbness of the hands.",
            &["transcript:1", "transcript:2"],
        ),
        (
            "Colchicine 0.6 mg once daily is started for the left big toe.",
            &["transcript:3"],
        ),
    ];
    let mut blocked = Vec::new();
    for (text, cited) in cases {
        let verdict = judge(&set, text, cited);
        if verdict.verdict != Verdict::Supported {
            blocked.push(format!(
                "{text} {:?} {:?}",
                verdict.verdict, verdict.reasons
            ));
        }
        for evidence in &verdict.evidence {
            assert!(evidence.span.of(text).is_some(), "{text}");
            let source = set.get(&evidence.source).expect("evidence names a source");
            assert!(
                evidence
                    .source_span
                    .is_none_or(|span| span.of(&source.text).is_some()),
                "{text}"
            );
        }
    }
    assert!(blocked.is_empty(), "{blocked:#?}");
}

#[test]
fn only_what_claims_nothing_needs_no_source() {
    let set = set();
    for text in [
        "Sincerely,",
        "Dear colleague, thank you for your referral.",
        "DISCHARGE SUMMARY",
        "Please call our office with any questions.",
    ] {
        assert_eq!(
            judge(&set, text, &[]).verdict,
            Verdict::NotClinical,
            "{text}"
        );
    }
    for text in [
        "Gout is active.",
        "Thank you; she has no allergies.",
        "Xyzzy plugh.",
        "Weight 80 kg.",
    ] {
        assert_eq!(judge(&set, text, &[]).verdict, Verdict::Uncited, "{text}");
    }
}

/// Every id and name changed in the chart, the citations and the statement alike: the same verdicts, reasons and places.
#[test]
fn no_verdict_depends_on_who_the_patient_is() {
    const IDS: [&str; 14] = [
        "p", "k1", "k2", "na", "glu", "bp", "gout", "pneu", "refuted", "allo", "doxy", "peni",
        "mom", "other",
    ];
    let renamed = |text: &str| -> String {
        let mut text = text.to_owned();
        for (place, id) in IDS.iter().enumerate() {
            text = text
                .replace(
                    &format!("\"id\":\"{id}\""),
                    &format!("\"id\":\"x-{place}\""),
                )
                .replace(&format!("/{id}\""), &format!("/x-{place}\""));
        }
        text.replace("Quill", "Brook").replace("Ada", "Ida")
    };
    let other = renamed(CHART);
    assert_ne!(other, CHART);
    let chart = chart::Chart::from_bundle(other.as_bytes()).expect("the chart is well formed");
    let (one, two) = (set(), SourceSet::freeze(&chart));
    for (text, cited) in [
        ("Potassium was 5.6 mmol/L.", "Observation/k2"),
        ("Potassium was 6.6 mmol/L.", "Observation/k2"),
        ("Gout has resolved.", "Condition/gout"),
        (
            "Ada Quill has gout, diagnosed on 4 March 2019.",
            "Condition/gout",
        ),
        (
            "The only active order is allopurinol 100 mg.",
            "MedicationRequest/allo",
        ),
        ("No penicillin allergy is recorded.", "Patient/p"),
        ("No warfarin order is on file.", "Patient/p"),
        ("Her mother has asthma.", "FamilyMemberHistory/mom"),
        ("She has migraine.", "Condition/refuted"),
        ("Sodium 121 mmol/L.", "Observation/other"),
    ] {
        let own = judge(&one, text, &[cited]);
        let source = renamed(&format!("{cited}\""));
        let its = judge(&two, &renamed(text), &[source.trim_end_matches('"')]);
        assert_eq!(own.verdict, its.verdict, "{text}");
        let own = renamed(&serde_json::to_string(&own).expect("a verdict is JSON"));
        let its = serde_json::to_string(&its).expect("a verdict is JSON");
        assert_eq!(own, its, "{text}");
    }
}
