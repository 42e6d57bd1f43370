import { Button } from 'antd';
import { useState } from 'react';
import { useLanguage } from '../app/language.tsx';
import { Combobox } from '../ui/combobox.tsx';
import { emptyOutput, emptyPart, type OutputDraft, type PartDraft } from './stock-draft.ts';
import type { FormOf } from './stock-new-general.tsx';
import { useLineOptions } from './stock-plan-tools.tsx';
import { Said, SaidText, WrongList } from './stock-wrongs.tsx';

/** The next key of rows that come and go. */
const nextKey = (rows: readonly { readonly key: number }[]): number =>
  1 + Math.max(-1, ...rows.map(({ key }) => key));

type PartsProps = FormOf & { readonly bookNo: string };

/** The goods that a paper takes from the shelf. */
export function Parts(form: PartsProps) {
  const { say } = useLanguage();
  const { draft, change, wrongs } = form;
  const { parts } = draft;
  const alter = (key: number, changes: Partial<PartDraft>): void =>
    change({ parts: parts.map((one) => (one.key === key ? { ...one, ...changes } : one)) });
  return (
    <div className="goods-said">
      <h2>{say('deed.parts')}</h2>
      {parts.map((part, i) => (
        <Part
          key={part.key}
          form={form}
          part={part}
          at={i + 1}
          alter={(changes) => alter(part.key, changes)}
          {...(parts.length > 1 && {
            drop: () => change({ parts: parts.filter(({ key }) => key !== part.key) }),
          })}
        />
      ))}
      <WrongList of={wrongs.at('parts')} />
      <p>
        <Button
          size="small"
          onClick={() => change({ parts: [...parts, emptyPart(nextKey(parts))] })}
        >
          {say('deed.part.add')}
        </Button>
      </p>
    </div>
  );
}

function Part({
  form: { kind, wrongs, bookNo, draft },
  part,
  at,
  alter,
  drop,
}: {
  readonly form: PartsProps;
  readonly part: PartDraft;
  readonly at: number;
  readonly alter: (changes: Partial<PartDraft>) => void;
  readonly drop?: () => void;
}) {
  const { say } = useLanguage();
  const own = (name: string) => wrongs.at(`parts[${at}]/${name}`);
  const isTransfer = kind === 'transfer';
  return (
    <fieldset className="row">
      <legend>{say('deed.part', { n: at })}</legend>
      <Record
        label={say(isTransfer ? 'deed.record.from' : 'deed.record')}
        bookNo={bookNo}
        wrongs={[...wrongs.at(`parts[${at}]`), ...own('recordNo')]}
        value={part.recordNo}
        onType={(recordNo) => alter({ recordNo })}
      />
      {isTransfer && (
        <Record
          label={say('deed.record.to')}
          bookNo={draft.toBook.trim()}
          wrongs={own('toRecordNo')}
          value={part.toRecordNo}
          onType={(toRecordNo) => alter({ toRecordNo })}
        />
      )}
      <SaidText
        label={say('deed.quantity')}
        isNumber
        most={20}
        wrongs={[...own('quantity'), ...own('unit')]}
        value={part.quantity}
        onType={(quantity) => alter({ quantity })}
      />
      <SaidText
        label={say('deed.lot')}
        isNeeded={false}
        wrongs={own('lotNo')}
        value={part.lotNo}
        onType={(lotNo) => alter({ lotNo })}
      />
      {drop !== undefined && (
        <p>
          <Button size="small" onClick={drop}>
            {say('deed.part.drop', { n: at })}
          </Button>
        </p>
      )}
    </fieldset>
  );
}

/** The number of a line of a book, with suggestions where one may see the book. */
function Record({
  label,
  bookNo,
  wrongs,
  value,
  onType,
}: {
  readonly label: string;
  readonly bookNo: string;
  readonly wrongs: Parameters<typeof Said>[0]['wrongs'];
  readonly value: string;
  readonly onType: (value: string) => void;
}) {
  const { say } = useLanguage();
  const [found, setFound] = useState('');
  const { options, isBusy } = useLineOptions(bookNo, value);
  return (
    <Said label={label} wrongs={wrongs} hint={found}>
      {({ id, isWrong, described }) => (
        <Combobox
          {...{ id, label, value, options, isWrong, described }}
          isRequired
          onText={(text) => {
            onType(text);
            setFound('');
          }}
          onPick={({ value: recordNo, label: name, detail = '' }) => {
            onType(recordNo);
            setFound(`${name} · ${detail}`);
          }}
          busy={isBusy ? say('loading') : null}
        />
      )}
    </Said>
  );
}

/** What comes out of the work. */
export function Outputs({ draft: { outputs, work }, change, wrongs }: FormOf) {
  const { say } = useLanguage();
  const alter = (key: number, changes: Partial<OutputDraft>): void =>
    change({ outputs: outputs.map((one) => (one.key === key ? { ...one, ...changes } : one)) });
  return (
    <div className="goods-said">
      <h2>{say('deed.outputs')}</h2>
      {outputs.map((output, i) => (
        <fieldset key={output.key} className="row">
          <legend>{say('deed.output', { n: i + 1 })}</legend>
          <Output
            output={output}
            isSet={work === 'sets'}
            wrongsAt={(name) => wrongs.at(`outputs[${i + 1}]${name}`)}
            alter={(changes) => alter(output.key, changes)}
          />
          {outputs.length > 1 && (
            <p>
              <Button
                size="small"
                onClick={() => change({ outputs: outputs.filter(({ key }) => key !== output.key) })}
              >
                {say('deed.output.drop', { n: i + 1 })}
              </Button>
            </p>
          )}
        </fieldset>
      ))}
      <WrongList of={wrongs.at('outputs')} />
      <p>
        <Button
          size="small"
          onClick={() => change({ outputs: [...outputs, emptyOutput(nextKey(outputs))] })}
        >
          {say('deed.output.add')}
        </Button>
      </p>
    </div>
  );
}

function Output({
  output,
  isSet,
  wrongsAt,
  alter,
}: {
  readonly output: OutputDraft;
  readonly isSet: boolean;
  readonly wrongsAt: (name: string) => ReturnType<FormOf['wrongs']['at']>;
  readonly alter: (changes: Partial<OutputDraft>) => void;
}) {
  const { say } = useLanguage();
  return (
    <>
      <SaidText
        label={say('deed.count')}
        isNumber
        most={8}
        wrongs={[...wrongsAt(''), ...wrongsAt('/count')]}
        value={output.count}
        onType={(count) => alter({ count })}
      />
      <Said
        label={say('deed.components')}
        hint={say('deed.components.hint')}
        wrongs={wrongsAt('/components')}
      >
        {({ id, isWrong, described }) => (
          <textarea
            id={id}
            rows={isSet ? 4 : 2}
            required
            spellCheck={false}
            aria-invalid={isWrong}
            aria-describedby={described}
            value={output.components}
            onChange={({ target }) => alter({ components: target.value })}
          />
        )}
      </Said>
      <SaidText
        label={say('deed.location')}
        most={32}
        wrongs={wrongsAt('/location')}
        value={output.location}
        onType={(location) => alter({ location })}
      />
      {isSet && (
        <SaidText
          label={say('deed.setNo')}
          wrongs={wrongsAt('/setNo')}
          value={output.setNo}
          onType={(setNo) => alter({ setNo })}
        />
      )}
      <SaidText
        label={say('deed.hs')}
        isNeeded={false}
        most={10}
        wrongs={wrongsAt('/hs')}
        value={output.hs}
        onType={(hs) => alter({ hs })}
      />
    </>
  );
}
