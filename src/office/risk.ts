import { type Static, Type } from '@fastify/type-provider-typebox';
import { RIGHTS } from '../access/rights.ts';
import { parseMoment } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { addRule, putIntoForce, type RiskHouse, takeOutOfForce } from '../flows/risk-rules.ts';
import { tryVersion } from '../flows/risk-trial.ts';
import { unwatch, watch, watchLists } from '../flows/watch-lists.ts';
import { fieldsJson } from '../risk/fields-json.ts';
import { listRules } from '../risk/rule-store.ts';
import { parseRule } from '../risk/rule-text.ts';
import { type RuleId, type RuleVersion, readLabel, ruleJson } from '../risk/rule-version.ts';
import { watchJson } from '../risk/watch-json.ts';
import { WATCH_KINDS } from '../risk/watch-keys.ts';
import { done, found, type OfficeApp, type OfficeParts, officerWith, schemaOf } from './http.ts';

/** What the calls about risk rules need. */
export type RiskParts = Pick<OfficeParts, 'saying'> & { readonly house: RiskHouse };

const PATH = '/v1/office/risk';
const WRITE = RIGHTS['risk.write'];
const READ = RIGHTS['risk.read'];

const orNull = Type.Union([Type.String(), Type.Null()]);
const MOMENT = Type.String({ maxLength: 40, examples: ['2026-12-01T08:00'] });
const REASON = Type.String({ minLength: 1, maxLength: LIMITS.riskReason });
const closed = { additionalProperties: false };

const COUNT = Type.Object({ looked: Type.Integer(), selected: Type.Integer() });
const TRIAL = Type.Object({
  ...{ at: Type.String(), from: Type.String(), until: Type.String() },
  decisions: Type.Integer({ description: 'Of the period, as far as they are in the database' }),
  archivedDays: Type.Optional(Type.Integer({ description: 'Days that were not looked at' })),
  every: Type.Integer({ description: 'Of each how many batches one was looked at' }),
  looked: Type.Integer({ description: 'Lists that had passed every other rule' }),
  selected: Type.Integer({ description: 'How many of these it would have selected' }),
  classes: Type.Record(Type.String(), COUNT, { description: 'By class of the seller' }),
  examples: Type.Array(Type.String(), {
    description: 'Numbers of some, but for those that wait to be inspected',
  }),
  share: Type.String({ examples: ['1.25 %'] }),
});
const RULE = Type.Object({
  rule: Type.String({ examples: ['R12.3'] }),
  ...{ action: orNull, state: Type.String(), text: Type.String(), reason: Type.String() },
  ...{ madeBy: Type.String(), madeAt: Type.String(), approvedBy: orNull, endedBy: orNull },
  ...{ from: orNull, until: orNull },
  trial: Type.Union([TRIAL, Type.Null()], { description: 'What came of trying it; null before' }),
});
const RULE_ID = Type.Object({ rule: Type.String({ pattern: '^R\\d{1,9}\\.\\d{1,9}$' }) });
const RULES_QUERY = Type.Object({ ended: Type.Optional(Type.Boolean()) });
const RULE_BODY = Type.Object(
  {
    text: Type.String({
      description: 'Of imports; of exports with export behind the action',
      examples: ['inspect when goods.hs starts 2106 and buyer.lists > 5'],
    }),
    reason: REASON,
    number: Type.Optional(Type.Integer({ minimum: 1, maximum: 999_999_999 })),
  },
  closed,
);
const TRY_BODY = Type.Object(
  { days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: 30 })) },
  closed,
);
const TIME_BODY = Type.Object(
  { from: Type.Optional(MOMENT), until: Type.Optional(MOMENT) },
  closed,
);
const LIST_ID = Type.Object({ name: Type.String({ minLength: 1, maxLength: 64 }) });
const VALUES = Type.Array(Type.String({ minLength: 1, maxLength: LIMITS.riskValue }), {
  ...{ minItems: 1, maxItems: LIMITS.watchValues },
  description: 'As they are declared; persons are hashed at once and never shown again',
});
const WATCH_BODY = Type.Object(
  {
    kind: Type.Unsafe<(typeof WATCH_KINDS)[number]>(Type.String({ enum: [...WATCH_KINDS] })),
    ...{ reason: REASON, values: VALUES, until: Type.Optional(MOMENT) },
  },
  closed,
);
const UNWATCH_BODY = Type.Object({ values: VALUES }, closed);
const WATCH_LISTS = Type.Object({
  lists: Type.Array(
    Type.Object({
      ...{ name: Type.String(), kind: Type.String(), reason: Type.String() },
      ...{ madeBy: Type.String(), madeAt: Type.String(), entries: Type.Integer() },
    }),
  ),
});
const CHANGED = Type.Object({ name: Type.String(), kind: Type.String(), changed: Type.Integer() });

