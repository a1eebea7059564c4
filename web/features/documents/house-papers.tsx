// What a manager puts for the owners of their houses, into several at once (DOCS-4). A plain form: it needs no script.
import { Upload } from 'lucide-react';
import { useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { documentKinds, type listDocuments } from '#contract/documents';
import { Actions, Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { HouseFinder } from '#ui/house-finder.tsx';
import { Icon } from '#ui/icon.tsx';
import { FileInput, Select } from '#ui/inputs.tsx';
import { ACCEPTED } from './words.ts';

const KINDS = ['contract', 'act', 'minutes', 'other'] as const;

export function HousePapers({ managed }: { managed: AnswerOf<typeof listDocuments>['managed'] }) {
  const [query] = useSearchParams();
  if (managed.houses.length === 0 && !query.has('house')) return null;
  return (
    <>
      <HouseFinder more={managed.more} name="house" />
      <form className="card stack" method="post" encType="multipart/form-data" action="/api/v1/work/house-papers" aria-labelledby="house-papers">
        <FormKey />
        <h2 className="t2" id="house-papers">
          Документы домов
        </h2>
        {/* Before the files: the server has to know where they go when they come. */}
        <fieldset className="stack near">
          <legend>В какие дома</legend>
          {managed.houses.map(({ houseId, address }) => (
            <label key={houseId} className="check">
              <input type="checkbox" name="houses" value={houseId} defaultChecked={managed.houses.length === 1} />
              <span>{unbroken(address)}</span>
            </label>
          ))}
        </fieldset>
        <Select name="kind" label="Вид" options={KINDS.map((value) => ({ value, name: documentKinds[value] }))} />
        <Checkbox name="forTenants" label="Показать и тем, кто в доме живёт, но не владеет" hint="Собственники увидят в любом случае и получат уведомление" />
        <FileInput
          name="papers"
          label="Файлы документов"
          hint="Копии договоров, актов, протоколов. Без личных данных жильцов"
          accept={ACCEPTED}
          multiple
          required
        />
        <Actions>
          <Button kind="alt">
            <Icon of={Upload} /> Положить в дома
          </Button>
        </Actions>
      </form>
    </>
  );
}
