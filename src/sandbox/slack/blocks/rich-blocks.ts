import { asList, isJson } from '../json.ts';
import {
  type At,
  anything,
  byType,
  type Check,
  fault,
  integer,
  list,
  object,
  oneOf,
  pattern,
  string,
  type,
  within,
} from './check.ts';
import { button } from './elements.ts';
import { limits } from './limits.ts';
import { anyText, image, mrkdwn, plainText } from './objects.ts';

const blockId = { block_id: string(limits.id) };

// Only the outline of rich text is checked, since the bot does not use it.
const richTextParts = ['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'];
const richTextPart: Check = (value, at) => {
  const name = isJson(value) ? value.type : undefined;
  if (typeof name !== 'string' || !richTextParts.includes(name))
    fault(within(at, 'type'), `unsupported type: ${String(name)}`);
  else if (!isJson(value) || !Array.isArray(value.elements)) fault(at, 'missing required field: elements');
};
export const richText: Check = object({ ...type('rich_text'), elements: list(richTextPart, 0, 1000) }, blockId);

const picture = image(type('image'), {});
const card: Check = object(
  type('card'),
  {
    ...blockId,
    title: mrkdwn(limits.cardTitle),
    subtitle: mrkdwn(limits.cardTitle),
    body: mrkdwn(limits.cardBody),
    subtext: mrkdwn(limits.cardBody),
    actions: list(button, 1, limits.cardActions),
    hero_image: picture,
    icon: picture,
  },
  (value, at) => {
    if (!['title', 'body', 'actions', 'hero_image'].some((key) => value[key] != null))
      fault(at, 'must provide title, body, actions or hero_image');
  },
);

const cell = byType(() => ({
  raw_text: object({ ...type('raw_text'), text: string(limits.dataContent) }),
  raw_number: object({ ...type('raw_number'), value: numberValue, text: string(limits.dataContent) }),
  rich_text: richText,
}));
const numberValue: Check = (value, at) => {
  if (typeof value !== 'number') fault(at, 'must provide a number');
};

function dataContentWithinLimit(value: Readonly<Record<string, unknown>>, at: At): void {
  const content = asList(value.rows)
    .flatMap(asList)
    .map((one) => (isJson(one) && typeof one.text === 'string' ? one.text.length : 0));
  if (content.reduce((sum, length) => sum + length, 0) > limits.dataContent) {
    fault(within(at, 'rows'), `must be less than ${limits.dataContent + 1} characters`);
  }
}

const chartLabel = string(limits.chartLabel);
const positive = (value: unknown, at: At) => {
  if (typeof value !== 'number' || value <= 0) fault(at, 'must be greater than 0');
};
const series = object({
  name: chartLabel,
  data: list(object({ label: chartLabel, value: numberValue }), 1, limits.chartPoints),
});
const axes = object(
  { categories: list(chartLabel, 1, limits.chartPoints) },
  { x_label: string(limits.chartAxisLabel), y_label: string(limits.chartAxisLabel) },
);
const overAxes = (name: string) =>
  object({ ...type(name), series: list(series, 1, limits.chartSeries), axis_config: axes });
const chart = byType(() => ({
  pie: object({
    ...type('pie'),
    segments: list(object({ label: chartLabel, value: positive }), 1, limits.chartSegments),
  }),
  bar: overAxes('bar'),
  line: overAxes('line'),
  area: overAxes('area'),
}));

const source = object({ ...type('url'), url: string(limits.url), text: string(limits.text) });
const taskCard: Check = object(
  {
    ...type('task_card'),
    task_id: string(limits.id),
    title: string(limits.text),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  { ...blockId, details: richText, output: richText, sources: list(source, 1, 100) },
);

/** Blocks for messages only: https://docs.slack.dev/reference/block-kit/blocks */
export const richBlocks: Readonly<Record<string, Check>> = {
  card,
  carousel: object({ ...type('carousel'), elements: list(card, 1, limits.carouselCards) }, blockId),
  data_table: object(
    {
      ...type('data_table'),
      caption: string(limits.text),
      rows: list(list(cell, 1, limits.dataColumns), 2, limits.dataRows),
    },
    { ...blockId, page_size: integer(1, limits.dataPage), row_header_column_index: integer(0, limits.dataColumns - 1) },
    dataContentWithinLimit,
  ),
  data_visualization: object({ ...type('data_visualization'), title: string(limits.chartTitle), chart }, blockId),
  table: object(
    { ...type('table'), rows: list(list(cell, 1, limits.tableCells), 1, limits.tableRows) },
    { ...blockId, column_settings: list(anything, 0, limits.tableCells) },
  ),
  task_card: taskCard,
  plan: object({ ...type('plan'), title: string(limits.text) }, { ...blockId, tasks: list(taskCard, 0, 100) }),
  markdown: object({ ...type('markdown'), text: string(limits.markdown) }, blockId),
};

export const alert: Check = object(
  { ...type('alert'), text: anyText(limits.alertText) },
  { ...blockId, level: oneOf('default', 'info', 'warning', 'error', 'success') },
);

const videoUrl = pattern(
  (text) => text.startsWith('https://') && text.length <= limits.url,
  'must be a valid https url',
);
export const video: Check = object(
  {
    ...type('video'),
    alt_text: string(limits.videoAlt),
    title: plainText(limits.videoTitle),
    thumbnail_url: videoUrl,
    video_url: videoUrl,
  },
  {
    ...blockId,
    title_url: videoUrl,
    author_name: string(limits.videoAuthor),
    provider_name: string(limits.videoProvider),
    provider_icon_url: videoUrl,
    description: plainText(limits.videoDescription),
  },
);
