// Live events of GET /api/v1/live (server-sent events). An event says what kind of thing changed for this person; the page loads its data anew.

/** `reload`: the gap was too long to tell one by one. The rest: menu areas whose data changed. */
export const liveKinds = ['reload', 'changed'] as const;
export type LiveKind = (typeof liveKinds)[number];
