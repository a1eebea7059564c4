// Every page that the suite looks at, by who looks. A new page gets a line here.

/** `path` as typed; `status` when it is not 200. */
export type Sight = { path: string; status?: number };

export const guestSights: readonly Sight[] = [{ path: '/' }, { path: '/ui' }, { path: '/no-such-page', status: 404 }];
