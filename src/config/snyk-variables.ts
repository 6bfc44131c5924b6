import { z } from 'zod';

/** A UUID of any version. */
export const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Snyk: the oldest date that has all three operations. */
const FIRST_VERSION = '2022-11-14';
/** Snyk: from this date on there is no stability but GA, and a date that names one is not found. */
const GA_ONLY_FROM = '2024-10-15';

/** A version of the Snyk API that has all operations used: a date, and a stability that is left out for GA. */
export function snykVersion() {
  return z.string().transform((text, context) => {
    const fault = versionFault(text);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    return text;
  });
}

function versionFault(text: string): string | undefined {
  const [, date, stability] = /^(\d{4}-\d{2}-\d{2})(~beta|~experimental)?$/.exec(text) ?? [];
  if (date === undefined || Number.isNaN(Date.parse(date))) return 'is not a version of the Snyk API';
  if (date < FIRST_VERSION) return `is before ${FIRST_VERSION}: Snyk could not list invitations then`;
  return stability !== undefined && date >= GA_ONLY_FROM
    ? `has a stability suffix, which Snyk dropped on ${GA_ONLY_FROM}`
    : undefined;
}

/** `Name=id,Name=id`, or bare ids, which then are their own names. */
export function snykRoles() {
  return z.string().transform((text, context) => {
    const roles = text
      .split(',')
      .filter((part) => part.trim() !== '')
      .map(readRole);
    const fault = rolesFault(roles);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    return roles;
  });
}

/** The id comes after the last `=`: a name may hold one. */
function readRole(text: string): { readonly id: string; readonly name: string } {
  const at = text.lastIndexOf('=');
  const id = text.slice(at + 1).trim();
  return { id, name: at < 0 ? id : text.slice(0, at).trim() };
}

function rolesFault(roles: readonly { readonly id: string; readonly name: string }[]): string | undefined {
  if (roles.length === 0) return 'names no roles';
  // Never the text itself: it may be a secret in the wrong place.
  const nth = roles.findIndex((role) => !uuid.test(role.id) || role.name === '') + 1;
  if (nth > 0) return `is not Name=id at entry ${nth}`;
  const twice = [roles.map((role) => role.id.toLowerCase()), roles.map((role) => role.name)].some(
    (values) => new Set(values).size < values.length,
  );
  return twice ? 'names the same role twice' : undefined;
}
