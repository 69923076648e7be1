//! Tests: LOINC codes, names as people say them, digits shown, units and what they convert to.

/// A test.
#[derive(Debug, PartialEq)]
pub struct Lab {
    /// LOINC codes.
    pub loinc: &'static [&'static str],
    /// Names, the usual one first.
    pub names: &'static [&'static str],
    /// Digits after the point that people show.
    pub digits: u32,
    /// The unit as the chart may write it (several with `|`), then how people write it (several with `|`).
    pub unit: (&'static str, &'static str),
    /// Another unit, the factor to it, and its digits; what people write for it.
    pub other: Option<Other>,
    /// Tests that come together: `cmp`, `lipids`, `cbc`, `vitals`, or none.
    pub panel: &'static str,
    /// Values that no error of this kind can reach by chance: `(low, high)` of what is thinkable.
    pub limits: (f64, f64),
}

/// A second unit.
#[derive(Debug, PartialEq)]
pub struct Other {
    /// How it is written.
    pub unit: &'static str,
    /// Times this.
    pub factor: f64,
    /// Plus this, after the factor.
    pub plus: f64,
    /// Digits after the point.
    pub digits: u32,
}

#[expect(clippy::unnecessary_wraps, reason = "it reads well in the table")]
const fn to(unit: &'static str, factor: f64, digits: u32) -> Option<Other> {
    Some(Other {
        unit,
        factor,
        plus: 0.0,
        digits,
    })
}

const fn lab(
    loinc: &'static [&'static str],
    names: &'static [&'static str],
    digits: u32,
    unit: (&'static str, &'static str),
    other: Option<Other>,
    panel: &'static str,
    limits: (f64, f64),
) -> Lab {
    Lab {
        loinc,
        names,
        digits,
        unit,
        other,
        panel,
        limits,
    }
}

const MGDL: (&str, &str) = ("mg/dL", "mg/dL|mg/dl");
const MMOL: (&str, &str) = ("mmol/L|meq/L", "mmol/L|mEq/L");
const UL: (&str, &str) = ("U/L|IU/L", "U/L|IU/L");
const GDL: (&str, &str) = ("g/dL", "g/dL");
const K: (&str, &str) = ("10*3/uL|K/uL", "x10³/µL|K/µL|x10^3/uL|×10⁹/L|K/uL");
const PERCENT: (&str, &str) = ("%", "%| %");

