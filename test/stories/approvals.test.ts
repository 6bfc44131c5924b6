import { afterEach, describe, expect, it } from 'vitest';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { eraseInvite } from '../../src/flows/shared/erase-invite.ts';
import { newId } from '../../src/new-id.ts';
import type { Json, Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { openStore } from '../../src/store/open-store.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import {
  cardSaying,
  cards,
  guest,
  inputId,
  invited,
  openFilledForm,
  passing,
  press,
  referenceOf,
  submitAnyway,
  thread,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import { placeOf } from '../support/search-store.ts';
import { startWorld, transports, type World } from '../support/world.ts';

// Invites that need approval, as approvers and those who ask see them, from the request to Parsec.
let world: World;
let live: { -readonly [Key in keyof Policy]?: Policy[Key] };
afterEach(() => world.stop());

const HOUR = 3_600_000;

type Written = {
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly approvals?: object;
  readonly rule?: object;
};

/** A world in which every invite needs the approval of Ben, or of those who are written. */
async function begin(written: Written = {}, options: Parameters<typeof startWorld>[0] = {}): Promise<void> {
  live = {};
  world = await startWorld({ ...options, policy: live, livePolicy: true });
  needApproval(written);
}

function needApproval({ groups = { leads: [world.people.ben] }, approvals = {}, rule = {} }: Written = {}): void {
  const people = Object.fromEntries(Object.entries(groups).map(([name, ids]) => [name, { people: ids }]));
  const all = { name: 'all', approval: { by: Object.keys(groups), ...rule } };
  const policy = aPolicy({ approvals: { groups: people, ...approvals }, rules: [all] });
  Object.assign(live, { approvals: policy.approvals, rules: policy.rules });
}

/** Mia asks for an invite from 14:00 to 16:00, with a reason; its card. */
async function asked({ bypass = false, saying = 'Waiting for approval' } = {}): Promise<Message> {
  const { mia } = world.people;
  const view = await openFilledForm(world, mia);
  await has(view, 'reason');
  await fill(mia, view, 'reason', 'The client is in town');
  if (bypass) await fill(mia, view, 'bypass', ['bypass']);
  expect(await submitAnyway(world, mia, view)).toBe('closed');
  return cardSaying(world, saying);
}

const has = (view: OpenView, name: string) =>
  world.slack.until(`the form asks for ${name}`, () =>
    JSON.stringify(view.view.blocks).includes(`"block_id":"${name}`),
  );
const fill = (person: string, view: OpenView, name: string, value: unknown) =>
  world.slack.as(person).fill(view.id, { blockId: inputId(view, name) }, value);

/** The direct messages of the bot to a person. */
function directs(person: string): Message[] {
  const { channels, botUserId } = world.slack;
  const ids = channels.filter(({ kind, members }) => kind === 'im' && members.includes(person)).map(({ id }) => id);
  return world.slack.messages.filter(
    ({ channel, user, ephemeralFor }) => ids.includes(channel) && user === botUserId && ephemeralFor === undefined,
  );
}

/** The newest direct message of the bot to a person that says this. */
function direct(person: string, text: string): Promise<Message> {
  return world.slack.until(`${person} reads “${text}”`, () =>
    directs(person).findLast((message) => words(message).includes(text)),
  );
}

/** What only this person sees in the direct message where they pressed. */
function told(person: string, message: Message, text: string): Promise<Message> {
  return world.slack.until(`${person} is told “${text}”`, () =>
    world.slack
      .as(person)
      .messages(message.channel)
      .findLast((each) => each.ephemeralFor === person && words(each).includes(text)),
  );
}

/** Presses Deny or Close review, and says why. */
async function pressWithNote(
  person: string,
  message: Message,
  action: 'deny' | 'review',
  note: string,
): Promise<string> {
  await press(world, person, message, `approval:${action}`);
  const view = await topView(world, person, `approval_${action}`);
  await fill(person, view, 'note', note);
  return world.slack.as(person).submit(view.id);
}

describe.each(transports)('over %s', (transport) => {
  it('an invite waits until its approver approves it, and is created then', async () => {
    await begin({}, { transport });
    const { ben, mia } = world.people;
    expect(words(await asked())).toContain('*Waiting for approval* by leads. Nothing is sent to Parsec yet.');
    const request = await direct(ben, 'Approval needed');
    for (const part of [
      `<@${mia}> asks to invite *ana@example.com* to *Edit 1*`,
      'The client is in town',
      'Rule “all”',
    ])
      expect(words(request)).toContain(part);
    expect(world.parsec.invites).toEqual([]);
    await press(world, ben, request, 'approval:approve');
    const card = await cardSaying(world, '*Scheduled');
    expect(world.parsec.invites).toHaveLength(1);
    const decided = await direct(ben, `*Approved* by <@${ben}>`);
    expect([decided.ts, words(decided).includes('approval:approve')]).toEqual([request.ts, false]);
    await world.slack.until('the thread says who', () =>
      thread(world, card).some((said) => words(said).includes(`<@${ben}> approved the invite`)),
    );
    expect(directs(ben)).toHaveLength(1);
  });
});

it('asks once: of a request that was sent twice, the one that came late is deleted', async () => {
  await begin();
  const { ben } = world.people;
  const isRequest = ({ metadata }: Json) => JSON.stringify(metadata ?? '').includes('apr_');
  world.slack.trouble({ method: 'chat.postMessage', when: isRequest, then: { late: 'cut', afterMs: 90_000 } });
  await asked();
  await passing(world, 'it is sent again', () => directs(ben).length === 1, 5_000);
  const [known] = directs(ben);
  await passing(world, 'the first one comes', () => directs(ben).length === 2, 5_000);
  await passing(world, 'it is deleted', () => directs(ben).length === 1, 10_000);
  expect(directs(ben)[0]?.ts).toBe(known?.ts);
  await press(world, ben, known as Message, 'approval:approve');
  await direct(ben, `*Approved* by <@${ben}>`);
});

it('is denied with a reason, which the card names, and nothing is ever sent', async () => {
  await begin();
  const { ben } = world.people;
  await asked();
  const request = await direct(ben, 'Approval needed');
  expect(await pressWithNote(ben, request, 'deny', ' ')).toBe('errors');
  const view = await topView(world, ben, 'approval_deny');
  expect(view.errors).toEqual({ note: 'Enter a reason. The people who decide read it.' });
  await fill(ben, view, 'note', 'Use *Edit 2* <!channel>');
  expect(await world.slack.as(ben).submit(view.id)).toBe('closed');
  const card = await cardSaying(world, `*Denied* by <@${ben}>. Use `);
  expect(words(card)).not.toContain('<!channel>');
  await direct(ben, '*Denied* by');
  expect(world.parsec.requests.filter(({ operation }) => operation === 'Create Guest Access Invite')).toEqual([]);
});

it('is approved with other times and permissions, and its faults stand at their fields', async () => {
  await begin();
  const { ben } = world.people;
  await asked();
  const request = await direct(ben, 'Approval needed');
  await press(world, ben, request, 'approval:edit');
  const view = await topView(world, ben, 'approval_edit');
  await fill(ben, view, 'end_time', '13:00');
  await world.slack.until('the line says what is wrong', () =>
    JSON.stringify(view.view.blocks).includes('Enter an end after the start.'),
  );
  expect(await world.slack.as(ben).submit(view.id)).toBe('errors');
  expect(view.errors).toEqual({ end_time: 'Enter an end after the start.' });
  await fill(ben, view, 'end_time', '15:00');
  await fill(ben, view, 'permissions', ['mouse']);
  expect(await world.slack.as(ben).submit(view.id)).toBe('closed');
  await cardSaying(world, '*Scheduled');
  expect(world.parsec.invites).toMatchObject([
    { expires_at: '2026-11-23T14:00:00Z', keyboard: false, mouse: true, gamepad: false },
  ]);
});

it('a start that has passed asks the approver for a new time', async () => {
  await begin({ approvals: { expireAfter: '3d' } });
  const { ben } = world.people;
  await asked();
  const request = await direct(ben, 'Approval needed');
  world.clock.advance(Date.UTC(2026, 10, 23, 13, 30) - world.clock.now());
  await press(world, ben, request, 'approval:approve');
  const view = await topView(world, ben, 'approval_edit');
  expect(JSON.stringify(view.view.blocks)).toContain('The start or the end of this request has passed.');
  expect(world.parsec.invites).toEqual([]);
  expect(await world.slack.as(ben).submit(view.id)).toBe('closed');
  await cardSaying(world, '*Scheduled');
  expect(world.parsec.invites).toMatchObject([
    { starts_at: expect.stringMatching(/T13:3/), expires_at: '2026-11-23T15:00:00Z' },
  ]);
});

it('needs two, tells who asked how many approved, and takes one person only once', async () => {
  await begin();
  const { ben, ada, mia } = world.people;
  needApproval({ groups: { leads: [ben, ada, mia] }, rule: { count: 2 } });
  await asked();
  const request = await direct(ben, 'Approval needed');
  await press(world, ben, request, 'approval:approve');
  await cardSaying(world, '*Waiting for approval* by 2 people from leads, 1 of 2 so far.');
  await press(world, ben, request, 'approval:approve');
  await direct(ada, `1 of 2 so far: <@${ben}>`);
  expect(world.parsec.invites).toEqual([]);
  // Mia is among the leads, and still does not approve what she asked for herself.
  expect(directs(mia)).toEqual([]);
  await press(world, ada, await direct(ada, 'Approval needed'), 'approval:approve');
  await cardSaying(world, '*Scheduled');
  expect(world.parsec.invites).toHaveLength(1);
});

it('says why to people who may not decide', async () => {
  await begin();
  const { ben, ada, mia } = world.people;
  const approvers = world.slack.addChannel({ name: 'approvers', members: [ben, ada, mia], bot: true });
  const groups = { leads: { people: [ben, mia], channel: approvers.id } };
  Object.assign(live, { approvals: aPolicy({ approvals: { groups } }).approvals });
  await asked();
  const request = await world.slack.until('the channel is asked', () => cards(world, approvers.id)[0]);
  // Those are mentioned who can decide: who asks is not among them.
  expect(words(request)).toContain(`Approvers: <@${ben}>`);
  expect(words(request)).not.toContain(`Approvers: <@${ben}>,`);
  for (const [person, why] of [
    [mia, 'Somebody else has to approve your own request.'],
    [ada, "You aren't among the people who approve this."],
  ] as const) {
    for (const action of ['approve', 'deny', 'edit']) await press(world, person, request, `approval:${action}`);
    await world.slack.until(
      `${person} reads why, three times`,
      () =>
        world.slack
          .as(person)
          .messages(approvers.id)
          .filter((each) => words(each).includes(why)).length === 3,
    );
    expect(world.slack.as(person).views()).toEqual([]);
  }
  // Somebody else is named, and the card does not change.
  expect(words(request)).toContain('Approval needed');
  await press(world, ben, request, 'approval:approve');
  await cardSaying(world, '*Scheduled');
});

it('is reminded of, expires, and says so', async () => {
  await begin({ approvals: { remindAfter: '30m', escalateAfter: '1h', expireAfter: '2h' } });
  const { ben, mia } = world.people;
  const card = await asked();
  await direct(ben, 'Approval needed');
  world.clock.advance(31 * 60_000);
  const reminder = await direct(ben, 'is still waiting: ana@example.com on *Edit 1* (Render review).');
  await press(world, ben, reminder, 'approval:open');
  await told(ben, reminder, 'Approval needed');
  world.clock.advance(2 * HOUR);
  await cardSaying(world, '*Not approved.* Nobody approved it in time.');
  await direct(ben, '*Expired.* Nobody decided in time.');
  await world.slack.until('Mia is told', () =>
    thread(world, card).some(
      (said) => words(said).includes('Nobody approved the invite in time') && words(said).includes(mia),
    ),
  );
  expect(world.parsec.invites).toEqual([]);
});

it('asks the next group after a while, who can approve then', async () => {
  await begin({ approvals: { escalateAfter: '1h', expireAfter: '3h' } });
  const { ben, ada } = world.people;
  needApproval({ groups: { leads: [ben], heads: [ada] }, approvals: { escalateAfter: '1h', expireAfter: '3h' } });
  await asked();
  await direct(ben, 'Approval needed');
  expect(directs(ada)).toEqual([]);
  world.clock.advance(HOUR + 1);
  const request = await direct(ada, 'Approval needed');
  await press(world, ada, request, 'approval:approve');
  await cardSaying(world, '*Scheduled');
  await direct(ben, `*Approved* by <@${ada}>`);
});

it('goes ahead without approval where somebody may, and somebody else closes the review', async () => {
  await begin();
  const { ben, mia } = world.people;
  needApproval({ approvals: { breakGlass: [mia] } });
  await asked({ bypass: true, saying: '*Scheduled' });
  expect(world.parsec.invites).toHaveLength(1);
  const request = await direct(ben, `<@${mia}> went ahead without approval.`);
  await direct(world.people.ada, `<@${mia}> went ahead without approval: ana@example.com on *Edit 1*`);
  await guest(world, mia, 'approvals');
  const own = await topView(world, mia, 'approval_list');
  expect(JSON.stringify(own.view.blocks)).not.toContain('approval:review');
  expect(await pressWithNote(ben, request, 'review', 'Agreed on the phone')).toBe('closed');
  await direct(ben, `<@${ben}> closed the review. Agreed on the phone`);
  await direct(mia, `<@${ben}> closed the review of the invite for ana@example.com on *Edit 1*`);
});

it('lists what waits, and is decided and withdrawn there', async () => {
  await begin();
  const { ben } = world.people;
  await guest(world, ben, 'approvals');
  const list = await topView(world, ben, 'approval_list');
  expect(JSON.stringify(list.view.blocks)).toContain('Nothing waits for your approval or review.');
  await world.slack.as(ben).close(list.id);
  await asked();
  await guest(world, ben, 'approvals');
  const full = await topView(world, ben, 'approval_list');
  await world.slack.as(ben).act({ viewId: full.id }, { actionId: 'approval:open' });
  const shown = await topView(world, ben, 'approval_shown');
  await world.slack.as(ben).act({ viewId: shown.id }, { actionId: 'approval:deny' });
  const form = await topView(world, ben, 'approval_deny');
  await fill(ben, form, 'note', 'Not this week');
  expect(await world.slack.as(ben).submit(form.id)).toBe('closed');
  await world.slack.until(
    'both are redrawn',
    () =>
      JSON.stringify(shown.view.blocks).includes('*Denied* by') &&
      JSON.stringify(full.view.blocks).includes('Nothing waits for your approval or review.'),
  );
  await cardSaying(world, '*Denied* by');
});

it('a change waits on the card, where who asked withdraws it, and is made when it is approved', async () => {
  await begin();
  const { ben, mia } = world.people;
  live.rules = aPolicy({}).rules;
  const card = await invited(world, mia);
  needApproval();
  const extend = async () => {
    await press(world, mia, card, 'invite:extend');
    const form = await topView(world, mia, 'extend_form');
    await world.slack.as(mia).fill(form.id, { blockId: 'extension' }, '60');
    await has(form, 'reason');
    await submitAnyway(world, mia, form);
    await world.slack.as(mia).close(form.id, true);
    await cardSaying(world, 'Waiting for approval by leads: end ');
  };
  await extend();
  await press(world, ben, card, 'approval:withdraw');
  await whisper(world, ben, 'Only the person who asked can withdraw this request.');
  await press(world, mia, card, 'approval:withdraw');
  const freed = () => !words(cards(world)[0] ?? card).includes('Waiting for approval');
  await world.slack.until('it is taken back', freed);
  await direct(ben, `*Withdrawn* by <@${mia}>`);
  expect(world.parsec.invites).toMatchObject([{ expires_at: '2026-11-23T15:00:00Z' }]);

  await extend();
  const request = await direct(ben, "asks to change *ana@example.com*'s access");
  expect(words(request)).toContain('17:00 in Paris> instead of <!date');
  await press(world, ben, request, 'approval:approve');
  await world.slack.until('it ends later', () => world.parsec.invites[0]?.expires_at === '2026-11-23T16:00:00Z');
  await world.slack.until('nothing waits', freed);
});

it('an erased guest is on no card and in no message of approvers any more', async () => {
  await begin({ approvals: { remindAfter: '30m' } });
  const { ben } = world.people;
  const card = await asked();
  const request = await direct(ben, 'Approval needed');
  world.clock.advance(31 * 60_000);
  await direct(ben, 'is still waiting: ana@example.com');
  await pressWithNote(ben, request, 'deny', 'ana@example.com is away');
  await cardSaying(world, '*Denied*');
  await direct(ben, '*Denied*');
  const db = await openStore(placeOf(world));
  try {
    const rows = await eraseInvite(
      { store: db, now: world.clock.now, newId, workspaceId: () => world.slack.teamId },
      referenceOf(card),
      'request',
    );
    expect(rows).toMatchObject({ invite: 1, approval: 1 });
  } finally {
    await db.close();
  }
  await passing(world, 'nothing names her', () =>
    [...directs(ben), ...cards(world)].every((each) => !/ana@/.test(words(each))),
  );
  expect(words(request)).toContain('*Denied*');
});
