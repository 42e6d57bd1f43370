import { type OpenId, openIdOf } from '../io/openid.ts';
import { textOf, UsageError, type Values } from './command.ts';

export const OPENID_OPTIONS = {
  'openid-issuer': { type: 'string' },
  'openid-client': { type: 'string' },
  'public-url': { type: 'string' },
} as const;

/** Of `serve` and `start`. */
export const OPENID_HELP = `
  --openid-issuer URL  let people sign in through this provider of OpenID Connect, too; its secret
                       for the platform is read from OPENID_CLIENT_SECRET
  --openid-client ID   what the provider calls the platform
  --public-url URL     where browsers find the platform; the provider sends people back to its
                       /console/openid/back`.slice(1);

/** The provider that was asked for; null without one. @throws UsageError when half is missing */
export function openIdFrom(values: Values, env: NodeJS.ProcessEnv = process.env): OpenId | null {
  const issuer = textOf(values, 'openid-issuer');
  const clientId = textOf(values, 'openid-client');
  const site = textOf(values, 'public-url');
  const secret = env.OPENID_CLIENT_SECRET;
  if (issuer === undefined && clientId === undefined) return null;
  if (!issuer || !clientId || !site || !secret) {
    throw new UsageError(
      'OpenID Connect takes --openid-issuer, --openid-client, --public-url and the secret in ' +
        'OPENID_CLIENT_SECRET.',
    );
  }
  return openIdOf({
    ...{ clientId, secret, issuer: safeUrl(issuer, 'openid-issuer') },
    callback: new URL('/console/openid/back', safeUrl(site, 'public-url')),
  });
}

/** https, or http on this machine: anybody between could else sign in as anyone. */
function safeUrl(text: string, option: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHere = url !== null && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)) return url;
  throw new UsageError(`--${option} takes an address of https, not ${text}.`);
}
