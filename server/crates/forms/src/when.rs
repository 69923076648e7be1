//! When an item is shown (`enableWhen`, R4).

use crate::value::Value;
use chart::Json;
use std::cmp::Ordering;

/// The conditions of an item; without any it is always shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// Whether every condition must hold; else one is enough.
    pub all: bool,
    /// The conditions.
    pub conditions: Vec<Condition>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The `linkId` of the question.
    pub question: String,
    /// How its answer must stand to the value.
    pub test: Test,
}

/// How an answer must stand to a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Whether there is an answer.
    Exists(bool),
    /// Some answer stands so to the value.
    Is(Operator, Value),
}

/// The operators that compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Operator {
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
}

impl When {
    /// Reads an item's conditions; the error says what is wrong with them.
    pub(crate) fn read(item: &Json) -> Result<Self, String> {
        let conditions = item.items_at("enableWhen").iter().map(Condition::read);
        let all = match item.str_at("enableBehavior") {
            Some("all") => true,
            // Where the standard's element is missing, more is shown, not less.
            Some("any") | None => false,
            Some(_) => return Err("`enableBehavior` is neither `all` nor `any`".to_owned()),
        };
        Ok(Self {
            all,
            conditions: conditions.collect::<Result<_, _>>()?,
        })
    }
}

impl Condition {
    fn read(json: &Json) -> Result<Self, String> {
        let question = json.str_at("question").unwrap_or_default();
        if question.is_empty() {
            return Err("`enableWhen` names no question".to_owned());
        }
        let value = Value::read(json, "answer");
        let operator = match json.str_at("operator") {
            Some("exists") => None,
            Some("=") => Some(Operator::Equal),
            Some("!=") => Some(Operator::NotEqual),
            Some(">") => Some(Operator::Greater),
            Some("<") => Some(Operator::Less),
            Some(">=") => Some(Operator::GreaterOrEqual),
            Some("<=") => Some(Operator::LessOrEqual),
            _ => return Err("`enableWhen` has no operator that is known".to_owned()),
        };
        let test = match (operator, value) {
            (None, Some(Value::Boolean(yes))) => Test::Exists(yes),
            (None, _) => return Err("`exists` needs `answerBoolean`".to_owned()),
            (Some(operator), Some(value)) => Test::Is(operator, value),
            (Some(_), None) => {
                return Err("`enableWhen` has no answer of a type that is known".to_owned());
            }
        };
        Ok(Self {
            question: question.to_owned(),
            test,
        })
    }

    /// Whether it holds with these answers to its question.
    pub(crate) fn holds(&self, answers: &[Value]) -> bool {
        match &self.test {
            Test::Exists(yes) => answers.is_empty() != *yes,
            Test::Is(operator, value) => answers.iter().any(|one| {
                let order = || one.order(value);
                match operator {
                    Operator::Equal => one.same(value),
                    Operator::NotEqual => !one.same(value),
                    Operator::Greater => order() == Some(Ordering::Greater),
                    Operator::Less => order() == Some(Ordering::Less),
                    Operator::GreaterOrEqual => order().is_some_and(Ordering::is_ge),
                    Operator::LessOrEqual => order().is_some_and(Ordering::is_le),
                }
            }),
        }
    }
}
