-- A fourth kind of mark: the meter was tampered with (item 62 of Rules 354), found on a day by an act; its days are charged by the norm, ten times.
alter table meters.fault drop constraint fault_kind_check, add constraint fault_kind_check check (kind in ('broken', 'sealTorn', 'noAccess', 'tampered')),
  add column found_on date, add constraint fault_found_check check ((kind = 'tampered') = (found_on is not null) and found_on >= from_day);
create index fault_tampered on meters.fault (house_id) where kind = 'tampered';
