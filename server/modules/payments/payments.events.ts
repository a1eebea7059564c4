// Facts that payments tell other modules and open pages: ids only.
declare module '#platform/work' {
  interface Events {
    /** The money was taken: posted to the ledger, with a receipt. */
    'payment.captured': { paymentId: string; personId: string };
    'payment.declined': { paymentId: string; personId: string };
    /** Money of it went back to the payer. */
    'payment.refunded': { paymentId: string; personId: string };
    /** Any other step. */
    'payment.changed': { paymentId: string; personId: string };
    /** Paying by itself was set up, switched, carried out or declined. */
    'autopayment.changed': { personId: string; houseId: string; accountId: string };
    /** The cash register's attributes came. */
    'receipt.registered': { paymentId: string; personId: string };
  }
}
