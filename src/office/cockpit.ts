import { Readable } from 'node:stream';
import { Type } from '@fastify/type-provider-typebox';
import { OFFICER_ROLES } from '../registry/officer.ts';
import { COCKPIT } from './cockpit-schemas.ts';
import type { CockpitWatch, Watcher } from './cockpit-watch.ts';
import { type OfficeApp, type OfficeParts, officerWith, schemaOf } from './http.ts';

/** What the calls of the cockpit need. */
export type CockpitParts = Pick<OfficeParts, 'saying'> & { readonly cockpit: CockpitWatch };

/** Who has so much unread is let go, and comes back with the number of its last event. */
const UNREAD_BYTES = 1_000_000;

/** `/v1/office/cockpit`: the zone at a glance, for every officer. */
export function cockpitRoutes(app: OfficeApp, parts: CockpitParts): void {
  readRoute(app, parts);
  streamRoute(app, parts);
  app.addHook('preClose', async () => parts.cockpit.close());
}

function readRoute(app: OfficeApp, parts: CockpitParts): void {
  const schema = schemaOf(
    parts,
    'readCockpit',
    'Read the figures of the business day: what was declared, matched and released, how long it ' +
      'took, why lists were returned, lanes, gates, tax, tasks. At most two seconds old.',
    '读取当日运行总览：申报、比对、放行数量，时延，退单原因，分拣线，卡口，税款与任务；至多滞后两秒。',
    { 200: COCKPIT },
  );
  app.get('/v1/office/cockpit', { schema }, async (request, reply) => {
    officerWith(request, parts, OFFICER_ROLES);
    return reply.send(await parts.cockpit.now());
  });
}

const EVENTS = {
  200: {
    description: 'Events without end',
    content: { 'text/event-stream': { schema: Type.String() } },
  },
};

function streamRoute(app: OfficeApp, parts: CockpitParts): void {
  const { cockpit, saying } = parts;
  const schema = schemaOf(
    parts,
    'watchCockpit',
    'Watch the figures as server-sent events: first `state` with all of it, then each second ' +
      '`change` with what is another, as a JSON Merge Patch (RFC 7396). With Last-Event-ID the ' +
      'changes since then, or the state where they are not known any more.',
    '以服务器推送事件查看运行总览：先发送全部状态（state），此后每秒发送变化（change，JSON Merge Patch）；' +
      '携带 Last-Event-ID 可续接。',
    EVENTS,
  );
  // A call that asks for the head alone would hold a place and read nothing.
  const options = { schema, exposeHeadRoute: false };
  app.get('/v1/office/cockpit/stream', options, async (request, reply) => {
    officerWith(request, parts, OFFICER_ROLES);
    const last = request.headers['last-event-id'];
    const events = new Readable({ read: () => undefined });
    const leave = await cockpit.follow(watcherOf(events), typeof last === 'string' ? last : null);
    if (leave === null) throw saying.fault('no-place');
    events.once('close', leave);
    // Proxies that gather answers would hold the events back.
    return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(events);
  });
}

function watcherOf(events: Readable): Watcher {
  return {
    send: (text) => {
      events.push(text);
      return events.readableLength < UNREAD_BYTES;
    },
    end: () => {
      events.push(null);
    },
  };
}
