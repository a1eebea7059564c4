-- Terms of powers of attorney (ROLE-3): each is told of once.
alter table identity.power add column end_told_at timestamptz;
grant update (end_told_at) on identity.power to moidom_app;
create index power_ending on identity.power (to_day, id) where ended_at is null and end_told_at is null;

alter table identity.power_paper add column late_told_at timestamptz;
