import type { ViewStore } from '../views/view-store.ts';
import type { Workspace } from './workspace.ts';

function short(value: unknown, max = 300): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > max ? `${text.slice(0, max)}…` : text;
}

/** The state as text for a failure report, newest last. */
export function describeState(workspace: Workspace, views: ViewStore): string {
  const messages = workspace.messages.slice(-10).map((one) => {
    const whom = one.ephemeralFor === undefined ? '' : ` only for ${one.ephemeralFor}`;
    return `message ${one.channel} ${one.ts}${whom}: ${one.text} ${short(one.blocks, 600)}`;
  });
  const open = workspace.people.flatMap((person) =>
    views.stackOf(person.id).map((one) => {
      const { blocks: _left, ...head } = one.view;
      return `view of ${person.name} ${one.id}: ${short(head)} values ${short(one.values, 1500)} errors ${short(one.errors)} ${one.failure ?? ''}`;
    }),
  );
  const notes = workspace.notes.slice(-5).map((one) => `note to ${one.person}: ${one.text}`);
  const calls = workspace.calls
    .slice(-15)
    .map((one) => `call ${one.method} ${short(one.args, 200)} -> ${one.status} ${short(one.answer, 200)}`);
  const deliveries = workspace.deliveries
    .slice(-10)
    .map(
      (one) =>
        `delivery ${one.type} ${String(one.payload.type ?? one.payload.command)}: ${one.outcome} ${short(one.ack, 200)}`,
    );
  const lines = [...messages, ...open, ...notes, ...deliveries, ...calls];
  return lines.length === 0 ? '(nothing)' : lines.join('\n');
}
