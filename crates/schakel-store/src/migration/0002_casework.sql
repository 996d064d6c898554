-- Everything that happened, for ever: codes and numbers only. Each hash is over the one before it and the body.
CREATE TABLE journal (
    number  {integer} PRIMARY KEY,
    at      {text} NOT NULL,   -- moment, Dutch time
    subject {text} NOT NULL,   -- what it is about: `case-12`, `account-3`
    body    {text} NOT NULL,   -- the entry, JSON
    hash    {bytes} NOT NULL CHECK (length(hash) = 32)
){table};
CREATE INDEX journal_subject ON journal (subject, number);

-- A firm, or a person who wants to start one. Erased after `erase_after`; the number stays.
CREATE TABLE firm (
    id           {integer} PRIMARY KEY,
    kvk_number   {text},            -- number of the Handelsregister
    name         {text},
    municipality {text},            -- code
    facts        {text} NOT NULL,   -- what the firm told, JSON
    made_at      {text} NOT NULL,
    erase_after  {text} NOT NULL,   -- day
    erased_at    {text}
){table};
CREATE INDEX firm_kvk_number ON firm (kvk_number);
CREATE INDEX firm_erase_after ON firm (erase_after);

-- Words of people: questions, summaries, messages. Erased after `erase_after`; the number stays.
CREATE TABLE words (
    id          {integer} PRIMARY KEY,
    case_id     {integer},
    kind        {text} NOT NULL,
    body        {text},             -- nothing once erased
    made_at     {text} NOT NULL,
    erase_after {text} NOT NULL     -- day
){table};
CREATE INDEX words_case ON words (case_id);
CREATE INDEX words_erase_after ON words (erase_after);

-- A case: what is asked of it often as columns, all of it as JSON.
CREATE TABLE case_file (
    id              {integer} PRIMARY KEY,
    firm            {integer} NOT NULL,
    state           {text} NOT NULL,  -- asked, referred, in-hand, escalated, ended, joined
    outcome         {text},
    responsible     {text},           -- organisation
    due             {text},           -- last day of the responsible organisation
    next_date       {text},           -- the day after which time moves something
    asked_at        {text} NOT NULL,
    promised_by     {text} NOT NULL,
    first_answer_at {text},
    ended_at        {text},
    service         {text},
    theme           {text},
    municipality    {text},
    body            {text} NOT NULL
){table};
CREATE INDEX case_file_responsible ON case_file (responsible, due);
CREATE INDEX case_file_due ON case_file (due);
CREATE INDEX case_file_state ON case_file (state, responsible);
CREATE INDEX case_file_next_date ON case_file (next_date);
CREATE INDEX case_file_firm ON case_file (firm);
CREATE INDEX case_file_asked_at ON case_file (asked_at);

-- Which organisations may open a case now, and what for: the inbox.
CREATE TABLE case_party (
    case_id      {integer} NOT NULL,
    organisation {text} NOT NULL,
    part         {text} NOT NULL,   -- responsible, helping, asked, had
    due          {text},            -- last day to do something; nothing when nothing is asked
    PRIMARY KEY (case_id, organisation)
){table};
CREATE INDEX case_party_inbox ON case_party (organisation, due, case_id);

-- The link of an entrepreneur to one question.
CREATE TABLE case_link (
    digest     {bytes} PRIMARY KEY CHECK (length(digest) = 32),
    case_id    {integer} NOT NULL,
    is_proven  {integer} NOT NULL,  -- 1: whoever has it reads the mail of the firm, or told all of it just now
    made_at    {text} NOT NULL,
    expires_on {text} NOT NULL      -- last day
){table};
CREATE INDEX case_link_expires_on ON case_link (expires_on);
CREATE INDEX case_link_case ON case_link (case_id);

-- The link of a receiver without an account to one referral.
CREATE TABLE referral_link (
    digest       {bytes} PRIMARY KEY CHECK (length(digest) = 32),
    case_id      {integer} NOT NULL,
    referral     {integer} NOT NULL,
    organisation {text} NOT NULL,
    made_at      {text} NOT NULL,
    expires_on   {text} NOT NULL,   -- last day
    ended_at     {text}             -- replaced by a newer one, or taken back
){table};
CREATE INDEX referral_link_expires_on ON referral_link (expires_on);
CREATE INDEX referral_link_case ON referral_link (case_id, referral);

-- Who has to be told what, and whether it was sent. The words are made when it is sent.
CREATE TABLE outbox (
    id           {integer} PRIMARY KEY,
    once         {text} NOT NULL UNIQUE,  -- the same message is never made twice
    case_id      {integer},
    firm         {integer},               -- for whom: a firm, or
    organisation {text},                  -- an organisation, or
    account      {integer},               -- one person
    message      {text} NOT NULL,         -- what to tell, JSON of codes and numbers
    made_at      {text} NOT NULL,
    try_after    {text} NOT NULL,
    state        {text} NOT NULL,         -- waiting, sending, sent, given-up, unknown, not-wanted
    attempts     {integer} NOT NULL,
    ended_at     {text}
){table};
CREATE INDEX outbox_waiting ON outbox (state, try_after);
CREATE INDEX outbox_ended_at ON outbox (ended_at);
CREATE INDEX outbox_case ON outbox (case_id);
CREATE INDEX outbox_firm ON outbox (firm);

-- When an organisation is away, and how many firms it can have in hand.
CREATE TABLE absence (
    id           {integer} PRIMARY KEY,
    organisation {text} NOT NULL,
    account      {integer},
    starts_on    {text} NOT NULL,
    ends_on      {text}             -- last day; nothing when nobody knows
){table};
CREATE INDEX absence_organisation ON absence (organisation);
CREATE TABLE inbox_settings (
    organisation {text} PRIMARY KEY,
    email        {text},            -- of the organisation, never of a person's home
    capacity     {integer}          -- firms at the same time
){table};

-- Forms that were sent, so that sending one twice does it once.
CREATE TABLE form_sent (
    form_key {text} PRIMARY KEY,
    at       {text} NOT NULL,
    answer   {text} NOT NULL        -- where it led
){table};