/// All tests that statements are made of.
#[rustfmt::skip]
pub static LABS: &[Lab] = &[
    lab(&["2339-0", "2345-7"], &["glucose", "glucose", "blood glucose"], 0, MGDL, to("mmol/L", 0.055_51, 1), "cmp", (20.0, 900.0)),
    lab(&["6299-2", "3094-0"], &["BUN", "BUN", "urea nitrogen", "blood urea nitrogen"], 0, MGDL, to("mmol/L", 0.357, 1), "cmp", (2.0, 200.0)),
    lab(&["38483-4", "2160-0"], &["creatinine", "creatinine", "Cr", "serum creatinine"], 2, MGDL, to("µmol/L", 88.4, 0), "cmp", (0.1, 20.0)),
    lab(&["49765-1", "17861-6"], &["calcium", "Ca"], 1, MGDL, to("mmol/L", 0.2495, 2), "cmp", (4.0, 16.0)),
    lab(&["2947-0", "2951-2"], &["sodium", "Na"], 0, MMOL, None, "cmp", (110.0, 170.0)),
    lab(&["6298-4", "2823-3"], &["potassium", "K"], 1, MMOL, None, "cmp", (2.0, 8.0)),
    lab(&["2069-3", "2075-0"], &["chloride", "Cl"], 0, MMOL, None, "cmp", (70.0, 140.0)),
    lab(&["20565-8", "2028-9"], &["CO2", "carbon dioxide"], 0, MMOL, None, "cmp", (8.0, 50.0)),
    lab(&["1975-2"], &["total bilirubin", "bilirubin", "T bili"], 1, MGDL, to("µmol/L", 17.1, 0), "cmp", (0.1, 30.0)),
    lab(&["6768-6"], &["alkaline phosphatase", "ALP", "alk phos"], 0, UL, None, "cmp", (10.0, 1500.0), ), lab(&["1742-6"], &["ALT"], 0, UL, None, "cmp", (3.0, 3000.0)), lab(&["1920-8"], &["AST"], 0, UL, None, "cmp", (3.0, 3000.0)),
    lab(&["1751-7"], &["albumin"], 1, GDL, to("g/L", 10.0, 0), "cmp", (1.0, 6.5)),
    lab(&["2093-3"], &["total cholesterol", "TC", "cholesterol"], 0, MGDL, to("mmol/L", 0.025_86, 1), "lipids", (60.0, 500.0)),
    lab(&["2571-8"], &["triglycerides", "TG", "triglyceride level"], 0, MGDL, to("mmol/L", 0.011_29, 1), "lipids", (20.0, 1500.0)),
    lab(&["18262-6", "13457-7"], &["LDL", "LDL cholesterol", "LDL-C"], 0, MGDL, to("mmol/L", 0.025_86, 1), "lipids", (10.0, 400.0)),
    lab(&["2085-9"], &["HDL", "HDL cholesterol", "HDL-C"], 0, MGDL, to("mmol/L", 0.025_86, 1), "lipids", (10.0, 150.0)),
    lab(&["4548-4"], &["HbA1c", "A1c", "hemoglobin A1c", "HbA1c", "Hgb A1c", "glycated hemoglobin"], 1, PERCENT, None, "", (3.5, 18.0)),
    lab(&["33914-3", "98979-8"], &["eGFR", "eGFR", "estimated GFR"], 0, ( "mL/min/{1.73_m2}|mL/min", "mL/min/1.73 m²|mL/min/1.73m2|mL/min", ), None, "cmp", (3.0, 180.0)),
    lab(&["14959-1"], &["urine albumin/creatinine ratio", "UACR", "microalbumin/creatinine ratio"], 0, ("mg/g", "mg/g"), None, "", (1.0, 5000.0)),
    lab(&["718-7"], &["hemoglobin", "Hb", "Hgb"], 1, GDL, to("g/L", 10.0, 0), "cbc", (4.0, 22.0)),
    lab(&["4544-3", "20570-8"], &["hematocrit", "Hct"], 1, PERCENT, None, "cbc", (12.0, 65.0)),
    lab(&["6690-2"], &["WBC", "white cell count", "WBC count"], 1, K, None, "cbc", (0.5, 100.0)),
    lab(&["777-3"], &["platelets", "platelet count", "Plt"], 0, K, None, "cbc", (5.0, 1200.0)),
    lab(&["787-2"], &["MCV"], 0, ("fL", "fL"), None, "cbc", (50.0, 130.0)),
    lab(&["785-6"], &["MCH"], 1, ("pg", "pg"), None, "cbc", (15.0, 45.0), ), lab(&["786-4"], &["MCHC"], 1, GDL, None, "cbc", (25.0, 40.0)),
    lab(&["29463-7"], &["weight", "body weight", "wt"], 1, ("kg", "kg"), to("lb", 2.204_62, 0), "vitals", (2.0, 250.0)),
    lab(&["8302-2"], &["height", "ht"], 0, ("cm", "cm"), to("in", 0.393_701, 0), "vitals", (40.0, 215.0)),
    lab(&["39156-5"], &["BMI", "BMI", "body mass index"], 1, ("kg/m2", "kg/m²|kg/m2|"), None, "vitals", (9.0, 70.0)),
    lab(&["8867-4"], &["heart rate", "HR", "pulse"], 0, ("/min|{beats}/min", "bpm|/min|beats/min"), None, "vitals", (25.0, 220.0)),
    lab(&["9279-1"], &["respiratory rate", "RR"], 0, ("/min|{breaths}/min", "/min|breaths/min"), None, "vitals", (5.0, 60.0)),
    lab(&["8310-5", "8331-1"], &["temperature", "temp"], 1, ("Cel", "°C|C"), Some(Other { unit: "°F", factor: 1.8, plus: 32.0, digits: 1 }), "vitals", (33.0, 43.0)),
    lab(&["2708-6", "59408-5"], &["SpO2", "oxygen saturation", "O2 sat"], 0, PERCENT, None, "vitals", (60.0, 100.0)),
    lab(&["10230-1"], &["LVEF", "ejection fraction", "EF"], 0, PERCENT, None, "", (5.0, 80.0)),
    lab(&["2857-1"], &["PSA"], 1, ("ng/mL", "ng/mL"), None, "", (0.1, 200.0)),
    lab(&["33762-6"], &["NT-proBNP"], 0, ("pg/mL", "pg/mL"), None, "", (5.0, 40000.0)),
    lab(&["3016-3"], &["TSH"], 2, ("m[IU]/L", "mIU/L"), None, "", (0.01, 100.0)),
    lab(&["2276-4"], &["ferritin"], 0, ("ng/mL", "ng/mL"), None, "", (2.0, 3000.0)),
    lab(&["6301-6"], &["INR"], 1, ("{INR}", ""), None, "", (0.5, 9.0)),
    lab(&["1988-5"], &["CRP", "C-reactive protein"], 1, ("mg/L", "mg/L"), None, "", (0.1, 400.0)),
    lab(&["4537-7"], &["ESR"], 0, ("mm/h", "mm/h"), None, "", (1.0, 140.0)),
    lab(&["19123-9"], &["magnesium", "Mg"], 1, MGDL, None, "", (0.8, 6.0)),
    lab(&["2777-1"], &["phosphorus", "phosphate"], 1, MGDL, None, "", (0.5, 12.0)),
    lab(&["2731-8"], &["PTH", "intact PTH"], 0, ("pg/mL", "pg/mL"), None, "", (2.0, 2000.0)),
    lab(&["3084-1"], &["uric acid", "urate"], 1, MGDL, None, "", (1.0, 16.0)),
    lab(&["1989-3"], &["25-OH vitamin D"], 0, ("ng/mL", "ng/mL"), None, "", (4.0, 150.0)),
    lab(&["38265-5"], &["DXA T-score", "T-score"], 1, ("{T-score}", ""), None, "", (-5.0, 4.0)),
];

