import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { type OpenId, openIdOf } from '../src/io/openid.ts';

/** A provider of OpenID Connect on this machine, whose people are whoever they say they are. */
export type TestProvider = {
  readonly issuer: string;
  /** The platform at that address as the provider knows it, or pretends to. */
  clientOf(url: string, secret?: string): OpenId;
  /** From now on it serves the platform at that address. */
  serve(url: string): void;
  close(): Promise<void>;
};

const CLIENT = { client_id: 'onestep', client_secret: 'a secret of the two' };
const BACK = '/console/openid/back';

/** Starts one; close it at the end. */
export async function startProvider(): Promise<TestProvider> {
  let answer: ReturnType<Provider['callback']> | null = null;
  const server = createServer((request, response) => {
    if (answer === null) response.writeHead(503).end();
    else void answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  return {
    issuer,
    clientOf: (url, secret = CLIENT.client_secret) =>
      openIdOf({
        ...{ issuer: new URL(issuer), clientId: CLIENT.client_id, secret },
        callback: new URL(BACK, url),
      }),
    serve: (url) => {
      const provider = new Provider(issuer, {
        clients: [{ ...CLIENT, redirect_uris: [new URL(BACK, url).href] }],
        cookies: { keys: ['of this test'] },
        pkce: { required: () => true },
        features: { devInteractions: { enabled: true } },
      });
      answer = provider.callback();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
