// Where the OpenID providers of the stand-ins keep their sessions, codes and tokens: in memory, gone with the process, one store per provider.
import type { Adapter, AdapterPayload } from 'oidc-provider';

const MOST = 5_000;

/** For `adapter` of a provider's settings. */
export function memoryAdapter(): (model: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  const find = (suits: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => [...kept.values()].find(suits);
  return (model) => {
    const keyOf = (id: string): string => `${model}:${id}`;
    return {
      async upsert(id, payload) {
        kept.set(keyOf(id), payload);
        if (kept.size > MOST) kept.delete(kept.keys().next().value!);
      },
      find: async (id) => kept.get(keyOf(id)),
      findByUid: async (uid) => find((payload) => payload.uid === uid && payload.kind === model),
      findByUserCode: async (code) => find((payload) => payload.userCode === code),
      consume: async (id) => void kept.set(keyOf(id), { ...kept.get(keyOf(id)), consumed: Math.floor(Date.now() / 1000) }),
      destroy: async (id) => void kept.delete(keyOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