/** `/v1/office/risk`: rules that officers write, and watch lists. */
export function riskRoutes(app: OfficeApp, parts: RiskParts): void {
  fieldsRoute(app, parts);
  ruleRoutes(app, parts);
  forceRoutes(app, parts);
  watchRoutes(app, parts);
}

const ABOUT = {
  name: Type.String({ examples: ['list.value'] }),
  zh: Type.String({ examples: ['清单总值'] }),
};
const WORDS = {
  fields: Type.Array(
    Type.Object({
      ...{ ...ABOUT, en: Type.String() },
      kind: Type.String({ description: 'code, name, count, yuan, decimal' }),
      of: Type.String({ description: 'parcel, or goods: of any line' }),
      operators: Type.Array(Type.String()),
      choices: Type.Union([Type.Array(Type.String()), Type.Null()], {
        description: 'The only values there are',
      }),
    }),
  ),
  watch: Type.Array(
    Type.Object({ ...ABOUT, kinds: Type.Array(Type.String({ description: 'Of lists' })) }),
  ),
};
const FIELDS = Type.Object({ ...WORDS, exports: Type.Object(WORDS) });

function fieldsRoute(app: OfficeApp, parts: RiskParts): void {
  const schema = schemaOf(
    parts,
    'readRiskFields',
    'List what rules can ask for: fields with their operators, and what watch lists can have; ' +
      'of imports, and under exports of exports.',
    '列出规则可用的字段、运算符及布控名单对象；进口在外层，出口见 exports。',
    { 200: FIELDS },
  );
  app.get(`${PATH}/fields`, { schema }, async (request, reply) => {
    officerWith(request, parts, READ);
    return reply.send(fieldsJson());
  });
}

function ruleRoutes(app: OfficeApp, parts: RiskParts): void {
  const { house } = parts;
  const listed = schemaOf(
    parts,
    'readRiskRules',
    'List the risk rules with their trials; those that have ended when asked for.',
    '列出风险规则及其试运行结果；可选包含已终止的规则。',
    { 200: Type.Object({ rules: Type.Array(RULE) }) },
  );
  const schema = { ...listed, querystring: RULES_QUERY };
  app.get(`${PATH}/rules`, { schema }, async (request, reply) => {
    officerWith(request, parts, READ);
    const rules = await listRules(house.db, request.query.ended ?? false, LIMITS.riskRules);
    return reply.send({ rules: rules.map(shown) });
  });
  const written = schemaOf(
    parts,
    'writeRiskRule',
    'Write a risk rule, or with number the next version of one: a draft until it was tried.',
    '编制风险规则，或以 number 新增版本；试运行前为草稿。',
    { 200: RULE },
  );
  const bodied = { ...written, body: RULE_BODY };
  app.post(`${PATH}/rules`, { schema: bodied }, async (request, reply) => {
    const { number: by } = officerWith(request, parts, WRITE);
    const { text, reason, number = null } = request.body;
    return reply.send(shown(ruled(parts, await addRule(house, { number, text, reason, by }))));
  });
  const tried = schemaOf(
    parts,
    'tryRiskRule',
    'Try a version on the lists of the last days: how many it would have selected.',
    '在近期清单上试运行某一版本：统计命中数量。',
    { 200: RULE },
  );
  const trying = { ...tried, params: RULE_ID, body: TRY_BODY };
  app.post(`${PATH}/rules/:rule/try`, { schema: trying }, async (request, reply) => {
    officerWith(request, parts, WRITE);
    const { days = 30 } = request.body;
    const result = await tryVersion(house, idOf(parts, request.params), { days });
    return reply.send(shown(ruled(parts, result)));
  });
}

