-- A list of firms that an organisation goes to by itself.
CREATE TABLE campaign (
    id           {integer} PRIMARY KEY,
    organisation {text} NOT NULL,
    name         {text} NOT NULL,
    aim          {text} NOT NULL,   -- which firms of the list, JSON
    made_at      {text} NOT NULL,
    erase_after  {text} NOT NULL    -- day
){table};
CREATE INDEX campaign_organisation ON campaign (organisation);

CREATE TABLE campaign_firm (
    campaign     {integer} NOT NULL,
    number       {integer} NOT NULL, -- within the list
    kvk_number   {text},             -- nothing once erased
    name         {text},
    municipality {text},
    branch       {text},             -- SBI
    employees    {integer},
    PRIMARY KEY (campaign, number)
){table};
CREATE INDEX campaign_firm_kvk ON campaign_firm (kvk_number);
CREATE INDEX firm_kvk ON firm (kvk_number);

CREATE TABLE campaign_contact (
    id       {integer} PRIMARY KEY,
    campaign {integer} NOT NULL,
    number   {integer} NOT NULL,
    account  {integer} NOT NULL,
    channel  {text} NOT NULL,
    effect   {text} NOT NULL,
    at       {text} NOT NULL
){table};
CREATE INDEX campaign_contact_firm ON campaign_contact (campaign, number);

-- A firm or a result of research that one organisation brings to another.
CREATE TABLE lead (
    id        {integer} PRIMARY KEY,
    sender    {text} NOT NULL,
    receiver  {text} NOT NULL,
    next_date {text},               -- last day for the receiver; nothing when it has ended
    words     {integer},
    body      {text} NOT NULL
){table};
CREATE INDEX lead_sender ON lead (sender);
CREATE INDEX lead_receiver ON lead (receiver);
CREATE INDEX lead_next_date ON lead (next_date);
