import { z } from 'zod';
import { onSuccess } from '../../domain/problem.ts';
import { optional, secret, text, yesNo } from '../team-fields.ts';
import { type Field, type TeamOperation, teamOperation } from '../team-operation.ts';
import type { TruveraApi } from './api.ts';

const NO_OBJECT = 'Enter a JSON object, like {"credentials": 72}.';

/** What the keys are is not documented: whatever is an object goes to Truvera as it is. */
function jsonObject(field: Field<string>): Field<Readonly<Record<string, unknown>>> {
  const read = field.read
    .transform((written, context) => {
      try {
        return JSON.parse(written) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: NO_OBJECT });
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.unknown(), NO_OBJECT));
  return { ...field, read };
}

/** What admins can do at Truvera besides inviting; adding an operation is adding a row. */
export function truveraTeam(api: TruveraApi): readonly TeamOperation[] {
  return [
    teamOperation({
      operation: 'Update team',
      section: 'Team',
      title: 'Change the team',
      effect: 'changes',
      note: 'Truvera needs the name with every change: enter the current one to keep it. Empty fields stay as they are.',
      fields: {
        name: text('Name of the team'),
        storeSubjectRef: optional(yesNo('Store the subject reference')),
        retentionPolicy: optional(
          jsonObject(text('Retention policy', { long: true, hint: 'A JSON object with the keys Truvera gave you.' })),
        ),
      },
      run: (change) =>
        onSuccess(api.updateTeam(change), (team) => ({
          copy: `Team changed. Its name is “${team.name ?? change.name}”.`,
        })),
    }),
    teamOperation({
      operation: 'Accept member invite',
      section: 'Team',
      title: 'Accept an invite with a token',
      effect: 'changes',
      note: "The owner of Guestlist's key joins the team. The token is in Truvera's email; Guestlist doesn't store it.",
      fields: { token: secret(text('Token')) },
      run: ({ token }) =>
        onSuccess(api.acceptMemberInvite(token), (team) => ({
          copy: `Invite to “${team.name ?? team.id}” accepted.`,
        })),
    }),
  ];
}
