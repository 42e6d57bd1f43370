import { Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { present } from '../base/assert.ts';
import { isoShanghai } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { IMAGE_TYPES, imageTypeOf } from '../inspection/image.ts';
import { imageTooLarge, type Xray } from '../inspection/xray.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { IMAGE_KEPT, SCAN_NUMBER } from './lane-schemas.ts';
import { WindowFault } from './problem.ts';
import { checkContent, receiveFrom } from './receive.ts';
import { schemasUnder, taken } from './route.ts';
import { PROBLEM_ANSWERS } from './schemas.ts';

const schemaOf = schemasUnder('lane', PROBLEM_ANSWERS);
const IMAGE = { schema: Type.Unsafe<Buffer>({ description: 'The image' }) };

/** `PUT /v1/lane/scans/{scanId}/image`: the X-ray image of a parcel, from places (role site). */
export function laneImageRoute(root: App, parts: Parts): void {
  const { lane } = parts.platform;
  let underWay = 0;
  const faultFor = (request: FastifyRequest, bytes: number): WindowFault | null => {
    if (!viewerOf(request).roles.includes('site')) return new WindowFault('forbidden');
    if (bytes > LIMITS.imageBytes) return new WindowFault('too-large', [imageTooLarge()]);
    return underWay < LIMITS.laneImages ? null : new WindowFault('not-ready');
  };
  // In a scope of its own: nothing else of the window takes images.
  root.register(async (app: App) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser([...IMAGE_TYPES], (request: FastifyRequest, payload, done) => {
      const crowded = (announced: number) => faultFor(request, announced);
      const bringer = { owner: viewerOf(request).code, crowded };
      receiveFrom(parts, bringer, request, payload, (body) => done(null, body));
    });
    app.put('/v1/lane/scans/:scanId/image', { schema: SCHEMA }, async (request, reply) => {
      const bytes = (request.body ?? Buffer.alloc(0)) as Buffer | WindowFault;
      const fault = bytes instanceof WindowFault ? bytes : faultFor(request, bytes.length);
      if (bytes instanceof WindowFault || fault !== null) throw fault;
      checkContent(bytes);
      const mediaType = present(imageTypeOf(request.headers['content-type']), 'the type');
      const key = { site: viewerOf(request).code, scanId: request.params.scanId };
      underWay += 1;
      try {
        return await reply.send(xrayJson(taken(await lane.keepImage(key, { mediaType, bytes }))));
      } finally {
        underWay -= 1;
      }
    });
  });
}

const SCHEMA = {
  ...schemaOf(
    'keepLaneImage',
    'Keep the X-ray image of a scan: JPEG or PNG, before or after the scan, also of one that the ' +
      'lane answered by itself. The same image again has the same answer; another one under the ' +
      'number is refused. Only those who decide on the parcel see it.',
    '保存过线的 X 光图像（JPEG 或 PNG），可早于或晚于过线记录上报；重复上传答复相同，不可替换。',
    { 200: IMAGE_KEPT },
  ),
  ...{ params: SCAN_NUMBER, consumes: [...IMAGE_TYPES] },
  body: { content: Object.fromEntries(IMAGE_TYPES.map((type) => [type, IMAGE])) },
};

function xrayJson({ scanId, mediaType, width, height, size, sha256, at }: Xray) {
  return { scanId, mediaType, width, height, size, sha256, at: isoShanghai(at) };
}
