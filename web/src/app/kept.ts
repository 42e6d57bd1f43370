/** What a browser remembers of a person's taste; nothing of what the person sees. */
const PREFIX = 'onestep.';

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // A browser that keeps nothing shows the console as it prefers each time.
  }
}
