import { z } from 'zod';
import { maybe, perhaps, RowId, rowsOf, Shown } from '../rows.ts';

// Requests, with the documented bounds. Snyk refuses unknown keys, so these hold all there are.

export const NewInvitation = z.strictObject({
  email: z.string().regex(/^\S+@\S+$/, 'is not an email address'),
  // The id of the role, never its name.
  role: z.guid('is not a UUID'),
});

export const InvitationId = z.strictObject({ invite_id: z.guid('is not a UUID') });

/** Snyk: 10 to 100 in steps of ten. */
export const Paging = z.strictObject({
  limit: z.int().min(10).max(100).multipleOf(10),
  starting_after: z.string().min(1).exactOptional(),
  ending_before: z.string().min(1).exactOptional(),
});

// Answers. Only what is read is declared; a key that is missing or null is undefined.

const Invitation = z
  .object({
    id: z.string().min(1),
    // In a list `role` is the name of the role, after a create it is its id: never to be compared.
    attributes: maybe(z.object({ email: maybe(z.string()), role: maybe(z.string()) })),
  })
  .transform(({ id, attributes }) => ({ id, email: attributes?.email, role: attributes?.role }));
export type Invitation = z.output<typeof Invitation>;

const Attributes = z.object({ email: Shown, role: Shown });
const Invitations = rowsOf({ id: RowId, attributes: perhaps(Attributes) }, ({ id }) => id !== '');

export const InvitationDocument = z.object({ data: Invitation }).transform((document) => document.data);

/** A link is text, `{href}`, null or not there. */
const Link = maybe(z.union([z.string(), z.object({ href: z.string() }).transform(({ href }) => href)]));

/** `next` is a link that is no link to the page itself. */
export const InvitationPage = z
  .object({ data: Invitations, links: maybe(z.object({ next: Link, self: Link })) })
  .transform(({ data, links }) => ({
    items: data.map(({ id, attributes }): Invitation => ({ id, email: attributes?.email, role: attributes?.role })),
    next: links?.next === links?.self ? undefined : links?.next,
  }));
