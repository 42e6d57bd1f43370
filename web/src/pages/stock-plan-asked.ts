import { useSearchParams } from 'react-router';
import { askedWith } from '../app/address.ts';
import { COLOURS } from './stock-plan-colours.ts';

/** What the address asks for; a change keeps the rest of it. */
export function usePlanAsked() {
  const [search, setSearch] = useSearchParams();
  const read = (name: string) => search.get(name) ?? '';
  const withChanges = (changes: Readonly<Record<string, string>>): string => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    return `?${next}`;
  };
  const colour = COLOURS.find((one) => one === read('by')) ?? 'status';
  return {
    ...{ bookNo: read('book'), zone: search.get('zone'), at: read('at'), colour },
    ...{ recordNo: read('record'), owner: read('owner'), addressOf: withChanges },
    go: (changes: Readonly<Record<string, string>>) =>
      setSearch(askedWith(changes), { replace: true }),
  };
}

export type Asked = ReturnType<typeof usePlanAsked>;
