-- A person who can sign in: of an organisation, or an entrepreneur.
CREATE TABLE account (
    id          {integer} PRIMARY KEY,
    kind        {text} NOT NULL,    -- staff, entrepreneur
    email       {text},             -- nothing once erased
    name        {text},
    telephone   {text},
    language    {text} NOT NULL,    -- nl, en
    mail        {text} NOT NULL,    -- each, daily, none
    firm        {integer},
    made_at     {text} NOT NULL,
    closed_at   {text},
    erase_after {text}
){table};
-- Somebody with two firms has an account for each.
CREATE UNIQUE INDEX account_email ON account (kind, email, coalesce(firm, 0));
CREATE INDEX account_firm ON account (firm);

-- What a person may do, and where.
CREATE TABLE staff_role (
    account      {integer} NOT NULL,
    organisation {text} NOT NULL,
    role         {text} NOT NULL,
    given_at     {text} NOT NULL,
    PRIMARY KEY (account, organisation, role)
){table};
CREATE INDEX staff_role_organisation ON staff_role (organisation);

-- Asked by one administrator, given by another.
CREATE TABLE role_request (
    id           {integer} PRIMARY KEY,
    account      {integer} NOT NULL,
    organisation {text} NOT NULL,
    role         {text} NOT NULL,
    asked_by     {integer} NOT NULL,
    asked_at     {text} NOT NULL,
    decided_by   {integer},
    decided_at   {text},
    given        {integer}
){table};

CREATE TABLE sign_in_link (
    digest     {bytes} PRIMARY KEY CHECK (length(digest) = 32),
    account    {integer} NOT NULL,
    made_at    {text} NOT NULL,
    expires_at {text} NOT NULL,
    used_at    {text}
){table};
CREATE TABLE session (
    digest     {bytes} PRIMARY KEY CHECK (length(digest) = 32),
    account    {integer} NOT NULL,
    made_at    {text} NOT NULL,
    expires_at {text} NOT NULL
){table};
CREATE INDEX session_account ON session (account);

-- Sign-ins that are halfway: the state of OpenID Connect, the challenge of a passkey.
CREATE TABLE pending_sign_in (
    digest     {bytes} PRIMARY KEY CHECK (length(digest) = 32),
    body       {text} NOT NULL,
    expires_at {text} NOT NULL
){table};
CREATE TABLE passkey (
    credential {bytes} PRIMARY KEY,
    account    {integer} NOT NULL,
    body       {text} NOT NULL,
    made_at    {text} NOT NULL,
    used_at    {text}
){table};
CREATE TABLE outside_identity (
    issuer  {text} NOT NULL,
    subject {text} NOT NULL,
    account {integer} NOT NULL,
    PRIMARY KEY (issuer, subject)
){table};
