//! The patient banner.

use super::{StepError, Steps};
use chart::{Chart, Json, views};
use model::view::BannerView;
use store::Launch;
use time::{Date, OffsetDateTime};

impl Steps {
    /// Who the patient of a launch is, for the head of a page; none where the EHR shows it around the page (SMART App Launch 2.2,
    /// `need_patient_banner`) or the chart is still being read.
    pub async fn banner(&self, launch: &Launch) -> Result<Option<BannerView>, StepError> {
        let context = &launch.context;
        if !context.banner {
            return Ok(None);
        }
        let prepared = match self.charts.prepared(launch).await {
            Err(StepError::ChartNotReady) => return Ok(None),
            prepared => prepared?,
        };
        let encounter = context.encounter.as_deref();
        Ok(Some(view(&prepared.chart, encounter, today())))
    }
}

/// Who the patient is, from the chart's Patient resource; `encounter` is the launch's.
pub(super) fn view(chart: &Chart, encounter: Option<&str>, today: Date) -> BannerView {
    let patient = chart.patient_json();
    let born = patient
        .at("birthDate")
        .and_then(Json::as_str)
        .and_then(views::PartialDateTime::parse);
    let age = born
        .as_ref()
        .map(|born| age(born.days().0, today))
        .unwrap_or_default();
    let sex = match patient.at("gender").and_then(Json::as_str) {
        Some("female") => "F",
        Some("male") => "M",
        Some("other") => "other",
        _ => "",
    };
    BannerView {
        name: views::patient_name(patient).unwrap_or_else(|| "Name not recorded".to_owned()),
        age_sex: format!("{age} {sex}").trim().to_owned(),
        mrn: record_number(patient),
        birth_date: born.as_ref().map(sources::when::for_people),
        encounter: encounter.and_then(|id| visit(chart, id)),
    }
}

/// `67`, or months under two years, as paediatrics counts.
fn age(born: Date, today: Date) -> String {
    let before_birthday =
        (u8::from(today.month()), today.day()) < (u8::from(born.month()), born.day());
    let years = today.year() - born.year() - i32::from(before_birthday);
    if years >= 2 {
        return years.to_string();
    }
    let months = (today.year() - born.year()) * 12 + i32::from(u8::from(today.month()))
        - i32::from(u8::from(born.month()))
        - i32::from(today.day() < born.day());
    if months >= 0 {
        format!("{months} mo")
    } else {
        String::new()
    }
}

fn record_number(patient: &Json) -> Option<String> {
    let identifiers = patient.items_at("identifier");
    let is_record = |one: &&Json| {
        one.at("type")
            .is_some_and(|kind| views::has_code(kind, None, "MR"))
    };
    let chosen = identifiers.iter().find(is_record)?;
    let value = chosen.at("value").and_then(Json::as_str)?;
    let count = value.chars().count();
    Some(format!(
        "…{}",
        value
            .chars()
            .skip(count.saturating_sub(4))
            .collect::<String>()
    ))
}

fn visit(chart: &Chart, id: &str) -> Option<String> {
    let found = chart.find(&format!("Encounter/{id}"))?;
    let start = found
        .json
        .at("period.start")
        .and_then(Json::as_str)
        .and_then(views::PartialDateTime::parse)?;
    Some(format!("Visit {}", sources::when::for_people(&start)))
}

/// Today, as the server's clock has it.
pub(super) fn today() -> Date {
    OffsetDateTime::now_utc().date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn ages_count_birthdays_and_months_of_infants() {
        let cases = [
            (date!(1959 - 03 - 12), date!(2026 - 03 - 11), "66"),
            (date!(1959 - 03 - 12), date!(2026 - 03 - 12), "67"),
            (date!(2025 - 10 - 20), date!(2026 - 11 - 19), "12 mo"),
            (date!(2026 - 11 - 20), date!(2026 - 11 - 19), ""),
        ];
        for (born, today, want) in cases {
            assert_eq!(age(born, today), want, "{born} {today}");
        }
    }
}
