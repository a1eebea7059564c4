-- Heat paid evenly over the year: of how many months the heating season is. Null: paid in the season.
alter table housing.house add column heating_months int check (heating_months between 1 and 12);
