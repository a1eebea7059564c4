-- A claim that its person has answered is compared with the register once more while the reviewer has it.
alter table ownership.claim drop constraint claim_check1;
alter table ownership.claim add constraint claim_try check (case when status in ('submitted', 'checking') then try_at is not null else status = 'reviewer' or try_at is null end);
