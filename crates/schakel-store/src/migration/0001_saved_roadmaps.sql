-- What a visitor asked to keep, under the digest of the secret in the link.
CREATE TABLE saved_roadmap (
    token_sha256 {bytes} PRIMARY KEY CHECK (length(token_sha256) = 32),
    answers      {text} NOT NULL,  -- facts of the firm, JSON
    goals        {text} NOT NULL,  -- identifiers of support, JSON
    skipped      {text} NOT NULL,  -- identifiers of support, JSON
    done         {text} NOT NULL,  -- identifiers of steps, JSON
    ready        {text} NOT NULL,  -- identifiers of conditions that held when it was saved, JSON
    created_on   {text} NOT NULL,  -- day
    keep_until   {text} NOT NULL   -- last day on which it is kept
){table};
CREATE INDEX saved_roadmap_keep_until ON saved_roadmap (keep_until);
