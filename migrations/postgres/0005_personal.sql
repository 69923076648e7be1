-- What clinicians keep for themselves: dot-phrases, and instructions for a kind of document. Sealed under a key of the clinician's own, as people paste
-- what is about patients. The id is a keyed hash of owner, kind and name; the owner, one of EHR, tenant and user.
CREATE TABLE personal_texts (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload BYTEA NOT NULL,
    changed BIGINT NOT NULL
);
CREATE INDEX personal_texts_owner ON personal_texts (owner, kind);
