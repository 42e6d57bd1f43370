import type { App } from './app.ts';

export type Address = { readonly method: string; readonly url: string };

/** `/v1/receipts/:cursor` as a pattern for paths; `*` takes the rest. */
function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replaceAll('.', '\\.');
  });
  return new RegExp(`^${parts.join('/')}/?$`);
}

/**
 * Keeps a list of every address that is registered from now on: to tell 405 from 404, and for the
 * test that knocks at every door.
 */
export function collectAddresses(app: App): {
  readonly all: readonly Address[];
  methodsOf(path: string): string[];
} {
  const all: (Address & { readonly pattern: RegExp })[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = patternOf(url);
    for (const one of [method].flat()) all.push({ method: one, url, pattern });
  });
  return {
    all,
    methodsOf: (path) => [
      ...new Set(all.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
    ],
  };
}
