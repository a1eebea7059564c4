// Keys that this browser keeps and never gives away: made by WebCrypto as not extractable, kept in IndexedDB. Runs in the browser alone.

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const STORE = 'keys';
/** `keyHash`: SHA-256 of the public key, hex, as the portal names it. */
type Kept = { keyHash: string; name: string; privateKey: CryptoKey };
type Bytes = Uint8Array<ArrayBuffer>;

export const canKeepKeys = (): boolean => typeof indexedDB !== 'undefined' && globalThis.crypto?.subtle !== undefined;

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const hex = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
const signed = (privateKey: CryptoKey, bytes: Bytes): Promise<ArrayBuffer> => crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, bytes);
const bytesOf = (text: string): Bytes => new TextEncoder().encode(text);

export type KeyStore = {
  /** A new key under this name, and its signature of the portal's text. Both in base64. */
  make(name: string, text: string): Promise<{ publicKey: string; signature: string }>;
  /** The keys of this browser, by their names. */
  kept(): Promise<{ keyHash: string; name: string }[]>;
  /** Signs by a key of this browser: r and s. Throws when there is none such. */
  sign(keyHash: string, bytes: Bytes): Promise<ArrayBuffer>;
  /** The same of a text, in base64. */
  signText(keyHash: string, text: string): Promise<string>;
  /** The portal no longer knows it. */
  forget(keyHash: string): Promise<undefined>;
};

/** `database`: keys for different ends lie apart. */
export function keyStore(database: 'moidom-certificates' | 'moidom-signing'): KeyStore {
  const open = (): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open(database, 1);
      opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE, { keyPath: 'keyHash' }));
      opening.addEventListener('success', () => resolve(opening.result));
      opening.addEventListener('error', () => reject(opening.error ?? new Error('no storage')));
    });
  const within = async <Answer>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<Answer>): Promise<Answer> => {
    const opened = await open();
    return new Promise((resolve, reject) => {
      const asked = act(opened.transaction(STORE, mode).objectStore(STORE));
      asked.addEventListener('success', () => resolve(asked.result));
      asked.addEventListener('error', () => reject(asked.error ?? new Error('no storage')));
    });
  };
  const sign = async (keyHash: string, bytes: Bytes): Promise<ArrayBuffer> => {
    const kept = await within<Kept | undefined>('readonly', (store) => store.get(keyHash));
    if (!kept) throw new Error('Этого ключа в браузере больше нет');
    return signed(kept.privateKey, bytes);
  };
  return {
    async make(name, text) {
      const keys = await crypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']);
      const spki = await crypto.subtle.exportKey('spki', keys.publicKey);
      const kept: Kept = { keyHash: hex(await crypto.subtle.digest('SHA-256', spki)), name, privateKey: keys.privateKey };
      await within('readwrite', (store) => store.put(kept));
      return { publicKey: base64(spki), signature: base64(await signed(keys.privateKey, bytesOf(text))) };
    },
    async kept() {
      if (!canKeepKeys()) return [];
      return (await within<Kept[]>('readonly', (store) => store.getAll())).map(({ keyHash, name }) => ({ keyHash, name }));
    },
    sign,
    signText: async (keyHash, text) => base64(await sign(keyHash, bytesOf(text))),
    forget: (keyHash) => within('readwrite', (store) => store.delete(keyHash)),
  };
}
