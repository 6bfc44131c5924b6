import type { HomeFilter } from '../../domain/home.ts';
import type { Problem } from '../../domain/problem.ts';
import type { SeenInvite } from '../../domain/visibility.ts';
import type { ShownApproval } from './shown-request.ts';

/** Some of what stands in a part of Home, and whether there is more behind it. */
export type Some<Item> = { readonly items: readonly Item[]; readonly more: boolean };

/** A computer, who is on it now, and who comes next, as the reader may see them. */
export type HomeComputer = {
  readonly hostId: string;
  readonly name: string;
  readonly now: readonly SeenInvite[];
  readonly next: readonly SeenInvite[];
  /** Of one that is taken: from when on it is free, epoch ms; undefined while another booking follows at once. */
  readonly freeAt: number | undefined;
};

/** What a person sees in Home: why they see nothing, or what there is. */
export type ShownHome =
  | { readonly kind: 'refused'; readonly why: Problem }
  | {
      readonly kind: 'home';
      /** The reader's zone (IANA). */
      readonly zone: string;
      /** They opened it for the first time, and did nothing in it yet. */
      readonly isFirst: boolean;
      /** They may choose to see everybody's invites. */
      readonly seesAll: boolean;
      readonly filter: HomeFilter & { readonly scope: 'mine' | 'all' };
      /** Without Parsec nobody can be invited as a guest. */
      readonly parsec: 'on' | 'off';
      /** What Parsec did not say: computers or credits, or both. */
      readonly trouble: Problem | undefined;
      readonly credits: { readonly left: number; readonly isLow: boolean } | undefined;
      readonly approvals: Some<ShownApproval>;
      readonly needs: Some<SeenInvite>;
      readonly now: Some<SeenInvite>;
      readonly next: Some<SeenInvite>;
      readonly ended: Some<SeenInvite>;
      readonly computers: Some<HomeComputer>;
      /** The computers to choose from. */
      readonly hosts: readonly { readonly hostId: string; readonly name: string }[];
    };
