import { Button } from 'antd';
import { useState } from 'react';
import { useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { Barred } from '../ui/barred.tsx';
import { cellOf, type Paper, rowsOf } from './stock-paper-view.ts';
import { AFTER_DEED } from './stock-parts.tsx';
import { SaidText, Wrong, wrongsOf } from './stock-wrongs.tsx';

/** The other side of a transfer says what it has of each line; then the goods change the book. */
export function Confirm({ paper, isOwn }: { readonly paper: Paper; readonly isOwn: boolean }) {
  const { say } = useLanguage();
  const isBetween = paper.content.isBetweenZones === true;
  const due = isBetween ? 'agreed' : 'declared';
  const isOver = paper.state !== due && !(isBetween && paper.state === 'declared');
  const why = isOver
    ? say('deed.confirm.over')
    : isOwn
      ? say('deed.confirm.side')
      : paper.state === due
        ? null
        : say('deed.confirm.customs');
  return (
    <section>
      <h2>{say('deed.confirm')}</h2>
      {why === null ? (
        <ConfirmForm paper={paper} />
      ) : (
        <Barred why={why}>{say('deed.confirm')}</Barred>
      )}
    </section>
  );
}

function ConfirmForm({ paper }: { readonly paper: Paper }) {
  const { say } = useLanguage();
  const rows = rowsOf(paper.content, 'parts');
  const [said, setSaid] = useState(() =>
    rows.map((row) => ({
      ...{ recordNo: cellOf(row, 'recordNo'), toRecordNo: cellOf(row, 'toRecordNo') },
      ...{ lotNo: cellOf(row, 'lotNo'), quantity: '' },
    })),
  );
  const deed = useDeed('confirmTransfer', AFTER_DEED);
  const fields = said.flatMap((_, i) =>
    ['lotNo', 'quantity'].map((name) => `parts[${i + 1}]/${name}`),
  );
  const wrongs = wrongsOf(deed.error, fields);
  const change = (at: number, changes: Readonly<Record<string, string>>): void =>
    setSaid((all) => all.map((one, i) => (i === at ? { ...one, ...changes } : one)));
  const send = (): void => {
    const parts = said.map(({ lotNo, ...part }) => {
      return { ...part, ...(lotNo.trim() !== '' && { lotNo: lotNo.trim() }) };
    });
    deed.mutate({ path: { paperNo: paper.paperNo }, body: { parts } });
  };
  // Between zones the giving side has said the lots, and its goods are promised already.
  const mayNameLots = paper.content.isBetweenZones !== true;
  return (
    <form
      className="deed"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p className="soft">{say('deed.confirm.lead')}</p>
      {said.map((part, i) => (
        <Pair
          key={rows[i]?.key}
          {...{ part, mayNameLots }}
          wrongsOf={(name) => wrongs.at(`parts[${i + 1}]/${name}`)}
          change={(changes) => change(i, changes)}
        />
      ))}
      <Wrong error={deed.error} wrongs={wrongs} retry={send} />
      <p>
        <Button type="primary" htmlType="submit" loading={deed.isPending}>
          {say('deed.confirm')}
        </Button>
      </p>
    </form>
  );
}

type PairProps = {
  readonly part: Readonly<Record<'recordNo' | 'toRecordNo' | 'lotNo' | 'quantity', string>>;
  readonly mayNameLots: boolean;
  readonly wrongsOf: (name: string) => ReturnType<ReturnType<typeof wrongsOf>['at']>;
  readonly change: (changes: Readonly<Record<string, string>>) => void;
};

/** A line of the giving book and the line of the other that its goods come to. */
function Pair({ part, mayNameLots, wrongsOf: own, change }: PairProps) {
  const { say } = useLanguage();
  const [from, to] = [part.recordNo, part.toRecordNo].map((n) => say('stock.line', { n }));
  return (
    <fieldset>
      <legend>{say('stock.between', { n: from, m: to })}</legend>
      <div className="row">
        <SaidText
          label={say('deed.quantity')}
          isNumber
          most={20}
          wrongs={own('quantity')}
          value={part.quantity}
          onType={(quantity) => change({ quantity })}
        />
        {mayNameLots && (
          <SaidText
            label={say('deed.lot')}
            isNeeded={false}
            wrongs={own('lotNo')}
            value={part.lotNo}
            onType={(lotNo) => change({ lotNo })}
          />
        )}
      </div>
    </fieldset>
  );
}
