-- The person who handed in may sign the act beside the organization's seal; the signature itself lies in signing.
alter table meters.submission
  add column countersignature_id uuid,
  add column countersigned_by text check (countersigned_by in ('key', 'code')),
  add column countersigned_at timestamptz,
  add check (num_nonnulls(countersignature_id, countersigned_by, countersigned_at) in (0, 3));
grant update (countersignature_id, countersigned_by, countersigned_at) on meters.submission to moidom_app;
