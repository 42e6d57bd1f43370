import { formatFen } from '../../base/fen.ts';
import { allShelves, bookLineRows, bookRows, openingRows } from './books.ts';
import { CATALOG } from './catalog.ts';
import type { Credentials } from './credentials.ts';
import { rateRows } from './export/money.ts';
import { warehouseRows } from './export/warehouses.ts';
import { AGENTS, CARRIERS, PARTIES, PAYMENTS, PLATFORMS, SELLERS } from './parties.ts';
import type { WorldPlan } from './plan.ts';
import { dutyRows, officerRows, officerTokenRows } from './staff.ts';

/** A file of a world; `path` is relative to its directory. */
export type WorldFile = { readonly path: string; readonly bytes: Uint8Array };

const ALWAYS = '2016-04-08';

/** The files that `onestep load` reads. */
export function registryFiles(
  plan: WorldPlan,
  credentials: ReadonlyMap<string, Credentials>,
): WorldFile[] {
  const cards = [...credentials.values()];
  const firstBook = plan.stock?.firstBook;
  const shelves = allShelves(
    [...plan.parcels.map(({ shelf }) => shelf), ...(plan.exports?.stalls ?? [])],
    firstBook,
  );
  return [
    file('enterprises.csv', enterprises()),
    file('certificates.csv', certificates(cards)),
    file('tokens.csv', tokens(cards)),
    file('undertakings.csv', undertakings()),
    file('goods.csv', goods()),
    file('buyers.csv', buyers(plan)),
    file('guarantees.csv', guarantees()),
    file('books.csv', bookRows(firstBook)),
    file('book-lines.csv', bookLineRows(shelves)),
    file('opening-stock.csv', openingRows(shelves, firstBook)),
    ...(plan.arguments.officers === true ? staffFiles(plan.arguments.seed) : []),
    ...((plan.arguments.exports ?? 0) > 0 ? exportFiles() : []),
    ...cards.map(({ party, certificate }) => ({
      path: `registry/certificates/${party.code}.pem`,
      bytes: Buffer.from(certificate.pem),
    })),
  ];
}

function exportFiles(): WorldFile[] {
  return [file('exchange-rates.csv', rateRows()), file('overseas-warehouses.csv', warehouseRows())];
}

function staffFiles(seed: bigint): WorldFile[] {
  return [
    file('officers.csv', officerRows()),
    file('duty.csv', dutyRows()),
    file('officer-tokens.csv', officerTokenRows(seed)),
  ];
}

function file(name: string, rows: readonly (readonly string[])[]): WorldFile {
  const text = rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
  return { path: `registry/${name}`, bytes: Buffer.from(text) };
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function enterprises(): string[][] {
  const head = [
    'code',
    'name',
    'roles',
    'creditClass',
    'status',
    'validUntil',
    'overseas',
    'dxpId',
  ];
  const rows = PARTIES.filter((party) => party.registered).map((party) => [
    party.code,
    party.name,
    party.roles.join(';'),
    party.creditClass,
    party.status,
    party.validUntil ?? '',
    String(party.overseas),
    party.dxpId,
  ]);
  return [head, ...rows];
}

function certificates(cards: readonly Credentials[]): string[][] {
  const rows = cards.map(({ party }) => [
    party.code,
    `certificates/${party.code}.pem`,
    party.card === 'revoked' ? '2018-03-01' : '',
  ]);
  return [['enterprise', 'file', 'revokedAt'], ...rows];
}

function tokens(cards: readonly Credentials[]): string[][] {
  const rows = cards.map(({ party, token }) => [party.code, 'sandbox', token, '', '']);
  return [['enterprise', 'label', 'token', 'expiresAt', 'revokedAt'], ...rows];
}

// The first carrier may transmit orders for every platform and seller (RULES ENT-5); the first
// agent may declare whole parcels for everybody.
function undertakings(): string[][] {
  const operator = CARRIERS[0]!.code;
  const rows = [...PLATFORMS, ...SELLERS].map(({ code }) => [operator, code, 'order', ALWAYS, '']);
  const agent = AGENTS[0]!.code;
  const kinds = { order: [...PLATFORMS, ...SELLERS], payment: PAYMENTS, waybill: CARRIERS };
  for (const [kind, parties] of Object.entries(kinds)) {
    rows.push(...parties.map(({ code }) => [agent, code, kind, ALWAYS, '']));
  }
  return [['operator', 'principal', 'kind', 'from', 'until'], ...rows];
}

function goods(): string[][] {
  const head = [
    'enterprise',
    'itemNo',
    'hs',
    'name',
    'contentPerUnit',
    'piecesPerUnit',
    'gramsPerUnit',
  ];
  const sellers = PARTIES.filter((party) => party.registered && party.roles.includes('ecommerce'));
  const rows = sellers.flatMap(({ code }) =>
    CATALOG.map((article) => [
      code,
      article.itemNo,
      article.hs,
      article.name,
      article.content === null ? '' : String(article.content),
      article.pieces === null ? '' : String(article.pieces),
      String(article.grams),
    ]),
  );
  return [head, ...rows];
}

/** Whom the authority knows: the buyers of two bad kinds, and every fifth of the others. */
function buyers(plan: WorldPlan): string[][] {
  const known = new Map<string, string[]>();
  plan.people.forEach(({ idNumber, name }, i) => {
    if (i % 5 === 0) known.set(idNumber, [idNumber, name, 'false']);
  });
  for (const { kind, sale } of plan.parcels) {
    const { idNumber, name } = sale.buyer;
    if (kind === 'buyer-blocked') known.set(idNumber, [idNumber, name, 'true']);
    if (kind === 'buyer-other-name') known.set(idNumber, [idNumber, `${name}某`, 'false']);
  }
  return [['idNumber', 'name', 'blocked'], ...known.values()];
}

function guarantees(): string[][] {
  const rows = PARTIES.flatMap(({ code, guarantee }) =>
    guarantee === null ? [] : [[code, formatFen(guarantee), ALWAYS, '']],
  );
  return [['enterprise', 'amount', 'from', 'until'], ...rows];
}
