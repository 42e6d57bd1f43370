import { isoShanghai } from '../base/dates.ts';
import { systemClock } from '../io/clock.ts';
import type { Sql } from '../io/postgres.ts';
import { systemEntropy } from '../io/random.ts';
import { loadRegistry } from '../registry/facts.ts';
import { bumpRevision } from '../registry/settings.ts';
import type { RegistrySnapshot, Token } from '../registry/snapshot.ts';
import { revokeToken, writeTokens } from '../registry/store.ts';
import { tokenHash } from '../registry/tokens.ts';
import { type Command, NotDone, type Terminal, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { dayOf, registeredCode, required, stateAt } from './registered.ts';

const TOKEN_BYTES = 32;

/** What is told when the transaction has been committed, and not before. */
type Told = { readonly json: unknown; readonly lines: readonly string[]; readonly note?: string };

type Action = (tx: Sql, code: string, values: Values) => Promise<Told>;

const ACTIONS: Readonly<Record<string, Action>> = {
  create: async (tx, code, values) => {
    const label = required(values, 'label', 'token');
    const expiresAt = dayOf(values, 'expires');
    if ((await tokenOf(tx, code, label)) === undefined) {
      return issue(tx, { code, label, expiresAt });
    }
    throw new NotDone(`${code} has a token ${label} already; rotate it, or take another label.`);
  },
  rotate: async (tx, code, values) => {
    const label = required(values, 'label', 'token');
    const known = await tokenOf(tx, code, label);
    if (known === undefined) throw new NotDone(`${code} has no token ${label}.`);
    return issue(tx, { code, label, expiresAt: dayOf(values, 'expires') ?? known.expiresAt });
  },
  revoke: async (tx, code, values) => {
    const label = required(values, 'label', 'token');
    const known = await tokenOf(tx, code, label);
    if (known === undefined) throw new NotDone(`${code} has no token ${label}.`);
    const count = await revokeToken(tx, { enterpriseCode: code, label }, systemClock.now());
    if (count === 0) throw new NotDone(`The token ${label} of ${code} was revoked before.`);
    const lines = [`Revoked the token ${label} of ${code}.`];
    return { json: { enterprise: code, label, revoked: true }, lines };
  },
  list: async (tx, code) => {
    const own = tokensOf(registeredWith(await loadRegistry(tx), code), code);
    const now = systemClock.now();
    const tokens = own.map(({ label, expiresAt, revokedAt }) => {
      return { label, state: stateAt({ revokedAt, until: expiresAt }, now) };
    });
    const lines = tokens.map(({ label, state }) => `${label.padEnd(20)} ${state}`);
    return { json: { enterprise: code, tokens }, lines };
  },
};

async function token(
  values: Values,
  [name = '', code = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) {
    throw new UsageError(`onestep token takes ${Object.keys(ACTIONS).join(', ')}, not ${name}.`);
  }
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const { json, lines, note } = await db.transaction((tx) => action(tx, code, values));
    if (values.json === true) {
      terminal.out(JSON.stringify(json));
      return 0;
    }
    if (note !== undefined) terminal.err(note);
    for (const line of lines) terminal.out(line);
    return 0;
  } finally {
    await db.close();
  }
}

function registeredWith(registry: RegistrySnapshot, code: string): RegistrySnapshot {
  registeredCode(registry, code);
  return registry;
}

function tokensOf(registry: RegistrySnapshot, code: string): Token[] {
  return [...registry.tokens.values()].filter(({ enterpriseCode }) => enterpriseCode === code);
}

async function tokenOf(tx: Sql, code: string, label: string): Promise<Token | undefined> {
  const registry = registeredWith(await loadRegistry(tx), code);
  return tokensOf(registry, code).find((one) => one.label === label);
}

type Issued = Pick<Token, 'label' | 'expiresAt'> & { readonly code: string };

// Only the hash is kept: the token is told once and never again.
async function issue(tx: Sql, { code, label, expiresAt }: Issued): Promise<Told> {
  if (expiresAt !== null && expiresAt <= systemClock.now()) {
    throw new NotDone('The token would have expired already: give --expires a later day.');
  }
  const text = `onestep_${Buffer.from(systemEntropy.bytes(TOKEN_BYTES)).toString('base64url')}`;
  const row = { enterpriseCode: code, label, hash: tokenHash(text), expiresAt, revokedAt: null };
  await writeTokens(tx, [row]);
  await bumpRevision(tx);
  const expires = expiresAt === null ? null : isoShanghai(expiresAt);
  return {
    json: { enterprise: code, label, token: text, expiresAt: expires },
    lines: [text],
    note: `The token ${label} of ${code}; it is shown only this once:`,
  };
}

export const TOKEN: Command = {
  name: 'token',
  summary: 'create, rotate, revoke and list the access tokens of an enterprise',
  positionals: ['ACTION', 'ENTERPRISE'],
  options: {
    ...DATABASE_OPTIONS,
    label: { type: 'string' },
    expires: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: token,
  help: `
onestep token create ENTERPRISE --label LABEL [--expires DAY] [options]
onestep token rotate ENTERPRISE --label LABEL [--expires DAY] [options]
onestep token revoke ENTERPRISE --label LABEL [options]
onestep token list ENTERPRISE [options]

The tokens with which the programs of an enterprise come in at the window. A new token is printed
once; the database keeps its hash only. rotate puts a new token in the place of the old one, which
ends with it; to change over without a gap, create one under another label and revoke the old one
later. A running serve takes a change up within a second.

  --label LABEL        name of the token within the enterprise
  --expires DAY        first day on which the token no longer works (default: none)
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
