-- One place says where a meter stands: this column, short as lists show it. Meters that were put in before it had none, later ones had the postal address.
update meters.meter m set address = concat_ws(', ', regexp_replace(h.street, '^(улица|ул\.?)\s+|\s+(улица|ул\.?)$', ''), h.number || coalesce(', корп. ' || h.building, ''),
  case p.kind when 'detached_house' then null when 'flat' then 'кв. ' || p.number when 'room' then 'комн. ' || p.number when 'parking' then 'м/м ' || p.number else 'пом. ' || p.number end)
from meters.meter o join housing.house h on h.house_id = o.house_id left join housing.premises p on p.house_id = o.house_id and p.premises_id = o.premises_id
where m.house_id = o.house_id and m.id = o.id;
alter table meters.meter alter column address drop default;
