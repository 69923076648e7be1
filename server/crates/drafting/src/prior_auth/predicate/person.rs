//! The patient's age.

use super::Found;
use crate::prior_auth::test::AgeTest;
use crate::read::{View, person};
use crate::say::{Line, years};
use model::{CriterionResult, SourceSpan};
use sources::FactRole;

pub(super) fn age(test: &AgeTest, view: View<'_>) -> Found {
    let Some(person) = person(view) else {
        return Found::nothing("the patient's date of birth");
    };
    let Some(age) = person.birth.and_then(|birth| years(birth, view.as_of)) else {
        return Found::nothing("the patient's date of birth");
    };
    let holds =
        test.least.is_none_or(|least| age >= least) && test.most.is_none_or(|most| age <= most);
    let fact = view
        .set
        .get(person.id)
        .and_then(|snippet| snippet.facts(FactRole::BirthDate).next());
    Found {
        result: if holds {
            CriterionResult::Met
        } else {
            CriterionResult::NotMet
        },
        evidence: vec![SourceSpan {
            source: person.id.clone(),
            path: fact.map(|fact| fact.path.clone()),
            source_span: fact.and_then(|fact| fact.span),
        }],
        lines: vec![Line::new(format!("The patient is {age} years old")).cite(person.id)],
        gap: (!holds).then(|| "the patient's age is outside what the policy covers".to_owned()),
    }
}
