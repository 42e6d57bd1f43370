import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import { present } from '../base/assert.ts';
import type { Session } from '../flows/access.ts';
import type { Clock } from '../io/clock.ts';
import type { Log } from '../io/log.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { Officer } from '../registry/officer.ts';
import type { HalfRead } from './half-read.ts';
import type { Impatience } from './impatience.ts';
import type { WindowMetrics } from './metrics.ts';
import type { Patience } from './patience.ts';
import type { Platform } from './platform.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every address under /v1 before anything else of the request is looked at. */
    enterprise: Enterprise | null;
    /** The same for every address under /v1/office, where no enterprise comes in. */
    officer: Officer | null;
    /** Who came in by a session of the console and not by a token. */
    session: Session | null;
    /** The action that is noted of this request, while it is under way. */
    actionId: string | null;
  }
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What the routes share. */
export type Parts = {
  readonly platform: Platform;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: WindowMetrics;
  readonly patience: Patience;
  readonly halfRead: HalfRead;
  readonly impatience: Impatience;
  /** Whether answers to an enterprise are unread to the bound; see unread.ts. */
  readonly unread: { isFull(owner: string): boolean };
  /** Fires when the server begins to stop: those who wait for receipts are let go. */
  readonly stopping: AbortSignal;
};

/** The enterprise of the request; only for routes under /v1. */
export function viewerOf(request: FastifyRequest): Enterprise {
  return present(request.enterprise, 'the enterprise of the request');
}
