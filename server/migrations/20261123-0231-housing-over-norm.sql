-- Since when, until when and by which minutes the owners of a house took on themselves what common property takes over the norm.
alter table housing.house add column over_norm_from date, add column over_norm_to date, add column over_norm_minutes text;
alter table housing.house add constraint house_over_norm check (
  (over_norm_from is null) = (over_norm_minutes is null) and (over_norm_to is null or (over_norm_from is not null and over_norm_to >= over_norm_from)));
