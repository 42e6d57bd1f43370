import { type Calls, type Problem, ROUTES } from './generated.ts';

export type CallName = keyof Calls;
export type Answer<Name extends CallName> = Calls[Name]['answer'];

/** What a call is given: numbers of its address, query and body, each where it takes one. */
export type Given<Name extends CallName> = Partial<
  Pick<Calls[Name], 'path' | 'query' | 'body'> & { readonly signal: AbortSignal }
>;

/** The platform says no, with its reasons; or cannot be reached, and then `problem` is null. */
export class CallError extends Error {
  override name = 'CallError';
  readonly problem: Problem | null;
  readonly retryAfter: number | null;

  constructor(problem: Problem | null, retryAfter: number | null = null) {
    super(problem?.title ?? 'the platform cannot be reached');
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** Whether one has to sign in again: the session is over, or its cookie is gone. */
  get isOver(): boolean {
    return this.problem?.status === 401 && this.problem.code !== 'wrong-password';
  }
}

/** Calls the platform as the signed-in person. @throws CallError */
export async function call<Name extends CallName>(
  name: Name,
  given: Given<Name> = {},
): Promise<Answer<Name>> {
  const response = await send(name, given, 'application/json');
  return (response.status === 204 ? null : await response.json()) as Answer<Name>;
}

/** The same, for the answer as the text of another form, such as application/xml. */
export async function callText<Name extends CallName>(
  name: Name,
  given: Given<Name>,
  accept: string,
): Promise<string> {
  return (await send(name, given, accept)).text();
}

/** The same, with the bytes of a file as what is sent. */
export async function callWith<Name extends CallName>(
  name: Name,
  given: Given<Name>,
  file: Blob,
): Promise<Answer<Name>> {
  return (await send(name, given, 'application/json', file)).json();
}

async function send<Name extends CallName>(
  name: Name,
  { path, query, body, signal }: Given<Name>,
  accept: string,
  file?: Blob,
): Promise<Response> {
  const [method = 'GET', template = ''] = ROUTES[name].split(' ');
  const url = addressOf(template, path, query);
  const content = file ?? (body === undefined ? undefined : JSON.stringify(body));
  const headers = {
    accept,
    // No other site can add it without being asked: see docs/CONSOLE.md.
    'x-onestep-console': '1',
    ...(content === undefined ? {} : { 'content-type': file?.type ?? 'application/json' }),
  };
  const sent = content === undefined ? {} : { body: content };
  const response = await fetch(url, {
    ...{ method, headers, credentials: 'same-origin', ...sent },
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    throw error instanceof DOMException ? error : new CallError(null);
  });
  if (response.ok) return response;
  const wait = response.headers.get('retry-after');
  throw new CallError(await problemOf(response), wait === null ? null : Number(wait));
}

/** An answer of something between us and the platform has no problem in it. */
async function problemOf(response: Response): Promise<Problem | null> {
  const type = response.headers.get('content-type') ?? '';
  return type.startsWith('application/problem+json') ? response.json() : null;
}

function addressOf(template: string, path: unknown, query: unknown): string {
  const numbers = (path ?? {}) as Readonly<Record<string, string>>;
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(numbers[name] ?? ''),
  );
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== '') asked.set(name, String(value));
  }
  return asked.size === 0 ? address : `${address}?${asked}`;
}
