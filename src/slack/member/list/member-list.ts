import type { ModalView } from '@slack/types';
import { isAdmin, type Person } from '../../../domain/person.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { inviterRefusal } from '../../../flows/member/inviter-refusal.ts';
import {
  invitingSystem,
  invitingSystems,
  systemsWithMembers,
  systemWithMembers,
} from '../../../flows/member/member-systems.ts';
import { type ListPage, membersPage, type OwnedInvite, pendingPage } from '../../../flows/member/read-member-lists.ts';
import { removalsOf, removalsToWithdraw } from '../../../flows/member/read-removals.ts';
import type { Member, Provider } from '../../../flows/shared/context.ts';
import { modals } from '../../names.ts';
import { LIST_SIZE, type ListContent, type ListFrame, type ListMemory } from '../../shared/list-modal.ts';
import { refusalCopy } from '../../shared/system-refusal-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { membersModal } from './members-list.ts';
import { pendingModal } from './pending-list.ts';

/** A loaded list: how to draw it under a note (mrkdwn), and how many rows its page has; undefined if the system didn't answer. */
export type LoadedList = { readonly view: (note: string) => ModalView; readonly shown: number | undefined };

/** One of the two lists of `/member` as one person may see it. */
export type MemberList = {
  /** The connected systems with such a list. */
  readonly systems: readonly Provider[];
  readonly loading: (memory: ListMemory, note: string) => ModalView;
  readonly load: (memory: ListMemory) => Promise<LoadedList>;
};

export type ListName = 'pending' | 'members';

export function memberList(slack: SlackContext, name: ListName, person: Person): MemberList {
  return name === 'pending' ? pendingList(slack, person) : membersList(slack, person);
}

/** The list a modal is, by its callback_id. */
export function listNamed(callbackId: string): ListName | undefined {
  if (callbackId === modals.memberPending) return 'pending';
  return callbackId === modals.memberList ? 'members' : undefined;
}

function pendingList(slack: SlackContext, person: Person): MemberList {
  const { flows } = slack;
  const seesAll = isAdmin(person, flows.policy());
  let mayInvite = false;
  return createList<OwnedInvite>(slack, person, {
    kind: 'invite',
    systems: invitingSystems(flows),
    keyOf: ({ inviteId }) => inviteId,
    async load(memory) {
      const system = invitingSystem(flows, memory.system);
      const [page, refused] = await Promise.all([
        isProblem(system) ? system : pendingPage(flows, person, system, { ...memory, size: LIST_SIZE }),
        inviterRefusal(flows, person),
      ]);
      mayInvite = refused === undefined;
      return page;
    },
    draw(memory, content, frame) {
      const system = invitingSystem(flows, memory.system);
      const can = isProblem(system) ? undefined : system.memberInvites;
      const mayChange = ({ requesterId }: OwnedInvite) => seesAll || (mayInvite && requesterId === person.id);
      const abilities = { resend: can?.resend !== undefined, edit: can?.edit !== undefined, mayChange, seesAll };
      return pendingModal(memory, content, abilities, frame, flows.now());
    },
  });
}

function membersList(slack: SlackContext, person: Person): MemberList {
  const { flows } = slack;
  return createList<Member>(slack, person, {
    kind: 'member',
    systems: systemsWithMembers(flows),
    keyOf: ({ memberId }) => memberId,
    async load(memory) {
      const system = systemWithMembers(flows, memory.system);
      return isProblem(system) ? system : membersPage(flows, system, { ...memory, size: LIST_SIZE });
    },
    draw(memory, content, frame) {
      const system = systemWithMembers(flows, memory.system);
      const can = isProblem(system) || !isAdmin(person, flows.policy()) ? undefined : system.members;
      return membersModal(
        memory,
        content,
        { remove: can?.remove !== undefined, role: can?.setRole !== undefined },
        frame,
      );
    },
  });
}

/** How one of the two lists differs from the other. */
type Listed<Item> = {
  readonly kind: 'invite' | 'member';
  readonly systems: readonly Provider[];
  readonly keyOf: (item: Item) => string;
  readonly load: (memory: ListMemory) => Promise<ListPage<Item> | Problem>;
  readonly draw: (memory: ListMemory, content: ListContent<Item>, frame: ListFrame) => ModalView;
};

function createList<Item>({ flows }: SlackContext, person: Person, of: Listed<Item>): MemberList {
  const systems = of.systems.map(({ name }) => name);
  return {
    systems: of.systems,
    loading: (memory, note) => of.draw(memory, { state: 'loading' }, { note, systems }),
    async load(memory) {
      const about = { provider: memory.system, kind: of.kind };
      const page = await of.load(memory);
      if (isProblem(page)) {
        const removals = { of: new Map(), others: await removalsToWithdraw(flows, person, about) };
        const failed = { state: 'failed', why: refusalCopy(page) } as const;
        return { view: (note) => of.draw(memory, failed, { note, removals, systems }), shown: undefined };
      }
      const keys = page.items.map(of.keyOf);
      const removals = { of: await removalsOf(flows, person, { ...about, keys }), others: [] };
      const shown = { ...memory, page: page.page };
      const view = (note: string) => of.draw(shown, { state: 'loaded', ...page }, { note, removals, systems });
      return { view, shown: page.items.length };
    },
  };
}
