import type { Json, Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  cards,
  choose,
  fillInviteForm,
  inputId,
  inviteGuest,
  openInviteForm,
  thread,
  topView,
  words,
} from './gestures.ts';
import { listSays, openList, openMemberForm, pressInRow, submitMembers, viewWords } from './member-gestures.ts';
import { offered, openTeam, pick } from './team-gestures.ts';
import type { World } from './world.ts';

/** A request as Slack delivered it for a person who may do what it asks. */
export type Genuine = {
  /** What tells it from the others: `/guest invite`, `block_actions invite:cancel`, `view_submission invite_form`. */
  readonly surface: string;
  readonly type: 'slash_commands' | 'interactive';
  readonly payload: Json;
};

/** What nobody outside may learn of, and where it is. */
export type Scene = {
  /** A private channel: Mia, who invites, Ada, who is an admin, and the bot. */
  readonly desk: string;
  readonly card: Message;
  readonly memberCard: Message;
  readonly genuine: readonly Genuine[];
};

export const secretGuest = 'zoe.secret@client.example';
export const secretEvent = 'Merger rehearsal';
export const secretMember = 'kim.secret@client.example';

/**
 * Lets Ada, who may do everything, use every surface there is once, and answers what Slack delivered for it. What she does is about an
 * invite of Mia's in a private channel, and about people invited there. A surface that is new needs a gesture here.
 */
