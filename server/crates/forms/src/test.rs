//! What is refused, what is shown, what is checked, and what comes out.
#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "a test says what went wrong by panicking; what it makes on the spot is given away"
)]

use crate::{About, Form, Sheet, Typed, prefill, response};
use chart::Chart;
use proptest::prelude::*;
use serde_json::{Value, json};
use time::macros::date;

fn form(items: Value) -> Form {
    Form::read(&questionnaire(items).to_string()).unwrap()
}

fn questionnaire(items: Value) -> Value {
    json!({"resourceType": "Questionnaire", "url": "urn:q", "version": "2", "title": "T", "status": "active", "item": items})
}

fn refused(questionnaire: &Value, words: &str) {
    let error = Form::read(&questionnaire.to_string()).unwrap_err();
    assert!(error.to_string().contains(words), "{error}");
}

/// Typed as a page sends it: every field that is named was on it.
fn typed(form: &Form, fields: &[(&str, &str)]) -> Typed {
    let mut typed = form.start();
    let mut sent: Vec<(String, String)> = Vec::new();
    for (name, value) in fields {
        let (kind, place) = name.split_once(':').unwrap();
        if kind != "n" {
            sent.push(("s".to_owned(), place.to_owned()));
        }
        sent.push(((*name).to_owned(), (*value).to_owned()));
    }
    assert!(typed.take(form, &sent), "{fields:?}");
    typed
}

fn problems(form: &Form, fields: &[(&str, &str)]) -> Vec<String> {
    let typed = typed(form, fields);
    let found = Sheet::of(form, &typed).problems(true);
    found.into_iter().map(|one| one.what).collect()
}

fn out(form: &Form, fields: &[(&str, &str)]) -> Value {
    let typed = typed(form, fields);
    let about = About {
        id: "r".into(),
        patient: "Patient/p".into(),
        encounter: None,
        author: Some("Practitioner/1".into()),
        authored: "2026-03-02T10:00:00Z".into(),
    };
    let json = response(&Sheet::of(form, &typed), &about).to_string();
    serde_json::from_str(&json).unwrap()
}

