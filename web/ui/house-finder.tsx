// A company may have ten thousand houses: a form offers some, this finds the others. A GET form, so what is found is an address.
import { Form, useSearchParams } from 'react-router';
import { HOUSES_OFFERED } from '#contract/house-choice';
import { Button } from './button.tsx';
import { TextInput } from './inputs.tsx';

type Given = {
  /** There are more houses than the page shows. */ more: boolean;
  /** Of the member of the address; «q» may be the words of the page's own search. */ name?: string;
  /** Members of the address that stay, as hidden fields. */ keep?: readonly string[];
};

/** Nothing where all houses are shown and none is sought. */
export function HouseFinder({ more, name = 'q', keep = [] }: Given) {
  const [query] = useSearchParams();
  const sought = query.get(name) ?? '';
  if (!more && sought === '') return null;
  return (
    <Form method="get" role="search" aria-label="Поиск дома" className="row finder" key={sought}>
      {keep.map((one) => query.has(one) && <input key={one} type="hidden" name={one} value={query.get(one) ?? ''} />)}
      <TextInput
        name={name}
        label="Улица и дом"
        type="search"
        maxLength={100}
        defaultValue={sought}
        {...(more && { hint: `Показаны первые ${HOUSES_OFFERED} домов` })}
      />
      <Button kind="alt">Найти дом</Button>
    </Form>
  );
}
