import { readFile } from 'node:fs/promises';
import type { App } from '@slack/bolt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { aClient } from '../slack/a-workspace.ts';
import { inSight, openStage, pick, START, type Stage, write } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const pressed: { user: string; action: string; value: unknown }[] = [];

function listen(bot: App): void {
  bot.command('/try', async ({ command, ack, respond, client }) => {
    const [what = '', ...rest] = command.text.split(' ');
    if (what === 'silence') return;
    await ack();
    if (what === 'whisper') await respond({ response_type: 'ephemeral', text: `only for <@${command.user_id}>` });
    if (what === 'blocks')
      await client.chat.postMessage({ channel: command.channel_id, text: 'all', blocks: everyBlock });
    if (what === 'thread') {
      const { ts = '' } = await client.chat.postMessage({ channel: command.channel_id, text: 'The root' });
      await client.chat.postMessage({ channel: command.channel_id, text: 'First answer', thread_ts: ts });
      await client.chat.postMessage({ channel: command.channel_id, text: 'Second answer', thread_ts: ts });
    }
    if (what === 'file')
      await client.filesUploadV2({ channel_id: command.channel_id, filename: 'list.csv', file: Buffer.from('a,b') });
    if (what === 'picture')
      await client.filesUploadV2({ channel_id: command.channel_id, filename: 'wide.png', file: 'docs/board.png' });
    if (what === 'say') await client.chat.postMessage({ channel: command.channel_id, text: rest.join(' ') });
  });
  bot.action(/.*/, async ({ action, body, ack, client }) => {
    await ack();
    const value =
      'selected_option' in action ? action.selected_option?.value : 'value' in action ? action.value : undefined;
    pressed.push({ user: body.user.id, action: 'action_id' in action ? action.action_id : '', value });
    if (body.type !== 'block_actions' || body.message === undefined || body.channel === undefined) return;
    if ('action_id' in action && action.action_id === 'edit') {
      await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: 'Changed now', blocks: [] });
    }
  });
  bot.shortcut('take', async ({ shortcut, ack, client }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    await client.chat.postEphemeral({
      channel: shortcut.channel.id,
      user: shortcut.user.id,
      text: `Took: ${shortcut.message.text ?? ''}`,
    });
  });
  bot.shortcut('start', async ({ ack, body, client }) => {
    await ack();
    const { channel } = await client.conversations.open({ users: body.user.id });
    await client.chat.postMessage({ channel: channel?.id ?? '', text: 'Started from anywhere' });
  });
}

const everyBlock = [
  { type: 'header' as const, text: { type: 'plain_text' as const, text: 'A header :warning:' } },
  {
    type: 'section' as const,
    block_id: 'words',
    text: { type: 'mrkdwn' as const, text: `*bold* at <!date^${START / 1000 + 3600}^{time}|fallback> &lt;b&gt;` },
    accessory: {
      type: 'overflow' as const,
      action_id: 'more',
      options: [
        { text: { type: 'plain_text' as const, text: 'Show' }, value: 'show' },
        { text: { type: 'plain_text' as const, text: 'Hide' }, value: 'hide' },
      ],
    },
  },
  {
    type: 'section' as const,
    fields: [
      { type: 'mrkdwn' as const, text: '*Guest*\nana@example.com' },
      { type: 'mrkdwn' as const, text: '*Host*\nEdit 1' },
    ],
  },
  { type: 'divider' as const },
  { type: 'context' as const, elements: [{ type: 'mrkdwn' as const, text: 'In small print' }] },
  {
    type: 'actions' as const,
    elements: [
      {
        type: 'button' as const,
        action_id: 'edit',
        text: { type: 'plain_text' as const, text: 'Edit it' },
        value: 'v1',
      },
      {
        type: 'button' as const,
        action_id: 'danger',
        style: 'danger' as const,
        text: { type: 'plain_text' as const, text: 'Remove' },
        confirm: {
          title: { type: 'plain_text' as const, text: 'Really?' },
          text: { type: 'mrkdwn' as const, text: 'It will be *gone*.' },
          confirm: { type: 'plain_text' as const, text: 'Yes, remove' },
          deny: { type: 'plain_text' as const, text: 'Keep it' },
        },
      },
      {
        type: 'static_select' as const,
        action_id: 'pick',
        placeholder: { type: 'plain_text' as const, text: 'Pick one' },
        options: [
          { text: { type: 'plain_text' as const, text: 'One' }, value: '1' },
          { text: { type: 'plain_text' as const, text: 'Two' }, value: '2' },
        ],
      },
    ],
  },
];

