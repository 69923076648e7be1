//! UCUM codes in print form.

/// A unit as print shows it: `mL/min/{1.73_m2}` becomes `mL/min/1.73 m²`, `10*3/uL` becomes `x10³/µL`. A unit that is no UCUM code passes unchanged.
pub(crate) fn printed(unit: &str) -> String {
    let unit = unit.trim();
    match unit {
        "" | "1" | "{nominal}" | "{score}" | "{T-score}" | "pH" | "[pH]" | "{ratio}" => {
            return String::new();
        }
        "mm[Hg]" => return "mmHg".to_owned(),
        "Cel" | "C" | "degC" => return "°C".to_owned(),
        "[degF]" | "degF" => return "°F".to_owned(),
        "[lb_av]" => return "lb".to_owned(),
        "[in_i]" => return "in".to_owned(),
        "m/(6.min)" => return "m in 6 min".to_owned(),
        "[IU]/L" => return "IU/L".to_owned(),
        _ => {}
    }
    let mut out = unit
        .replace("{1.73_m2}", "1.73 m²")
        .replace("10*3", "x10³")
        .replace("10*6", "x10⁶")
        .replace("10*9", "x10⁹")
        .replace("10*12", "x10¹²");
    if let Some(rest) = out.strip_suffix("m2") {
        out = format!("{rest}m²");
    }
    if let Some(rest) = out.strip_suffix("/uL") {
        out = format!("{rest}/µL");
    }
    for (code, shown) in [("ug/", "µg/"), ("umol/", "µmol/"), ("uIU/", "µIU/")] {
        if let Some(rest) = out.strip_prefix(code) {
            out = format!("{shown}{rest}");
        }
    }
    match out.as_str() {
        "ug" => "µg".to_owned(),
        _ => out
            .replace(['{', '}'], "")
            .replace('_', " ")
            .trim()
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::printed;

    #[test]
    fn ucum_is_printed_as_clinicians_write_it() {
        for (code, want) in [
            ("mL/min/{1.73_m2}", "mL/min/1.73 m²"),
            ("10*3/uL", "x10³/µL"),
            ("kg/m2", "kg/m²"),
            ("mm[Hg]", "mmHg"),
            ("Cel", "°C"),
            ("{score}", ""),
            ("ug", "µg"),
            ("mg/dL", "mg/dL"),
            ("/min", "/min"),
        ] {
            assert_eq!(printed(code), want, "{code}");
        }
    }
}
