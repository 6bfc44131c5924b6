import type { Tally } from '../../domain/member-batch.ts';

/** How far a batch is, plain text: "12 of 40 invited, 3 refused". */
export function tallyCopy(tally: Tally): string {
  const parts = [
    `${tally.invited} of ${tally.total} invited`,
    ...(tally.refused === 0 ? [] : [`${tally.refused} refused`]),
    ...(tally.cancelled === 0 ? [] : [`${tally.cancelled} cancelled`]),
  ];
  return parts.join(', ');
}
