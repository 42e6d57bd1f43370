import type { Answer } from '../api/call.ts';

/** One declaration list as the platform tells of it. */
export type View = Answer<'readDeclaration'>;
