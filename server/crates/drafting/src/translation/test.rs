//! What no translation may change, and what it may.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use super::check::{Fault, faults};
use super::{Language, Sentence, TranslationJob};
use crate::Drafting;
use crate::spoken::test::frozen;
use async_trait::async_trait;
use gateway::{
    Answer, Gateway, GatewayError, Limits, Need, Phi, Progress, Refusal, Request, Route,
};
use model::{Citation, SourceId, StatementId};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::{LazyLock, Mutex};
use time::macros::date;
use verify::Lexicon;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

fn language(tag: &str) -> Language {
    Language::of(tag, None).unwrap()
}

fn told(english: &str, tag: &str, translated: &str) -> Vec<Fault> {
    faults(
        english,
        translated,
        &language(tag),
        &LEXICON,
        &["zyxomycin".to_owned()],
    )
}

#[expect(clippy::too_many_lines, reason = "a table of faults is long")]
#[test]
fn what_a_translation_may_not_change_is_found() {
    let is = |want: &Fault, english: &str, tag: &str, translated: &str| {
        let found = told(english, tag, translated);
        assert!(found.contains(want), "{translated}: {found:?}");
    };
    let lacks = |what: &str| Fault::Lacks(what.to_owned());
    let added = |what: &str| Fault::Added(what.to_owned());
    let dose = "Take 5 mg of apixaban twice a day.";
    is(
        &lacks("5 mg"),
        dose,
        "es",
        "Tome 50 mg de apixaban dos veces al día.",
    );
    is(
        &added("50"),
        dose,
        "es",
        "Tome 50 mg de apixaban dos veces al día.",
    );
    is(
        &lacks("5 mg"),
        dose,
        "es",
        "Tome 5 mcg de apixaban dos veces al día.",
    );
    is(
        &lacks("5 mg"),
        dose,
        "es",
        "Tome 5 de apixaban dos veces al día.",
    );
    is(
        &lacks("5 mg"),
        dose,
        "es",
        "Tome cinco mg de apixaban dos veces al día.",
    );
    is(
        &added("3"),
        dose,
        "es",
        "Tome 5 mg de apixaban 3 veces al día.",
    );
    is(
        &lacks("2.5 mg"),
        "Take 2.5 mg of warfarin.",
        "es",
        "Tome 25 mg de warfarin.",
    );
    is(
        &lacks("2.5 mg"),
        "Take 2.5 mg of warfarin.",
        "es",
        "Tome 2,50 mg de warfarin.",
    );
    is(
        &lacks("1,000 mg"),
        "Take 1,000 mg of metformin.",
        "de",
        "Nehmen Sie 1,0 mg metformin.",
    );
    is(&lacks("8 %"), "Your A1c is 8 %.", "ru", "Ваш A1c: 9 %.");
    is(&lacks("911"), "Call 911 now.", "es", "Llame al 112 ahora.");
    is(
        &Fault::Medicine("apixaban".into()),
        dose,
        "es",
        "Tome 5 mg de warfarina dos veces al día.",
    );
    is(
        &Fault::Medicine("apixaban".into()),
        dose,
        "ru",
        "Принимайте 5 mg апиксабана два раза в день.",
    );
    is(
        &Fault::Medicine("zyxomycin".into()),
        "Stop Zyxomycin today.",
        "fr",
        "Arrêtez le médicament aujourd’hui.",
    );
    is(
        &Fault::OtherMedicine("ibuprofen".into()),
        "Take your medicine.",
        "de",
        "Nehmen Sie ibuprofen ein.",
    );
    is(
        &Fault::Link,
        "Please call our office.",
        "es",
        "Llame a la clínica: www.example.org",
    );
    is(
        &Fault::Link,
        "Please call our office.",
        "es",
        "Llame a la clínica (clinica.com).",
    );
    is(
        &Fault::Shape,
        "Please call our office.",
        "es",
        "Llame a\nla clínica.",
    );
    is(
        &Fault::Shape,
        "Please call our office.",
        "es",
        "Llame a la \u{202e}clínica.",
    );
    is(
        &Fault::Shape,
        "Please call our office.",
        "es",
        "Llame a la <b>clínica</b>.",
    );
    is(&Fault::Length, "Please call our office.", "es", "Sí.");
    is(
        &Fault::Length,
        "Call us.",
        "es",
        &"Llame a la clínica. ".repeat(5),
    );
    is(
        &Fault::NotTranslated,
        "Please call our office today.",
        "es",
        "Please call our office today.",
    );
    is(
        &Fault::NotTranslated,
        "Please call our office today.",
        "ru",
        "Pozhaluysta, pozvonite nam segodnya.",
    );
    is(&Fault::NotGiven, "Please call.", "es", " ");
    let visit = "Your visit is on 20 Nov 2019.";
    is(
        &Fault::Month("Nov".into()),
        visit,
        "es",
        "Su visita es el 20 de octubre de 2019.",
    );
    is(
        &added("octubre"),
        visit,
        "es",
        "Su visita es el 20 de octubre de 2019.",
    );
    is(
        &lacks("20"),
        visit,
        "es",
        "Su visita es el 21 de noviembre de 2019.",
    );
    is(&added("10"), visit, "zh", "您的就诊日期是2019年10月20日。");
    is(
        &Fault::Month("Nov".into()),
        visit,
        "so",
        "Booqashadaadu waa 20 Nofeembar 2019.",
    );
}

