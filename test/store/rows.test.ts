import { describe, expect, it } from 'vitest';
import { columnsOf, toRow } from '../../src/store/rows.ts';

type Kept = {
  readonly id: string;
  readonly startsAt: number;
  readonly isHeld: boolean;
  readonly cardChannelId: string | undefined;
  readonly facts: { readonly askedBy: string } | undefined;
};

const kept: Kept = { id: 'a', startsAt: 0, isHeld: false, cardChannelId: undefined, facts: { askedBy: 'U1' } };

describe('a record', () => {
  it('is a row in snake_case, without undefined, booleans and objects', () => {
    expect(toRow(kept)).toEqual({
      id: 'a',
      starts_at: 0,
      is_held: 0,
      card_channel_id: null,
      facts: '{"askedBy":"U1"}',
    });
  });

  it('is read from its row column by column, whose booleans and JSON are left to be read', () => {
    expect(columnsOf<Kept>(toRow(kept))).toEqual({
      id: 'a',
      startsAt: 0,
      isHeld: 0,
      cardChannelId: undefined,
      facts: '{"askedBy":"U1"}',
    });
  });
});
