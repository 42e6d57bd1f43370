/**
 * Scanning and whole verification against xmllint and xmlsec1 on the same files in the same run.
 * Prints one figure a line; the ratios are what counts, ours over theirs.
 */

import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MESSAGE_LIMITS } from '../src/xml/limits.ts';
import { nameId } from '../src/xml/names.ts';
import { scan } from '../src/xml/scan.ts';
import { readSignature, signDocument, verifySignature } from '../src/xml/signature.ts';

const ROUNDS = 7;

const HEAD =
  'guid appType appTime appStatus orderNo ebpCode ebpName ebcCode ebcName ' +
  'logisticsNo logisticsCode logisticsName copNo preNo assureCode emsNo invtNo ' +
  'ieFlag declTime customsCode portCode ieDate buyerIdType buyerIdNumber buyerName ' +
  'buyerTelephone consigneeAddress agentCode agentName areaCode areaName tradeMode ' +
  'trafMode trafNo voyageNo billNo loctNo licenseNo country freight insuredFee ' +
  'currency wrapType packNo grossWeight netWeight note';
const LINE =
  'gnum itemRecordNo itemNo itemName gcode gname gmodel barCode country ' +
  'tradeCountry currency qty unit qty1 unit1 qty2 unit2 price totalPrice note';

/** A list message of `records` records with one line each, without white space. */
function message(records: number): string {
  const fields = (names: string, n: number) =>
    names
      .split(' ')
      .map(
        (name, i) =>
          `<ceb:${name}>${/Name|Address/.test(name) ? '测试电商企业' : `A0${n}${i}`}</ceb:${name}>`,
      )
      .join('');
  const record = (n: number) =>
    `<ceb:Inventory><ceb:InventoryHead>${fields(HEAD, n)}</ceb:InventoryHead>` +
    `<ceb:InventoryList>${fields(LINE, n)}</ceb:InventoryList></ceb:Inventory>`;
  const body = Array.from({ length: records }, (_, n) => record(n)).join('');
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ceb:CEB621Message ' +
    'guid="4CDE1CFD-EDED-46B1-946C-B8022E42FC94" version="1.0" ' +
    `xmlns:ceb="http://www.chinaport.gov.cn/ceb">${body}</ceb:CEB621Message>`
  );
}

/**
 * Seconds a pass of ours and of theirs, in turns, so that both meet the same noise; the best round
 * of each counts. `theirs` runs an external program with a number of passes; its start is taken
 * off by the difference of two runs.
 */
function compare(
  count: number,
  ours: () => void,
  program: string,
  args: (passes: number) => string[],
): { ours: number; theirs: number } {
  const external = (passes: number) =>
    seconds(1, () => {
      const { status, error } = spawnSync(program, args(passes), { stdio: 'ignore' });
      if (error !== undefined || status !== 0) throw new Error(`${program} failed`);
    });
  const rounds = Array.from({ length: ROUNDS }, () => ({
    ours: seconds(count, ours) / count,
    one: external(1),
    many: external(count),
  }));
  const best = (key: 'ours' | 'one' | 'many') => Math.min(...rounds.map((round) => round[key]));
  return { ours: best('ours'), theirs: (best('many') - best('one')) / (count - 1) };
}

function seconds(count: number, work: () => void): number {
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function report(name: string, figure: number, unit: string): void {
  process.stdout.write(`${name.padEnd(44)} ${figure.toFixed(figure < 100 ? 2 : 0)} ${unit}\n`);
}

function benchScan(label: string, path: string): void {
  const bytes = readFileSync(path);
  // A list of files, because xmllint --repeat has a fixed number of passes.
  const { ours, theirs } = compare(
    Math.ceil(1e7 / (bytes.length + 2000)),
    () => scan(bytes, MESSAGE_LIMITS),
    'xmllint',
    (passes) => ['--noout', ...Array(passes).fill(path)],
  );
  report(`${label}: scan`, bytes.length / ours / 1e6, 'MB/s');
  report(`${label}: xmllint --noout`, bytes.length / theirs / 1e6, 'MB/s');
  report(`${label}: scan / xmllint`, theirs / ours, 'x');
}

function benchVerify(label: string, path: string, key: KeyObject, pem: string): void {
  const bytes = readFileSync(path);
  const verify = () => {
    const result = scan(bytes, MESSAGE_LIMITS);
    if (!result.ok) throw new Error(result.finding.en);
    const read = readSignature(result.doc);
    if (!read.ok) throw new Error(read.finding.en);
    const verified = verifySignature(result.doc, read.parts, key);
    if (!verified.ok) throw new Error(verified.finding.en);
  };
  const fixed = ['--verify', '--enabled-key-data', 'key-name,rsa', '--pubkey-pem', pem];
  const { ours, theirs } = compare(
    Math.ceil(1e7 / (bytes.length + 10_000)),
    verify,
    'xmlsec1',
    (passes) => [...fixed, '--repeat', String(passes), path],
  );
  report(`${label}: ${bytes.length} B, verified`, 1 / ours, '/s');
  report(`${label}: xmlsec1 --verify`, 1 / theirs, '/s');
  report(`${label}: ours / xmlsec1`, theirs / ours, 'x');
}

const folder = mkdtempSync(join(tmpdir(), 'onestep-bench-'));
try {
  for (const name of `${HEAD} ${LINE} Inventory InventoryHead InventoryList`.split(' '))
    nameId(name);
  nameId('ceb');
  const [sample] = process.argv.slice(2);
  if (sample !== undefined) benchScan('given file', sample);
  for (const records of [1, 20]) {
    for (const bits of [1024, 2048]) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
      const pem = join(folder, 'key.pem');
      writeFileSync(pem, publicKey.export({ type: 'spki', format: 'pem' }));
      const path = join(folder, `${records}-${bits}.xml`);
      const signing = { key: privateKey, keyName: '00ab', certificateBase64: 'AAAA' };
      writeFileSync(path, signDocument(message(records), { ...signing, algorithm: 'rsa-sha1' }));
      if (bits === 1024) benchScan(`${records} records`, path);
      benchVerify(`${records} records, RSA ${bits}`, path, publicKey, pem);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
