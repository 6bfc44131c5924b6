import { z } from 'zod';
import { isProblem } from '../../domain/problem.ts';
import { optional, secret, text, yesNo } from '../team-fields.ts';
import { type Field, type TeamOperation, teamOperation } from '../team-operation.ts';
import type { TruveraApi } from './api.ts';

const NO_OBJECT = 'That is not a JSON object, as in {"credentials": 72}.';

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
      note: 'Truvera wants the name with every change: give the present one to keep it. What is left empty stays as it is.',
      fields: {
        name: text('Name of the team'),
        storeSubjectRef: optional(yesNo('Store the subject reference')),
        retentionPolicy: optional(
          jsonObject(text('Retention policy', { long: true, hint: 'A JSON object, in the keys Truvera gave you.' })),
        ),
      },
      run: async (change) => {
        const team = await api.updateTeam(change);
        return isProblem(team) ? team : { words: `The team is changed. It is called “${team.name ?? change.name}”.` };
      },
    }),
    teamOperation({
      operation: 'Accept member invite',
      section: 'Team',
      title: 'Accept an invite with a token',
      effect: 'changes',
      note: "The owner of Guestlist's key joins the team that invited. The token stands in Truvera's mail and is kept nowhere.",
      fields: { token: secret(text('Token')) },
      run: async ({ token }) => {
        const team = await api.acceptMemberInvite(token);
        return isProblem(team) ? team : { words: `The invite to “${team.name ?? team.id}” is accepted.` };
      },
    }),
  ];
}
