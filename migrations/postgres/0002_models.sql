-- What models may cost: sums of a day, for a whole tenant (`account` empty) and for each of its users (`account` is a keyed hash).
-- Days are Julian day numbers in UTC, costs millionths of the currency. What is reserved is counted at once.
CREATE TABLE spending (
    day BIGINT NOT NULL,
    tenant TEXT NOT NULL,
    account TEXT NOT NULL,
    tokens BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    PRIMARY KEY (day, tenant, account)
);

-- Reserved and not settled yet.
CREATE TABLE spending_reserved (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day BIGINT NOT NULL,
    tenant TEXT NOT NULL,
    account TEXT NOT NULL,
    tokens BIGINT NOT NULL,
    cost BIGINT NOT NULL
);
CREATE INDEX spending_reserved_day ON spending_reserved (day);

-- What went to models and what came back, apart from each other, sealed under the patient's key. `inference` is the audit log's position.
CREATE TABLE inference_prompts (
    inference TEXT PRIMARY KEY,
    launch TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    text BYTEA NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX inference_prompts_expires ON inference_prompts (expires);

CREATE TABLE inference_answers (
    inference TEXT PRIMARY KEY,
    launch TEXT NOT NULL,
    tenant TEXT NOT NULL,
    patient_scope TEXT NOT NULL,
    text BYTEA NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX inference_answers_expires ON inference_answers (expires);
