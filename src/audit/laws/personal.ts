import type { MessageView } from '../evidence-walk.ts';
import { withoutExportSums } from '../export-facts-reader.ts';
import { withoutSums } from '../facts-reader.ts';
import { walkFacts } from '../facts-walk.ts';
import { type KeyedNumbers, keyedNumbers } from '../hash-table.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { walkReceipts } from '../receipt-walk.ts';
import { pages } from '../snapshot.ts';
import { walkTerms } from '../terms-walk.ts';
import { elementOf, type RawPart } from '../xml-text.ts';

/**
 * Identity numbers, phones, names and addresses stand in the evidence and nowhere else. What is
 * looked for is not a pattern but what really stands in the evidence, so an order number that
 * looks like a phone is none.
 */
export const PERSONAL: Law = {
  id: 'personal',
  title: 'Nothing personal stands outside the evidence',
  watch: (tally, scope) => {
    if (scope.sampleOf > 1) {
      tally.note(`with the persons of one message in ${scope.sampleOf}`);
    }
    const known = keyedNumbers();
    return {
      onMessage: (message) => {
        if (message.sampled) learn(known, message);
      },
      finish: () => search(tally, known, scope),
    };
  },
};

/** Elements that hold something personal, and those whose texts are public. */
const PERSONS: readonly string[] = [
  'buyerIdNumber',
  'payerIdNumber',
  'buyerTelephone',
  'consigneeTelephone',
  'telephone',
  'ebcTelephone',
  'buyerName',
  'payerName',
  'consignee',
  'consigneeAddress',
  'DclErConc',
  'dclErConc',
];
const FIRMS: readonly string[] = [
  'ebpName',
  'ebcName',
  'payName',
  'logisticsName',
  'agentName',
  'assureName',
  'areaName',
  'goodsInfo',
];

const PERSON = 1;
const PUBLIC = 2;

function learn(known: KeyedNumbers, { raw }: MessageView): void {
  for (const { head } of raw?.records ?? []) {
    for (const element of PERSONS) mark(known, head, element, PERSON);
    for (const element of FIRMS) mark(known, head, element, PUBLIC);
  }
}

function mark(known: KeyedNumbers, head: RawPart, element: string, as: number): void {
  const value = normal(elementOf(head, element) ?? '');
  if (!isTelling(value)) return;
  const at = known.place(value);
  known.numbers()[at] = known.numbers()[at]! | as;
}

const normal = (text: string): string => text.normalize('NFC').trim().toUpperCase();

/** Two Chinese characters are a name; of other texts, six or more tell somebody apart. */
function isTelling(value: string): boolean {
  return /^\p{Script=Han}{2}/u.test(value) || value.length >= 6;
}

