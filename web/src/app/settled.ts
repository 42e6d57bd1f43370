import { useEffect, useState } from 'react';

/** A value once it has stood still for some milliseconds, so that not every key is a call. */
export function useSettled<Value>(value: Value, pause = 250): Value {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return settled;
}
