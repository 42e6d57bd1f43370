import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { LIMITS } from '../base/limits.ts';
import { IMAGE_TYPES, type ImageBytes, imageTypeOf } from '../inspection/image.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { done, found, type OfficeApp, type OfficeParts, officerOf, schemaOf } from './http.ts';
import { PHOTO_ID, PHOTO_KEPT, XRAY_ID } from './schemas.ts';

const PATH = '/v1/office/tasks/:id/photos/:name';

/** Photographs of opened parcels, in and out, and what the X-rays of lanes showed of them. */
export function photoRoutes(app: OfficeApp, parts: OfficeParts): void {
  // In a scope of its own: nobody else takes images.
  app.register(async (scope) => {
    const own = scope as unknown as OfficeApp;
    own.addContentTypeParser(
      [...IMAGE_TYPES],
      { parseAs: 'buffer', bodyLimit: LIMITS.imageBytes },
      (_request, body, done_) => done_(null, body),
    );
    putRoute(own, parts);
    getRoute(own, parts);
    xrayRoute(own, parts);
  });
}

function putRoute(app: OfficeApp, parts: OfficeParts): void {
  const kept = schemaOf(
    parts,
    'keepPhoto',
    'Keep a photograph of the opened parcel: JPEG or PNG. The same bytes again change nothing.',
    '保存开箱照片（JPEG 或 PNG）；重复上传相同内容不作更改。',
    { 200: PHOTO_KEPT },
  );
  const schema = { ...kept, params: PHOTO_ID };
  const options = { schema, bodyLimit: LIMITS.imageBytes };
  app.put(PATH, options, async (request, reply) => {
    const { id, name } = request.params;
    const bytes = request.body;
    const mediaType = imageTypeOf(request.headers['content-type']);
    if (mediaType === null || !Buffer.isBuffer(bytes)) {
      const fill = { reason: 'it is no JPEG or PNG', reasonZh: '不是 JPEG 或 PNG' };
      throw parts.saying.fault('refused', [officeFinding('OFF-PHOTO', 'body', fill)]);
    }
    const photo = { name, mediaType, bytes };
    const result = await parts.office.keepPhoto(officerOf(request), id, photo);
    return reply.send(done(parts, result));
  });
}

function getRoute(app: OfficeApp, parts: OfficeParts): void {
  const read = imageSchema(parts, 'readPhoto', 'Read a photograph.', '读取照片。');
  app.get(PATH, { schema: { ...read, params: PHOTO_ID } }, async (request, reply) => {
    const { id, name } = request.params;
    return give(reply, found(parts, await parts.office.photo(officerOf(request), id, name)));
  });
}

/** Its hash is told to those alone who read the task, which is noted where it has to be. */
function xrayRoute(app: OfficeApp, parts: OfficeParts): void {
  const read = imageSchema(
    parts,
    'readXray',
    'Read an X-ray image of a parcel, by the hash that the scans of its task tell.',
    '按任务过线记录中的哈希值读取 X 光图像。',
  );
  const schema = { ...read, params: XRAY_ID };
  app.get('/v1/office/tasks/:id/xrays/:sha256', { schema }, async (request, reply) => {
    const { id, sha256 } = request.params;
    return give(reply, found(parts, await parts.office.xray(officerOf(request), id, sha256)));
  });
}

function imageSchema(parts: OfficeParts, name: string, en: string, zh: string) {
  const image = { schema: Type.String({ format: 'binary' }) };
  return schemaOf(parts, name, en, zh, {
    200: {
      description: 'The image',
      content: Object.fromEntries(IMAGE_TYPES.map((type) => [type, image])),
    },
  });
}

function give(reply: FastifyReply, { mediaType, bytes }: ImageBytes): FastifyReply {
  return reply.type(mediaType).send(bytes);
}
