import type { App, ViewSubmitAction } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { openStage, pick, type Stage, write } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value = text.toLowerCase()) => ({ text: plain(text), value });

const inputs: KnownBlock[] = [
  input('name', 'Name', { type: 'plain_text_input', action_id: 'v', placeholder: plain('Your name') }),
  input(
    'story',
    'Story',
    { type: 'plain_text_input', action_id: 'v', multiline: true },
    { optional: true, hint: plain('As long as you like') },
  ),
  input('mail', 'E-mail', { type: 'email_text_input', action_id: 'v', focus_on_load: true }),
  input('count', 'Count', { type: 'number_input', action_id: 'v', is_decimal_allowed: false }),
  input('day', 'Day', { type: 'datepicker', action_id: 'v', initial_date: '2026-11-23' }),
  input('time', 'Time', { type: 'timepicker', action_id: 'v' }),
  input('may', 'May use', {
    type: 'checkboxes',
    action_id: 'v',
    options: [option('Keyboard'), option('Mouse'), option('Gamepad')],
    initial_options: [option('Keyboard')],
  }),
  input('when', 'When', {
    type: 'radio_buttons',
    action_id: 'v',
    options: [{ ...option('Now'), description: plain('At once') }, option('Later')],
  }),
  input('size', 'Size', { type: 'static_select', action_id: 'v', options: [option('Small'), option('Large')] }),
  input('host', 'Host', {
    type: 'external_select',
    action_id: 'hosts',
    min_query_length: 0,
    placeholder: plain('Search hosts'),
  }),
  input('machines', 'Machines', { type: 'multi_external_select', action_id: 'hosts', min_query_length: 0 }),
  input('at', 'At', { type: 'datetimepicker', action_id: 'v' }),
  input('who', 'Who', { type: 'users_select', action_id: 'v' }),
  input('team', 'Team', { type: 'multi_users_select', action_id: 'v' }),
  input('where', 'Where', { type: 'conversations_select', action_id: 'v', filter: { include: ['public'] } }),
];

function input(blockId: string, label: string, element: object, more: object = {}): KnownBlock {
  // One of Slack's input blocks: the sandbox's server checks it more strictly than the type would.
  return { type: 'input', block_id: blockId, label: plain(label), element, ...more } as KnownBlock;
}

const form = (blocks: KnownBlock[], more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('A form'),
  submit: plain('Send'),
  close: plain('Not now'),
  blocks,
  ...more,
});

const hosts = ['Edit 1', 'Edit 2', 'Render 1'];

