import type { BusinessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { finding } from '../clearance/codes.ts';
import type { Values } from '../documents/codec.ts';
import type { Undertaking } from '../registry/enterprise.ts';
import { hasUndertaking, type RegistrySnapshot } from '../registry/snapshot.ts';
import { ARRIVAL_TYPE } from './looks.ts';

const KINDS: Readonly<Record<string, Undertaking['kind']>> = {
  CEB303: 'order',
  CEB311: 'order',
  CEB403: 'payment',
  CEB411: 'payment',
  CEB511: 'waybill',
  CEB213: 'list',
  CEB603: 'list',
  CEB605: 'list',
  CEB621: 'list',
  CEB623: 'list',
  CEB625: 'list',
  CEB701: 'list',
  INV101: 'list',
  SAS121: 'list',
};

/** Head elements whose enterprise may transmit the record itself, by message type. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  CEB311: ['ebpCode', 'ebcCode'],
  CEB411: ['payCode'],
  CEB511: ['logisticsCode'],
  CEB513: ['logisticsCode'],
  CEB621: ['agentCode', 'ebcCode'],
  CEB623: ['agentCode', 'ebcCode'],
  CEB625: ['agentCode', 'ebcCode'],
  CEB711: ['operatorCode'],
  CEB303: ['ebpCode', 'ebcCode'],
  CEB403: ['payCode', 'ebcCode'],
  CEB505: ['logisticsCode'],
  CEB507: ['operatorCode', 'logisticsCode'],
  CEB509: ['logisticsCode'],
  CEB603: ['agentCode', 'ebcCode'],
  CEB605: ['agentCode', 'ebcCode'],
  CEB607: ['agentCode', 'logisticsCode'],
  CEB213: ['agentCode', 'ebcCode'],
  CEB215: ['operatorCode'],
  CEB701: ['agentCode', 'ebcCode', 'declAgentCode'],
  INV101: ['DclEtpsno'],
  SAS121: ['DclEtpsno'],
};

/**
 * Whether an arrival detail (CEB711) is of a supervision site: what it says has lists released, so
 * no other enterprise may say it (RULES ENT-1, LINE-10).
 */
export function mayReportArrivals(
  type: string,
  { operatorCode = '' }: Values,
  registry: RegistrySnapshot,
): Finding | null {
  if (type !== ARRIVAL_TYPE) return null;
  const path = 'DeliveryHead/operatorCode';
  const site = registry.enterprises.get(operatorCode);
  if (site === undefined) return finding('-10102', path, { code: operatorCode });
  if (!site.roles.includes('site')) {
    return finding('-10101', path, { code: operatorCode, role: '监管场所 site' });
  }
  return site.status === 'active' ? null : finding('ENT-STATUS', path, { code: operatorCode });
}

/**
 * Whether the sender may transmit this record: it is the record's own party, or it has given a
 * written undertaking for one of them (RULES ENT-4, ENT-5).
 */
export function mayTransmit(
  type: string,
  head: Values,
  sender: string,
  registry: RegistrySnapshot,
  date: BusinessDate,
): Finding | null {
  const elements = OWNERS[type] ?? [];
  for (const element of elements) if (head[element] === sender) return null;
  const owners = elements.map((element) => head[element] ?? '');
  const kind = KINDS[type];
  const undertaken =
    kind !== undefined &&
    owners.some((principal) =>
      hasUndertaking(registry, { operator: sender, principal, kind }, date),
    );
  if (undertaken) return null;
  const named = elements.join(' / ');
  return {
    code: 'ENT-SENDER',
    zh: `传输企业与${named}不一致，且没有代传承诺，没有权限进行操作`,
    en: `the transmitting company is not ${named} and has no undertaking to send for it`,
    path: elements[0] ?? null,
    law: 'GACC 2016 No.26; GACC 2018 No.194; RULES ENT-4, ENT-5',
    hint: `Send with the token of ${named}, or file a liability undertaking first.`,
    hintZh: `请由${named}对应的企业传输，或先备案代传责任承诺。`,
  };
}
