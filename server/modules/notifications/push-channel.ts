// Web Push (RFC 8030): a message sealed for one browser (RFC 8291), handed to the push service that its subscription names.
import { readFileSync } from 'node:fs';
import type { Agent } from 'node:https';
import type { PushKey } from './push-key.ts';
import type { SendResult } from './send-result.ts';

/** What a browser gave: where its service takes messages, and the keys for which they are sealed (base64url). */
export type Subscription = { readonly endpoint: string; readonly p256dh: string; readonly auth: string };
/** `topic`: a repeat takes the place of one that still waits at the service. */
export type Push = { readonly text: string; readonly seconds: number; readonly isUrgent: boolean; readonly topic: string };
/** `gone`: the browser took the subscription back (404, 410): it is to be forgotten. */
export type PushResult = SendResult | { readonly outcome: 'gone' };
export type PushChannel = {
  send(to: Subscription, push: Push, key: PushKey): Promise<PushResult>;
  /** Whether the address is one of a push service that the portal speaks to: a subscription comes from outside, and must not lead the server elsewhere. */
  isKnown(endpoint: string): boolean;
};
export type PushSettings = {
  /** Where a push service may complain: mailto:… */
  readonly subject: string;
  /** Names of push services; `*.` stands for any below. A port only where it is named. */
  readonly hosts: readonly string[];
  readonly timeoutMs: number;
  /** PEM file of the authority of a push service of one's own, beside those that everybody trusts. */
  readonly authority?: string | undefined;
};

/** `send` never throws. */
export function openPushChannel({ subject, hosts, timeoutMs, authority }: PushSettings): PushChannel {
  let agent: Promise<Agent> | undefined;
  const agentOf = () => (agent ??= openAgent(authority));
  return {
    isKnown: (endpoint) => {
      const url = URL.parse(endpoint);
      return (
        url?.protocol === 'https:' &&
        url.username === '' &&
        hosts.some((host) => (host.startsWith('*.') ? url.host.endsWith(host.slice(1)) : url.host === host))
      );
    },
    send: async ({ endpoint, p256dh, auth }, { text, seconds, isUrgent, topic }, key) => {
      try {
        const { default: webPush } = await import('web-push');
        const options = {
          vapidDetails: { subject, ...key },
          agent: await agentOf(),
          TTL: seconds,
          urgency: isUrgent ? 'high' : 'normal',
          topic,
          timeout: timeoutMs,
        } as const;
        const { headers } = await webPush.sendNotification({ endpoint, keys: { p256dh, auth } }, text, options);
        return { outcome: 'accepted', reference: String(headers['location'] ?? endpoint.length) };
      } catch (error) {
        return readFailure(error as Error & { statusCode?: number });
      }
    },
  };
}

async function openAgent(authority: string | undefined): Promise<Agent> {
  const [{ Agent: HttpsAgent }, { rootCertificates }] = await Promise.all([import('node:https'), import('node:tls')]);
  return new HttpsAgent({ keepAlive: true, ...(authority !== undefined && { ca: [...rootCertificates, readFileSync(authority, 'utf8')] }) });
}

/** RFC 8030, 7 and 8.4; without a status the service did not answer. */
function readFailure({ message, statusCode }: Error & { statusCode?: number }): PushResult {
  if (statusCode === undefined) return { outcome: 'temporary', why: message };
  const why = `the push service answered ${statusCode}`;
  if (statusCode === 404 || statusCode === 410) return { outcome: 'gone' };
  if (statusCode === 429 || statusCode >= 500) return { outcome: 'temporary', why };
  return { outcome: statusCode === 413 ? 'permanent' : 'configuration', why };
}
