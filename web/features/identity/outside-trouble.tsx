// An outside system did not let in: why, and how to go on.
import type { Problem } from '#contract/errors';
import { Actions, ButtonLink } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Page } from '#ui/page.tsx';

export function OutsideTrouble({ problem, next, isLinking }: { problem: Problem; next: string; isLinking: boolean }) {
  return (
    <Page title={isLinking ? 'Не подключилось' : 'Войти не получилось'} problem={problem}>
      <ErrorSummary problem={problem} secret />
      <Actions>
        {isLinking ? (
          <ButtonLink to="/profile/state">Вернуться в профиль</ButtonLink>
        ) : (
          <ButtonLink to={`/sign-in?next=${encodeURIComponent(next)}`}>Выбрать другой способ</ButtonLink>
        )}
      </Actions>
    </Page>
  );
}
