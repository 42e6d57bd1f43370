import type { Submitted } from '../../flows/submit.ts';

/** What the window says. `closed`: the token opens nothing. */
export type PostAnswer =
  | Pick<Extract<Submitted, { accepted: true }>, 'accepted' | 'duplicate'>
  | Exclude<Submitted, { accepted: true }>
  | { readonly accepted: false; readonly status: 401 | 404 | 503 };
