import { keysOn } from '../flows/keys.ts';
import { watchRegistry } from '../flows/registry-watch.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { systemEntropy } from '../io/random.ts';
import { normaliseSerial } from '../registry/certificates.ts';
import { loadRegistry } from '../registry/facts.ts';
import { revokeCertificate } from '../registry/store.ts';
import {
  type Command,
  NotDone,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { registeredCode, required, stateAt } from './registered.ts';
import { actionNamed } from './told.ts';

async function certificate(
  values: Values,
  [action = '', code = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const act = actionNamed('certificate', ACTIONS, action);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    await act(db, code, values, terminal);
    return 0;
  } finally {
    await db.close();
  }
}

type Action = (
  db: Database,
  /** Of an enterprise or a request. */
  code: string,
  values: Values,
  terminal: Terminal,
) => Promise<void>;

const ACTIONS: Readonly<Record<string, Action>> = {
  list,
  revoke,
  requests,
  accept: (db, id, values, terminal) => decide(db, id, { accept: true, values, terminal }),
  refuse: (db, id, values, terminal) => decide(db, id, { accept: false, values, terminal }),
};

async function requests(db: Database, _: string, values: Values, terminal: Terminal) {
  const all = await (await keysIn(db)).openRequests();
  if (values.json === true) {
    const requests = all.map(({ id, enterpriseCode, serial, subject, fingerprint }) => {
      return { id, enterprise: enterpriseCode, serial, subject, fingerprint };
    });
    terminal.out(JSON.stringify({ requests }));
    return;
  }
  for (const { id, enterpriseCode, name, serial, subject, fingerprint } of all) {
    terminal.out(`${id}  ${enterpriseCode}  ${name}`);
    terminal.out(`  ${serial}  ${subject.replaceAll('\n', ', ')}`);
    terminal.out(`  SHA-256 ${fingerprint}`);
  }
}

type Said = { readonly accept: boolean; readonly values: Values; readonly terminal: Terminal };

async function decide(db: Database, id: string, { accept, values, terminal }: Said): Promise<void> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    throw new UsageError('Give the number of a request, as onestep certificate requests shows it.');
  }
  const by = required(values, 'by', 'certificate');
  const reason = textOf(values, 'reason') ?? null;
  const done = await (await keysIn(db)).decide(id, { accept, reason, by });
  if (!done.ok) throw new NotDone(done.error.map(({ en }) => `${en}.`).join(' '));
  if (done.value === null) throw new NotDone(`There is no request ${id}.`);
  const state = accept ? 'accepted' : 'refused';
  if (values.json === true) terminal.out(JSON.stringify({ request: id, state }));
  else terminal.out(`The request ${id} is ${state}.`);
}

async function keysIn(db: Database) {
  const registry = await watchRegistry(db);
  return keysOn({ db, registry, clock: systemClock, entropy: systemEntropy });
}

async function list(db: Database, code: string, values: Values, terminal: Terminal): Promise<void> {
  const registry = await loadRegistry(db);
  const own = registry.certificates.get(registeredCode(registry, code)) ?? [];
  const now = systemClock.now();
  const rows = own.map(({ serial, validUntil, revokedAt }) => {
    return { serial, state: stateAt({ revokedAt, until: validUntil }, now) };
  });
  if (values.json === true) terminal.out(JSON.stringify({ enterprise: code, certificates: rows }));
  else for (const { serial, state } of rows) terminal.out(`${serial.padEnd(20)} ${state}`);
}

async function revoke(
  db: Database,
  code: string,
  values: Values,
  terminal: Terminal,
): Promise<void> {
  const serial = normaliseSerial(required(values, 'serial', 'certificate'));
  const at = systemClock.now();
  const count = await db.transaction((tx) =>
    revokeCertificate(tx, { enterpriseCode: code, serial }, at),
  );
  if (count === 0) throw await notRevoked(db, code, serial);
  const done = { enterprise: code, serial, revoked: true };
  if (values.json === true) terminal.out(JSON.stringify(done));
  else terminal.out(`Revoked the certificate ${serial} of ${code}.`);
}

async function notRevoked(db: Database, code: string, serial: string): Promise<NotDone> {
  const registry = await loadRegistry(db);
  const own = registry.certificates.get(registeredCode(registry, code)) ?? [];
  const known = own.some((one) => one.serial === serial);
  return new NotDone(
    known
      ? `The certificate ${serial} of ${code} was revoked before.`
      : `${code} has no certificate ${serial}; see: onestep certificate list ${code}`,
  );
}

export const CERTIFICATE: Command = {
  name: 'certificate',
  summary: 'revoke, list and register the signing certificates of enterprises',
  positionals: ['ACTION', '[ENTERPRISE]'],
  options: {
    ...DATABASE_OPTIONS,
    serial: { type: 'string' },
    by: { type: 'string' },
    reason: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: certificate,
  help: `
onestep certificate list ENTERPRISE [options]
onestep certificate revoke ENTERPRISE --serial SERIAL [options]
onestep certificate requests [options]
onestep certificate accept REQUEST --by OFFICER [options]
onestep certificate refuse REQUEST --by OFFICER --reason TEXT [options]

The certificates with which an enterprise signs its messages. The command load brings in new ones;
several may be in force at once, for changing over. From its revocation on nothing signed with a
certificate is taken, and loading its old file does not bring it back. A running serve takes the
change up within a second.

requests lists what enterprises asked for at the console: compare the holder and the fingerprint
with their papers, then accept registers the certificate, and refuse tells them why not.

  --by OFFICER         the operator who decides
  --reason TEXT        why a request is refused
  --serial SERIAL      serial number in hex, as list prints it
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