describe('messages on the page', () => {
  let stage: Stage;
  beforeEach(async () => {
    pressed.length = 0;
    stage = await openStage(browser, listen);
  });
  afterEach(async () => {
    expect(stage.complaints).toEqual([]);
    await stage.stop();
  });

  const lastMessage = (page: Page) => page.getByRole('article').last();

  test('an empty channel suggests a command, and a written message appears', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await page.getByText('No messages yet').waitFor();
    await write(page, 'Hello <everybody> & all');
    await lastMessage(page).getByText('Hello <everybody> & all').waitFor();
    await expect.poll(() => page.getByText('No messages yet').count()).toBe(0);
  });

  test("every block is drawn, with times in the reader's zone", async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, '/try blocks');
    const message = lastMessage(page);
    await message.getByRole('heading', { name: 'A header' }).waitFor();
    expect(await message.getByRole('img', { name: 'warning' }).count()).toBe(1);
    expect(await message.locator('strong', { hasText: 'bold' }).count()).toBe(1);
    await message.getByText('11:00 AM').waitFor();
    await message.getByText('<b>').waitFor();
    await message.getByText('ana@example.com').waitFor();
    await message.getByText('In small print').waitFor();
    expect(await message.locator('hr').count()).toBe(1);
    await page.getByRole('button', { name: /^Ben/ }).click();
    await lastMessage(page).getByText('5:00 AM').waitFor();
  });

  test("a button reaches the bot, and the bot's edit reaches the page", async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, '/try blocks');
    await page.getByRole('button', { name: 'Edit it' }).click();
    await page.getByText('Changed now').waitFor();
    await page.getByText('(edited)').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Edit it' }).count()).toBe(0);
    expect(pressed).toEqual([{ user: stage.mia.id, action: 'edit', value: 'v1' }]);
  });

  test('a button with a confirmation asks first', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, '/try blocks');
    await page.getByRole('button', { name: 'Remove' }).click();
    const dialog = page.getByRole('dialog', { name: 'Really?' });
    await dialog.getByText('It will be gone.').waitFor();
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // Neither answer reached the bot; this one does.
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialog.getByRole('button', { name: 'Yes, remove' }).click();
    await expect.poll(() => pressed).toEqual([{ user: stage.mia.id, action: 'danger', value: undefined }]);
  });

  test('an overflow menu and a select send the choice to the bot', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, '/try blocks');
    await page.getByRole('button', { name: 'More options' }).click();
    await page.getByRole('menuitem', { name: 'Hide' }).click();
    await expect.poll(() => pressed.length).toBe(1);
    await pick(page, 'Pick one', 'Two');
    await expect.poll(() => pressed.length).toBe(2);
    expect(pressed.map(({ action, value }) => [action, value])).toEqual([
      ['more', 'hide'],
      ['pick', '2'],
    ]);
  });

  test('an ephemeral message is shown to one person only', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, '/try whisper');
    await lastMessage(page).getByText('only for @Mia').waitFor();
    await lastMessage(page).getByText('Only visible to you').waitFor();
    await write(page, 'seen by all');
    await page.getByRole('button', { name: /^Ben/ }).click();
    await page.getByText('You are Ben').waitFor();
    await page.getByText('seen by all').waitFor();
    await expect.poll(() => page.getByText('only for @Mia').count()).toBe(0);
    // Channels without Ben are not shown either.
    await expect.poll(() => page.getByRole('button', { name: 'quiet' }).count()).toBe(0);
    // A reload takes it away for Mia too.
    await page.getByRole('button', { name: /^Mia/ }).click();
    await page.getByText('only for @Mia').waitFor();
    await page.reload();
    await page.getByText('seen by all').waitFor();
    expect(await page.getByText('only for @Mia').count()).toBe(0);
  });

  test('what happens out of sight is announced with a way there, and the answer to a command scrolls into view', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, '/try blocks');
    const old = page.getByRole('button', { name: 'Edit it' });
    await old.waitFor();
    for (let number = 1; number <= 40; number += 1)
      stage.slack.as(stage.ben.id).say(stage.guests.id, `number ${number}.`);
    await page.getByText('number 40.').waitFor();
    await old.scrollIntoViewIfNeeded();
    await old.focus();
    const root = stage.slack.messages.find(({ user }) => user === stage.slack.botUserId);
    const client = aClient(stage.slack);
    await client.chat.postEphemeral({ channel: stage.guests.id, user: stage.mia.id, text: 'An answer' });
    const jump = page.getByRole('button', { name: /Jump/ });
    await page.getByText('New answer below, only visible to you').waitFor();
    await jump.click();
    await expect.poll(() => inSight(page.getByText('An answer'))).toBe(true);
    await jump.waitFor({ state: 'detached' });
    await client.chat.update({ channel: stage.guests.id, ts: root?.ts ?? '', text: 'Changed now', blocks: [] });
    await page.getByText('Tester changed a message above').waitFor();
    await jump.click();
    await expect.poll(() => inSight(page.getByText('Changed now'))).toBe(true);
    await write(page, '/try whisper');
    await expect.poll(() => inSight(page.getByText('only for @Mia'))).toBe(true);
  });

  test('a thread opens beside the channel, takes replies, and says whom they reach', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, '/try thread');
    const root = page.getByRole('article').filter({ hasText: 'The root' }).first();
    await root.getByRole('button', { name: /2 replies/ }).click();
    const pane = page.getByRole('complementary', { name: 'Thread' });
    await pane.getByText('Second answer').waitFor();
    await pane.getByText('Notifies nobody').last().waitFor();
    expect(await root.getByText('Second answer').count()).toBe(0);
    const box = pane.getByRole('textbox', { name: 'Reply in thread' });
    await expect.poll(() => box.evaluate((one) => one === document.activeElement)).toBe(true);
    await box.fill('/try whisper');
    await box.press('Enter');
    await pane.getByText('/try is not supported in threads').waitFor();
    await box.fill('Yes, @ben?');
    await box.press('Enter');
    await pane.getByText('3 replies').waitFor();
    await pane.getByText('Notifies Ben').waitFor();
    // A reload keeps it open; Escape closes it.
    await page.reload();
    await pane.getByText('Yes, ').waitFor();
    await box.press('Escape');
    await pane.waitFor({ state: 'detached' });
    await root.hover();
    await root.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Reply in thread' }).click();
    await pane.waitFor();

    // Who has replied is notified of further replies, and sees how often.
    stage.slack.as(stage.ben.id).say(stage.guests.id, 'No', stage.slack.messages[0]?.ts);
    await pane.getByText('Notifies Mia').waitFor();
    await page.getByRole('button', { name: 'Close thread' }).click();
    const people = page.getByRole('list', { name: 'People' });
    await people.getByRole('button', { name: /Ben.* 1 notification/ }).waitFor();
  });

  test('what a person has not read is marked at the channel and at the person, until they see it', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    const people = page.getByRole('list', { name: 'People' });
    const channels = page.getByRole('list', { name: 'Channels' });
    await channels.getByRole('button', { name: 'quiet' }).click();
    await page.getByRole('textbox', { name: 'Message #quiet' }).waitFor();
    const ben = stage.slack.as(stage.ben.id);
    ben.say(stage.guests.id, 'Anybody?');
    await channels.getByRole('button', { name: 'guests unread' }).waitFor();
    ben.say(stage.guests.id, '@mia?');
    ben.say(stage.guests.id, '@mia and @ben?');
    await channels.getByRole('button', { name: 'guests 2 notifications' }).waitFor();
    await people.getByRole('button', { name: /^Ben/ }).click();
    await people.getByRole('button', { name: /Mia.* 2 notifications/ }).waitFor();
    await people.getByRole('button', { name: /^Mia/ }).click();
    await channels.getByRole('button', { name: /^guests/ }).click();
    await page.getByText('Notifies Mia', { exact: true }).first().waitFor();
    await channels.getByRole('button', { name: 'guests', exact: true }).waitFor();
    await page.reload();
    await channels.getByRole('button', { name: 'guests', exact: true }).waitFor();
  });

  test('a file is shown below its message, and a click downloads it', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, '/try file');
    const coming = page.waitForEvent('download');
    await lastMessage(page).getByRole('link', { name: 'list.csv' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe('list.csv');
    expect(await readFile(await download.path(), 'utf8')).toBe('a,b');
  });

  test('a wide picture fits into the list, which stays at its end, and opens in full', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, '/try picture');
    const picture = lastMessage(page).getByRole('img', { name: 'wide.png' });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(2400);
    const box = await picture.boundingBox();
    const column = await lastMessage(page).boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((column?.x ?? 0) + (column?.width ?? 0));
    expect(await inSight(lastMessage(page).getByRole('link', { name: 'wide.png' }).last())).toBe(true);
    const opened = page.waitForEvent('popup');
    await picture.click();
    expect((await opened).url()).toContain('/images/');
  });

  test('a mention of a user group shows its handle', async () => {
    const { id } = stage.slack.addUserGroup({ handle: 'leads', members: [stage.mia.id] });
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, `/try say <!subteam^${id}> decide`);
    await page.getByText('@leads decide').waitFor();
  });

  test('message and global shortcuts reach the bot', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, 'ana@example.com please');
    await lastMessage(page).hover();
    await lastMessage(page).getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Take this' }).click();
    await page.getByText('Took: ').waitFor();
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.getByRole('menuitem', { name: 'Start something' }).click();
    await page.getByRole('list', { name: 'Apps' }).getByRole('button', { name: 'Tester' }).click();
    await page.getByRole('tab', { name: 'Messages' }).click();
    await page.getByText('Started from anywhere').waitFor();
  });

  test('commands are suggested while typing, with their usage', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    const composer = page.getByRole('textbox', { name: 'Message #guests' });
    await composer.fill('/tr');
    await page.getByRole('option', { name: '/try' }).waitFor();
    expect(await page.getByRole('listbox', { name: 'Commands' }).getByRole('option').count()).toBe(2);
    // The first one is taken unless the person moves.
    await composer.press('Enter');
    await expect.poll(() => composer.inputValue()).toBe('/try ');
    await composer.fill('/tr');
    await composer.press('ArrowDown');
    await composer.press('ArrowDown');
    await composer.press('ArrowUp');
    await composer.press('Enter');
    await expect.poll(() => composer.inputValue()).toBe('/trial ');
    await composer.fill('/tr');
    await composer.press('Escape');
    await page.getByRole('listbox', { name: 'Commands' }).waitFor({ state: 'detached' });
    await composer.press('Enter');
    await page.getByText('/tr is not a valid command').waitFor();
    await composer.fill('/t');
    await composer.press('Tab');
    await expect.poll(() => composer.inputValue()).toBe('/try ');
    await page.getByText('/try [something]').waitFor();
  });

  test('what the bot sends against the limits of Slack is shown in red, until it is dismissed', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    const client = aClient(stage.slack);
    const header = { type: 'header' as const, text: { type: 'plain_text' as const, text: 'x'.repeat(151) } };
    const refused = client.chat.postMessage({ channel: stage.guests.id, text: 'all', blocks: [header] });
    await expect(refused).rejects.toThrow('invalid_blocks');
    const alert = page.getByRole('alert');
    await alert.getByText('Slack refused what Tester sent: chat.postMessage').waitFor();
    await alert.getByText('must be less than 151 characters [json-pointer:/blocks/0/text/text]').waitFor();
    await expect(client.usergroups.users.list({ usergroup: 'S1' })).rejects.toThrow('missing_scope');
    await alert.getByText('missing_scope: needs usergroups:read').waitFor();
    // The world may change at any time: that is no fault of the bot.
    await expect(client.chat.postMessage({ channel: 'C0', text: 'x' })).rejects.toThrow('channel_not_found');
    await alert.getByText('1 earlier one too.').waitFor();
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await alert.waitFor({ state: 'detached' });
  });

  test('Slackbot reports an unknown command and a command without an answer', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await write(page, '/nonsense');
    await page.getByText('/nonsense is not a valid command').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => page.getByText('is not a valid command').count()).toBe(0);
    await write(page, '/try silence');
    await page.getByText('/try failed with the error "operation_timeout"').waitFor();
  });
});
