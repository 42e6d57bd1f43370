import serializers, { type SerializerFactory } from '@fastify/fast-json-stringify-compiler';

/**
 * Writers of answers that are made at the first answer of their kind. Made at the start, as Fastify
 * does it, those of all routes take more than a second of each start, most for refusals that the
 * process never gives.
 */
export const lateSerializers: SerializerFactory = (schemas, options) => {
  const make = serializers()(schemas, options);
  return (route) => {
    let write: ReturnType<typeof make> | undefined;
    return (answer) => {
      write ??= make(route);
      return write(answer);
    };
  };
};
