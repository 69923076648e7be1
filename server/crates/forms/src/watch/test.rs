//! What raises nothing, what raises, what is added up, and which rules do not fit.
#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "a test says what went wrong by panicking; what it makes on the spot is given away"
)]

use super::{Band, Flag, Given, Score, Urgency, Watch};
use crate::{About, Form, Sheet, response};
use chart::Json;
use proptest::prelude::*;
use serde_json::{Value, json};

const WORDS: [(&str, &str); 4] = [
    ("A0", "Not at all"),
    ("A1", "Several days"),
    ("A2", "More than half"),
    ("A3", "Nearly every day"),
];

fn options() -> Vec<Value> {
    let one = |(code, words): (&str, &str)| json!({"valueCoding": {"system": "urn:a", "code": code, "display": words}});
    WORDS.into_iter().map(one).collect()
}

fn questionnaire() -> Value {
    let item = |id: &str, code: &str| json!({"linkId": id, "text": format!("Question {id}"), "type": "choice", "answerOption": options(), "code": [{"system": "urn:c", "code": code}]});
    json!({"resourceType": "Questionnaire", "url": "urn:q", "version": "7", "title": "Q", "status": "active", "item": [
        item("1", "c1"), item("2", "c2"),
        {"linkId": "pain", "text": "Pain", "type": "integer"},
        {"linkId": "safe", "text": "Are you safe at home?", "type": "boolean"},
        {"linkId": "later", "text": "Later", "type": "choice", "answerOption": options(), "enableWhen": [{"question": "safe", "operator": "=", "answerBoolean": false}]},
        {"linkId": "sum", "text": "Sum", "type": "integer", "readOnly": true},
        {"linkId": "words", "text": "Words", "type": "group", "item": [{"linkId": "own", "text": "Own", "type": "text"}]},
    ]})
}

fn form() -> Form {
    Form::read(&questionnaire().to_string()).unwrap()
}

fn flag(item: &str) -> Flag {
    Flag {
        id: format!("f-{item}"),
        questionnaire: "urn:q".into(),
        item: item.into(),
        codes: Vec::new(),
        asks: "something".into(),
        answers: Vec::new(),
        except: Vec::new(),
        at_least: None,
        urgency: Urgency::Now,
        says: "Look.".into(),
    }
}

fn score() -> Score {
    let points = WORDS.iter().zip(0..);
    let band = |from, label: &str| Band {
        from,
        label: label.into(),
        urgency: None,
        says: None,
    };
    Score {
        id: "s".into(),
        questionnaire: "urn:q".into(),
        title: "Sum".into(),
        item: Some("sum".into()),
        items: vec!["1".into(), "2".into()],
        codes: vec!["urn:c|c1".into(), "urn:c|c2".into()],
        points: points
            .map(|((code, _), points)| ((*code).to_owned(), points))
            .collect(),
        band: vec![band(0, "low"), band(3, "middle"), band(5, "high")],
    }
}

fn rules() -> Watch {
    let not = |item: &str| Flag {
        except: vec!["A0".into(), "Not at all".into(), "0".into()],
        codes: vec!["urn:c|c2".into()],
        ..flag(item)
    };
    let unsafe_ = Flag {
        answers: vec!["false".into()],
        ..flag("safe")
    };
    let pain = Flag {
        at_least: Some(8),
        urgency: Urgency::Soon,
        ..flag("pain")
    };
    let later = Flag {
        answers: vec!["A3".into()],
        ..flag("later")
    };
    Watch {
        flag: vec![pain, not("2"), unsafe_, later],
        score: vec![score()],
    }
}

/// By `linkId`: the number of an option, or what is typed.
fn typed(form: &Form, given: &[(&str, &str)]) -> crate::Typed {
    let mut typed = form.start();
    for (id, value) in given {
        let at = form.items.iter().position(|item| item.link_id == *id);
        let at = at.unwrap();
        let place = format!("{at}_0");
        let sent = [
            ("s".to_owned(), place.clone()),
            (format!("a:{place}"), (*value).to_owned()),
        ];
        assert!(typed.take(form, &sent), "{id}");
    }
    typed
}

fn raised(given: &[(&str, &str)]) -> Vec<(String, String)> {
    let form = form();
    let typed = typed(&form, given);
    let seen = rules().seen(&Given::of(&Sheet::of(&form, &typed)));
    let raised = seen.raised.into_iter();
    raised.map(|one| (one.id, one.answer)).collect()
}

#[test]
fn what_is_not_answered_raises_nothing_and_is_told() {
    let form = form();
    let typed = typed(&form, &[]);
    let seen = rules().seen(&Given::of(&Sheet::of(&form, &typed)));
    assert!(seen.raised.is_empty(), "{seen:?}");
    let open: Vec<&str> = seen.open.iter().map(|one| one.id.as_str()).collect();
    // What is not shown is not asked.
    assert_eq!(open, ["f-pain", "f-2", "f-safe"]);
    assert!(
        seen.scores.is_empty() && seen.unscored.is_empty(),
        "{seen:?}"
    );
}

