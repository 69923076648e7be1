//! The page as the server renders it.

use super::workspace::{ELEMENT, Workspace};
use crate::asked::Asked;
use crate::pages::failed;
use crate::style::EhrStyle;
use leptos::prelude::*;
use model::{DraftId, LaunchId};

/// The page with its view, or what went wrong. The context is read before the first await.
#[component]
pub fn WorkPage(launch: LaunchId, draft: Option<DraftId>) -> impl IntoView {
    let asked = Asked::here();
    let page = async move {
        let work = match asked {
            Ok(asked) => {
                let work = asked
                    .backend
                    .work(&asked.caller, &launch, draft.as_ref())
                    .await;
                asked.answer(work)
            }
            Err(failure) => Err(failure),
        };
        match work {
            Ok(work) => {
                let json = serde_json::to_string(&work).unwrap_or_default();
                let style = work.style.clone();
                view! { <EhrStyle values=style /><div id=ELEMENT data-view=json><Workspace work /></div> }.into_any()
            }
            Err(failure) => failed(&failure).into_any(),
        }
    };
    view! { <Suspense>{Suspend::new(page)}</Suspense> }
}
