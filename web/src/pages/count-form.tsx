import { Button } from 'antd';
import { useId } from 'react';
import { useLanguage } from '../app/language.tsx';
import { Camera } from './count-camera.tsx';
import { type Counting, type Steps, targetOf, useSteps } from './count-steps.ts';

/** The fields in which one counts with one hand. */
export function CountForm(counting: Counting) {
  const { say } = useLanguage();
  const id = useId();
  const { place, target } = counting;
  const steps = useSteps(counting);
  const { typed, fields, submit, goTo, take } = steps;
  const next = target === null ? 'count.next.code' : 'count.save';
  return (
    <form className="counting" aria-labelledby={id} onSubmit={submit} noValidate>
      <h2 id={id}>{say('count.tab.count')}</h2>
      <label>
        {say('count.place')}
        <input
          ref={fields.place}
          {...PLAIN}
          maxLength={64}
          value={typed.place}
          onChange={({ target: { value } }) => typed.typePlace(value)}
        />
      </label>
      <label>
        {say('count.code')}
        <input
          ref={fields.code}
          {...PLAIN}
          maxLength={160}
          value={typed.code}
          onChange={({ target: { value } }) => typed.typeCode(value)}
        />
      </label>
      <Camera
        onCode={(read) => {
          if (place === '') goTo(read);
          else {
            typed.typeCode(read);
            take(read);
          }
        }}
      />
      <Among {...{ counting, steps }} />
      <Aim {...{ counting, steps }} />
      {typed.wrong !== null && <p role="alert">{typed.wrong}</p>}
      <Button type="primary" htmlType="submit" size="large" block>
        {say(place === '' ? 'count.next.place' : next)}
      </Button>
    </form>
  );
}

const PLAIN = {
  ...{ type: 'text', autoComplete: 'off', autoCapitalize: 'off', spellCheck: false },
  enterKeyHint: 'next',
} as const;

type Of = { readonly counting: Counting; readonly steps: Steps };

/** Several lots of the goods that were scanned: one of them is touched. */
function Among({ counting: { place, onTarget }, steps: { typed } }: Of) {
  const { say } = useLanguage();
  if (typed.among.length === 0) return null;
  return (
    <fieldset>
      <legend>{say('count.among')}</legend>
      {typed.among.map((lot) => (
        <Button
          key={`${lot.location} ${lot.lotNo} ${lot.recordNo}`}
          size="large"
          block
          onClick={() => {
            typed.choose([]);
            onTarget(targetOf(lot, place));
          }}
        >
          {lot.lotNo} · {lot.name}
        </Button>
      ))}
    </fieldset>
  );
}

/** What is counted, its line where nobody knows it, and how much of it there is. */
function Aim({ counting: { target, onTarget }, steps: { typed, fields } }: Of) {
  const { say, pick } = useLanguage();
  const isUnknown = target?.isElsewhere === true && target.name === '';
  return (
    <>
      {target !== null && (
        <p className="target" role="status">
          <b className="no">{target.lotNo}</b> {target.name}
          {target.isElsewhere && (
            <span>{say(isUnknown ? 'count.unknown' : 'count.elsewhere')}</span>
          )}
          {target.sets && <span>{say('count.sets')}</span>}
        </p>
      )}
      {isUnknown && (
        <label>
          {say('count.record')}
          <input
            ref={fields.record}
            {...PLAIN}
            maxLength={30}
            value={target.recordNo}
            onChange={({ target: { value } }) => onTarget({ ...target, recordNo: value })}
          />
        </label>
      )}
      <label>
        {say('count.quantity')} {target === null ? '' : pick(target.unitZh, target.unitEn)}
        <input
          ref={fields.quantity}
          {...PLAIN}
          inputMode="decimal"
          enterKeyHint="done"
          maxLength={20}
          value={typed.quantity}
          disabled={target === null}
          aria-invalid={typed.wrong !== null}
          onChange={({ target: { value } }) => typed.typeQuantity(value)}
        />
      </label>
    </>
  );
}
