import { parse } from 'csv-parse/sync';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { choose, guest, topView } from './gestures.ts';
import { viewText } from './team-gestures.ts';
import type { World } from './world.ts';

/** What is put into the form of a report. */
export type ReportInput = {
  readonly host?: string;
  readonly person?: string;
  readonly days?: readonly [first: string, last: string];
};

/** Types `/guest report …`, fills the form, and waits for the result with its file. */
export async function makeReport(world: World, person: string, words: string, input: ReportInput): Promise<OpenView> {
  const user = world.slack.as(person);
  await guest(world, person, `report ${words}`);
  const view = await topView(world, person, 'report_form');
  if (input.days !== undefined) {
    await user.act({ viewId: view.id }, { actionId: 'report:period' }, 'days');
    await world.slack.until('the days can be picked', () => viewText(view).includes('report_from'));
    await user.fill(view.id, { blockId: 'report_from' }, input.days[0]);
    await user.fill(view.id, { blockId: 'report_to' }, input.days[1]);
  }
  if (input.host !== undefined) await choose(world, person, view, 'report_host', input.host);
  if (input.person !== undefined) await user.fill(view.id, { blockId: 'report_person' }, input.person);
  const result = await user.submit(view.id);
  if (result === 'errors') throw new Error(`the form was not taken: ${JSON.stringify(view.errors)}`);
  return world.slack.until('the report is there', () => {
    const top = user.views().at(-1);
    return top?.view.callback_id === 'report_result' && !viewText(top).includes('hourglass') ? top : undefined;
  });
}

/** The files Guestlist sent a person, oldest first. */
export function filesFor(world: World, person: string): readonly { readonly name: string; readonly text: string }[] {
  const direct = world.slack.channels.find(({ kind, members }) => kind === 'im' && members.includes(person));
  const ids = world.slack.messages.filter(({ channel }) => channel === direct?.id).flatMap(({ files }) => files ?? []);
  return ids
    .flatMap(({ id }) => world.slack.files.filter((file) => file.id === id))
    .map(({ name, bytes }) => ({
      name,
      text: bytes.toString('utf8'),
    }));
}

/** The rows of a CSV file, by its columns. */
export function csvRows(text: string): readonly Readonly<Record<string, string>>[] {
  return parse(text, { bom: true, columns: true });
}
