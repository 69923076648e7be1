//! Who the patient is, in one line.

use leptos::prelude::*;
use model::view::BannerView;

/// The patient's name, and what tells them from others of that name.
pub fn who(banner: BannerView) -> AnyView {
    let parts = [
        Some(banner.age_sex),
        banner.birth_date.map(|date| format!("born {date}")),
        banner.mrn.map(|mrn| format!("MRN {mrn}")),
        banner.encounter,
    ];
    let parts = parts
        .into_iter()
        .flatten()
        .map(|part| view! { <li>{part}</li> });
    view! { <p class="patient">{banner.name}</p><ul class="facts">{parts.collect_view()}</ul> }
        .into_any()
}
