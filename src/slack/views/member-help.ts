import { context, cut, escapeSigns, escapeText, header, plain, section } from './blocks.ts';
import type { Message } from './invite-card.ts';

/** Every subcommand of /member, in the order of the help, with what stands behind it and what it does. */
const subcommands = {
  invite: [
    '[system] [addresses…]',
    'Invite one or many. Paste the addresses in any form, or a CSV. For example `/member invite ana@example.com, tom@example.com`.',
  ],
  pending: ['[system] [text]', 'Show the invites nobody has taken yet, to resend, edit or cancel them.'],
  resend: ['[e-mail]', 'Mail an invite once more, where the system can.'],
  edit: ['[e-mail]', 'Change what somebody is invited to, where the system can.'],
  cancel: ['[e-mail]', 'Take an invite back.'],
  list: ['[system] [text]', 'Show the members.'],
  remove: ['[e-mail or name]', 'Remove a member. For admins.'],
  role: ['[e-mail or name]', "Change a member's role, where the system has roles. For admins."],
  help: ['', 'Show this.'],
} as const satisfies Record<string, readonly [args: string, about: string]>;

export type MemberSubcommand = keyof typeof subcommands;

export function isMemberSubcommand(name: string): name is MemberSubcommand {
  return Object.hasOwn(subcommands, name);
}

/** All that /member can do, and who may, plain text. */
export function memberHelp(who: string): Message {
  const lines = Object.entries(subcommands).map(([name, [args, about]]) => {
    const call = args === '' ? `/member ${name}` : `/member ${name} ${args}`;
    return `\`${escapeSigns(call)}\`\n${about}`;
  });
  return {
    text: 'What /member can do',
    blocks: [header('What /member can do'), section(lines.join('\n')), context(escapeText(who))],
  };
}

/** The answer to a subcommand that there is not. */
export function memberUsage(name: string): Message {
  const names = Object.keys(subcommands).join(', ');
  const text = `There is no “/member ${cut(name, 40)}”. Use one of: ${names}. “/member help” explains them.`;
  return { text: escapeSigns(text), blocks: [{ type: 'section', text: plain(text) }] };
}
