//! A signed reply to a patient's message, as a Communication where the EHR takes one.

use fhir::{Exactness, Json};
use fhir_resources::{BuildError, Message, message};
use model::DraftKind;
use review::SignedNote;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::filer::{Filer, Prepared, note_identifier, signer};
use crate::find::{Found, complete, decide, has_identifier, not_retracted, patient_id, squeezed};

impl Filer {
    /// Whether a signed note goes out as a message. It depends on the note and the EHR alone, so that a search after a crash looks in the
    /// same place.
    pub(crate) fn is_message(&self, signed: &SignedNote) -> bool {
        signed.kind() == DraftKind::MessageReply && self.rules().messages
    }

    /// Looks for a message that may have been sent: by our identifier where the EHR keeps it, else by its exact words.
    pub(crate) async fn sent_message(&self, signed: &SignedNote) -> Result<Found, String> {
        let own = note_identifier(signed);
        let token = format!("{}|{}", own.system, own.value);
        let by_identifier = self.rules().exactness != Exactness::TextOnly;
        let mut params = vec![("patient", patient_id(signed.patient()))];
        if by_identifier {
            params.push(("identifier", token.as_str()));
        }
        let found = complete(
            self.client
                .search("sent message (search)", "Communication", &params)
                .await,
        )?;
        let wanted = squeezed(signed.text());
        let since = signed.signed_at() - Duration::days(1);
        let same = |json: &&Json| {
            if by_identifier {
                return has_identifier(json, &own.system, &own.value);
            }
            let payloads = json.items_at("payload");
            let mut texts = payloads
                .iter()
                .filter_map(|one| one.str_at("contentString"));
            texts.any(|text| squeezed(text) == wanted) && not_before(json, since)
        };
        Ok(decide(
            found.iter().filter(same).filter(|json| not_retracted(json)),
        ))
    }
}

/// What is sent of a signed reply.
pub(crate) fn prepare(signed: &SignedNote) -> Result<Prepared, BuildError> {
    let identifier = note_identifier(signed);
    let built = message(&Message {
        text: signed.text().to_owned(),
        translation: signed
            .translation()
            .map(|one| (one.language.clone(), one.text.clone())),
        patient: signed.patient().to_owned(),
        encounter: signed.encounter().map(str::to_owned),
        sender: signer(signed).ok_or(BuildError::Missing("sender"))?,
        in_response_to: signed.answers().map(str::to_owned),
        sent: signed.signed_at(),
        identifier: identifier.clone(),
    })?;
    Ok(Prepared {
        label: "message (create)",
        built,
        identifier,
    })
}

/// The same words of an earlier day are another message; one without a date may be this one.
fn not_before(json: &Json, since: OffsetDateTime) -> bool {
    let sent = json.str_at("sent");
    let sent = sent.and_then(|sent| OffsetDateTime::parse(sent, &Rfc3339).ok());
    sent.is_none_or(|sent| sent >= since)
}