#[test]
fn what_is_no_questionnaire_is_refused_in_words() {
    for (text, words) in [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[]", "not a FHIR Questionnaire"),
        (r#"{"resourceType":"Patient"}"#, "not a FHIR Questionnaire"),
        (r#"{"resourceType":"Questionnaire"}"#, "no items"),
    ] {
        let error = Form::read(text).unwrap_err();
        assert!(error.to_string().contains(words), "{text}: {error}");
    }
}

#[test]
fn what_may_not_be_passed_over_refuses_it() {
    let item = json!([{"linkId": "1", "text": "A", "type": "string"}]);
    let mut whole = questionnaire(item.clone());
    whole["modifierExtension"] = json!([{"url": "urn:x", "valueBoolean": true}]);
    refused(&whole, "a modifier extension");
    let mut whole = questionnaire(item.clone());
    whole["implicitRules"] = "urn:rules".into();
    refused(&whole, "implicitRules");
    let mut inner = item;
    inner[0]["modifierExtension"] = json!([{"url": "urn:x"}]);
    refused(&questionnaire(inner), "item `1` has a modifier extension");
}

#[test]
fn items_that_break_the_standard_refuse_it() {
    let one = |more: Value| {
        let mut item = json!({"linkId": "1", "text": "A", "type": "string"});
        for (key, value) in more.as_object().unwrap() {
            item[key] = value.clone();
        }
        item
    };
    for (items, words) in [
        (json!([{"text": "A", "type": "string"}]), "no `linkId`"),
        (json!([one(json!({})), one(json!({}))]), "two items"),
        (json!([one(json!({"type": "magic"}))]), "none of FHIR R4"),
        (
            json!([one(
                json!({"enableWhen": [{"question": "9", "operator": "exists", "answerBoolean": true}]})
            )]),
            "which is not there",
        ),
        (
            json!([one(
                json!({"enableWhen": [{"question": "1", "operator": "exists", "answerBoolean": true}]})
            )]),
            "depends on itself",
        ),
        (
            json!([one(
                json!({"enableWhen": [{"question": "1", "operator": "~", "answerBoolean": true}]})
            )]),
            "no operator",
        ),
        (
            json!([one(
                json!({"enableWhen": [{"question": "1", "operator": "="}]})
            )]),
            "no answer of a type",
        ),
        (
            json!([one(
                json!({"enableWhen": [{"question": "1", "operator": "exists", "answerString": "x"}]})
            )]),
            "answerBoolean",
        ),
        (
            json!([one(json!({"enableBehavior": "some"}))]),
            "enableBehavior",
        ),
    ] {
        refused(&questionnaire(items), words);
    }
    let many: Vec<Value> = (0..501)
        .map(|n| json!({"linkId": n.to_string(), "type": "string"}))
        .collect();
    refused(&questionnaire(many.into()), "more than 500");
    let mut deep = json!({"linkId": "x", "type": "string"});
    for level in 0..12 {
        deep = json!({"linkId": level.to_string(), "type": "group", "item": [deep]});
    }
    refused(&questionnaire(json!([deep])), "12 levels");
}

#[test]
fn a_field_that_is_none_of_the_form_or_closed_is_refused_and_nothing_taken() {
    let form = form(json!([
        {"linkId": "1", "text": "A", "type": "string"},
        {"linkId": "2", "text": "B", "type": "string", "readOnly": true, "initial": [{"valueString": "kept"}]},
        {"linkId": "3", "text": "C", "type": "attachment"},
    ]));
    for (name, value) in [
        ("s", "9_0"),
        ("s", "1_0"),
        ("s", "2_0"),
        ("a:1_0", "x"),
        ("a:7_0", "x"),
        ("z:0_0", "x"),
        ("s", "../x"),
        ("a", "x"),
        ("n:0_0", "2"),
    ] {
        let mut typed = form.start();
        let sent = [
            ("s".to_owned(), "0_0".to_owned()),
            ("a:0_0".to_owned(), "new".to_owned()),
            (name.to_owned(), value.to_owned()),
        ];
        assert!(!typed.take(&form, &sent), "{name}={value}");
        assert_eq!(typed, form.start(), "{name}={value}");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_stays_as_it_was_typed() {
    let form = form(json!([
        {"linkId": "1", "text": "Weight", "type": "decimal"},
        {"linkId": "2", "text": "Days", "type": "integer"},
        {"linkId": "3", "text": "Since", "type": "date"},
        {"linkId": "4", "text": "At", "type": "dateTime"},
        {"linkId": "5", "text": "Clock", "type": "time"},
        {"linkId": "6", "text": "Site", "type": "url"},
        {"linkId": "7", "text": "Yes?", "type": "boolean"},
        {"linkId": "8", "text": "Pick", "type": "choice", "answerOption": [{"valueString": "a"}]},
        {"linkId": "9", "text": "Amount", "type": "quantity"},
    ]));
    let fields = [
        ("a:0_0", "1,200"),
        ("a:1_0", "2.5"),
        ("a:2_0", "31.12.2025"),
        ("a:3_0", "2026-03-02 09:30"),
        ("a:4_0", "25:00"),
        ("a:5_0", "example"),
        ("a:6_0", "maybe"),
        ("a:7_0", "7"),
        ("a:8_0", "much"),
    ];
    let found = problems(&form, &fields);
    assert_eq!(found.len(), 9, "{found:?}");
    for name in [
        "Weight", "Days", "Since", "At", "Clock", "Site", "Yes?", "Pick", "Amount",
    ] {
        assert!(
            found
                .iter()
                .any(|what| what.starts_with(&format!("“{name}”: "))),
            "{name}: {found:?}"
        );
    }
    let typed = typed(&form, &fields);
    assert_eq!(typed.values["0_0"], ["1,200"]);
    assert_eq!(typed.values.len(), 9);
    let response = out(&form, &fields);
    assert_eq!(response["status"], "in-progress");
    assert!(response.get("item").is_none());
}

#[test]
fn bounds_are_kept() {
    let ext = |name: &str, key: &str, value: Value| {
        let mut one = json!({"url": format!("http://hl7.org/fhir/StructureDefinition/{name}")});
        one[key] = value;
        one
    };
    let form = form(json!([
        {"linkId": "1", "text": "Pain", "type": "integer", "extension": [ext("minValue", "valueInteger", json!(0)), ext("maxValue", "valueInteger", json!(10))]},
        {"linkId": "2", "text": "Short", "type": "string", "maxLength": 3},
        {"linkId": "3", "text": "Long", "type": "string", "extension": [ext("minLength", "valueInteger", json!(3))]},
        {"linkId": "4", "text": "Fine", "type": "decimal", "extension": [ext("maxDecimalPlaces", "valueInteger", json!(1))]},
        {"linkId": "5", "text": "Day", "type": "date", "extension": [ext("maxValue", "valueDate", json!("2026-03-01"))]},
        {"linkId": "6", "text": "Two", "type": "string", "repeats": true, "extension": [ext("questionnaire-minOccurs", "valueInteger", json!(2)), ext("questionnaire-maxOccurs", "valueInteger", json!(2))]},
    ]));
    for (field, value, words) in [
        ("a:0_0", "11", "“Pain”: give no more than 10"),
        ("a:0_0", "-1", "“Pain”: give no less than 0"),
        (
            "a:1_0",
            "four",
            "“Short”: shorten it to 3 characters; it has 4",
        ),
        ("a:2_0", "ab", "“Long”: give at least 3"),
        ("a:3_0", "1.25", "“Fine”: give at most 1 digits"),
        ("a:4_0", "2026-03-02", "“Day”: give no more than 2026-03-01"),
        ("a:5_0", "one", "“Two”: give at least 2 answers"),
    ] {
        let found = problems(&form, &[(field, value)]);
        assert!(
            found.len() == 1 && found[0].starts_with(words),
            "{field}: {found:?}"
        );
    }
    for (field, value) in [
        ("a:0_0", "10"),
        ("a:1_0", "äöü"),
        ("a:3_0", "1.5"),
        ("a:4_0", "2026-03"),
    ] {
        assert!(problems(&form, &[(field, value)]).is_empty(), "{field}");
    }
    let three = [("a:5_0", "1"), ("a:5_0", "2"), ("a:5_0", "3")];
    assert!(problems(&form, &three)[0].contains("at most 2 answers"));
}

#[test]
fn required_holds_where_it_is_shown_and_nowhere_else() {
    let form = form(json!([
        {"linkId": "1", "text": "Smoke?", "type": "boolean", "required": true},
        {"linkId": "2", "text": "How much?", "type": "integer", "required": true, "enableWhen": [{"question": "1", "operator": "=", "answerBoolean": true}]},
        {"linkId": "3", "text": "Home", "type": "group", "required": true, "item": [{"linkId": "3.1", "text": "Street", "type": "string"}]},
    ]));
    assert_eq!(problems(&form, &[]).len(), 2);
    assert_eq!(
        problems(&form, &[("a:0_0", "false"), ("a:2_0.0_0", "x")]),
        Vec::<String>::new()
    );
    let found = problems(&form, &[("a:0_0", "true"), ("a:2_0.0_0", "x")]);
    assert_eq!(found, ["“How much?”: answer it."]);
    // What was typed where it is shown no more is kept, and not answered.
    let fields = [("a:0_0", "false"), ("a:1_0", "20"), ("a:2_0.0_0", "x")];
    assert_eq!(typed(&form, &fields).values["1_0"], ["20"]);
    let response = out(&form, &fields);
    assert!(!response.to_string().contains("How much"), "{response}");
    assert_eq!(response["status"], "completed");
}

#[test]
fn every_operator() {
    let shown = |kind: &str, operator: &str, answer: (&str, Value), given: &[&str]| {
        let mut condition = json!({"question": "1", "operator": operator});
        condition[answer.0] = answer.1;
        let form = form(json!([
            {"linkId": "1", "text": "A", "type": kind, "repeats": true, "answerOption": if kind == "choice" { json!([{"valueCoding": {"system": "s", "code": "a", "display": "A"}}, {"valueCoding": {"system": "s", "code": "b"}}]) } else { json!([]) }},
            {"linkId": "2", "text": "B", "type": "string", "enableWhen": [condition]},
        ]));
        let fields: Vec<(&str, &str)> = given.iter().map(|one| ("a:0_0", *one)).collect();
        let typed = typed(&form, &fields);
        Sheet::of(&form, &typed).nodes[1].shown
    };
    let code = |code: &str| ("answerCoding", json!({"system": "s", "code": code}));
    for (kind, operator, answer, given, want) in [
        (
            "string",
            "exists",
            ("answerBoolean", json!(true)),
            vec![],
            false,
        ),
        (
            "string",
            "exists",
            ("answerBoolean", json!(false)),
            vec![],
            true,
        ),
        (
            "string",
            "exists",
            ("answerBoolean", json!(true)),
            vec!["x"],
            true,
        ),
        (
            "integer",
            ">",
            ("answerInteger", json!(3)),
            vec!["3"],
            false,
        ),
        (
            "integer",
            ">=",
            ("answerInteger", json!(3)),
            vec!["3"],
            true,
        ),
        ("integer", "<", ("answerInteger", json!(3)), vec!["2"], true),
        (
            "integer",
            "<=",
            ("answerInteger", json!(3)),
            vec!["4"],
            false,
        ),
        (
            "integer",
            "=",
            ("answerInteger", json!(3)),
            vec!["1", "3"],
            true,
        ),
        (
            "decimal",
            "=",
            ("answerDecimal", json!(1.5)),
            vec!["1.50"],
            true,
        ),
        (
            "date",
            "<",
            ("answerDate", json!("2026-01-01")),
            vec!["2025"],
            true,
        ),
        (
            "date",
            "<",
            ("answerDate", json!("2026-06-01")),
            vec!["2026"],
            false,
        ),
        ("choice", "=", code("a"), vec!["0"], true),
        ("choice", "=", code("a"), vec!["1"], false),
        ("choice", "!=", code("a"), vec!["1"], true),
        ("choice", "!=", code("a"), vec![], false),
    ] {
        assert_eq!(
            shown(kind, operator, answer, &given),
            want,
            "{kind} {operator} {given:?}"
        );
    }
}

#[test]
fn all_and_any_and_what_is_inside_follows() {
    for (behavior, want) in [("all", false), ("any", true)] {
        let form = form(json!([
            {"linkId": "1", "text": "A", "type": "boolean"},
            {"linkId": "2", "text": "B", "type": "boolean"},
            {"linkId": "3", "text": "C", "type": "group", "enableBehavior": behavior, "enableWhen": [
                {"question": "1", "operator": "=", "answerBoolean": true}, {"question": "2", "operator": "=", "answerBoolean": true}],
             "item": [{"linkId": "4", "text": "D", "type": "string"}]},
        ]));
        let typed = typed(&form, &[("a:0_0", "true"), ("a:1_0", "false")]);
        let sheet = Sheet::of(&form, &typed);
        // What is inside follows what it is inside of.
        assert_eq!((sheet.nodes[2].shown, sheet.nodes[3].shown), (want, want));
    }
}

#[test]
fn a_repeated_group_asks_of_its_own_repetition() {
    let form = form(
        json!([{"linkId": "m", "text": "Medicine", "type": "group", "repeats": true, "item": [
        {"linkId": "n", "text": "Name", "type": "string", "required": true},
        {"linkId": "s", "text": "Stopped?", "type": "boolean"},
        {"linkId": "w", "text": "Why?", "type": "string", "enableWhen": [{"question": "s", "operator": "=", "answerBoolean": true}]}]}]),
    );
    let fields = [
        ("n:0_0", "2"),
        ("a:0_0.0_0", "Aspirin"),
        ("a:0_0.1_0", "true"),
        ("a:0_0.2_0", "bleeding"),
        ("a:0_1.0_0", "Iron"),
        ("a:0_1.1_0", "false"),
        ("a:0_1.2_0", "lost"),
    ];
    let response = out(&form, &fields);
    let items = response["item"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["item"][2]["answer"][0]["valueString"], "bleeding");
    assert_eq!(items[1]["item"].as_array().unwrap().len(), 2);
    assert_eq!(
        problems(&form, &[("n:0_0", "2"), ("a:0_0.0_0", "Aspirin")]),
        ["“Name”: answer it."]
    );
}

#[test]
fn every_type_comes_out_as_the_standard_writes_it() {
    let form = form(json!([
        {"linkId": "1", "text": "Number", "type": "decimal"},
        {"linkId": "2", "text": "Day", "type": "date"},
        {"linkId": "3", "text": "Moment", "type": "dateTime"},
        {"linkId": "4", "text": "Clock", "type": "time"},
        {"linkId": "5", "text": "Pick", "type": "open-choice", "repeats": true, "answerOption": [{"valueCoding": {"system": "s", "code": "a", "display": "A"}}]},
        {"linkId": "6", "text": "Amount", "type": "quantity", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kg"}}]},
        {"linkId": "7", "text": "Set", "type": "choice", "answerValueSet": "#v"},
        {"linkId": "8", "text": "Told", "type": "display"},
        {"linkId": "9", "text": "Under", "type": "boolean", "item": [{"linkId": "9.1", "text": "More", "type": "string"}]},
    ]).clone());
    assert!(form.notes.is_empty() || form.notes.iter().all(|note| note.contains("Set")));
    let fields = [
        ("a:0_0", "007.50"),
        ("a:1_0", "3/4/2026"),
        ("a:2_0", "2026-03-04 9:05 PM -05:00"),
        ("a:3_0", "2:30 pm"),
        ("a:4_0", "0"),
        ("o:4_0", "mine"),
        ("a:5_0", "72.0"),
        ("a:8_0", "true"),
        ("a:8_0.0_0", "inside"),
    ];
    let typed = typed(&form, &fields);
    let text = response(
        &Sheet::of(&form, &typed),
        &About {
            id: "r".into(),
            patient: "Patient/p".into(),
            encounter: Some("Encounter/e".into()),
            author: None,
            authored: "2026-03-02T10:00:00Z".into(),
        },
    )
    .to_string();
    // Digits stay as they were typed.
    assert!(
        text.contains(r#""valueDecimal":7.50"#) && text.contains(r#""value":72.0,"unit":"kg""#),
        "{text}"
    );
    let response: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(response["questionnaire"], "urn:q|2");
    assert_eq!(response["encounter"]["reference"], "Encounter/e");
    let answer = |item: usize| response["item"][item]["answer"].clone();
    assert_eq!(answer(1), json!([{"valueDate": "2026-03-04"}]));
    assert_eq!(
        answer(2),
        json!([{"valueDateTime": "2026-03-04T21:05:00-05:00"}])
    );
    assert_eq!(answer(3), json!([{"valueTime": "14:30:00"}]));
    assert_eq!(
        answer(4),
        json!([{"valueCoding": {"system": "s", "code": "a", "display": "A"}}, {"valueString": "mine"}])
    );
    assert_eq!(
        answer(6)[0]["item"][0]["answer"][0]["valueString"],
        "inside"
    );
}

#[test]
fn a_list_of_answers_that_is_not_there_is_said() {
    let items = json!([{"linkId": "1", "text": "Pick", "type": "choice", "required": true, "answerValueSet": "http://example.org/set"}]);
    let form = form(items.clone());
    assert!(
        form.items[0]
            .unfillable
            .as_deref()
            .unwrap()
            .contains("not part of")
    );
    assert!(
        form.notes[0].contains("“Pick” must be answered"),
        "{:?}",
        form.notes
    );
    assert_eq!(out(&form, &[])["status"], "in-progress");
    let mut whole = questionnaire(items);
    whole["item"][0]["answerValueSet"] = "#v".into();
    whole["contained"] = json!([{"resourceType": "ValueSet", "id": "v", "compose": {"include": [{"system": "s", "concept": [{"code": "a", "display": "A"}, {"code": "b"}]}], "exclude": [{"system": "s", "concept": [{"code": "b"}]}]}}]);
    let form = Form::read(&whole.to_string()).unwrap();
    assert_eq!(form.items[0].options.len(), 1);
    whole["contained"][0]["compose"]["include"][0]["filter"] = json!([{}]);
    assert!(
        Form::read(&whole.to_string()).unwrap().items[0]
            .unfillable
            .is_some()
    );
}

#[test]
fn the_chart_answers_by_code_within_its_time_and_in_the_questions_unit() {
    let items = json!([{"linkId": "w", "text": "Weight", "type": "quantity", "code": [{"system": "http://loinc.org", "code": "29463-7"}], "extension": [
        {"url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationLinkPeriod", "valueDuration": {"value": 1, "code": "a"}},
        {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kg"}}]}]);
    let form = form(items);
    let chart = |status: &str, code: &str, day: &str, unit: &str, patient: &str| {
        let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": [
            {"resource": {"resourceType": "Patient", "id": "p"}},
            {"resource": {"resourceType": "Observation", "id": "o", "status": status, "subject": {"reference": patient}, "effectiveDateTime": day,
                "code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "valueQuantity": {"value": 71.5, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}}}]});
        Chart::from_bundle(bundle.to_string().as_bytes()).unwrap()
    };
    let filled = |chart: &Chart| {
        let mut typed = form.start();
        let found = prefill(&form, &mut typed, chart, date!(2026 - 03 - 02));
        (typed.values.get("0_0").cloned(), found)
    };
    for (status, code, day, unit, patient) in [
        ("preliminary", "29463-7", "2026-01-05", "kg", "Patient/p"),
        ("final", "8302-2", "2026-01-05", "kg", "Patient/p"),
        ("final", "29463-7", "2024-01-05", "kg", "Patient/p"),
        ("final", "29463-7", "2026-04-05", "kg", "Patient/p"),
        ("final", "29463-7", "2026-01-05", "[lb_av]", "Patient/p"),
        ("final", "29463-7", "2026-01-05", "kg", "Patient/other"),
    ] {
        assert_eq!(
            filled(&chart(status, code, day, unit, patient)).0,
            None,
            "{status} {code} {day} {unit} {patient}"
        );
    }
    let (typed, found) = filled(&chart("final", "29463-7", "2026-01-05", "kg", "Patient/p"));
    assert_eq!(typed.unwrap(), ["71.5"]);
    assert_eq!(found["0_0"].source, "Observation/o");
}

proptest! {
    /// Whatever is typed stays as it was typed, and what comes out can be read as JSON.
    #[test]
    fn nothing_typed_is_lost(words in "\\PC{1,80}", kind in 0usize..8) {
        let kinds = ["string", "text", "decimal", "integer", "date", "dateTime", "time", "url"];
        let form = form(json!([{"linkId": "1", "text": "A", "type": kinds[kind]}]));
        let typed = typed(&form, &[("a:0_0", &words)]);
        if words.trim().is_empty() {
            prop_assert!(typed.values.is_empty());
        } else {
            prop_assert_eq!(&typed.values["0_0"][0], &words);
        }
        let sheet = Sheet::of(&form, &typed);
        let about = About { id: "r".into(), patient: "Patient/p".into(), encounter: None, author: None, authored: "2026-03-02".into() };
        let text = response(&sheet, &about).to_string();
        prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
        // An answer comes out, or what is wrong is told.
        let answered = text.contains("\"answer\"");
        prop_assert_eq!(answered || words.trim().is_empty(), sheet.problems(false).is_empty());
    }
}
