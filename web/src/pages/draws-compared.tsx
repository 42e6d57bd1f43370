import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { askedWith } from '../app/address.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Field } from '../ui/fields.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';

type Statistics = Answer<'readDrawStatistics'>;
type Comparison = Statistics['byLayer'];
type Ratios = Answer<'readDrawRatios'>;

/** Rarer by chance is a finding: as the command has it. */
const UNLIKELY = 0.001;
/** The class that has to be inspected more often than its bound; all others less. */
const LEAST = 'DISHONEST';

/** What was drawn in a period beside what chance does, and beside the statutory ratios. */
export function Compared() {
  const { say } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const dayOf = (name: string) => /^\d{4}-\d\d-\d\d$/.exec(search.get(name) ?? '')?.[0];
  const [from, to] = [dayOf('from'), dayOf('to')];
  const query = { ...(from && { from }), ...(to && { to }) };
  const asked = useQuery({
    queryKey: ['readDrawStatistics', query],
    queryFn: async ({ signal }) => {
      const [ratios, statistics] = await Promise.all([
        call('readDrawRatios', { query, signal }),
        call('readDrawStatistics', { query, signal }),
      ]);
      return { ratios, statistics };
    },
    placeholderData: (before) => before,
  });
  const choose = (name: string, value: string): void =>
    setSearch(askedWith({ [name]: value }), { replace: true, preventScrollReset: true });
  const shown = asked.data?.statistics;
  return (
    <>
      <div className="asked">
        <div className="row">
          {(['from', 'to'] as const).map((name) => (
            <Field
              key={name}
              {...{ label: say(`draws.${name}`), type: 'date', isNeeded: false }}
              value={dayOf(name) ?? shown?.[name] ?? ''}
              onType={(value) => choose(name, value)}
            />
          ))}
        </div>
      </div>
      {asked.isPending && <Skeleton lines={8} label={say('loading')} />}
      {asked.isError && <Failure error={asked.error} retry={() => void asked.refetch()} />}
      {asked.isSuccess && (
        <>
          <RatioTable of={asked.data.ratios} />
          <Tables of={asked.data.statistics} />
        </>
      )}
    </>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(3)} %`;
const rounded = (value: number): string => String(Number(value.toPrecision(4)));

/** How often each class was to be drawn, and was. */
function Classes({ of: { classes } }: { readonly of: Ratios }) {
  const { say } = useLanguage();
  return (
    <Table
      label={say('draws.classes')}
      rows={classes}
      keyOf={({ enterpriseClass }) => enterpriseClass}
      columns={[
        {
          ...{ key: 'class', title: say('draws.class') },
          cell: ({ enterpriseClass }) => <b>{enterpriseClass}</b>,
        },
        {
          ...{ key: 'pool', title: say('draws.pool'), isNumber: true },
          cell: ({ pool }) => <span>{pool.toLocaleString()}</span>,
        },
        {
          ...{ key: 'planned', title: say('draws.of.planned'), isNumber: true },
          cell: ({ weight, pool }) => <span>{percent(weight / MILLION / pool)}</span>,
        },
        {
          ...{ key: 'drawn', title: say('draws.of.drawn'), isNumber: true },
          cell: ({ drawn, pool }) => <span>{percent(drawn / pool)}</span>,
        },
      ]}
    />
  );
}

/** Weights are in millionths. */
const MILLION = 1_000_000;

function RatioTable({ of }: { readonly of: Ratios }) {
  const { checks, classes } = of;
  const { say } = useLanguage();
  const tone = (holds: boolean | null): Tone => (holds === null ? 'calm' : holds ? 'good' : 'bad');
  return (
    <>
      <h3>{say('draws.ratios')}</h3>
      {classes.length === 0 && <p className="soft">{say('draws.ratios.none')}</p>}
      {classes.length > 0 && <Classes of={of} />}
      {checks.length === 0 ? (
        <p className="soft">{say('draws.ratios.few')}</p>
      ) : (
        <Table
          label={say('draws.ratios')}
          rows={checks}
          keyOf={({ enterpriseClass, of }) => `${enterpriseClass} ${of}`}
          columns={[
            {
              ...{ key: 'class', title: say('draws.class') },
              cell: ({ enterpriseClass, of }) => (
                <>
                  <b>{enterpriseClass}</b>
                  <span className="soft">{wordOr(say, 'draws.of', of)}</span>
                </>
              ),
            },
            {
              ...{ key: 'share', title: say('draws.share'), isNumber: true },
              cell: ({ share }) => <span>{percent(share)}</span>,
            },
            {
              ...{ key: 'bound', title: say('draws.bound'), isNumber: true },
              cell: ({ enterpriseClass, bound }) => (
                <span>
                  {wordOr(say, 'draws.bound', enterpriseClass === LEAST ? 'least' : 'below')}{' '}
                  {percent(bound)}
                </span>
              ),
            },
            {
              ...{ key: 'holds', title: say('draws.holds') },
              cell: ({ holds }) => (
                <Tag tone={tone(holds)}>{wordOr(say, 'draws.holds', String(holds))}</Tag>
              ),
            },
          ]}
        />
      )}
    </>
  );
}

const BY = ['byLayer', 'byHour', 'byOfficer'] as const;

function Tables({ of }: { readonly of: Statistics }) {
  const { say } = useLanguage();
  return (
    <>
      <p className="soft">{say('draws.counted', { n: of.draws.line, m: of.draws.officers })}</p>
      <div className="panels compared">
        {BY.map((name) => (
          <div key={name}>
            <h3>
              {say(`draws.${name}`)} <Verdict of={of[name]} />
            </h3>
            <Cells label={say(`draws.${name}`)} of={of[name]} />
          </div>
        ))}
      </div>
    </>
  );
}

function Verdict({ of: { degrees, p } }: { readonly of: Comparison }) {
  const { say } = useLanguage();
  if (degrees === 0) return <Tag tone="calm">{say('draws.little')}</Tag>;
  const isLikely = p >= UNLIKELY;
  const word = say(isLikely ? 'draws.likely.true' : 'draws.likely.false');
  return (
    <>
      <Tag tone={isLikely ? 'good' : 'bad'}>{word}</Tag>{' '}
      <span className="soft">{say('draws.p', { n: rounded(p) })}</span>
    </>
  );
}

function Cells({ label, of }: { readonly label: string; readonly of: Comparison }) {
  const { say } = useLanguage();
  if (of.cells.length === 0) return null;
  return (
    <Table
      label={label}
      rows={of.cells}
      keyOf={({ name }) => name}
      columns={[
        {
          ...{ key: 'cell', title: say('draws.cell') },
          cell: ({ name }) => (
            <>
              <b>{name}</b>
              {of.small.includes(name) && <span className="soft">{say('draws.small')}</span>}
            </>
          ),
        },
        {
          ...{ key: 'observed', title: say('draws.observed'), isNumber: true },
          cell: ({ observed }) => <span>{observed}</span>,
        },
        {
          ...{ key: 'expected', title: say('draws.expected'), isNumber: true },
          cell: ({ expected }) => <span>{rounded(expected)}</span>,
        },
      ]}
    />
  );
}
