//! What a clinician keeps for themselves, sealed under a key of their own. Reached only through a launch of theirs.

use keys::Scope;
use time::OffsetDateTime;

use crate::{Launch, Secret, Store, StoreError, db::args, store::Cells};

const TABLE: &str = "personal_texts";

/// What a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonalKind {
    /// A dot-phrase.
    Phrase,
    /// An instruction for a kind of document.
    Instruction,
}

impl PersonalKind {
    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phrase => "phrase",
            Self::Instruction => "instruction",
        }
    }
}

/// Whose texts: a keyed hash that says nothing of the user.
struct Owner {
    hash: String,
    scope: Scope,
}

impl Store {
    /// Keeps a text under a name, in the place of what was there. The payload is its owner's affair; the name is not kept in clear.
    pub async fn put_personal(
        &self,
        launch: &Launch,
        kind: PersonalKind,
        name: &str,
        payload: &[u8],
        at: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let owner = self.clinician(launch).await?;
        let id = self.personal_id(&owner, kind, name).await?;
        let key = self.keys.key(&owner.scope).await?;
        let cells = Cells {
            key: &key,
            tenant: launch.key.tenant.as_str(),
            table: TABLE,
            row: &id,
        };
        let sealed = cells.seal("payload", payload)?;
        let sql = "INSERT INTO personal_texts (id, tenant, owner, kind, payload, changed) \
                   VALUES ($1, $2, $3, $4, $5, $6) \
                   ON CONFLICT (id) DO UPDATE SET payload = excluded.payload, changed = excluded.changed";
        let values = args![
            id.as_str(),
            launch.key.tenant.as_str(),
            owner.hash.as_str(),
            kind.name(),
            sealed,
            at,
        ];
        self.db.write(sql, values).await.map(drop)
    }

    /// The payloads of all texts of this launch's user, in no order that means anything.
    pub async fn personal(
        &self,
        launch: &Launch,
        kind: PersonalKind,
    ) -> Result<Vec<Secret>, StoreError> {
        let owner = self.clinician(launch).await?;
        let sql = "SELECT id, payload FROM personal_texts \
                   WHERE owner = $1 AND tenant = $2 AND kind = $3 ORDER BY id";
        let values = args![owner.hash.as_str(), launch.key.tenant.as_str(), kind.name()];
        let rows = self.db.read(sql, values).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.keys.reading_key(&owner.scope).await?;
        let mut all = Vec::new();
        for mut row in rows {
            let id = row.text()?;
            let cells = Cells {
                key: &key,
                tenant: launch.key.tenant.as_str(),
                table: TABLE,
                row: &id,
            };
            all.push(cells.open("payload", &row.sealed()?)?);
        }
        Ok(all)
    }

    /// Drops a text; false where the user has none of this name.
    pub async fn delete_personal(
        &self,
        launch: &Launch,
        kind: PersonalKind,
        name: &str,
    ) -> Result<bool, StoreError> {
        let owner = self.clinician(launch).await?;
        let id = self.personal_id(&owner, kind, name).await?;
        let sql = "DELETE FROM personal_texts WHERE id = $1 AND owner = $2 AND tenant = $3";
        let values = args![id.as_str(), owner.hash.as_str(), launch.key.tenant.as_str()];
        Ok(self.db.write(sql, values).await? == 1)
    }

    async fn clinician(&self, launch: &Launch) -> Result<Owner, StoreError> {
        let who = [
            launch.context.issuer.as_str(),
            launch.key.tenant.as_str(),
            launch.context.user.as_str(),
        ];
        let hash = self.keys.blind("clinician", &who).await?;
        let scope = Scope::system(&format!("clinician-{hash}"))?;
        Ok(Owner { hash, scope })
    }

    async fn personal_id(
        &self,
        owner: &Owner,
        kind: PersonalKind,
        name: &str,
    ) -> Result<String, StoreError> {
        let parts = [owner.hash.as_str(), kind.name(), name];
        Ok(self.keys.blind("personal text", &parts).await?)
    }
}
