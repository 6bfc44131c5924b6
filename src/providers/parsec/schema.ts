import { z } from 'zod';
import type { HttpBody } from '../http.ts';
import type { Page } from '../offset-pages.ts';

// Parsec publishes no schema for most objects. Only what is read is declared; a key that is missing or null is undefined.

/** "Quoted strings in RFC 3339 format, with sub-second precision added if present." Here: epoch ms. */
const Timestamp = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const Id = z.union([z.string().min(1), z.int()]).transform(String);

function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** Keys nobody has documented: whatever stands there, it must not spoil the rest. */
const Probe = z.unknown().optional();

const inviteShape = {
  host_peer_id: maybe(z.string()),
  guest_email: maybe(z.string()),
  event_name: maybe(z.string()),
  keyboard: maybe(z.boolean()),
  mouse: maybe(z.boolean()),
  gamepad: maybe(z.boolean()),
  time_zone: maybe(z.string()),
  starts_at: maybe(Timestamp),
  expires_at: maybe(Timestamp),
  // Where the link may be.
  join_url: Probe,
  link: Probe,
  url: Probe,
  invite_url: Probe,
  access_link: Probe,
  // Where it may say that it was cancelled.
  state: Probe,
  status: Probe,
  canceled_at: Probe,
  cancelled_at: Probe,
};

export const GuestAccessInvite = z.object({ ...inviteShape, id: Id });

/** As the answer to a request that named the invite: its id may be left out. */
export const NamedGuestAccessInvite = z.object({ ...inviteShape, id: maybe(Id) });
export type NamedGuestAccessInvite = z.infer<typeof NamedGuestAccessInvite>;

/** As the answer to a read: an object that tells nothing is no invite. */
export const ReadGuestAccessInvite = NamedGuestAccessInvite.refine((invite) =>
  Object.values(invite).some((value) => value !== undefined && value !== null),
);

export const Credits = z.object({ balance: z.int() });

export const Machine = z
  .object({
    id: maybe(Id),
    peer_id: maybe(Id),
    name: maybe(z.string()),
    is_online: maybe(z.boolean()),
    is_guest_access: maybe(z.boolean()),
  })
  .refine((machine) => machine.id !== undefined || machine.peer_id !== undefined);
export type Machine = z.infer<typeof Machine>;

export const Member = z.object({ user_id: Id, name: maybe(z.string()), email: maybe(z.string()) });
export type Member = z.infer<typeof Member>;

/** The one object an answer holds, wrapped in `data` or bare; undefined when it is not there. */
export function decodeOne<Schema extends z.ZodType>(schema: Schema, body: HttpBody): z.output<Schema> | undefined {
  return schema.safeParse(unwrapped(body)).data;
}

/** The page a list answers with, `{data, count}` or a bare array; undefined when it is not there. */
export function decodePage<Schema extends z.ZodType>(
  schema: Schema,
  body: HttpBody,
): Page<z.output<Schema>> | undefined {
  const items = z.array(schema).safeParse(unwrapped(body)).data;
  const envelope = z
    .union([z.array(z.unknown()).transform(() => ({ count: undefined })), z.object({ count: maybe(z.int().min(0)) })])
    .safeParse(body.kind === 'json' ? body.value : undefined).data;
  return items && envelope && { items, count: envelope.count };
}

function unwrapped(body: HttpBody): unknown {
  if (body.kind !== 'json') return undefined;
  const { value } = body;
  return typeof value === 'object' && value !== null && 'data' in value ? (value.data ?? value) : value;
}
