import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { present } from '../base/assert.ts';
import { countStatements } from '../io/postgres.ts';
import { certificateFor, readCertificate } from './certificates.ts';
import type { Certificate, Enterprise, Goods } from './enterprise.ts';
import { buyersFor, goodsFor, loadRegistry } from './facts.ts';
import { registryAuthority } from './identity-authority.ts';
import { bumpRevision, hashKey, readRevision } from './settings.ts';
import { guaranteeOn, hasUndertaking } from './snapshot.ts';
import * as store from './store.ts';
import { authenticate, tokenHash } from './tokens.ts';

const AT = Date.parse('2027-01-15T04:00:00Z');

let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());
beforeEach(() =>
  own.db.script(`truncate registry.enterprises, registry.certificates, registry.tokens,
    registry.undertakings, registry.goods, registry.buyers, registry.guarantees`),
);

const enterprise = (code: string, change: Partial<Enterprise> = {}): Enterprise => ({
  code,
  name: `企业${code}`,
  roles: ['agent', 'ecommerce'],
  creditClass: 'GENERAL',
  status: 'active',
  validUntil: null,
  overseas: false,
  dxpId: null,
  ...change,
});

const A = '4101960A01';
const B = '4101960B01';

function certificate(file: string, enterpriseCode: string): Certificate {
  const path = new URL(`../../test/fixtures/registry/${file}`, import.meta.url);
  const read = present(readCertificate(readFileSync(path)), file);
  const { serial, der, validFrom, validUntil } = read;
  return { enterpriseCode, serial, der, validFrom, validUntil, revokedAt: null };
}

test('rows are added, changed or left, and counted so', async () => {
  const three = [enterprise('1'), enterprise('2'), enterprise('3', { dxpId: 'DXPENT01' })];
  expect(await store.writeEnterprises(own.db, three)).toEqual({
    added: 3,
    changed: 0,
    unchanged: 0,
  });
  const next = [...three.slice(0, 2), enterprise('3', { status: 'suspended' }), enterprise('4')];
  expect(await store.writeEnterprises(own.db, next)).toEqual({
    added: 1,
    changed: 1,
    unchanged: 2,
  });
  const snapshot = await loadRegistry(own.db);
  expect([...snapshot.enterprises.values()]).toEqual(next);
  expect(snapshot.enterprisesByDxpId.size).toBe(0);
});

test('a second writing of the same rows changes nothing in any table', async () => {
  const goods: Goods = {
    enterpriseCode: A,
    itemNo: 'X1',
    hs: '33049900',
    name: '面霜',
    contentPerUnit: 50n,
    piecesPerUnit: null,
    gramsPerUnit: 80n,
  };
  const token = { enterpriseCode: A, label: 'l', hash: tokenHash('t'), expiresAt: AT };
  const day = { from: '2026-01-01', until: null };
  const undertaking = { operator: A, principal: B, kind: 'order', ...day } as const;
  const all = async () => [
    await store.writeCertificates(own.db, [certificate('a.pem', A), certificate('b.pem', A)]),
    await store.writeTokens(own.db, [{ ...token, revokedAt: null }]),
    await store.writeUndertakings(own.db, [undertaking]),
    await store.writeGoods(own.db, [goods]),
    await store.writeBuyers(own.db, [{ idKey: 'i', nameKey: 'n', blocked: false }]),
    await store.writeGuarantees(own.db, [{ enterpriseCode: A, amount: 5n, ...day }]),
  ];
  expect((await all()).map((one) => one.added)).toEqual([2, 1, 1, 1, 1, 1]);
  expect((await all()).map((one) => one.unchanged)).toEqual([2, 1, 1, 1, 1, 1]);
  const snapshot = await loadRegistry(own.db);
  const question = { operator: A, principal: B, kind: 'order' } as const;
  expect(hasUndertaking(snapshot, question, '2026-01-01')).toBe(true);
  expect(hasUndertaking(snapshot, question, '2025-12-31')).toBe(false);
  expect(hasUndertaking(snapshot, { ...question, kind: 'list' }, '2026-01-01')).toBe(false);
  expect(guaranteeOn(snapshot.guarantees.get(A) ?? [], '2026-05-05')).toBe(5n);
  expect(guaranteeOn(snapshot.guarantees.get(A) ?? [], '2025-05-05')).toBe(0n);
  expect(await goodsFor(own.db, [goods, goods])).toEqual(new Map([[`${A}\u0001X1`, goods]]));
});

test('the number of statements does not depend on the number of rows', async () => {
  const counted = countStatements(own.db);
  const run = async (size: number) => {
    counted.reset();
    const codes = Array.from({ length: size }, (_, i) => `${i}`);
    await store.writeEnterprises(
      counted,
      codes.map((code) => enterprise(code)),
    );
    await goodsFor(
      counted,
      codes.map((code) => ({ enterpriseCode: code, itemNo: code })),
    );
    await buyersFor(counted, codes);
    await loadRegistry(counted);
    return counted.statements.length;
  };
  expect(await run(1)).toBe(await run(1_000));
});

