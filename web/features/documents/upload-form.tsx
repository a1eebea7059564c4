// Files into a vault: a plain form that needs no script; with one, files may be dropped on it and go in pieces, so that a lost line costs nothing.
import { Upload as UploadIcon } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useRevalidator } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { listDocuments } from '#contract/documents';
import { counted } from '#contract/russian';
import { Actions, Button } from '#ui/button.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { FileInput, Select } from '#ui/inputs.tsx';
import { openUploads, type Upload, type UploadQueue } from './upload-queue.ts';
import { ACCEPTED, sizeText } from './words.ts';
import './documents.css';

const homeOf = (form: HTMLFormElement): string => form.querySelector('select')?.value ?? '';

/** Files dropped anywhere on the page; says whether some are being dragged over it. */
function useDropped(take: (files: File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setOver(event.type === 'dragover');
    };
    const drop = (event: DragEvent): void => {
      over(event);
      if (event.dataTransfer && event.dataTransfer.files.length > 0) take([...event.dataTransfer.files]);
    };
    const heard = { dragover: over, dragleave: over, drop };
    for (const [name, listener] of Object.entries(heard)) addEventListener(name as 'drop', listener);
    return () => {
      for (const [name, listener] of Object.entries(heard)) removeEventListener(name as 'drop', listener);
    };
  });
  return isOver;
}

export function UploadForm({ homes }: { homes: AnswerOf<typeof listDocuments>['homes'] }) {
  const { revalidate } = useRevalidator();
  const [all, setAll] = useState<readonly Upload[]>([]);
  const [queue] = useState(() => openUploads(setAll, () => void revalidate()));
  const [isEmpty, setEmpty] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const isOver = useDropped((files) => queue.add(files, homeOf(form.current!)));
  const take = (event: FormEvent<HTMLFormElement>): void => {
    const inputs = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input[type=file]')];
    const chosen = inputs.flatMap(({ files }) => [...(files ?? [])]);
    event.preventDefault();
    setEmpty(chosen.length === 0 && all.every(({ state }) => state === 'done' || state === 'refused'));
    // Pressed a second time the form is empty: sent, it would take the page, with what is on its way, along.
    if (chosen.length === 0) return inputs[0]!.focus();
    queue.add(chosen, homeOf(event.currentTarget));
    for (const input of inputs) input.value = '';
  };
  return (
    <form
      ref={form}
      className={isOver ? 'card stack over' : 'card stack'}
      method="post"
      encType="multipart/form-data"
      action="/api/v1/documents"
      aria-label="Новые документы"
      onSubmit={take}
    >
      <FormKey />
      {/* Before the files: the server has to know where they go when they come. */}
      {homes.length > 0 && (
        <Select
          name="home"
          label="Куда положить"
          hint="Документы квартиры видят все её собственники, и будущие тоже"
          options={[
            { value: '', name: 'В личные, их вижу только я' },
            ...homes.map(({ houseId, premisesId, address }) => ({ value: `${houseId}/${premisesId}`, name: `К квартире: ${unbroken(address)}` })),
          ]}
        />
      )}
      <FileInput
        name="files"
        label="Файлы"
        hint="PDF, снимки и сканы, DOCX, XLSX, каждый до 60 МБ. С компьютера файлы можно перетащить сюда, сразу несколько"
        accept={ACCEPTED}
        multiple
        error={isEmpty ? 'Выберите файл' : undefined}
      />
      <label className="camera field">
        <span className="lbl">Или снимите камерой</span>
        <input type="file" name="files" accept="image/*" capture="environment" />
      </label>
      <Actions>
        <Button>
          <Icon of={UploadIcon} /> Положить в хранилище
        </Button>
      </Actions>
      <UploadList all={all} queue={queue} />
    </form>
  );
}

function UploadList({ all, queue }: { all: readonly Upload[]; queue: UploadQueue }) {
  const done = all.filter(({ state }) => state === 'done').length;
  const said =
    done < all.length ? `Положили ${done} из ${all.length}` : `Положили ${counted(done, ['файл', 'файла', 'файлов'])}. Вид документа и текст разберём сами`;
  return (
    <>
      <p className={all.length === 0 ? 'vh' : undefined} role="status">
        {all.length === 0 ? '' : said}
      </p>
      {all.length > 0 && (
        <ul className="stack near plain" aria-label="Загрузка">
          {all.map((one) => (
            <li key={one.id}>
              <UploadLine one={one} queue={queue} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const WORDS: Readonly<Record<Upload['state'], string>> = {
  waiting: 'ждёт очереди',
  sending: 'загружаем',
  lost: 'связь пропала, продолжим с этого места сами',
  paused: 'на паузе',
  done: 'в хранилище',
  refused: '',
};

function UploadLine({ one: { id, file, state, sent, words }, queue }: { one: Upload; queue: UploadQueue }) {
  const isMoving = state === 'sending' || state === 'lost' || state === 'paused';
  const named = <span className="vh">{` ${file.name}`}</span>;
  return (
    <div className="stack near">
      <p>
        <b>{file.name}</b>{' '}
        <span className="mut sml">{words === undefined ? `${sizeText(file.size)}, ${WORDS[state]}` : `${sizeText(file.size)}. ${words}`}</span>
      </p>
      {isMoving && <progress aria-label={`Загрузка ${file.name}`} max={file.size} value={sent} />}
      {state !== 'done' && (
        <p className="row">
          {(state === 'sending' || state === 'lost') && (
            <Button kind="bare" type="button" onClick={() => queue.pause(id)}>
              Пауза{named}
            </Button>
          )}
          {state === 'paused' && (
            <Button kind="bare" type="button" onClick={() => queue.goOn(id)}>
              Продолжить{named}
            </Button>
          )}
          <Button kind="bare" type="button" onClick={() => queue.putAside(id)}>
            Убрать{named}
          </Button>
        </p>
      )}
    </div>
  );
}
