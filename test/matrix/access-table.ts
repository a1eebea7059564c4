// Who may call each route at all: `anyone`, `signed-in` (one factor is enough), `person` (two factors), roles by name (two
// factors), `key:operation`. Written by hand, so that a change of access is seen by the one who reads this file.
export const accessTable: Readonly<Record<string, string>> = {
  'GET /api/v1/payable-accounts': 'signed-in',
  'GET /api/v1/payments': 'signed-in',
  'GET /api/v1/payments/:id': 'signed-in',
  'GET /api/v1/payments/:id/receipt.pdf': 'signed-in',
  'GET /api/v1/accounts/:houseId/:accountId/payment-qr': 'signed-in',
  'GET /api/v1/receipts/:code': 'anyone',
  'POST /api/v1/payments': 'person',
  'POST /api/v1/payments/:id/code': 'person',
  'POST /api/v1/payments/:id/start': 'person',
  'POST /api/v1/payments/:id/cancel': 'person',
  'POST /api/v1/payments/:id/receipt/send': 'person',
  'POST /api/v1/acquirer/webhook': 'anyone',
};
