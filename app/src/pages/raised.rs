//! What a person must see of given answers, at the top of their page.

use leptos::prelude::*;

/// An answer that a person must see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RaisedView {
    /// Its field.
    pub place: String,
    /// How soon.
    pub urgency: &'static str,
    /// The question with its answer.
    pub what: String,
    /// What to do.
    pub says: String,
}

/// What a person must see at once: read out when the page comes, and with the focus on it; and the scores.
pub(super) fn seen(raised: Vec<RaisedView>, told: Vec<String>) -> AnyView {
    let urgent = raised.first().map(|first| {
        let heading = first.urgency;
        let list = raised.iter().map(|one| {
            let place = format!("#f{}", one.place);
            let (what, says) = (one.what.clone(), one.says.clone());
            // What can wait longer than the first says so.
            let later = (one.urgency != heading).then(|| format!("{}: ", one.urgency));
            view! { <li>{later}<a href=place>{what}</a><p>{says}</p></li> }
        });
        let list = list.collect_view();
        view! {
            <div id="seen" class="banner danger" role="alert" tabindex="-1" autofocus=true>
                <h2>{heading}</h2>
                <ul>{list}</ul>
            </div>
        }
    });
    let told = (!told.is_empty()).then(|| {
        let list = told.into_iter().map(|words| view! { <p>{words}</p> });
        view! { <div class="banner" role="status">{list.collect_view()}</div> }
    });
    view! { {urgent}{told} }.into_any()
}