test('certificates and tokens are valid side by side until they are revoked', async () => {
  await store.writeEnterprises(own.db, [enterprise(A)]);
  const [first, second] = [certificate('a.pem', A), certificate('b.pem', A)];
  await store.writeCertificates(own.db, [first, second]);
  const tokens = ['old', 'new'].map((label) => ({
    enterpriseCode: A,
    label,
    hash: tokenHash(label),
    expiresAt: null,
    revokedAt: null,
  }));
  await store.writeTokens(own.db, tokens);
  const before = await loadRegistry(own.db);
  for (const one of [first, second]) {
    expect(certificateFor(before, A, { der: one.der }, AT)).toMatchObject({ ok: true });
  }
  for (const token of ['old', 'new']) {
    expect(authenticate(before, token, AT)).toMatchObject({ ok: true, value: { code: A } });
  }

  expect(await store.revokeCertificate(own.db, first, AT)).toBe(1);
  expect(await store.revokeToken(own.db, { enterpriseCode: A, label: 'old' }, AT)).toBe(1);
  expect(await store.revokeToken(own.db, { enterpriseCode: A, label: 'old' }, AT)).toBe(0);
  // Loading the same files again does not bring them back.
  expect((await store.writeCertificates(own.db, [first, second])).unchanged).toBe(2);
  expect((await store.writeTokens(own.db, tokens)).unchanged).toBe(2);

  expect(await readRevision(own.db)).toBe(before.revision + 2n);
  const after = await loadRegistry(own.db, before);
  const codeOf = (result: { ok: boolean; error?: { code: string } }) => result.error?.code;
  const claim = { serial: first.serial };
  expect(codeOf(certificateFor(after, A, claim, AT))).toBe('REG-CERT-REVOKED');
  expect(certificateFor(after, A, claim, AT - 1)).toMatchObject({ ok: true });
  expect(certificateFor(after, A, { der: second.der }, AT)).toMatchObject({ ok: true });
  expect(codeOf(authenticate(after, 'old', AT))).toBe('REG-TOKEN-REVOKED');
  expect(authenticate(after, 'new', AT)).toMatchObject({ ok: true });
  // The key objects are those of the snapshot before.
  expect(after.certificates.get(A)?.[1]?.key).toBe(before.certificates.get(A)?.[1]?.key);
});

test('a label given a new token is valid again, also after the old one was revoked', async () => {
  await store.writeEnterprises(own.db, [enterprise(A)]);
  const token = { enterpriseCode: A, label: 'l', expiresAt: null, revokedAt: null };
  await store.writeTokens(own.db, [{ ...token, hash: tokenHash('one') }]);
  await store.revokeToken(own.db, token, AT);
  const counts = await store.writeTokens(own.db, [{ ...token, hash: tokenHash('two') }]);
  expect(counts.changed).toBe(1);
  const snapshot = await loadRegistry(own.db);
  expect(authenticate(snapshot, 'one', AT)).toMatchObject({ ok: false });
  expect(authenticate(snapshot, 'two', AT)).toMatchObject({ ok: true });
});

test('a snapshot never mixes two loads', async () => {
  await store.writeEnterprises(own.db, [enterprise('0')]);
  let loads = 0;
  const racing = {
    ...own.db,
    async query<Row extends object>(text: string, params?: readonly unknown[]) {
      const rows = await own.db.query<Row>(text, params);
      if (text.includes('from registry.tokens') && loads < 2) {
        loads += 1;
        await own.db.transaction(async (tx) => {
          await store.writeEnterprises(tx, [enterprise(`${loads}`)]);
          await bumpRevision(tx);
        });
      }
      return rows;
    },
  };
  const snapshot = await loadRegistry(racing);
  expect(loads).toBe(2);
  expect(snapshot.enterprises.size).toBe(3);
  expect(snapshot.revision).toBe(await readRevision(own.db));
});

test('the hash key is made once, whoever asks', async () => {
  await own.db.script("delete from registry.settings where name = 'hash-key'");
  const keys = await Promise.all(Array.from({ length: 6 }, () => hashKey(own.db)));
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
  expect(keys[0]?.length).toBe(32);
  expect((await loadRegistry(own.db)).hashKey).toEqual(keys[0]);
});

test('the registry answers as identity authority, in the order of the questions', async () => {
  await store.writeBuyers(own.db, [
    { idKey: 'known', nameKey: 'name', blocked: false },
    { idKey: 'barred', nameKey: 'name', blocked: true },
  ]);
  const counted = countStatements(own.db);
  const answers = await registryAuthority(counted).check([
    { idKey: 'nobody', nameKey: 'name' },
    { idKey: 'known', nameKey: 'name' },
    { idKey: 'known', nameKey: 'other' },
    { idKey: 'barred', nameKey: 'name' },
    { idKey: 'known', nameKey: 'name' },
  ]);
  expect(answers).toEqual(['unknown', 'match', 'mismatch', 'blocked', 'match']);
  expect(counted.statements.length).toBe(1);
});
