import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon } from './icon.tsx';
import { Status, type Tone } from './status.tsx';

/** Where the person is in a short procedure: «Шаг 2 из 4» in words, and the steps by name. `now` counts from 1. */
export function Steps({ names, now }: { names: readonly string[]; now: number }) {
  return (
    <div className="stack near">
      <p className="mut">{`Шаг ${now} из ${names.length}`}</p>
      <ol className="steps flat">
        {names.map((name, place) => {
          const number = place + 1;
          if (number < now)
            return (
              <li key={name} className="done">
                <span className="p">
                  <Icon of={Check} />
                </span>
                <span>
                  {name}
                  <span className="vh">, готово</span>
                </span>
              </li>
            );
          if (number === now)
            return (
              <li key={name} className="now" aria-current="step">
                <span className="p">{number}</span>
                <b>{name}</b>
              </li>
            );
          return (
            <li key={name}>
              <span className="p">{number}</span>
              <span>{name}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

export type Task = { name: string; to?: string; says?: ReactNode; status: { tone: Tone; word: string } };

/** A long procedure: parts in any order, each with its status. Verbs as names. */
export function TaskList({ tasks }: { tasks: readonly Task[] }) {
  return (
    <ul className="card list plain tasks">
      {tasks.map(({ name, to, says, status }) => (
        <li key={name}>
          <div>
            <b>{to ? <Link to={to}>{name}</Link> : name}</b>
            {says && <p className="mut sml">{says}</p>}
          </div>
          <Status tone={status.tone}>{status.word}</Status>
        </li>
      ))}
    </ul>
  );
}
