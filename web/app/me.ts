// What the root knows and every page may ask for.
import { useRouteLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getMe } from '#contract/me';
import { usualView, type View } from './view.ts';

export type Me = AnswerOf<typeof getMe>;
export type RootData = {
  me: Me;
  view: View;
  /** The chosen home's premises id. */
  home: string | null;
  /** Path and query of the page: forms of the shell come back here. */
  address: string;
  /** What the keys of this page's forms are made of (`FormKey`). */
  formSeed: string;
  /** When the page's data was read, ISO instant. */
  loadedAt: string;
};

export const guest: Me = { person: null, homes: [], work: [], houses: [], portal: [], limits: null, lit: {}, liveAfter: null, unread: 0, mustRead: false };

/** The root's data, or a guest's when the root itself failed. */
export const useRootData = (): RootData =>
  useRouteLoaderData<RootData>('root') ?? {
    me: guest,
    view: usualView,
    home: null,
    address: '/',
    formSeed: '00000000-0000-4000-8000-000000000000',
    loadedAt: '1970-01-01T00:00:00.000Z',
  };
