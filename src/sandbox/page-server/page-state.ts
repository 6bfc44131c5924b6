import type { PageChannel, PageState } from '../page/page-state.types.ts';
import type { Person, SlackServer } from '../slack/slack-server.types.ts';
import type { World } from './world.ts';

/** All that a person's screen shows now. Somebody unknown (an old address) sees the first person's. */
export function pageState(world: World, asked: string | undefined): PageState {
  const { slack, parsec, clock } = world;
  const people = slack.people.filter(canAct);
  const you = people.find((one) => one.id === asked) ?? people[0];
  if (you === undefined) throw new Error('the workspace has no people');
  return {
    now: clock.now(),
    you: you.id,
    botUserId: slack.botUserId,
    people: slack.people,
    channels: channelsOf(slack, you),
    views: slack.as(you.id).views(),
    // A note that belongs to no channel (a shortcut failed) is shown in all of them.
    notes: slack.notes.filter((one) => one.person === you.id).map(({ channel, text }) => ({ channel, text })),
    commands: slack.commands,
    shortcuts: slack.shortcuts,
    parsec: {
      credits: parsec.credits,
      invites: parsec.invites,
      mails: parsec.mails,
      machines: parsec.machines,
    },
    systems: world.systems.map(({ name, label, mood, held }) => ({ name, label, mood: mood.now(), ...held() })),
  };
}

/** Whether somebody can sit at the page. */
export function canAct(person: Person): boolean {
  return person.kind !== 'bot' && person.kind !== 'deactivated';
}

function channelsOf(slack: SlackServer, you: Person): PageChannel[] {
  const hands = slack.as(you.id);
  return slack.channels
    .filter((one) => one.members.includes(you.id))
    .map(({ id, name, kind, members, archived }) => ({
      id,
      name,
      kind,
      members,
      archived,
      messages: hands.messages(id).map((message) => ({ ...message, choices: hands.choices(message) })),
    }));
}
