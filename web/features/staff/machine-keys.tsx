// Keys by which programs of the organization call the portal (AUTH-12): a billing centre's, a supplier's. Shown once, to whoever made it.
import { Form } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { type listMachineKeys, MACHINE_OPERATIONS } from '#contract/identity';
import { operationWords } from '#contract/protection-words';
import { certificateStates } from '#contract/statuses/identity';
import { Prove } from '#features/identity/prove.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { FieldError } from '#ui/field.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { errorsOf } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import type { Refused } from '#web/form.ts';

const ZONE = 'Europe/Moscow';
export type MadeKey = {
  /** Null: the same request came twice, and the key was in the first answer. */ readonly machineKey: string | null;
  readonly until: string;
};
type Key = AnswerOf<typeof listMachineKeys>['keys'][number];
type Given = { organizationId: string; keys: readonly Key[]; mayMake: boolean; made: MadeKey | undefined; answer: Refused | undefined };

export function MachineKeys({ organizationId, keys, mayMake, made, answer }: Given) {
  return (
    <section className="stack" aria-labelledby="keys">
      <h2 id="keys">Ключи для программ</h2>
      <p className="mut">Программа вашего расчётного центра входит с ключом и делает только то, что вы отметите, и только в вашей организации.</p>
      {made && <Made made={made} />}
      {keys.length > 0 && <DataTable caption="Выпущенные ключи" rows={keys} rowKey={({ id }) => id} columns={columnsFor(organizationId)} />}
      {mayMake ? <NewKey organizationId={organizationId} answer={answer} /> : <Prove next={`/work/staff?organization=${organizationId}`} />}
    </section>
  );
}

function Made({ made: { machineKey, until } }: { made: MadeKey }) {
  return (
    <Notice tone="ok" heading="Ключ выпущен" announce>
      {machineKey === null ? (
        <p>Он уже был показан. Если не сохранили, отзовите его и выпустите новый.</p>
      ) : (
        <>
          <p>
            Сохраните его сейчас: больше не покажем. Действует до <When instant={until} timeZone={ZONE} />.
          </p>
          <p className="code">{machineKey}</p>
        </>
      )}
    </Notice>
  );
}

const columnsFor = (organizationId: string): readonly Column<Key>[] => [
  {
    key: 'name',
    name: 'Для чего',
    head: true,
    cell: (row) => (
      <>
        {row.name}
        <br />
        <span className="code sml">{row.hint}…</span>
      </>
    ),
  },
  { key: 'may', name: 'Что может', cell: (row) => row.operations.map((one) => operationWords[one]).join(', ') },
  {
    key: 'made',
    name: 'Выпущен',
    cell: (row) => (
      <>
        <When instant={row.madeAt} timeZone={ZONE} />
        <br />
        <span className="mut sml">{row.madeBy}</span>
      </>
    ),
  },
  { key: 'used', name: 'Последний вход', cell: (row) => (row.lastUsedAt === null ? 'Ещё не входили' : <When instant={row.lastUsedAt} timeZone={ZONE} />) },
  {
    key: 'state',
    name: 'Состояние',
    plain: true,
    cell: (row) => (
      <>
        <StatusOf rows={certificateStates} is={row.state} />
        {row.state === 'active' && (
          <>
            <br />
            <span className="mut sml">
              до <When instant={row.until} timeZone={ZONE} />
            </span>
          </>
        )}
      </>
    ),
  },
  {
    key: 'act',
    name: 'Действие',
    silent: true,
    cell: (row) =>
      row.state === 'active' && (
        <Form method="post">
          <FormKey answer={{}} />
          <input type="hidden" name="organizationId" value={organizationId} />
          <input type="hidden" name="keyId" value={row.id} />
          <Button kind="bad" name="intent" value="revokeKey">
            Отозвать<span className="vh">: {row.name}</span>
          </Button>
        </Form>
      ),
  },
];

const TERMS = [
  { value: '90', name: '90 дней' },
  { value: '180', name: 'Полгода' },
  { value: '365', name: 'Год' },
];

function NewKey({ organizationId, answer }: Pick<Given, 'organizationId' | 'answer'>) {
  const own = answer?.values['intent'] === 'makeKey' ? answer : undefined;
  const [errors, values] = [errorsOf(own?.problem), own?.values ?? {}];
  return (
    <Card heading="Выпустить ключ">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="organizationId" value={organizationId} />
        <TextInput
          name="keyName"
          label="Для какой программы"
          hint="Например, «1С расчётного центра»"
          maxLength={100}
          autoComplete="off"
          defaultValue={values['keyName']}
          error={errors['keyName']}
        />
        <fieldset className="stack near" id="operations">
          <legend>Что она может</legend>
          {errors['operations'] !== undefined && <FieldError name="operations">Отметьте хотя бы одно</FieldError>}
          {MACHINE_OPERATIONS.map((one) => (
            <Checkbox key={one} name={`operation.${one}`} label={capital(operationWords[one])} checked={values[`operation.${one}`] !== undefined} />
          ))}
        </fieldset>
        <Select name="days" label="На какой срок" options={TERMS} defaultValue={values['days'] ?? '365'} />
        <Actions>
          <Button name="intent" value="makeKey">
            Выпустить ключ
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