function forceRoutes(app: OfficeApp, parts: RiskParts): void {
  const { house } = parts;
  const activated = schemaOf(
    parts,
    'activateRiskRule',
    'Put a tried version into force: above the ceiling of the law by another person than wrote it.',
    '启用已试运行的版本；超过法定上限的须由编制人以外的人员启用。',
    { 200: RULE },
  );
  const schema = { ...activated, params: RULE_ID, body: TIME_BODY };
  app.post(`${PATH}/rules/:rule/activate`, { schema }, async (request, reply) => {
    const { number } = officerWith(request, parts, WRITE);
    const id = idOf(parts, request.params);
    const result = await putIntoForce(house, id, number, timeOf(parts, request.body));
    return reply.send(shown(ruled(parts, result)));
  });
  const ended = schemaOf(
    parts,
    'endRiskRule',
    'Take a version out of force, or put a draft away.',
    '终止某一版本，或作废草稿。',
    { 200: RULE },
  );
  const ending = { ...ended, params: RULE_ID, body: Type.Omit(TIME_BODY, ['from'], closed) };
  app.post(`${PATH}/rules/:rule/end`, { schema: ending }, async (request, reply) => {
    const { number } = officerWith(request, parts, WRITE);
    const { until } = timeOf(parts, request.body);
    const result = await takeOutOfForce(house, idOf(parts, request.params), number, until);
    return reply.send(shown(ruled(parts, result)));
  });
}

function watchRoutes(app: OfficeApp, parts: RiskParts): void {
  const { house } = parts;
  const schema = schemaOf(
    parts,
    'readWatchLists',
    'List the watch lists with the number of their entries, which are not shown.',
    '列出布控名单及条目数；条目内容不予显示。',
    { 200: WATCH_LISTS },
  );
  app.get(`${PATH}/watch-lists`, { schema }, async (request, reply) => {
    officerWith(request, parts, READ);
    return reply.send({ lists: (await watchLists(house)).map(watchJson) });
  });
  const added = schemaOf(
    parts,
    'addToWatchList',
    'Put values on a watch list, which is made when there is none of the name.',
    '将取值加入布控名单；名单不存在时新建。',
    { 200: CHANGED },
  );
  const adding = { ...added, params: LIST_ID, body: WATCH_BODY };
  app.post(`${PATH}/watch-lists/:name/add`, { schema: adding }, async (request, reply) => {
    const { number: by } = officerWith(request, parts, WRITE);
    const { until } = timeOf(parts, request.body);
    const result = await watch(house, { ...request.params, ...request.body, until, by });
    const { list, changed } = ruled(parts, result);
    return reply.send({ name: list.name, kind: list.kind, changed });
  });
  const removed = schemaOf(
    parts,
    'removeFromWatchList',
    'Take values off a watch list; they stay on record with their end.',
    '将取值移出布控名单；记录予以保留。',
    { 200: CHANGED },
  );
  const removing = { ...removed, params: LIST_ID, body: UNWATCH_BODY };
  app.post(`${PATH}/watch-lists/:name/remove`, { schema: removing }, async (request, reply) => {
    const { number: by } = officerWith(request, parts, WRITE);
    const result = await unwatch(house, { ...request.params, ...request.body, by });
    const { list, changed } = ruled(parts, result);
    return reply.send({ name: list.name, kind: list.kind, changed });
  });
}

function ruled<T>(parts: RiskParts, result: Result<T, Finding[]>): T {
  const isNone = !result.ok && result.error.some(({ code }) => code === 'RISK-NONE');
  return isNone ? found(parts, null as T | null) : done(parts, result);
}

function idOf(parts: RiskParts, { rule }: Static<typeof RULE_ID>): RuleId {
  return found(parts, readLabel(rule));
}

function timeOf({ saying }: RiskParts, said: { readonly from?: string; readonly until?: string }) {
  const read = (text: string | undefined) => {
    if (text === undefined) return null;
    const at = parseMoment(text);
    if (at === null) throw saying.fault('bad-request');
    return at;
  };
  return { from: read(said.from), until: read(said.until) };
}

function shown(rule: RuleVersion) {
  const parsed = parseRule(rule.text);
  return ruleJson(rule, parsed.ok ? parsed.value.action : null);
}