#[test]
fn what_holds_is_taken() {
    for (english, tag, translated) in [
        (
            "Take 5 mg of apixaban twice a day.",
            "es",
            "Tome 5 mg de apixaban dos veces al día.",
        ),
        (
            "Take 5 mg of apixaban twice a day.",
            "zh",
            "每天服用两次，每次5毫克apixaban。",
        ),
        (
            "Take 5 mg of apixaban twice a day.",
            "ru",
            "Принимайте apixaban по 5 мг два раза в день.",
        ),
        (
            "Take 5 mg of apixaban twice a day.",
            "ko",
            "apixaban을 하루 두 번 5mg씩 복용하십시오.",
        ),
        (
            "Take 5 mg of apixaban twice a day.",
            "ar",
            "تناول apixaban بجرعة ٥ mg مرتين يوميًا.",
        ),
        (
            "Your A1c was 7.4 % on 20 Nov 2019.",
            "es",
            "Su A1c fue de 7,4 % el 20 de noviembre de 2019.",
        ),
        (
            "Your A1c was 7.4 % on 20 Nov 2019.",
            "vi",
            "A1c của quý vị là 7,4% vào ngày 20 tháng 11 năm 2019.",
        ),
        (
            "Your A1c was 7.4 % on November 20, 2019.",
            "ja",
            "2019年11月20日のA1cは7.4％でした。",
        ),
        (
            "Take 1,000 mg of metformin.",
            "de",
            "Nehmen Sie 1.000 mg Metformin ein.",
        ),
        (
            "Take 1,000 mg of metformin.",
            "fr",
            "Prenez 1\u{202f}000 mg de metformine.",
        ),
        (
            "Your blood pressure was 120/80.",
            "pl",
            "Pani ciśnienie wynosiło 120/80.",
        ),
        ("Dear Testine,", "es", "Estimada Testine:"),
        ("Call 911 now.", "es", "Llame al 911 ahora."),
        ("You may call us.", "pt", "Pode nos ligar."),
        (
            "Stop Zyxomycin today.",
            "fr",
            "Arrêtez Zyxomycin aujourd’hui.",
        ),
    ] {
        assert_eq!(told(english, tag, translated), [], "{translated}");
    }
}

/// A sentence with numbers as each language writes them.
fn sentence(numbers: &[(u32, u32)], comma: bool) -> String {
    let mark = if comma { ',' } else { '.' };
    let words = numbers
        .iter()
        .map(|(whole, part)| format!("{whole}{mark}{part} mg"));
    words.collect::<Vec<_>>().join(" x ")
}

proptest! {
    #[test]
    fn the_same_numbers_hold_in_any_order_and_with_either_mark(numbers in prop::collection::vec((0u32..5000, 1u32..99), 1..6), comma: bool) {
        let mut turned = numbers.clone();
        turned.reverse();
        let (english, other) = (sentence(&numbers, false), sentence(&turned, comma));
        let found = told(&english, "es", &other);
        let numeric = |fault: &Fault| matches!(fault, Fault::Lacks(_) | Fault::Added(_));
        prop_assert!(!found.iter().any(numeric), "{english} / {other}: {found:?}");
    }

    #[test]
    fn a_number_that_was_changed_dropped_or_added_is_always_found(
        numbers in prop::collection::vec((0u32..5000, 1u32..99), 1..6), at: prop::sample::Index, by in 1u32..40, how in 0u8..3, comma: bool,
    ) {
        let mut changed = numbers.clone();
        let place = at.index(changed.len());
        match how {
            0 => changed[place].0 += by,
            1 => { changed.remove(place); }
            _ => changed.insert(place, (by, 1)),
        }
        let (english, other) = (sentence(&numbers, false), sentence(&changed, comma));
        prop_assert!(!told(&english, "es", &other).is_empty(), "{english} / {other}");
    }

    #[test]
    fn no_text_breaks_the_check(english in "\\PC{0,60}", translated in "\\PC{0,60}") {
        for tag in ["es", "zh", "ar", "so"] {
            let _ = told(&english, tag, &translated);
        }
    }
}

