// Homes to choose from, for pages of one home.
import type { RouterContextProvider } from 'react-router';
import { getHomes } from '#contract/ledger';
import { getMe } from '#contract/me';
import { load } from './api.ts';

/** Whoever has a part of the portal gets them without the sums, which are none of it. */
export async function loadHomes(context: Readonly<RouterContextProvider>): Promise<{ houseId: string; premisesId: string; address: string }[]> {
  const { homes, limits } = await load(context, getMe, {});
  return limits ? homes : (await load(context, getHomes, {})).homes;
}
