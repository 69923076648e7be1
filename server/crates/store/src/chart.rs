//! Frozen charts and how far their loading is. Sealed under the launch's key, gone with it.

use keys::ScopeKey;
use time::OffsetDateTime;

use crate::{LaunchKey, Secret, Store, StoreError, db::args, launch::touch, store::Cells};

/// A frozen chart.
#[derive(Clone)]
pub struct StoredChart {
    /// Hash of its content, as its owner computes it.
    pub hash: String,
    /// The chart, as its owner writes it.
    pub chart: Secret,
    /// The load report, as its owner writes it.
    pub report: Secret,
    /// When it was frozen.
    pub created: OffsetDateTime,
}

impl Store {
    /// Keeps a frozen chart; one with the same hash is kept as it is.
    pub async fn put_chart(
        &self,
        launch: &LaunchKey,
        hash: &str,
        chart: &[u8],
        report: &[u8],
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let key = self.keys.key(&launch.scope()?).await?;
        let row = row(launch, hash);
        let cells = cells(&key, launch, "charts", &row);
        let (chart, report) = (cells.seal("chart", chart)?, cells.seal("report", report)?);
        let mut tx = self.db.begin().await?;
        let sql = "INSERT INTO charts (launch, hash, chart, report, created) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        tx.write(sql, args![launch.id.as_str(), hash, chart, report, now])
            .await?;
        touch(&mut tx, launch).await?;
        tx.commit().await
    }

    /// The launch's chart with this hash, or the newest.
    pub async fn chart(
        &self,
        launch: &LaunchKey,
        hash: Option<&str>,
    ) -> Result<Option<StoredChart>, StoreError> {
        let sql = "SELECT hash, chart, report, created FROM charts \
                   WHERE launch = $1 AND ($2 = '' OR hash = $2) ORDER BY created DESC LIMIT 1";
        let values = args![launch.id.as_str(), hash.unwrap_or_default()];
        let Some(mut found) = self.db.read_one(sql, values).await? else {
            return Ok(None);
        };
        let hash = found.text()?;
        let key = self.keys.reading_key(&launch.scope()?).await?;
        let row = row(launch, &hash);
        let cells = cells(&key, launch, "charts", &row);
        Ok(Some(StoredChart {
            chart: cells.open("chart", &found.sealed()?)?,
            report: cells.open("report", &found.sealed()?)?,
            created: found.time()?,
            hash,
        }))
    }

    /// Says how far the loading is, for every instance.
    pub async fn put_chart_state(
        &self,
        launch: &LaunchKey,
        state: &[u8],
    ) -> Result<(), StoreError> {
        let key = self.keys.key(&launch.scope()?).await?;
        let state = cells(&key, launch, "chart_states", launch.id.as_str()).seal("state", state)?;
        let mut tx = self.db.begin().await?;
        let sql = "INSERT INTO chart_states (launch, state) VALUES ($1, $2) \
                   ON CONFLICT (launch) DO UPDATE SET state = excluded.state";
        tx.write(sql, args![launch.id.as_str(), state]).await?;
        touch(&mut tx, launch).await?;
        tx.commit().await
    }

    /// How far the loading is.
    pub async fn chart_state(&self, launch: &LaunchKey) -> Result<Option<Secret>, StoreError> {
        let sql = "SELECT state FROM chart_states WHERE launch = $1";
        let Some(mut row) = self.db.read_one(sql, args![launch.id.as_str()]).await? else {
            return Ok(None);
        };
        let key = self.keys.reading_key(&launch.scope()?).await?;
        let cells = cells(&key, launch, "chart_states", launch.id.as_str());
        cells.open("state", &row.sealed()?).map(Some)
    }
}

fn row(launch: &LaunchKey, hash: &str) -> String {
    format!("{}/{hash}", launch.id)
}

fn cells<'a>(key: &'a ScopeKey, launch: &'a LaunchKey, table: &'a str, row: &'a str) -> Cells<'a> {
    Cells {
        key,
        tenant: launch.tenant.as_str(),
        table,
        row,
    }
}
