// What the server hands to the pages. It takes these objects from the build: imported a second time they would be others.
import { createContext } from 'react-router';
import type { Method } from '#contract/endpoint';

/**
 * One call of the API in the name of the person whose page is being made. Any HTTP status is an answer, never an exception.
 * `read` says the same as `url` in pieces, `route` as the contract writes it: a plain read is answered by it without a made request.
 */
export type CallApi = (request: {
  method: Method;
  url: string;
  body?: object;
  headers?: Record<string, string>;
  read?: { route: string; params: Readonly<Record<string, string>>; query: Readonly<Record<string, string | string[]>> };
}) => Promise<{ status: number; body: unknown }>;

export const apiContext = createContext<CallApi>();
/** The nonce of the content security policy, one per page. */
export const nonceContext = createContext<string>();
/** Where the rendered page is put for the server to send. */
export const documentContext = createContext<{ html?: Buffer }>();
/** Path and query of the page being made: where to come back to after signing in. The root's middleware sets it. */
export const addressContext = createContext<string>('/');
