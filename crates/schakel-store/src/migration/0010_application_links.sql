-- Links of applications: of the applicant, and of each firm that was asked to take part.
CREATE TABLE application_link (
    digest      {bytes} PRIMARY KEY,    -- of the secret
    application {integer} NOT NULL,
    firm        {integer} NOT NULL,     -- whose link it is
    is_proven   {integer} NOT NULL,     -- 1 when whoever has it reads the mail of the firm, or told all of it here
    made_at     {text} NOT NULL,
    expires_on  {text} NOT NULL
){table};
CREATE INDEX application_link_application ON application_link (application);
CREATE INDEX application_link_expires_on ON application_link (expires_on);
