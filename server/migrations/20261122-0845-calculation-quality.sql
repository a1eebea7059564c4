-- Decisions on low quality by an act, and subsidies and compensations of an account.
alter table calculation.decision drop constraint decision_kind_check, drop constraint decision_check1, drop constraint decision_check2;
alter table calculation.decision
  add constraint decision_kind_check check (kind in ('absence', 'break', 'quality', 'benefit', 'subsidy')),
  add constraint decision_place check (kind in ('break', 'quality') or account_id is not null),
  add constraint decision_service check ((kind in ('break', 'quality')) = (service_code is not null));
comment on table calculation.decision is 'house: absences, breaks and low quality of services, benefits and subsidies that months are counted with';
