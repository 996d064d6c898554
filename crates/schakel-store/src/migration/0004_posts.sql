-- What the entrepreneur and those who help write to each other. The words themselves stand in `words`.
CREATE TABLE post (
    id           {integer} PRIMARY KEY,
    case_id      {integer} NOT NULL,
    organisation {text},            -- nothing when the entrepreneur wrote it
    account      {integer},
    words        {integer} NOT NULL,
    made_at      {text} NOT NULL
){table};
CREATE INDEX post_case ON post (case_id);

CREATE TABLE document (
    id           {integer} PRIMARY KEY,
    case_id      {integer} NOT NULL,
    organisation {text},            -- nothing when the entrepreneur added it
    account      {integer},
    name         {text} NOT NULL,
    media_type   {text} NOT NULL,
    content      {bytes} NOT NULL,
    made_at      {text} NOT NULL,
    erase_after  {text} NOT NULL    -- day
){table};
CREATE INDEX document_case ON document (case_id);
CREATE INDEX document_erase_after ON document (erase_after);
