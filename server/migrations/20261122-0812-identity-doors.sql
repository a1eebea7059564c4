-- One decision for every door: the challenge knows by which door its person came; the history says it, and why a signing in looked dangerous.
alter table identity.sign_in_challenge add column door text not null default 'password';

alter table identity.sign_in_event add column door text;
alter table identity.sign_in_event add column score smallint not null default 0;
alter table identity.sign_in_event add column reasons text[] not null default '{}';
alter table identity.sign_in_event drop constraint sign_in_event_outcome_check;
alter table identity.sign_in_event add constraint sign_in_event_outcome_check
  check (outcome in ('entered', 'wrong_password', 'wrong_code', 'stepped_up', 'stopped', 'recovered'));
