// Server-sent events that lose nothing: what a browser missed is read from the table, the rest comes as it happens.
// One LISTEN per process, however many browsers: fifty listeners make every NOTIFY several times dearer.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import pg from 'pg';
import { type Actor, homesOf, organizationsOf } from './actor.ts';
import { refuse } from './errors.ts';

type LiveEvent = { seq: bigint; audience: string; kind: string; data: unknown };
type Subscriber = { audiences: ReadonlySet<string>; sessionId: string; lastSeq: bigint; send(event: LiveEvent): void; end(): void };

// An event carries its kind in its data and has no name of its own: a browser hears only the names it asked for, and would carry a list of all.
const PING_MS = 25_000; // proxies close a silent connection after 30–60 s
const MAX_UNSENT_BYTES = 1_000_000;
const MAX_CATCH_UP = 1_000;
const MAX_STREAMS_PER_SESSION = 6;

/** What an actor's pages may hear: itself, its homes, its organizations. */
export function audiencesOf(actor: Actor): string[] {
  if (actor.kind !== 'person') return [];
  return [
    `person:${actor.personId}`,
    ...homesOf(actor).map((home) => `premises:${home.premisesId}`),
    ...new Set(homesOf(actor).map((home) => `house:${home.houseId}`)),
    ...organizationsOf(actor).map((id) => `organization:${id}`),
  ];
}

/** Serves `/api/v1/live`. `pool` must give int8 as bigint. A session's end (`session.ended`) closes its streams. */
export async function addLiveEvents(app: FastifyInstance, options: { pool: pg.Pool; connectionString: string }): Promise<void> {
  const { pool } = options;
  const subscribers = new Set<Subscriber>();
  let delivered = (await pool.query<{ seq: bigint }>('select coalesce(max(seq), 0) as seq from platform.live_event')).rows[0]!.seq;
  let reading = Promise.resolve();

  // The notification is a wake-up and its payload is not used: reading from the last number delivered also covers
  // what was notified while the listening connection was down.
  const deliverNew = async (): Promise<void> => {
    const { rows } = await pool.query<LiveEvent>('select seq, audience, kind, data from platform.live_event where seq > $1 order by seq', [delivered]);
    for (const event of rows) {
      for (const subscriber of subscribers) subscriber.send(event);
      if (event.kind === 'session.ended') endSession(subscribers, event);
      delivered = event.seq;
    }
  };
  const onNotify = (): void => {
    reading = reading.then(deliverNew).catch((error: unknown) => app.log.error(error, 'live events'));
  };
  const stopListening = listenForever(options.connectionString, 'live_event', onNotify);
  app.addHook('preClose', async () => {
    stopListening();
    for (const subscriber of subscribers) subscriber.end();
  });

  app.get<{ Querystring: { after?: string } }>('/api/v1/live', async (request, reply) => {
    const { actor } = request;
    if (actor.kind !== 'person') return refuse('auth.required');
    if ([...subscribers].filter((one) => one.sessionId === actor.sessionId).length >= MAX_STREAMS_PER_SESSION) refuse('limit.exceeded', { seconds: 30 });
    // The browser sends its last number only when it comes back. The first time the page gives the number at which its
    // data was read, else what happened between reading and connecting would be missed.
    const last = request.headers['last-event-id'] ?? request.query.after;
    const wanted = typeof last === 'string' && /^\d{1,18}$/.test(last) ? BigInt(last) : undefined;
    const subscriber = openStream(request, reply, { audiences: new Set(audiencesOf(actor)), sessionId: actor.sessionId });
    // Subscribe first, catch up after: live events wait meanwhile, so there is neither a gap nor a repetition.
    const waiting: LiveEvent[] = [];
    const joining: Subscriber = { ...subscriber, send: (event) => void waiting.push(event) };
    subscribers.add(joining);
    reply.raw.on('close', () => subscribers.delete(joining));
    if (wanted !== undefined) await catchUp(pool, subscriber, reply, wanted);
    joining.send = subscriber.send;
    for (const event of waiting) subscriber.send(event);
    return reply;
  });
}

function endSession(subscribers: ReadonlySet<Subscriber>, event: LiveEvent): void {
  const { sessionIds } = event.data as { sessionIds: readonly string[] };
  for (const subscriber of subscribers) if (sessionIds.includes(subscriber.sessionId)) subscriber.end();
}

function openStream(request: FastifyRequest, reply: FastifyReply, who: { audiences: ReadonlySet<string>; sessionId: string }): Subscriber {
  reply.hijack();
  const stream = reply.raw;
  stream.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  stream.write('retry: 2000\n\n');
  request.raw.socket.setNoDelay(true);
  const ping = setInterval(() => stream.write(':\n\n'), PING_MS);
  stream.on('close', () => clearInterval(ping));
  const subscriber: Subscriber = {
    ...who,
    lastSeq: 0n,
    send(event) {
      if (event.seq <= subscriber.lastSeq || !who.audiences.has(event.audience)) return;
      subscriber.lastSeq = event.seq;
      stream.write(`id: ${event.seq}\ndata: ${JSON.stringify({ kind: event.kind, data: event.data })}\n\n`);
      // A browser that does not read is cut off instead of filling our memory; it returns with its last number.
      if (stream.writableLength > MAX_UNSENT_BYTES) stream.destroy();
    },
    end: () => stream.end(),
  };
  return subscriber;
}

async function catchUp(pool: pg.Pool, subscriber: Subscriber, reply: FastifyReply, lastSeen: bigint): Promise<void> {
  const oldest = (await pool.query<{ seq: bigint | null }>('select min(seq) as seq from platform.live_event')).rows[0]!.seq;
  const { rows } = await pool.query<LiveEvent>(
    `select seq, audience, kind, data from platform.live_event where seq > $1 and audience = any($2) order by seq limit ${MAX_CATCH_UP + 1}`,
    [lastSeen, [...subscriber.audiences]],
  );
  // Away for longer than events are kept, or too much happened: the screen asks for its data anew.
  const isTooOld = oldest !== null && lastSeen + 1n < oldest;
  if (isTooOld || rows.length > MAX_CATCH_UP) reply.raw.write('data: {"kind":"reload"}\n\n');
  else for (const event of rows) subscriber.send(event);
}

/** Keeps one LISTEN alive and calls back once after every connect, because something may have been missed before it. */
function listenForever(connectionString: string, channel: string, onNotify: () => void): () => void {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const connect = async (): Promise<void> => {
    client = new pg.Client({ connectionString, keepAlive: true });
    client.on('error', () => {}); // 'end' follows
    client.on('notification', onNotify);
    client.on('end', () => {
      if (!stopped) timer = setTimeout(() => void connect(), 1_000);
    });
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      onNotify();
    } catch {
      await client.end().catch(() => {});
    }
  };
  void connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    void client?.end();
  };
}
