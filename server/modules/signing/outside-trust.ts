// Authorities whose certificates the portal takes, and their revocation lists from files or addresses, kept for a while.
import fs from 'node:fs';
import { type Certificate, readPem, readRevocationList, type RevocationList } from '#platform/x509';

export type OutsideTrust = {
  readonly roots: readonly Certificate[];
  /** Issuing authorities between people and roots, where certificates do not bring them along. */
  readonly others: readonly Certificate[];
  /** The newest that could be read; whether they are fresh is asked at the check. */
  lists(now: Date): Promise<readonly RevocationList[]>;
};
/** PEM of roots and of issuing authorities together: who signs itself is a root. `lists`: paths of files or addresses. */
export type TrustSettings = { readonly authoritiesFile: string | undefined; readonly lists: readonly string[]; readonly timeoutMs: number };

const KEPT_MS = 10 * 60_000;
const LARGEST_LIST = 20_000_000;

/** Throws when the file cannot be read or holds no root. */
export function openOutsideTrust({ authoritiesFile, lists, timeoutMs }: TrustSettings): OutsideTrust {
  const all = authoritiesFile === undefined ? [] : readPem(fs.readFileSync(authoritiesFile, 'utf8'));
  const roots = all.filter((one) => one.issuer.key === one.subject.key);
  if (authoritiesFile !== undefined && roots.length === 0) throw new Error(`there is no root certificate in ${authoritiesFile}`);
  const kept = new Map<string, { readAt: number; list: RevocationList }>();
  const read = async (from: string): Promise<RevocationList | undefined> => {
    if (!/^https?:/.test(from)) return readRevocationList(await fs.promises.readFile(from));
    const response = await fetch(from, { signal: AbortSignal.timeout(timeoutMs) });
    const bytes = response.ok && Number(response.headers.get('content-length') ?? 0) <= LARGEST_LIST ? new Uint8Array(await response.arrayBuffer()) : undefined;
    return bytes && readRevocationList(bytes);
  };
  return {
    roots,
    others: all.filter((one) => !roots.includes(one)),
    async lists(now) {
      await Promise.all(
        lists.map(async (from) => {
          if (now.getTime() - (kept.get(from)?.readAt ?? -KEPT_MS) < KEPT_MS) return;
          // What is away keeps its last list, which is good as long as it says itself.
          const list = await read(from).catch(() => undefined);
          if (list) kept.set(from, { readAt: now.getTime(), list });
        }),
      );
      return [...kept.values()].map(({ list }) => list);
    },
  };
}
