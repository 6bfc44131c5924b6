import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { asJson, jsonList } from '../../../src/sandbox/slack/json.ts';
import { startSlackServer } from '../../../src/sandbox/slack/slack-server.ts';
import { freePort } from '../../support/free-port.ts';
import { startLunchApp } from './app.ts';

// The Slack server serves any Bolt app: this one uses every surface, and knows nothing of the sandbox.

const manifest = parse(readFileSync(new URL('manifest.yml', import.meta.url), 'utf8'));

async function start(transport: 'Socket Mode' | 'HTTP') {
  const slack = await startSlackServer({ now: () => Date.now(), manifest, rateLimits: false });
  onTestFinished(() => slack.stop());
  const mia = slack.addPerson({ name: 'mia', realName: 'Mia' });
  const ben = slack.addPerson({ name: 'ben', realName: 'Ben' });
  const lunch = slack.addChannel({ name: 'lunch' });
  const port = await freePort();
  const overHttp = { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: port };
  const app = await startLunchApp({
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    ...(transport === 'HTTP' ? overHttp : { SLACK_APP_TOKEN: slack.appToken }),
  });
  if (transport === 'HTTP') slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  onTestFinished(async () => {
    await app.stop();
    // Bolt reports that it has stopped before its socket is closed.
    await slack.until('the app has hung up', () => slack.sockets === 0);
  });
  return { slack, lunch, mia: slack.as(mia.id), ben: slack.as(ben.id), ids: { mia: mia.id, ben: ben.id } };
}

describe.each(['Socket Mode', 'HTTP'] as const)('a second Bolt app over %s', (transport) => {
  it('is served on every surface', async () => {
    const { slack, lunch, mia, ben, ids } = await start(transport);
    const said = (words: string) =>
      slack.until(words, () =>
        slack.messages.find((one) => `${one.text} ${JSON.stringify(one.blocks)}`.includes(words)),
      );

    // Command, modal, options, errors, submission.
    expect(await mia.command(lunch.id, '/lunch')).toBe('ok');
    const form = await slack.until('the form', () => mia.views()[0]);
    const dish = { blockId: 'dish', actionId: 'dish' };
    const found = await mia.search({ viewId: form.id }, dish, 'p');
    expect(found).toMatchObject({ groups: [{ options: [{ value: 'pasta' }, { value: 'pizza' }] }] });
    await mia.fill(form.id, dish, 'pizza');
    await mia.fill(form.id, { blockId: 'note' }, 'with everything');
    expect(await mia.submit(form.id)).toBe('errors');
    expect(form.errors).toEqual({ note: 'Be modest.' });
    await mia.fill(form.id, { blockId: 'note' }, 'with olives');
    expect(await mia.submit(form.id)).toBe('closed');
    const card = await said('orders *Pizza* with olives');

    // A button in a message, a message shortcut, a command that answers.
    await ben.act({ channel: lunch.id, ts: card.ts }, { actionId: 'me_too' });
    expect((await said('You ordered Pizza too.')).ephemeralFor).toBe(ids.ben);
    await ben.messageShortcut('order_same', { channel: lunch.id, ts: ben.say(lunch.id, 'Curry for me').ts });
    await said('You ordered Curry.');
    await mia.command(lunch.id, '/lunch list');
    await said('Pizza, Pizza, Curry');

    // Events: a mention, and a message in a channel.
    const mention = ben.say(lunch.id, '@lunch what is there?');
    expect((await said('Type /lunch.')).threadTs).toBe(mention.ts);
    ben.say(lunch.id, 'I am hungry');
    await said('Ben: try /lunch');

    // Home, and a button there.
    await ben.openHome();
    const header = () => asJson(asJson(jsonList(asJson(ben.home()).blocks)[0]).text).text;
    await slack.until('the home tab', () => header() === '3 ordered');
    await ben.act({ viewId: String(ben.home()?.id) }, { actionId: 'clear' });
    await slack.until('it is empty', () => header() === '0 ordered');

    // A global shortcut, and a modal that is closed.
    await mia.shortcut('order_lunch');
    const other = await slack.until('the form', () => mia.views()[0]);
    await mia.close(other.id);
    await said('Not hungry?');

    expect(slack.violations).toEqual([]);
    expect(slack.notes).toEqual([]);
    expect(slack.deliveries.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'acked')).toEqual([]);
  });
});
