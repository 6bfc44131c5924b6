import { z } from 'zod';
import type { ConnectionEvent } from '../../domain/attendance.ts';
import { isProblem } from '../../domain/problem.ts';
import type { Connections } from '../provider.ts';
import { maybe } from '../rows.ts';
import { writeTimestamp } from '../team-fields.ts';
import type { ParsecApi } from './api.ts';
import type { AuditEvent } from './schema.ts';

/** Parsec: the longest page of the audit log. */
const PAGE = 1000;

/** [public] Names in Parsec's article on its audit log. Only the client's side says who connects; the host's says to what. */
const COMPLETED = 'p2p_client_complete';
const ENDED = 'client_disconnect';

const Id = z.union([z.string().min(1), z.int()]).transform(String);

/** [assumed] Under which keys an event says to which computer, by which guest, and through which invite. README has what is known. */
const Data = z.object({
  exit_code: maybe(z.number()).catch(undefined),
  host_peer_id: maybe(Id).catch(undefined),
  peer_id: maybe(Id).catch(undefined),
  email: maybe(z.string().min(1)).catch(undefined),
  guest_email: maybe(z.string().min(1)).catch(undefined),
  guest_access_invite_id: maybe(Id).catch(undefined),
});

/** Who connects to Parsec's computers, from its audit log; the contract is in provider.ts. */
export function parsecConnections(api: Pick<ParsecApi, 'getAuditLogEvents'>): Connections {
  return {
    async page({ since, cursor }) {
      const filter = { start_at: writeTimestamp(since), event_names: [COMPLETED, ENDED], limit: PAGE };
      const page = await api.getAuditLogEvents(cursor === undefined ? filter : { ...filter, cursor });
      if (isProblem(page)) return page;
      // A cursor that leads back into the page is one of the ways to say that there is no more.
      const isLast = page.items.length === 0 || page.items.some(({ id }) => id === page.next);
      const next = isLast ? undefined : page.next;
      return { events: page.items.flatMap(connectionOf), next };
    },
  };
}

/** What an event says; nothing for one of another kind, of a failed attempt, or without a time. */
function connectionOf(event: AuditEvent): ConnectionEvent[] {
  const at = event.timestamp ?? event.created_at;
  const data = Data.safeParse(event.data).data;
  const kind = kindOf(event.event_name ?? event.name, data?.exit_code);
  if (at === undefined || kind === undefined) return [];
  return [
    {
      at,
      kind,
      email: event.email ?? data?.guest_email ?? data?.email,
      hostId: data?.host_peer_id ?? data?.peer_id,
      providerInviteId: data?.guest_access_invite_id,
    },
  ];
}

/** [assumed] As everywhere at Parsec, an exit code of 0 is success and one below it a failure. */
function kindOf(name: string | undefined, exitCode: number | undefined): ConnectionEvent['kind'] | undefined {
  if (name === ENDED) return 'left';
  if (name !== COMPLETED || (exitCode !== undefined && exitCode < 0)) return undefined;
  return exitCode === 0 ? 'connected' : 'unclear';
}
