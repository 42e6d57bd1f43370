import { type BusinessDate, type Instant, isoShanghai } from '../base/dates.ts';
import { type Fen, formatFen } from '../base/fen.ts';
import type { Folded, Moment } from '../cockpit/count-store.ts';
import { type Counts, countOf, under, WAYS, type Way } from '../cockpit/counts.ts';
import { type Percentiles, percentilesOf } from '../cockpit/latency.ts';
import { codeText } from './code-texts.ts';
import type { StageState } from './works.ts';
import type { Stage } from './works-frame.ts';

/** What stands beside the counters, read every few seconds. */
export type Around = {
  /** Lists that wait for other documents; at most `WAITING_COUNTED`. */
  readonly waiting: Readonly<Record<Way, number>>;
  /** Open alarms of lanes by kind. */
  readonly alarms: Readonly<Record<string, number>>;
  /** Open tasks of officers by kind. */
  readonly tasks: Readonly<Record<string, { readonly open: number; readonly overdue: number }>>;
  readonly guarantees: { readonly lodged: Fen; readonly used: Fen };
  readonly webhooks: { readonly endpoints: number; readonly behind: number };
  /** The last day whose rows lie in a file. */
  readonly archivedThrough: BusinessDate | null;
  /** The offices at which lists may be declared, with their names. */
  readonly offices: ReadonlyMap<string, OfficeName>;
};

type OfficeName = { readonly zh: string; readonly en: string };

/** Conveyors of this process: what waits, and for how many milliseconds. */
export type Stages = Readonly<Record<Stage, StageState>>;

type WayView = {
  readonly declared: number;
  readonly matched: number;
  readonly released: number;
  readonly returned: number;
  readonly withdrawn: number;
  readonly departed: number;
  readonly waiting: { readonly documents: number; readonly arrival: number; readonly held: number };
  readonly inHands: {
    readonly review: number;
    readonly inspection: number;
    readonly detained: number;
    readonly handedOver: number;
  };
  readonly latency: { readonly recent: Percentiles; readonly day: Percentiles };
};

type Refusal = {
  readonly way: Way;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly count: number;
};

/** By second or minute of the epoch, in seconds: declared and released, import then export. */
type Series = Readonly<Record<string, readonly [number, number, number, number]>>;

/** What was decided today on lists of one customs office. */
type OfficeView = OfficeName & {
  /** Released: parcels that come in, and those that leave. */
  readonly imports: number;
  readonly exports: number;
  readonly returned: number;
  /** Sent to inspection. */
  readonly inspection: number;
};

/** What the cockpit shows. Nothing of it is about one parcel or person. */
export type CockpitView = {
  /** When it was read. */
  readonly at: string;
  readonly day: BusinessDate;
  readonly ways: Readonly<Record<Way, WayView>>;
  /** By way and code, the most frequent of the day. */
  readonly refusals: Readonly<Record<string, Refusal>>;
  readonly tax: Readonly<Record<'dutiable' | 'duty' | 'consumption' | 'vat', string>>;
  readonly guarantees: { readonly lodged: string; readonly used: string };
  readonly lanes: {
    readonly scans: Readonly<Record<string, number>>;
    readonly byLane: Readonly<Record<string, number>>;
    readonly alarms: Around['alarms'];
  };
  readonly gates: Readonly<Record<'in' | 'out' | 'stopped', number>>;
  /** By code: those of the law, and whichever has decided something today. */
  readonly offices: Readonly<Record<string, OfficeView>>;
  readonly tasks: Around['tasks'];
  readonly health: {
    readonly intake: number;
    readonly clearance: number;
    readonly oldestSeconds: number;
    readonly webhooks: Around['webhooks'];
    /** Empty before the first. */
    readonly archivedThrough: string;
  };
  readonly series: { readonly seconds: Series; readonly minutes: Series };
};

/** Causes that are shown. */
const MOST_CAUSES = 20;
/** Minutes whose times make the recent percentiles, and the running one. */
const RECENT_MINUTES = 5;
const MINUTE = 60_000;

