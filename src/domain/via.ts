/**
 * The surface through which something was done.
 *
 * command    a slash command
 * form       a modal, submitted or clicked in
 * button     a button or a menu of a message
 * shortcut   a shortcut of Slack, global or of a message
 * home       the Home tab
 * job        the bot's own work, with nobody in front of it
 * dashboard  the provider's own dashboard, as the bot found it there
 * cli        a script of the operator
 */
export type Via = (typeof surfaces)[number];

export const surfaces = ['command', 'form', 'button', 'shortcut', 'home', 'job', 'dashboard', 'cli'] as const;

export function isVia(value: unknown): value is Via {
  return surfaces.some((surface) => surface === value);
}