export async function useEverySurface(world: World): Promise<Scene> {
  const { slack, people } = world;
  const { ada, mia } = people;
  const desk = slack.addChannel({ name: 'desk', kind: 'private', members: [mia, ada] }).id;
  const hands = slack.as(ada);
  const from = slack.deliveries.length;
  const shut = () => hands.close(hands.views().at(-1)?.id ?? '', true);
  const command = (text: string) => hands.command(desk, text);

  await inviteGuest(
    world,
    mia,
    {
      ...anEvening,
      email: secretGuest,
      event: secretEvent,
      start: ['2026-11-23', '10:30'],
      end: ['2026-11-23', '11:30'],
      channel: desk,
    },
    '',
  );
  const cardSays = (text: string) =>
    slack.until(`the card says ${text}`, () => cards(world, desk).find((one) => words(one).includes(text)));
  const card = await cardSays('*Scheduled');

  // `/guest`: the form with all it asks, and its searches.
  await hands.shortcut('invite_guest');
  await topView(world, ada, 'invite_form');
  await shut();
  const said = hands.say(desk, `May she come, too? ${secretGuest}`);
  await hands.messageShortcut('invite_this_guest', said);
  await topView(world, ada, 'invite_form');
  await shut();
  const form = await openInviteForm(world, ada, '', desk);
  await fillInviteForm(world, ada, form, {
    ...anEvening,
    zone: 'Tokyo',
    start: ['2026-11-24', '14:00'],
    end: ['2026-11-24', '16:00'],
    channel: desk,
    event: 'Another',
  });
  await hands.act({ viewId: form.id }, { actionId: 'preset:full' });
  await hands.submit(form.id);
  await slack.until('the second card stands', () => cards(world, desk).length === 2);
  for (const text of ['help', 'list all', `show ${secretGuest}`, 'hosts', 'credits']) await command(`/guest ${text}`);
  await command('/guest settings');
  await hands.submit((await topView(world, ada, 'settings_form')).id);
  for (const intent of ['update', 'extend', 'cancel', 'kick']) {
    await command(`/guest ${intent}`);
    const picker = await topView(world, ada, 'pick_invite');
    if (intent === 'extend') {
      await choose(world, ada, picker, 'invite', secretGuest);
      await hands.submit(picker.id);
    }
    await shut();
  }
  await command('/guest list all');
  const list = await slack.until('the list', () =>
    hands.messages(desk).findLast((one) => one.ephemeralFor === ada && words(one).includes('invite:show')),
  );
  await hands.act({ channel: desk, ts: list.ts }, { actionId: 'invite:show' });
  const place = { channel: desk, ts: card.ts };
  world.clock.advance(Date.UTC(2026, 10, 23, 10, 16) - world.clock.now());
  const warning = await slack.until('the warning', () =>
    thread(world, card).find((one) => words(one).includes('invite_extend_by')),
  );
  await cardSays('*Active');
  await hands.act({ channel: desk, ts: warning.ts }, { actionId: 'invite_extend_by:30' });
  for (const name of ['update', 'extend', 'kick'] as const) {
    await hands.act(place, { actionId: `invite:${name}` });
    const view = await topView(world, ada, `${name}_form`);
    if (name === 'update') await hands.act({ viewId: view.id }, { actionId: 'preset:view' });
    await hands.submit(view.id);
    while (hands.views().length > 0) await shut();
  }
  // The kick took the first invite away, too.
  await cardSays('*Cancelled');
  const second = cards(world, desk).find(({ ts }) => ts !== card.ts);
  await hands.act({ channel: desk, ts: second?.ts ?? '' }, { actionId: 'invite:cancel' });
  await hands.submit((await topView(world, ada, 'cancel_form')).id);
  // `/member`: the form, the card and the two lists.
  const changing = await openMemberForm(world, ada, 'truvera');
  await hands.fill(changing.id, { blockId: 'system' }, 'parsec');
  await shut();
  const { view } = await submitMembers(world, ada, {
    system: 'snyk',
    role: world.snyk().roles[1]?.id ?? '',
    addresses: `${secretMember}\nnobody`,
  });
  await hands.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
  await hands.fill(view.id, { blockId: 'channel' }, desk);
  await hands.submit(view.id);
  const memberCard = await slack.until('the card of members', () =>
    cards(world, desk).find((one) => words(one).includes('1 of 2 invited')),
  );
  world.truvera().dashboard.invite('rui@example.com');
  world.parsec.dashboard.inviteMember('rui@example.com');
  world.truvera().addMember({ name: 'Tom', email: 'tom@example.com' });
  const atTruvera = (operation: string) =>
    slack.until(`Truvera was asked: ${operation}`, () =>
      world.truvera().requests.some((request) => request.operation === operation),
    );
  const pending = await openList(world, ada, 'pending truvera');
  await pressInRow(world, ada, pending, 'rui', 'member:resend');
  await atTruvera('Resend invitation');
  await listSays(world, pending, 'rui');
  await hands.submit(pending.id);
  await listSays(world, pending, 'rui');
  await pressInRow(world, ada, pending, 'rui', 'member:cancel');
  await atTruvera('Cancel invitation');
  await slack.until('it is gone from the list', () => !/member:cancel|Asking /.test(viewWords(pending)));
  await hands.act({ viewId: pending.id }, { actionId: 'member:list_system' }, 'parsec');
  await listSays(world, pending, 'member:edit');
  await pressInRow(world, ada, pending, 'rui', 'member:edit');
  const edit = await slack.until('the terms', () =>
    hands.views().find(({ view }) => view.callback_id === 'member_edit'),
  );
  await hands.submit(edit.id);
  await shut();
  const members = await openList(world, ada, 'list truvera', 'member_list');
  await hands.submit(members.id);
  await listSays(world, members, 'Tom');
  await pressInRow(world, ada, members, 'Tom', 'member:role');
  const role = await slack.until('the roles', () =>
    hands.views().find(({ view }) => view.callback_id === 'member_role'),
  );
  await hands.submit(role.id);
  await shut();
  const again = await openList(world, ada, 'list truvera', 'member_list');
  await pressInRow(world, ada, again, 'Tom', 'member:remove');
  await atTruvera('Delete member');
  await shut();
  // A removal that does not get through is withdrawn.
  world.truvera().addMember({ name: 'Una', email: 'una@example.com' });
  world.truvera().trouble({ operation: 'Delete member', times: 1_000, then: { status: 503 } });
  const stuck = await openList(world, ada, 'list truvera', 'member_list');
  await pressInRow(world, ada, stuck, 'Una', 'member:remove');
  await listSays(world, stuck, 'member:keep');
  await pressInRow(world, ada, stuck, 'Una', 'member:keep');
  await listSays(world, stuck, 'stays a member at Truvera');
  world.truvera().clearTrouble();
  await shut();

  // `/team`: a change, something that destroys, and the history.
  await command('/team history');
  const history = await topView(world, ada, 'team_history');
  await hands.act({ viewId: history.id }, { actionId: 'history:area' }, 'snyk');
  await hands.submit(history.id);
  await shut();
  const change = await openTeam(world, 'parsec/Update Team Machine');
  await offered(world, change, 'machine');
  await hands.submit(change.id);
  await shut();
  const remove = await openTeam(world, 'parsec/Delete Team Machine');
  await pick(world, remove, 'machine', 'vault');
  await hands.submit(remove.id);
  await hands.submit((await topView(world, ada, 'team_confirm')).id);
  await slack.until('the machine is gone', () => !world.parsec.machines.some(({ name }) => name === 'Vault'));
  await shut();

  const used = distinct(slack.deliveries.slice(from));
  const inMessage = clicks(used, 'block_actions invite:cancel');
  const batchId = /mb_[\w-]+/.exec(words(memberCard))?.[0] ?? '';
  const inviteId = /inv_[\w-]+/.exec(words(card))?.[0] ?? '';
  const inList = clicks(used, 'block_actions member:resend in member_pending');
  const inHistory = clicks(used, 'block_actions history:area in team_history');
  const inForm = clicks(used, 'block_actions member:system in member_form');
  const more = [
    inMessage('invite:again', inviteId),
    inMessage('invite_take_over', inviteId),
    inMessage('invite_keep', inviteId),
    inMessage('invite_link', inviteId),
    inMessage('list:page', 'all:1'),
    inMessage('member:retry', batchId),
    inMessage('member:links', batchId),
    inMessage('member:links:next', `${batchId}:1`),
    inMessage('member:refused', batchId),
    inMessage('member:refused:previous', `${batchId}:0`),
    inList('member:page:next', '1'),
    inList('member:list_again', ''),
    inHistory('history:who', ''),
    inHistory('history:kind', ''),
    inHistory('history:when', ''),
    inHistory('history:clear', 'clear'),
    inHistory('history:page:next', '1'),
    inForm('member:room', ''),
    inForm('member:reload', ''),
  ];
  const search = used.find(({ surface }) => surface === 'block_suggestion host_search');
  const payload: Json = { ...search?.payload, action_id: 'choice_search', block_id: 'role:snyk' };
  const choices: Genuine = { surface: surfaceOf(payload), type: 'interactive', payload };
  return { desk, card, memberCard, genuine: [...used, ...more, choices] };
}

