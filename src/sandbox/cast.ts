import type { IntercodeEmulator } from './intercode/intercode-emulator.types.ts';
import type { ParsecEmulator } from './parsec/parsec-emulator.types.ts';
import type { SlackServer } from './slack/slack-server.types.ts';
import type { SnykEmulator } from './snyk/snyk-emulator.types.ts';
import type { TruveraEmulator } from './truvera/truvera-emulator.types.ts';

/** Credits the studio has left at Parsec when the sandbox starts. */
export const STARTING_CREDITS = 12;

/** Who and what there is when the sandbox starts: a small post-production studio that invites guests now and then. */
export function fillSandbox(sandbox: {
  readonly slack: SlackServer;
  readonly parsec: ParsecEmulator;
  readonly snyk: SnykEmulator;
  readonly truvera: TruveraEmulator;
  readonly intercode: IntercodeEmulator;
}): void {
  fillWorkspace(sandbox.slack);
  fillParsec(sandbox.parsec);
  fillSnyk(sandbox.snyk);
  fillTruvera(sandbox.truvera);
  fillIntercode(sandbox.intercode);
}

function fillWorkspace(slack: SlackServer): void {
  const mia = slack.addPerson({ name: 'mia', realName: 'Mia', tz: 'Europe/Paris', email: 'mia@studio.example' });
  const ben = slack.addPerson({
    name: 'ben',
    realName: 'Ben',
    tz: 'America/New_York',
    locale: 'en-US',
    email: 'ben@studio.example',
  });
  const yuki = slack.addPerson({
    name: 'yuki',
    realName: 'Yuki',
    tz: 'Asia/Tokyo',
    locale: 'ja-JP',
    email: 'yuki@studio.example',
  });
  const ada = slack.addPerson({
    name: 'ada',
    realName: 'Ada',
    kind: 'admin',
    tz: 'Europe/London',
    email: 'ada@studio.example',
  });
  const omar = slack.addPerson({
    name: 'omar',
    realName: 'Omar',
    kind: 'owner',
    tz: 'Europe/Paris',
    email: 'omar@studio.example',
  });
  const gus = slack.addPerson({
    name: 'gus',
    realName: 'Gus',
    kind: 'guest',
    tz: 'America/Los_Angeles',
    email: 'gus@freelance.example',
  });
  const sol = slack.addPerson({
    name: 'sol',
    realName: 'Sol',
    kind: 'stranger',
    tz: 'Europe/Madrid',
    email: 'sol@client.example',
  });
  const staff = [mia, ben, yuki, ada, omar].map((person) => person.id);
  const guests = slack.addChannel({ name: 'guests', members: [...staff, gus.id] });
  const studio = slack.addChannel({ name: 'studio', members: staff });
  slack.addChannel({ name: 'general', members: [...staff, gus.id], bot: false });
  // Sol's company is in it: guests' addresses are masked there.
  slack.addChannel({
    name: 'client-review',
    kind: 'private',
    members: [mia.id, ada.id, omar.id, sol.id],
    shared: true,
  });

  slack.as(ben.id).say(studio.id, 'Colour suite is free this week, in case anybody needs it.');
  slack.as(yuki.id).say(guests.id, 'Ana wants to watch the render review on Edit 1: ana@example.com');
  slack.as(mia.id).say(guests.id, 'I can let her in. Trying `/guest invite` now.');
}

export function fillParsec(parsec: ParsecEmulator): void {
  for (const name of ['Edit 1', 'Edit 2', 'Colour suite', 'Render 1', 'Mocap stage', 'Unreal 5']) {
    parsec.addMachine({ name });
  }
  parsec.addMachine({ name: 'Render 2', online: false });
  parsec.addMachine({ name: 'Edit 3', online: false });
  parsec.addMachine({ name: 'Accounting', guestAccess: false });
  const mia = parsec.addMember({ name: 'Mia', email: 'mia@studio.example' });
  const ben = parsec.addMember({ name: 'Ben', email: 'ben@studio.example' });
  const ada = parsec.addMember({ name: 'Ada', email: 'ada@studio.example', isAdmin: true });
  const tom = parsec.addMember({ name: 'Tom', email: 'tom@studio.example' });
  // Whose key the bot has.
  parsec.addMember({ name: 'Omar', email: 'omar@studio.example', isAdmin: true, isOwner: true, hasApiKeys: true });

  const artists = parsec.addGroup({ name: 'Artists', allowConnections: true });
  const producers = parsec.addGroup({ name: 'Producers' });
  parsec.addGroup({ name: 'Freelancers' });
  for (const member of [ben, tom]) member.group_ids.push(artists.id);
  for (const member of [mia, ada]) member.group_ids.push(producers.id);
  parsec.addPermission({ from: producers.id, to: artists.id });
  const [edit, colour] = [parsec.machines[0], parsec.machines[2]];
  if (edit !== undefined) edit.user_id = ben.user_id;
  if (colour !== undefined) colour.team_group_ids.push(artists.id);

  parsec.addAppRule({ name: 'Watermark' });
  parsec.addAppRule({ name: 'No copy and paste' });
  parsec.addRelay({ name: 'Paris', address: 'relay.studio.example:5000' });
  parsec.dashboard.inviteMember('yuki@studio.example');
  parsec.dashboard.inviteMember('rui@freelance.example');
}

/** The studio's tools are looked after by few; a freelancer was asked in and has not answered yet. */
export function fillSnyk(snyk: SnykEmulator): void {
  for (const name of ['omar', 'ada', 'yuki']) snyk.addMember(`${name}@studio.example`);
  snyk.dashboard.invite('rui@freelance.example');
}

/** The owner, Omar, is there from the start. */
export function fillTruvera(truvera: TruveraEmulator): void {
  truvera.addMember({ name: 'Ada', email: 'ada@studio.example', role: 'administrator' });
  truvera.addMember({ name: 'Mia', email: 'mia@studio.example' });
  truvera.addMember({ name: 'Gus', email: 'gus@freelance.example' });
  truvera.dashboard.invite('ben@studio.example');
  truvera.dashboard.invite('sol@client.example');
}

/** The owner, Omar, is there from the start. Two who wait have one name: no list tells which is which. */
export function fillIntercode(intercode: IntercodeEmulator): void {
  intercode.addMember({ firstName: 'Ada', email: 'ada@studio.example', role: 'Manager' });
  intercode.addMember({ firstName: 'Yuki', email: 'yuki@studio.example' });
  intercode.dashboard.invite({ firstName: 'Rui', phone: '+351 210 000 000', email: 'rui@freelance.example' });
  intercode.dashboard.invite({ firstName: 'Sol', email: 'sol@client.example' });
  intercode.dashboard.invite({ firstName: 'Sol', email: 'sol@freelance.example' });
  // Accepting and declining act as the token's owner: for him there is one invitation to try each on.
  for (const name of ['Guild', 'Annex']) {
    intercode.join(intercode.addTeam(name).id, { email: 'omar@studio.example' }, 'invited');
  }
}
