// A key that this browser keeps and never gives away: made by WebCrypto as not extractable, kept in IndexedDB. Runs in the browser alone.

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const STORE = 'keys';
/** `keyHash`: SHA-256 of the public key, hex, as the portal names it. */
type Kept = { keyHash: string; name: string; privateKey: CryptoKey };

export const canKeepKeys = (): boolean => typeof indexedDB !== 'undefined' && globalThis.crypto?.subtle !== undefined;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('moidom-certificates', 1);
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE, { keyPath: 'keyHash' }));
    opening.addEventListener('success', () => resolve(opening.result));
    opening.addEventListener('error', () => reject(opening.error ?? new Error('no storage')));
  });
}

async function within<Answer>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<Answer>): Promise<Answer> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const asked = act(database.transaction(STORE, mode).objectStore(STORE));
    asked.addEventListener('success', () => resolve(asked.result));
    asked.addEventListener('error', () => reject(asked.error ?? new Error('no storage')));
  });
}

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const hex = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
const signed = async (privateKey: CryptoKey, text: string): Promise<string> => base64(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new TextEncoder().encode(text)));

/** A new key under this name, and its signature of the portal's text. */
export async function makeKey(name: string, text: string): Promise<{ publicKey: string; signature: string }> {
  const keys = await crypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']);
  const spki = await crypto.subtle.exportKey('spki', keys.publicKey);
  const kept: Kept = { keyHash: hex(await crypto.subtle.digest('SHA-256', spki)), name, privateKey: keys.privateKey };
  await within('readwrite', (store) => store.put(kept));
  return { publicKey: base64(spki), signature: await signed(keys.privateKey, text) };
}

/** The keys of this browser, by their names. */
export async function keptKeys(): Promise<{ keyHash: string; name: string }[]> {
  if (!canKeepKeys()) return [];
  return (await within<Kept[]>('readonly', (store) => store.getAll())).map(({ keyHash, name }) => ({ keyHash, name }));
}

/** The signature of the text by a key of this browser. Throws when there is none such. */
export async function signByKey(keyHash: string, text: string): Promise<string> {
  const kept = await within<Kept | undefined>('readonly', (store) => store.get(keyHash));
  if (!kept) throw new Error('Этого ключа в браузере больше нет');
  return signed(kept.privateKey, text);
}

/** The portal no longer knows it. */
export const forgetKey = (keyHash: string): Promise<undefined> => within('readwrite', (store) => store.delete(keyHash));
