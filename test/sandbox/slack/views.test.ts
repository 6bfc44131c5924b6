import { expect, onTestFinished, test, vi } from 'vitest';
import { createTriggers } from '../../../src/sandbox/slack/triggers.ts';
import { aSilentBot, opened, trigger } from './a-silent-bot.ts';
import { aModal, anInput, aWorkspace, call, plain, textInput } from './a-workspace.ts';

const error = async (answer: ReturnType<typeof call>) => (await answer).body.error;

test('a trigger must be known and not expired', async () => {
  const { slack, mia, studio } = await aSilentBot({ triggerLifeMs: 0 });
  const user = slack.as(mia.id);
  const old = await trigger(slack, user, studio.id);
  expect(await error(call(slack, 'views.open', { trigger_id: old, view: aModal() }))).toBe('expired_trigger_id');
  expect(await error(call(slack, 'views.open', { trigger_id: '1.2.abc', view: aModal() }))).toBe('invalid_trigger_id');
  expect(await error(call(slack, 'views.open', { view: aModal() }))).toBe('invalid_arguments');
  expect(user.views()).toEqual([]);
});

test('a trigger expires after 3 seconds of real time', () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(10_000);
  onTestFinished(() => clock.mockRestore());
  const triggers = createTriggers();
  const given = { person: 'U1' };
  const id = triggers.issue(given);
  clock.mockReturnValue(13_000);
  expect(triggers.look(id)).toMatchObject(given);
  clock.mockReturnValue(13_001);
  expect(triggers.look(id)).toEqual({ error: 'expired_trigger_id' });
});

test('a trigger is used up by a view that opens, not by one that is refused', async () => {
  const { slack, mia, studio } = await aSilentBot();
  const user = slack.as(mia.id);
  const id = await trigger(slack, user, studio.id);
  expect(await error(call(slack, 'views.open', { trigger_id: id, view: aModal([]) }))).toBe('invalid_arguments');
  expect(await error(call(slack, 'views.open', { trigger_id: id, view: aModal() }))).toBeUndefined();
  expect(await error(call(slack, 'views.open', { trigger_id: id, view: aModal() }))).toBe('exchanged_trigger_id');
});

test('views.open returns the view as Slack does', async () => {
  const place = await aSilentBot();
  const { slack } = place;
  const open = await opened(
    place,
    aModal([textInput('name', { initial_value: 'Ana' }), { type: 'section', text: { type: 'mrkdwn', text: 'x' } }], {
      private_metadata: 'kept',
      external_id: 'mine',
    }),
  );
  const answer = slack.calls.findLast((one) => one.method === 'views.open')?.answer;
  expect(answer).toMatchObject({
    ok: true,
    view: {
      id: open.id,
      team_id: slack.teamId,
      type: 'modal',
      private_metadata: 'kept',
      callback_id: 'form',
      external_id: 'mine',
      hash: open.hash,
      title: { type: 'plain_text', text: 'Door', emoji: true },
      root_view_id: open.id,
      previous_view_id: null,
      notify_on_close: false,
      clear_on_close: false,
      state: { values: { name: { value: { type: 'plain_text_input', value: 'Ana' } } } },
      blocks: [
        { block_id: 'name' },
        { block_id: expect.any(String), text: { type: 'mrkdwn', text: 'x', verbatim: false } },
      ],
    },
  });
});

test('views.update needs an open view and its latest hash', async () => {
  const place = await aSilentBot();
  const { slack, mia } = place;
  const open = await opened(place, aModal([textInput('name')], { external_id: 'mine' }));
  const first = open.hash;
  expect(
    await error(
      call(slack, 'views.update', {
        view_id: open.id,
        hash: first,
        view: aModal([textInput('name')], { external_id: 'mine' }),
      }),
    ),
  ).toBeUndefined();
  expect(open.hash).not.toBe(first);
  expect(await error(call(slack, 'views.update', { view_id: open.id, hash: first, view: aModal() }))).toBe(
    'hash_conflict',
  );
  expect(
    await error(
      call(slack, 'views.update', { external_id: 'mine', view: aModal([textInput('name')], { external_id: 'mine' }) }),
    ),
  ).toBeUndefined();
  expect(await error(call(slack, 'views.update', { view: aModal() }))).toBe('invalid_arguments');
  expect(await error(call(slack, 'views.update', { view_id: 'V0', view: aModal() }))).toBe('not_found');
  const hash = open.hash;
  await slack.as(mia.id).close(open.id);
  expect(await error(call(slack, 'views.update', { view_id: open.id, hash, view: aModal() }))).toBe('not_found');
});

test('an external_id is unique', async () => {
  const place = await aSilentBot();
  const { slack, ben, studio } = place;
  await opened(place, aModal([textInput('name')], { external_id: 'mine' }));
  const id = await trigger(slack, slack.as(ben.id), studio.id);
  expect(
    await error(
      call(slack, 'views.open', { trigger_id: id, view: aModal([textInput('name')], { external_id: 'mine' }) }),
    ),
  ).toBe('duplicate_external_id');
});

