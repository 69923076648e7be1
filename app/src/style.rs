//! The EHR's style values as overrides of the design tokens.

use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// Which SMART style value sets which token.
const COLOURS: [(&str, &str); 5] = [
    ("color_background", "--paper"),
    ("color_text", "--ink"),
    ("color_highlight", "--accent"),
    ("color_error", "--danger"),
    ("color_success", "--fine"),
];

/// The least contrast of body text (WCAG 2.2, 1.4.6).
const LEAST: f64 = 7.0;

/// A style element that sets the tokens; nothing where the EHR gives none that can be used.
#[component]
pub fn EhrStyle(values: Vec<(String, String)>) -> impl IntoView {
    let sheet = sheet(&values);
    (!sheet.is_empty()).then(|| view! { <style nonce=use_nonce()>{sheet}</style> })
}

/// The rules. Colours are taken only together, as six hexadecimal digits, and where text stays readable.
pub fn sheet(values: &[(String, String)]) -> String {
    let mut rules = colours(values).unwrap_or_default();
    if let Some(font) = value(values, "font_family_body").filter(|font| is_font(font)) {
        rules.push_str(&format!("--font:{font};"));
    }
    match rules.is_empty() {
        true => rules,
        false => format!(":root{{{rules}}}"),
    }
}

fn colours(values: &[(String, String)]) -> Option<String> {
    let paper = luminance(value(values, "color_background")?)?;
    let ink = luminance(value(values, "color_text")?)?;
    if contrast(paper, ink) < LEAST {
        return None;
    }
    let scheme = if paper > ink { "light" } else { "dark" };
    let mut rules = format!("color-scheme:{scheme};");
    for (name, token) in COLOURS {
        let colour = value(values, name).and_then(|colour| Some((colour, luminance(colour)?)));
        // Other colours carry small text too: 4.5 is the least for it (1.4.3).
        if let Some((colour, _)) =
            colour.filter(|(_, own)| token == "--paper" || contrast(paper, *own) >= 4.5)
        {
            rules.push_str(&format!("{token}:{colour};"));
        }
    }
    Some(rules)
}

fn value<'a>(values: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = values.iter().find(|(other, _)| other == name)?;
    Some(found.1.trim())
}

/// Family names only: nothing that could end the rule.
fn is_font(font: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | ',' | '-' | '\'');
    !font.is_empty()
        && font.len() < 200
        && font.chars().all(fits)
        && font.matches('\'').count().is_multiple_of(2)
}

/// Relative luminance (WCAG 2.2) of `#rrggbb`.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6)?;
    let part = |at: usize| {
        let byte = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
        let share = f64::from(byte) / 255.0;
        Some(if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        })
    };
    Some(0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?)
}

fn contrast(one: f64, two: f64) -> f64 {
    (one.max(two) + 0.05) / (one.min(two) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[(&str, &str)]) -> String {
        let owned: Vec<_> = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        sheet(&owned)
    }

    #[test]
    fn what_could_end_the_rule_or_hide_the_text_is_refused() {
        assert_eq!(
            of(&[
                ("color_background", "#fff;}body{display:none"),
                ("color_text", "#000000")
            ]),
            ""
        );
        assert_eq!(
            of(&[("color_background", "#ffffff"), ("color_text", "#bbbbbb")]),
            ""
        );
        assert_eq!(of(&[("color_background", "#ffffff")]), "");
        assert_eq!(of(&[("font_family_body", "a;}*{color:red")]), "");
        assert_eq!(of(&[("font_family_body", "url(x)")]), "");
        assert_eq!(
            of(&[("color_background", "#+1+1+1"), ("color_text", "#000000")]),
            ""
        );
    }

    #[test]
    fn readable_colours_and_fonts_are_taken() {
        let sheet = of(&[
            ("color_background", "#edeae3"),
            ("color_text", "#303030"),
            ("color_error", "#9e2d2d"),
            ("color_highlight", "#f5c900"),
            ("font_family_body", "Georgia, 'Times New Roman', serif"),
        ]);
        assert!(sheet.starts_with(":root{color-scheme:light;--paper:#edeae3;--ink:#303030;"));
        assert!(sheet.contains("--danger:#9e2d2d;") && sheet.contains("--font:Georgia"));
        assert!(!sheet.contains("#f5c900"), "yellow on paper cannot be read");
    }
}