/** Words as they stand between the marks of JSON, of the stored terms and of Chinese sentences. */
const BETWEEN = /[\t\n\r"\\,:;[\](){}|/<>，。；：、（）【】“”]+/;
/** Phones and identity numbers that stand by themselves, also inside a sentence. */
const NUMBERS = /(?<![0-9A-Za-z_-])(?:1[3-9]\d{9}|\d{17}[\dXx])(?![0-9A-Za-z_-])/g;

function isFound(known: KeyedNumbers, text: string): boolean {
  const isPerson = (word: string): boolean => {
    const at = known.find(normal(word));
    return at >= 0 && known.numbers()[at] === PERSON;
  };
  if ((text.match(NUMBERS) ?? []).some(isPerson)) return true;
  return text.split(BETWEEN).some((word) => isTelling(word) && isPerson(word));
}

type Text = { label: string; text: string };

/** Texts of documents and cases of exports. */
const EXPORT_DOCUMENTS = (sampled: string): string => `
  select 'export order ' || ebp_code || '/' || order_no, order_no
  from documents.export_orders ${sampled}
  union all
  select 'collection ' || ebp_code || '/' || order_no, order_no
  from documents.collections ${sampled}
  union all
  select 'export waybill ' || logistics_no, logistics_no from documents.export_waybills ${sampled}
  union all
  select 'export list ' || pre_no, concat_ws(E'\\t', pre_no, readers)
  from documents.export_lists ${sampled}`;
const EXPORT_CASES = `
  select 'export case ' || ebp_code || '/' || order_no,
    concat_ws(E'\\t', order_no, list_no, array_to_string(codes, E'\\t')) from export.cases
  union all
  select 'past export case ' || ebp_code || '/' || order_no,
    concat_ws(E'\\t', order_no, list_no, array_to_string(codes, E'\\t')) from export.past_cases
  union all
  select 'waiting export ' || ebp_code || '/' || order_no,
    concat_ws(E'\\t', order_no, logistics_no, array_to_string(missing, E'\\t'))
  from export.waiting
  union all
  select 'export set aside ' || ebp_code || '/' || order_no, message from export.quarantine`;

/** Every text column outside the evidence; documents of the sampled messages only. */
const TEXTS = (sampleOf: number): string => {
  const digits = `('x' || substr(message_id::text, 1, 8))::bit(32)::bigint`;
  const sampled = `where ${digits} % ${sampleOf} = 0`;
  return `
  select 'order ' || ebp_code || '/' || order_no as label,
    order_no as text
  from documents.orders ${sampled}
  union all
  select 'payment ' || pay_code || '/' || pay_transaction_id,
    concat_ws(E'\\t', pay_transaction_id, order_no) from documents.payments ${sampled}
  union all
  select 'waybill ' || logistics_no, concat_ws(E'\\t', logistics_no, order_no)
  from documents.waybills ${sampled}
  union all
  select 'list ' || pre_no, concat_ws(E'\\t', pre_no, readers)
  from documents.lists ${sampled}
  union all
  ${EXPORT_DOCUMENTS(sampled)}
  union all
  select 'early terms ' || message_id || '/' || record, terms from documents.early_terms ${sampled}
  union all
  select 'unfiled ' || message_id || '/' || record, array_to_string(codes, E'\\t')
  from documents.unfiled ${sampled}
  union all
  select 'refusal of ' || firm || '/' || number, concat_ws(E'\\t', number, value, path, zh, en)
  from documents.refusals ${sampled}
  union all
  select 'case ' || ebp_code || '/' || order_no,
    concat_ws(E'\\t', order_no, list_no, buyer_key, array_to_string(codes, E'\\t'))
  from clearance.cases
  union all
  select 'past case ' || ebp_code || '/' || order_no,
    concat_ws(E'\\t', order_no, list_no, array_to_string(codes, E'\\t')) from clearance.past_cases
  union all
  select 'waiting list ' || ebp_code || '/' || order_no,
    concat_ws(E'\\t', order_no, logistics_no, array_to_string(missing, E'\\t'))
  from clearance.waiting
  union all
  ${EXPORT_CASES}
  union all
  select 'set aside ' || ebp_code || '/' || order_no, message from clearance.quarantine
  union all
  select 'pull of ' || ebp_code || '/' || order_no,
    concat_ws(E'\\t', order_no, list_no, last_error, array_to_string(codes, E'\\t'))
  from paydata.pulls
  union all
  select 'signal about ' || ref, concat_ws(E'\\t', order_no, list_no, code, detail::text)
  from risk.signals
  union all
  select 'account ' || ledger, concat_ws(E'\\t', key, ledger) from ledger.accounts
  union all
  select 'posting for ' || ref, concat_ws(E'\\t', key, ref) from ledger.postings
  union all
  select 'buyer known to the authority', concat_ws(E'\\t', id_key, name_key) from registry.buyers`;
};

const PAGE = 5_000;

async function search(tally: Tally, known: KeyedNumbers, scope: Scope) {
  const { sql, sampleOf } = scope;
  const look = (label: string, text: string): void => {
    tally.check(!isFound(known, text), () => `${label} holds something personal`);
  };
  for await (const rows of pages<Text>(sql, 'audit_texts', TEXTS(sampleOf), PAGE)) {
    for (const { label, text } of rows) look(label, text);
  }
  await walkTerms(scope, ({ stream, sequence, text }) => look(`terms ${stream}/${sequence}`, text));
  await walkFacts(scope, 'audit_facts_texts', ({ stream, sequence, entries }) => {
    look(
      `facts ${stream}/${sequence}`,
      (entries ?? []).map(withoutSums).map(withoutExportSums).join('\n'),
    );
  });
  await walkReceipts(scope, 'audit_receipts_texts', ({ enterprise, first, text }) => {
    look(`receipts ${first} ff. of ${enterprise}`, text);
  });
}
