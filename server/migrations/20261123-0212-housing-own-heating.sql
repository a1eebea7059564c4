-- Since when, until when and by which act of reconstruction a premises is cut off from the heating of its house.
alter table housing.premises add column own_heating_from date, add column own_heating_to date, add column own_heating_paper text;
alter table housing.premises add constraint premises_own_heating check (
  (own_heating_from is null) = (own_heating_paper is null) and (own_heating_to is null or (own_heating_from is not null and own_heating_to >= own_heating_from)));
