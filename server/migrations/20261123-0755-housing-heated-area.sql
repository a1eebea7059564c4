-- Heated area of a premises as its plan says it, where it is known: bills tell it beside the total one (order 43/пр).
alter table housing.premises add column area_heated numeric(10, 2) check (area_heated > 0);
