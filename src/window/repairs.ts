import { Type } from '@fastify/type-provider-typebox';
import { isoShanghai } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import type { Field } from '../documents/ceb/fields.ts';
import type { RepairView } from '../flows/repairs.ts';
import { FORM_KEYS, type FormKey, repairForm } from '../repair/forms.ts';
import type { Item } from '../repair/item-store.ts';
import type { Job, JobCause } from '../repair/job.ts';
import { isWritable } from '../xml/write.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { placeOf, placeText } from './places.ts';
import {
  CAUSE_ID,
  CAUSE_LISTS,
  CAUSES,
  CAUSES_QUERY,
  ITEMS,
  ITEMS_QUERY,
  PAGE_QUERY,
  PART_ID,
  REPAIR,
  REPAIR_BODY,
  REPAIR_ID,
  REPAIRS,
  REPAIRS_QUERY,
} from './repair-schemas.ts';
import { found, REFUSED, schemasUnder, taken } from './route.ts';
import { NOT_FOUND } from './schemas.ts';

const schemaOf = schemasUnder('repairs');
const ofOne = schemasUnder('repairs', NOT_FOUND);

/** Bytes of a body: a table of the most rows, of short texts. */
const BODY_BYTES = 1024 * 1024;

/** `/v1/repairs`: why documents stand refused, and one correction for many of them. */
export function repairRoutes(app: App, parts: Parts): void {
  causeRoutes(app, parts);
  jobRoutes(app, parts);
  stepRoutes(app, parts);
  itemRoutes(app, parts);
}

/** A cause as one text of an address. */
function idOf({ direction, document, code, field, value }: JobCause): string {
  const parts = [direction, document, code, field, value];
  return Buffer.from(parts.join(PART_MARK)).toString('base64url');
}

/** The cause of such a text, or null. */
function causeOf(id: string): JobCause | null {
  const parts = Buffer.from(id, 'base64url').toString().split(PART_MARK);
  const [direction, document, code, field, value] = parts;
  const kind = FORM_KEYS.find((one) => one.direction === direction && one.document === document);
  if (kind === undefined || parts.length !== 5 || !isWritable(parts.join(''))) return null;
  return { ...kind, code: code!, field: field!, value: value! };
}

/** What no list was ever returned for. */
const NO_CAUSE: JobCause = {
  ...{ direction: 'import', document: 'list' },
  ...{ code: '', field: '', value: '' },
};

/** Stands between the parts; no text of a message has this character. */
const PART_MARK = '\u0001';

const FIELDS = FORM_KEYS.flatMap((kind) =>
  [...repairForm(kind).fields.values()].map(({ name, field }) => {
    const { zh, en, required } = field;
    const most = Math.min(charactersOf(field), LIMITS.repairValue);
    return { ...kind, name, zh, en, most, required };
  }),
);

/** The documents that are asked for: of one direction or both, of one kind or all. */
const asked = ({ direction, document }: Partial<FormKey>): readonly FormKey[] =>
  FORM_KEYS.filter((one) => {
    return (
      one.direction === (direction ?? one.direction) && one.document === (document ?? one.document)
    );
  });

/** A number has a point beside its digits; its size is that of texts alone. */
function charactersOf({ kind, size, totalDigits }: Field): number {
  return kind === 'decimal' || kind === 'integer' ? totalDigits + 1 : size.max;
}

