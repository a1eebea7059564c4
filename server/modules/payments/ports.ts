import type { Typesetter } from '#platform/typst-pool';
import type { Acquirer } from './acquirer.ts';
import type { PaymentAgent } from './receipt-pdf.ts';

/** What payments need from outside. `publicUrl`: the portal's address as people see it. */
export type PaymentPorts = {
  readonly acquirer: Acquirer;
  readonly webhookSecret: string;
  readonly publicUrl: string;
  readonly typesetter: Typesetter;
  readonly agent: PaymentAgent;
};
