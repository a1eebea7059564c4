// The modules in their order, and which doors each may use: down the list only. Up or sideways goes by events.

/** What a module may import, besides the platform. A test holds the imports against this table. */
export const MODULE_DOORS: Readonly<Record<string, readonly string[]>> = {
  identity: [],
  privacy: ['identity'],
  housing: ['identity'],
  household: ['identity', 'housing'],
  staff: ['identity', 'housing'],
  directory: ['housing'],
  ledger: ['identity', 'housing', 'directory'],
  signing: ['identity', 'housing'],
  federation: ['identity', 'privacy', 'housing', 'signing'],
  certificates: ['identity', 'signing', 'federation'],
  documents: ['identity', 'privacy', 'housing'],
  ownership: ['identity', 'housing', 'signing', 'federation', 'certificates', 'documents'],
  addresses: ['identity', 'housing'],
  billing: ['identity', 'housing', 'directory', 'ledger'],
  payments: ['identity', 'housing', 'directory', 'ledger', 'billing'],
  reconciliation: ['identity', 'housing', 'ledger', 'billing', 'payments'],
  treasury: ['ledger', 'payments'],
  meters: ['identity', 'privacy', 'housing', 'directory', 'ledger', 'signing', 'documents', 'billing'],
  calculation: ['identity', 'housing', 'directory', 'ledger', 'billing', 'meters'],
  cases: ['identity', 'housing', 'ledger', 'billing', 'calculation'],
  reports: ['housing', 'directory', 'ledger', 'billing'],
  notifications: ['identity', 'housing'],
  journal: ['identity', 'housing'],
  overview: ['identity', 'privacy', 'housing', 'directory', 'ledger', 'billing', 'payments', 'reconciliation', 'treasury', 'meters', 'calculation', 'cases', 'notifications'],
};
