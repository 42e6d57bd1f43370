import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The way of one lane to its zone, which can be cut. */
export type Network = {
  readonly url: string;
  /** Every connection ends, and none is made until it is mended. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
};

/** Opens a way to a server on this machine. */
export async function openNetwork(url: string): Promise<Network> {
  const { port } = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  const hold = (socket: Socket): Socket => {
    sockets.add(socket);
    // What a cut does to it is what it is for.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((from) => {
    hold(from);
    if (isCut) {
      from.destroy();
      return;
    }
    const to = hold(connect({ host: '127.0.0.1', port: Number(port), noDelay: true }));
    from.setNoDelay(true);
    from.pipe(to).pipe(from);
    from.on('close', () => to.destroy());
    to.on('close', () => from.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${own}`,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
