-- When each side last opened the case: the other one sees that its words were read.
alter table cases.account_case add column person_read_at timestamptz, add column organization_read_at timestamptz;
