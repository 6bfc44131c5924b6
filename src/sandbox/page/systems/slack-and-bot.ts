import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useSandbox } from '../sandbox-context.ts';
import { SlackFaultModeSwitch, Switch } from './fault-mode-switch.ts';

/** How Slack fails, and a bot that can be killed. */
export function SlackAndBot(): VNode {
  const { state, run } = useSandbox();
  const options = [
    ['running', 'Running', 'It is connected to Slack.'],
    ['stopped', 'Killed', 'Requests under way were cut off. What it acknowledged is in its store.'],
  ] as const;
  return html`<${SlackFaultModeSwitch} />
    ${
      state.bot !== undefined &&
      html`<${Switch}
        name=${state.app.name}
        options=${options}
        now=${state.bot}
        choose=${(value: string) => run('bot', { runs: value === 'running' })}
      />`
    }`;
}
