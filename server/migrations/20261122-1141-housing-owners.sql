-- Premises are found by their cadastral number: a claim of ownership begins with it.
create index premises_cadastral on housing.premises (cadastral_number) where cadastral_number is not null;
