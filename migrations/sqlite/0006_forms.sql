-- Questionnaires that are filled in here, sealed under the patient's key: the questionnaire as it was when it was begun, and what was typed, with the
-- answers once they are given. `revision` grows with every change.
CREATE TABLE forms (
    id TEXT PRIMARY KEY,
    launch TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    revision BIGINT NOT NULL,
    questionnaire BLOB NOT NULL,
    answers BLOB NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX forms_launch ON forms (launch, created);
