-- A control reading names the act of its check (item 61 of Rules 354); it may be below what was handed in before.
alter table meters.reading add column act text check (act <> '' and (act is null or source = 'control'));
