import { Gauge, type Registry } from 'prom-client';

/** What the peers hold at this moment. */
export type PeerState = {
  readonly connections: () => number;
  readonly halfRead: () => { readonly requests: number; readonly bytes: number };
  readonly unreadBytes: () => number;
};

/** Registers figures that are asked for when somebody reads them. */
export function watchPeers(now: PeerState, registers: Registry[]): void {
  const watched = (name: string, help: string, read: () => number): void => {
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(read());
      },
    });
  };
  const { connections, halfRead, unreadBytes } = now;
  const requests = () => halfRead().requests;
  const bytes = () => halfRead().bytes;
  watched('onestep_http_connections', 'Open connections.', connections);
  watched('onestep_http_half_read_requests', 'Requests that are still arriving.', requests);
  watched('onestep_http_half_read_bytes', 'What has come of them.', bytes);
  watched('onestep_http_unread_bytes', 'Bytes of answers that are not read.', unreadBytes);
}
