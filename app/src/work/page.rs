//! The page as the server renders it.

use super::Workspace;
use crate::asked::Asked;
use crate::pages::failed;
use leptos::prelude::*;
use model::{DraftId, LaunchId};

/// The island with its view, or what went wrong. The context is read before the first await.
#[component]
pub fn WorkPage(launch: LaunchId, draft: Option<DraftId>) -> impl IntoView {
    let asked = Asked::here();
    let page = async move {
        let work = match asked {
            Ok(asked) => {
                let work = asked.backend.work(&asked.caller, &launch, draft.as_ref()).await;
                asked.answer(work)
            }
            Err(failure) => Err(failure),
        };
        match work {
            Ok(work) => view! { <crate::style::EhrStyle values=work.style.clone() /><Workspace work /> }.into_any(),
            Err(failure) => failed(&failure).into_any(),
        }
    };
    view! { <Suspense>{Suspend::new(page)}</Suspense> }
}
