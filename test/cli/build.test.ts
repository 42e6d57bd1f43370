import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from './terminal.ts';

const AGENT = '4101960A01';
const GUID = '4CDE1CFD-EDED-46B1-946C-B8022E42FC9';
const HEAD = {
  ...{ guid: `${GUID}5`, appType: '1', appTime: '20261128120000', appStatus: '2' },
  ...{ customsCode: '4604', ebpCode: '4101960P01', ebpName: 'P', ebcCode: '4101960S01' },
  ...{ ebcName: 'S', logisticsNo: 'W1', logisticsCode: '4101960W01', logisticsName: 'W' },
  ...{ coElNo: 'T1', invtNo: '46042026E000000001', agentCode: AGENT, agentName: 'A' },
  ...{ billNo: 'B1', ieFlag: 'I', trafMode: '5', trafName: 'CZ3099', portCode: '4604' },
  ...{ reason: '买家退货', country: '502', voyageNo: 'CZ329' },
};
const LINE = {
  ...{ gnum: '1', gcode: '6109100021', gname: 'T恤衫', gmodel: '棉', qty: '1', qty1: '1' },
  ...{ unit: '011', unit1: '011' },
};

let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-build-'));
  const { code } = await call('world', '--parcels', '1', '--out', dir);
  expect(code).toBe(0);
}, 30_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The return of exported goods (CEB213) as JSON. */
function written(head: Readonly<Record<string, string>> = HEAD): string {
  const path = join(dir, 'return.json');
  const transfer = { copCode: AGENT, copName: 'A', dxpMode: 'DXP', dxpId: 'DXPENT0000000001' };
  const records = [{ InvtRefundHead: head, InvtRefundList: [LINE] }];
  const message = { guid: `${GUID}4`, version: '1.0', InvtRefund: records };
  const twin = { CEB213Message: { ...message, BaseTransfer: transfer } };
  writeFileSync(path, JSON.stringify(twin));
  return path;
}

const build = (file: string, ...more: string[]) =>
  call('build', file, '--out', join(dir, 'return.xml'), ...more);

const card = () => [
  ...['--key', join(dir, 'keys', `${AGENT}.key.pem`)],
  ...['--certificate', join(dir, 'keys', `${AGENT}.crt.pem`)],
];

describe('onestep build', () => {
  it('writes and signs the return of exported goods', async () => {
    const { code, out } = await build(written(), ...card());
    expect([code, out]).toEqual([0, expect.stringContaining('signed with rsa-sha256')]);
    const verified = await call('verify', join(dir, 'return.xml'));
    expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('CEB213, 1 record')]);
    expect(verified.out).toContain('signature: valid');
  });

  it('leaves signing to others where no key is given', async () => {
    expect((await build(written())).code).toBe(0);
    expect(readFileSync(join(dir, 'return.xml'), 'utf8')).not.toContain('Signature');
    expect((await build(written(), ...card().slice(0, 2))).err).toContain('belong together');
  });

  it('tells all that is wrong, and writes nothing', async () => {
    rmSync(join(dir, 'return.xml'), { force: true });
    const { invtNo: _, ...head } = HEAD;
    const { code, out } = await build(written({ ...head, customsCode: '46' }));
    expect(code).toBe(1);
    expect(out).toMatch(/InvtRefundHead\/invtNo: FLD-REQUIRED/);
    expect(out).toMatch(/InvtRefundHead\/customsCode: /);
    expect(() => readFileSync(join(dir, 'return.xml'))).toThrow();
    const { json } = await build(written(head), '--json');
    expect(json()).toMatchObject({ ok: false, findings: [{ code: 'FLD-REQUIRED' }] });
    writeFileSync(join(dir, 'none.json'), '{');
    expect((await build(join(dir, 'none.json'))).out).toContain('JSON-');
  });
});
