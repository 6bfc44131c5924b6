import { afterEach, describe, expect, it } from 'vitest';
import { anEvening, cardSaying, guest, invited, passing, press, topView, whisper } from '../support/gestures.ts';
import { invitedMembers } from '../support/member-gestures.ts';
import { csvRows, filesFor, makeReport } from '../support/report-gestures.ts';
import { viewText, withStore } from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const days = ['2026-11-23', '2026-11-24'] as const;
const fileOf = (person: string) => csvRows(filesFor(world, person).at(-1)?.text ?? '');

describe('/guest report', () => {
  it('tells an admin who could connect to a computer, with the hours in her zone, and sends the file', async () => {
    world = await startWorld();
    const { mia, ben, ada } = world.people;
    await invited(world, mia);
    await invited(world, ben, {
      email: 'zoe@client.example',
      host: 'Edit 2',
      event: 'Other',
      start: ['2026-11-23', '14:00'],
      end: ['2026-11-23', '16:00'],
    });
    world.clock.advance(Date.UTC(2026, 10, 23, 15, 30) - world.clock.now());
    const view = await makeReport(world, ada, 'access', { host: 'Edit 1', days });
    expect(viewText(view)).toContain('1 guest could connect to *Edit 1*, with 1 invite.');
    expect(viewText(view)).toContain('Times are in London (Europe/London)');
    expect(viewText(view)).not.toContain('zoe@client.example');
    expect(filesFor(world, ada)[0]?.name).toBe('guestlist-access-edit-1-2026-11-23-to-2026-11-24.csv');
    expect(fileOf(ada)).toMatchObject([
      {
        Guest: 'ana@example.com',
        Computer: 'Edit 1',
        'From (Europe/London)': '2026-11-23 13:00',
        'Until (Europe/London)': '2026-11-23 15:00',
        Inviter: 'mia',
        Channel: '#guests',
      },
    ]);
    const audited = await withStore(world, (store) => store.auditOfSubject('report/access'));
    expect(audited).toMatchObject([{ actor: ada, action: 'report_made', facts: { host: 'Edit 1', scope: 'all' } }]);
  });

  it('says so when nobody could connect, and sends no file', async () => {
    world = await startWorld();
    await invited(world, world.people.mia);
    const view = await makeReport(world, world.people.ada, 'access 2026-05', { host: 'Edit 1' });
    expect(viewText(view)).toContain('No guest could connect to *Edit 1*.');
    expect(filesFor(world, world.people.ada)).toEqual([]);
  });

  it('names everybody a person let in, guests and members', async () => {
    world = await startWorld({ snyk: {} });
    const { mia, ada } = world.people;
    await invited(world, mia, { event: '=HYPERLINK("evil")' });
    const role = world.snyk().roles[1]?.id ?? '';
    await invitedMembers(world, ada, { system: 'snyk', role, addresses: 'kim@client.example' }, 'Invited to Snyk');
    await makeReport(world, ada, 'person', { person: mia, days });
    expect(fileOf(ada)).toMatchObject([{ Kind: 'Guest', Person: 'ana@example.com', Event: '\'=HYPERLINK("evil")' }]);
    const hers = await makeReport(world, ada, 'person', { person: ada, days });
    expect(viewText(hers)).toContain(`<@${ada}> let people in with 1 member invite.`);
    expect(fileOf(ada)).toMatchObject([{ Kind: 'Member', System: 'Snyk', Person: 'kim@client.example' }]);
  });

  it('counts credits by month, channel, person, and computer: members cost none, and an early cancel returns its credit', async () => {
    world = await startWorld();
    const { mia, ada } = world.people;
    await invited(world, mia, { event: 'Stays' });
    await invited(world, mia, { event: 'Tom', email: 'tom@studio.example' });
    const card = await invited(world, mia, { event: 'Goes', email: 'zoe@client.example' });
    await press(world, mia, card, 'invite:cancel');
    await world.slack.as(mia).submit((await topView(world, mia, 'cancel_form')).id);
    await world.slack.until('it is cancelled', () => card.text.includes(': cancelled'));
    const view = await makeReport(world, ada, 'credits 2026-11', {});
    expect(viewText(view)).toContain('*1 credit* for 3 invites Parsec confirmed.');
    for (const name of ['By channel', 'By person', 'By computer']) expect(viewText(view)).toContain(name);
    expect(world.parsec.credits).toBe(11);
    expect(fileOf(ada)).toEqual([
      {
        Month: '2026-11',
        Channel: '#guests',
        'Channel ID': world.channel,
        Person: 'mia',
        'Person ID': mia,
        Computer: 'Edit 1',
        'Invites confirmed': '3',
        'For team members': '1',
        Returned: '1',
        Credits: '1',
      },
    ]);
  });

  it("lists invites made in Parsec's dashboard", async () => {
    world = await startWorld();
    const { ada, mia } = world.people;
    const [machine] = world.parsec.machines;
    world.parsec.dashboard.createInvite({
      host_peer_id: machine?.peer_id ?? '',
      guest_email: 'past@client.example',
      event_name: 'Past Guestlist',
      starts_at: '2026-11-23T12:00:00Z',
      expires_at: '2026-11-23T13:00:00Z',
    });
    const runs = () => world.logLines.filter((line) => line.includes('"why":"reconciled"')).length;
    const before = runs();
    await passing(world, 'Parsec has been looked at', () => runs() > before + 1, 61_000);
    const view = await makeReport(world, ada, 'dashboard', { days });
    expect(viewText(view)).toContain("Guestlist found 1 invite made in Parsec's dashboard.");
    expect(fileOf(ada)).toMatchObject([{ Guest: 'past@client.example', Computer: 'Edit 1', Status: 'scheduled' }]);
    await guest(world, mia, 'report dashboard');
    const form = await topView(world, mia, 'report_form');
    await world.slack.as(mia).submit(form.id);
    await world.slack.until('she is refused', () => viewText(form).includes('Only workspace admins'));
  });

  it("shows a coordinator the coordinator's own invites, and no others", async () => {
    world = await startWorld();
    const { mia, ben } = world.people;
    await invited(world, mia);
    await invited(world, ben, { email: 'zoe@client.example', event: 'Ben', host: 'Edit 2' });
    await guest(world, ben, 'report');
    const form = await topView(world, ben, 'report_form');
    expect(viewText(form)).not.toContain('dashboard');
    const found = await world.slack
      .as(ben)
      .search({ viewId: form.id }, { blockId: 'report_host', actionId: 'report_host_search' }, '');
    expect(JSON.stringify(found)).toContain('Edit 2');
    expect(JSON.stringify(found)).not.toContain('Edit 1');
    await world.slack.as(ben).close(form.id);
    const view = await makeReport(world, ben, 'person', { days });
    expect(viewText(view)).toContain('Your own invites only.');
    expect(fileOf(ben).map(({ Person }) => Person)).toEqual(['zoe@client.example']);
    await makeReport(world, ben, 'credits', {});
    expect(fileOf(ben)).toMatchObject([{ 'Invites confirmed': '1' }]);
  });

  it('asks for days in their order, and for reports there are', async () => {
    world = await startWorld();
    const { ada } = world.people;
    await guest(world, ada, 'report nonsense');
    await whisper(world, ada, 'The reports are access, person, credits and dashboard.');
    await expect(makeReport(world, ada, 'credits', { days: ['2026-11-24', '2026-11-23'] })).rejects.toThrow(
      'Choose a last day that is not before the first.',
    );
  });

  it('says why when the file cannot be sent, and shows the summary all the same', async () => {
    world = await startWorld({ withoutScopes: ['files:write'] });
    await invited(world, world.people.mia);
    await cardSaying(world, anEvening.event ?? '');
    const view = await makeReport(world, world.people.ada, 'credits', {});
    expect(viewText(view)).toContain('*1 credit* for 1 invite');
    expect(viewText(view)).toContain("couldn't send the CSV file");
  });
});
