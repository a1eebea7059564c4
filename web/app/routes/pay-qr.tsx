// A sheet to print or to show: the code that a bank's application or a cash desk reads, and the requisites in words.
import { type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router';
import { getPayableAccounts, getPaymentQr } from '#contract/payments';
import { formatDayShort, formatKopecks, formatWeekday } from '#contract/russian';
import { CodePicture } from '#features/payments/payment-sheet.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { unbroken } from '#ui/format.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const accountId = new URL(request.url).searchParams.get('account');
  const { accounts } = await load(context, getPayableAccounts, {});
  const account = accounts.find((one) => one.accountId === accountId);
  if (!account) throw redirect('/pay');
  return { sheet: await load(context, getPaymentQr, { params: { houseId: account.houseId, accountId: account.accountId } }) };
}

export default function PayQr() {
  const { sheet } = useLoaderData<typeof loader>();
  return (
    <Page title={`Код для оплаты: ${sheet.payee}`} back={{ to: '/pay', name: 'Оплата' }}>
      <p className="lead">{`${unbroken(sheet.address)}, счёт ${sheet.accountNumber}`}</p>
      <div className="cols">
        <Card heading={sheet.kopecks > 0 ? formatKopecks(sheet.kopecks) : 'Сумму введёте в банке'} due>
          <CodePicture picture={sheet.qr} label={`Код для оплаты ${sheet.payee} в приложении банка`} />
          <p>Наведите камеру из приложения банка или покажите код на кассе.</p>
          {sheet.kopecks > 0 && (
            <p>
              <b>
                {sheet.overdueSince
                  ? `Срок был ${formatDayShort(sheet.overdueSince)}. Чем раньше, тем меньше пени.`
                  : `Оплатите ${formatWeekday(sheet.dueDay, 'until')}.`}
              </b>
            </p>
          )}
        </Card>
        <Card heading="Реквизиты">
          <DefinitionList items={sheet.requisites} />
        </Card>
      </div>
      <p className="mut noprint">Чтобы напечатать, выберите «Печать» в меню браузера: на листе останутся код и реквизиты.</p>
    </Page>
  );
}
