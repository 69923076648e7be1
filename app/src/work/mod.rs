pub mod api;
use leptos::prelude::*;
use model::view::WorkView;

#[island]
pub fn Workspace(work: WorkView) -> impl IntoView {
    let view = RwSignal::new(work);
    let refresh = move |_| {
        leptos::task::spawn_local(async move {
            let (launch, seen) = view.with_untracked(|v| (v.launch.clone(), v.version));
            if let Ok(Some(new)) = api::watch(launch, None, seen).await { view.set(new); }
        });
    };
    view! { <main><h1>{move || view.with(|v| v.user.clone())}</h1><button on:click=refresh>"Refresh"</button></main> }
}
