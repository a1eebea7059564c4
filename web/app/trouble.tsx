// Pages for what went wrong: what happened, and what to do about it. No code words.
import { CircleAlert, DoorClosed, type LucideIcon, MapPinOff, TimerReset } from 'lucide-react';
import { isRouteErrorResponse } from 'react-router';
import type { Problem } from '#contract/errors';
import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Page } from '#ui/page.tsx';
import { useRootData } from './me.ts';

type Text = { title: string; what: string; icon: LucideIcon };

const texts: Readonly<Record<number, Text>> = {
  403: {
    title: 'Сюда вас не пускают',
    what: 'Это видят другие люди: владельцы этой квартиры или сотрудники. Если доступ нужен вам, попросите его у них.',
    icon: DoorClosed,
  },
  404: {
    title: 'Такой страницы нет',
    what: 'Возможно, адрес набран с ошибкой или страницу убрали. Начните с главной: там всё, что есть на портале.',
    icon: MapPinOff,
  },
  429: { title: 'Слишком часто', what: 'Подождите минуту и обновите страницу. Введённое раньше не пропало.', icon: TimerReset },
  503: {
    title: 'Сейчас очень много обращений',
    what: 'Обновите страницу через минуту. Деньги и показания, которые вы уже отправили, на месте.',
    icon: TimerReset,
  },
};
const ours: Text = {
  title: 'У нас ошибка',
  what: 'Мы о ней уже знаем. Обновите страницу через минуту. То, что вы уже отправили, на месте.',
  icon: CircleAlert,
};

/** What a failed page tells. The number for support stands there only when the API gave one. */
export function Trouble({ error }: { error: unknown }) {
  const { address, me } = useRootData();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const { title, what, icon } = texts[status] ?? ours;
  const requestId = isRouteErrorResponse(error) && status >= 500 ? (error.data as Partial<Problem> | null)?.requestId : undefined;
  return (
    <Page title={title} heading={null}>
      <EmptyState
        icon={icon}
        heading={title}
        level={1}
        actions={
          <>
            {status >= 429 ? (
              <ButtonLink to={address} reloadDocument>
                Обновить страницу
              </ButtonLink>
            ) : (
              <ButtonLink to="/">На главную</ButtonLink>
            )}
            {status >= 429 ? (
              <ButtonLink to="/" kind="bare">
                На главную
              </ButtonLink>
            ) : (
              me.person === null && (
                <ButtonLink to="/sign-in" kind="bare">
                  Войти
                </ButtonLink>
              )
            )}
          </>
        }
      >
        <p>{what}</p>
        {requestId && (
          <p className="mut sml">
            Номер для поддержки: <span className="code">{requestId}</span>
          </p>
        )}
      </EmptyState>
    </Page>
  );
}
