-- What an acquirer keeps for itself when it hands money over: an expense of the organization.
alter table ledger.book drop constraint book_kind_check, add constraint book_kind_check check (kind in ('receivable', 'advance', 'income', 'acquirer', 'bank', 'fee', 'opening'));
alter table ledger.transfer drop constraint transfer_kind_check,
  add constraint transfer_kind_check check (kind in ('charge', 'charge_reversal', 'payment', 'refund', 'advance_used', 'advance_freed', 'settlement', 'acquirer_fee', 'opening', 'penalty'));

-- When the ledger took the transfer of the day in, and who said so.
alter table reconciliation.part add column settled_at timestamptz, add column settled_by uuid;
