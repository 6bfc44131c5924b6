import { mayAdminister, type Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import type { Series } from '../../../domain/series.ts';
import { type Context, guestlist, writeAudit } from '../../shared/context.ts';
import { inviterStanding, type Standing } from '../../shared/inviter-standing.ts';
import { notifyAdmins } from '../../shared/notify-admins.ts';

/**
 * Writes what its inviter's standing means for a series, once: its inviter has left, and nothing is created until an admin takes it over; or
 * the inviter is back, and it goes on. Answers the series as it is then.
 */
export async function followSeriesInviter(
  context: Context,
  series: Series,
  standing: Standing,
): Promise<Series | undefined> {
  if (standing === 'unknown' || standing === 'hidden') return series;
  if ((standing === 'here') === (series.inviterLeft === undefined)) return series;
  await context.store.transaction(async (tx) => {
    const current = await tx.lockSeries(series.id);
    if (current?.state !== 'active' || current.inviterId !== series.inviterId) return;
    const isHere = standing === 'here';
    if (isHere === (current.inviterLeft === undefined)) return;
    const now = context.now();
    const inviterLeft = isHere ? undefined : { since: now, why: standing };
    await tx.saveSeries(series.id, { inviterLeft, updatedAt: now });
    await tx.enqueue({ kind: 'series_card', name: series.id });
    const { id, workspaceId, inviterId: inviter } = current;
    if (inviterLeft !== undefined) {
      const about = { guest: current.guestEmail, host: current.hostName, event: current.eventName };
      const facts = { series: id, inviter, why: inviterLeft.why, ...about };
      await notifyAdmins(context, { name: 'series_held', id: `${id}:${now}`, facts }, tx);
    }
    const action = isHere ? 'series_back' : 'series_held';
    const facts = { series: id, inviter, ...(isHere ? {} : { why: standing }) };
    await writeAudit(context, tx, { subject: id, workspaceId, actor: guestlist, action, facts });
  });
  return context.store.getSeries(series.id);
}

/**
 * Makes an admin the inviter of a series whose inviter has left, and it goes on. Pressed twice it is taken over once. Problems:
 * series_unknown, series_ended, not_*, nothing_to_take_over.
 */
export async function takeOverSeries(context: Context, seriesId: string, person: Person): Promise<Series | Problem> {
  const series = await context.store.getSeries(seriesId);
  if (series === undefined) return problem('series_unknown');
  const admin = await context.people.person(person.id, 'admin');
  if (isProblem(admin)) return admin;
  const refused = mayAdminister(admin, context.policy(), series.workspaceId);
  if (refused !== undefined) return refused;
  // The inviter may be back since the last look.
  await followSeriesInviter(context, series, await inviterStanding(context, series.inviterId));
  const result = await context.store.transaction(async (tx) => {
    const current = await tx.lockSeries(seriesId);
    if (current?.state !== 'active') return problem('series_ended');
    if (current.inviterLeft === undefined)
      return current.inviterId === admin.id ? current : problem('nothing_to_take_over');
    const mine = { inviterId: admin.id, inviterZone: admin.timeZone, inviterLeft: undefined };
    const updatedAt = context.now();
    await tx.saveSeries(seriesId, { ...mine, updatedAt });
    await tx.enqueue({ kind: 'series', name: seriesId });
    await tx.enqueue({ kind: 'series_card', name: seriesId });
    const facts = { series: seriesId, from: current.inviterId };
    const { workspaceId } = current;
    await writeAudit(context, tx, {
      subject: seriesId,
      workspaceId,
      actor: admin.id,
      action: 'series_taken_over',
      facts,
    });
    return { ...current, ...mine, updatedAt };
  });
  context.wake();
  return result;
}
