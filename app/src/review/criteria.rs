//! The prior-authorization matrix.

use crate::desk::Desk;
use crate::evidence::{Citations, Under};
use crate::ui::If;
use crate::ui::words;
use leptos::prelude::*;
use model::CriterionResult;
use model::view::CriterionView;

/// Criterion by criterion: met, not met or not documented, with its evidence; nothing for other kinds.
#[component]
pub(super) fn Criteria() -> impl IntoView {
    let desk = Desk::here();
    let rows = desk.part(|draft| draft.criteria.clone());
    let met = move || {
        rows.with(|rows| {
            rows.iter()
                .filter(|row| row.result == CriterionResult::Met)
                .count()
        })
    };
    view! {
        <If when=move || !rows.with(Vec::is_empty)>
            <section class="part" aria-labelledby="criteria">
                <header class="part-head">
                    <h2 id="criteria">"The policy’s criteria"</h2>
                    <p class="quiet">{move || format!("{} of {} met", met(), rows.with(Vec::len))}</p>
                </header>
                <table class="criteria">
                    <thead><tr><th scope="col">"Criterion"</th><th scope="col">"Result"</th><th scope="col">"Evidence"</th></tr></thead>
                    <tbody>
                        <For each=move || rows.get() key=|row| (row.criterion.clone(), row.result as u8, row.gap.clone()) let:row>
                            <Row row />
                        </For>
                    </tbody>
                </table>
                <Copies />
            </section>
        </If>
    }
    .into_any()
}

/// The letter on paper and the matrix for the payer's system. Only what is signed is printed.
#[component]
fn Copies() -> impl IntoView {
    let desk = Desk::here();
    let draft = desk.open_id().map(|id| id.to_string()).unwrap_or_default();
    let folder = format!("/l/{}/d/{draft}", desk.launch());
    let letter = format!("{folder}/letter.pdf");
    view! {
        <p class="copies quiet">
            <If when=move || desk.locked()><a href=letter.clone()>"Letter as PDF"</a></If>
            <a href=format!("{folder}/questionnaire-response.json")>"Answers for the payer’s system (DTR)"</a>
            "A letter is printed once it is signed."
        </p>
    }
    .into_any()
}

#[component]
fn Row(row: CriterionView) -> impl IntoView {
    let spot = format!("c-{}", row.criterion);
    let class = match row.result {
        CriterionResult::Met => "result fine",
        _ => "result attention",
    };
    let sign = match row.result {
        CriterionResult::Met => "✓ ",
        CriterionResult::NotMet => "✕ ",
        CriterionResult::NotDocumented => "– ",
        CriterionResult::NeedsReview => "? ",
    };
    view! {
        <tr>
            <th scope="row">{row.text}</th>
            <td class=class><span aria-hidden="true">{sign}</span>{words::result(row.result)}</td>
            <td>
                <Citations citations=row.evidence statement=None spot=spot.clone() />
                {row.gap.map(|gap| view! { <p class="gap">{gap}</p> })}
                <Under spot />
            </td>
        </tr>
    }
    .into_any()
}
