-- How far a sum may be from last month's before a run asks to look at it: each organization's own, from a month on. What was set is never
-- edited: of the rows that reach a month the last one stands.
create table calculation.jump_limit (
  organization_id uuid not null references housing.organization (id),
  number int not null check (number > 0),
  from_month date not null check (extract(day from from_month) = 1),
  percent int not null check (percent between 1 and 1000),
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, number)
);
comment on table calculation.jump_limit is 'organization: what difference from last month a run tells, by months, with who set it';
grant select, insert on calculation.jump_limit to moidom_app;

-- The limit that the run was counted with.
alter table calculation.run add column jump_percent int not null default 30;
