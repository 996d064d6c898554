-- The number of an account for authenticators: random, drawn when its first passkey is made.
CREATE TABLE user_handle (
    account {integer} PRIMARY KEY,
    handle  {bytes} NOT NULL CHECK (length(handle) = 16)
){table};
CREATE INDEX passkey_account ON passkey (account);
CREATE INDEX outside_identity_account ON outside_identity (account);
CREATE INDEX pending_sign_in_expires ON pending_sign_in (expires_at);

-- Somebody of whom a provider says that they act for a firm. One person can act for several firms.
CREATE TABLE representative (
    issuer     {text} NOT NULL,
    subject    {text} NOT NULL,
    kvk_number {text} NOT NULL,     -- as the provider says it; what the firm tells of itself is with the firm
    firm       {integer} NOT NULL,
    account    {integer} NOT NULL,
    PRIMARY KEY (issuer, subject, kvk_number)
){table};
CREATE INDEX representative_kvk ON representative (kvk_number);
CREATE INDEX representative_account ON representative (account);
