// One field for an address with suggestions while typing: a combobox with a list. Without a script it is a plain field of a form.
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useFetcher, useNavigate } from 'react-router';
import './addresses.css';
import type { AnswerOf } from '#contract/endpoint';
import type { searchAddresses } from '#contract/addresses';
import { Field, wiring } from '#ui/field.tsx';

type Hit = AnswerOf<typeof searchAddresses>['hits'][number];
const PAUSE_MS = 120;

/** `narrowed`: the rest of the query, so that suggestions are narrowed like the answers. */
export function AddressField({ typed, narrowed }: { typed: string; narrowed: string }) {
  const [text, setText] = useState(typed);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { load, data } = useFetcher<{ hits: Hit[] }>();
  const navigate = useNavigate();
  const list = useId();
  useEffect(() => {
    if (!open || text.trim().length < 2) return;
    const timer = setTimeout(() => void load(`/homes/suggest?${new URLSearchParams([...new URLSearchParams(narrowed), ['q', text]]).toString()}`), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, open, narrowed, load]);
  const hits = open && text.trim().length >= 2 ? (data?.hits ?? []) : [];
  const choose = ({ key, address, flat }: Hit): void => {
    setOpen(false);
    if (key === null) setText(`${address}, `);
    else void navigate(`/homes/add/${key}${flat === null ? '' : `?flat=${encodeURIComponent(flat)}`}`);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setOpen(false);
    else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && hits.length > 0) {
      event.preventDefault();
      setActive((active + (event.key === 'ArrowDown' ? 1 : hits.length + (active < 0 ? 0 : -1))) % hits.length);
    } else if (event.key === 'Enter' && hits[active]) {
      event.preventDefault();
      choose(hits[active]);
    }
  };
  const field = { name: 'q', label: 'Адрес', hint: 'Улица, дом и квартира в любом порядке. Ошибки не страшны' };
  return (
    <Field field={field}>
      <div className="combo">
        <input
          {...wiring(field)}
          type="search"
          autoComplete="off"
          value={text}
          maxLength={200}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={hits.length > 0}
          aria-controls={list}
          aria-activedescendant={hits[active] ? `${list}-${active}` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
            setActive(-1);
          }}
          onKeyDown={press}
          onBlur={() => setOpen(false)}
        />
        <div id={list} role="listbox" aria-label="Подходящие адреса" hidden={hits.length === 0}>
          {hits.map((hit, place) => (
            <div
              key={hit.key ?? `${hit.address} ${hit.place}`}
              id={`${list}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === active}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(hit);
              }}
            >
              {hit.address}
              <span className="mut sml">{hit.place}</span>
            </div>
          ))}
        </div>
      </div>
    </Field>
  );
}
