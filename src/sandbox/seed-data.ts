import type { IntercodeEmulator } from './intercode/intercode-emulator.types.ts';
import type { ParsecEmulator } from './parsec/parsec-emulator.types.ts';
import type { SlackServer } from './slack/slack-server.types.ts';
import type { SnykEmulator } from './snyk/snyk-emulator.types.ts';
import type { TruveraEmulator } from './truvera/truvera-emulator.types.ts';

/**
 * The workspace of a small post-production studio that invites guests now and then. Its IDs are the same at every start, so that a
 * policy file can name them: docs/sandbox.md lists them.
 */
export function seedWorkspace(slack: SlackServer): void {
  const add = (realName: string, tz: string, more: Partial<Parameters<SlackServer['addPerson']>[0]> = {}) => {
    const name = realName.toLowerCase();
    return slack.addPerson({ id: seedId('U', name), name, realName, tz, email: `${name}@studio.example`, ...more });
  };
  const mia = add('Mia', 'Europe/Paris');
  const ben = add('Ben', 'America/New_York', { locale: 'en-US' });
  const yuki = add('Yuki', 'Asia/Tokyo', { locale: 'ja-JP' });
  const ada = add('Ada', 'Europe/London', { kind: 'admin' });
  const omar = add('Omar', 'Europe/Paris', { kind: 'owner' });
  const gus = add('Gus', 'America/Los_Angeles', { kind: 'guest', email: 'gus@freelance.example' });
  const sol = add('Sol', 'Europe/Madrid', { kind: 'external', email: 'sol@client.example' });
  const staff = [mia, ben, yuki, ada, omar].map((person) => person.id);
  const guests = slack.addChannel({ id: seedId('C', 'guests'), name: 'guests', members: [...staff, gus.id] });
  const studio = slack.addChannel({ id: seedId('C', 'studio'), name: 'studio', members: staff });
  slack.addChannel({ id: seedId('C', 'general'), name: 'general', members: [...staff, gus.id], bot: false });
  // Shared with Sol's company, so guests' addresses are masked there.
  slack.addChannel({
    id: seedId('C', 'clients'),
    name: 'client-review',
    kind: 'private',
    members: [mia.id, ada.id, omar.id, sol.id],
    shared: true,
  });
  slack.addUserGroup({ id: seedId('S', 'leads'), handle: 'leads', members: [mia.id, ada.id] });

  slack.as(ben.id).say(studio.id, 'The color suite is free this week, in case anyone needs it.');
  slack.as(yuki.id).say(guests.id, 'Ana wants to watch the render review on Edit 1: ana@example.com');
  slack.as(mia.id).say(guests.id, 'I can let her in. Trying `/guest invite` now.');
}

/** An ID as long as Slack's that a person can read: `U0000000MIA`. */
function seedId(kind: 'U' | 'C' | 'S', name: string): string {
  return kind + name.toUpperCase().padStart(10, '0');
}

export function seedParsec(parsec: ParsecEmulator): void {
  for (const name of ['Edit 1', 'Edit 2', 'Color suite', 'Render 1', 'Mocap stage', 'Unreal 5']) {
    parsec.addMachine({ name });
  }
  parsec.addMachine({ name: 'Render 2', online: false });
  parsec.addMachine({ name: 'Edit 3', online: false });
  parsec.addMachine({ name: 'Accounting', guestAccess: false });
  const mia = parsec.addMember({ name: 'Mia', email: 'mia@studio.example' });
  const ben = parsec.addMember({ name: 'Ben', email: 'ben@studio.example' });
  const ada = parsec.addMember({ name: 'Ada', email: 'ada@studio.example', isAdmin: true });
  const tom = parsec.addMember({ name: 'Tom', email: 'tom@studio.example' });
  // The bot uses Omar's key.
  parsec.addMember({ name: 'Omar', email: 'omar@studio.example', isAdmin: true, isOwner: true, hasApiKeys: true });

  const artists = parsec.addGroup({ name: 'Artists', allowConnections: true });
  const producers = parsec.addGroup({ name: 'Producers' });
  parsec.addGroup({ name: 'Freelancers' });
  for (const member of [ben, tom]) member.group_ids.push(artists.id);
  for (const member of [mia, ada]) member.group_ids.push(producers.id);
  parsec.addPermission({ from: producers.id, to: artists.id });
  const [edit, color] = [parsec.machines[0], parsec.machines[2]];
  if (edit !== undefined) edit.user_id = ben.user_id;
  if (color !== undefined) color.team_group_ids.push(artists.id);

  parsec.addAppRule({ name: 'Watermark' });
  parsec.addAppRule({ name: 'No copy and paste' });
  parsec.addRelay({ name: 'Paris', address: 'relay.studio.example:5000' });
  // The audit log has named somebody who connected: from then on the bot believes it when it names nobody.
  if (edit !== undefined) parsec.memberConnects(edit.id, ben.user_id);
  parsec.dashboard.inviteMember('yuki@studio.example');
  parsec.dashboard.inviteMember('rui@freelance.example');
}

/** Three members, and a freelancer whose invite is pending. */
export function seedSnyk(snyk: SnykEmulator): void {
  for (const name of ['omar', 'ada', 'yuki']) snyk.addMember(`${name}@studio.example`);
  snyk.dashboard.invite('rui@freelance.example');
}

/** The emulator starts with its owner, Omar. */
export function seedTruvera(truvera: TruveraEmulator): void {
  truvera.addMember({ name: 'Ada', email: 'ada@studio.example', role: 'administrator' });
  truvera.addMember({ name: 'Mia', email: 'mia@studio.example' });
  truvera.addMember({ name: 'Gus', email: 'gus@freelance.example' });
  truvera.dashboard.invite('ben@studio.example');
  truvera.dashboard.invite('sol@client.example');
}

/** The emulator starts with its owner, Omar. Two pending people share a name, so a list cannot tell them apart. */
export function seedIntercode(intercode: IntercodeEmulator): void {
  intercode.addMember({ firstName: 'Ada', email: 'ada@studio.example', role: 'Manager' });
  intercode.addMember({ firstName: 'Yuki', email: 'yuki@studio.example' });
  intercode.dashboard.invite({ firstName: 'Rui', phone: '+351 210 000 000', email: 'rui@freelance.example' });
  intercode.dashboard.invite({ firstName: 'Sol', email: 'sol@client.example' });
  intercode.dashboard.invite({ firstName: 'Sol', email: 'sol@freelance.example' });
  // Accepting and declining act as the token's owner, so Omar has an invitation for each.
  for (const name of ['Guild', 'Annex']) {
    intercode.join(intercode.addTeam(name).id, { email: 'omar@studio.example' }, 'invited');
  }
}
