import { createGate, type Surface } from '../../src/slack/gate.ts';
import { registerListeners } from '../../src/slack/register-listeners.ts';

/** Everything the bot listens to, as it registers it: nothing runs, only the names are collected. */
export function registeredSurfaces(): readonly Surface[] {
  const heard = () => undefined;
  const bolt = { command: heard, action: heard, view: heard, options: heard, shortcut: heard, event: heard };
  const gate = createGate(bolt as never, {} as never);
  registerListeners(gate, {} as never);
  return gate.surfaces;
}
