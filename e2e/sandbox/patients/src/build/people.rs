//! The patient, and the practitioners, organizations and places that all charts share.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::HL7;

/// A fictional patient's identity.
pub(crate) struct Person {
    pub(crate) family: &'static str,
    pub(crate) given: &'static [&'static str],
    /// FHIR administrative gender.
    pub(crate) gender: &'static str,
    pub(crate) birth: &'static str,
    /// OMB race category: code and display.
    pub(crate) race: (&'static str, &'static str),
    pub(crate) hispanic: bool,
    pub(crate) mrn: &'static str,
    /// Street line and postal code; the town is the fictional Larkfield.
    pub(crate) address: (&'static str, &'static str),
    pub(crate) phone: &'static str,
}

const US_CORE: &str = "http://hl7.org/fhir/us/core/StructureDefinition";
const OMB: &str = "urn:oid:2.16.840.1.113883.6.238";
/// The fictional health system's medical record numbers.
pub(crate) const MRN_SYSTEM: &str = "http://larkfield-health.example.org/mrn";

impl Person {
    pub(super) fn resource(&self, key: &str, gp: &Value) -> Value {
        let (ethnicity, ethnicity_text) =
            if self.hispanic { ("2135-2", "Hispanic or Latino") } else { ("2186-5", "Not Hispanic or Latino") };
        let omb = |url: &str, code: &str, display: &str| {
            json!({"url": format!("{US_CORE}/{url}"), "extension": [
                {"url": "ombCategory", "valueCoding": {"system": OMB, "code": code, "display": display}},
                {"url": "text", "valueString": display},
            ]})
        };
        json!({
            "extension": [
                omb("us-core-race", self.race.0, self.race.1),
                omb("us-core-ethnicity", ethnicity, ethnicity_text),
                {"url": format!("{US_CORE}/us-core-birthsex"),
                 "valueCode": if self.gender == "male" { "M" } else { "F" }},
            ],
            "identifier": [{
                "use": "usual",
                "type": {"coding": [{"system": format!("{HL7}/v2-0203"), "code": "MR", "display": "Medical Record Number"}]},
                "system": MRN_SYSTEM,
                "value": self.mrn,
            }],
            "active": true,
            "name": [{"use": "official", "family": self.family, "given": self.given}],
            "telecom": [
                {"system": "phone", "value": self.phone, "use": "home"},
                {"system": "email", "value": format!("{key}@example.org")},
            ],
            "gender": self.gender,
            "birthDate": self.birth,
            "address": [{"use": "home", "line": [self.address.0], "city": "Larkfield", "state": "MN",
                         "postalCode": self.address.1, "country": "US"}],
            "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "en-US",
                               "display": "English (United States)"}]}, "preferred": true}],
            "generalPractitioner": [gp],
            "managingOrganization": {"reference": "Organization/org-larkfield", "display": "Larkfield Health (fictional)"},
        })
    }
}

/// A fictional clinician.
#[derive(PartialEq, Eq)]
pub(crate) struct Clinician {
    pub(crate) id: &'static str,
    pub(crate) family: &'static str,
    pub(crate) given: &'static str,
    pub(crate) suffix: &'static str,
    pub(crate) npi: &'static str,
    /// NUCC taxonomy code and display.
    pub(crate) specialty: (&'static str, &'static str),
}

impl Clinician {
    pub(crate) fn reference(&self) -> Value {
        json!({"reference": format!("Practitioner/{}", self.id), "display": self.name()})
    }

    pub(crate) fn name(&self) -> String {
        format!("{} {}, {}", self.given, self.family, self.suffix)
    }
}

/// The clinicians of Larkfield Health.
pub(crate) mod clinicians {
    use super::Clinician;

    macro_rules! clinicians {
        ($($name:ident = $id:literal, $given:literal, $family:literal, $suffix:literal, $npi:literal, $code:literal, $display:literal;)*) => {
            $(pub(crate) static $name: Clinician = Clinician {
                id: $id, family: $family, given: $given, suffix: $suffix, npi: $npi, specialty: ($code, $display),
            };)*
            pub(in crate::build) static ALL: &[&Clinician] = &[$(&$name),*];
        };
    }

