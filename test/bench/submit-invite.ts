import { type Kysely, sql, type Transaction } from 'kysely';
import { auditedTerms } from '../../src/domain/audited-terms.ts';
import type { Invite } from '../../src/domain/invite.ts';
import { appendAudit } from '../../src/store/append-audit.ts';
import type { AuditEntry } from '../../src/store/audit.ts';
import type { Tables } from '../../src/store/schema.ts';
import * as statements from '../../src/store/statements.ts';
import { anInvite } from '../support/an-invite.ts';

/** How a submission is written down: in the chain, in a table as it was before there was a chain, or not at all. */
export type Audit = 'chain' | 'plain' | 'none';

/** A table as the audit log was before migration 0021, with its indexes. */
export async function makePlainTable(db: Kysely<Tables>): Promise<void> {
  await sql`create table audit_plain (id text primary key, invite_id text references invite (id), subject text not null,
    at bigint not null, actor text not null, action text not null, facts text not null, area text, about text)`.execute(
    db,
  );
  await sql`create index audit_plain_by_invite on audit_plain (invite_id, at)`.execute(db);
  await sql`create index audit_plain_by_subject on audit_plain (subject, at)`.execute(db);
  await sql`create index audit_plain_history on audit_plain (at, id) where area is not null`.execute(db);
}

let made = 0;

/** What `/guest invite` writes when it is submitted (flows/guest/request-invite.ts), in one transaction. */
export async function submit(db: Kysely<Tables>, audit: Audit): Promise<void> {
  made += 1;
  const startsAt = 1_000_000_000_000 + made * 10_000;
  const [id, personId] = [`inv_${made}`, `U${made % 50}`];
  const place = { inviterId: personId, hostId: `host_${made}`, startsAt, endsAt: startsAt + 5_000 };
  const invite = anInvite({ id, requestKey: `V${made}`, guestEmail: `guest${made}@example.com`, ...place });
  await db.transaction().execute(async (tx) => {
    await statements.lockSame(tx, invite.hostId);
    await statements.getInviteByRequestKey(tx, invite.requestKey);
    await statements.invitesOnHost(tx, invite);
    await statements.lockSame(tx, `${invite.workspaceId}/${personId}`);
    await statements.countOpenInvites(tx, personId, startsAt);
    await statements.shareUses(tx, personId, 'guest_invites', startsAt);
    await statements.insertShareUse(tx, {
      id: `s${made}_${id}`,
      personId,
      kind: 'guest_invites',
      amount: 1,
      at: startsAt,
    });
    await statements.insertInvite(tx, invite);
    await statements.enqueue(tx, { inviteId: id, kind: 'provider' });
    await statements.enqueue(tx, { inviteId: id, kind: 'card' });
    if (audit === 'chain') await appendAudit(tx, [entryOf(invite)]);
    if (audit === 'plain') await insertPlain(tx, invite);
  });
}

function entryOf(invite: Invite): AuditEntry {
  const { id, workspaceId, inviterId, guestEmail, hostName, startsAt, endsAt } = invite;
  const facts = { guestEmail, host: hostName, startsAt, endsAt };
  const row = { id: `a_${id}`, workspaceId, inviteId: id, at: startsAt, actor: inviterId, action: 'requested' };
  return { ...row, facts, via: 'form', rule: 'Everybody', after: auditedTerms(invite) };
}

async function insertPlain(tx: Transaction<Tables>, { id, startsAt, endsAt, inviterId, guestEmail, hostName }: Invite) {
  const facts = JSON.stringify({ guestEmail, host: hostName, startsAt, endsAt });
  await tx
    .insertInto('audit_plain' as 'audit')
    .values({
      id: `a_${id}`,
      invite_id: id,
      subject: id,
      at: startsAt,
      actor: inviterId,
      action: 'requested',
      facts,
    } as never)
    .execute();
}
