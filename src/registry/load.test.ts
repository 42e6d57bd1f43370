import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { countStatements } from '../io/postgres.ts';
import { certificateFor } from './certificates.ts';
import { buyersFor, goodsFor, loadRegistry } from './facts.ts';
import { type LoadOptions, type LoadReport, loadDirectory } from './load.ts';
import { makeHash } from './personal-hash.ts';
import { authenticate } from './tokens.ts';

const AT = Date.parse('2027-01-15T04:00:00Z');
const A = '4101960A01';
const B = '4101960B01';
const PEM = new URL('../../test/fixtures/registry/', import.meta.url);
const pem = (name: string) => readFileSync(new URL(name, PEM), 'utf8');

let own: TestDatabase;
let dir: string;
beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-load-'));
});
afterEach(async () => {
  rmSync(dir, { recursive: true });
  await own.db.script(`truncate registry.enterprises, registry.certificates, registry.tokens,
    registry.undertakings, registry.goods, registry.buyers, registry.guarantees,
    registry.books, registry.book_lines, registry.profile_versions;
    delete from registry.settings where name = 'profile'`);
});

function put(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
}

const load = (options?: LoadOptions): Promise<LoadReport> =>
  loadDirectory(own.db, dir, AT, options);
const lines = (...texts: string[]): string => texts.map((text) => `${text}\n`).join('');
const said = ({ findings }: LoadReport): string[] =>
  findings.map(({ path, line, code }) => `${path}:${line ?? ''} ${code}`);

const ENTERPRISES = `# made up
code,name,roles,creditClass,status,validUntil,overseas,dxpId
${A},"甲,公司",platform;ecommerce,ADV,active,2030-01-01,false,DXPENT0001
# and another one
${B},乙公司,agent,,,,,
`;
const ALL: Record<string, string> = {
  'enterprises.csv': ENTERPRISES,
  'certificates.csv': `enterprise,file,revokedAt\n${A},certificates/${A}.pem,\n`,
  [`certificates/${A}.pem`]: pem('a.pem'),
  [`certificates/${B}-2027.pem`]: pem('b.pem'),
  'tokens.csv':
    'enterprise,label,token,expiresAt,revokedAt\n' +
    `${A},one,secret-token-of-A-0001,2027-06-01,\n` +
    `${B},two,secret-token-of-B-0001,,2027-01-01T00:00:00Z\n`,
  'undertakings.csv': `operator,principal,kind,from,until\n${B},${A},order,2026-01-01,\n`,
  'goods.csv': `enterprise,itemNo,hs,name,gramsPerUnit\n${A},X1,33049900,面霜,80\n`,
  'buyers.csv': 'idNumber,name,blocked\n11010519491231002x,张三丰,false\n',
  'guarantees.csv':
    'enterprise,amount,from,until\n' +
    `${A},1000.50,2026-01-01,2028-01-01\n${A},99,2020-01-01,2021-01-01\n`,
  'books.csv': `book,enterprise,area,customs,from\nT4612W1,${A},${B},4612,2026-01-01\n`,
  'book-lines.csv':
    'book,record,itemNo,hs,name,country,unit,unit1,perUnit1,price\n' +
    'T4612W1,1,X1,3304990039,面霜,116,142,035,0.06,198.00\n',
  'opening-stock.csv':
    'book,record,lot,quantity,owner,location,expires\n' +
    `T4612W1,1,L1,12.5,${A},A-01-1,2028-01-01\n`,
};

