import { afterEach, describe, expect, it } from 'vitest';
import { aPolicy } from '../support/a-ruled-policy.ts';
import { anEvening, cardSaying, guest, inviteGuest, openFilledForm, passing, submitAnyway, topView, words } from '../support/gestures.ts';
import { chooseInHome, homeSays, homeText, openHome, pressInHome } from '../support/home-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// The Home tab, as Slack holds it, from the first visit to the end of an invite.
let world: World;
afterEach(() => world.stop());

const published = (person: string) =>
  world.slack.calls.filter(({ method, args }) => method === 'views.publish' && args.user_id === person);

describe('over socket', () => {
  it('follows an invite from the first visit to its end, without being opened again', async () => {
    world = await startWorld();
    const { mia } = world.people;
    await openHome(world, mia, 'Guestlist lets a guest use a computer');
    expect(homeText(world, mia)).not.toContain('Ended lately');
    await pressInHome(world, mia, 'home:invite');
    const form = await topView(world, mia, 'invite_form');
    await world.slack.as(mia).close(form.id);
    await inviteGuest(world, mia);
    await homeSays(world, mia, '*Scheduled*');
    console.log(homeText(world, mia).slice(0, 3000));
  });
});
