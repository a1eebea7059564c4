import { Inbox, Siren } from 'lucide-react';
import type { StatusRows } from '#contract/statuses/standing';
import { ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Day, Money, Month, When } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Progress } from '#ui/progress.tsx';
import { Status, StatusOf } from '#ui/status.tsx';
import { Steps, TaskList } from '#ui/steps.tsx';

const rows = ['строка', 'строки', 'строк'] as const;

/** Statuses, notices, steps, long work, empty places. */
export function Words({ statuses }: { statuses: readonly { name: string; rows: StatusRows }[] }) {
  return (
    <>
      <Card heading="Статусы">
        <p className="row">
          <Status tone="lit">Ждёт вас</Status>
          <Status tone="wait">Скоро срок</Status>
          <Status tone="go">В обработке</Status>
          <Status tone="ok">Одобрен</Status>
          <Status tone="bad">Отклонён</Status>
          <Status tone="bad" icon={Siren}>
            Авария
          </Status>
          <Status tone="none">Отменён</Status>
        </p>
        <details className="more">
          <summary>Все статусы портала</summary>
          <DefinitionList
            items={statuses.map(({ name, rows }) => ({
              name,
              value: (
                <span className="row">
                  {Object.keys(rows).map((is) => (
                    <StatusOf key={is} rows={rows} is={is} />
                  ))}
                </span>
              ),
            }))}
          />
        </details>
      </Card>
      <div className="two">
        <Notice heading="Расчёт за ноябрь идёт">
          <p>Готовые суммы появятся 3 декабря.</p>
        </Notice>
        <Notice tone="ok" heading="Показания приняты" announce>
          <p>
            Четыре счётчика, <Day day="2026-11-12" />.
          </p>
        </Notice>
        <Notice tone="wait" heading="Вышло втрое больше обычного">
          <p>Обычно у вас около 3,2 м³, сейчас 9,8. Если всё верно, отправляйте.</p>
        </Notice>
        <Notice tone="bad" heading="На карте не хватает денег">
          <p>Выберите другую карту или заплатите часть.</p>
        </Notice>
      </div>
      <Steps names={['Что оплатить', 'Как оплатить', 'Подтверждение кодом', 'Чек']} now={2} />
      <TaskList
        tasks={[
          { name: 'Назвать дом', to: '/ui', status: { tone: 'ok', word: 'Выполнено' } },
          { name: 'Подтвердить владение', to: '/ui', says: 'Нужна выписка или согласие на запрос', status: { tone: 'lit', word: 'Ждёт вас' } },
          { name: 'Привязать лицевой счёт', says: 'Откроется после второго шага', status: { tone: 'none', word: 'Позже' } },
        ]}
      />
      <div className="two">
        <Card heading="Долгая работа">
          <Progress label="Загружаем реестр начислений" done={12480} total={30000} unit={rows} />
          <Progress label="Считаем строки в файле" done={512} total={null} unit={rows} />
          <Progress label="Реестр за октябрь загружен" done={30000} total={30000} unit={rows} finished />
        </Card>
        <Card heading="Числа и дни">
          <DefinitionList
            items={[
              { name: 'Сумма', value: <Money kopecks={919661} /> },
              { name: 'Вернули', value: <Money kopecks={-50000} /> },
              { name: 'Срок', value: <Day day="2026-11-16" /> },
              { name: 'За что', value: <Month month="2026-10" /> },
              { name: 'Отправлено', value: <When instant="2026-11-12T09:20:00.000Z" timeZone="Asia/Yekaterinburg" /> },
            ]}
          />
        </Card>
      </div>
      <div className="two">
        <EmptyState
          icon={Inbox}
          heading="Платежей пока нет"
          actions={
            <ButtonLink kind="alt" to="/bills">
              Посмотреть счета
            </ButtonLink>
          }
        >
          <p>Первый появится здесь сразу после оплаты, вместе с чеком.</p>
        </EmptyState>
        <EmptyState icon={Inbox} heading="Всё оплачено">
          <p>Следующий счёт придёт в начале декабря. Мы напомним.</p>
        </EmptyState>
      </div>
    </>
  );
}
