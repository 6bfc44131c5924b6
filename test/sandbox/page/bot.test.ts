import type { KnownBlock } from '@slack/types';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { openStage, pick } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });

/** A home view as an app would draw it: a filter, a select, an input that is sent on Enter, and a button. */
const home = (about: string): KnownBlock[] => [
  { type: 'section', text: { type: 'mrkdwn', text: about } },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'refresh', text: plain('Refresh') },
      {
        type: 'static_select',
        action_id: 'filter',
        placeholder: plain('Whose invites'),
        options: [option('Mine'), option('All')],
      },
    ],
  },
  {
    type: 'input',
    block_id: 'search',
    label: plain('Find'),
    dispatch_action: true,
    element: { type: 'plain_text_input', action_id: 'find' },
  },
];

test("the app's tabs: Home is asked for, drawn, used and kept, Messages and About are shown", async () => {
  let silent = true;
  const opened: string[] = [];
  const stage = await openStage(browser, (bot) => {
    bot.event('app_home_opened', async ({ event, client }) => {
      opened.push(`${event.tab} ${event.user === stage.mia.id ? 'Mia' : 'Ben'}`);
      if (silent || event.tab !== 'home') return;
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: home('Opened') } });
    });
    bot.action(/.*/, async ({ action, body, ack, client }) => {
      await ack();
      const what = 'selected_option' in action ? action.selected_option?.value : 'value' in action ? action.value : '';
      const text = `${'action_id' in action ? action.action_id : ''} ${what ?? ''}`.trim();
      await client.views.publish({ user_id: body.user.id, view: { type: 'home', blocks: home(text) } });
    });
  });
  const page = await stage.open(stage.mia, stage.guests);
  const tab = (name: string) => page.getByRole('tab', { name });

  await page.getByRole('list', { name: 'Apps' }).getByRole('button', { name: 'Tester' }).click();
  await page.getByText('Tester hasn’t published a Home tab for Mia.').waitFor();
  expect(opened).toEqual(['home Mia']);

  silent = false;
  await tab('Messages').click();
  await page.getByRole('textbox', { name: 'Message Tester' }).waitFor();
  await expect.poll(() => opened).toEqual(['home Mia', 'messages Mia']);
  await tab('Home').click();
  await page.getByText('Opened', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByText('refresh', { exact: true }).waitFor();
  await pick(page, 'Whose invites', 'All');
  await page.getByText('filter all').waitFor();
  await page.getByRole('textbox', { name: 'Find' }).fill('ana');
  await page.getByRole('textbox', { name: 'Find' }).press('Enter');
  await page.getByText('find ana').waitFor();
  expect(stage.slack.as(stage.mia.id).homeTab()?.values.search?.find?.value).toBe('ana');

  // A reload stays on the tab; another person has a Home of their own.
  await page.reload();
  await page.getByText('Opened', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Ben/ }).click();
  await expect.poll(() => opened.at(-1)).toBe('home Ben');
  expect(stage.slack.as(stage.ben.id).home()).toBeDefined();

  await tab('Home').press('ArrowRight');
  await tab('Messages').press('ArrowRight');
  await page.getByText('Tries the page').waitFor();
  await page.getByText('Does what the test wants').waitFor();
  expect(await tab('About').getAttribute('aria-selected')).toBe('true');
  expect(stage.complaints).toEqual([]);
  await stage.stop();
});
