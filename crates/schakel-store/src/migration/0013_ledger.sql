-- The books of public money: what was posted after the records of the pack, in order.
CREATE TABLE ledger_entry (
    id       {integer} PRIMARY KEY,
    decision {text} NOT NULL,           -- what it was posted for
    part     {text} NOT NULL,           -- part of the decision; empty: all of it
    body     {text} NOT NULL            -- order and postings, JSON
){table};
CREATE UNIQUE INDEX ledger_entry_decision ON ledger_entry (decision, part);

-- What could not be posted.
CREATE TABLE ledger_refusal (
    journal {integer} PRIMARY KEY,      -- the entry of the journal
    why     {text} NOT NULL
){table};

-- Up to where the journal was posted; one row.
CREATE TABLE ledger_position (
    id      {integer} PRIMARY KEY,
    journal {integer} NOT NULL
){table};