function causeRoutes(app: App, { platform: { repairs } }: Parts): void {
  const counted = schemaOf(
    'listRefusalCauses',
    'List why your lists stand returned, and why your orders, payments and waybills were not ' +
      'filed, the commonest cause first.',
    '按原因汇总本企业被退回的清单及未入库的订单、支付单、运单。',
    { 200: CAUSES },
  );
  app.get(
    '/v1/repairs/causes',
    { schema: { ...counted, querystring: CAUSES_QUERY } },
    async (request, reply) => {
      const kinds = asked(request.query);
      const causes = await repairs.causes(viewerOf(request), kinds);
      const shown = causes.map(({ latest, bar, ...one }) => {
        const mayCorrect = bar === null && repairForm(one).fields.has(one.field);
        const told = { mayCorrect, bar: bar === null ? null : findingJson(bar) };
        return { ...one, id: idOf(one), latest: isoShanghai(latest), ...told };
      });
      const fields = FIELDS.filter((one) =>
        kinds.some(({ direction, document }) => {
          return direction === one.direction && document === one.document;
        }),
      );
      return reply.send({ causes: shown, fields });
    },
  );
  const listed = ofOne(
    'listRefusedLists',
    'List the lists that stand returned for a cause, or other documents that stand refused, the ' +
      'oldest first.',
    '列出因某一原因被退回的单证。',
    { 200: CAUSE_LISTS },
  );
  app.get(
    '/v1/repairs/causes/:cause/lists',
    { schema: { ...listed, params: CAUSE_ID, querystring: PAGE_QUERY } },
    async (request, reply) => {
      const cause = found(causeOf(request.params.cause));
      const { after, limit = 50 } = request.query;
      const place = after === undefined ? null : placeOf(after);
      const rows = await repairs.lists(viewerOf(request), cause, place, limit + 1);
      const lists = rows.slice(0, limit);
      const last = rows.length > limit ? lists.at(-1) : undefined;
      return reply.send({
        lists: lists.map((one) => ({ ...one, at: isoShanghai(one.at) })),
        next: last === undefined ? null : placeText({ at: last.at, name: last.name }),
      });
    },
  );
}

function jobRoutes(app: App, { platform: { repairs } }: Parts): void {
  const listed = schemaOf('listRepairs', 'List your repairs.', '列出批量更正任务。', {
    200: REPAIRS,
  });
  app.get(
    '/v1/repairs',
    { schema: { ...listed, querystring: REPAIRS_QUERY } },
    async (request, reply) => {
      const { after, limit = 50 } = request.query;
      const place = after === undefined ? null : placeOf(after);
      const kinds = asked(request.query);
      const rows = await repairs.page(viewerOf(request), place, limit + 1, kinds);
      const jobs = rows.slice(0, limit);
      const last = rows.length > limit ? jobs.at(-1) : undefined;
      return reply.send({
        repairs: jobs.map(jobJson),
        next: last === undefined ? null : placeText({ at: last.createdAt, name: last.id }),
      });
    },
  );
  const begun = schemaOf(
    'beginRepair',
    'Try a correction on all documents of a cause. Nothing is sent: each is corrected and ' +
      'judged as if it were sent now, which takes some seconds for thousands; read on with ' +
      'its id. Then it is sent with another call, or not.',
    '对某一原因下的全部单证试行更正：只试算，不申报；完成后再决定是否发送。',
    { 202: REPAIR },
  );
  app.post(
    '/v1/repairs',
    {
      bodyLimit: BODY_BYTES,
      schema: { ...begun, body: REPAIR_BODY, response: { ...begun.response, ...REFUSED } },
    },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const { cause: text, corrections, lists = null } = request.body;
      const cause = causeOf(text) ?? NO_CAUSE;
      const id = taken(await repairs.begin(viewer, { cause, corrections, listNos: lists }));
      return reply.code(202).send(viewJson(found(await repairs.view(viewer, id))));
    },
  );
  const read = ofOne(
    'readRepair',
    'Read one repair: what came of the trial, how far it is, why lists were refused again.',
    '查询批量更正的试算结果与进度。',
    { 200: REPAIR },
  );
  const readSchema = { ...read, params: REPAIR_ID };
  app.get('/v1/repairs/:id', { schema: readSchema }, async (request, reply) =>
    reply.send(viewJson(found(await repairs.view(viewerOf(request), request.params.id)))),
  );
}

function stepRoutes(app: App, { platform: { repairs } }: Parts): void {
  const steps = [
    [
      'send',
      'sendRepair',
      'Send the corrected documents: those whose trial allows it are sent again, each as a new ' +
        'message in your name without a signature, through the door of all messages. Asked ' +
        'twice, it is sent once.',
      '发送更正后的单证：试算可行的单证以本企业名义重新申报，重复调用只发送一次。',
    ],
    [
      'cancel',
      'cancelRepair',
      'Cancel what was not sent; what was sent is followed to its end.',
      '取消尚未发送的部分；已发送的继续跟踪到底。',
    ],
  ] as const;
  for (const [name, operationId, en, zh] of steps) {
    const shape = ofOne(operationId, en, zh, { 200: REPAIR });
    const response = { ...shape.response, ...REFUSED };
    const schema = { ...shape, params: REPAIR_ID, response };
    app.post(`/v1/repairs/:id/${name}`, { schema }, async (request, reply) => {
      const viewer = viewerOf(request);
      const { id } = request.params;
      taken(found(await repairs[name](viewer, id)));
      return reply.send(viewJson(found(await repairs.view(viewer, id))));
    });
  }
}

