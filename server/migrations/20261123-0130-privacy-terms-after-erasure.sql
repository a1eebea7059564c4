-- From when an erasure is: what law keeps for years after it goes by this day.
alter table identity.person add column erased_at timestamptz;
update identity.person p set erased_at = e.ended_at from privacy.erasure e where e.person_id = p.id and e.status = 'done';
create index person_erased on identity.person (erased_at) where erased_at is not null;

grant update (person_name) on meters.submission to moidom_app;
create index submission_person on meters.submission (person_id) where person_id is not null;
create index photo_person on meters.photo (person_id);
grant delete on signing.signature, signing.person_key, treasury.notice to moidom_app;
alter table signing.signature drop constraint signature_person_id_key_id_fkey, add constraint signature_person_id_key_id_fkey foreign key (person_id, key_id) references signing.person_key (person_id, id) on delete cascade;

-- Agreements that stood open when their person was erased ended with it.
update privacy.consent c set ended_at = p.erased_at, end_reason = 'withdrawn' from identity.person p where p.id = c.person_id and p.erased_at is not null and c.ended_at is null;

grant delete on agreements.agreement, agreements.party to moidom_app;
