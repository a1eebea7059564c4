-- Whether the work can be stopped half way without harm is known by who starts it.
alter table platform.progress add column may_cancel boolean not null default false;
