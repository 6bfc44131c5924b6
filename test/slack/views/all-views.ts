import { approvalAnswers, approvalCards, approvalModals } from './approval-gallery.ts';
import { answers, cards, modals } from './gallery.ts';
import { homes } from './home-gallery.ts';
import { memberAnswers, memberCards, memberModals } from './member-gallery.ts';
import { personCards, personModals } from './person-gallery.ts';
import { recordModals } from './record-gallery.ts';
import { seriesAnswers, seriesCards, seriesModals } from './series-gallery.ts';

/** Every message of the bot by state, every modal, and Home: what the snapshots and the sandbox's `/gallery` show. */
export const allMessages = {
  cards: { ...cards, ...memberCards, ...approvalCards, ...seriesCards, ...personCards },
  answers: { ...answers, ...memberAnswers, ...approvalAnswers, ...seriesAnswers },
};
export const allModals = {
  ...modals,
  ...memberModals,
  ...recordModals,
  ...approvalModals,
  ...seriesModals,
  ...personModals,
};
export const allHomes = homes;
