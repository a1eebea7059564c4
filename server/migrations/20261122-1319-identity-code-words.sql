-- What the person was told that a code confirms: the same words go with the next code by another way.
alter table identity.one_time_code add column words text;
