import type { BusinessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { finding } from '../clearance/codes.ts';
import type { Values } from '../documents/codec.ts';
import type { Role, Undertaking } from '../registry/enterprise.ts';
import { hasUndertaking, type RegistrySnapshot } from '../registry/snapshot.ts';

const KINDS: Readonly<Record<string, Undertaking['kind']>> = {
  CEB303: 'order',
  CEB311: 'order',
  CEB403: 'payment',
  CEB411: 'payment',
  CEB505: 'waybill',
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

/** An enterprise on a report, and the roles of which it must have one. */
type Reporter = { readonly path: string; readonly roles: readonly Role[] };

/**
 * Who answers for what a report says: where parcels arrived or left, lists are released and closed
 * for it, so no other enterprise may say it (RULES ENT-1, LINE-10, EXP-1). A carrier with a place
 * of its own reports what arrives there; a seller may declare for itself.
 */
const REPORTERS: Readonly<Record<string, readonly Reporter[]>> = {
  CEB711: [{ path: 'DeliveryHead/operatorCode', roles: ['site'] }],
  CEB505: [{ path: 'Logistics/logisticsCode', roles: ['logistics'] }],
  CEB507: [
    { path: 'ArrivalHead/operatorCode', roles: ['site', 'logistics'] },
    { path: 'ArrivalHead/logisticsCode', roles: ['logistics'] },
  ],
  CEB607: [
    { path: 'WayBillHead/agentCode', roles: ['agent', 'ecommerce', 'logistics'] },
    { path: 'WayBillHead/logisticsCode', roles: ['logistics'] },
  ],
  CEB509: [{ path: 'DepartureHead/logisticsCode', roles: ['logistics'] }],
  CEB215: [{ path: 'InvtRefundDetail/operatorCode', roles: ['site'] }],
};

const ROLE_NAMES: Readonly<Partial<Record<Role, string>>> = {
  site: '监管场所 site',
  logistics: '物流企业 logistics',
  agent: '申报企业 agent',
};

/** Whether the enterprises of a report are registered and active, and of the kind to make it. */
export function mayReport(type: string, head: Values, registry: RegistrySnapshot): Finding | null {
  for (const { path, roles } of REPORTERS[type] ?? []) {
    const code = head[path.slice(path.indexOf('/') + 1)] ?? '';
    const enterprise = registry.enterprises.get(code);
    if (enterprise === undefined) return finding('-10102', path, { code });
    if (!roles.some((role) => enterprise.roles.includes(role))) {
      return finding('-10101', path, { code, role: ROLE_NAMES[roles[0]!] ?? '' });
    }
    if (enterprise.status !== 'active') return finding('ENT-STATUS', path, { code });
  }
  return null;
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
