import type { PageChannel, PageState, Unread } from '../page/page-state.types.ts';
import type { Person } from '../slack/slack-server.types.ts';
import { exchangesOf } from './wire.ts';
import type { World } from './world.ts';

/** All that a person's screen shows. An unknown person (an old address) gets the first person's screen. */
export function pageState(world: World, asked: string | undefined): PageState {
  const { slack, parsec, clock } = world;
  const people = slack.people.filter(canAct);
  const you = people.find((one) => one.id === asked) ?? people[0];
  if (you === undefined) throw new Error('The workspace has no people.');
  return {
    workspace: slack.teamId,
    now: clock.now(),
    clock: { next: world.steps.next(), moving: world.steps.isMoving() },
    tasks: world.tasks.list(),
    slackFaultMode: world.slackFaultMode.now(),
    exchanges: exchangesOf(world).map(({ sent: _sent, answer: _answer, ...exchange }) => exchange),
    violations: slack.violations,
    bot: world.bot && (world.bot.isRunning() ? 'running' : 'stopped'),
    you: you.id,
    botUserId: slack.botUserId,
    people: slack.people,
    userGroups: slack.userGroups.map(({ id, handle }) => ({ id, handle })),
    unread: Object.fromEntries(people.map((one) => [one.id, unreadBy(world, one)])),
    app: slack.app,
    home: slack.as(you.id).homeTab(),
    channels: channelsOf(world, you),
    views: slack.as(you.id).views(),
    // A note without a channel (a failed shortcut) is shown in every channel.
    notes: slack.notes.filter((one) => one.person === you.id).map(({ channel, text }) => ({ channel, text })),
    commands: slack.commands,
    shortcuts: slack.shortcuts,
    parsec: parsec && {
      credits: parsec.credits,
      invites: parsec.invites,
      mails: parsec.mails,
      machines: parsec.machines,
    },
    systems: world.systems.map(({ name, label, faultMode, people }) => ({
      name,
      label,
      faultMode: faultMode.now(),
      ...people(),
    })),
  };
}

/** Whether a person can use the page. */
export function canAct(person: Person): boolean {
  return person.kind !== 'bot' && person.kind !== 'deactivated';
}

function unreadBy({ slack, attention }: World, { id }: Person): Unread {
  const each = slack.channels.filter((one) => one.members.includes(id)).map((one) => attention.unread(id, one));
  return {
    unread: each.some((one) => one.unread),
    mentions: each.reduce((sum, one) => sum + one.mentions, 0),
  };
}

function channelsOf({ slack, attention }: World, you: Person): PageChannel[] {
  const user = slack.as(you.id);
  return slack.channels
    .filter((one) => one.members.includes(you.id))
    .map((channel) => ({
      id: channel.id,
      name: channel.name,
      kind: channel.kind,
      members: channel.members,
      archived: channel.archived,
      ...attention.unread(you.id, channel),
      messages: user.messages(channel.id).map((message) => ({
        ...message,
        choices: user.choices(message),
        notifies: attention.notified(message),
      })),
    }));
}
