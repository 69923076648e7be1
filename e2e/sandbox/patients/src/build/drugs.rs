//! The drugs that the charts use, in RxNorm.

use serde_json::{Value, json};

use super::RXNORM;

/// A drug: RxNorm code and name, and the name on the medication list.
pub(crate) struct Drug {
    code: &'static str,
    display: &'static str,
    text: &'static str,
}

impl Drug {
    pub(super) fn concept(&self) -> Value {
        json!({"coding": [{"system": RXNORM, "code": self.code, "display": self.display}], "text": self.text})
    }
}

macro_rules! drugs {
    ($($name:ident = $code:literal, $display:literal, $text:literal;)*) => {
        $(pub(crate) static $name: Drug = Drug { code: $code, display: $display, text: $text };)*
    };
}

// Where no clinical-drug code is certain, the ingredient's code stands, and the text says the product.
drugs! {
    ACETAMINOPHEN = "313782", "acetaminophen 325 MG Oral Tablet", "acetaminophen 325 mg tablet";
    ADALIMUMAB = "327361", "adalimumab", "adalimumab 40 mg/0.8 mL pen";
    ALBUTEROL = "745679", "200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler", "albuterol HFA 90 mcg inhaler";
    ALENDRONATE = "904419", "alendronic acid 10 MG Oral Tablet", "alendronate 10 mg tablet";
    ALLOPURINOL = "197319", "allopurinol 100 MG Oral Tablet", "allopurinol 100 mg tablet";
    AMLODIPINE_5 = "197361", "amlodipine 5 MG Oral Tablet", "amlodipine 5 mg tablet";
    AMLODIPINE_10 = "308135", "amlodipine 10 MG Oral Tablet", "amlodipine 10 mg tablet";
    AMOXICILLIN = "723", "amoxicillin", "amoxicillin 400 mg/5 mL suspension";
    ANASTROZOLE = "199224", "anastrozole 1 MG Oral Tablet", "anastrozole 1 mg tablet";
    APIXABAN_25 = "1364435", "apixaban 2.5 MG Oral Tablet", "apixaban 2.5 mg tablet";
    APIXABAN_5 = "1364445", "apixaban 5 MG Oral Tablet", "apixaban 5 mg tablet";
    ASPIRIN_81 = "243670", "aspirin 81 MG Oral Tablet", "aspirin 81 mg tablet";
    ATORVASTATIN_20 = "617310", "atorvastatin 20 MG Oral Tablet", "atorvastatin 20 mg tablet";
    ATORVASTATIN_40 = "617311", "atorvastatin 40 MG Oral Tablet", "atorvastatin 40 mg tablet";
    AZITHROMYCIN = "308460", "azithromycin 250 MG Oral Tablet", "azithromycin 250 mg tablet";
    BUPROPION_XL = "993541", "24 HR bupropion hydrochloride 150 MG Extended Release Oral Tablet", "bupropion XL 150 mg tablet";
    CALCIUM_ACETATE = "214342", "calcium acetate", "calcium acetate 667 mg capsule";
    CARVEDILOL_12 = "200032", "carvedilol 12.5 MG Oral Tablet", "carvedilol 12.5 mg tablet";
    CEPHALEXIN = "309114", "cephalexin 500 MG Oral Capsule", "cephalexin 500 mg capsule";
    CETIRIZINE = "20610", "cetirizine", "cetirizine 5 mg/5 mL solution";
    CYCLOPHOSPHAMIDE = "3002", "cyclophosphamide", "cyclophosphamide infusion";
    DONEPEZIL = "997223", "donepezil hydrochloride 10 MG Oral Tablet", "donepezil 10 mg tablet";
    DOXORUBICIN = "3639", "doxorubicin", "doxorubicin infusion";
    EMPAGLIFLOZIN = "1545653", "empagliflozin 10 MG Oral Tablet", "empagliflozin 10 mg tablet";
    EPINEPHRINE_JR = "3992", "epinephrine", "epinephrine 0.15 mg auto-injector";
    EPOETIN = "105694", "epoetin alfa", "epoetin alfa injection";
    FERROUS = "310325", "ferrous sulfate 325 MG Oral Tablet", "ferrous sulfate 325 mg tablet";
    FLUTICASONE_44 = "895994", "120 ACTUAT fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler", "fluticasone HFA 44 mcg inhaler";
    FLUTICASONE_110 = "895999", "120 ACTUAT fluticasone propionate 0.11 MG/ACTUAT Metered Dose Inhaler", "fluticasone HFA 110 mcg inhaler";
    FOLIC_ACID = "4511", "folic acid", "folic acid 1 mg tablet";
    FUROSEMIDE_40 = "313988", "furosemide 40 MG Oral Tablet", "furosemide 40 mg tablet";
    GLARGINE = "274783", "insulin glargine", "insulin glargine 100 units/mL pen";
    GLIPIZIDE = "310488", "glipizide 10 MG Oral Tablet", "glipizide 10 mg tablet";
    GLUCAGON = "4832", "glucagon", "glucagon 3 mg nasal powder";
    HCTZ = "310798", "hydrochlorothiazide 25 MG Oral Tablet", "hydrochlorothiazide 25 mg tablet";
    HEPARIN = "5224", "heparin", "heparin, dialysis circuit";
    IBUPROFEN_200 = "310965", "ibuprofen 200 MG Oral Tablet", "ibuprofen 200 mg tablet (over the counter)";
    LEVOTHYROXINE = "10582", "levothyroxine", "levothyroxine 50 mcg tablet";
    LISINOPRIL_10 = "314076", "lisinopril 10 MG Oral Tablet", "lisinopril 10 mg tablet";
    LISINOPRIL_20 = "314077", "lisinopril 20 MG Oral Tablet", "lisinopril 20 mg tablet";
    LISPRO = "86009", "insulin lispro", "insulin lispro 100 units/mL pen";
    LOSARTAN_50 = "979492", "losartan potassium 50 MG Oral Tablet", "losartan 50 mg tablet";
    METFORMIN_500 = "861007", "metformin hydrochloride 500 MG Oral Tablet", "metformin 500 mg tablet";
    METFORMIN_1000 = "861004", "metformin hydrochloride 1000 MG Oral Tablet", "metformin 1000 mg tablet";
    METHOTREXATE = "105585", "methotrexate 2.5 MG Oral Tablet", "methotrexate 2.5 mg tablet";
    METOPROLOL_XL = "866412", "24 HR metoprolol succinate 100 MG Extended Release Oral Tablet", "metoprolol succinate ER 100 mg tablet";
    NAPROXEN = "849574", "naproxen sodium 220 MG Oral Tablet", "naproxen sodium 220 mg tablet (over the counter)";
    NICOTINE_PATCH = "7407", "nicotine", "nicotine 21 mg/24 h patch";
    OMEPRAZOLE = "198051", "omeprazole 20 MG Delayed Release Oral Capsule", "omeprazole 20 mg capsule";
    ONDANSETRON = "198052", "ondansetron 4 MG Oral Tablet", "ondansetron 4 mg tablet";
    PACLITAXEL = "56946", "paclitaxel", "paclitaxel infusion";
    PREDNISONE_5 = "312617", "prednisone 5 MG Oral Tablet", "prednisone 5 mg tablet";
    PREDNISONE_20 = "312615", "prednisone 20 MG Oral Tablet", "prednisone 20 mg tablet";
    PREDNISOLONE = "8638", "prednisolone", "prednisolone 15 mg/5 mL solution";
    PRENATAL = "89905", "multivitamin preparation", "prenatal vitamin tablet";
    SACUBITRIL = "1656340", "sacubitril 24 MG / valsartan 26 MG Oral Tablet", "sacubitril/valsartan 24/26 mg tablet";
    SERTRALINE_50 = "312941", "sertraline 50 MG Oral Tablet", "sertraline 50 mg tablet";
    SERTRALINE_100 = "312938", "sertraline 100 MG Oral Tablet", "sertraline 100 mg tablet";
    SPIRONOLACTONE = "313096", "spironolactone 25 MG Oral Tablet", "spironolactone 25 mg tablet";
    TIOTROPIUM = "69120", "tiotropium", "tiotropium 18 mcg inhalation capsule";
    TRAZODONE = "10737", "trazodone", "trazodone 50 mg tablet";
    TRIAMCINOLONE = "10759", "triamcinolone", "triamcinolone 0.1 % ointment";
    VITAMIN_D = "11253", "vitamin D", "cholecalciferol 1000 units";
    WARFARIN_5 = "855332", "warfarin sodium 5 MG Oral Tablet", "warfarin 5 mg tablet";
}
