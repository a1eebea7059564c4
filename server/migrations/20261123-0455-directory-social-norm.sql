-- The social norm of a service by how many live together, where a region keeps one.
alter table directory.norm drop constraint norm_per_check, add constraint norm_per_check check (per in ('person', 'm2', 'm2_common', 'home1', 'home2', 'home3', 'home4', 'home5'));
