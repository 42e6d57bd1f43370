import type { Server } from 'node:http';
import { LIMITS } from '../base/limits.ts';

/**
 * A client that asks first (`Expect: 100-continue`, as curl does above 1 MB) is told to go on only
 * when its message is small enough; otherwise it gets its 413 without sending a byte of it.
 */
export function letLargeBodiesWait(server: Server): void {
  server.on('checkContinue', (request, response) => {
    if (Number(request.headers['content-length'] ?? 0) <= LIMITS.messageBytes) {
      response.writeContinue();
    }
    server.emit('request', request, response);
  });
}