    clinicians! {
        LINDQVIST = "pr-lindqvist", "Maren", "Lindqvist", "MD", "9000000011", "207R00000X", "Internal Medicine";
        OYELARAN = "pr-oyelaran", "Tunde", "Oyelaran", "MD", "9000000029", "207Q00000X", "Family Medicine";
        BASKERVILLE = "pr-baskerville", "Priya", "Baskerville", "MD", "9000000037", "207RE0101X", "Endocrinology, Diabetes & Metabolism";
        FALKENRATH = "pr-falkenrath", "Otto", "Falkenrath", "MD", "9000000045", "207RC0000X", "Cardiovascular Disease";
        NAKAGAWA = "pr-nakagawa", "Emi", "Nakagawa", "MD", "9000000052", "207RP1001X", "Pulmonary Disease";
        STRAND = "pr-strand", "Halvard", "Strand", "MD", "9000000060", "207RN0300X", "Nephrology";
        VILLASENOR = "pr-villasenor", "Luz", "Villasenor", "MD", "9000000078", "207RH0003X", "Hematology & Oncology";
        ABERNATHY = "pr-abernathy", "Celeste", "Abernathy", "MD", "9000000086", "207V00000X", "Obstetrics & Gynecology";
        KOWALCZUK = "pr-kowalczuk", "Jan", "Kowalczuk", "MD", "9000000094", "207RR0500X", "Rheumatology";
        PEMBERTON = "pr-pemberton", "Iris", "Pemberton", "MD", "9000000102", "208000000X", "Pediatrics";
        GUTHRIE = "pr-guthrie", "Sam", "Guthrie", "MD", "9000000110", "207P00000X", "Emergency Medicine";
        HOLLOWAY = "pr-holloway", "Deirdre", "Holloway", "LCSW", "9000000128", "1041C0700X", "Clinical Social Worker";
        ZIEGLER = "pr-ziegler", "Anke", "Ziegler", "MD", "9000000136", "208600000X", "Surgery";
        MARLOWE = "pr-marlowe", "Finn", "Marlowe", "RN, CDCES", "9000000144", "163WD0400X", "Diabetes Educator";
        TRAN = "pr-tran", "Bao", "Tran", "MD", "9000000151", "2085R0202X", "Diagnostic Radiology";
    }
}

/// Every shared resource of a bundle: id, type, body. Identical in each bundle that has it.
pub(super) fn shared(used: &BTreeSet<&'static str>) -> Vec<(String, &'static str, Value)> {
    let mut all: Vec<(String, &'static str, Value)> =
        clinicians::ALL.iter().filter(|c| used.contains(c.id)).map(|c| (c.id.to_owned(), "Practitioner", practitioner(c))).collect();
    all.push(("org-larkfield".to_owned(), "Organization", organization("Larkfield Health (fictional)", "prov", "Healthcare Provider")));
    all.push(("org-payer".to_owned(), "Organization", organization("Prairie Mutual Health Plan (fictional)", "pay", "Payer")));
    all.push(("loc-clinic".to_owned(), "Location", location("Larkfield Clinic, Suite 200", "OF", "Outpatient facility")));
    all.push(("loc-hospital".to_owned(), "Location", location("Larkfield General Hospital", "HOSP", "Hospital")));
    all
}

fn practitioner(c: &Clinician) -> Value {
    json!({
        "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": c.npi}],
        "active": true,
        "name": [{"family": c.family, "given": [c.given], "suffix": [c.suffix]}],
        "telecom": [{"system": "phone", "value": "+1-555-0100", "use": "work"}],
        "qualification": [{"code": {"coding": [{"system": "http://nucc.org/provider-taxonomy",
            "code": c.specialty.0, "display": c.specialty.1}], "text": c.specialty.1}}],
    })
}

fn organization(name: &str, code: &str, display: &str) -> Value {
    json!({
        "active": true,
        "type": [{"coding": [{"system": format!("{HL7}/organization-type"), "code": code, "display": display}]}],
        "name": name,
        "telecom": [{"system": "phone", "value": "+1-555-0199"}],
        "address": [{"line": ["1 Prairie Way"], "city": "Larkfield", "state": "MN", "postalCode": "55999", "country": "US"}],
    })
}

fn location(name: &str, code: &str, display: &str) -> Value {
    json!({
        "status": "active",
        "name": name,
        "type": [{"coding": [{"system": format!("{HL7}/v3-RoleCode"), "code": code, "display": display}]}],
        "address": {"line": ["1 Prairie Way"], "city": "Larkfield", "state": "MN", "postalCode": "55999", "country": "US"},
        "managingOrganization": {"reference": "Organization/org-larkfield"},
    })
}
