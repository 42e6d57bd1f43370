import { Button } from 'antd';
import { type FormEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLanguage } from '../app/language.tsx';
import { Camera } from './count-camera.tsx';
import type { Counted } from './count-queue.ts';
import { meant, type SheetLot, wrongQuantity } from './count-sheet.ts';

/** What is being counted: a lot of the sheet, or one that the book does not have. */
export type Target = Pick<SheetLot, 'lotNo' | 'recordNo' | 'name' | 'unitZh' | 'unitEn'> & {
  /** The platform has to be told which line of the book it is of. */
  readonly isElsewhere: boolean;
  /** It replaces what was counted before. */
  readonly sets: boolean;
};

/** A lot of the sheet as what is counted at a place. */
export function targetOf(lot: SheetLot, place: string, sets = false): Target {
  const { lotNo, recordNo, name, unitZh, unitEn, location } = lot;
  return { lotNo, recordNo, name, unitZh, unitEn, sets, isElsewhere: location !== place };
}

/** A lot that the sheet does not know; its line is asked for. */
const unknown = (lotNo: string): Target => ({
  ...{ lotNo, recordNo: '', name: '', unitZh: '', unitEn: '' },
  ...{ isElsewhere: true, sets: false },
});

type FormProps = {
  readonly sheet: readonly SheetLot[];
  readonly place: string;
  readonly target: Target | null;
  readonly onPlace: (place: string) => void;
  readonly onTarget: (target: Target | null) => void;
  /** @throws when the browser has no room */
  readonly onCount: (one: Omit<Counted, 'scanId'>) => void;
};

/**
 * Place, lot, quantity, each ended by Enter, which scanners that type press by themselves: the
 * keyboard is in the field that comes next before their next key, so each step is drawn at once.
 */
export function CountForm({ sheet, place, target, onPlace, onTarget, onCount }: FormProps) {
  const { say, pick } = useLanguage();
  const [typedPlace, typePlace] = useState(place);
  const [code, typeCode] = useState('');
  const [quantity, typeQuantity] = useState('');
  const [among, choose] = useState<readonly SheetLot[]>([]);
  const [wrong, setWrong] = useState<string | null>(null);
  const fields = useFields(place, target);
  useEffect(() => typePlace(place), [place]);
  const begin = (): void => {
    setWrong(null);
    choose([]);
    typeCode('');
    typeQuantity('');
    onTarget(null);
  };
  const goTo = (location: string): void => {
    flushSync(() => {
      begin();
      onPlace(location);
    });
    fields.code.current?.focus();
  };
  const take = (text: string): void => {
    const found = meant(text, place, sheet);
    if (found.kind === 'place') {
      goTo(found.location);
      return;
    }
    flushSync(() => {
      setWrong(null);
      choose([]);
      if (found.kind === 'unknown') onTarget(unknown(text));
      else if (found.lots.length === 1) onTarget(targetOf(found.lots[0]!, place));
      else choose(found.lots);
    });
  };
  const save = (counted: Target): void => {
    const why = wrongQuantity(quantity, sheet);
    if (why !== null) {
      setWrong(say(why === 'code' ? 'count.wrong.code' : 'count.wrong.number'));
      fields.quantity.current?.select();
      return;
    }
    const { lotNo, recordNo, isElsewhere, sets } = counted;
    try {
      onCount({
        ...{ location: place, lot: lotNo, quantity: quantity.trim(), sets },
        recordNo: isElsewhere || sets ? recordNo.trim() : '',
      });
    } catch {
      setWrong(say('count.wrong.room'));
      return;
    }
    flushSync(begin);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const at = document.activeElement;
    if (at === fields.place.current || place === '') {
      if (typedPlace.trim() !== '') goTo(typedPlace.trim());
    } else if (target === null || at === fields.code.current) {
      if (code.trim() !== '') take(code.trim());
    } else if (quantity === '' && at === fields.record.current) {
      fields.quantity.current?.focus();
    } else save(target);
  };
  const id = useId();
  return (
    <form className="counting" aria-labelledby={id} onSubmit={submit} noValidate>
      <h2 id={id}>{say('count.tab.count')}</h2>
      <label>
        {say('count.place')}
        <input
          ref={fields.place}
          {...PLAIN}
          maxLength={64}
          value={typedPlace}
          onChange={({ target: { value } }) => typePlace(value)}
        />
      </label>
      <label>
        {say('count.code')}
        <input
          ref={fields.code}
          {...PLAIN}
          maxLength={160}
          value={code}
          onChange={({ target: { value } }) => typeCode(value)}
        />
      </label>
      <Camera
        onCode={(read) => {
          if (place === '') goTo(read);
          else {
            typeCode(read);
            take(read);
          }
        }}
      />
      {among.length > 0 && (
        <fieldset>
          <legend>{say('count.among')}</legend>
          {among.map((lot) => (
            <Button
              key={`${lot.location} ${lot.lotNo} ${lot.recordNo}`}
              size="large"
              block
              onClick={() => {
                choose([]);
                onTarget(targetOf(lot, place));
              }}
            >
              {lot.lotNo} · {lot.name}
            </Button>
          ))}
        </fieldset>
      )}
      {target !== null && (
        <p className="target" role="status">
          <b className="no">{target.lotNo}</b> {target.name}
          {target.isElsewhere && (
            <span>{say(target.name === '' ? 'count.unknown' : 'count.elsewhere')}</span>
          )}
          {target.sets && <span>{say('count.sets')}</span>}
        </p>
      )}
      {target?.isElsewhere === true && target.name === '' && (
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
          value={quantity}
          disabled={target === null}
          aria-invalid={wrong !== null}
          onChange={({ target: { value } }) => typeQuantity(value)}
        />
      </label>
      {wrong !== null && <p role="alert">{wrong}</p>}
      <Button type="primary" htmlType="submit" size="large" block>
        {say(
          place === '' ? 'count.next.place' : target === null ? 'count.next.code' : 'count.save',
        )}
      </Button>
    </form>
  );
}

const PLAIN = {
  ...{ type: 'text', autoComplete: 'off', autoCapitalize: 'off', spellCheck: false },
  enterKeyHint: 'next',
} as const;

/** The fields, of which the one that comes next has the keyboard as soon as it is drawn. */
function useFields(place: string, target: Target | null) {
  const first = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  const record = useRef<HTMLInputElement>(null);
  const quantity = useRef<HTMLInputElement>(null);
  const lot = target === null ? null : `${target.lotNo} ${target.sets}`;
  useLayoutEffect(() => {
    const counting = record.current ?? quantity.current;
    const finding = place === '' ? first.current : code.current;
    (lot === null ? finding : counting)?.focus();
  }, [place, lot]);
  return { place: first, code, record, quantity };
}
