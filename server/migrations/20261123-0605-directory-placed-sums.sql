-- Sums with a place of their own on the bill (order 43/пр): state duty, court costs, the performer's fine. Codes and signs: contract/placed-sums.ts.
alter table directory.service drop constraint service_purpose_check;
alter table directory.service add constraint service_purpose_check check (purpose in ('service', 'rent', 'repair', 'penalty', 'duty', 'costs', 'fine'));
insert into directory.service (code, name, short_name, unit, block, purpose, sort) values
  ('state_duty', 'Государственная пошлина', 'Госпошлина', '₽', 'other', 'duty', 910),
  ('court_costs', 'Судебные расходы', 'Судебные расходы', '₽', 'other', 'costs', 920),
  ('performer_fine', 'Штраф исполнителя', 'Штраф исполнителя', '₽', 'other', 'fine', 930);
