-- What stays without a name after erasure goes when its three years are over: the nightly job takes roles and powers, calculation its applications.
grant delete on identity.role_grant, identity.power to moidom_app;
alter table identity.session drop constraint session_acting_for_fkey, add constraint session_acting_for_fkey foreign key (acting_for) references identity.power (id) on delete cascade;
create index session_acting_for on identity.session (acting_for) where acting_for is not null;
-- An accepted paper is nothing without its power.
alter table identity.power_paper drop constraint power_paper_power_id_fkey, add constraint power_paper_power_id_fkey foreign key (power_id) references identity.power (id) on delete cascade;
create index power_paper_power on identity.power_paper (power_id) where power_id is not null;

grant delete on calculation.absence_request, calculation.absence_proof to moidom_app;
create index absence_request_decided on calculation.absence_request (decided_at) where decided_at is not null;

grant delete on ownership.claim to moidom_app;
alter table ownership.paper drop constraint paper_house_id_claim_id_fkey, add constraint paper_house_id_claim_id_fkey foreign key (house_id, claim_id) references ownership.claim (house_id, id) on delete cascade;
alter table ownership.bank_request drop constraint bank_request_house_id_claim_id_fkey, add constraint bank_request_house_id_claim_id_fkey foreign key (house_id, claim_id) references ownership.claim (house_id, id) on delete cascade;
create index claim_over on ownership.claim (changed_at) where status in ('refused', 'withdrawn');
