-- Small aid (de minimis) that was granted: what is counted as columns, all of it as JSON.
CREATE TABLE small_aid (
    id          {integer} PRIMARY KEY,
    firm        {integer} NOT NULL,
    application {integer},               -- nothing for aid of another body, entered by hand
    granted_on  {text} NOT NULL,
    exported_on {text},                  -- when it was sent to the central register
    body        {text} NOT NULL
){table};
CREATE INDEX small_aid_firm ON small_aid (firm);
CREATE INDEX small_aid_application ON small_aid (application);

-- What an undertaking declared of other small aid, the last time.
CREATE TABLE small_aid_declaration (
    firm {integer} PRIMARY KEY,
    body {text} NOT NULL                 -- JSON
){table};

-- What links enterprises: control, partners, a person.
CREATE TABLE firm_link (
    id   {integer} PRIMARY KEY,
    body {text} NOT NULL                 -- JSON
){table};

-- Other aid that goes to the costs of an application.
CREATE TABLE other_aid (
    application {integer} PRIMARY KEY,
    body        {text} NOT NULL          -- amounts by kind of costs, JSON
){table};

-- What an assessor of a committee made of an application, or that the assessor has an interest in it.
CREATE TABLE score_sheet (
    application  {integer} NOT NULL,
    account      {integer} NOT NULL,     -- the assessor
    has_interest {integer} NOT NULL,     -- 1: keeps out of it; nothing else counts then
    works_for    {text} NOT NULL,        -- firms and organisations, JSON
    advice       {text} NOT NULL,        -- JSON
    made_at      {text} NOT NULL,
    PRIMARY KEY (application, account)
){table};

-- The points of a score sheet, each with its reason.
CREATE TABLE score (
    id          {integer} PRIMARY KEY,
    application {integer} NOT NULL,
    account     {integer} NOT NULL,
    criterion   {text} NOT NULL,
    points      {text} NOT NULL,         -- exact
    reason      {text} NOT NULL
){table};
CREATE INDEX score_application ON score (application, account);

-- What an objector wrote, and what was decided on it.
CREATE TABLE objection (
    application {integer} NOT NULL,
    number      {integer} NOT NULL,      -- the how many-th of the application
    grounds     {text} NOT NULL,
    reasons     {text},                  -- of the decision on it
    made_at     {text} NOT NULL,
    PRIMARY KEY (application, number)
){table};

-- The secret seed of the draw of a round; it is published with the draw.
CREATE TABLE round_seed (
    round {text} PRIMARY KEY,
    seed  {text} NOT NULL
){table};
