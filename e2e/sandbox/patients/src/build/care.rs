//! Allergies, immunizations, procedures, family history, plans, goals, teams, coverage and relatives.

use serde_json::{Value, json};

use super::time::{day, stamp};
use super::{Chart, Clinician, HL7, SNOMED, concept, hl7};

impl Chart {
    /// An allergy: substance (system, code, display), category, criticality, since when, and its reactions (SNOMED CT code,
    /// display, severity).
    pub(crate) fn allergy(
        &mut self,
        substance: (&str, &str, &str),
        category: &str,
        criticality: &str,
        onset: &str,
        reactions: &[(&str, &str, &str)],
    ) -> String {
        let author = self.author_ref();
        let reaction: Value = reactions
            .iter()
            .map(|(code, display, severity)| json!({"manifestation": [concept(SNOMED, code, display)], "severity": severity}))
            .collect();
        let body = json!({
            "clinicalStatus": hl7("allergyintolerance-clinical", "active", "Active"),
            "verificationStatus": hl7("allergyintolerance-verification", "confirmed", "Confirmed"),
            "type": "allergy",
            "category": [category],
            "criticality": criticality,
            "code": concept(substance.0, substance.1, substance.2),
            "patient": self.patient(),
            "onsetDateTime": stamp(onset),
            "recordedDate": self.now(),
            "recorder": author,
            "reaction": reaction,
        });
        self.add("AllergyIntolerance", "al", body)
    }

    /// The positive statement that no allergy is known.
    pub(crate) fn no_known_allergies(&mut self) -> String {
        let author = self.author_ref();
        let body = json!({
            "clinicalStatus": hl7("allergyintolerance-clinical", "active", "Active"),
            "verificationStatus": hl7("allergyintolerance-verification", "confirmed", "Confirmed"),
            "code": concept(SNOMED, "716186003", "No known allergy"),
            "patient": self.patient(),
            "recordedDate": self.now(),
            "recorder": author,
        });
        self.add("AllergyIntolerance", "al", body)
    }

    /// Immunizations given now (CVX code and name).
    pub(crate) fn shots(&mut self, vaccines: &[(&str, &str)]) {
        for (cvx, display) in vaccines {
            let author = self.author_ref();
            let body = json!({
                "status": "completed",
                "vaccineCode": concept("http://hl7.org/fhir/sid/cvx", cvx, display),
                "patient": self.patient(),
                "encounter": self.encounter_ref(),
                "occurrenceDateTime": self.now(),
                "primarySource": true,
                "location": {"reference": "Location/loc-clinic"},
                "performer": [{"actor": author}],
            });
            self.add("Immunization", "im", body);
        }
    }

    /// An immunization of some date, outside visits.
    pub(crate) fn shot_on(&mut self, date: &str, cvx: &str, display: &str) -> String {
        let body = json!({
            "status": "completed",
            "vaccineCode": concept("http://hl7.org/fhir/sid/cvx", cvx, display),
            "patient": self.patient(),
            "occurrenceDateTime": stamp(date),
            "primarySource": false,
            "reportOrigin": hl7("immunization-origin", "record", "Written Record"),
        });
        self.add("Immunization", "im", body)
    }

    /// A completed procedure, now (SNOMED CT), at a body site where there is one.
    pub(crate) fn procedure(&mut self, code: (&str, &str), site: Option<(&str, &str)>) -> String {
        let author = self.author_ref();
        let body = json!({
            "status": "completed",
            "code": concept(SNOMED, code.0, code.1),
            "subject": self.patient(),
            "encounter": self.encounter_ref(),
            "performedDateTime": self.now(),
            "performer": [{"actor": author}],
            "bodySite": site.map(|(code, display)| json!([concept(SNOMED, code, display)])),
        });
        self.add("Procedure", "pc", body)
    }

    /// A relative's condition: role code (`MTH`, `FTH`, …) and its name, SNOMED CT condition, age at onset.
    pub(crate) fn family(&mut self, role: (&str, &str), condition: (&str, &str), onset_age: Option<u32>, died_of_it: bool) -> String {
        let onset = onset_age.map(|age| json!({"value": age, "unit": "years", "system": super::UCUM, "code": "a"}));
        let body = json!({
            "status": "completed",
            "patient": self.patient(),
            "date": day(&self.when),
            "relationship": {"coding": [{"system": format!("{HL7}/v3-RoleCode"), "code": role.0, "display": role.1}], "text": role.1},
            "deceasedBoolean": died_of_it,
            "condition": [{
                "code": concept(SNOMED, condition.0, condition.1),
                "contributedToDeath": died_of_it,
                "onsetAge": onset,
            }],
        });
        self.add("FamilyMemberHistory", "fh", body)
    }

