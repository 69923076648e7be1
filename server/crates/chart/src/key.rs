//! Which resource: its type and its logical id.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest id that is accepted. FHIR says 64; real servers exceed it now and then.
const LONGEST_ID: usize = 256;

/// A resource's type and logical id; written `Type/id`. Ordered by type, then id.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ResourceKey {
    resource_type: Box<str>,
    id: Box<str>,
}

impl ResourceKey {
    /// A key of a type name and an id; `None` where either could not stand in a reference. The type need not be an
    /// R4 type; ids may be longer than FHIR's 64 characters and contain `_`.
    pub fn new(resource_type: &str, id: &str) -> Option<Self> {
        let type_ok = resource_type.starts_with(|first: char| first.is_ascii_uppercase())
            && resource_type.len() <= 64
            && resource_type
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric());
        let id_ok = !id.is_empty()
            && id.len() <= LONGEST_ID
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
        (type_ok && id_ok).then(|| Self {
            resource_type: resource_type.into(),
            id: id.into(),
        })
    }

    /// Reads `Type/id`, `Type/id/_history/version` or an absolute URL that ends so. No look-up is made.
    pub fn from_reference(reference: &str) -> Option<Self> {
        let path = reference.trim();
        let absolute = path.starts_with("http://") || path.starts_with("https://");
        let path = path.split(['?', '#']).next()?;
        let path = path
            .split_once("/_history")
            .map_or(path, |(before, _)| before)
            .trim_end_matches('/');
        let (rest, id) = path.rsplit_once('/')?;
        let resource_type = match rest.rsplit_once('/') {
            None => rest,
            Some((before, last)) if absolute || before.is_empty() => last,
            Some(_) => return None,
        };
        Self::new(resource_type, id)
    }

    /// The resource type, such as `Observation`.
    pub fn resource_type(&self) -> &str {
        &self.resource_type
    }

    /// The logical id.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Display for ResourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.resource_type, self.id)
    }
}

/// Leaves a patient's own id out: it identifies a person.
impl fmt::Debug for ResourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.resource_type {
            "Patient" | "RelatedPerson" | "Person" => {
                write!(f, "{}/[redacted]", self.resource_type)
            }
            _ => write!(f, "{self}"),
        }
    }
}

impl FromStr for ResourceKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (resource_type, id) = text
            .split_once('/')
            .ok_or("a reference is written Type/id")?;
        Self::new(resource_type, id).ok_or("a reference is written Type/id")
    }
}

impl TryFrom<String> for ResourceKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ResourceKey> for String {
    fn from(key: ResourceKey) -> Self {
        key.to_string()
    }
}

/// Whether R4 (4.0.1) or R4B defines this resource type.
pub fn is_r4_type(name: &str) -> bool {
    R4_TYPES.binary_search(&name).is_ok()
}

