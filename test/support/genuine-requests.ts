import type { Delivery, Json, Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  cards,
  choose,
  fillInviteForm,
  inputId,
  inviteGuest,
  openInviteForm,
  press,
  thread,
  topView,
  words,
} from './gestures.ts';
import { chooseHosts } from './group-gestures.ts';
import { chooseInHome, homeIsSilent, openHome, pressInHome } from './home-gestures.ts';
import { listSays, openList, openMemberForm, pressInRow, submitMembers, viewCopy } from './member-gestures.ts';
import { openSeriesForm } from './series-gestures.ts';
import { offered, openTeam, pick } from './team-gestures.ts';
import type { World } from './world.ts';

/** A request as Slack delivered it for a person who may do what it asks. */
export type Genuine = {
  /** What distinguishes it from the others: `/guest invite`, `block_actions invite:cancel`, `view_submission invite_form`. */
  readonly surface: string;
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Json;
};

/** What nobody outside may learn of, and where it is. */
export type Scene = {
  /** A private channel: Mia, who invites, Ada, who is an admin, and the bot. */
  readonly channel: string;
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
  const channel = slack.addChannel({ name: 'secret-edits', kind: 'private', members: [mia, ada] }).id;
  const user = slack.as(ada);
  const from = slack.deliveries.length;
  const shut = () => user.close(user.views().at(-1)?.id ?? '', true);
  const command = (text: string) => user.command(channel, text);

  await inviteGuest(world, mia, {
    ...anEvening,
    email: secretGuest,
    event: secretEvent,
    start: ['2026-11-23', '10:30'],
    end: ['2026-11-23', '11:30'],
    channel,
  });
  const cardSays = (text: string) =>
    slack.until(`the card says ${text}`, () => cards(world, channel).find((one) => words(one).includes(text)));
  const card = await cardSays('*Scheduled');

  // `/guest`: the form with all it asks, and its searches.
  await user.shortcut('invite_guest');
  await topView(world, ada, 'invite_form');
  await shut();
  const said = user.say(channel, `May she come, too? ${secretGuest}`);
  await user.messageShortcut('invite_this_guest', said);
  await topView(world, ada, 'invite_form');
  await shut();
  const form = await openInviteForm(world, ada, '', channel);
  await fillInviteForm(world, ada, form, {
    ...anEvening,
    zone: 'Tokyo',
    start: ['2026-11-24', '14:00'],
    end: ['2026-11-24', '16:00'],
    channel,
    event: 'Another',
  });
  await user.act({ viewId: form.id }, { actionId: 'preset:full' });
  await user.submit(form.id);
  await slack.until('the second card stands', () => cards(world, channel).length === 2);
  const booked = await openInviteForm(world, ada, 'kim@example.com Edit 1 2026-11-23 10:00 for 2h', channel);
  const recent = { blockId: 'recent', actionId: 'recent_guest' };
  const guests = await user.search({ viewId: booked.id }, recent, '');
  if (guests === 'failed') throw new Error('recent guests were not answered');
  await user.act({ viewId: booked.id }, recent, guests.groups[0]?.options[0]);
  await slack.until('it knows the next free time', () => viewCopy(booked).includes('use_slot'));
  await user.act({ viewId: booked.id }, { actionId: 'use_slot' });
  await shut();
  for (const text of ['help', 'list all', `show ${secretGuest}`, 'hosts', 'board', 'credits'])
    await command(`/guest ${text}`);
  await command('/guest settings');
  await user.submit((await topView(world, ada, 'settings_form')).id);
  const templateList = (text: string) =>
    slack.until(`the list says ${text}`, () =>
      user.messages(channel).findLast((one) => one.ephemeralFor === ada && words(one).includes(text)),
    );
  await command('/guest template');
  await press(world, ada, await templateList('template_new'), 'template_new');
  const template = await topView(world, ada, 'template_form');
  await user.fill(template.id, { blockId: 'name' }, 'Rehearsals');
  await user.submit(template.id);
  await shut();
  await command('/guest template');
  const templates = await templateList('*Rehearsals*');
  await press(world, ada, templates, 'template_use');
  const filled = await topView(world, ada, 'invite_form');
  await user.act({ viewId: filled.id }, { actionId: 'template_choice' }, /tpl_\w+/.exec(words(templates))?.[0]);
  await shut();
  await press(world, ada, templates, 'template_edit');
  await topView(world, ada, 'template_form');
  await shut();
  await press(world, ada, templates, 'template_delete');
  await command('/guest preferences');
  const preferences = await topView(world, ada, 'preferences_form');
  await choose(world, ada, preferences, 'host', 'Edit 1');
  await user.submit(preferences.id);
  await command('/guest preferences');
  await user.act({ viewId: (await topView(world, ada, 'preferences_form')).id }, { actionId: 'clear_defaults' });
  await command(`/guest find ${secretGuest}`);
  const finder = await topView(world, ada, 'find_form');
  await user.act({ viewId: finder.id }, { actionId: 'find:from' }, '2026-11-23');
  await slack.until('the days are drawn', () => viewCopy(finder).includes('find:clear'));
  await user.act({ viewId: finder.id }, { actionId: 'find:details' });
  await user.close((await topView(world, ada, 'find_shown')).id);
  await user.submit(finder.id);
  await shut();
  await command('/guest history');
  await topView(world, ada, 'audit_log');
  await shut();
  await command('/guest audit');
  const log = await topView(world, ada, 'audit_log');
  await user.act({ viewId: log.id }, { actionId: 'audit:kind' }, 'request');
  await slack.until('the filter is drawn', () => viewCopy(log).includes('audit:clear'));
  await user.act({ viewId: log.id }, { actionId: 'audit:details' });
  await user.close((await topView(world, ada, 'audit_entry')).id);
  await user.act({ viewId: log.id }, { actionId: 'audit:export:csv' });
  await slack.until('the export is there', () => viewCopy(log).includes('in your direct messages'));
  await user.submit(log.id);
  await shut();
  await command('/guest approvals');
  await topView(world, ada, 'approval_list');
  await shut();
  await command('/guest report');
  const report = await topView(world, ada, 'report_form');
  await user.act({ viewId: report.id }, { actionId: 'report:period' }, 'days');
  await choose(world, ada, report, 'report_host', 'Edit 1');
  await user.submit(report.id);
  await slack.until('the report is there', () => viewCopy(user.views().at(-1) ?? report).includes('could connect to'));
  await shut();
  for (const intent of ['update', 'extend', 'cancel', 'kick']) {
    await command(`/guest ${intent}`);
    const picker = await topView(world, ada, 'pick_invite');
    if (intent === 'extend') {
      await choose(world, ada, picker, 'invite', secretGuest);
      await user.submit(picker.id);
    }
    await shut();
  }
  await command('/guest list all');
  const list = await slack.until('the list', () =>
    user.messages(channel).findLast((one) => one.ephemeralFor === ada && words(one).includes('invite:show')),
  );
  await user.act({ channel, ts: list.ts }, { actionId: 'invite:show' });
  world.clock.advance(Date.UTC(2026, 10, 23, 10, 16) - world.clock.now());
  const warning = await slack.until('the warning', () =>
    thread(world, card).find((one) => words(one).includes('invite_extend_by')),
  );
  await cardSays('*Active');
  await user.act({ channel, ts: warning.ts }, { actionId: 'invite_extend_by:30' });
  for (const name of ['update', 'extend', 'kick'] as const) {
    await press(world, ada, card, `invite:${name}`);
    const view = await topView(world, ada, `${name}_form`);
    if (name === 'update') await user.act({ viewId: view.id }, { actionId: 'preset:view' });
    await user.submit(view.id);
    while (user.views().length > 0) await shut();
  }
  // The kick took the first invite away, too.
  await cardSays('*Cancelled');
  const second = cards(world, channel).find(({ ts }) => ts !== card.ts) ?? card;
  await press(world, ada, second, 'invite:cancel');
  await user.submit((await topView(world, ada, 'cancel_form')).id);
  // `/guest several`: the form, and the card of the group.
  await command('/guest several kay@example.com lou@example.com 2026-11-25 14:00 to 2026-11-25 15:00');
  const several = await topView(world, ada, 'several_form');
  await slack.until('who gets which computer', () => viewCopy(several).includes('lou@example.com on'));
  await chooseHosts(world, ada, several, ['Edit 1']);
  await user.act({ viewId: several.id }, { actionId: 'preset:view' });
  await user.submit(several.id);
  const groupCard = await slack.until('the card of the group', () =>
    cards(world, channel).find((one) => words(one).includes('2 guests: all scheduled')),
  );
  for (const name of ['extend', 'end']) {
    await user.act({ channel, ts: groupCard.ts }, { actionId: `group:${name}` });
    await user.submit((await topView(world, ada, `group_${name}_form`)).id);
    while (user.views().length > 0) await shut();
  }
  // A series: its form, its card, the list and the window.
  const times = { start: ['2026-12-07', '14:00'], end: ['2026-12-07', '16:00'] } as const;
  const asked = { ...anEvening, ...times, email: secretGuest, event: secretEvent };
  const repeats = await openSeriesForm(world, ada, asked, { on: 'weekdays', until: '2026-12-18' }, channel);
  await user.submit(repeats.id);
  const series = await slack.until('the series stands', () =>
    cards(world, channel).find((one) => words(one).includes('series:skip')),
  );
  await press(world, ada, series, 'series:skip');
  await slack.until('it is skipped', () => slack.messages.some(({ text }) => text.startsWith('You skipped')));
  await command('/guest series');
  const listed = await topView(world, ada, 'series_list');
  await user.act({ viewId: listed.id }, { actionId: 'series:show' });
  const shown = await topView(world, ada, 'series_shown');
  const restore = () => /restore:ser_[\w:-]+/.exec(JSON.stringify(shown.view))?.[0];
  const back = await slack.until('the window offers to bring it back', restore);
  await user.act({ viewId: shown.id }, { actionId: 'series:more' }, back);
  await slack.until('it is back', () => viewCopy(shown).includes('back in the series'));
  while (user.views().length > 0) await shut();
  await press(world, ada, series, 'series:move');
  const move = await topView(world, ada, 'series_move');
  await user.fill(move.id, { blockId: 'start_time' }, '13:00');
  await user.submit(move.id);
  await press(world, ada, series, 'series:end');
  await user.submit((await topView(world, ada, 'series_end')).id);
  const seriesId = /ser_[\w-]+/.exec(words(series))?.[0] ?? '';
  // `/member`: the form, the card and the two lists.
  const changing = await openMemberForm(world, ada, 'truvera');
  await user.fill(changing.id, { blockId: 'system' }, 'parsec');
  await shut();
  const { view } = await submitMembers(world, ada, {
    system: 'snyk',
    role: world.snyk().roles[1]?.id ?? '',
    addresses: `${secretMember}\nnobody`,
  });
  await user.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
  await user.fill(view.id, { blockId: 'channel' }, channel);
  await user.submit(view.id);
  const memberCard = await slack.until('the card of members', () =>
    cards(world, channel).find((one) => words(one).includes('1 of 2 invited')),
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
  await user.submit(pending.id);
  await listSays(world, pending, 'rui');
  await pressInRow(world, ada, pending, 'rui', 'member:cancel');
  await atTruvera('Cancel invitation');
  await slack.until('it is gone from the list', () => !/member:cancel|Asking /.test(viewCopy(pending)));
  await user.act({ viewId: pending.id }, { actionId: 'member:list_system' }, 'parsec');
  await listSays(world, pending, 'member:edit');
  await pressInRow(world, ada, pending, 'rui', 'member:edit');
  const edit = await slack.until('the terms', () =>
    user.views().find(({ view }) => view.callback_id === 'member_edit'),
  );
  await user.submit(edit.id);
  await shut();
  const members = await openList(world, ada, 'list truvera', 'member_list');
  await user.submit(members.id);
  await listSays(world, members, 'Tom');
  await pressInRow(world, ada, members, 'Tom', 'member:role');
  const role = await slack.until('the roles', () =>
    user.views().find(({ view }) => view.callback_id === 'member_role'),
  );
  await user.submit(role.id);
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
  await user.act({ viewId: history.id }, { actionId: 'history:area' }, 'snyk');
  await user.submit(history.id);
  await shut();
  const change = await openTeam(world, 'parsec/Update Team Machine');
  await offered(world, change, 'machine');
  await user.submit(change.id);
  await shut();
  const remove = await openTeam(world, 'parsec/Delete Team Machine');
  await pick(world, remove, 'machine', 'vault');
  await user.submit(remove.id);
  await user.submit((await topView(world, ada, 'team_confirm')).id);
  await slack.until('the machine is gone', () => !world.parsec.machines.some(({ name }) => name === 'Vault'));
  await shut();

  // The Home tab, its form, and its filters.
  await openHome(world, ada, 'home:scope');
  await pressInHome(world, ada, 'home:invite');
  await topView(world, ada, 'invite_form');
  await shut();
  await chooseInHome(world, ada, 'home:scope', 'mine');
  await chooseInHome(world, ada, 'home:host', '*');
  await chooseInHome(world, ada, 'home:part', 'next');
  await homeIsSilent(world, ada, 'Ended lately","emoji":false},"block_id');

  const used = distinct(slack.deliveries.slice(from));
  const inMessage = clicks(used, 'block_actions invite:extend');
  const batchId = /mb_[\w-]+/.exec(words(memberCard))?.[0] ?? '';
  const groupId = /grp_[\w-]+/.exec(words(groupCard))?.[0] ?? '';
  const inviteId = /inv_[\w-]+/.exec(words(card))?.[0] ?? '';
  const inList = clicks(used, 'block_actions member:resend in member_pending');
  const inHistory = clicks(used, 'block_actions history:area in team_history');
  const inAudit = clicks(used, 'block_actions audit:kind in audit_log');
  const inFind = clicks(used, 'block_actions find:from in find_form');
  const inReport = clicks(used, 'block_actions report:period in report_form');
  const inHome = clicks(used, 'block_actions home:invite in ');
  const inForm = clicks(used, 'block_actions member:system in member_form');
  const more = [
    // Cards from before there was a menu have these as buttons.
    inMessage('invite:update', inviteId),
    inMessage('invite:kick', inviteId),
    inMessage('invite:cancel', inviteId),
    inMessage('invite:again', inviteId),
    inMessage('invite_take_over', inviteId),
    inMessage('invite_keep', inviteId),
    inMessage('invite_show_email', inviteId),
    inMessage('group:retry', groupId),
    inMessage('group:take_over', groupId),
    inMessage('group:guests', groupId),
    inMessage('group:guests:next', `${groupId}:1`),
    inMessage('group:emails', groupId),
    inMessage('series:restore', `${seriesId}:2026-12-08`),
    inMessage('series:invite', `${seriesId}:2026-12-08`),
    inMessage('series:show', seriesId),
    inMessage('series:take_over', seriesId),
    inMessage('list:page', 'all:1'),
    inMessage('guest_run', 'list all'),
    inMessage('member:retry', batchId),
    inMessage('member:links', batchId),
    inMessage('member:links:next', `${batchId}:1`),
    inMessage('member:refused', batchId),
    inMessage('member:refused:previous', `${batchId}:0`),
    inList('member:page:next', '1'),
    inList('member:list_again', ''),
    inAudit('audit:who', ''),
    inAudit('audit:via', ''),
    inAudit('audit:from', ''),
    inAudit('audit:to', ''),
    inAudit('audit:clear', 'clear'),
    inAudit('audit:page:next', '1.1'),
    inAudit('audit:page:previous', 'previous'),
    inFind('find:who', ''),
    inFind('find:to', ''),
    inFind('find:clear', 'clear'),
    inFind('find:page:next', '1'),
    inReport('report:kind', ''),
    inHistory('history:who', ''),
    inHistory('history:kind', ''),
    inHistory('history:when', ''),
    inHistory('history:clear', 'clear'),
    inHistory('history:page:next', '1'),
    // Nothing needs approval here (approvals.test.ts); these are about a request that is not there.
    ...['approve', 'deny', 'edit', 'review', 'withdraw', 'open'].map((name) =>
      inMessage(`approval:${name}`, 'apr_1:1'),
    ),
    ...['deny', 'review'].map((name) => submitted(used, `approval_${name}`, { id: 'apr_1', seen: 1 })),
    submitted(used, 'approval_edit', { ...untypedForm, approval: { id: 'apr_1', seen: 1 } }),
    // Its form needs profiles in the policy (onboard.test.ts).
    submitted(used, 'person_onboard', {}),
    submitted(used, 'person_offboard', { email: 'nobody' }),
    inForm('person:onboard_channel', ''),
    inForm('person:offboard_channel', ''),
    inMessage('person:retry', 'pr_1'),
    inForm('member:room', ''),
    inHome('home:show', 'ended'),
    inHome('home:page:next', '1'),
    inHome('home:page:previous', '0'),
    inForm('member:reload', ''),
  ];
  const search = used.find(({ surface }) => surface === 'block_suggestion host_search');
  const payload: Json = { ...search?.payload, action_id: 'choice_search', block_id: 'role:snyk' };
  const choices: Genuine = { surface: surfaceOf(payload), type: 'interactive', payload };
  return { channel, card, memberCard, genuine: [...used, ...more, choices] };
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

/** What a form of times and permissions remembers, before anything is typed into it. */
const untypedForm = {
  presetNo: 0,
  hostNo: 0,
  kept: { startDate: '', startTime: '', endDate: '', endTime: '', duration: '' },
};

/** A modal that is open only at times: a submission as another was delivered, of this one, with something typed into its only text. */
function submitted(used: readonly Genuine[], callbackId: string, metadata: Json): Genuine {
  const like = used.find(({ surface }) => surface === 'view_submission cancel_form');
  if (like === undefined) throw new Error('no form was submitted');
  const note = { type: 'input', block_id: 'note', label: { type: 'plain_text', text: 'Reason' } };
  const view = {
    ...(like.payload.view as Json),
    callback_id: callbackId,
    private_metadata: JSON.stringify(metadata),
    blocks: [note],
    state: { values: { note: { value: { type: 'plain_text_input', value: 'Because' } } } },
  };
  const payload = { ...like.payload, view };
  return { surface: surfaceOf(payload), type: 'interactive', payload };
}

function distinct(deliveries: readonly Pick<Delivery, 'type' | 'payload'>[]): readonly Genuine[] {
  const found = new Map<string, Genuine>();
  for (const { type, payload } of deliveries) {
    const surface = surfaceOf(payload);
    if (!found.has(surface)) found.set(surface, { surface, type, payload });
  }
  return [...found.values()];
}

/** What of the bot a request is for. */
function surfaceOf(payload: Json): string {
  const { command, type, actions, view, callback_id, action_id, event } = payload as {
    event?: { type: string };
    command?: string;
    type?: string;
    actions?: { action_id: string }[];
    view?: { callback_id: string };
    callback_id?: string;
    action_id?: string;
  };
  if (event !== undefined) return `event ${event.type}`;
  if (command !== undefined) return `${command} ${String(payload.text).split(' ')[0]}`.trim();
  const where = view === undefined ? '' : ` in ${view.callback_id}`;
  if (type === 'view_submission') return `view_submission ${view?.callback_id}`;
  return `${type} ${actions?.[0]?.action_id ?? callback_id ?? action_id}${type === 'block_actions' ? where : ''}`;
}