    /// A care team of clinicians and the plan that they follow.
    pub(crate) fn plan(
        &mut self,
        title: &str,
        since: &str,
        addresses: &[&str],
        activities: &[&str],
        team: &[&'static Clinician],
    ) -> String {
        let members: Vec<Value> = team
            .iter()
            .copied()
            .map(|who| {
                let role = json!([{"coding": [{"system": "http://nucc.org/provider-taxonomy", "code": who.specialty.0,
                    "display": who.specialty.1}], "text": who.specialty.1}]);
                json!({"role": role, "member": self.clinician(who)})
            })
            .collect();
        let team_body = json!({
            "status": "active",
            "name": format!("Care team: {title}"),
            "subject": self.patient(),
            "period": {"start": stamp(since)},
            "participant": members,
        });
        let team = self.add("CareTeam", "ct", team_body);
        let body = json!({
            "text": {"status": "generated", "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{title}</div>")},
            "status": "active",
            "intent": "plan",
            "category": [{"coding": [{"system": "http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "code": "assess-plan"}]}],
            "title": title,
            "subject": self.patient(),
            "period": {"start": stamp(since)},
            "careTeam": [{"reference": team}],
            "addresses": addresses.iter().map(|a| json!({"reference": a})).collect::<Value>(),
            "activity": activities.iter().map(|a| json!({"detail": {"status": "in-progress", "description": a}})).collect::<Value>(),
        });
        self.add("CarePlan", "cp", body)
    }

    /// A goal of the patient's care, with its due date; `status` is a lifecycle status.
    pub(crate) fn goal(&mut self, words: &str, status: &str, start: &str, due: &str) -> String {
        let body = json!({
            "lifecycleStatus": status,
            "description": {"text": words},
            "subject": self.patient(),
            "startDate": start,
            "target": [{"dueDate": due}],
        });
        self.add("Goal", "go", body)
    }

    /// A message that the patient wrote to the current author, at the clock's time.
    pub(crate) fn message(&mut self, words: &str) -> String {
        let body = json!({
            "status": "completed",
            "subject": self.patient(),
            "sender": self.patient(),
            "recipient": [self.author_ref()],
            "sent": self.now(),
            "payload": [{"contentString": words}],
        });
        self.add("Communication", "cm", body)
    }

    /// Insurance by the fictional plan; the subscriber is the patient unless a relative is named.
    pub(crate) fn coverage(&mut self, member: &str, since: &str, subscriber: Option<&str>) -> String {
        let subscriber = subscriber.map_or_else(|| self.patient(), |r| json!({"reference": r}));
        let body = json!({
            "status": "active",
            "type": {"coding": [{"system": format!("{HL7}/v3-ActCode"), "code": "EHCPOL", "display": "extended healthcare"}]},
            "subscriber": subscriber,
            "subscriberId": member,
            "beneficiary": self.patient(),
            "relationship": hl7("subscriber-relationship", if subscriber == self.patient() { "self" } else { "child" }, "Relationship"),
            "period": {"start": stamp(since)},
            "payor": [{"reference": "Organization/org-payer", "display": "Prairie Mutual Health Plan (fictional)"}],
            "class": [{"type": hl7("coverage-class", "plan", "Plan"), "value": "PM-CHOICE", "name": "Prairie Choice"}],
        });
        self.add("Coverage", "cv", body)
    }

    /// A relative or contact: role code (`MTH`, `SPS`, …), its name, given and family name.
    pub(crate) fn relative(&mut self, role: (&str, &str), given: &str, family: &str, phone: &str) -> String {
        let body = json!({
            "active": true,
            "patient": self.patient(),
            "relationship": [{"coding": [{"system": format!("{HL7}/v3-RoleCode"), "code": role.0, "display": role.1}], "text": role.1}],
            "name": [{"family": family, "given": [given]}],
            "telecom": [{"system": "phone", "value": phone}],
        });
        self.add("RelatedPerson", "rp", body)
    }
}
