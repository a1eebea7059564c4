// Every page of the site. An area's pages stand in routes/<area>.tsx.
import { index, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  index('routes/start.tsx'),
  route('view', 'routes/view.ts'),
  route('choose-home', 'routes/choose-home.ts'),
  route('pay', 'routes/pay.tsx'),
  route('pay/qr', 'routes/pay-qr.tsx'),
  route('pay/:id', 'routes/pay-confirm.tsx'),
  route('pay/:id/result', 'routes/pay-result.tsx'),
  route('payments', 'routes/payments.tsx'),
  route('payments/:id', 'routes/payment.tsx'),
  route('receipts/:code?', 'routes/receipt-check.tsx'),
  route('ui', 'routes/ui.tsx'),
  route('notices', 'routes/notices.tsx'),
  route('journal', 'routes/journal.tsx'),
  route('profile/notices', 'routes/profile.notices.tsx'),
  route('demo/outbox', 'routes/demo.outbox.tsx'),
  route('demo/outbox.json', 'routes/demo.outbox-json.ts'),
  route('sign-in', 'routes/sign-in.tsx'),
  route('sign-in/code', 'routes/sign-in.code.tsx'),
  route('sign-out', 'routes/sign-out.tsx'),
  route('profile', 'routes/profile.tsx'),
  route('profile/password', 'routes/profile.password.tsx'),
  route('profile/authenticator', 'routes/profile.authenticator.tsx'),
  route('profile/recovery-codes', 'routes/profile.recovery-codes.tsx'),
  // The last: an unknown address still gets the root's data, so that its page has the person's theme and menu.
  route('*', 'routes/unknown.tsx'),
] satisfies RouteConfig;
