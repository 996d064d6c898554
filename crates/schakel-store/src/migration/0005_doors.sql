-- An address finds its account however its capitals are written.
CREATE INDEX account_email_lower ON account (kind, lower(email));
CREATE INDEX role_request_organisation ON role_request (organisation, decided_at);
