//! The server function that draws a sheet.

use crate::wire::Failure;
use leptos::prelude::server;
use leptos::server_fn::codec::Json;
use model::LaunchId;
use model::view::Sheet;

/// The sheet as HTML. All text in it is escaped; its buttons carry what they are for in `data-` attributes.
#[server(prefix = "/api", endpoint = "sheet", input = Json)]
pub async fn drawn_sheet(launch: LaunchId, which: Sheet) -> Result<String, Failure> {
    let asked = crate::asked::Asked::here()?;
    let (backend, caller) = (&asked.backend, &asked.caller);
    let html = match which {
        Sheet::Overview => {
            let view = backend.overview(caller, &launch).await;
            view.map(super::overview::html)
        }
        Sheet::Inbox => {
            let view = backend.inbox(caller, &launch).await;
            view.map(super::inbox::html)
        }
    };
    asked.answer(html)
}