test('a directory is registered, whole and once', async () => {
  put(ALL);
  const first = await load();
  expect(said(first)).toEqual([]);
  expect(first).toMatchObject({ applied: true, changed: true });
  const added = Object.values(first.counts).map((one) => one.added);
  expect(added).toEqual([2, 2, 2, 1, 1, 1, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(first.openings).toMatchObject([{ lotNo: 'L1', quantity: 1_250_000n }]);
  expect(first.guarantees).toEqual([{ enterpriseCode: A, amount: 100_050n }]);

  const snapshot = await loadRegistry(own.db);
  expect(snapshot.revision).toBe(first.revision);
  expect(snapshot.enterprises.get(A)).toEqual({
    code: A,
    name: '甲,公司',
    roles: ['platform', 'ecommerce'],
    creditClass: 'ADV',
    status: 'active',
    validUntil: '2030-01-01',
    overseas: false,
    dxpId: 'DXPENT0001',
  });
  expect(snapshot.enterprises.get(B)).toMatchObject({ creditClass: 'GENERAL', dxpId: null });
  expect(authenticate(snapshot, 'secret-token-of-A-0001', AT)).toMatchObject({ ok: true });
  const revoked = authenticate(snapshot, 'secret-token-of-B-0001', AT);
  expect(revoked).toMatchObject({ error: { code: 'REG-TOKEN-REVOKED' } });
  expect(certificateFor(snapshot, B, { serial: '1234B' }, AT)).toMatchObject({ ok: true });
  const goods = await goodsFor(own.db, [{ enterpriseCode: A, itemNo: 'X1' }]);
  expect([...goods.values()]).toMatchObject([{ hs: '33049900', gramsPerUnit: 80n }]);
  const hash = makeHash(snapshot.hashKey);
  const idKey = hash('id', '11010519491231002X');
  const buyers = await buyersFor(own.db, [idKey]);
  expect(buyers.get(idKey)).toEqual({ idKey, nameKey: hash('name', '张三丰'), blocked: false });

  const second = await load();
  expect(second).toMatchObject({ applied: true, changed: false, revision: first.revision });
  const left = Object.values(second.counts).map((one) => one.unchanged);
  expect(left).toEqual([2, 2, 2, 1, 1, 1, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('a line keeps its article; lines of no book and goods of no line are refused', async () => {
  put(ALL);
  await load();
  const head = ALL['book-lines.csv']!.split('\n')[0]!;
  put({
    'book-lines.csv': lines(
      head,
      'T4612W1,1,X2,3304990039,面霜,116,142,035,0.06,198.00',
      'T4612W1,2,X2,3304990039,面霜,116,142,035,0.06,',
      'T4612W9,1,X2,3304990039,面霜,116,142,035,0.06,',
      'T4612W1,3,X2,3304990039,面霜,116,142,035,0,',
    ),
    'opening-stock.csv': lines(
      'book,record,lot,quantity,owner,location',
      `T4612W1,7,L1,1,${A},A-01-1`,
      `T4612W1,2,L1,-1,${A},A-01-1`,
    ),
  });
  expect(said(await load())).toEqual([
    'book-lines.csv/record:2 LOAD-VALUE',
    'book-lines.csv/book:4 LOAD-REFERENCE',
    'book-lines.csv/perUnit1:5 LOAD-VALUE',
    'opening-stock.csv/record:2 LOAD-REFERENCE',
    'opening-stock.csv/quantity:3 LOAD-VALUE',
  ]);
});

test('one bad line keeps everything out, unless the good ones are asked for', async () => {
  const guarantees = `enterprise,amount,from\n${A},12.345,2026-01-01\n${B},7,2026-01-01\n`;
  put({ ...ALL, 'guarantees.csv': guarantees });
  const report = await load();
  expect(report).toMatchObject({ applied: false, changed: false, guarantees: [] });
  expect(said(report)).toEqual(['guarantees.csv/amount:2 LOAD-VALUE']);
  expect((await loadRegistry(own.db)).enterprises.size).toBe(0);

  const partial = await load({ partial: true });
  expect(partial).toMatchObject({ applied: true, counts: { guarantees: { added: 1 } } });
  expect(said(partial)).toEqual(said(report));
  expect((await loadRegistry(own.db)).enterprises.size).toBe(2);
});

test('every bad cell is reported with its file and line', async () => {
  put({
    'enterprises.csv':
      'code,name,roles,creditClass,status,validUntil,overseas,dxpId\n' +
      `${A},甲,agent,ADV,active,,,D1\n` +
      '# a comment counts as a line\n' +
      '41019,,boss,TOP,gone,2026-02-30,maybe,\n' +
      `${B},乙,agent,,,,,D1\n` +
      `${B},乙,agent,,,,,\n` +
      'too,few\n',
    'certificates.csv':
      `enterprise,file,revokedAt\n${A},missing.pem,\n` +
      `${A},goods.csv,soon\n${A},,\n` +
      `${A},../../etc/passwd,\n${A},/etc/passwd,\n`,
    'tokens.csv': `enterprise,label,token,tokenHash\n${A},a,short,\n${A},b,,\n${A},c,,abc\n`,
    'undertakings.csv': lines(
      'operator,principal,kind,from,until',
      `${A},0000000000,order,2026-01-02,2026-01-01`,
    ),
    'goods.csv': lines(
      'enterprise,itemNo,hs,name,piecesPerUnit',
      `${A},1,3304990,x,0`,
      `${A},2,33049900,x,1.5`,
    ),
    'guarantees.csv': `enterprise,amount,from\n9999999999,1,2026-01-01\n${A},-1,2026-01-01\n`,
  });
  expect(said(await load())).toEqual([
    'certificates.csv/file:2 LOAD-FILE',
    'certificates.csv/file:3 LOAD-CERTIFICATE',
    'certificates.csv/revokedAt:3 LOAD-VALUE',
    'certificates.csv/file:4 LOAD-MISSING',
    'certificates.csv/file:5 LOAD-VALUE',
    'certificates.csv/file:6 LOAD-VALUE',
    'enterprises.csv/code:4 LOAD-VALUE',
    'enterprises.csv/creditClass:4 LOAD-VALUE',
    'enterprises.csv/name:4 LOAD-MISSING',
    'enterprises.csv/overseas:4 LOAD-VALUE',
    'enterprises.csv/roles:4 LOAD-VALUE',
    'enterprises.csv/status:4 LOAD-VALUE',
    'enterprises.csv/validUntil:4 LOAD-VALUE',
    'enterprises.csv/dxpId:5 LOAD-DUPLICATE',
    'enterprises.csv/code:6 LOAD-DUPLICATE',
    'enterprises.csv:7 LOAD-SYNTAX',
    'goods.csv/hs:2 LOAD-VALUE',
    'goods.csv/piecesPerUnit:2 LOAD-VALUE',
    'goods.csv/piecesPerUnit:3 LOAD-VALUE',
    'guarantees.csv/enterprise:2 LOAD-REFERENCE',
    'guarantees.csv/amount:3 LOAD-VALUE',
    'tokens.csv/token:2 LOAD-VALUE',
    'tokens.csv/token:3 LOAD-MISSING',
    'tokens.csv/tokenHash:4 LOAD-VALUE',
    'undertakings.csv/until:2 LOAD-VALUE',
  ]);
});

test('columns: unknown, missing and repeated ones are refused', async () => {
  put({ 'enterprises.csv': `code,name,roles,colour\n${A},甲,agent,red\n` });
  expect(said(await load())).toEqual(['enterprises.csv/colour:2 LOAD-COLUMN']);
  put({ 'enterprises.csv': `code,name\n${A},甲\n` });
  expect(said(await load())).toEqual(['enterprises.csv/roles:1 LOAD-MISSING']);
  put({ 'enterprises.csv': `code,name,roles,name\n${A},甲,agent,乙\n` });
  expect(said(await load())).toEqual(['enterprises.csv/name:1 LOAD-COLUMN']);
});

test('nothing that is said of buyers quotes them', async () => {
  const line = '11010519491231002,欧阳修之,欧阳修之\n';
  const bad = [
    `idNumber,name,blocked\n${line}`,
    `idNumber,name,blocked\n110105194912310021,欧阳修之,欧阳修之\n`,
    `idNumber,name,blocked\n11010519491231002X,"欧阳修之\n`,
    line.repeat(2),
    `idNumber,name\n${line}`,
    'idNumber,name\n11010519491231002X,欧阳修之\n11010519491231002x,欧阳修之\n',
  ];
  for (const text of bad) {
    put({ 'buyers.csv': text });
    const report = await load();
    expect(report.findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(report.findings)).not.toMatch(/欧阳修之|1101051949/);
  }
  put({ 'buyers.csv': 'idNumber,name\n11010519491231002X,欧阳修之\n' });
  await load();
  const rows = await own.db.query('select b::text as row from registry.buyers b');
  expect(JSON.stringify(rows)).not.toMatch(/欧阳修之|1101051949/);
});

test('YAML says the same as CSV', async () => {
  put({
    'enterprises.yaml': `
# made up
- code: '0101960001'
  name: 甲公司
  roles: [platform, ecommerce]
  overseas: true
- code: 0101960002
  name: "null"
  roles: agent
  dxpId: ~
`,
    'guarantees.yml': '- { enterprise: 0101960002, amount: 1000.10, from: 2026-01-01 }\n',
  });
  const report = await load();
  expect(said(report)).toEqual([]);
  expect(report.guarantees).toEqual([{ enterpriseCode: '0101960002', amount: 100_010n }]);
  const snapshot = await loadRegistry(own.db);
  expect(snapshot.enterprises.get('0101960001')).toMatchObject({
    roles: ['platform', 'ecommerce'],
    overseas: true,
  });
  expect(snapshot.enterprises.get('0101960002')).toMatchObject({ name: 'null', dxpId: null });
});

test('YAML that is none, or no list of plain entries, is refused with its line', async () => {
  const cases: [string, string][] = [
    ['- code: [a\n- b', 'LOAD-SYNTAX'],
    ['code: x\n', 'LOAD-SYNTAX'],
    ['- code: x\n- [a]\n', 'LOAD-SYNTAX'],
    [`- { code: ${A}, name: { zh: x }, roles: agent }\n`, 'LOAD-SYNTAX'],
    [`- { code: ${A}, name: x, roles: agent, colour: red }\n`, 'LOAD-COLUMN'],
    [`- { code: ${A}, name: "x\\0", roles: agent }\n`, 'LOAD-VALUE'],
    ['- &a { code: x, name: x, roles: agent }\n- *a\n', 'LOAD-SYNTAX'],
  ];
  for (const [text, code] of cases) {
    put({ 'enterprises.yaml': text });
    const report = await load();
    expect(report.findings.map((finding) => finding.code)).toContain(code);
    expect(report.findings.every((finding) => finding.line !== undefined)).toBe(true);
  }
});

test('a check digit that does not fit is only a warning', async () => {
  const rows = '91350100M000100Y43,甲,agent\n91350100M000100Y44,乙,agent\n';
  put({ 'enterprises.csv': `code,name,roles\n${rows}` });
  const report = await load();
  expect(report.applied).toBe(true);
  expect(report.warnings).toMatchObject([{ code: 'LOAD-CHECK-DIGIT', line: 3 }]);
});

test('certificates with a key nobody or anybody could sign with are refused', async () => {
  put({
    'enterprises.csv': ALL['enterprises.csv'] ?? '',
    [`certificates/${A}-512.pem`]: pem('rsa512.pem'),
    [`certificates/${A}-ec.pem`]: pem('p256.pem'),
    [`certificates/${A}-sm2.pem`]: pem('sm2.pem'),
    [`certificates/${A}-use.pem`]: pem('usage-keyEncipherment.pem'),
  });
  const report = await load();
  expect(said(report)).toEqual([
    `certificates/${A}-512.pem/file:1 LOAD-KEY`,
    `certificates/${A}-ec.pem/file:1 LOAD-KEY`,
    `certificates/${A}-use.pem/file:1 LOAD-USAGE`,
  ]);
  expect(report.findings.map(({ en }) => en)).toEqual([
    'the key of the certificate must be RSA of 1024 bits or more: it has 512 bits',
    'the key of the certificate must be RSA of 1024 bits or more: its type is ec',
    'the key usage of the certificate does not include digitalSignature',
  ]);
});

test('keys that another enterprise holds are refused', async () => {
  put(ALL);
  await load();
  rmSync(dir, { recursive: true });
  put({
    'enterprises.csv': 'code,name,roles,dxpId\n4101960C01,丙,agent,DXPENT0001\n',
    'certificates/4101960C01.pem': pem('a.pem'),
    'tokens.csv': 'enterprise,label,token\n4101960C01,x,secret-token-of-A-0001\n',
  });
  expect(said(await load())).toEqual([
    'certificates/4101960C01.pem/file:1 LOAD-DUPLICATE',
    'enterprises.csv/dxpId:2 LOAD-DUPLICATE',
    'tokens.csv/token:2 LOAD-DUPLICATE',
  ]);
});

test('a changed file is counted as changed, and a running process can see it', async () => {
  put(ALL);
  const first = await load();
  put({ 'enterprises.csv': ENTERPRISES.replace('乙公司', '乙集团') });
  const second = await load();
  expect(second.counts.enterprises).toEqual({ added: 0, changed: 1, unchanged: 1 });
  expect(second.revision).toBe(first.revision + 1n);
});

test('an empty or missing directory is said so; files not known are only named', async () => {
  expect(said(await load())).toEqual([`${dir}: LOAD-EMPTY`]);
  const missing = await loadDirectory(own.db, join(dir, 'nowhere'), AT);
  expect(missing.findings[0]?.code).toBe('LOAD-FILE');
  put({ ...ALL, 'people.csv': 'name\n', 'README.md': 'x' });
  const report = await load();
  expect(report.applied).toBe(true);
  expect(report.warnings.map(({ path }) => path)).toEqual(['people.csv']);
});

test('what runs with a load fails with it', async () => {
  put(ALL);
  const seen: LoadReport[] = [];
  const failing = load({
    afterWrite: async (_tx, report) => {
      seen.push(report);
      throw new Error('limits could not be set');
    },
  });
  await expect(failing).rejects.toThrow('limits could not be set');
  expect(seen[0]?.guarantees.length).toBe(1);
  expect((await loadRegistry(own.db)).enterprises.size).toBe(0);
});

test('the law comes from a profile folder, and a tariff goes into the one in force', async () => {
  const tariff = 'hs,name,vat,ct_kind,ct_rate,mfn_duty\n22042100,葡萄酒,0.13,advalorem,0.10,0.14\n';
  put({ 'tariff.csv': tariff });
  expect(said(await load())).toEqual(['tariff.csv: LOAD-REFERENCE']);

  const zone = new URL('../../profiles/cn-zhengzhou', import.meta.url).pathname;
  rmSync(dir, { recursive: true });
  cpSync(zone, join(dir, 'profile'), { recursive: true });
  const first = await load();
  expect(said(first)).toEqual([]);
  expect(first.counts.profile).toEqual({ added: 1, changed: 0, unchanged: 0 });
  expect((await load()).counts.profile).toEqual({ added: 0, changed: 0, unchanged: 1 });
  const before = (await loadRegistry(own.db)).profile?.profile;
  expect(before?.sampleTables).toContain('tariff');

  rmSync(join(dir, 'profile'), { recursive: true });
  put({ 'tariff.csv': tariff });
  expect((await load()).counts.profile.added).toBe(1);
  const after = (await loadRegistry(own.db)).profile?.profile;
  expect(after?.tariff.map(({ hs }) => hs)).toEqual(['22042100']);
  expect(after?.version).not.toBe(before?.version);
  expect(await load()).toMatchObject({ changed: false });
});

test('the number of statements does not depend on the size of the directory', async () => {
  const counted = countStatements(own.db);
  const run = async (size: number) => {
    const rows = Array.from({ length: size }, (_, i) => `${A},${size}-${i},33049900,x`);
    put({ ...ALL, 'goods.csv': `enterprise,itemNo,hs,name\n${rows.join('\n')}\n` });
    counted.reset();
    const report = await loadDirectory(counted, dir, AT);
    expect(report.counts.goods.added).toBe(size);
    return counted.statements.length;
  };
  await run(2);
  expect(await run(1)).toBe(await run(2_000));
});