test('at most three views are stacked, and only over an open one', async () => {
  const place = await aSilentBot();
  const { slack, mia, studio } = place;
  const user = slack.as(mia.id);
  expect(
    await error(call(slack, 'views.push', { trigger_id: await trigger(slack, user, studio.id), view: aModal() })),
  ).toBe('not_found');
  const button = {
    type: 'actions',
    block_id: 'more',
    elements: [{ type: 'button', action_id: 'more', text: plain('More') }],
  };
  await opened(place, aModal([button]));
  const push = async () => {
    await user.act({ viewId: user.views().at(-1)?.id ?? '' }, { actionId: 'more' });
    return error(
      call(slack, 'views.push', {
        trigger_id: slack.deliveries.at(-1)?.payload.trigger_id,
        view: aModal([button], { notify_on_close: true }),
      }),
    );
  };
  expect([await push(), await push(), await push()]).toEqual([undefined, undefined, 'push_limit_reached']);
  const [first, second, third] = user.views();
  expect([second?.previousId, third?.previousId, third?.rootId]).toEqual([first?.id, second?.id, first?.id]);

  await user.close(third?.id ?? '');
  expect(user.views().map((one) => one.id)).toEqual([first?.id, second?.id]);
  await user.close(second?.id ?? '', true);
  expect(user.views()).toEqual([]);
  const closed = slack.deliveries
    .filter((one) => one.payload.type === 'view_closed')
    .map((one) => one.payload.is_cleared);
  expect(closed).toEqual([false, true]);
});

test('clear_on_close closes the whole stack', async () => {
  const place = await aSilentBot();
  const { slack, mia } = place;
  const user = slack.as(mia.id);
  const button = { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('More') }] };
  const first = await opened(place, aModal([button]));
  await user.act({ viewId: first.id }, { actionId: 'more' });
  await call(slack, 'views.push', {
    trigger_id: slack.deliveries.at(-1)?.payload.trigger_id,
    view: aModal([button], { clear_on_close: true }),
  });
  await user.close(user.views()[1]?.id ?? '');
  expect(user.views()).toEqual([]);
});

test('typed values stay while block_id and action_id stay', async () => {
  const place = await aSilentBot();
  const { slack, mia } = place;
  const user = slack.as(mia.id);
  const choice = (values: string[]) => ({
    type: 'static_select',
    options: values.map((value) => ({ text: plain(value), value })),
  });
  const open = await opened(
    place,
    aModal([
      textInput('same'),
      textInput('renamed'),
      textInput('replaced'),
      anInput('choice', choice(['a', 'b'])),
      anInput('fewer', choice(['a', 'b'])),
    ]),
  );
  for (const blockId of ['same', 'renamed', 'replaced']) await user.fill(open.id, { blockId }, 'typed');
  for (const blockId of ['choice', 'fewer']) await user.fill(open.id, { blockId }, 'b');
  const blocks = [
    textInput('same', { initial_value: 'new' }),
    textInput('renamed:2', { initial_value: 'new' }),
    anInput('replaced', { type: 'plain_text_input', action_id: 'other', initial_value: 'new' }),
    anInput('choice', choice(['b', 'c'])),
    anInput('fewer', choice(['a', 'c'])),
  ];
  expect(await error(call(slack, 'views.update', { view_id: open.id, view: aModal(blocks) }))).toBeUndefined();
  expect(open.values).toMatchObject({
    same: { value: { value: 'typed' } },
    'renamed:2': { value: { value: 'new' } },
    replaced: { other: { value: 'new' } },
    choice: { value: { selected_option: { value: 'b' } } },
    fewer: { value: { selected_option: null } },
  });
  expect(open.values.renamed).toBeUndefined();
});

test('an invalid view is refused in Slack’s words', async () => {
  const place = await aSilentBot();
  const { slack, mia, studio } = place;
  const id = await trigger(slack, slack.as(mia.id), studio.id);
  const { body } = await call(slack, 'views.open', {
    trigger_id: id,
    view: { ...aModal(), title: plain('x'.repeat(25)) },
  });
  expect(body).toMatchObject({
    ok: false,
    error: 'invalid_arguments',
    response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
  });
  const big = aModal(Array.from({ length: 90 }, () => ({ type: 'section', text: plain('x'.repeat(2900)) })));
  expect(await error(call(slack, 'views.open', { trigger_id: id, view: big }))).toBe('view_too_large');
});

test('every person has a home tab, if the manifest enables it', async () => {
  const { slack, mia, ben } = await aSilentBot();
  const home = (text: string) => ({ type: 'home', blocks: [{ type: 'header', text: plain(text) }] });
  expect(await error(call(slack, 'views.publish', { user_id: mia.id, view: home('one') }))).toBeUndefined();
  const hash = String(slack.as(mia.id).home()?.hash);
  expect(await error(call(slack, 'views.publish', { user_id: mia.id, view: home('two'), hash }))).toBeUndefined();
  expect(await error(call(slack, 'views.publish', { user_id: mia.id, view: home('three'), hash }))).toBe(
    'hash_conflict',
  );
  expect(JSON.stringify(slack.as(mia.id).home())).toContain('two');
  expect(slack.as(ben.id).home()).toBeUndefined();
  expect(await error(call(slack, 'views.publish', { user_id: 'U0', view: home('x') }))).toBe('invalid_arguments');
  expect(await error(call(slack, 'views.publish', { user_id: mia.id, view: aModal() }))).toBe('invalid_arguments');
  const bare = await aWorkspace({ manifest: { oauth_config: { scopes: { bot: [] } } } });
  expect(await error(call(bare.slack, 'views.publish', { user_id: bare.mia.id, view: home('x') }))).toBe('not_enabled');
});
