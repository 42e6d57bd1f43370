/** Tells that a call found the session at its end, wherever the call was made. */
const listeners = new Set<() => void>();

export function tellOver(): void {
  for (const listener of listeners) listener();
}

export function onOver(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
