// Documents as PDF: Typst templates compiled in forked processes (child-pool.ts), so that the process that answers people never waits for one.
import { fileURLToPath } from 'node:url';
import { openChildPool, PoolError, type PoolFault } from './child-pool.ts';
import type { TypesetAnswer, TypesetOrder } from './typst-child.ts';

const CHILD = fileURLToPath(new URL('typst-child.ts', import.meta.url));

/** Why a document was not made. Only `template` is a fault of the template or its data; the others may be tried again. */
export type TypesettingFault = 'template' | PoolFault;

export class TypesettingError extends Error {
  readonly fault: TypesettingFault;
  constructor(fault: TypesettingFault, message: string) {
    super(message);
    this.name = 'TypesettingError';
    this.fault = fault;
  }
}

export type Typesetter = {
  /**
   * Compiles a template with `data` (plain JSON, read in the template as `json(bytes(sys.inputs.data))`).
   * `archive: true` gives tagged PDF/A-2a; `false` gives the smaller untagged file for printing. Same input, same bytes.
   * Throws TypesettingError.
   */
  pdf(template: URL | string, data: object, options: { archive: boolean }): Promise<Buffer>;
  /** What runs and waits now, and the memory of the largest child: for the status page. */
  state(): { processes: number; waiting: number; residentBytes: number };
  /** Refuses what waits and ends the children. */
  stop(): Promise<void>;
};

export type TypesetterOptions = {
  processes: number;
  /** Milliseconds for one document, the start of a child included. */
  timeLimitMs?: number;
  /** Documents that may wait; one more is refused with `queueFull`. */
  queueLimit?: number;
  documentsPerChild?: number;
  /** A child larger than this is replaced after the document at hand. */
  residentLimitBytes?: number;
  /** Another child script: for tests of hanging and dying. */
  childScript?: string;
};

/** No control characters (an archive document refuses them, only line ends and tabs mean anything in print) and no halves of characters. */
function printable(_key: string, value: unknown): unknown {
  // oxlint-disable-next-line no-control-regex
  return typeof value === 'string' ? value.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ' ') : value;
}

/** Opens the pool. Children start with the first documents, at most `processes` at a time. */
export function openTypesetter(options: TypesetterOptions): Typesetter {
  const { processes, timeLimitMs = 30_000, queueLimit = 1_000, documentsPerChild = 300, residentLimitBytes = 500e6, childScript = CHILD } = options;
  const pool = openChildPool<TypesetOrder, TypesetAnswer>({
    script: childScript,
    processes,
    timeLimitMs,
    queueLimit,
    ordersPerChild: documentsPerChild,
    residentLimitBytes,
  });
  return {
    async pdf(source, data, { archive }) {
      const template = source instanceof URL ? fileURLToPath(source) : source;
      const answer = await pool.ask({ template, data: JSON.stringify(data, printable), archive }).catch((error: unknown) => {
        throw error instanceof PoolError ? new TypesettingError(error.fault, `${template}: ${error.message}`) : error;
      });
      if ('problem' in answer) throw new TypesettingError('template', answer.problem);
      return Buffer.from(answer.pdf.buffer, answer.pdf.byteOffset, answer.pdf.byteLength);
    },
    state: () => pool.state(),
    stop: () => pool.stop(),
  };
}
