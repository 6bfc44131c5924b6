import type { Approval } from '../../src/domain/approval.ts';
import type { Invite } from '../../src/domain/invite.ts';
import type { Person } from '../../src/domain/person.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { isProblem, problem } from '../../src/domain/problem.ts';
import { createInvite } from '../../src/flows/guest/create-invite.ts';
import { requestInvite } from '../../src/flows/guest/request-invite.ts';
import type { Claim, Context } from '../../src/flows/shared/context.ts';
import { createKnownHosts } from '../../src/flows/shared/known-hosts.ts';
import type { GuestInviteRequest, ProviderGuestInvite } from '../../src/providers/provider.ts';
import type { Store } from '../../src/store/open-store.ts';
import { aPerson } from './a-person.ts';

export const NOW = Date.UTC(2026, 10, 23, 9, 0);

/** Replicas of a bot over stores of one database, with people, a policy, a clock and a Parsec that a test holds in its hand. */
export type ApprovalWorld = {
  readonly replicas: readonly Context[];
  /** What Parsec was asked to create. */
  readonly created: GuestInviteRequest[];
  readonly people: Map<string, Person>;
  policy: Policy;
  now: number;
  /** Somebody asks for an invite of two hours in an hour. */
  ask(parts?: {
    readonly requestKey?: string;
    readonly person?: string;
    readonly guest?: string;
    readonly length?: string;
    readonly start?: 'now' | 'later';
    readonly reason?: string;
    readonly bypass?: boolean;
  }): Promise<Invite>;
  /** The request of an invite that is open, else the latest. */
  approval(inviteId: string): Promise<Approval>;
  /** Runs what is to be done for an invite at Parsec. */
  settle(inviteId: string): Promise<void>;
};

const claim: Claim = { attempt: 1, tries: 0, heartbeat: async () => true };

export function approvalWorld(stores: readonly Store[], policy: Policy): ApprovalWorld {
  const created: GuestInviteRequest[] = [];
  const people = new Map<string, Person>();
  let ids = 0;
  const world: ApprovalWorld = {
    replicas: stores.map(context),
    created,
    people,
    policy,
    now: NOW,
    async ask(parts = {}) {
      const { requestKey = `V${++ids}`, person = 'U1', guest = `g${ids}@example.com`, length = '2h' } = parts;
      const { start = 'later', reason = 'a render', bypass = false } = parts;
      const asked = await requestInvite(first(), {
        inviter: person_(person),
        workspaceId: 'T1',
        requestKey,
        channelId: 'C1',
        clashAnswered: '',
        typedIn: undefined,
        sharedShown: '',
        email: guest,
        hostId: `host_${guest}`,
        eventName: 'Render review',
        permissions: { keyboard: true, mouse: true, gamepad: false },
        window: {
          zone: 'Europe/Paris',
          start: start === 'now' ? { kind: 'now' } : { kind: 'at', date: '2026-11-23', time: '11:00' },
          end: { kind: 'for', text: length },
        },
        message: '',
        sendEmail: true,
        approval: { reason, bypass },
      });
      if (!('id' in asked)) throw new Error(JSON.stringify(asked));
      return asked;
    },
    async approval(inviteId) {
      const all = await first().store.approvalsOf(inviteId);
      const open = all.find(({ state }) => state === 'open') ?? all[0];
      if (open === undefined) throw new Error(`${inviteId} has no request for approval`);
      return open;
    },
    async settle(inviteId) {
      for (let step = 0; step < 3; step++) {
        const invite = await first().store.getInvite(inviteId);
        if (invite?.state !== 'requested' || invite.awaits !== undefined) return;
        await createInvite(first(), invite, claim);
      }
    },
  };

  function first(): Context {
    const [replica] = world.replicas;
    if (replica === undefined) throw new Error('no replica');
    return replica;
  }

  const person_ = (id: string) => {
    const known = people.get(id) ?? aPerson({ id });
    people.set(id, known);
    return known;
  };

  function context(store: Store): Context {
    const guestAccess = {
      host: async (hostId: string) => ({ hostId, name: hostId, online: true }),
      hosts: async () => [],
      create: async (wanted: GuestInviteRequest): Promise<ProviderGuestInvite> => {
        created.push(wanted);
        const id = `p${created.length}`;
        return { ...wanted, providerInviteId: id, link: undefined, cancelled: false } as unknown as ProviderGuestInvite;
      },
      findSame: async () => [],
      credits: async () => 100,
    };
    return {
      store,
      guestAccess,
      knownHosts: createKnownHosts(() => world.now),
      credits: { now: async () => 100, recent: async () => 100 },
      members: undefined,
      providers: [],
      auditSinks: [],
      policy: () => world.policy,
      workspaceId: () => 'T1',
      channels: {
        describe: async () => ({ kind: 'public', name: 'renders', isShared: false, isArchived: false, hasBot: true }),
        isMember: async () => true,
      },
      people: {
        person: async (id: string) => people.get(id) ?? problem('not_allowed_unknown', { definite: 1 }),
        groupsOf: async () => ({ isIn: [], unknown: [] }),
        membersOf: async () => [],
        addressOf: async () => problem('person_not_found', { name: '' }),
      },
      notifier: { admins: async () => [] },
      now: () => world.now,
      newId: () => `n${++ids}`,
      log: { error: () => undefined, warn: () => undefined, info: () => undefined },
      wake: () => undefined,
    } as unknown as Context;
  }
  return world;
}

/** The code of a Problem, or the state of the request it came to. */
export function cameTo(result: unknown): string {
  if (isProblem(result)) return result.code;
  if (Array.isArray(result)) return (result as { problem: { code: string } }[]).map((each) => each.problem.code).join();
  return (result as Approval).state;
}
