// A line to a message centre over SMPP 3.4: bound when it is needed, asked now and then whether it is alive, bound again after a break, never too soon.
import type { Pdu, Session } from 'smpp';

export type LineSettings = {
  /** smpp://host:port, or ssmpp:// for TLS. */
  readonly url: string;
  readonly systemId: string;
  readonly password: string;
  readonly timeoutMs: number;
  /** How often the centre is asked whether it is there; 30 s. */
  readonly aliveMs?: number;
  /** Messages whose answer is awaited at once; 10. */
  readonly window?: number;
};
/** `status` is the centre's command_status; 0 is accepted. */
export type Submitted = { readonly status: number; readonly messageId: string };
export type SmppLine = {
  /** Throws LineDown when there is no line or no answer: the message may be tried again. */
  submit(fields: Readonly<Record<string, unknown>>): Promise<Submitted>;
  /** Binds when it is not bound: waiting receipts come with it. Throws LineDown. */
  wake(): Promise<void>;
  close(): void;
};

/** `isOurs`: the centre does not take our name or password. */
export class LineDown extends Error {
  readonly isOurs: boolean;
  constructor(message: string, isOurs = false) {
    super(message);
    this.isOurs = isOurs;
  }
}

const BIND_REFUSED = new Set([0x0d, 0x0e, 0x0f]);
const LONGEST_PAUSE_MS = 60_000;
const TEMPORARY_FAULT = 0x64;

type Bound = { readonly session: Session; readonly waiting: Set<(why: LineDown) => void> };

/** `received` keeps what the centre delivers to us; a throw makes the centre deliver it again. */
export function openSmppLine(settings: LineSettings, received: (pdu: Pdu) => Promise<void>): SmppLine {
  const places = openWindow(settings.window ?? 10);
  let line: Promise<Bound> | undefined;
  let [failures, notBefore, refusal] = [0, 0, new LineDown('not tried yet')];

  const bound = (): Promise<Bound> => {
    if (line) return line;
    // In the pause nobody waits for a line that has just failed: the message gives way to another channel.
    if (performance.now() < notBefore) return Promise.reject(refusal);
    const opening = bind(settings, received, () => line === opening && (line = undefined));
    line = opening;
    opening.then(
      () => (failures = 0),
      (error: LineDown) => {
        failures += 1;
        [line, refusal, notBefore] = [undefined, error, performance.now() + Math.min(LONGEST_PAUSE_MS, 250 * 2 ** failures)];
      },
    );
    return opening;
  };

  return {
    wake: async () => void (await bound()),
    submit: (fields) =>
      places(async () => {
        const { session, waiting } = await bound();
        const pdu = await answered({ waiting, timeoutMs: settings.timeoutMs }, (done) => session.submit_sm(fields, done));
        return { status: pdu.command_status, messageId: pdu.message_id };
      }),
    close: () => void line?.then(({ session }) => session.destroy()).catch(() => undefined),
  };
}

async function bind(settings: LineSettings, received: (pdu: Pdu) => Promise<void>, broken: () => void): Promise<Bound> {
  const { default: smpp } = await import('smpp');
  const { hostname, port, protocol } = new URL(settings.url);
  const tls = protocol === 'ssmpp:';
  const session = smpp.connect({ host: hostname, port: Number(port) || (tls ? 3550 : 2775), tls, ...(tls && { servername: hostname }) });
  const waiting: Bound['waiting'] = new Set();
  const give = { waiting, timeoutMs: settings.timeoutMs };
  const alive = setInterval(() => answered(give, (done) => session.enquire_link({}, done)).catch(() => session.destroy()), settings.aliveMs ?? 30_000);
  alive.unref();
  session.on('error', () => session.destroy());
  session.on('close', () => {
    clearInterval(alive);
    broken();
    for (const fail of waiting) fail(new LineDown('the line broke'));
  });
  session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu: Pdu) => (session.send(pdu.response()), session.close()));
  session.on(
    'deliver_sm',
    (pdu: Pdu) =>
      void received(pdu).then(
        () => session.send(pdu.response()),
        () => session.send(pdu.response({ command_status: TEMPORARY_FAULT })),
      ),
  );
  try {
    await answered(give, (done) => session.once(tls ? 'secureConnect' : 'connect', done));
    const pdu = await answered(give, (done) =>
      session.bind_transceiver({ system_id: settings.systemId, password: settings.password, interface_version: 0x34 }, done),
    );
    if (pdu.command_status !== 0) throw new LineDown(`the centre refused to bind: ${pdu.command_status}`, BIND_REFUSED.has(pdu.command_status));
    return { session, waiting };
  } catch (error) {
    session.destroy();
    throw error;
  }
}

/** What the centre answers, or LineDown by the time or by the end of the line. */
function answered<Answer = Pdu>(
  { waiting, timeoutMs }: { waiting: Bound['waiting']; timeoutMs: number },
  send: (done: (answer: Answer) => void) => unknown,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const late = setTimeout(() => reject(new LineDown('the centre does not answer')), timeoutMs);
  waiting.add(reject);
  if (send(resolve) === false) reject(new LineDown('the line is closed'));
  return promise.finally(() => {
    clearTimeout(late);
    waiting.delete(reject);
  });
}

/** At most `width` at a time, the rest in line. */
function openWindow(width: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const inLine: (() => void)[] = [];
  let free = width;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => inLine.push(go));
    try {
      return await work();
    } finally {
      const next = inLine.shift();
      if (next) next();
      else free += 1;
    }
  };
}