/// The test with this LOINC code.
pub fn of(loinc: &str) -> Option<&'static Lab> {
    LABS.iter().find(|lab| lab.loinc.contains(&loinc))
}

/// How people write the chart's unit for this test; none where it is another unit than expected.
pub fn shown_units(lab: &Lab, unit: &str) -> Option<Vec<&'static str>> {
    lab.unit
        .0
        .split('|')
        .any(|one| one == unit)
        .then(|| lab.unit.1.split('|').collect())
}

/// A unit that makes the value wrong, though people do write it for this kind of test.
pub fn wrong_units(shown: &str) -> &'static [&'static str] {
    match shown.trim() {
        "mg/dL" | "mg/dl" => &["mmol/L", "g/dL", "µg/dL", "g/L", "mg/L"],
        "mmol/L" | "mEq/L" => &["mg/dL", "µmol/L", "g/L"],
        "U/L" | "IU/L" => &["mg/dL", "kU/L"],
        "g/dL" => &["g/L", "mg/dL", "mmol/L"],
        "x10³/µL" | "K/µL" | "x10^3/uL" | "×10⁹/L" | "K/uL" => &["x10⁶/µL", "/µL", "M/µL"],
        "%" => &["mmol/mol", "mg/dL"],
        "mL/min/1.73 m²" | "mL/min/1.73m2" | "mL/min" => &["L/min", "mL/h"],
        "mg/g" => &["g/g", "µg/g", "mg/dL"],
        "fL" => &["pg", "µL"],
        "pg" => &["fL", "ng"],
        "kg" => &["lb", "g", "lbs"],
        "cm" => &["in", "mm", "m"],
        "kg/m²" | "kg/m2" => &["lb/in²"],
        "°C" | "C" => &["°F"],
        "ng/mL" => &["pg/mL", "µg/mL", "ng/L"],
        "pg/mL" => &["ng/mL", "µg/mL"],
        "mg/L" => &["mg/dL", "g/L"],
        "mIU/L" => &["IU/L", "mIU/mL"],
        "lb" => &["kg"],
        "in" => &["cm"],
        "°F" => &["°C"],
        "µmol/L" => &["mmol/L", "mg/dL"],
        "g/L" => &["g/dL", "mg/dL"],
        _ => &[],
    }
}
