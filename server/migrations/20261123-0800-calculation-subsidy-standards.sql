-- Standards of the housing subsidy by region and day (Housing Code, article 159): rows are only added, the last that reaches the day holds.
create table calculation.subsidy_standard (
  region text not null check (region <> ''),
  from_day date not null,
  alone_kopecks bigint not null check (alone_kopecks > 0),
  pair_kopecks bigint not null check (pair_kopecks > 0),
  each_kopecks bigint not null check (each_kopecks > 0),
  minimum_kopecks bigint not null check (minimum_kopecks > 0),
  largest_percent numeric(4, 2) not null check (largest_percent > 0 and largest_percent <= 22),
  decision text not null,
  primary key (region, from_day)
);
comment on table calculation.subsidy_standard is 'directory: standards of the housing subsidy by region and day';
grant select, insert on calculation.subsidy_standard to moidom_app;
