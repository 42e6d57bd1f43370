import { gzipSync } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import type { App, Parts } from './app.ts';
import { WindowFault } from './problem.ts';

/** The built console, by path below its folder. */
export type ConsoleFiles = ReadonlyMap<string, Uint8Array>;

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * What the page may load: its own files, and styles that carry the nonce of this answer, as Ant
 * Design writes its styles while it runs. No page may frame it.
 */
const policyOf = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; ` +
  "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'self'; frame-ancestors 'none'";

/** Where the build leaves room for the nonce. */
const NONCE = '__NONCE__';

/** `/console/`: the files of the console; any other path below it is a page of the one document. */
export function consoleRoutes(app: App, { platform }: Parts, files: ConsoleFiles): void {
  const document = Buffer.from(files.get('index.html') ?? '').toString('utf8');
  const packed = new Map<string, Buffer>();
  const schema = { hide: true };
  app.get('/console', { schema }, async (_request, reply) => reply.redirect('/console/', 308));
  app.get<{ Params: { '*': string } }>('/console/*', { schema }, async (request, reply) => {
    const path = request.params['*'];
    guardPage(reply);
    if (!path.startsWith('assets/')) {
      const nonce = platform.newId();
      return reply
        .header('content-security-policy', policyOf(nonce))
        .header('cache-control', 'no-store')
        .type(TYPES.html!)
        .send(document.replaceAll(NONCE, nonce));
    }
    const bytes = files.get(path);
    if (bytes === undefined) throw new WindowFault('unknown-address');
    // The name of an asset has the hash of its bytes: another content is another address.
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .type(TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
      return reply.send(Buffer.from(bytes));
    }
    const small = packed.get(path) ?? gzipSync(bytes);
    packed.set(path, small);
    return reply.header('content-encoding', 'gzip').send(small);
  });
}

function guardPage(reply: FastifyReply): void {
  reply
    .header('x-frame-options', 'DENY')
    .header('referrer-policy', 'same-origin')
    .header('cross-origin-opener-policy', 'same-origin');
}