describe('modals on the page', () => {
  let stage: Stage;
  let view: ModalView;
  /** Called with each submission; acks it. */
  let onSubmit: Parameters<App['view']>[1];
  let onAction: (app: Parameters<Parameters<App['action']>[1]>[0]) => Promise<void>;
  const submissions: ViewSubmitAction[] = [];
  const searches: string[] = [];
  let slowSearch = Promise.withResolvers<void>();

  beforeEach(async () => {
    submissions.length = 0;
    searches.length = 0;
    slowSearch = Promise.withResolvers<void>();
    view = form(inputs);
    onSubmit = async ({ ack }) => ack();
    onAction = async () => {};
    stage = await openStage(browser, (bot) => {
      bot.command('/try', async ({ ack, body, client }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view });
      });
      bot.options<'block_suggestion'>('hosts', async ({ payload, ack }) => {
        searches.push(payload.value);
        if (payload.value === 'silence') return;
        if (payload.value === 'edit 1') await slowSearch.promise;
        await ack({
          options: hosts.filter((one) => one.toLowerCase().includes(payload.value)).map((one) => option(one)),
        });
      });
      bot.view('form', async (args) => {
        submissions.push(args.body as ViewSubmitAction);
        await onSubmit(args);
      });
      bot.action(/.*/, async (args) => {
        await args.ack();
        await onAction(args);
      });
    });
  });
  afterEach(async () => {
    expect(stage.complaints).toEqual([]);
    await stage.stop();
  });

  async function openForm(title = 'A form'): Promise<{ page: Page; dialog: ReturnType<Page['getByRole']> }> {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, '/try');
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.waitFor();
    return { page, dialog };
  }

  const openViews = () => stage.slack.as(stage.mia.id).views();

  test('every kind of input arrives as Slack would send it', async () => {
    const { dialog } = await openForm();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Ana');
    await dialog.getByRole('textbox', { name: 'Story' }).fill('one\ntwo');
    await dialog.getByRole('textbox', { name: 'E-mail' }).fill('ana@example.com');
    await dialog.getByRole('textbox', { name: 'Count' }).fill('3');
    await dialog.getByLabel('Day', { exact: true }).fill('2026-11-24');
    await dialog.getByLabel('Time', { exact: true }).fill('14:30');
    await dialog.getByRole('group', { name: 'May use' }).getByRole('checkbox', { name: 'Gamepad' }).check();
    await dialog.getByRole('radiogroup', { name: 'When' }).getByRole('radio', { name: 'Now' }).check();
    await pick(dialog, 'Size', 'Large');
    await dialog.getByRole('combobox', { name: 'Host' }).fill('edit');
    await dialog.getByRole('option', { name: 'Edit 2' }).click();
    for (const [text, name] of [
      ['edit', 'Edit 1'],
      ['render', 'Render 1'],
      ['edit', 'Edit 2'],
    ] as const) {
      await dialog.getByRole('combobox', { name: 'Machines' }).fill(text);
      await dialog.getByRole('option', { name }).click();
    }
    await dialog.getByRole('button', { name: 'Remove Edit 1' }).click();
    await dialog.getByLabel('At', { exact: true }).fill('2026-11-24T14:30');
    await pick(dialog, 'Who', 'Ben');
    for (const name of ['Ben', 'Mia']) await pick(dialog, 'Team', name);
    await dialog.getByRole('button', { name: 'Remove Ben' }).click();
    await pick(dialog, 'Where', '#guests');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.waitFor({ state: 'detached' });
    const values = Object.fromEntries(
      Object.entries(submissions[0]?.view.state.values ?? {}).map(([block, actions]) => {
        const { type: _type, ...value } = Object.values(actions)[0] ?? { type: '' };
        return [
          block,
          JSON.parse(JSON.stringify(value), (key, one) =>
            key === 'text' && one?.text ? one.text : key === 'emoji' ? undefined : one,
          ),
        ];
      }),
    );
    expect(values).toMatchObject({
      name: { value: 'Ana' },
      story: { value: 'one\ntwo' },
      mail: { value: 'ana@example.com' },
      count: { value: '3' },
      day: { selected_date: '2026-11-24' },
      time: { selected_time: '14:30' },
      may: { selected_options: [{ value: 'keyboard' }, { value: 'gamepad' }] },
      when: { selected_option: { value: 'now' } },
      size: { selected_option: { value: 'large' } },
      host: { selected_option: { text: 'Edit 2', value: 'edit 2' } },
      machines: { selected_options: [{ value: 'render 1' }, { value: 'edit 2' }] },
      // In Paris.
      at: { selected_date_time: Date.UTC(2026, 10, 24, 13, 30) / 1000 },
      who: { selected_user: stage.ben.id },
      team: { selected_users: [stage.mia.id] },
      where: { selected_conversation: stage.guests.id },
    });
  });

  test('the focus is where the bot wants it, and hints and "optional" are shown', async () => {
    const { page, dialog } = await openForm();
    await expect
      .poll(() => dialog.getByRole('textbox', { name: 'E-mail' }).evaluate((one) => one === document.activeElement))
      .toBe(true);
    await dialog.getByText('As long as you like').waitFor();
    expect(await dialog.getByText('(optional)').count()).toBe(1);
    // The filter allows only public channels, and Mia is in a private one too.
    await dialog.getByRole('combobox', { name: 'Where' }).click();
    await expect.poll(() => dialog.getByRole('option').allInnerTexts()).toEqual(['#guests']);
    await page.keyboard.press('Escape');
    // Times are written as the person writes them, whatever the browser's language: Mia's is British.
    await dialog.getByText('23 Nov 2026', { exact: true }).waitFor();
    // The page behind the modal is inert.
    const behind = page.locator('.composer textarea');
    await behind.focus();
    expect(await behind.evaluate((one) => one === document.activeElement)).toBe(false);
    // Clock and systems are not: time can pass, and Parsec can change, while a form is open.
    await page.getByRole('button', { name: '+1 h' }).click();
    await page.getByRole('group', { name: 'Clock' }).getByText('11:00 AM').waitFor();
    await page.getByRole('button', { name: 'Add 10 credits' }).click();
    await page.getByText('22 credits').waitFor();
    await page.getByRole('radio', { name: 'Down' }).check();
    await dialog.getByRole('textbox', { name: 'E-mail' }).press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => behind.evaluate((one) => one === document.activeElement)).toBe(true);
  });

  test('Escape closes a form in which nothing has the focus, as after an update without the pressed button', async () => {
    const { page, dialog } = await openForm();
    await dialog.getByRole('textbox', { name: 'E-mail' }).blur();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('errors are shown at their inputs, values stay, and a correction clears its error', async () => {
    view = form(inputs.slice(0, 3));
    onSubmit = async ({ ack }) => ack({ response_action: 'errors', errors: { name: 'Too common a name' } });
    const { dialog } = await openForm();
    const name = dialog.getByRole('textbox', { name: 'Name' });
    // Slack's app checks first, so nothing reaches the bot.
    await dialog.getByRole('textbox', { name: 'E-mail' }).fill('no address');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByText('Please complete this required field.').waitFor();
    await dialog.getByText('Please enter a valid email address.').waitFor();
    expect(submissions).toEqual([]);
    await name.fill('Ana');
    await dialog.getByRole('textbox', { name: 'E-mail' }).fill('ana@example.com');
    await dialog.getByRole('button', { name: 'Send' }).click();
    const error = dialog.getByRole('alert').filter({ hasText: 'Too common a name' });
    await error.waitFor();
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true');
    expect(await name.inputValue()).toBe('Ana');
    expect(await dialog.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe('ana@example.com');
    await expect.poll(() => name.evaluate((one) => one === document.activeElement)).toBe(true);
    await name.fill('Anastasia');
    await error.waitFor({ state: 'detached' });
  });

  test('an external select searches while typing, shows "No results", and works by keyboard', async () => {
    view = form(inputs.filter((one) => one.block_id === 'host'));
    const { page, dialog } = await openForm();
    const host = dialog.getByRole('combobox', { name: 'Host' });
    await host.click();
    await dialog.getByRole('option', { name: 'Render 1' }).waitFor();
    await host.pressSequentially('zzz');
    await dialog.getByText('No results').waitFor();
    await host.fill('edit');
    await dialog.getByRole('option', { name: 'Edit 1' }).waitFor();
    expect(await dialog.getByRole('option').count()).toBe(2);
    await host.press('ArrowDown');
    await host.press('Enter');
    await expect.poll(() => host.inputValue()).toBe('Edit 2');
    // Escape closes the list first, and leaves the choice and the form as they are.
    await host.fill('render');
    await dialog.getByRole('option', { name: 'Render 1' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => host.inputValue()).toBe('Edit 2');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(submissions[0]?.view.state.values.host?.hosts?.selected_option?.value).toBe('edit 2');
    expect(searches).toContain('edit');
    // The bot is not asked for every letter.
    expect(searches).not.toContain('z');
  });

  test('a late search result does not replace a newer one', async () => {
    view = form(inputs.filter((one) => one.block_id === 'host'));
    const { page, dialog } = await openForm();
    const host = dialog.getByRole('combobox', { name: 'Host' });
    const late = page.waitForResponse((response) => response.request().postData()?.includes('"edit 1"') === true);
    await host.fill('edit 1');
    await expect.poll(() => searches).toContain('edit 1');
    await host.fill('render');
    await dialog.getByRole('option', { name: 'Render 1' }).waitFor();
    slowSearch.resolve();
    await (await late).finished();
    expect(await dialog.getByRole('option').allInnerTexts()).toEqual(['Render 1']);
  });

  test('a search without an answer shows that it failed', async () => {
    view = form(inputs.filter((one) => one.block_id === 'host'));
    const { dialog } = await openForm();
    await dialog.getByRole('combobox', { name: 'Host' }).fill('silence');
    await dialog.getByText('Searching…').waitFor();
    await dialog.getByText('Couldn’t load options').waitFor();
  });

  test('an update of the view does not change what a person is typing', async () => {
    const line = (text: string): KnownBlock => ({
      type: 'context',
      block_id: 'line',
      elements: [{ type: 'mrkdwn', text }],
    });
    const when = input(
      'when',
      'When',
      { type: 'static_select', action_id: 'choice', options: [option('Now'), option('Later')] },
      { dispatch_action: true },
    );
    const name = input('name', 'Name', { type: 'plain_text_input', action_id: 'v' });
    view = form([name, when, line('nothing chosen')]);
    const update = Promise.withResolvers<void>();
    onAction = async ({ body, client }) => {
      await update.promise;
      if (body.type !== 'block_actions') return;
      await client.views.update({ view_id: body.view?.id ?? '', view: form([line('chosen'), name, when]) });
    };
    const { page, dialog } = await openForm();
    await pick(dialog, 'When', 'Later');
    await dialog.getByRole('textbox', { name: 'Name' }).click();
    await page.keyboard.type('An');
    update.resolve();
    await page.keyboard.type('a Ma');
    await dialog.getByText('chosen', { exact: true }).waitFor();
    await page.keyboard.type('ria');
    await expect.poll(() => dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Ana Maria');
    await expect.poll(() => dialog.getByRole('combobox', { name: 'When' }).inputValue()).toBe('Later');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(submissions[0]?.view.state.values.name?.v?.value).toBe('Ana Maria');
  });

  test("a focused field does not change; after leaving it shows the server's value", async () => {
    view = form([input('name', 'Name', { type: 'plain_text_input', action_id: 'v' }), ...inputs.slice(1, 2)]);
    const { page, dialog } = await openForm();
    const [name, story] = [
      dialog.getByRole('textbox', { name: 'Name' }),
      dialog.getByRole('textbox', { name: 'Story' }),
    ];
    await name.fill('An');
    await expect.poll(() => openViews()[0]?.values.name?.v?.value).toBe('An');
    // The same person in a second window.
    const elsewhere = stage.slack.as(stage.mia.id);
    const viewId = openViews()[0]?.id ?? '';
    await elsewhere.fill(viewId, { blockId: 'name' }, 'Bea');
    await elsewhere.fill(viewId, { blockId: 'story' }, 'Once upon a time');
    await expect.poll(() => story.inputValue()).toBe('Once upon a time');
    expect(await name.inputValue()).toBe('An');
    await page.keyboard.press('Tab');
    await expect.poll(() => name.inputValue()).toBe('Bea');
  });

  test('a form that could not be closed stays open', async () => {
    const { page, dialog } = await openForm();
    const bringBack = await stage.loseServer();
    await page.getByText('Connection lost. Retrying').waitFor();
    // However often: only the bot's server decides that a view is gone.
    for (let times = 0; times < 3; times += 1) await page.keyboard.press('Escape');
    await bringBack();
    await page.getByText('Connection lost. Retrying').waitFor({ state: 'detached' });
    await dialog.waitFor({ state: 'visible' });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(openViews()).toEqual([]);
  });

  test('a value set by the bot is shown', async () => {
    const may = (blockId: string, chosen: string[]) =>
      input(
        blockId,
        'May use',
        {
          type: 'checkboxes',
          action_id: 'v',
          options: ['Keyboard', 'Mouse'].map((one) => option(one)),
          ...(chosen.length > 0 ? { initial_options: chosen.map((one) => option(one)) } : {}),
        },
        { optional: true },
      );
    const preset: KnownBlock = {
      type: 'actions',
      block_id: 'presets',
      elements: [{ type: 'button', action_id: 'all', text: plain('Everything') }],
    };
    view = form([may('may:0', []), preset]);
    onAction = async ({ body, client }) => {
      if (body.type !== 'block_actions') return;
      await client.views.update({
        view_id: body.view?.id ?? '',
        view: form([may('may:1', ['Keyboard', 'Mouse']), preset]),
      });
    };
    const { dialog } = await openForm();
    expect(await dialog.getByRole('checkbox', { checked: true }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Everything' }).click();
    await expect.poll(() => dialog.getByRole('checkbox', { checked: true }).count()).toBe(2);
  });

  test('after a pushed view closes, the view below is unchanged', async () => {
    view = form([input('name', 'Name', { type: 'plain_text_input', action_id: 'v' })]);
    onSubmit = async ({ ack }) => {
      const below = input('more', 'More', { type: 'plain_text_input', action_id: 'v' });
      if (submissions.length === 1)
        await ack({ response_action: 'push', view: form([below], { title: plain('On top') }) });
      else await ack({ response_action: 'clear' });
    };
    const { page, dialog } = await openForm();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Ana');
    await page.keyboard.press('Enter');
    const top = page.getByRole('dialog', { name: 'On top' });
    await top.getByRole('textbox', { name: 'More' }).waitFor();
    // Like Escape pressed twice before the page knows the first result.
    await top.evaluate((shown) => {
      for (const _ of [1, 2]) shown.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    });
    await dialog.waitFor();
    expect(openViews()).toHaveLength(1);
    await expect.poll(() => dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Ana');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(openViews()).toEqual([]);
  });

  test('a form is busy until the bot answers, and keeps its values when no answer comes', async () => {
    view = form([input('name', 'Name', { type: 'plain_text_input', action_id: 'v' })]);
    onSubmit = async () => {};
    const { dialog } = await openForm();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Ana');
    const send = dialog.getByRole('button', { name: 'Send' });
    await send.click();
    await expect.poll(() => send.isDisabled()).toBe(true);
    await dialog.getByText('We had some trouble connecting. Try again?').waitFor();
    await expect.poll(() => dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Ana');
    onSubmit = async ({ ack }) => ack();
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    expect(submissions.length).toBe(2);
  });

  test('everything can be done with the keyboard alone', async () => {
    view = form(inputs.filter((one) => ['name', 'may', 'when', 'host'].includes(one.block_id ?? '')));
    const { page, dialog } = await openForm();
    await page.keyboard.type('Ana');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.type('render');
    await dialog.getByRole('option', { name: 'Render 1' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const values = submissions[0]?.view.state.values;
    expect(values?.name?.v?.value).toBe('Ana');
    expect(values?.may?.v?.selected_options?.map((one) => one.value)).toEqual(['mouse']);
    expect(values?.when?.v?.selected_option?.value).toBe('later');
    expect(values?.host?.hosts?.selected_option?.value).toBe('render 1');
    // And closes it.
    await write(page, '/try');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(openViews()).toEqual([]);
  });
});
