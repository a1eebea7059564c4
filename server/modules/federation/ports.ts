// Outside systems that say who a person is: the state's one and others over OpenID Connect. Their clients never throw.

export type OutsidePerson = {
  /** What the system calls this account, for ever. */
  readonly subject: string;
  /** `trusted`: the system saw the person's papers. What another account says of itself proves nothing. */
  readonly isTrusted: boolean;
  readonly lastName: string;
  readonly firstName: string;
  readonly middleName: string | null;
  readonly birthDay: string | null;
  /** '+79…' and an address, both proven to the system; null when not. */
  readonly phone: string | null;
  readonly email: string | null;
  readonly snils: string | null;
  readonly inn: string | null;
  readonly passport: string | null;
  readonly address: string | null;
  /** Organizations that the person heads, by ОГРН. */
  readonly heads: readonly { readonly ogrn: string; readonly name: string }[];
};

/** Secrets of one signing in, made by us: `state` ties the answer to this browser, `nonce` and `verifier` tie the tokens to this request. */
export type Attempt = { readonly state: string; readonly nonce: string; readonly verifier: string };
/** `refused`: the system, or its answer, is not right and will not become so; `away`: it did not answer. `why` goes to the log. */
export type Told<Value> = { readonly kind: 'ok'; readonly value: Value } | { readonly kind: 'refused' | 'away'; readonly why: string };

export type OutsideIdentity = {
  readonly id: string;
  readonly kind: 'state' | 'bank';
  /** As its button says: «Госуслуги». */
  readonly name: string;
  /** Where the browser goes. */
  begin(attempt: Attempt): Promise<Told<string>>;
  /** The address that this system sends people back to, with the query they came with. */
  callbackOf(search: string): URL;
  /** Who came back. */
  finish(attempt: Attempt, callback: URL): Promise<Told<OutsidePerson>>;
  /** Where the person leaves the system itself; null where that is not offered. */
  leaveUrl(back: URL): string | null;
};

/** Signs a request of ours to the state system. In production a certified tool does it, so it is a port. */
export type RequestSigner = {
  /** GOST R 34.11-2012 (256) of our certificate in DER, as hex. */
  readonly certificateHash: string;
  /** A detached CMS of the text. */
  cms(text: string): Promise<Buffer>;
  /** The bare signature, 64 bytes. */
  raw(text: string): Promise<Buffer>;
};
