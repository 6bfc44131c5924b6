import { z } from 'zod';
import { remedies } from './policy-faults.ts';
import { PolicyText } from './policy-text.ts';

/**
 * The JSON Schema of a policy file, for editors: from the same zod object that reads the file. Each setting is described by what Guestlist
 * says when it is wrong.
 */
export function policySchema(): object {
  const schema = z.toJSONSchema(PolicyText, {
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema, path }) {
      const place = placeOf(path);
      const remedy = place === undefined ? undefined : remedies[place];
      if (remedy !== undefined) jsonSchema.description = `${remedy[0]?.toUpperCase()}${remedy.slice(1)}`;
    },
  });
  return { ...schema, title: 'Guestlist policy' };
}

/** The place of a setting in a policy for its place in the schema; undefined for what is no setting of its own. */
function placeOf(path: readonly (string | number)[]): string | undefined {
  const isKey = (nth: number) => path[nth - 1] === 'properties' && path[nth - 2] !== 'properties';
  const isAny = (step: string | number) => step === 'items' || step === 'additionalProperties';
  const steps = path.flatMap((step, nth) => (isAny(step) ? '*' : isKey(nth) ? String(step) : []));
  // What lies inside of a choice (`anyOf`) is no setting of its own.
  const isWhole = path.every((step, nth) => isAny(step) || step === 'properties' || isKey(nth));
  if (!isWhole) return undefined;
  const place = steps.join('.');
  return place.replace(/^(members\.systems)\.\w+/, '$1.*').replace(/^(profiles\.\*)\.\w+/, '$1.*');
}
