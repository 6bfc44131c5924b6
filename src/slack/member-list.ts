import type { ModalView } from '@slack/types';
import { isAdmin, type Person } from '../domain/person.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import type { Member, Provider } from '../flows/context.ts';
import { inviterRefusal } from '../flows/inviter-refusal.ts';
import {
  type InvitingSystem,
  invitingSystem,
  invitingSystems,
  systemsWithMembers,
  systemWithMembers,
} from '../flows/member-systems.ts';
import { type ListPage, membersPage, type OwnedInvite, pendingPage } from '../flows/read-member-lists.ts';
import { removalsOf, removalsToWithdraw } from '../flows/read-removals.ts';
import { modals } from './names.ts';
import type { SlackContext } from './slack-context.ts';
import { LIST_SIZE, type ListContent, type ListFrame, type ListMemory } from './views/list-modal.ts';
import { membersModal } from './views/members-list.ts';
import { pendingModal } from './views/pending-list.ts';
import { refusalWords } from './words/member-deeds.ts';

/** A list as it was loaded: how it is drawn under a note (mrkdwn), and how many are on the page, undefined when the system did not say. */
export type LoadedList = { readonly view: (note: string) => ModalView; readonly shown: number | undefined };

/** One of the two lists of `/member` as one person may see it: drawn at once as loading, and as it is when the system has answered. */
export type MemberList = {
  /** Those that are on and have such a list. */
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
  const systems = invitingSystems(slack.flows);
  const names = systems.map((each) => each.name);
  const draw = (memory: ListMemory, content: ListContent<OwnedInvite>, frame: Frame, mayInvite: boolean) => {
    const abilities = abilitiesOf(slack, memory.system, person, mayInvite);
    return pendingModal(memory, content, abilities, { ...frame, systems: names }, slack.flows.now());
  };
  return {
    systems,
    loading: (memory, note) => draw(memory, { state: 'loading' }, { note }, false),
    async load(memory) {
      const system = invitingSystem(slack.flows, memory.system);
      const [page, refused] = await Promise.all([
        isProblem(system) ? system : pendingPage(slack.flows, person, system, { ...memory, size: LIST_SIZE }),
        inviterRefusal(slack.flows, person),
      ]);
      const removals = await removalsIn(slack, person, memory.system, 'invite', page, ({ inviteId }) => inviteId);
      return loaded<OwnedInvite>(memory, page, removals, (...shown) => draw(...shown, refused === undefined));
    },
  };
}

type Frame = Omit<ListFrame, 'systems'>;

/** What of this page is wanted gone and does not get through; where there is no page, what of the system this person may withdraw. */
async function removalsIn<Item>(
  { flows }: SlackContext,
  person: Person,
  provider: string,
  kind: 'member' | 'invite',
  page: ListPage<Item> | Problem,
  keyOf: (item: Item) => string,
): Promise<ListFrame['removals']> {
  if (isProblem(page)) return { of: new Map(), others: await removalsToWithdraw(flows, person, { provider, kind }) };
  return { of: await removalsOf(flows, person, { provider, kind, keys: page.items.map(keyOf) }), others: [] };
}

function abilitiesOf({ flows }: SlackContext, name: string, person: Person, mayInvite: boolean) {
  const system: InvitingSystem | Problem = invitingSystem(flows, name);
  const can = isProblem(system) ? undefined : system.memberInvites;
  return {
    resend: can?.resend !== undefined,
    edit: can?.edit !== undefined,
    mayChange: ({ askerId }: OwnedInvite) => isAdmin(person, flows.policy) || (mayInvite && askerId === person.id),
    seesAll: isAdmin(person, flows.policy),
  };
}

function membersList(slack: SlackContext, person: Person): MemberList {
  const systems = systemsWithMembers(slack.flows);
  const names = systems.map((each) => each.name);
  const draw = (memory: ListMemory, content: ListContent<Member>, frame: Frame) => {
    const system = systemWithMembers(slack.flows, memory.system);
    const can = isProblem(system) || !isAdmin(person, slack.flows.policy) ? undefined : system.members;
    const abilities = { remove: can?.remove !== undefined, role: can?.setRole !== undefined };
    return membersModal(memory, content, abilities, { ...frame, systems: names });
  };
  return {
    systems,
    loading: (memory, note) => draw(memory, { state: 'loading' }, { note }),
    async load(memory) {
      const system = systemWithMembers(slack.flows, memory.system);
      const page = isProblem(system) ? system : await membersPage(slack.flows, system, { ...memory, size: LIST_SIZE });
      const removals = await removalsIn(slack, person, memory.system, 'member', page, ({ memberId }) => memberId);
      return loaded(memory, page, removals, draw);
    },
  };
}

function loaded<Item>(
  memory: ListMemory,
  page: ListPage<Item> | Problem,
  removals: ListFrame['removals'],
  draw: (memory: ListMemory, content: ListContent<Item>, frame: Frame) => ModalView,
): LoadedList {
  if (isProblem(page)) {
    const why = refusalWords(page);
    return { view: (note) => draw(memory, { state: 'failed', why }, { note, removals }), shown: undefined };
  }
  const content: ListContent<Item> = { state: 'loaded', ...page };
  return {
    view: (note) => draw({ ...memory, page: page.page }, content, { note, removals }),
    shown: page.items.length,
  };
}
