// The bank's application in a telephone, as a page: what other systems ask its customer to confirm, with «Подтвердить» and «Отказаться». Client-Initiated
// Backchannel Authentication: the one who asks polls for the answer.
import { errors, type CIBAConfiguration, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import { xmlText } from '#platform/xml-tree';

type Waiting = { readonly id: string; readonly accountId: string; readonly message: string };
export type BankApp = {
  readonly ciba: CIBAConfiguration;
  /** Answers `/app`; false for other paths. */
  serve(ctx: KoaContextWithOIDC, body: () => Promise<string>): Promise<boolean>;
};
type Customer = { readonly label: string; readonly phone: string };

/** `provider` is asked for when a customer answers: it is made with these settings. */
export function openBankApp({ provider, customers }: { provider: () => Provider; customers: ReadonlyMap<string, Customer> }): BankApp {
  const waiting = new Map<string, Waiting>();
  const answer = async (id: string, isYes: boolean): Promise<void> => {
    const asked = waiting.get(id);
    if (!asked) return;
    waiting.delete(id);
    if (!isYes) return provider().backchannelResult(id, new errors.AccessDenied('the customer refused'));
    const request = await provider().BackchannelAuthenticationRequest.find(id);
    if (!request) return;
    const grant = new (provider().Grant)({ clientId: request.clientId!, accountId: asked.accountId });
    grant.addOIDCScope('openid profile phone');
    await grant.save();
    await provider().backchannelResult(request, grant, { amr: ['pin'] });
  };
  return {
    ciba: {
      enabled: true,
      deliveryModes: ['poll'],
      processLoginHint: (_ctx, phone) => [...customers].find(([, customer]) => customer.phone === phone)?.[0],
      processLoginHintToken: () => undefined,
      validateBindingMessage: () => {},
      validateRequestContext: () => {},
      verifyUserCode: () => {},
      triggerAuthenticationDevice(ctx, request, account) {
        waiting.set(request.jti, {
          id: request.jti,
          accountId: account.accountId,
          message: (ctx.oidc.params?.['binding_message'] as string | undefined) ?? '',
        });
      },
    },
    async serve(ctx, body) {
      if (ctx.path !== '/app') return false;
      if (ctx.method === 'POST') {
        const form = new URLSearchParams(await body());
        await answer(form.get('id') ?? '', form.get('answer') === 'yes');
        ctx.redirect('/app');
        return true;
      }
      ctx.type = 'html';
      ctx.body = appPage([...waiting.values()].map((one) => ({ ...one, label: customers.get(one.accountId)!.label })));
      return true;
    },
  };
}

const appPage = (asked: readonly (Waiting & { label: string })[]): string => `<!doctype html>
<html lang="ru">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Учебный банк</title>
<style>:root { font: 1rem/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; } body { max-width: 34rem; margin: 0 auto; padding: 1rem; } button { min-height: 2.75rem; padding: .6rem 1rem; font: inherit; }</style></head>
<body><h1>Приложение «Учебного банка»</h1>${asked.length === 0 ? '<p>Подтверждать нечего. <a href="/app">Обновить</a></p>' : asked.map(({ id, label, message }) => `<form method="post"><h2>${xmlText(label)}</h2><p>Портал «Мой дом» просит подтвердить заявление. Номер проверки: <b>${xmlText(message)}</b></p><input type="hidden" name="id" value="${xmlText(id)}"><p><button name="answer" value="yes">Подтвердить</button> <button name="answer" value="no">Отказаться</button></p></form>`).join('')}</body></html>`;
