-- How the owners of a house pay for what its common property takes: by the house meter each month, by its average of a year, or by the norm.
alter table housing.house add column common_way text not null default 'fact' check (common_way in ('fact', 'average', 'norm'));