#[test]
fn a_harmless_answer_raises_nothing() {
    assert!(raised(&[("2", "0"), ("safe", "true"), ("pain", "7")]).is_empty());
    assert!(raised(&[("2", ""), ("safe", ""), ("pain", "nine")]).is_empty());
}

#[test]
fn the_most_urgent_comes_first_with_the_answer() {
    let found = raised(&[("pain", "8"), ("2", "1"), ("safe", "false"), ("later", "3")]);
    let want = [
        ("f-2", "Several days"),
        ("f-safe", "No"),
        ("f-later", "Nearly every day"),
        ("f-pain", "8"),
    ];
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(id, answer)| (id.as_str(), answer.as_str()))
        .collect();
    assert_eq!(found, want);
}

fn of_response(response: Value) -> super::Seen {
    rules().seen(&Given::read(&Json::parse(&response.to_string()).unwrap()))
}

#[test]
fn a_response_of_elsewhere_is_known_by_address_and_by_code() {
    let answer = |id: &str, value: Value| json!({"linkId": id, "text": "Asked", "answer": [value]});
    let response = |questionnaire: &str, items: Vec<Value>| json!({"resourceType": "QuestionnaireResponse", "questionnaire": questionnaire, "item": items});
    let coding = |code: &str| json!({"valueCoding": {"system": "urn:other", "code": code}});
    for (value, calm) in [
        (coding("A0"), true),
        (json!({"valueString": "not at all "}), true),
        (json!({"valueInteger": 0}), true),
        (json!({"valueDecimal": 0.0}), true),
        (coding("A1"), false),
        (json!({"valueString": "sometimes"}), false),
        (json!({"valueInteger": 2}), false),
        // What is not known is shown.
        (coding("Z9"), false),
    ] {
        for (address, id) in [
            ("urn:q|1", "2"),
            ("urn:q", "2"),
            ("urn:else", "/c2"),
            ("urn:else", "c2"),
        ] {
            let inside = json!({"linkId": "g", "item": [answer(id, value.clone())]});
            let seen = of_response(response(address, vec![inside]));
            let flagged = seen.raised.iter().any(|one| one.id == "f-2");
            assert_eq!(flagged, !calm, "{address} {id} {value}");
            assert!(!seen.open.iter().any(|one| one.id == "f-2"), "{address}");
        }
    }
    // The same `linkId` of another questionnaire is another question.
    let other = of_response(response("urn:else", vec![answer("2", coding("A3"))]));
    assert!(other.is_empty(), "{other:?}");
    // What is left out of the answers to this questionnaire is not answered.
    let none = of_response(response("urn:q|7", vec![answer("1", coding("A1"))]));
    assert!(none.raised.is_empty() && none.open.iter().any(|one| one.id == "f-2"));
    // An answer inside an answer is found.
    let mut outer = answer("1", coding("A0"));
    outer["answer"][0]["item"] = json!([answer("2", coding("A2"))]);
    assert_eq!(of_response(response("urn:q", vec![outer])).raised.len(), 1);
}

#[test]
fn a_sum_needs_every_answer_and_is_put_where_it_belongs() {
    let form = form();
    let of = |given: &[(&str, &str)]| {
        let typed = typed(&form, given);
        let mut sheet = Sheet::of(&form, &typed);
        rules().fill(&mut sheet);
        let about = About {
            id: "r".into(),
            patient: "Patient/p".into(),
            encounter: None,
            author: None,
            authored: "2026-03-02T10:00:00Z".into(),
        };
        let json = response(&sheet, &about).to_string();
        let json: Value = serde_json::from_str(&json).unwrap();
        let items = json["item"].as_array().cloned().unwrap_or_default();
        let sum = items.into_iter().find(|item| item["linkId"] == "sum");
        (
            sum.map(|sum| sum["answer"][0]["valueInteger"].clone()),
            rules().seen(&Given::of(&sheet)),
        )
    };
    let (sum, seen) = of(&[("1", "3")]);
    assert_eq!(sum, None);
    assert_eq!((seen.unscored[0].open, seen.unscored[0].of), (1, 2));
    let (sum, seen) = of(&[("1", "3"), ("2", "1")]);
    assert_eq!(sum, Some(json!(4)));
    assert_eq!((seen.scores[0].total, seen.scores[0].most), (4, 6));
    assert_eq!(seen.scores[0].label, "middle");
}

#[test]
fn a_sum_of_another_questionnaire_needs_all_of_its_questions() {
    let one =
        |code: &str, points: i64| json!({"linkId": code, "answer": [{"valueInteger": points}]});
    let of = |items: Vec<Value>| {
        of_response(
            json!({"resourceType": "QuestionnaireResponse", "questionnaire": "urn:short", "item": items}),
        )
    };
    let part = of(vec![one("c1", 3)]);
    assert!(
        part.scores.is_empty() && part.unscored.is_empty(),
        "{part:?}"
    );
    assert_eq!(of(vec![one("c1", 3), one("c2", 2)]).scores[0].label, "high");
    // Points that there are none of count nothing.
    let odd = of(vec![one("c1", 3), one("c2", 9)]);
    assert_eq!(odd.unscored[0].open, 1, "{odd:?}");
}

