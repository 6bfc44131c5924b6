import type { Approval } from '../../domain/approval.ts';
import { shortText } from '../blocks/blocks.ts';
import { approversCopy, causeCopy, ruleNameCopy } from '../shared/approval-need-copy.ts';

const and = new Intl.ListFormat('en-US');

/** Why approval is needed, mrkdwn: "Rule “contractors” asks for approval: it's longer than 3 days; it gives more than mouse". */
export function whyCopy({ rule, causes }: Pick<Approval, 'rule' | 'causes'>): string {
  const named = causes.map((cause) => shortText(causeCopy(cause), 120)).join('; ');
  return `${ruleNameCopy({ rule })} asks for approval${named === '' ? '' : `: ${named}`}`;
}

/** Whose approval is needed, and how far it is, mrkdwn: "Approval by 2 people from leads, 1 of 2 so far: <@U1>". */
export function progressCopy(
  { by, needed }: Pick<Approval, 'by' | 'needed'>,
  voters: readonly { readonly personId: string }[],
): string {
  const whose = `Approval by ${shortText(approversCopy({ by, count: needed }), 200)}`;
  return voters.length === 0 ? whose : `${whose}, ${voters.length} of ${needed} so far: ${peopleCopy(voters)}`;
}

/** More people than a line needs. */
const MOST_NAMED = 10;

/** People who approved, mrkdwn. */
export function peopleCopy(voters: readonly { readonly personId: string }[]): string {
  const named = voters.slice(0, MOST_NAMED).map(({ personId }) => `<@${personId}>`);
  return voters.length > MOST_NAMED ? `${named.join(', ')} and ${voters.length - MOST_NAMED} more` : and.format(named);
}
