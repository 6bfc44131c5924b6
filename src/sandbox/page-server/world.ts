import type { Attention } from './attention.ts';
import type { ClockSteps } from './clock-steps.ts';
import type { SlackFaultMode } from './slack-fault-mode.ts';
import type { Servers, System } from './systems.ts';
import type { Tasks } from './tasks.ts';

/** All the page shows and controls. */
export type World = Servers & {
  readonly systems: readonly System[];
  readonly attention: Attention;
  readonly steps: ClockSteps;
  readonly slackFaultMode: SlackFaultMode;
  readonly tasks: Tasks;
};
