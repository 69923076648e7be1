//! The list of drafts and the kinds that can be drafted.

use super::given::Given;
use super::state::start;
use crate::desk::{Desk, Pane, open};
use crate::ui::If;
use crate::ui::words;
use leptos::prelude::*;
use model::DraftKind;
use model::view::{ChartState, DraftStatus, DraftSummary, KindView, Sheet};

/// The drafts, newest first.
#[component]
pub fn DraftList() -> impl IntoView {
    let desk = Desk::here();
    let drafts = Memo::new(move |_| desk.work.with(|work| work.drafts.clone()));
    view! {
        <h2 class="label">"Drafts"</h2>
        <If when=move || drafts.with(Vec::is_empty)>
            <p class="quiet">"None yet."</p>
        </If>
        <ul class="drafts">
            <For each=move || drafts.get() key=DraftSummary::clone_key let:draft>
                <Line draft />
            </For>
        </ul>
    }
    .into_any()
}

/// What makes a line another one: everything that it shows.
trait CloneKey {
    fn clone_key(&self) -> (String, DraftStatus, usize);
}

impl CloneKey for DraftSummary {
    fn clone_key(&self) -> (String, DraftStatus, usize) {
        (self.id.to_string(), self.status, self.needs_you)
    }
}

#[component]
fn Line(draft: DraftSummary) -> impl IntoView {
    let desk = Desk::here();
    let launch = desk.launch();
    let (id, here) = (draft.id.clone(), draft.id.clone());
    let current = move || {
        let open = desk
            .work
            .with(|work| work.open.as_ref().is_some_and(|open| open.id == here));
        open.then_some("page")
    };
    let press = move |event: leptos::ev::MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        open(desk, Some(id.clone()));
    };
    let state = if draft.status == DraftStatus::InReview && draft.needs_you > 0 {
        format!("{} need you", draft.needs_you)
    } else if draft.status == DraftStatus::InReview {
        "ready to sign".into()
    } else {
        words::status(draft.status).into()
    };
    let attention = draft.needs_you > 0 || draft.status == DraftStatus::NeedsPerson;
    view! {
        <li>
            <a href=format!("/l/{launch}/d/{}", draft.id) aria-current=current on:click=press>
                <span class="draft-title">{draft.title}</span>
                <span class="draft-state" class:attention=attention>{draft.begun}" · "{state}</span>
            </a>
        </li>
    }
    .into_any()
}

/// A button for each kind; where a kind needs a choice, a button for each choice.
#[component]
pub fn Kinds() -> impl IntoView {
    let desk = Desk::here();
    let kinds = Memo::new(move |_| desk.work.with(|work| work.kinds.clone()));
    let able = able(desk);
    view! {
        <If when=move || !able.get() && desk.busy.with(Option::is_none)>
            <p class="quiet">"Drafting begins when the chart is there."</p>
        </If>
        <ul class="kinds">
            {move || kinds.get().into_iter().map(|kind| entry(desk, able, kind)).collect_view()}
        </ul>
        <p class="quiet" role="status">{move || desk.busy.get()}</p>
    }
    .into_any()
}

/// Whether a draft can be begun: the chart is there, and none is being begun.
pub(super) fn able(desk: Desk) -> Memo<bool> {
    Memo::new(move |_| {
        let loaded = desk
            .work
            .with(|work| matches!(work.chart, ChartState::Loaded { .. }));
        loaded && desk.busy.with(Option::is_none)
    })
}

fn entry(desk: Desk, able: Memo<bool>, kind: KindView) -> AnyView {
    let more = kind.more.clone().map(|words| {
        let place = format!("/l/{}/new/{}", desk.launch(), kind.kind.name());
        view! { <li class="more"><a href=place>{words}</a></li> }
    });
    let first = press(desk, able, kind);
    view! { {first}{more} }.into_any()
}

fn press(desk: Desk, able: Memo<bool>, kind: KindView) -> AnyView {
    if kind.kind != DraftKind::MessageReply && !kind.takes.is_empty() {
        return folded(kind.title.clone(), view! { <Given kind /> }.into_any());
    }
    let KindView {
        kind,
        title,
        choices,
        ..
    } = kind;
    if choices.is_empty() {
        return button(able, title, Box::new(move || begin(desk, kind, None)));
    }
    let choices = choices.into_iter().map(|(value, label)| {
        let choice = Some(value);
        button(
            able,
            label,
            Box::new(move || begin(desk, kind, choice.clone())),
        )
    });
    let choices = choices.collect_view();
    folded(
        title,
        view! { <p class="quiet">"For which policy?"</p><ul>{choices}</ul> }.into_any(),
    )
}

/// Messages are looked at before one is answered.
fn begin(desk: Desk, kind: DraftKind, choice: Option<String>) {
    if kind == DraftKind::MessageReply {
        desk.pane.set(Pane::Sheet(Sheet::Inbox));
    } else {
        start(desk, kind, choice, Vec::new());
    }
}

fn button(able: Memo<bool>, label: String, act: Box<dyn Fn()>) -> AnyView {
    view! { <li><button type="button" disabled=move || !able.get() on:click=move |_| act()>{label}</button></li> }
        .into_any()
}

fn folded(title: String, body: AnyView) -> AnyView {
    view! { <li><details class="choice"><summary>{title}</summary>{body}</details></li> }.into_any()
}
