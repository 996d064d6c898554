-- An application for a grant: what lists need as columns, all of it as JSON.
CREATE TABLE application (
    id           {integer} PRIMARY KEY,  -- its number
    round        {text} NOT NULL,        -- code of the pack
    applicant    {integer} NOT NULL,     -- firm
    case_id      {integer},
    state        {text} NOT NULL,        -- draft, submitted, …, ended
    outcome      {text},
    turn         {integer},              -- the how many-th that was handed in for its round; nothing while a draft
    received_at  {text},                 -- moment, with microseconds
    complete_at  {text},
    requested    {integer},              -- cents
    committed    {integer} NOT NULL,     -- cents that count under the ceilings
    next_date    {text},                 -- the day after which time moves something
    decision_due {text},
    ended_at     {text},
    merits       {text} NOT NULL,        -- what it counts with in a division, JSON
    body         {text} NOT NULL
){table};
CREATE UNIQUE INDEX application_turn ON application (round, turn);
CREATE INDEX application_state ON application (round, state, turn);
CREATE INDEX application_applicant ON application (applicant);
CREATE INDEX application_next_date ON application (next_date);
CREATE INDEX application_ended_at ON application (ended_at);

-- The firms that were asked to take part in an application.
CREATE TABLE application_partner (
    application {integer} NOT NULL,
    firm        {integer} NOT NULL,
    PRIMARY KEY (application, firm)
){table};
CREATE INDEX application_partner_firm ON application_partner (firm);

-- The answers as they were kept, and the files.
CREATE TABLE application_form (
    id          {integer} PRIMARY KEY,
    application {integer} NOT NULL,
    answers     {text} NOT NULL,        -- JSON
    made_at     {text} NOT NULL
){table};
CREATE INDEX application_form_application ON application_form (application);
CREATE TABLE application_file (
    id          {integer} PRIMARY KEY,
    application {integer} NOT NULL,
    body        {text} NOT NULL,        -- which document, digest, size and kind, JSON
    name        {text} NOT NULL,
    content     {bytes} NOT NULL,
    made_at     {text} NOT NULL
){table};
CREATE INDEX application_file_application ON application_file (application);

-- A round as it is carried out: what came in, its draw and its division.
CREATE TABLE round_book (
    round            {text} PRIMARY KEY,
    received         {integer} NOT NULL,   -- how many applications were handed in
    last_received_at {text},               -- when something was received last, with microseconds
    commitment       {text},               -- SHA-256 of the seed of the draw, hexadecimal
    draw             {text},               -- the draw as it is published, JSON
    division         {text}                -- the decisions that follow from the last division, JSON
){table};

-- The room under each ceiling; no statement can make the grants larger than it.
CREATE TABLE round_ceiling (
    round     {text} NOT NULL,
    part      {text} NOT NULL,             -- of the round; empty: the whole of it
    amount    {integer} NOT NULL,          -- cents
    committed {integer} NOT NULL,          -- cents
    PRIMARY KEY (round, part),
    CHECK (committed >= 0 AND committed <= amount)
){table};

-- A voucher: where it stands as columns, all of it as JSON.
CREATE TABLE voucher (
    id          {integer} PRIMARY KEY,
    round       {text} NOT NULL,
    application {integer} NOT NULL,
    firm        {integer} NOT NULL,
    state       {text} NOT NULL,           -- open, redeemed, lapsed
    next_date   {text},                    -- the last day on which it can be redeemed, while it is open
    body        {text} NOT NULL
){table};
CREATE UNIQUE INDEX voucher_application ON voucher (application);
CREATE INDEX voucher_round ON voucher (round);
CREATE INDEX voucher_firm ON voucher (firm);
CREATE INDEX voucher_next_date ON voucher (next_date);
