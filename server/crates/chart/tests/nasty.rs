//! Nasty input, each case with what must come of it. The cases are also in the open test data, with the same names.
#![allow(clippy::unwrap_used, reason = "tests say what went wrong by panicking")]
mod support;

use chart::views::{
    self, DateProblem, FlagKind, PartialDateTime, PeriodOrder, Precision, Zone, data_absent_reason,
    display_value, flags,
};
use chart::{Chart, ChartError, ChartFlag, DuplicateKind, Json, NoticeKind, Subject};

fn case(name: &str) -> Option<String> {
    let file = support::data("3_fhir_edge/nasty_cases.ndjson")?;
    let lines = std::fs::read_to_string(file).unwrap();
    let mut cases = lines.lines().map(|line| Json::parse(line).unwrap());
    let case = cases
        .find(|case| case.str_at("case") == Some(name))
        .unwrap_or_else(|| panic!("no case {name}"));
    Some(case.str_at("raw").unwrap().to_owned())
}

fn bundle(resources: &[&str]) -> String {
    let patient =
        r#"{"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:mrn","value":"1"}]}"#;
    let entries: Vec<String> = std::iter::once(&patient)
        .chain(resources)
        .map(|text| format!(r#"{{"resource":{text}}}"#))
        .collect();
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
}

fn with_patient(raw: &str) -> Chart {
    Chart::from_bundle(bundle(&[raw]).as_bytes()).unwrap()
}

fn kinds(json: &Json) -> Vec<FlagKind> {
    flags(json).into_iter().map(|flag| flag.kind).collect()
}

#[test]
fn every_case_loads_or_is_named_and_never_panics() {
    let Some(file) = support::data("3_fhir_edge/nasty_cases.ndjson") else {
        return;
    };
    let text = std::fs::read_to_string(file).unwrap();
    for line in text.lines() {
        let case = Json::parse(line).unwrap();
        let raw = case.str_at("raw").unwrap();
        if let Ok(json) = Json::parse(raw) {
            let _ = flags(&json);
            let again = Json::parse(&json.to_string()).unwrap();
            assert_eq!(json, again);
            for prefix in ["value", "effective", "onset"] {
                let _ = display_value(&json, prefix);
            }
        }
        let _ = Chart::from_bundle(raw.as_bytes());
        let inner = raw.trim_start_matches('\u{feff}');
        if let Ok(chart) = Chart::from_bundle(bundle(&[inner]).as_bytes()) {
            let _ = chart.flags();
            for resource in chart.resources() {
                let _ = chart.notes_of(resource);
            }
        }
    }
}

#[test]
fn numbers_keep_what_was_written() {
    for (name, path, written) in [
        ("decimal_trailing_zero", "valueQuantity.value", "1.00"),
        (
            "decimal_huge",
            "valueQuantity.value",
            "1234567890123456789012345.123456789012345",
        ),
        (
            "decimal_exponent",
            "component[0].valueQuantity.value",
            "1.5E-7",
        ),
    ] {
        let Some(raw) = case(name) else { return };
        let json = Json::parse(&raw).unwrap();
        assert_eq!(json.at(path).unwrap().number_text(), Some(written));
        assert!(json.to_string().contains(written));
    }
    let huge = Json::parse(&case("decimal_huge").unwrap()).unwrap();
    assert_eq!(
        huge.at("valueQuantity.value").unwrap().decimal(),
        None,
        "no rounded value is given"
    );
    let small = Json::parse("1.5E-7").unwrap().decimal().unwrap();
    assert_eq!(small.to_string(), "0.00000015");
    assert_eq!(
        Json::parse("2e3").unwrap().decimal().unwrap().to_string(),
        "2000"
    );
    assert!(Json::parse("-0.0").unwrap().decimal().unwrap().is_zero());
    assert_eq!(Json::parse("1e-40").unwrap().decimal(), None);
    assert_eq!(Json::parse("1e40").unwrap().decimal(), None);
}

#[test]
fn what_contradicts_itself_is_flagged() {
    for (name, kind) in [
        ("decimal_as_string", FlagKind::NumberAsText),
        ("date_no_tz", FlagKind::DateWithoutZone),
        ("feb29", FlagKind::NoSuchDate),
        ("med_contained_missing", FlagKind::MissingContained),
        ("med_both_choices", FlagKind::TwoChoices),
        ("value_two_choices", FlagKind::TwoChoices),
        ("unit_mismatch", FlagKind::UnitConflict),
        ("modifier_ext", FlagKind::ModifierExtension),
    ] {
        let Some(raw) = case(name) else { return };
        assert_eq!(kinds(&Json::parse(&raw).unwrap()), [kind], "{name}");
    }
    for name in [
        "decimal_exponent",
        "comparator",
        "ratio_titer",
        "sampled_data",
        "med_contained",
        "date_plus14",
    ] {
        assert_eq!(
            kinds(&Json::parse(&case(name).unwrap()).unwrap()),
            [],
            "{name}"
        );
    }
    let unknown = Json::parse(r#"{"valueQuantity":{"value":5,"comparator":"~"}}"#).unwrap();
    assert_eq!(kinds(&unknown), [FlagKind::UnknownComparator]);
    assert_eq!(display_value(&unknown, "value").unwrap(), "~5");
}

#[test]
fn values_show_what_they_mean() {
    for (name, shown) in [
        ("comparator", "<5 ng/mL"),
        ("ratio_titer", "1:128"),
        ("sampled_data", "(sampled data)"),
    ] {
        let Some(raw) = case(name) else { return };
        assert_eq!(
            display_value(&Json::parse(&raw).unwrap(), "value").as_deref(),
            Some(shown),
            "{name}"
        );
    }
    let pressure = Json::parse(&case("obs_dar_component").unwrap()).unwrap();
    let parts: Vec<_> = pressure
        .items_at("component")
        .iter()
        .map(|part| display_value(part, "value").unwrap())
        .collect();
    assert_eq!(parts, ["120", "(absent: error)"]);
}

#[test]
fn dates_are_periods_and_are_never_shifted() {
    let date = |text: &str| PartialDateTime::parse(text).unwrap();
    assert_eq!(PartialDateTime::parse(""), None);
    assert_eq!(PartialDateTime::parse("yesterday"), None);
    assert_eq!(PartialDateTime::parse("20"), None);
    assert_eq!(date("2015").precision(), Precision::Year);
    let (first, last) = date("2015-02").days();
    assert_eq!(
        (first.to_string(), last.to_string()),
        ("2015-02-01".into(), "2015-02-28".into())
    );
    let none = date("2015-02-07T13:28:17");
    assert_eq!(
        (none.zone(), none.instant(), none.problems()),
        (Zone::Missing, None, &[DateProblem::MissingZone][..])
    );
    assert_eq!(
        date("2015-02-07T13:28:17-00:00").zone(),
        Zone::UnknownOffset
    );
    let far = date("2015-02-07T02:00:00+14:00");
    assert_eq!(far.day().unwrap().to_string(), "2015-02-07");
    assert_eq!(far.sort_key().date().to_string(), "2015-02-06");
    assert_eq!(
        date("2015-02-07T13:28:17.1234567891Z")
            .earliest()
            .nanosecond(),
        123_456_789
    );
    assert_eq!(date("2016-12-31T23:59:60Z").earliest().second(), 59);
    let no_day = date("2015-02-29");
    assert_eq!(
        (no_day.precision(), no_day.problems()),
        (Precision::Month, &[DateProblem::NoSuchDay][..])
    );
    assert_eq!(
        date("2015-02-07T13:28+0100").problems(),
        [DateProblem::Format, DateProblem::MissingSeconds]
    );
    assert_eq!(date("2015-02-07T99:00:00Z").precision(), Precision::Day);
    assert_eq!(
        date("2015").compare(&date("2015-02-07")),
        PeriodOrder::Overlap
    );
    assert_eq!(
        date("2014-12-31").compare(&date("2015")),
        PeriodOrder::Before
    );
    assert_eq!(
        date("2015-03").compare(&date("2015-02")),
        PeriodOrder::After
    );
    assert_eq!(
        date("2015-02-07T02:00:00+14:00").compare(&date("2015-02-06T13:00:00Z")),
        PeriodOrder::Before
    );
}

#[test]
fn values_beside_primitives_stay_aligned() {
    let Some(raw) = case("prim_ext_no_value") else {
        return;
    };
    let patient = Json::parse(&raw).unwrap();
    assert_eq!(data_absent_reason(&patient, "birthDate"), Some("unknown"));
    let aligned = Json::parse(&case("prim_ext_array_align").unwrap()).unwrap();
    let name = aligned.at("name[0]").unwrap();
    assert_eq!(
        views::human_name(name).given(),
        [Some("Jean"), None, Some("Luc")]
    );
    let longer = Json::parse(&case("prim_ext_longer_than_values").unwrap()).unwrap();
    let slots = views::slots(longer.at("name[0]").unwrap(), "given");
    assert_eq!(slots.len(), 2);
    assert!(slots[1].value.is_none() && slots[1].extra.is_some());
    let mixed = Json::parse(&case("unicode_mix").unwrap()).unwrap();
    let shown = views::patient_name(&mixed).unwrap();
    assert!(
        shown.contains("[U+202E]") && shown.contains("[U+200B]") && shown.contains('\u{200d}'),
        "{shown}"
    );
}

#[test]
fn subjects_are_proven_or_not_taken() {
    let Some(raw) = case("ref_absolute_versioned") else {
        return;
    };
    let key = "Observation/o1".parse().unwrap();
    assert_eq!(with_patient(&raw).subject_of(&key), Subject::ThisPatient);
    assert_eq!(
        with_patient(&case("ref_identifier_only").unwrap()).subject_of(&key),
        Subject::ThisPatient
    );
    let unresolved = with_patient(&case("ref_urn_uuid").unwrap());
    let nowhere = "urn:uuid:2d3d6073-7323-405d-bf50-ee1df81dc773";
    assert_eq!(
        unresolved.subject_of(&key),
        Subject::Unproven(nowhere.to_owned())
    );
    assert!(
        unresolved
            .load_report()
            .notices
            .iter()
            .any(|notice| notice.kind == NoticeKind::UnresolvedSubject)
    );
    let urn = r#"{"resourceType":"Bundle","entry":[
        {"fullUrl":"urn:uuid:2d3d6073-7323-405d-bf50-ee1df81dc773","resource":{"resourceType":"Patient","id":"p1"}},
        {"resource":RAW},
        {"resource":{"resourceType":"Encounter","id":"e","subject":{"reference":"Patient?identifier=urn:mrn%7C1"}}}]}"#;
    let chart = Chart::from_bundle(
        urn.replace("RAW", &case("ref_urn_uuid").unwrap())
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(chart.subject_of(&key), Subject::ThisPatient);
    assert_eq!(
        chart.subject_of(&"Encounter/e".parse().unwrap()),
        Subject::Unproven("Patient?identifier=urn:mrn%7C1".to_owned())
    );
    let conditional = r#"{"resourceType":"Encounter","id":"e","subject":{"reference":"Patient?identifier=urn:mrn%7C1"}}"#;
    assert_eq!(
        with_patient(conditional).subject_of(&"Encounter/e".parse().unwrap()),
        Subject::ThisPatient
    );
}

#[test]
fn another_patients_resource_is_flagged() {
    let Some(raw) = case("wrong_patient_in_bundle") else {
        return;
    };
    let patient = r#"{"resourceType":"Patient","id":"p1"}"#;
    let mixed = raw.replacen(
        r#""entry": ["#,
        &format!(r#""entry": [{{"resource":{patient}}},"#),
        1,
    );
    let chart = Chart::from_bundle(mixed.as_bytes()).unwrap();
    let other = "Observation/o2".parse().unwrap();
    assert_eq!(
        chart.subject_of(&other),
        Subject::OtherPatient("Patient/p2".into())
    );
    assert_eq!(chart.load_report().other_patient[0].key, other);
    assert_eq!(
        Chart::from_bundle(raw.as_bytes()).unwrap_err(),
        ChartError::NoPatient
    );
    let two = bundle(&[r#"{"resourceType":"Patient","id":"p2"}"#]);
    assert_eq!(
        Chart::from_bundle(two.as_bytes()).unwrap_err(),
        ChartError::SeveralPatients { count: 2 }
    );
}

#[test]
fn what_cannot_be_read_is_named_and_costs_only_itself() {
    let Some(unknown) = case("unknown_resource_type") else {
        return;
    };
    let chart = Chart::from_bundle(
        bundle(&[
            &unknown,
            r#"{"resourceType":"Condition","id":"c1","x":01}"#,
            r#"{"resourceType":"Observation","id":"o1"}"#,
            r#"{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"x","details":{"coding":[{"code":"4101"}]}}]}"#,
        ])
        .as_bytes(),
    )
    .unwrap();
    let report = chart.load_report();
    assert_eq!(chart.len(), 2);
    assert_eq!(report.unreadable.len(), 2);
    assert_eq!(
        report.unreadable[0].resource_type.as_deref(),
        Some("FooBar")
    );
    assert_eq!(
        (
            report.unreadable[1].resource_type.as_deref(),
            report.unreadable[1].id.as_deref()
        ),
        (Some("Condition"), Some("c1"))
    );
    assert!(report.complete("Observation") && !report.complete("Condition"));
    assert_eq!(report.outcomes[0].detail_code.as_deref(), Some("4101"));
    let untyped = with_patient(&case("resource_type_missing").unwrap());
    assert!(
        !untyped.load_report().complete("AllergyIntolerance"),
        "it may have been anything"
    );
    let whole = Chart::from_bundle(case("oo_in_200").unwrap().as_bytes());
    assert_eq!(
        whole.unwrap_err(),
        ChartError::NotABundle {
            found: "OperationOutcome".into()
        }
    );
}

#[test]
fn a_bundle_that_breaks_off_keeps_what_came_before() {
    let text = bundle(&[
        r#"{"resourceType":"Observation","id":"o1"}"#,
        r#"{"resourceType":"Observation","id":"o2"}"#,
    ]);
    let chart = Chart::from_bundle(&text.as_bytes()[..text.len() - 20]).unwrap();
    assert_eq!(chart.len(), 2);
    assert!(!chart.load_report().complete("Condition"));
}

#[test]
fn duplicates_keep_the_newest() {
    let Some(raw) = case("duplicate_ids_across_pages") else {
        return;
    };
    let patient = r#""entry": [{"resource":{"resourceType":"Patient","id":"p1"}},"#;
    let chart = Chart::from_bundle(raw.replacen(r#""entry": ["#, patient, 1).as_bytes()).unwrap();
    let kept = chart.get(&"Observation/o1".parse().unwrap()).unwrap();
    assert_eq!(kept.json.str_at("valueString"), Some("new"));
    assert!(matches!(
        chart.load_report().duplicates[0].kind,
        DuplicateKind::NewerKept { .. }
    ));
    let twice = with_patient(&case("dup_json_keys").unwrap());
    assert_eq!(
        twice
            .get(&"Observation/k".parse().unwrap())
            .unwrap()
            .json
            .str_at("status"),
        Some("final")
    );
    assert_eq!(
        twice.load_report().notices[0].kind,
        NoticeKind::DuplicateJsonKey
    );
}

#[test]
fn contained_resources_are_found() {
    let Some(raw) = case("med_contained") else {
        return;
    };
    let chart = with_patient(&raw);
    let request = chart.get(&"MedicationRequest/m".parse().unwrap()).unwrap();
    assert_eq!(
        chart
            .find_from(request, "#m")
            .unwrap()
            .json
            .str_at("code.text"),
        Some("warfarin 2 mg")
    );
    assert!(chart.find("MedicationRequest/m#m").is_some());
    assert!(chart.find("MedicationRequest/m#n").is_none());
}

#[test]
fn ids_odd_but_usable_are_used() {
    let Some(raw) = case("id_65") else { return };
    let long = Chart::from_bundle(
        format!(r#"{{"resourceType":"Bundle","entry":[{{"resource":{raw}}}]}}"#).as_bytes(),
    )
    .unwrap();
    assert_eq!(long.patient().id().len(), 65);
    assert_eq!(long.load_report().notices[0].kind, NoticeKind::UnusualId);
    let nulls = case("nulls_everywhere").unwrap();
    let nulls = Chart::from_bundle(
        format!(r#"{{"resourceType":"Bundle","entry":[{{"resource":{nulls}}}]}}"#).as_bytes(),
    );
    assert_eq!(nulls.unwrap_err(), ChartError::NoPatient);
}

#[test]
fn contradictions_within_the_chart_are_flagged() {
    let Some(raw) = case("allergy_nka_and_allergy") else {
        return;
    };
    let patient = r#""entry": [{"resource":{"resourceType":"Patient","id":"p1"}},"#;
    let chart = Chart::from_bundle(raw.replacen(r#""entry": ["#, patient, 1).as_bytes()).unwrap();
    assert!(matches!(
        chart.flags()[..],
        [ChartFlag::NoKnownAllergyBesideAllergies { .. }]
    ));
    let dead = r#"{"resourceType":"Bundle","entry":[
        {"resource":{"resourceType":"Patient","id":"a","deceasedDateTime":"2015-03"}},
        {"resource":{"resourceType":"Encounter","id":"1","period":{"start":"2015-03-31"}}},
        {"resource":{"resourceType":"Encounter","id":"2","period":{"start":"2015-04-01T00:00:00Z"}}}]}"#;
    let flags = Chart::from_bundle(dead.as_bytes()).unwrap().flags();
    let ChartFlag::EncountersAfterDeath {
        encounters,
        time_of_death_known: true,
    } = &flags[0]
    else {
        panic!("{flags:?}")
    };
    assert_eq!(encounters.len(), 1);
}

#[test]
fn an_overlay_replaces_and_adds() {
    let chart = with_patient(
        r#"{"resourceType":"Observation","id":"o1","meta":{"versionId":"9"},"valueString":"a"}"#,
    );
    let over = r#"{"resourceType":"Bundle","entry":[
        {"resource":{"resourceType":"Observation","id":"o1","meta":{"versionId":"1"},"valueString":"b"}},
        {"resource":{"resourceType":"Observation","id":"o2"}}]}"#;
    let laid = chart.overlay(over.as_bytes()).unwrap();
    assert_eq!(laid.len(), 3);
    assert_eq!(
        laid.get(&"Observation/o1".parse().unwrap())
            .unwrap()
            .json
            .str_at("valueString"),
        Some("b")
    );
    assert!(chart.overlay(b"[]").is_err());
}

/// One visit in two entries, each with a `fullUrl` of its own, and references to both: stored and read back, both still lead to it.
#[test]
fn a_resource_under_two_full_urls_is_found_by_both_once_stored() {
    let visit = r#""resource":{"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"AMB"}}"#;
    let bundle = format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[
        {{"fullUrl":"urn:uuid:1","resource":{{"resourceType":"Patient","id":"p"}}}},
        {{"fullUrl":"urn:uuid:2",{visit}}},{{"fullUrl":"urn:uuid:3",{visit}}},
        {{"fullUrl":"https://ehr.example.org/Goal/9","resource":{{"resourceType":"Goal","subject":{{"reference":"urn:uuid:1"}}}}}}]}}"#
    );
    let chart = Chart::from_bundle(bundle.as_bytes()).expect("a chart");
    let again = Chart::from_stored(
        chart.to_bundle().as_bytes(),
        chart.patient().clone(),
        chart.load_report().clone(),
    )
    .expect("a stored chart");
    for reference in [
        "urn:uuid:2",
        "urn:uuid:3",
        "Encounter/e",
        "https://ehr.example.org/Goal/9",
    ] {
        let found = again.resolve(reference);
        assert!(found.is_some(), "{reference}");
        assert_eq!(found, chart.resolve(reference), "{reference}");
    }
    assert_eq!(again.resolve("urn:uuid:4"), None);
}

/// A resource without an id whose `fullUrl` is another's too: stored and read back it is still there, and the address leads where it led.
#[test]
fn a_resource_named_by_anothers_full_url_is_kept_once_stored() {
    let bundle = r#"{"resourceType":"Bundle","type":"collection","entry":[
        {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"p"}},
        {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Medication","code":{"text":"Lisinopril"}}}]}"#;
    let chart = Chart::from_bundle(bundle.as_bytes()).expect("a chart");
    let again = Chart::from_stored(
        chart.to_bundle().as_bytes(),
        chart.patient().clone(),
        chart.load_report().clone(),
    )
    .expect("a stored chart");
    assert!(chart.find("Medication/1").is_some());
    assert!(again.find("Medication/1").is_some());
    assert_eq!(again.resolve("urn:uuid:1"), chart.resolve("urn:uuid:1"));
}
