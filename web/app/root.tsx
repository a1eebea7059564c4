import cyrillic from '@fontsource-variable/golos-text/files/golos-text-cyrillic-wght-normal.woff2?url';
import latin from '@fontsource-variable/golos-text/files/golos-text-latin-wght-normal.woff2?url';
import type { ReactNode } from 'react';
import { type LoaderFunctionArgs, Links, Meta, type MiddlewareFunction, Outlet, redirect, Scripts, ScrollRestoration } from 'react-router';
import { getMe } from '#contract/me';
import { SignInAsked } from '#features/identity/sign-in-asked.tsx';
import { newKey } from '#ui/new-key.ts';
import { Shell } from '#ui/shell.tsx';
import mark from '#ui/mark.svg?url';
import '#ui/look.css';
import { ask } from './api.ts';
import { addressContext } from './contexts.ts';
import { chosenHome } from './home.ts';
import { KeptAnswer } from './kept-answer.tsx';
import { Live } from './live.tsx';
import { guest, type Me, type RootData, useRootData } from './me.ts';
import { Trouble } from './trouble.tsx';
import { readView, viewAttributes } from './view.ts';

export const middleware: MiddlewareFunction<Response>[] = [
  ({ request, context }) => {
    const url = new URL(request.url);
    url.searchParams.delete('_routes');
    // The browser's own navigation asks for the page's data by another name.
    context.set(addressContext, (url.pathname.replace(/(?:\/_root|\/_)?\.data$/, '') || '/') + url.search);
  },
];

/** What is open before the policy was read: the text itself, leaving, and the way in. */
const BEFORE_READING = /^\/(?:welcome|privacy|sign-in|sign-out|view|demo|ui)(?:[/?.]|$)/;

/** What the shell of every page shows. A guest, and a page asked for while the API has no answer, still get a page. */
export async function loader({ context, request }: LoaderFunctionArgs): Promise<RootData> {
  const { status, body } = await ask(context, getMe, {});
  const me = status === 200 ? (body as Me) : guest;
  const address = context.get(addressContext);
  if (me.mustRead && !BEFORE_READING.test(address)) throw redirect(`/welcome?next=${encodeURIComponent(address)}`);
  const cookies = request.headers.get('cookie');
  return {
    me,
    view: readView(cookies),
    home: chosenHome(me.homes, cookies)?.premisesId ?? null,
    address,
    formSeed: newKey(),
    loadedAt: new Date().toISOString(),
  };
}

export function Layout({ children }: { children: ReactNode }) {
  const { view } = useRootData();
  return (
    <html lang="ru" {...viewAttributes(view)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#0a5566" />
        <meta name="description" content="«Мой дом»: счета, платежи и счётчики вашей квартиры в одном месте" />
        <link rel="icon" href={mark} type="image/svg+xml" />
        {[cyrillic, latin].map((font) => (
          <link key={font} rel="preload" href={font} as="font" type="font/woff2" crossOrigin="anonymous" />
        ))}
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return (
    <KeptAnswer>
      <Shell status={<Live />}>
        <SignInAsked />
        <Outlet />
      </Shell>
    </KeptAnswer>
  );
}

export function ErrorBoundary({ error }: { error: unknown }) {
  return (
    <Shell>
      <Trouble error={error} />
    </Shell>
  );
}