/** Buttons that stand there only at times: a click as another was delivered, on this one. */
function clicks(used: readonly Genuine[], like: string): (actionId: string, value: string) => Genuine {
  const found = used.find(({ surface }) => surface === like);
  if (found === undefined) throw new Error(`${like} was not used: ${used.map(({ surface }) => surface).join(', ')}`);
  return (actionId, value) => {
    const [action] = found.payload.actions as Json[];
    const payload = { ...found.payload, actions: [{ ...action, type: 'button', action_id: actionId, value }] };
    return { surface: surfaceOf(payload), type: 'interactive', payload };
  };
}

function distinct(deliveries: readonly { readonly type: string; readonly payload: Json }[]): readonly Genuine[] {
  const found = new Map<string, Genuine>();
  for (const { type, payload } of deliveries) {
    if (type !== 'slash_commands' && type !== 'interactive') continue;
    const surface = surfaceOf(payload);
    if (!found.has(surface)) found.set(surface, { surface, type, payload });
  }
  return [...found.values()];
}

/** What of the bot a request is for. */
function surfaceOf(payload: Json): string {
  const { command, type, actions, view, callback_id, action_id } = payload as {
    command?: string;
    type?: string;
    actions?: { action_id: string }[];
    view?: { callback_id: string };
    callback_id?: string;
    action_id?: string;
  };
  if (command !== undefined) return `${command} ${String(payload.text).split(' ')[0]}`.trim();
  const where = view === undefined ? '' : ` in ${view.callback_id}`;
  if (type === 'view_submission') return `view_submission ${view?.callback_id}`;
  return `${type} ${actions?.[0]?.action_id ?? callback_id ?? action_id}${type === 'block_actions' ? where : ''}`;
}
