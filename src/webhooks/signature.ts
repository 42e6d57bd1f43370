import { createHmac } from 'node:crypto';
import type { Instant } from '../base/dates.ts';
import type { Entropy } from '../io/random.ts';
import type { Endpoint } from './endpoint.ts';

/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** A new secret in the form of Standard Webhooks. */
export function newSecret(entropy: Entropy): string {
  return `${PREFIX}${Buffer.from(entropy.bytes(SECRET_BYTES)).toString('base64')}`;
}

/** The headers of one attempt (Standard Webhooks 1.0.0); the time of it is signed as well. */
export function signedHeaders(
  endpoint: Pick<Endpoint, 'secret' | 'oldSecret' | 'oldSecretUntil'>,
  message: { readonly id: string; readonly body: string },
  at: Instant,
): Record<string, string> {
  const { secret, oldSecret, oldSecretUntil } = endpoint;
  const isOldValid = oldSecret !== null && oldSecretUntil !== null && oldSecretUntil > at;
  const secrets = isOldValid ? [secret, oldSecret] : [secret];
  const timestamp = String(Math.floor(at / 1000));
  const content = `${message.id}.${timestamp}.${message.body}`;
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Onestep-Webhooks/1',
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((one) => signatureOf(one, content)).join(' '),
  };
}

function signatureOf(secret: string, content: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}
