//! Launches: one patient, one user, one EHR, with the tokens that the EHR gave.

use std::fmt;

use keys::{Scope, ScopeKey};
use model::{LaunchId, Role, TenantId, UserId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    Secret, Store, StoreError,
    db::{Row, Tx, args},
    store::Cells,
};

const TABLE: &str = "launches";

/// Proof that a launch was looked up for its owner; every object of a launch is reached with it.
#[derive(Clone, PartialEq, Eq)]
pub struct LaunchKey {
    pub(crate) id: LaunchId,
    pub(crate) tenant: TenantId,
    pub(crate) patient: Scope,
}

impl LaunchKey {
    /// The launch.
    pub fn id(&self) -> &LaunchId {
        &self.id
    }

    /// For which organization.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// Key scope of its patient.
    pub fn patient_scope(&self) -> &Scope {
        &self.patient
    }

    /// Key scope of the launch itself.
    pub fn scope(&self) -> Result<Scope, StoreError> {
        Ok(Scope::launch(self.id.as_str())?)
    }
}

impl fmt::Debug for LaunchKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LaunchKey({})", self.id)
    }
}

/// What a launch is about; sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaunchContext {
    /// The EHR's FHIR base URL.
    pub issuer: String,
    /// The patient's id, without the type.
    pub patient: String,
    /// The encounter's id, without the type, where the launch has one.
    pub encounter: Option<String>,
    /// The user, `Practitioner/id`.
    pub user: UserId,
    /// The user's name as notes show it.
    pub user_name: String,
    /// What the user may do.
    pub role: Role,
    /// Whether the EHR asks for a patient banner.
    pub banner: bool,
    /// The EHR's style sheet address.
    pub style: Option<String>,
    /// The EHR's intent.
    pub intent: Option<String>,
    /// The scopes that were granted.
    pub scopes: String,
    /// Whatever else a launch must remember.
    #[serde(default)]
    pub more: serde_json::Value,
}

impl fmt::Debug for LaunchContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LaunchContext(…)")
    }
}

/// A launch to be kept.
#[derive(Clone)]
pub struct NewLaunch {
    /// Its random id.
    pub id: LaunchId,
    /// Key of the browser session that owns it; must outlive the rotation of the cookie's id.
    pub owner: String,
    /// For which organization.
    pub tenant: TenantId,
    /// What it is about.
    pub context: LaunchContext,
    /// The tokens, as their owner writes them.
    pub tokens: Secret,
    /// Now.
    pub created: OffsetDateTime,
    /// When it ends at the latest.
    pub expires: OffsetDateTime,
}

/// A launch that is under way.
#[derive(Clone)]
pub struct Launch {
    /// What reaches its objects.
    pub key: LaunchKey,
    /// What it is about.
    pub context: LaunchContext,
    /// The tokens.
    pub tokens: Tokens,
    /// Grows with every change of its objects; screens watch it.
    pub changed: u64,
    /// When it began.
    pub created: OffsetDateTime,
    /// When it ends at the latest.
    pub expires: OffsetDateTime,
}

/// Tokens with the version that a refresh must name.
#[derive(Clone)]
pub struct Tokens {
    /// Grows by one with every refresh.
    pub version: u64,
    /// As their owner wrote them.
    pub bytes: Secret,
}

const OF_OWNER: &str = "SELECT id, tenant, patient_scope, context, tokens, tokens_version, \
     changed, created, expires FROM launches \
     WHERE id = $1 AND expires > $2 AND ended IS NULL AND tokens IS NOT NULL AND owner = $3";
const OF_ANYBODY: &str = "SELECT id, tenant, patient_scope, context, tokens, tokens_version, \
     changed, created, expires FROM launches \
     WHERE id = $1 AND ended IS NULL AND tokens IS NOT NULL";

impl Store {
    /// Keeps a new launch.
    pub async fn insert_launch(&self, new: &NewLaunch) -> Result<LaunchKey, StoreError> {
        let (issuer, patient) = (&new.context.issuer, &new.context.patient);
        let tenant = new.tenant.as_str();
        let launch = LaunchKey {
            id: new.id.clone(),
            tenant: new.tenant.clone(),
            patient: self.keys.patient_scope(issuer, tenant, patient).await?,
        };
        let key = self.keys.key(&launch.scope()?).await?;
        let cells = cells(&key, tenant, &launch.id);
        let context = serde_json::to_vec(&new.context)
            .map_err(|_| StoreError::Row("a launch that cannot be written"))?;
        let values = args![
            launch.id.as_str(),
            self.owner(&new.owner).await?,
            tenant,
            launch.patient.as_str(),
            cells.seal("context", &context)?,
            cells.seal("tokens", &new.tokens)?,
            new.created,
            new.expires,
        ];
        let sql = "INSERT INTO launches (id, owner, tenant, patient_scope, context, tokens, \
                   created, expires, tokens_version, changed) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, 1)";
        self.db.write(sql, values).await?;
        Ok(launch)
    }

