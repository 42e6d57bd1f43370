import { type FormEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLanguage } from '../app/language.tsx';
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

/** What one counts, and who is told of it. */
export type Counting = {
  readonly sheet: readonly SheetLot[];
  readonly place: string;
  readonly target: Target | null;
  readonly onPlace: (place: string) => void;
  readonly onTarget: (target: Target | null) => void;
  /** @throws when the browser has no room */
  readonly onCount: (one: Omit<Counted, 'scanId'>) => void;
};

export type Steps = ReturnType<typeof useSteps>;

/**
 * Place, lot, quantity, each ended by Enter, which scanners that type press by themselves: the
 * keyboard is in the field that comes next before their next key, so each step is drawn at once.
 */
export function useSteps({ sheet, place, target, onPlace, onTarget, onCount }: Counting) {
  const { say } = useLanguage();
  const typed = useTyped(place);
  const { code, quantity, typeCode, typeQuantity, choose, setWrong } = typed;
  const fields = useFields(place, target);
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
    const why = wrongQuantity(quantity, sheet) ?? kept(onCount, counted, place, quantity);
    if (why === null) {
      flushSync(begin);
      return;
    }
    setWrong(say(`count.wrong.${why}`));
    fields.quantity.current?.select();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const at = document.activeElement;
    if (at === fields.place.current || place === '') {
      if (typed.place.trim() !== '') goTo(typed.place.trim());
    } else if (target === null || at === fields.code.current) {
      if (code.trim() !== '') take(code.trim());
    } else if (quantity === '' && at === fields.record.current) {
      fields.quantity.current?.focus();
    } else save(target);
  };
  return { typed, fields, goTo, take, submit };
}

/** Keeps a quantity of a lot; `room` where the browser cannot. */
function kept(
  onCount: Counting['onCount'],
  { lotNo: lot, recordNo, isElsewhere, sets }: Target,
  location: string,
  quantity: string,
): 'room' | null {
  try {
    const line = isElsewhere || sets ? recordNo.trim() : '';
    onCount({ location, lot, quantity: quantity.trim(), sets, recordNo: line });
    return null;
  } catch {
    return 'room';
  }
}

/** What stands in the fields. */
function useTyped(at: string) {
  const [place, typePlace] = useState(at);
  const [code, typeCode] = useState('');
  const [quantity, typeQuantity] = useState('');
  const [among, choose] = useState<readonly SheetLot[]>([]);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => typePlace(at), [at]);
  return {
    ...{ place, typePlace, code, typeCode, quantity, typeQuantity },
    ...{ among, choose, wrong, setWrong },
  };
}

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
