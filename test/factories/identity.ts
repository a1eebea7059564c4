// People for tests, and confirmations as if they had typed the code.
import { createPerson, grantRole, type NewGrant, type NewPerson, requestConfirmation, tryConfirmation } from '#modules/identity';
import type { Actor, Grant, Person } from '#platform/actor';
import { newId } from '#platform/ids';
import type { Order, Work } from '#platform/work';
import { personActor, portal, type World } from '#test/world';

let made = 0;

/** A person with a telephone of their own, unless told otherwise. */
export async function makePerson(world: World, given: Partial<NewPerson> = {}): Promise<{ personId: string }> {
  made += 1;
  const phone = `+7999${String(process.pid % 1000).padStart(3, '0')}${String(made).padStart(4, '0')}`;
  return world.run(portal, (work) => createPerson(work, { lastName: 'Тестова', firstName: 'Анна', middleName: 'Сергеевна', phone, ...given }));
}

/** A signed-in person who holds the roles, in the database and in the actor. */
export async function makeActor(world: World, grants: readonly Omit<NewGrant, 'personId' | 'fromDay'>[] = [], given: Partial<NewPerson> = {}): Promise<Person> {
  const { personId } = await makePerson(world, given);
  for (const grant of grants) await world.run(portal, (work) => grantRole(work, { fromDay: '2020-01-01', ...grant, personId }));
  return personActor(
    personId,
    grants.map(({ role, premisesId = null, houseId = null, organizationId = null }): Grant => ({ role, premisesId, houseId, organizationId })),
  );
}

/** Does the work and gives the code of the message that it ordered. */
export async function withCode<Answer>(work: Work, command: (work: Work) => Promise<Answer>): Promise<{ answer: Answer; code: string; order: Order }> {
  const orders: Order[] = [];
  const answer = await command({
    ...work,
    order: (order) => {
      orders.push(order);
      work.order(order);
    },
  });
  const order = orders.find((one) => one.task === 'notifications.send-message');
  if (!order) throw new Error('no message was ordered');
  return { answer, order, code: (order.payload as { facts: { code: string } }).facts.code };
}

/** A confirmation of this content that the person asked for and typed right: give both members to the command. */
export async function confirmationFor(
  world: World,
  actor: Actor,
  { purpose, content }: { purpose: string; content: object },
): Promise<{ confirmationId: string; code: string }> {
  const asked = await world.run(
    actor,
    (work) => withCode(work, (inner) => requestConfirmation(inner, { purpose, content, words: 'проверка' })),
    newId(new Date()),
  );
  const given = { confirmationId: asked.answer.confirmationId, code: asked.code };
  await tryConfirmation(world.ground, actor, given);
  return given;
}