    /// The launch, if it belongs to this owner and is under way.
    pub async fn launch(
        &self,
        id: &LaunchId,
        owner: &str,
        now: OffsetDateTime,
    ) -> Result<Option<Launch>, StoreError> {
        let owner = self.owner(owner).await?;
        let row = self
            .db
            .read_one(OF_OWNER, args![id.as_str(), now, owner])
            .await?;
        self.opened(row).await
    }

    /// The launch for work that goes on without its user (filing, resuming a draft), also when its
    /// time is over.
    pub async fn launch_for_worker(&self, id: &LaunchId) -> Result<Option<Launch>, StoreError> {
        let row = self.db.read_one(OF_ANYBODY, args![id.as_str()]).await?;
        self.opened(row).await
    }

    /// How often the launch's objects changed; none if it has ended. Cheap: screens poll it.
    pub async fn changed(&self, launch: &LaunchKey) -> Result<Option<u64>, StoreError> {
        let sql = "SELECT changed FROM launches WHERE id = $1 AND ended IS NULL";
        let row = self.db.read_one(sql, args![launch.id.as_str()]).await?;
        row.map(|mut row| row.count()).transpose()
    }

    /// Ends a launch: its tokens and charts are deleted, its key destroyed. Drafts and notes stay.
    pub async fn end_launch(&self, id: &LaunchId, now: OffsetDateTime) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let sql = "UPDATE launches SET tokens = NULL, ended = $1, changed = changed + 1 \
                   WHERE id = $2 AND ended IS NULL";
        tx.write(sql, args![now, id.as_str()]).await?;
        tx.write("DELETE FROM charts WHERE launch = $1", args![id.as_str()])
            .await?;
        tx.write(
            "DELETE FROM chart_states WHERE launch = $1",
            args![id.as_str()],
        )
        .await?;
        tx.commit().await?;
        self.keys.shred(&Scope::launch(id.as_str())?, now).await?;
        Ok(())
    }

    async fn owner(&self, owner: &str) -> Result<String, StoreError> {
        Ok(self.keys.blind("launch owner", &[owner]).await?)
    }

    async fn opened(&self, row: Option<Row>) -> Result<Option<Launch>, StoreError> {
        let Some(mut row) = row else { return Ok(None) };
        let launch = LaunchKey {
            id: LaunchId::new(row.text()?),
            tenant: TenantId::new(row.text()?),
            patient: row.scope()?,
        };
        let key = self.keys.reading_key(&launch.scope()?).await?;
        let cells = cells(&key, launch.tenant.as_str(), &launch.id);
        let context = cells.open("context", &row.sealed()?)?;
        let bytes = cells.open("tokens", &row.sealed()?)?;
        Ok(Some(Launch {
            context: serde_json::from_slice(&context)
                .map_err(|_| StoreError::Row("a launch that cannot be read"))?,
            tokens: Tokens {
                version: row.count()?,
                bytes,
            },
            changed: row.count()?,
            created: row.time()?,
            expires: row.time()?,
            key: launch,
        }))
    }
}

/// Tells the screens of a launch that something changed.
pub(crate) async fn touch(tx: &mut Tx, launch: &LaunchKey) -> Result<(), StoreError> {
    let sql = "UPDATE launches SET changed = changed + 1 WHERE id = $1";
    tx.write(sql, args![launch.id.as_str()]).await.map(drop)
}

/// A version or revision as the databases keep it.
pub(crate) fn number(value: u64) -> Result<i64, StoreError> {
    i64::try_from(value).map_err(|_| StoreError::Row("a number out of range"))
}

pub(crate) fn cells<'a>(key: &'a ScopeKey, tenant: &'a str, id: &'a LaunchId) -> Cells<'a> {
    Cells {
        key,
        tenant,
        table: TABLE,
        row: id.as_str(),
    }
}
