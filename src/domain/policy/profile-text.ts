import { z } from 'zod';
import { defined } from '../defined.ts';
import { group, NameOrId } from './written.ts';

/** What a profile gives at one system, by name or id as the system shows it. What is left out is not given. */
export type ProfileTerms = { readonly role?: string; readonly group?: string; readonly appRule?: string };

/** A named set of roles and groups: what a new person gets at each of the systems it names. */
export type Profile = {
  readonly name: string;
  /** In the order in which they are written down. */
  readonly systems: readonly { readonly name: string; readonly terms: ProfileTerms }[];
};

const Terms = group({ role: NameOrId.optional(), group: NameOrId.optional(), appRule: NameOrId.optional() })
  // `truvera:` with nothing behind it: an invite without a role.
  .nullable();

const Systems = group({
  parsec: Terms.optional(),
  snyk: Terms.optional(),
  truvera: Terms.optional(),
  intercode: Terms.optional(),
}).refine((systems) => Object.values(systems).some((terms) => terms !== undefined), 'names no system');

/** Slack shows at most 75 characters of a choice, and the name stands in sentences. */
const Name = z.string().trim().min(1, 'has no name').max(40, 'has a name longer than 40 characters');

/** `profiles:` as it is written. */
export const Profiles = z.record(Name, Systems, 'is not a group of profiles');

export function profilesOf(written: z.infer<typeof Profiles>): readonly Profile[] {
  return Object.entries(written).map(([name, systems]) => ({
    name,
    systems: Object.entries(systems).flatMap(([system, terms]) =>
      terms === undefined ? [] : [{ name: system, terms: defined({ ...terms }) }],
    ),
  }));
}
