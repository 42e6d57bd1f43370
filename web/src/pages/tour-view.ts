import type { Answer } from '../api/call.ts';

/** The parcel of a tour as the platform tells of it. */
export type TourView = Answer<'readTour'>;
