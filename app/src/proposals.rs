//! The data that a note proposes for the chart: plain forms, drawn by the server. A script of the work page only saves the reload.

use crate::pages::page;
use leptos::prelude::*;
use model::WireError;
use model::view::{ChoiceView, ProposalState, ProposalView, ProposalsView};

/// A page of its own.
pub fn whole(style: &str, view: ProposalsView) -> String {
    let back = format!("/l/{}/d/{}", view.launch, view.draft);
    let body = view! {
        <p><a href=back>"Back to the note"</a></p>
        <div inner_html=part(view)></div>
    };
    page(style, "Data for the chart", body)
}

/// The sheet alone.
pub fn part(view: ProposalsView) -> String {
    let ProposalsView {
        launch,
        draft,
        ehr,
        signed,
        may,
        items,
        there,
    } = view;
    let action = format!("/l/{launch}/d/{draft}/proposals");
    let pending = items
        .iter()
        .any(|item| matches!(item.state, ProposalState::Accepted { pending: true, .. }));
    let open = items
        .iter()
        .filter(|item| item.state == ProposalState::Open);
    let said = match (items.len(), open.count()) {
        (0, _) => "The note says nothing that the chart lacks.".to_owned(),
        (_, 0) => "Everything is decided.".to_owned(),
        (all, open) => {
            format!("{open} of {all} to decide. Nothing is entered unless you accept it.")
        }
    };
    let lines = items.into_iter().map(|item| line(item, &action, &ehr, may));
    let lines = lines.collect_view();
    let keys = (may && !signed).then(|| {
        view! { <p class="quiet">"In a line: "<kbd>"a"</kbd>" accepts its first choice, "<kbd>"x"</kbd>" leaves it out, "<kbd>"u"</kbd>" takes it back; "<kbd>"j"</kbd>" and "<kbd>"k"</kbd>" go on and back."</p> }
    });
    let there = (!there.is_empty()).then(|| {
        let words = format!("Already in the chart ({})", there.len());
        let lines = there.into_iter().map(|(line, source, label)| {
            view! { <li>{line}" "<span class="quiet" title=source.to_string()>{label}</span></li> }
        });
        view! { <details class="there"><summary>{words}</summary><ul>{lines.collect_view()}</ul></details> }
    });
    view! {
        <div class="proposed" data-pending=pending.then_some("")>
            <p role="status">{said}</p>
            <ul class="inbox">{lines}</ul>
            {there}
            {keys}
        </div>
    }
    .to_html()
}

/// Why nothing was done.
pub fn refusal(error: WireError) -> String {
    let reference = (!error.id.is_empty()).then(|| format!(" Reference {}", error.id));
    view! { <p class="banner danger" role="alert">{error.message}<span class="reference">{reference}</span></p> }.to_html()
}

fn line(item: ProposalView, action: &str, ehr: &str, may: bool) -> impl IntoView + use<> {
    let ProposalView {
        item,
        kind,
        name,
        detail,
        statement: _,
        words,
        choices,
        remark,
        state,
    } = item;
    let label = format!("{kind}: {name}");
    let named = item.clone();
    let open = state == ProposalState::Open;
    let decided = match state {
        ProposalState::Open => buttons(choices, &label, ehr, may).into_any(),
        ProposalState::TooLate => view! {
            <p class="quiet">"The note is signed and "{ehr.to_owned()}" does not take this as data: enter it there by hand."</p>
            {may.then(|| view! { <p class="tools"><button name="reject" value="1" data-key="x">"Leave out"</button></p> })}
        }
        .into_any(),
        ProposalState::Rejected => view! {
            <p class="quiet">"Left out."</p>
            {may.then(|| undo(&label))}
        }
        .into_any(),
        ProposalState::Accepted { line, fate, open, attention, .. } => view! {
            <p><span class="did">"Accepted"</span>" "{line}</p>
            <p class=if attention { "attention" } else { "quiet" }>{fate}</p>
            {(may && open).then(|| undo(&label))}
        }
        .into_any(),
    };
    view! {
        <li class:open=open tabindex="-1" data-item=named>
            <form method="post" action=action.to_owned()>
                <input type="hidden" name="item" value=item />
                <p class="words"><b>{kind}": "{name}</b>" "<span class="amount">{detail}</span></p>
                <p class="quiet">"The note says: “"{words}"”"</p>
                {remark.map(|remark| view! { <p class="attention">{remark}</p> })}
                {decided}
            </form>
        </li>
    }
}

