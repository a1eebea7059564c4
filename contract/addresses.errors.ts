// Refusals of addresses.
import type { RefusalTable } from './errors.ts';

export const addressesRefusals = {
  'addresses.listColumns': { status: 422, text: (f) => `В первой строке списка нет столбцов: ${f['columns'] ?? ''}` },
} as const satisfies RefusalTable;
