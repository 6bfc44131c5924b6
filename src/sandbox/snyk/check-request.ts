import { z } from 'zod';
import { type EmulatedCall, malformed } from '../provider-server.types.ts';
import type { Fault } from './faults.ts';
import type { Operation } from './operations.ts';

/** The documented pattern: a date, a stability, or both. */
const versionPattern =
  /^(wip|work-in-progress|experimental|beta|(\d{4}-[01]\d-(3[01]|0[1-9]|[12]\d)(~(wip|work-in-progress|experimental|beta))?))$/;

/** The releases of each operation. */
const releases: Readonly<Record<Operation['name'], readonly string[]>> = {
  'Invite a user to an organization': ['2022-06-01', '2023-04-28', '2024-06-21'],
  'List pending user invitations': ['2022-11-14'],
  'Cancel a pending user invitation': ['2022-11-14'],
};
const LATEST = '9999-12-31';
/** From this date on, stabilities are not supported. */
const GA_ONLY_FROM = '2024-10-15';

/** Missing or malformed: 400. No release by that date, or an unsupported stability: 404. */
export function versionFault(operation: Operation, version: string | undefined): Fault | undefined {
  if (version === undefined) return { status: 400, detail: 'version is required', parameter: 'version' };
  const read = versionPattern.test(version) ? /^(\d{4}-\d{2}-\d{2})?~?(.*)$/.exec(version) : null;
  if (read === null) return { status: 400, detail: 'version is malformed', parameter: 'version' };
  const [, date = LATEST, stability] = read;
  const isGone = stability !== '' && date >= GA_ONLY_FROM;
  return isGone || releaseOf(operation, version) === undefined ? { status: 404, detail: 'No such version' } : undefined;
}

/** The release that serves a version: the last one by its date. A stability without a date means the latest. */
export function releaseOf(operation: Operation, version: string): string | undefined {
  const date = /^\d{4}-\d{2}-\d{2}/.exec(version)?.[0] ?? LATEST;
  return releases[operation.name].findLast((release) => release <= date);
}

const isUuid = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

export type Paging = {
  readonly limit: number;
  readonly after: string | undefined;
  readonly before: string | undefined;
};

/** Refuses unknown and repeated parameters by name. */
export function queryFault(call: EmulatedCall<Operation>): Fault | undefined {
  const known =
    call.operation?.method === 'GET' ? ['version', 'limit', 'starting_after', 'ending_before'] : ['version'];
  const strange = Object.keys(call.query).find((name) => !known.includes(name));
  if (strange !== undefined) return { status: 400, detail: `unknown parameter ${strange}`, parameter: strange };
  // Snyk reads a repeated parameter as an array and refuses it, so a client must not add to a link what it already has.
  const [twice] = call.repeated;
  if (twice !== undefined) return { status: 400, detail: `${twice} must be a single value`, parameter: twice };
  const wrong = Object.entries(call.ids).find(([, text]) => !isUuid(text));
  return wrong && { status: 400, detail: `${wrong[0]} must be a UUID`, parameter: wrong[0] };
}

/** `limit` is 10 to 100 in steps of ten, 10 by default. */
export function readPaging(query: Readonly<Record<string, string>>): Paging | Fault {
  const { limit = '10', starting_after: after, ending_before: before } = query;
  const size = Number(limit);
  if (!/^\d+$/.test(limit) || size < 10 || size > 100 || size % 10 !== 0) {
    return { status: 400, detail: 'limit must be a multiple of 10 from 10 to 100', parameter: 'limit' };
  }
  return { limit: size, after, before };
}

// Unknown keys are refused at every level.
const Invitation = z.strictObject({
  data: z.strictObject({
    type: z.literal('org_invitation'),
    attributes: z.strictObject({ email: z.email(), role: z.string().refine(isUuid, 'must be a UUID') }),
  }),
});

/** The email and the role's id of `{data: {type, attributes: {email, role}}}`. */
export function readInvitation(
  call: EmulatedCall<Operation>,
): { readonly email: string; readonly role: string } | Fault {
  if (String(call.headers['content-type'] ?? '').split(';')[0] !== 'application/vnd.api+json') {
    return { status: 400, detail: 'Client request did not conform to OpenAPI specification' };
  }
  if (call.body === malformed) return { status: 400, detail: 'The body is not JSON' };
  const read = Invitation.safeParse(call.body);
  if (read.success) return read.data.data.attributes;
  const [issue] = read.error.issues;
  return { status: 400, detail: issue?.message ?? 'Bad Request', pointer: `/${issue?.path.join('/') ?? ''}` };
}
