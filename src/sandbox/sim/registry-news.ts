import { businessDate } from '../../base/dates.ts';
import { guaranteeAccount } from '../../clearance/facts.ts';
import type { Clock } from '../../io/clock.ts';
import type { Database, Sql } from '../../io/postgres.ts';
import { setLimits } from '../../ledger/store.ts';
import { readCertificate } from '../../registry/certificates.ts';
import type { Certificate } from '../../registry/enterprise.ts';
import { bumpRevision } from '../../registry/settings.ts';
import { revokeCertificate, writeCertificates, writeGuarantees } from '../../registry/store.ts';
import { type Credentials, credentialsOf } from '../world/credentials.ts';
import { BAD, type Party } from '../world/parties.ts';
import type { Desk } from './letters.ts';

/** What the raised guarantees come to, fen: enough for any run. */
const ENOUGH = 5_000_000_000n;

/** Raises the guarantees that hold lists back; lists held for them may go on. */
export async function raiseGuarantees(db: Database, clock: Clock): Promise<void> {
  const from = businessDate(clock.now());
  const codes = [BAD.nakedAgent.code, BAD.poorAgent.code];
  const rows = codes.map((enterpriseCode) => ({
    ...{ enterpriseCode, amount: ENOUGH, from, until: null },
  }));
  await db.transaction(async (tx) => {
    await writeGuarantees(tx, rows);
    await bumpRevision(tx);
    const limits = codes.map((code) => ({ account: guaranteeAccount(code), limit: ENOUGH }));
    await setLimits(tx, limits);
  });
}

/** Registers the firm's second card and revokes its first one. */
export async function replaceCard(
  db: Database,
  clock: Clock,
  desk: Desk,
  party: Party,
): Promise<void> {
  const first = credentialsOf(desk.credentials, party);
  const second = credentialsOf(desk.second, party);
  await db.transaction(async (tx) => {
    await register(tx, party, second);
    const serial = { enterpriseCode: party.code, serial: first.certificate.serial };
    await revokeCertificate(tx, serial, clock.now());
    await bumpRevision(tx);
  });
}

async function register(tx: Sql, party: Party, { certificate }: Credentials): Promise<void> {
  const read = readCertificate(certificate.der);
  if (read === null) throw new Error('a certificate of the simulation cannot be read');
  const { serial, der, validFrom, validUntil } = read;
  const row: Certificate = {
    ...{ enterpriseCode: party.code, serial, der, validFrom, validUntil, revokedAt: null },
  };
  await writeCertificates(tx, [row]);
}