fn undo(label: &str) -> impl IntoView + use<> {
    let label = format!("Undo: {label}");
    view! { <p class="tools"><button name="undo" value="1" data-key="u" aria-label=label>"Undo"</button></p> }
}

/// A button for each choice: accepting is one press.
fn buttons(choices: Vec<ChoiceView>, label: &str, ehr: &str, may: bool) -> impl IntoView + use<> {
    if !may {
        return view! { <p class="quiet">"Your role may not enter data in the chart."</p> }
            .into_any();
    }
    let reject = format!("Leave out: {label}");
    let (label, ehr) = (label.to_owned(), ehr.to_owned());
    let choices = choices.into_iter().enumerate().map(|(at, choice)| {
        let ChoiceView {
            value,
            label: code,
            origin,
            listed,
        } = choice;
        let fate = if listed {
            format!("listed in the note: {ehr} does not take it as data")
        } else {
            format!("written to {ehr}")
        };
        let told = if origin.is_empty() { fate } else { format!("{origin}; {fate}") };
        let class = if at == 0 { "fix" } else { "" };
        // What is seen stands in the name first, for those who speak to their computer.
        let name = format!("Accept: {code}, {label}");
        view! {
            <li>
                <button name="accept" value=value class=class data-key=(at == 0).then_some("a") aria-label=name>"Accept: "{code}</button>
                " "<span class="quiet">{told}</span>
            </li>
        }
    });
    view! {
        <ul class="codes">{choices.collect_view()}</ul>
        <p class="tools"><button name="reject" value="1" data-key="x" aria-label=reject>"Leave out"</button></p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{DraftId, LaunchId, SourceId, StatementId};

    fn view(text: &str, state: ProposalState, may: bool) -> ProposalsView {
        let words = || text.to_owned();
        ProposalsView {
            launch: LaunchId::new("l1"),
            draft: DraftId::new("d1"),
            ehr: words(),
            signed: false,
            may,
            items: vec![ProposalView {
                item: words(),
                kind: words(),
                name: words(),
                detail: words(),
                statement: StatementId::new(text),
                words: words(),
                choices: vec![ChoiceView {
                    value: words(),
                    label: words(),
                    origin: words(),
                    listed: true,
                }],
                remark: Some(words()),
                state,
            }],
            there: vec![(words(), SourceId::new(text), words())],
        }
    }

    #[test]
    fn what_a_note_or_a_chart_says_is_never_markup() {
        let bad = "<img src=x onerror=alert(1)>\"'&";
        let accepted = ProposalState::Accepted {
            line: bad.into(),
            fate: bad.into(),
            open: true,
            pending: true,
            attention: true,
        };
        for state in [
            ProposalState::Open,
            ProposalState::TooLate,
            ProposalState::Rejected,
            accepted,
        ] {
            let html = part(view(bad, state, true));
            assert!(!html.contains("<img"), "{html}");
            assert!(!html.contains("alert(1)>\""), "{html}");
        }
    }

    #[test]
    fn nothing_is_accepted_by_default_and_who_may_not_has_no_button() {
        let open = part(view("x", ProposalState::Open, true));
        assert!(
            open.contains("1 of 1 to decide") && open.contains("name=\"accept\""),
            "{open}"
        );
        assert!(
            !open.contains("checked") && !open.contains("Undo"),
            "{open}"
        );
        for state in [
            ProposalState::Open,
            ProposalState::TooLate,
            ProposalState::Rejected,
        ] {
            let html = part(view("x", state, false));
            assert!(!html.contains("<button"), "{html}");
        }
    }
}
