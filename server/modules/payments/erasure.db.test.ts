// Erasure of a person beside a payment of the same moment (PRIV-2, PAY-3).
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { tryConfirmation } from '#modules/identity';
import { system } from '#platform/actor';
import { until } from '#stand-ins/testing';
import { askCode, draft, makePayer, useTill } from '#test/factories/payments';
import { useWorld } from '#test/world';
import { paymentsPersonal } from './payments.personal.ts';
import { beginPayment } from './start-payment.ts';

const world = useWorld();
const till = useTill(world);

test('PRIV-2, PAY-3: an erasure lets a payment that starts at this moment come in before, and waits for its money', async () => {
  const payer = await makePayer(world);
  const { personId } = payer.actor;
  const paymentId = (await draft(till, payer)).id as string;
  const waits = () => world.run(system('privacy.erase'), async (work) => ({ why: await paymentsPersonal.waits!(work.tx, personId) }));
  expect((await waits()).why).toBeUndefined();
  const { confirmationId, code } = await askCode(till, payer.actor, paymentId);
  await tryConfirmation(world.ground, payer.actor, { confirmationId, code });
  const [begun, committing] = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
  const starting = world.run(payer.actor, async (work) => {
    const answer = await beginPayment(work, { personId, paymentId }, { confirmationId, code, frame: true });
    begun.resolve(null);
    await committing.promise;
    return answer;
  });
  await begun.promise;
  const asked = Promise.all([waits(), waits(), waits()]);
  // All three stand before the lock of the starting payment; then it is let go.
  const blocked = async () =>
    Number(
      (await sql<{ n: bigint }>`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(world.db))
        .rows[0]!.n,
    );
  await Promise.race([asked, until(async () => ((await blocked()) === 3 ? true : undefined))]);
  committing.resolve(null);
  expect(await starting).toEqual({ started: true });
  expect((await asked).map(({ why }) => why)).toEqual(Array.from({ length: 3 }, () => 'Платёж ещё в пути: ждём ответа банка'));
});
