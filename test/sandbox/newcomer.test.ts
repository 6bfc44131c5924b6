import { expect, it, onTestFinished } from 'vitest';
import { createMovableClock } from '../../src/clock.ts';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';

const shown = (view: OpenView) => JSON.stringify(view.view.blocks);

it('a newcomer can try /member invite as any full member, for every system', async () => {
  const sandbox = await startSandbox({ clock: createMovableClock(Date.UTC(2026, 10, 23, 9, 0)) });
  onTestFinished(() => sandbox.stop());
  const { slack } = sandbox;
  const people = slack.people.filter(({ kind }) => kind === 'member');
  expect(people.length).toBeGreaterThan(0);
  for (const { id, name } of people) {
    const user = slack.as(id);
    const channel = slack.channels.find(({ kind, members }) => kind === 'public' && members.includes(id))?.id ?? '';
    for (const system of ['parsec', 'snyk', 'truvera', 'intercode']) {
      await user.command(channel, `/member invite ${system} "Ana ${name}" <${name}-${system}@new.example>`);
      const view = await slack.until('the form', () => user.views().at(-1));
      await slack.until('all is loaded', () => !shown(view).includes('Loading…'));
      expect([name, system, await user.submit(view.id), view.errors]).toEqual([name, system, 'closed', {}]);
    }
  }
  const mails = () => [
    ...sandbox.parsec.teamMails.map(({ to }) => to),
    ...sandbox.snyk.mails.map(({ to }) => to),
    ...sandbox.truvera.mails.map(({ to }) => to),
    ...sandbox.intercode.mails.map(({ to }) => to),
  ];
  await slack.until('all of them are invited', () => {
    return mails().filter((to) => to.endsWith('@new.example')).length === 4 * people.length;
  });
});

it('a newcomer can onboard somebody as an admin', async () => {
  const sandbox = await startSandbox({ clock: createMovableClock(Date.UTC(2026, 10, 23, 9, 0)) });
  onTestFinished(() => sandbox.stop());
  const { slack } = sandbox;
  const ada = slack.people.find(({ name }) => name === 'ada');
  const user = slack.as(ada?.id ?? '');
  await user.command(slack.channels[0]?.id ?? '', '/member onboard kim@new.example');
  await slack.until('the profile is offered', () => {
    const view = user.views().at(-1);
    return view !== undefined && shown(view).includes('group Artists');
  });
});