/// The resource types of R4 and R4B, sorted.
#[rustfmt::skip]
static R4_TYPES: &[&str] = &[
    "Account", "ActivityDefinition", "AdministrableProductDefinition", "AdverseEvent", "AllergyIntolerance",
    "Appointment", "AppointmentResponse", "AuditEvent", "Basic", "Binary", "BiologicallyDerivedProduct",
    "BodyStructure", "Bundle", "CapabilityStatement", "CarePlan", "CareTeam", "CatalogEntry", "ChargeItem",
    "ChargeItemDefinition", "Citation", "Claim", "ClaimResponse", "ClinicalImpression", "ClinicalUseDefinition",
    "CodeSystem", "Communication", "CommunicationRequest", "CompartmentDefinition", "Composition", "ConceptMap",
    "Condition", "Consent", "Contract", "Coverage", "CoverageEligibilityRequest", "CoverageEligibilityResponse",
    "DetectedIssue", "Device", "DeviceDefinition", "DeviceMetric", "DeviceRequest", "DeviceUseStatement",
    "DiagnosticReport", "DocumentManifest", "DocumentReference", "EffectEvidenceSynthesis", "Encounter", "Endpoint",
    "EnrollmentRequest", "EnrollmentResponse", "EpisodeOfCare", "EventDefinition", "Evidence", "EvidenceReport",
    "EvidenceVariable", "ExampleScenario", "ExplanationOfBenefit", "FamilyMemberHistory", "Flag", "Goal",
    "GraphDefinition", "Group", "GuidanceResponse", "HealthcareService", "ImagingStudy", "Immunization",
    "ImmunizationEvaluation", "ImmunizationRecommendation", "ImplementationGuide", "Ingredient", "InsurancePlan",
    "Invoice", "Library", "Linkage", "List", "Location", "ManufacturedItemDefinition", "Measure", "MeasureReport",
    "Media", "Medication", "MedicationAdministration", "MedicationDispense", "MedicationKnowledge",
    "MedicationRequest", "MedicationStatement", "MedicinalProduct", "MedicinalProductAuthorization",
    "MedicinalProductContraindication", "MedicinalProductDefinition", "MedicinalProductIndication",
    "MedicinalProductIngredient", "MedicinalProductInteraction", "MedicinalProductManufactured",
    "MedicinalProductPackaged", "MedicinalProductPharmaceutical", "MedicinalProductUndesirableEffect",
    "MessageDefinition", "MessageHeader", "MolecularSequence", "NamingSystem", "NutritionOrder", "NutritionProduct",
    "Observation", "ObservationDefinition", "OperationDefinition", "OperationOutcome", "Organization",
    "OrganizationAffiliation", "PackagedProductDefinition", "Parameters", "Patient", "PaymentNotice",
    "PaymentReconciliation", "Person", "PlanDefinition", "Practitioner", "PractitionerRole", "Procedure",
    "Provenance", "Questionnaire", "QuestionnaireResponse", "RegulatedAuthorization", "RelatedPerson",
    "RequestGroup", "ResearchDefinition", "ResearchElementDefinition", "ResearchStudy", "ResearchSubject",
    "RiskAssessment", "RiskEvidenceSynthesis", "Schedule", "SearchParameter", "ServiceRequest", "Slot", "Specimen",
    "SpecimenDefinition", "StructureDefinition", "StructureMap", "Subscription", "SubscriptionStatus",
    "SubscriptionTopic", "Substance", "SubstanceDefinition", "SubstanceNucleicAcid", "SubstancePolymer",
    "SubstanceProtein", "SubstanceReferenceInformation", "SubstanceSourceMaterial", "SubstanceSpecification",
    "SupplyDelivery", "SupplyRequest", "Task", "TerminologyCapabilities", "TestReport", "TestScript", "ValueSet",
    "VerificationResult", "VisionPrescription",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_key_is_refused() {
        for bad in [
            "",
            "Patient",
            "patient/1",
            "Patient/",
            "Patient/a b",
            "Patient/a/b",
            "x/Patient/1",
            "#m",
        ] {
            assert!(
                bad.parse::<ResourceKey>().is_err() || ResourceKey::from_reference(bad).is_none(),
                "{bad}"
            );
        }
        assert_eq!(ResourceKey::from_reference("fhir/Patient/1"), None);
        assert!(ResourceKey::new("Patient", &"a".repeat(257)).is_none());
    }

    #[test]
    fn references_of_every_form_give_the_key() {
        let key = ResourceKey::new("Patient", "p1").unwrap();
        for form in [
            "Patient/p1",
            "/Patient/p1",
            "Patient/p1/_history/3",
            "https://other.example/fhir/Patient/p1/_history/3",
            "http://h/r4/Patient/p1/",
        ] {
            assert_eq!(
                ResourceKey::from_reference(form).as_ref(),
                Some(&key),
                "{form}"
            );
        }
    }

    #[test]
    fn the_type_list_is_sorted_and_debug_hides_the_patient() {
        assert!(R4_TYPES.is_sorted());
        assert!(is_r4_type("Observation") && !is_r4_type("FooBar"));
        assert_eq!(
            format!("{:?}", ResourceKey::new("Patient", "p1").unwrap()),
            "Patient/[redacted]"
        );
    }
}
