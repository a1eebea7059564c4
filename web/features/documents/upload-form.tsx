// Files into a vault: a plain form that needs no script.
import { Upload } from 'lucide-react';
import type { AnswerOf } from '#contract/endpoint';
import type { listDocuments } from '#contract/documents';
import { Actions, Button } from '#ui/button.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { FileInput, Select } from '#ui/inputs.tsx';
import { ACCEPTED } from './words.ts';

export function UploadForm({ homes }: { homes: AnswerOf<typeof listDocuments>['homes'] }) {
  return (
    <form className="card stack" method="post" encType="multipart/form-data" action="/api/v1/documents" aria-label="Новые документы">
      <FormKey />
      {/* Before the files: the server has to know where they go when they come. */}
      {homes.length > 0 && (
        <Select name="home" label="Куда положить" hint="Документы квартиры видят все её собственники, и будущие тоже" options={[{ value: '', name: 'В личные, их вижу только я' }, ...homes.map(({ houseId, premisesId, address }) => ({ value: `${houseId}/${premisesId}`, name: `К квартире: ${unbroken(address)}` }))]} />
      )}
      <FileInput name="files" label="Файлы" hint="До десяти сразу, каждый до 60 МБ. PDF, снимки и сканы, DOCX, XLSX. Телефон предложит камеру" accept={ACCEPTED} multiple required />
      <Actions><Button><Icon of={Upload} /> Положить в хранилище</Button></Actions>
    </form>
  );
}
