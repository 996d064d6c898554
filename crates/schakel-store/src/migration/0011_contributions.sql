-- What somebody did that counts for an indicator. Who took part stands there as a key of that year, from which nobody can
-- make a name; the same person has another key in another year.
CREATE TABLE contribution (
    id           {integer} PRIMARY KEY,
    kind         {text} NOT NULL,      -- event, attendance, consortium-member, …
    year         {integer} NOT NULL,
    day          {text} NOT NULL,
    item         {integer} NOT NULL,   -- the meeting, consortium, circle, … that it belongs to
    firm         {text},               -- key
    participant  {text},               -- key
    is_public    {integer},            -- of a member: whether it is of government
    recorded_on  {text} NOT NULL
){table};
CREATE INDEX contribution_by_item ON contribution (kind, year, item, recorded_on);
CREATE INDEX contribution_by_firm ON contribution (kind, year, firm, recorded_on);
CREATE INDEX contribution_by_participant ON contribution (kind, year, participant, recorded_on);
CREATE INDEX contribution_of_item ON contribution (item);

-- The meeting, consortium, firm helped, … that contributions belong to. One name of a kind is one item, so that nothing
-- is counted twice.
CREATE TABLE contribution_item (
    id           {integer} PRIMARY KEY,
    kind         {text} NOT NULL,
    name         {text} NOT NULL,
    organisation {text} NOT NULL,
    performance  {text} NOT NULL,
    action       {integer} NOT NULL,
    day          {text} NOT NULL,
    made_at      {text} NOT NULL,
    UNIQUE (kind, name)
){table};

-- The secret with which keys of a year are made. Once it is erased, a key can no longer be made from an address.
CREATE TABLE contribution_secret (
    year    {integer} PRIMARY KEY,
    secret  {bytes} NOT NULL,
    made_at {text} NOT NULL
){table};
