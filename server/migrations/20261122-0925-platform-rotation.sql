-- Rotation of the master key seals these anew, and nothing else of the rows.
grant update (key) on platform.person_key to moidom_app;
grant update (sealed) on signing.authority to moidom_app;
grant update (sealed) on signing.organization_key to moidom_app;
grant update (sealed) on certificates.authority to moidom_app;

-- Erasure deletes invitations: they name people and their contacts.
grant delete on household.invitation to moidom_app;
