-- Keys with which other doors pass questions on. Only the digest of a key is kept.
CREATE TABLE api_key (
    id           {integer} PRIMARY KEY,
    digest       {bytes} NOT NULL,
    organisation {text} NOT NULL,
    name         {text} NOT NULL,
    made_at      {text} NOT NULL,
    ended_at     {text}
){table};
CREATE UNIQUE INDEX api_key_digest ON api_key (digest);

-- What a door passed on, by the digest of its own reference, so that passing it on twice is one question.
CREATE TABLE passed_on (
    organisation {text} NOT NULL,
    reference    {bytes} NOT NULL,
    content      {bytes} NOT NULL,   -- digest of what was in it
    case_id      {integer} NOT NULL,
    PRIMARY KEY (organisation, reference)
){table};
CREATE INDEX passed_on_case ON passed_on (case_id);