/** Puts together what the cockpit shows. Pure. */
export function cockpitView(
  { day, standing, moments }: Folded,
  around: Around,
  stages: Stages,
  date: BusinessDate,
  now: Instant,
): CockpitView {
  const recent = recentTimes(moments, now);
  const ways = WAYS.map((way) => [way, wayOf(way, day, standing, recent, around)] as const);
  const tax = (kind: string): string => formatFen(day.get(`tax.${kind}`) ?? 0n);
  const gate = (what: string): number => countOf(day, `gate.${what}`);
  const { alarms, tasks, webhooks, archivedThrough, guarantees } = around;
  const age = Math.max(stages.intake.age, stages.clearance.age);
  return {
    at: isoShanghai(now),
    day: date,
    ways: Object.fromEntries(ways) as CockpitView['ways'],
    refusals: refusalsOf(day),
    tax: {
      ...{ dutiable: tax('dutiable'), duty: tax('duty') },
      ...{ consumption: tax('consumption'), vat: tax('vat') },
    },
    guarantees: { lodged: formatFen(guarantees.lodged), used: formatFen(guarantees.used) },
    lanes: { scans: numbersOf(day, 'scan.'), byLane: numbersOf(day, 'lane.'), alarms },
    gates: { in: gate('in'), out: gate('out'), stopped: gate('stopped') },
    offices: officesOf(day, around.offices),
    tasks,
    health: {
      ...{ intake: stages.intake.waiting, clearance: stages.clearance.waiting },
      ...{ oldestSeconds: Math.floor(age / 1_000), webhooks },
      archivedThrough: archivedThrough ?? '',
    },
    series: { seconds: seriesOf(moments, 1), minutes: seriesOf(moments, 60) },
  };
}

function wayOf(
  way: Way,
  day: Counts,
  standing: Counts,
  recent: Readonly<Record<Way, Percentiles>>,
  { waiting }: Around,
): WayView {
  const verdicts = (state: string): number => countOf(day, `verdict.${way}.${state}`);
  const now = (state: string): number => countOf(standing, `now.${way}.${state}`);
  return {
    declared: countOf(day, `declared.${way}`),
    matched: countOf(day, `first.${way}`) - countOf(day, `unmatched.${way}`),
    ...{ released: verdicts('800'), returned: verdicts('100'), withdrawn: verdicts('430') },
    departed: verdicts('899'),
    waiting: { documents: waiting[way], arrival: now('400'), held: now('600') },
    inHands: {
      ...{ review: now('300'), inspection: now('500') },
      ...{ detained: now('501'), handedOver: now('502') },
    },
    latency: { recent: recent[way], day: timesOf([day], way) },
  };
}

function officesOf(
  day: Counts,
  names: ReadonlyMap<string, OfficeName>,
): Readonly<Record<string, OfficeView>> {
  const counted = under(day, 'office.');
  const codes = new Set([
    ...names.keys(),
    ...[...counted.keys()].map((name) => splitOnce(name)[0]),
  ]);
  const both = (code: string, state: string): number =>
    WAYS.reduce((sum, way) => sum + countOf(counted, `${code}.${way}.${state}`), 0);
  const views = [...codes].sort().map((code): [string, OfficeView] => [
    code,
    {
      ...(names.get(code) ?? { zh: code, en: code }),
      imports: countOf(counted, `${code}.import.800`),
      exports: countOf(counted, `${code}.export.800`),
      ...{ returned: both(code, '100'), inspection: both(code, '500') },
    },
  ]);
  return Object.fromEntries(views);
}

function recentTimes(moments: readonly Moment[], now: Instant): Readonly<Record<Way, Percentiles>> {
  const since = now - (now % MINUTE) - RECENT_MINUTES * MINUTE;
  const counts = moments
    .filter(({ span, at }) => span === 60 && at >= since)
    .map((moment) => moment.counts);
  return { import: timesOf(counts, 'import'), export: timesOf(counts, 'export') };
}

function timesOf(counts: readonly Counts[], way: Way): Percentiles {
  const histogram = new Map<number, bigint>();
  for (const one of counts) {
    for (const [bucket, times] of under(one, `latency.${way}.`)) {
      histogram.set(Number(bucket), (histogram.get(Number(bucket)) ?? 0n) + times);
    }
  }
  return percentilesOf(histogram);
}

function refusalsOf(day: Counts): CockpitView['refusals'] {
  const all = [...under(day, 'refusal.')].map(([name, count]) => {
    const [way, code] = splitOnce(name);
    return { way: way === 'export' ? 'export' : 'import', code, count: Number(count) } as const;
  });
  const most = all.sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  return Object.fromEntries(
    most
      .slice(0, MOST_CAUSES)
      .map((one) => [`${one.way} ${one.code}`, { ...one, ...codeText(one.way, one.code) }]),
  );
}

function splitOnce(name: string): [string, string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

function numbersOf(counts: Counts, prefix: string): Record<string, number> {
  return Object.fromEntries([...under(counts, prefix)].map(([name, n]) => [name, Number(n)]));
}

function seriesOf(moments: readonly Moment[], wanted: Moment['span']): Series {
  const some = moments.filter(({ span }) => span === wanted);
  return Object.fromEntries(
    some.map(({ at, counts }) => {
      const sums = WAYS.flatMap((way) => [
        countOf(counts, `declared.${way}`),
        countOf(counts, `verdict.${way}.800`),
      ]);
      return [String(at / 1_000), sums as [number, number, number, number]];
    }),
  );
}
