import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { CallError } from '../api/call.ts';
import type { Finding } from '../api/generated.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Barred } from '../ui/barred.tsx';
import { Facts } from '../ui/facts.tsx';
import { Field } from '../ui/fields.tsx';
import { Pick } from '../ui/pick.tsx';
import { Tag } from '../ui/tag.tsx';
import { exact } from './count-queue.ts';
import { type Count, type CountRow, spot } from './count-sheet.ts';

type How = 'explained' | 'taxed' | 'surplus';
type Said = { readonly how: How; readonly document: string; readonly reason: string };

/** Rows that have to be settled, and those that nobody counted. */
export function openRows({ rows }: Count) {
  return {
    differing: rows.filter(({ differs }) => differs),
    uncounted: rows.filter(({ shelf, book }) => shelf === null && book !== '0'),
  };
}

const more = ({ shelf, book }: CountRow): bigint =>
  (exact(shelf ?? '0') ?? 0n) - (exact(book) ?? 0n);

/** What a difference may become. */
function waysOf(row: CountRow): readonly How[] {
  if (more(row) === 0n) return ['explained'];
  return more(row) > 0n ? ['surplus', 'explained'] : ['taxed', 'explained'];
}

/** The differences, what becomes of each, and the close. */
export function Differences({ count, waits }: { readonly count: Count; readonly waits: number }) {
  const { say } = useLanguage();
  const { differing } = openRows(count);
  const [said, setSaid] = useState<Readonly<Record<string, Said>>>({});
  const deed = useDeed('closeCount', ['readCount', 'listCounts']);
  const saidOf = (row: CountRow): Said =>
    said[spot(row)] ?? { how: waysOf(row)[0] ?? 'explained', document: '', reason: '' };
  const settlements = differing.map((row) => {
    const { recordNo, lotNo, location } = row;
    const { how, document, reason } = saidOf(row);
    const named = document.trim() === '' ? {} : { document: document.trim() };
    return { recordNo, lotNo, location, how, reason: reason.trim(), ...named };
  });
  return (
    <form
      className="asked settle"
      onSubmit={(event) => {
        event.preventDefault();
        deed.mutate({ path: { countNo: count.countNo }, body: { settlements } });
      }}
    >
      <p className="soft">{say('count.settle.lead')}</p>
      {differing.length === 0 && <p className="empty">{say('count.settle.none')}</p>}
      {differing.map((row, place) => (
        <Difference
          wrong={wrongOf(deed.error, place)}
          key={spot(row)}
          row={row}
          count={count}
          said={saidOf(row)}
          onSay={(one) => setSaid({ ...said, [spot(row)]: one })}
        />
      ))}
      <Refused deed={deed} />
      <p>
        {waits > 0 ? (
          <Barred why={say('count.settle.waits', { n: waits })}>{say('count.settle.close')}</Barred>
        ) : (
          <Button type="primary" size="large" htmlType="submit" loading={deed.isPending}>
            {say('count.settle.close')}
          </Button>
        )}
      </p>
    </form>
  );
}

/** What the platform found of one settlement; others say where they are themselves. */
function wrongOf(error: Error | null, place: number): readonly Finding[] {
  const problem = error instanceof CallError ? error.problem : null;
  const path = `settlements[${place + 1}]`;
  return problem?.findings.filter((one) => one.path?.startsWith(path)) ?? [];
}

function Difference({
  wrong,
  row,
  count,
  said,
  onSay,
}: {
  readonly wrong: readonly Finding[];
  readonly row: CountRow;
  readonly count: Count;
  readonly said: Said;
  readonly onSay: (said: Said) => void;
}) {
  const { say, pick } = useLanguage();
  const goods = count.lines.find(({ recordNo }) => recordNo === row.recordNo);
  return (
    <fieldset>
      <legend>
        <span className="no">{row.lotNo}</span> · <span className="no">{row.location}</span>
      </legend>
      <p>{goods?.name}</p>
      <Figures row={row} />
      <p>
        <Link to={`?place=${encodeURIComponent(row.location)}`}>{say('count.again')}</Link>
      </p>
      <div className="row">
        <Pick
          label={say('count.how')}
          value={said.how}
          options={waysOf(row).map((how) => [how, say(`count.how.${how}`)] as const)}
          onPick={(how) => onSay({ ...said, how })}
        />
        {said.how === 'explained' && (
          <Field
            label={say('count.document')}
            value={said.document}
            most={80}
            onType={(document) => onSay({ ...said, document })}
          />
        )}
        <Field
          label={say('count.reason')}
          value={said.reason}
          most={400}
          onType={(reason) => onSay({ ...said, reason })}
        />
      </div>
      {wrong.map(({ code, zh, en, hint, hintZh }) => (
        <p className="wrong" key={`${code} ${en}`}>
          {pick(zh, en)} {pick(hintZh, hint)}
        </p>
      ))}
    </fieldset>
  );
}

/** Shelf, warehouse and book beside each other. */
export function Figures({ row }: { readonly row: CountRow }) {
  const { say } = useLanguage();
  return (
    <Facts
      of={[
        [say('count.shelf'), row.shelf ?? say('count.not')],
        [say('count.warehouse'), row.warehouse],
        [say('count.book'), row.book],
        [say('count.status'), row.status && wordOr(say, 'count.goods', row.status)],
      ]}
    />
  );
}

/** How the differences of a count were settled, and what follows. */
export function Settled({ count }: { readonly count: Count }) {
  const { say } = useLanguage();
  if (count.settled.length === 0) return null;
  return (
    <section>
      <h2>{say('count.settled')}</h2>
      <ul className="lots">
        {count.settled.map(({ tax, ...one }) => (
          <li key={spot(one)}>
            <p>
              <b className="no">{one.lotNo}</b> · <span className="no">{one.location}</span>{' '}
              <Tag tone={one.how === 'taxed' ? 'bad' : 'calm'}>
                {wordOr(say, 'count.how', one.how)}
              </Tag>
            </p>
            <Facts
              of={[
                [say('count.shelf'), one.shelf],
                [say('count.warehouse'), one.warehouse],
                [say('count.book'), one.book],
                [say('count.reason'), one.reason],
                [say('count.document'), one.document],
                [say('count.tax.value'), tax?.dutiablePrice],
                [say('count.tax.duty'), tax?.duty],
                [say('count.tax.consumption'), tax?.consumptionTax],
                [say('count.tax.vat'), tax?.vat],
              ]}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
