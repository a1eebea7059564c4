-- A person may confirm in the application of a bank: kept like any other signature, with the bank's signed answer.
alter table signing.signature add column bank_answer text;
alter table signing.signature drop constraint signature_kind_check;
alter table signing.signature add constraint signature_kind_check check (kind in ('key', 'code', 'bank'));
alter table signing.signature add constraint signature_bank_check check ((kind = 'bank') = (bank_answer is not null));