/// A gateway that answers in turn, and keeps what it was asked.
struct Fake {
    answers: Mutex<Vec<Value>>,
    seen: Mutex<Vec<Request>>,
    speaks: bool,
}

#[async_trait]
impl Gateway for Fake {
    fn plan(&self, need: &Need) -> Result<Route, GatewayError> {
        let language = need.language.clone().unwrap();
        if !self.speaks {
            let endpoint = "fake".to_owned();
            return Err(Refusal::NoLanguage { endpoint, language }.into());
        }
        Ok(Route {
            endpoint: "fake".into(),
            data_class: need.data_class,
            limits: Limits {
                input_tokens: 9000,
                input_bytes: 27_000,
                output_tokens: 1000,
            },
            ..Route::default()
        })
    }

    async fn infer(
        &self,
        route: &Route,
        request: Request,
        _progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Answer, GatewayError> {
        assert!(route.data_class.covers(request.class()));
        self.seen.lock().unwrap().push(request);
        let mut answers = self.answers.lock().unwrap();
        if answers.is_empty() {
            return Err(GatewayError::Declined);
        }
        Ok(Answer {
            json: Phi::new(answers.remove(0)),
            model: "m".into(),
            ..Answer::default()
        })
    }
}

const DOSE: &str = "Take 5 mg of apixaban twice a day.";
const CARE: &str = "Call 911 now.";

fn run(
    answers: Vec<Value>,
    speaks: bool,
) -> (Result<super::Translated, crate::DraftingError>, Fake) {
    let fake = Fake {
        answers: Mutex::new(answers),
        seen: Mutex::default(),
        speaks,
    };
    let set = frozen(&[], "message", "none");
    let (first, second) = (StatementId::new("c7"), StatementId::new("s9"));
    let advice = [Citation {
        source: SourceId::new("guideline:red-flags"),
        quote: Some(CARE.to_owned()),
    }];
    let sentence = |id, text, citations| Sentence {
        id,
        text,
        citations,
    };
    let spanish = language("es-MX");
    let job = TranslationJob {
        sentences: &[
            sentence(&first, DOSE, &[]),
            sentence(&second, CARE, &advice),
        ],
        language: &spanish,
        set: &set,
        as_of: date!(2026 - 03 - 02),
        lexicon: &LEXICON,
        endpoint: None,
    };
    let drafting = Drafting::shipped().unwrap();
    let done = futures::executor::block_on(drafting.translate(&fake, &job, &|_| ()));
    (done, fake)
}

fn answer(rows: &[(&str, &str)]) -> Value {
    let rows: Vec<Value> = rows
        .iter()
        .map(|(id, text)| json!({"id": id, "text": text}))
        .collect();
    json!({"statements": rows})
}

const GOOD: (&str, &str) = ("s1", "Tome 5 mg de apixaban dos veces al día.");
const CALL: (&str, &str) = ("s2", "Llame al 911 ahora.");

#[test]
fn without_a_model_for_the_language_nothing_is_asked() {
    let (done, fake) = run(vec![answer(&[GOOD, CALL])], false);
    assert!(done.unwrap_err().to_string().contains("es-MX"));
    assert!(fake.seen.lock().unwrap().is_empty());
    let need = super::translation_need(&language("es-MX"));
    assert!(fake.plan(&need).is_err() && need.language.as_deref() == Some("es-MX"));
}

#[test]
fn an_answer_about_other_statements_is_refused_without_its_words() {
    for bad in [
        json!([]),
        answer(&[GOOD, ("s3", "secreto")]),
        answer(&[GOOD, GOOD]),
        answer(&[("c7", "secreto")]),
        json!({"statements": [{"id": "s1", "text": "secreto", "note": "x"}]}),
        answer(&[("s1", &"secreto ".repeat(400))]),
    ] {
        let (done, _) = run(vec![bad], true);
        let told = done.unwrap_err().to_string();
        assert!(!told.contains("secreto"), "{told}");
    }
}

#[test]
fn sentences_alone_are_sent_and_each_is_checked() {
    let (done, fake) = run(vec![answer(&[CALL, GOOD])], true);
    let done = done.unwrap();
    assert!(done.sendable());
    assert_eq!(done.text(), format!("{}\n{}", GOOD.1, CALL.1));
    let ids: Vec<&str> = done.lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(ids, ["c7", "s9"]);
    let seen = fake.seen.lock().unwrap();
    assert_eq!(seen.len(), 1);
    let kinds: Vec<(&str, &str)> = seen[0]
        .parts
        .iter()
        .map(|part| (part.kind.as_str(), part.text.expose().as_str()))
        .collect();
    assert_eq!(kinds, [("statement", DOSE), ("statement", CARE)]);
    assert_eq!(seen[0].use_case.may_send.len(), 1);
    assert!(seen[0].use_case.may_send[0].fields.is_empty());
    assert!(seen[0].task.contains("Spanish (es-MX)"));
}

#[test]
fn what_fails_is_sent_back_once_alone_and_then_stays_in_english() {
    let wrong = ("s1", "Tome 50 mg de apixaban dos veces al día.");
    let (done, fake) = run(vec![answer(&[wrong, CALL]), answer(&[GOOD])], true);
    assert!(done.unwrap().lines.iter().all(|line| line.text.is_some()));
    let again = fake.seen.lock().unwrap()[1].clone();
    assert_eq!(again.parts.len(), 1);
    let words = again.parts[0].text.expose();
    assert!(
        words.contains(DOSE) && words.contains("Rejected: “5 mg”"),
        "{words}"
    );
    // Twice wrong, a second answer that cannot be read, and one that never comes.
    for second in [vec![answer(&[wrong])], vec![json!([])], vec![]] {
        let (done, _) = run([vec![answer(&[wrong, CALL])], second].concat(), true);
        let done = done.unwrap();
        assert!(done.sendable());
        assert_eq!(done.lines[0].text, None);
        assert!(!done.lines[0].faults.is_empty());
        assert_eq!(done.text(), format!("{DOSE}\n{}", CALL.1));
    }
}

#[test]
fn without_the_sentence_that_sends_the_patient_to_care_nothing_can_be_sent() {
    let wrong = ("s2", "Llame al 112 ahora.");
    let (done, _) = run(vec![answer(&[GOOD, wrong]), answer(&[wrong])], true);
    assert!(!done.unwrap().sendable());
    let (done, _) = run(vec![answer(&[GOOD])], true);
    let done = done.unwrap();
    assert!(!done.sendable());
    assert_eq!(done.lines[1].faults, [Fault::NotGiven]);
}

#[test]
fn the_patients_language_is_the_preferred_one_that_is_not_english() {
    let of = |communication: Value| {
        let patient = json!({"resourceType": "Patient", "id": "p", "communication": communication});
        let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient}]});
        let chart = chart::Chart::from_bundle(bundle.to_string().as_bytes()).unwrap();
        let set = sources::SourceSet::freeze(&chart);
        let found = Drafting::shipped()
            .unwrap()
            .patient_language(&set, date!(2026 - 03 - 02));
        found.unwrap().map(|language| (language.tag, language.name))
    };
    let spoken = |code: &str, preferred: bool| json!({"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": code}], "text": "Told"}, "preferred": preferred});
    for nothing in [
        json!([]),
        json!([spoken("en", true), spoken("es", false)]),
        json!([spoken("en-US", true)]),
        json!([spoken("es", false), spoken("fr", false)]),
        json!([spoken("Spanish", true)]),
    ] {
        assert_eq!(of(nothing.clone()), None, "{nothing}");
    }
    let found = |tag: &str, name: &str| Some((tag.to_owned(), name.to_owned()));
    assert_eq!(
        of(json!([spoken("en", false), spoken("es", true)])),
        found("es", "Spanish")
    );
    assert_eq!(
        of(json!([spoken("zh-Hans", false)])),
        found("zh-Hans", "Chinese")
    );
    assert_eq!(of(json!([spoken("so", true)])), found("so", "Told"));
}
