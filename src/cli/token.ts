import { isoShanghai } from '../base/dates.ts';
import { systemClock } from '../io/clock.ts';
import type { Sql } from '../io/postgres.ts';
import { systemEntropy } from '../io/random.ts';
import { loadRegistry } from '../registry/facts.ts';
import { noteMade } from '../registry/key-store.ts';
import { bumpRevision } from '../registry/settings.ts';
import type { RegistrySnapshot, Token } from '../registry/snapshot.ts';
import { revokeOfficerToken, writeOfficerTokens } from '../registry/staff-store.ts';
import { revokeToken, writeTokens } from '../registry/store.ts';
import { newToken, tokenHash } from '../registry/tokens.ts';
import {
  type Command,
  NotDone,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { dayOf, registeredCode, required, stateAt } from './registered.ts';
import { actionNamed, type Told, tell } from './told.ts';

/** What is told when the transaction has been committed, and not before. */
type Noted = Told & { readonly note?: string };

/** The tokens of one holder: of an enterprise or of an officer. */
type Shelf = {
  readonly kind: 'enterprise' | 'officer';
  readonly holder: string;
  readonly tokens: readonly Kept[];
  write(token: Omit<Kept, 'revokedAt'> & { readonly hash: string }): Promise<unknown>;
  revoke(label: string): Promise<number>;
};

type Kept = Pick<Token, 'label' | 'expiresAt' | 'revokedAt'>;

type Action = (tx: Sql, shelf: Shelf, values: Values) => Promise<Noted>;

const ACTIONS: Readonly<Record<string, Action>> = {
  create: async (tx, shelf, values) => {
    const label = required(values, 'label', 'token');
    const expiresAt = dayOf(values, 'expires');
    if (labelled(shelf, label) === undefined) return issue(tx, shelf, { label, expiresAt });
    const { holder } = shelf;
    throw new NotDone(`${holder} has a token ${label} already; rotate it, or take another label.`);
  },
  rotate: async (tx, shelf, values) => {
    const { label, expiresAt } = own(shelf, values);
    return issue(tx, shelf, { label, expiresAt: dayOf(values, 'expires') ?? expiresAt });
  },
  revoke: async (_, shelf, values) => {
    const { label } = own(shelf, values);
    const { kind, holder } = shelf;
    const count = await shelf.revoke(label);
    if (count === 0) throw new NotDone(`The token ${label} of ${holder} was revoked before.`);
    const lines = [`Revoked the token ${label} of ${holder}.`];
    return { json: { [kind]: holder, label, revoked: true }, lines };
  },
  list: async (_, { kind, holder, tokens }) => {
    const now = systemClock.now();
    const states = tokens.map(({ label, expiresAt, revokedAt }) => {
      return { label, state: stateAt({ revokedAt, until: expiresAt }, now) };
    });
    const lines = states.map(({ label, state }) => `${label.padEnd(20)} ${state}`);
    return { json: { [kind]: holder, tokens: states }, lines };
  },
};

async function token(
  values: Values,
  [name = '', code = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = actionNamed('token', ACTIONS, name);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const told = await db.transaction(async (tx) => {
      return action(tx, await shelfOf(tx, code, values), values);
    });
    if (told.note !== undefined && values.json !== true) terminal.err(told.note);
    tell(terminal, values, told);
    return 0;
  } finally {
    await db.close();
  }
}

/** @throws UsageError without exactly one holder, NotDone when nobody has registered it */
async function shelfOf(tx: Sql, code: string, values: Values): Promise<Shelf> {
  const officer = textOf(values, 'officer');
  if ((officer === undefined) === (code === '')) {
    throw new UsageError('onestep token takes either an enterprise or --officer NUMBER.');
  }
  const registry = await loadRegistry(tx);
  if (officer !== undefined) return officerShelf(tx, registry, officer);
  const enterpriseCode = registeredCode(registry, code);
  const all = [...registry.tokens.values()];
  return {
    kind: 'enterprise',
    holder: code,
    tokens: all.filter((one) => one.enterpriseCode === code),
    write: (row) => writeTokens(tx, [{ enterpriseCode, revokedAt: null, ...row }]),
    revoke: (label) => revokeToken(tx, { enterpriseCode, label }, systemClock.now()),
  };
}

function officerShelf(tx: Sql, { staff }: RegistrySnapshot, officer: string): Shelf {
  if (!staff.officers.has(officer)) {
    throw new NotDone(
      `No officer ${officer} is registered; register the person with onestep load.`,
    );
  }
  return {
    kind: 'officer',
    holder: officer,
    tokens: [...staff.tokens.values()].filter((one) => one.officer === officer),
    write: (row) => writeOfficerTokens(tx, [{ officer, revokedAt: null, ...row }]),
    revoke: (label) => revokeOfficerToken(tx, { officer, label }, systemClock.now()),
  };
}

function labelled({ tokens }: Shelf, label: string): Kept | undefined {
  return tokens.find((one) => one.label === label);
}

/** The token of that label. @throws NotDone */
function own(shelf: Shelf, values: Values): Kept {
  const label = required(values, 'label', 'token');
  const known = labelled(shelf, label);
  if (known !== undefined) return known;
  throw new NotDone(`${shelf.holder} has no token ${label}.`);
}

// Only the hash is kept: the token is told once and never again.
async function issue(
  tx: Sql,
  { kind, holder, write }: Shelf,
  { label, expiresAt }: Pick<Kept, 'label' | 'expiresAt'>,
): Promise<Noted> {
  if (expiresAt !== null && expiresAt <= systemClock.now()) {
    throw new NotDone('The token would have expired already: give --expires a later day.');
  }
  const text = newToken(systemEntropy);
  await write({ label, hash: tokenHash(text), expiresAt });
  await noteMade(tx, tokenHash(text), systemClock.now());
  await bumpRevision(tx);
  const expires = expiresAt === null ? null : isoShanghai(expiresAt);
  return {
    json: { [kind]: holder, label, token: text, expiresAt: expires },
    lines: [text],
    note: `The token ${label} of ${holder}; it is shown only this once:`,
  };
}

export const TOKEN: Command = {
  name: 'token',
  summary: 'create, rotate, revoke and list the access tokens of an enterprise or an officer',
  positionals: ['ACTION', '[ENTERPRISE]'],
  options: {
    ...DATABASE_OPTIONS,
    officer: { type: 'string' },
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
onestep token ACTION --officer NUMBER ...

The tokens with which the programs of an enterprise come in at the window, or an officer at the
office (/v1/office). A new token is printed once; the database keeps its hash only. rotate puts a
new token in the place of the old one, which ends with it; to change over without a gap, create one
under another label and revoke the old one later. A running serve takes a change up within a second.

  --officer NUMBER     of this officer, in place of an enterprise
  --label LABEL        name of the token among those of its holder
  --expires DAY        first day on which the token no longer works (default: none)
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
