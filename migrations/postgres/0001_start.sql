-- Times are microseconds since 1970-01-01 UTC. BYTEA columns are sealed unless a comment says otherwise.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Wrapped data keys; a tombstone has neither master nor wrapped.
CREATE TABLE data_keys (
    scope TEXT NOT NULL,
    version BIGINT NOT NULL,
    master TEXT,
    wrapped BYTEA,
    shredded_at BIGINT,
    PRIMARY KEY (scope, version),
    CHECK ((wrapped IS NULL) = (shredded_at IS NOT NULL)),
    CHECK ((wrapped IS NULL) = (master IS NULL))
);

-- The id is a keyed hash of the cookie's.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    data BYTEA NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires);

-- The id is a keyed hash of the state parameter.
CREATE TABLE pending_launches (
    id TEXT PRIMARY KEY,
    data BYTEA NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX pending_launches_expires ON pending_launches (expires);

-- The owner is a keyed hash of the browser session's key. `changed` grows with every change of the launch's objects.
CREATE TABLE launches (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    context BYTEA NOT NULL,
    tokens BYTEA,
    tokens_version BIGINT NOT NULL,
    refresh_until BIGINT,
    changed BIGINT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    ended BIGINT
);
CREATE INDEX launches_owner ON launches (owner);
CREATE INDEX launches_expires ON launches (expires);

CREATE TABLE charts (
    launch TEXT NOT NULL REFERENCES launches (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    chart BYTEA NOT NULL,
    report BYTEA NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (launch, hash)
);

-- How far the chart's loading is.
CREATE TABLE chart_states (
    launch TEXT PRIMARY KEY REFERENCES launches (id) ON DELETE CASCADE,
    state BYTEA NOT NULL
);

CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    launch TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    author TEXT NOT NULL,
    revision BIGINT NOT NULL,
    details BYTEA NOT NULL,
    document BYTEA,
    review BYTEA,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT
);
CREATE INDEX drafts_launch ON drafts (launch, created);
CREATE INDEX drafts_status ON drafts (status, lease_until);

CREATE TABLE draft_sections (
    draft TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    payload BYTEA NOT NULL,
    PRIMARY KEY (draft, position)
);

-- Kept when the launch is gone: our own copy of what was signed.
CREATE TABLE signed_notes (
    draft TEXT PRIMARY KEY,
    launch TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    note BYTEA NOT NULL,
    signed_at BIGINT NOT NULL,
    audit_index BIGINT
);
CREATE INDEX signed_notes_launch ON signed_notes (launch);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    draft TEXT NOT NULL REFERENCES signed_notes (draft),
    launch TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    payload BYTEA NOT NULL,
    result BYTEA,
    due BIGINT NOT NULL,
    created BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT
);
CREATE INDEX outbox_due ON outbox (state, due);
CREATE INDEX outbox_launch ON outbox (launch, draft);

-- The bytes are as server/crates/audit/FORMAT.md says; their sealed parts are inside.
CREATE TABLE audit_entries (
    position BIGINT PRIMARY KEY,
    time BIGINT NOT NULL,
    scope TEXT NOT NULL,
    hash BYTEA NOT NULL,
    record BYTEA NOT NULL
);
CREATE INDEX audit_entries_scope ON audit_entries (scope, position);

CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    hash BYTEA
);
INSERT INTO audit_head (id, size, hash) VALUES (1, 0, NULL);

-- Plain bytes: sizes and hashes.
CREATE TABLE audit_checkpoints (
    size BIGINT NOT NULL,
    time BIGINT NOT NULL,
    log_id TEXT NOT NULL,
    roots BYTEA NOT NULL,
    head BYTEA NOT NULL,
    mac TEXT NOT NULL,
    PRIMARY KEY (size, time)
);

-- Nobody changes what the log says, this program's own mistakes included.
CREATE FUNCTION audit_entries_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are append-only';
END;
$$;
CREATE TRIGGER audit_entries_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_keep();
