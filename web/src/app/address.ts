import { useEffect, useRef, useState } from 'react';

/**
 * What the address asks, with changes; what is empty is left out of it. It is read when somebody
 * changes it: pages are drawn a moment after their address, and two changes may come in between.
 */
export function askedWith(changes: Readonly<Record<string, string>>): URLSearchParams {
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') asked.delete(name);
    else asked.set(name, value);
  }
  return asked;
}

/**
 * A text that is typed and that the address says too. What is typed is shown at once, since the
 * address follows a moment later, and takes away no key that was pressed meanwhile.
 * @param said by the address
 * @param say tells it to the address
 */
export function useTyped(said: string, say: (text: string) => void) {
  const [text, setText] = useState(said);
  const own = useRef<readonly string[]>([]);
  useEffect(() => {
    const place = own.current.lastIndexOf(said);
    own.current = place < 0 ? [] : own.current.slice(place + 1);
    // A link or the way back has changed it.
    if (place < 0) setText(said);
  }, [said]);
  const tell = (typed: string): void => {
    own.current = [...own.current, typed];
    say(typed);
  };
  /** Shows and tells each key. */
  const type = (typed: string): void => {
    setText(typed);
    tell(typed);
  };
  return { text, setText, tell, type };
}
