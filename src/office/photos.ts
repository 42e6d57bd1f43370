import { Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { done, found, type OfficeApp, type OfficeParts, officerOf, schemaOf } from './http.ts';
import { PHOTO_ID, PHOTO_KEPT } from './schemas.ts';

const TAKEN = ['image/jpeg', 'image/png'];
const PATH = '/v1/office/tasks/:id/photos/:name';

/** Photographs of opened parcels, in and out. */
export function photoRoutes(app: OfficeApp, parts: OfficeParts): void {
  // In a scope of its own: nobody else takes images.
  app.register(async (scope) => {
    const own = scope as unknown as OfficeApp;
    own.addContentTypeParser(
      TAKEN,
      { parseAs: 'buffer', bodyLimit: LIMITS.photoBytes },
      (_request, body, done_) => done_(null, body),
    );
    putRoute(own, parts);
    getRoute(own, parts);
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
  const options = { schema, bodyLimit: LIMITS.photoBytes };
  app.put(PATH, options, async (request, reply) => {
    const { id, name } = request.params;
    const bytes = request.body;
    const mediaType = TAKEN.find((one) => request.headers['content-type']?.startsWith(one));
    if (mediaType === undefined || !Buffer.isBuffer(bytes)) {
      const fill = { reason: 'it is no JPEG or PNG', reasonZh: '不是 JPEG 或 PNG' };
      throw parts.saying.fault('refused', [officeFinding('OFF-PHOTO', 'body', fill)]);
    }
    const photo = { name, mediaType, bytes };
    const result = await parts.office.keepPhoto(officerOf(request), id, photo);
    return reply.send(done(parts, result));
  });
}

function getRoute(app: OfficeApp, parts: OfficeParts): void {
  const image = { schema: Type.String({ format: 'binary' }) };
  const read = schemaOf(parts, 'readPhoto', 'Read a photograph.', '读取照片。', {
    200: { description: 'The image', content: { 'image/jpeg': image, 'image/png': image } },
  });
  app.get(PATH, { schema: { ...read, params: PHOTO_ID } }, async (request, reply) => {
    const { id, name } = request.params;
    const photo = found(parts, await parts.office.photo(officerOf(request), id, name));
    return reply.type(photo.mediaType).send(photo.bytes as never);
  });
}