/// Makes one thing wrong.
type Change = fn(&mut Watch);

#[test]
fn rules_that_do_not_fit_are_refused_with_their_place() {
    rules().check(&[&form()]).unwrap();
    let with = |change: fn(&mut Watch)| {
        let mut watch = rules();
        change(&mut watch);
        watch.check(&[&form()]).unwrap_err()
    };
    let cases: [(Change, &str); 21] = [
        (
            |w| w.flag[1].item = "9".into(),
            "`flag.f-2.item`: `9` is not in the questionnaire urn:q|7",
        ),
        (
            |w| w.flag[1].item = "words".into(),
            "`words` is no question",
        ),
        (
            |w| w.flag[1].questionnaire = "urn:none".into(),
            "`flag.f-2.questionnaire`: no questionnaire has the address `urn:none`",
        ),
        (
            |w| w.flag[1].except = vec!["Never".into()],
            "`flag.f-2.except`: `2` has no answer `Never`",
        ),
        (
            |w| w.flag[2].answers = vec!["no".into()],
            "`safe` has no answer `no`",
        ),
        (|w| w.flag[0].answers = vec!["x".into()], "give one of"),
        (|w| w.flag[1].except.clear(), "give one of"),
        (|w| w.flag[2].at_least = Some(1), "give one of"),
        (
            |w| {
                w.flag[2].answers.clear();
                w.flag[2].at_least = Some(1);
            },
            "`safe` is not answered by a number",
        ),
        (
            |w| w.flag[1].codes = vec!["44260-8".into()],
            "`system|code`",
        ),
        (
            |w| w.flag[1].says = " ".into(),
            "`flag.f-2.says`: it is empty",
        ),
        (
            |w| w.flag[1].id = "f-safe".into(),
            "flag `f-safe` is used twice",
        ),
        (|w| w.flag[1].id = String::new(), "`id` is empty"),
        (
            |w| w.score[0].items[1] = "9".into(),
            "`score.s.items`: `9` is not in",
        ),
        (
            |w| w.score[0].items[1] = "pain".into(),
            "not answered by one of a list",
        ),
        (|w| w.score[0].codes.truncate(1), "one for each"),
        (
            |w| {
                w.score[0].points.remove("A3");
            },
            "`score.s.points`: the answer “Nearly every day”",
        ),
        (|w| w.score[0].item = Some("pain".into()), "`readOnly`"),
        (|w| w.score[0].band.clear(), "there is none"),
        (|w| w.score[0].band[0].from = 1, "above the least"),
        (|w| w.score[0].band[1].from = 9, "must rise"),
    ];
    for (change, want) in cases {
        let told = with(change);
        assert!(told.contains(want), "{want}: {told}");
    }
}

#[test]
fn a_questionnaire_in_the_place_of_another_keeps_its_flags() {
    let other = |change: fn(&mut Value)| {
        let mut json = questionnaire();
        change(&mut json);
        Form::read(&json.to_string()).unwrap()
    };
    let lost = |form: &Form| {
        rules()
            .lost(&self::form(), form)
            .map(|flag| flag.id.clone())
    };
    assert_eq!(lost(&form()), None);
    let gone = other(|json| json["item"][2]["linkId"] = "ache".into());
    assert_eq!(lost(&gone).as_deref(), Some("f-pain"));
    let mut only = rules();
    only.flag.retain(|flag| flag.id == "f-2");
    // Of another address by code alone.
    let coded = other(|json| json["url"] = "urn:mine".into());
    assert!(only.lost(&form(), &coded).is_none());
    let bare = other(|json| {
        json["url"] = "urn:mine".into();
        json["item"][1]["code"] = json!([]);
    });
    assert!(only.lost(&form(), &bare).is_some());
}

proptest! {
    #[test]
    fn whatever_is_answered_is_either_named_harmless_or_raised(code in "[A-Za-z0-9 ]{0,6}", number in -2i32..5) {
        let names = ["A0", "Not at all", "0"];
        for value in [json!({"valueString": code}), json!({"valueCoding": {"code": code}}), json!({"valueInteger": number})] {
            let words = value["valueString"].as_str().or(value["valueCoding"]["code"].as_str());
            let words = words.map_or(number.to_string(), |words| words.trim().to_owned());
            let calm = names.iter().any(|name| name.to_lowercase() == words.to_lowercase());
            let blank = words.is_empty();
            let seen = of_response(json!({"resourceType": "QuestionnaireResponse", "questionnaire": "urn:q", "item": [{"linkId": "2", "answer": [value]}]}));
            let raised = seen.raised.iter().any(|one| one.id == "f-2");
            prop_assert!(raised != calm || blank);
        }
    }
}
