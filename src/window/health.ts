import { Type } from '@fastify/type-provider-typebox';
import type { App, Parts } from './app.ts';
import { WindowFault } from './problem.ts';
import { NOT_READY } from './schemas.ts';

const STATUS = Type.Object({ status: Type.String() });

/** `GET /healthz` (the process lives), `/readyz` (work can be taken), `/metrics` (Prometheus). */
export function healthRoutes(app: App, { platform, metrics, stopping }: Parts): void {
  app.get(
    '/healthz',
    {
      schema: {
        summary: 'Is the process alive?',
        tags: ['operations'],
        operationId: 'health',
        response: { 200: STATUS },
      },
    },
    async () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    {
      schema: {
        summary: 'Can work be taken?',
        tags: ['operations'],
        operationId: 'ready',
        response: { 200: STATUS, ...NOT_READY },
      },
    },
    async () => {
      if (stopping.aborted) throw new WindowFault('not-ready');
      const missing = await platform.ready();
      if (missing !== null) throw new WindowFault('not-ready', [missing]);
      return { status: 'ready' };
    },
  );
  app.get(
    '/metrics',
    {
      schema: {
        summary: 'Figures for Prometheus',
        tags: ['operations'],
        operationId: 'metrics',
        response: { 200: { content: { 'text/plain': { schema: Type.String() } } } },
      },
    },
    async (_request, reply) => {
      const [own, rest] = await Promise.all([metrics.registry.metrics(), platform.metrics()]);
      return reply.type(metrics.registry.contentType).send(`${own.trimEnd()}\n${rest}`);
    },
  );
}