function itemRoutes(app: App, { platform: { repairs } }: Parts): void {
  const listed = ofOne(
    'listRepairLists',
    'List the documents of a repair in their order: what is changed in each, and what became ' +
      'of it.',
    '列出批量更正中的单证及其更正内容与结果。',
    { 200: ITEMS },
  );
  app.get(
    '/v1/repairs/:id/lists',
    { schema: { ...listed, params: REPAIR_ID, querystring: ITEMS_QUERY } },
    async (request, reply) => {
      const { outcome = null, result = null, after = 0, limit = 50 } = request.query;
      const { id } = request.params;
      const query = { outcome, result, after, limit: limit + 1 };
      const rows = found(await repairs.items(viewerOf(request), id, query));
      const items = rows.slice(0, limit);
      const next = rows.length > limit ? (items.at(-1)?.position ?? null) : null;
      return reply.send({ lists: items.map(itemJson), next });
    },
  );
  const document = ofOne(
    'readRepairDocument',
    'Download a part of the corrected documents as one unsigned message (CEB621, CEB603, CEB311 ' +
      '...), to be signed and sent by your own system: at most 100 a part, `parts` of them. That ' +
      'of imports has names and numbers of persons.',
    '下载更正后的单证（未签名的 CEB621、CEB603、CEB311 等报文，每部分最多 100 份），由本企业系统签名发送。',
    {
      200: {
        description: 'The message',
        content: { 'application/xml': { schema: Type.String({ description: 'CEB621 ...' }) } },
      },
    },
  );
  app.get(
    '/v1/repairs/:id/documents/:part',
    { schema: { ...document, params: PART_ID } },
    async (request, reply) => {
      const { id, part } = request.params;
      const bytes = found(await repairs.document(viewerOf(request), id, part));
      reply.header('content-disposition', `attachment; filename="repair-${part}.xml"`);
      return reply.type('application/xml; charset=utf-8').send(bytes as never);
    },
  );
}

const timeOf = (at: number | null) => (at === null ? null : isoShanghai(at));

function jobJson({ enterprise: _, cause, corrections, ...job }: Job) {
  return {
    ...job,
    cause: { id: idOf(cause), ...cause },
    corrections: [...corrections],
    createdAt: isoShanghai(job.createdAt),
    checkedAt: timeOf(job.checkedAt),
    sentAt: timeOf(job.sentAt),
    canceledAt: timeOf(job.canceledAt),
    endedAt: timeOf(job.endedAt),
  };
}

const NO_OUTCOMES = { open: 0, pass: 0, hold: 0, wait: 0, fail: 0, bad: 0, same: 0, moved: 0 };
const NO_RESULTS = {
  ...{ queued: 0, sent: 0, held: 0, passed: 0, refused: 0, closed: 0, left: 0, moved: 0 },
  ...{ taken: 0, rejected: 0, canceled: 0 },
};

function viewJson({ job, progress, trial, again, examples, maySend }: RepairView) {
  return {
    ...jobJson(job),
    maySend,
    parts: Math.ceil(job.lists / LIMITS.recordsPerMessage),
    outcomes: { ...NO_OUTCOMES, ...progress.outcomes },
    results: { ...NO_RESULTS, ...progress.results },
    wouldFail: [...trial],
    refusedAgain: [...again],
    examples: examples.map(({ changes, findings, outcome, ...one }) => {
      const told = findings.map(findingJson);
      return { ...one, outcome: outcome ?? 'open', changes: [...changes], findings: told };
    }),
  };
}

function findingJson({ code, zh, en, path, hint, hintZh = null }: Finding) {
  return { code, zh, en, path, hint, hintZh };
}

function itemJson({ outcome, changes, codes, ...item }: Item) {
  return {
    ...item,
    outcome: outcome ?? 'open',
    changes: [...changes],
    codes: [...codes],
    findings: item.findings.map(findingJson),
  };
}
