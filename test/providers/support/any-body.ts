import fc from 'fast-check';

/** A value with something done to it, at any depth: keys shuffled, missing, null, of another type, or more of them. */
function disturbed(value: unknown): fc.Arbitrary<unknown> {
  const strange = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom(null, '', 0, -1, '2026-13-45T99:00:00Z', []));
  const inside: fc.Arbitrary<unknown> = Array.isArray(value)
    ? fc.tuple(...value.map(disturbed))
    : typeof value === 'object' && value !== null
      ? fc
          .tuple(
            fc.tuple(
              ...Object.entries(value).map(([key, part]) => disturbed(part).map((other) => [key, other] as const)),
            ),
            fc.subarray(Object.keys(value), { minLength: Math.max(0, Object.keys(value).length - 2) }),
            fc.dictionary(fc.string({ maxLength: 8 }), strange, { maxKeys: 2 }),
            fc.boolean(),
          )
          .map(([entries, kept, extra, reverse]) => {
            const left = entries.filter(([key]) => kept.includes(key));
            return { ...extra, ...Object.fromEntries(reverse ? left.reverse() : left) };
          })
      : fc.constant(value);
  return fc.oneof({ weight: 30, arbitrary: inside }, { weight: 1, arbitrary: strange });
}

/**
 * Bodies around the good ones: as they are (a large one survives being disturbed too rarely to be counted on), disturbed, cut off, of
 * another kind, or no JSON at all.
 */
export function anyBody(good: readonly unknown[]): fc.Arbitrary<string> {
  const json = fc
    .constantFrom(...good)
    .chain(disturbed)
    .map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...good).map((value) => JSON.stringify(value)) },
    { weight: 6, arbitrary: json },
    {
      weight: 1,
      arbitrary: fc
        .tuple(json, fc.double({ min: 0, max: 1, noNaN: true }))
        .map(([text, at]) => text.slice(0, text.length * at)),
    },
    { weight: 1, arbitrary: fc.json() },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        'null',
        '{}',
        '[]',
        '<html><h1>502</h1></html>',
        '404 page not found',
        '{"data":null}',
        '"__proto__"',
        '{"__proto__":{"data":1}}',
      ),
    },
  );
}

export const anyStatus = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(200, 201, 204) },
  { weight: 1, arbitrary: fc.constantFrom(302, 400, 401, 403, 404, 409, 422, 429, 500, 503) },
);
