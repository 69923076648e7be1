//! The laboratory tests and panels that the charts use: LOINC, UCUM and adult reference ranges.

/// A quantitative or text laboratory test.
pub(crate) struct Lab {
    pub(crate) loinc: &'static str,
    pub(crate) display: &'static str,
    /// Name as clinicians say it.
    pub(crate) text: &'static str,
    /// Unit as displayed; empty for results in words.
    pub(crate) unit: &'static str,
    pub(crate) ucum: &'static str,
    /// Reference range as written; empty where open.
    pub(crate) low: &'static str,
    pub(crate) high: &'static str,
}

macro_rules! labs {
    ($($name:ident = $loinc:literal, $display:literal, $text:literal, $unit:literal, $ucum:literal, $low:literal, $high:literal;)*) => {
        $(pub(crate) static $name: Lab = Lab {
            loinc: $loinc, display: $display, text: $text, unit: $unit, ucum: $ucum, low: $low, high: $high,
        };)*
    };
}

labs! {
    A1C = "4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", "Hemoglobin A1c", "%", "%", "4.0", "5.6";
    GLU = "2345-7", "Glucose [Mass/volume] in Serum or Plasma", "Glucose", "mg/dL", "mg/dL", "70", "99";
    POC_GLU = "41653-7", "Glucose [Mass/volume] in Capillary blood by Glucometer", "Glucose, fingerstick", "mg/dL", "mg/dL", "70", "180";
    NA = "2951-2", "Sodium [Moles/volume] in Serum or Plasma", "Sodium", "mmol/L", "mmol/L", "136", "145";
    K = "2823-3", "Potassium [Moles/volume] in Serum or Plasma", "Potassium", "mmol/L", "mmol/L", "3.5", "5.1";
    CL = "2075-0", "Chloride [Moles/volume] in Serum or Plasma", "Chloride", "mmol/L", "mmol/L", "98", "107";
    CO2 = "2028-9", "Carbon dioxide, total [Moles/volume] in Serum or Plasma", "Carbon dioxide", "mmol/L", "mmol/L", "22", "29";
    BUN = "3094-0", "Urea nitrogen [Mass/volume] in Serum or Plasma", "Urea nitrogen", "mg/dL", "mg/dL", "7", "20";
    CREAT = "2160-0", "Creatinine [Mass/volume] in Serum or Plasma", "Creatinine", "mg/dL", "mg/dL", "0.60", "1.20";
    CA = "17861-6", "Calcium [Mass/volume] in Serum or Plasma", "Calcium", "mg/dL", "mg/dL", "8.6", "10.3";
    EGFR = "98979-8", "Glomerular filtration rate/1.73 sq M.predicted [Volume Rate/Area] in Serum, Plasma or Blood by Creatinine-based formula (CKD-EPI 2021)", "eGFR", "mL/min/1.73 m2", "mL/min/{1.73_m2}", "60", "";
    ALT = "1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma", "ALT", "U/L", "U/L", "7", "56";
    AST = "1920-8", "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma", "AST", "U/L", "U/L", "10", "40";
    ALP = "6768-6", "Alkaline phosphatase [Enzymatic activity/volume] in Serum or Plasma", "Alkaline phosphatase", "U/L", "U/L", "40", "130";
    TBIL = "1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma", "Bilirubin, total", "mg/dL", "mg/dL", "0.1", "1.2";
    ALB = "1751-7", "Albumin [Mass/volume] in Serum or Plasma", "Albumin", "g/dL", "g/dL", "3.5", "5.0";
    WBC = "6690-2", "Leukocytes [#/volume] in Blood by Automated count", "White blood cells", "10*3/uL", "10*3/uL", "4.0", "11.0";
    HGB = "718-7", "Hemoglobin [Mass/volume] in Blood", "Hemoglobin", "g/dL", "g/dL", "12.0", "17.0";
    HCT = "4544-3", "Hematocrit [Volume Fraction] of Blood by Automated count", "Hematocrit", "%", "%", "36.0", "50.0";
    MCV = "787-2", "MCV [Entitic volume] by Automated count", "MCV", "fL", "fL", "80", "100";
    PLT = "777-3", "Platelets [#/volume] in Blood by Automated count", "Platelets", "10*3/uL", "10*3/uL", "150", "400";
    ANC = "751-8", "Neutrophils [#/volume] in Blood by Automated count", "Absolute neutrophils", "10*3/uL", "10*3/uL", "1.5", "8.0";
    EOS = "711-2", "Eosinophils [#/volume] in Blood by Automated count", "Eosinophils", "10*3/uL", "10*3/uL", "0.00", "0.50";
    CHOL = "2093-3", "Cholesterol [Mass/volume] in Serum or Plasma", "Total cholesterol", "mg/dL", "mg/dL", "", "199";
    LDL = "13457-7", "Cholesterol in LDL [Mass/volume] in Serum or Plasma by calculation", "LDL cholesterol", "mg/dL", "mg/dL", "", "99";
    HDL = "2085-9", "Cholesterol in HDL [Mass/volume] in Serum or Plasma", "HDL cholesterol", "mg/dL", "mg/dL", "40", "";
    TRIG = "2571-8", "Triglyceride [Mass/volume] in Serum or Plasma", "Triglycerides", "mg/dL", "mg/dL", "", "149";
    UACR = "14959-1", "Microalbumin/Creatinine [Mass Ratio] in Urine", "Urine albumin/creatinine ratio", "mg/g", "mg/g", "", "29";
    TSH = "3016-3", "Thyrotropin [Units/volume] in Serum or Plasma", "TSH", "mIU/L", "m[IU]/L", "0.40", "4.50";
    CPEP = "1986-9", "C peptide [Mass/volume] in Serum or Plasma", "C-peptide", "ng/mL", "ng/mL", "0.8", "3.5";
    PROBNP = "33762-6", "Natriuretic peptide.B prohormone N-Terminal [Mass/volume] in Serum or Plasma", "NT-proBNP", "pg/mL", "pg/mL", "", "450";
    TROP = "67151-1", "Troponin T.cardiac [Mass/volume] in Serum or Plasma by High sensitivity method", "High-sensitivity troponin T", "ng/L", "ng/L", "", "14";
    MG = "19123-9", "Magnesium [Mass/volume] in Serum or Plasma", "Magnesium", "mg/dL", "mg/dL", "1.6", "2.6";
    PHOS = "2777-1", "Phosphate [Mass/volume] in Serum or Plasma", "Phosphorus", "mg/dL", "mg/dL", "2.5", "4.5";
    PTH = "2731-8", "Parathyrin.intact [Mass/volume] in Serum or Plasma", "PTH, intact", "pg/mL", "pg/mL", "15", "65";
    URATE = "3084-1", "Urate [Mass/volume] in Serum or Plasma", "Uric acid", "mg/dL", "mg/dL", "3.5", "7.2";
    FERR = "2276-4", "Ferritin [Mass/volume] in Serum or Plasma", "Ferritin", "ng/mL", "ng/mL", "15", "150";
    TSAT = "2502-3", "Iron saturation [Mass Fraction] in Serum or Plasma", "Transferrin saturation", "%", "%", "20", "50";
    INR = "6301-6", "INR in Platelet poor plasma by Coagulation assay", "INR", "{INR}", "{INR}", "0.9", "1.1";
    CRP = "1988-5", "C reactive protein [Mass/volume] in Serum or Plasma", "CRP", "mg/L", "mg/L", "", "5.0";
    ESR = "4537-7", "Erythrocyte sedimentation rate by Westergren method", "ESR", "mm/h", "mm/h", "", "20";
    RF = "11572-5", "Rheumatoid factor [Units/volume] in Serum or Plasma", "Rheumatoid factor", "IU/mL", "[IU]/mL", "", "14";
    CCP = "33935-8", "Cyclic citrullinated peptide IgG Ab [Units/volume] in Serum or Plasma by Immunoassay", "Anti-CCP IgG", "U/mL", "U/mL", "", "20";
    CA153 = "6875-9", "Cancer Ag 15-3 [Units/volume] in Serum or Plasma", "CA 15-3", "U/mL", "U/mL", "", "31.3";
    VITD = "1989-3", "25-hydroxyvitamin D3 [Mass/volume] in Serum or Plasma", "25-OH vitamin D", "ng/mL", "ng/mL", "30", "100";
    GCT = "1504-0", "Glucose [Mass/volume] in Serum or Plasma --1 hour post 50 g glucose PO", "Glucose, 1 h after 50 g", "mg/dL", "mg/dL", "", "139";
    GTT0 = "1558-6", "Fasting glucose [Mass/volume] in Serum or Plasma", "Glucose, fasting", "mg/dL", "mg/dL", "", "94";
    GTT1 = "20438-8", "Glucose [Mass/volume] in Serum or Plasma --1 hour post 100 g glucose PO", "Glucose, 1 h after 100 g", "mg/dL", "mg/dL", "", "179";
    GTT2 = "20436-2", "Glucose [Mass/volume] in Serum or Plasma --2 hours post 100 g glucose PO", "Glucose, 2 h after 100 g", "mg/dL", "mg/dL", "", "154";
    GTT3 = "20437-0", "Glucose [Mass/volume] in Serum or Plasma --3 hours post 100 g glucose PO", "Glucose, 3 h after 100 g", "mg/dL", "mg/dL", "", "139";
    FEV1 = "20150-9", "FEV1", "FEV1", "L", "L", "", "";
    FEV1_PCT = "20152-5", "FEV1 measured/predicted", "FEV1, percent of predicted", "%", "%", "80", "";
    FEV1_FVC = "19926-5", "FEV1/FVC", "FEV1/FVC", "%", "%", "70", "";
    LVEF = "10230-1", "Left ventricular Ejection fraction", "LVEF", "%", "%", "52", "72";
    BHB = "53060-9", "Beta hydroxybutyrate [Moles/volume] in Serum or Plasma", "Beta-hydroxybutyrate", "mmol/L", "mmol/L", "", "0.40";
    PH_V = "2746-6", "pH of Venous blood", "pH, venous", "[pH]", "[pH]", "7.32", "7.43";
    TTG = "46128-5", "Tissue transglutaminase IgA Ab [Units/volume] in Serum", "tTG IgA", "U/mL", "U/mL", "", "4.0";
    IGE_PEANUT = "6206-7", "Peanut IgE Ab [Units/volume] in Serum", "Peanut IgE", "kU/L", "k[IU]/L", "", "0.35";
    LEAD = "77307-7", "Lead [Mass/volume] in Venous blood", "Lead, venous", "ug/dL", "ug/dL", "", "3.4";
    UA_COLOR = "5778-6", "Color of Urine", "Urine color", "", "", "", "";
    UCULT = "630-4", "Bacteria identified in Urine by Culture", "Urine culture", "", "", "", "";
    BTYPE = "883-9", "ABO group [Type] in Blood", "ABO group", "", "", "", "";
    LAB_COMMENT = "8251-1", "Service comment", "Laboratory comment", "", "", "", "";
}

/// A panel: LOINC code and name.
pub(crate) type Panel = (&'static str, &'static str);
pub(crate) const BMP: Panel = ("51990-0", "Basic metabolic panel - Blood");
pub(crate) const CMP: Panel = ("24323-8", "Comprehensive metabolic 2000 panel - Serum or Plasma");
pub(crate) const CBC: Panel = ("58410-2", "CBC panel - Blood by Automated count");
pub(crate) const LIPIDS: Panel = ("57698-3", "Lipid panel with direct LDL - Serum or Plasma");
pub(crate) const SPIROMETRY: Panel = ("81458-3", "Spirometry panel");
pub(crate) const RENAL: Panel = ("24362-6", "Renal function 2000 panel - Serum or Plasma");
