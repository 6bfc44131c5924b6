import { anInput, plain } from './a-workspace.ts';

/** The smallest valid blocks, in which a test makes one part too long. */
export const x = (length: number) => 'x'.repeat(length);
export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
export const option = (more: object = {}) => ({ text: plain('a'), value: 'a', ...more });
export const options = (count: number) => many(count, (index) => ({ text: plain('a'), value: `v${index}` }));
export const button = (more: object = {}) => ({ type: 'button', text: plain('b'), ...more });
export const actions = (element: object) => ({ type: 'actions', elements: [element] });
export const select = (more: object = {}) => ({ type: 'static_select', options: [option()], ...more });
export const confirm = (more: object = {}) => ({
  text: plain('t'),
  title: plain('t'),
  confirm: plain('c'),
  deny: plain('d'),
  ...more,
});
export const section = (more: object) => ({ type: 'section', ...more });
export const image = (more: object = {}) => ({
  type: 'image',
  image_url: 'https://x.example/i.png',
  alt_text: 'a',
  ...more,
});
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const raw = (text: string) => ({ type: 'raw_text', text });
export const data = (rows: object[][], more: object = {}) => ({ type: 'data_table', caption: 'c', rows, ...more });
export const chart = (inner: object, title = 't') => ({ type: 'data_visualization', title, chart: inner });
export const pie = (count: number, more: object = {}) => ({
  type: 'pie',
  segments: many(count, () => ({ label: 'l', value: 1, ...more })),
});
export const bar = (
  series: number,
  points: number,
  more: { name?: string; label?: string; categories?: string[]; x_label?: string } = {},
) => ({
  type: 'bar',
  series: many(series, () => ({
    name: more.name ?? 'n',
    data: many(points, () => ({ label: more.label ?? 'l', value: 1 })),
  })),
  axis_config: { categories: more.categories ?? ['l'], x_label: more.x_label ?? 'x' },
});
export const video = (more: object) => ({
  type: 'video',
  alt_text: 'a',
  title: plain('t'),
  thumbnail_url: 'https://x.example/t',
  video_url: 'https://x.example/v',
  ...more,
});
export const feedback = (more: object) => ({
  type: 'context_actions',
  elements: [
    {
      type: 'feedback_buttons',
      positive_button: { text: plain('y'), value: 'y', ...more },
      negative_button: { text: plain('n'), value: 'n' },
    },
  ],
});
export const icon = (more: object = {}) => ({ type: 'icon_button', icon: 'trash', text: plain('i'), ...more });
export const container = (more: object) => ({
  type: 'container',
  title: plain('c'),
  child_blocks: [{ type: 'divider' }],
  ...more,
});
export const input = (element: object, more: object = {}) => anInput('i', element, more);
