-- The signature of a certificate lies inside its PDF.
alter table ownership.claim drop column certificate_signature_id;
