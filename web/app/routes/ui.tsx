// The living page of the look: every part in its states; words, bills and charts stand on a page of their own. `?failed=1` shows the form after a refusal.
import { type ActionFunctionArgs, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { Forms } from '#features/look/forms.tsx';
import { Lists } from '#features/look/lists.tsx';
import { Actions, GoLink } from '#ui/button.tsx';
import { Page } from '#ui/page.tsx';
import { wrongFields } from '#ui/problem.ts';
import { refused, type Refused } from '#web/form.ts';

const mistakes = wrongFields({
  amount: 'Введите не меньше 1,00 ₽. Вы ввели 0',
  reading: 'Введите не меньше 251,04. Вы ввели 249,5',
  agree: 'Отметьте, если согласны',
});

export function loader({ request }: LoaderFunctionArgs) {
  return { failed: new URL(request.url).searchParams.has('failed') };
}

/** Refuses always: the page shows what a refusal looks like and keeps nothing. */
export async function action({ request }: ActionFunctionArgs) {
  return refused(mistakes, await request.formData());
}

export default function Look() {
  const { failed } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>() ?? (failed ? { problem: mistakes, values: { amount: '0', reading: '249,5' } } : undefined);
  return (
    <Page title="Вид и детали" problem={answer?.problem}>
      <p className="lead">Из чего сложены страницы портала. Горящее окно значит: здесь что-то ждёт вас. Тёмное: всё спокойно.</p>
      <Forms problem={answer?.problem} values={answer?.values ?? {}} />
      <Lists />
      <Actions>
        <GoLink to="/ui/bills">Слова, счета и графики</GoLink>
      </Actions>
    </Page>
  );
}
