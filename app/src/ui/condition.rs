//! Shows something on a condition.

use leptos::prelude::*;

/// The children while `when` holds; they are not built anew while it goes on holding. As `Show`, but compiled once for all of its uses,
/// which makes the module that the browser loads smaller.
#[component]
pub fn If<W>(when: W, children: ChildrenFn) -> impl IntoView
where
    W: Fn() -> bool + Send + Sync + 'static,
{
    shown(Memo::new(move |_| when()), children)
}

fn shown(when: Memo<bool>, children: ChildrenFn) -> AnyView {
    (move || when.get().then(|| children())).into_any()
}
