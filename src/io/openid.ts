import * as oidc from 'openid-client';

/** How the platform is known to a provider of OpenID Connect. */
export type OpenIdSettings = {
  readonly issuer: URL;
  readonly clientId: string;
  readonly secret: string;
  /** Where the provider sends people back to. */
  readonly callback: URL;
};

/** What the browser keeps from the beginning of a sign-in to its end. */
export type OpenIdTrip = {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
};

/** Who somebody is, as a provider says it: its own name, and what it calls the person for ever. */
export type Identity = { readonly issuer: string; readonly subject: string };

/** Why a sign-in through the provider ended: it said no, or it did not answer as it should. */
export class OpenIdFailure extends Error {
  override name = 'OpenIdFailure';
  readonly isRefusal: boolean;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.isRefusal = cause instanceof oidc.AuthorizationResponseError;
  }
}

/** Sign-in through one provider: authorization code with PKCE, OpenID Connect Core 1.0, 3.1. */
export type OpenId = {
  /** Where to send the browser, and what it keeps meanwhile. @throws OpenIdFailure */
  begin(): Promise<{ readonly address: string; readonly trip: OpenIdTrip }>;
  /** Who came back with this query. @throws OpenIdFailure */
  end(query: string, trip: OpenIdTrip): Promise<Identity>;
};

/** Seconds after which a provider that does not answer is away. */
const PATIENCE = 5;

/** A provider. It is asked for its addresses when it is first needed, and again after a failure. */
export function openIdOf(settings: OpenIdSettings): OpenId {
  const { callback } = settings;
  let found: Promise<oidc.Configuration> | null = null;
  const configuration = (): Promise<oidc.Configuration> => {
    found ??= discover(settings).catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  };
  return {
    begin: () => failing(async () => beginning(await configuration(), callback)),
    end: (query, trip) => failing(async () => ending(await configuration(), callback, query, trip)),
  };
}

function discover({ issuer, clientId, secret }: OpenIdSettings): Promise<oidc.Configuration> {
  const isPlain = issuer.protocol === 'http:';
  return oidc.discovery(issuer, clientId, secret, undefined, {
    timeout: PATIENCE,
    // The settings take http for a provider on this machine alone.
    ...(isPlain ? { execute: [oidc.allowInsecureRequests] } : {}),
  });
}

async function beginning(provider: oidc.Configuration, callback: URL) {
  const trip = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
  };
  const address = oidc.buildAuthorizationUrl(provider, {
    redirect_uri: callback.href,
    scope: 'openid',
    state: trip.state,
    nonce: trip.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(trip.verifier),
    code_challenge_method: 'S256',
  });
  return { address: address.href, trip };
}

async function ending(
  provider: oidc.Configuration,
  callback: URL,
  query: string,
  { state, nonce, verifier }: OpenIdTrip,
): Promise<Identity> {
  const back = new URL(callback);
  back.search = query;
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
  const tokens = await oidc.authorizationCodeGrant(provider, back, {
    ...checks,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new Error('the provider gave no id token');
  return { issuer: claims.iss, subject: claims.sub };
}

async function failing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new OpenIdFailure(error);
  }
}
