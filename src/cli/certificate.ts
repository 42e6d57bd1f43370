import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { normaliseSerial } from '../registry/certificates.ts';
import { loadRegistry } from '../registry/facts.ts';
import { revokeCertificate } from '../registry/store.ts';
import { type Command, NotDone, type Terminal, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { registeredCode, required, stateAt } from './registered.ts';

async function certificate(
  values: Values,
  [action = '', code = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (action !== 'revoke' && action !== 'list') {
    throw new UsageError(`onestep certificate takes revoke or list, not ${action}.`);
  }
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    if (action === 'list') await list(db, code, values, terminal);
    else await revoke(db, code, values, terminal);
    return 0;
  } finally {
    await db.close();
  }
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
  summary: 'revoke and list the signing certificates of an enterprise',
  positionals: ['ACTION', 'ENTERPRISE'],
  options: { ...DATABASE_OPTIONS, serial: { type: 'string' }, json: { type: 'boolean' } },
  run: certificate,
  help: `
onestep certificate list ENTERPRISE [options]
onestep certificate revoke ENTERPRISE --serial SERIAL [options]

The certificates with which an enterprise signs its messages. The command load brings in new ones;
several may be in force at once, for changing over. From its revocation on nothing signed with a
certificate is taken, and loading its old file does not bring it back. A running serve takes the
change up within a second.

  --serial SERIAL      serial number in hex, as list prints it
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
