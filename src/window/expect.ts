import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Requests whose sender waits for a word before it sends the content. */
const asking = new WeakMap<IncomingMessage, ServerResponse>();

/**
 * A client that asks first (`Expect: 100-continue`, as curl does above 1 MB) gets its answer by the
 * headers alone when that is a refusal: no token, too large, too much at once. It is told to go on
 * when its content is about to be read, not before.
 */
export function letLargeBodiesWait(server: Server): void {
  server.on('checkContinue', (request, response) => {
    asking.set(request, response);
    server.emit('request', request, response);
  });
}

/** The content is read now: whoever waits for that is told. */
export function tellToGoOn(request: IncomingMessage): void {
  const response = asking.get(request);
  if (response === undefined) return;
  asking.delete(request);
  response.writeContinue();
}
