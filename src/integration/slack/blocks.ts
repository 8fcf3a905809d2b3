import type { ChatField, ChatForm, ChatMessage } from '../../chat/ports.ts';

type Block = Readonly<Record<string, unknown>>;

const longest = { header: 150, section: 3000, button: 75, title: 24, label: 2000, text: 3000, choices: 100, perRow: 5 };

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
const words = (text: string, most: number): Block => ({ type: 'plain_text', text: cut(text, most), emoji: false });

/** Slack reads `<`, `>` and `&` as its own marks: nothing that people wrote can mention or link by accident. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const marked = (text: string): Block => ({ type: 'mrkdwn', text: cut(text, longest.section), verbatim: true });
const section = (text: string): Block => ({ type: 'section', text: marked(text) });

/** A message as blocks, with the text that notifications show. */
export function blocksOf(message: ChatMessage): { readonly text: string; readonly blocks: readonly Block[] } {
  const { title, text, parts, buttons, foot } = message;
  const rows: Block[] = [];
  for (let from = 0; from < buttons.length; from += longest.perRow) {
    const elements = buttons.slice(from, from + longest.perRow).map(({ label, does, style }, index) => ({
      type: 'button',
      action_id: `b${from + index}`,
      text: words(label, longest.button),
      value: does,
      ...(style === 'plain' ? {} : { style }),
    }));
    rows.push({ type: 'actions', elements });
  }
  const blocks: Block[] = [
    ...(title === null ? [] : [{ type: 'header', text: words(title, longest.header) }]),
    ...(text === '' ? [] : [section(escaped(text))]),
    ...parts.map(({ heading, body }) => section(`*${escaped(heading)}*\n${escaped(body)}`)),
    ...rows,
    ...(foot === null ? [] : [{ type: 'context', elements: [marked(escaped(foot))] }]),
  ];
  const told = [title, text].filter((each): each is string => each !== null && each !== '').join(': ');
  return { text: escaped(cut(told, longest.text)), blocks };
}

function inputOf({ name, label, hint, text, long, required, choices }: ChatField): Block {
  const options = choices.slice(0, longest.choices).map((value) => ({ text: words(value, longest.button), value }));
  const chosen = options.find(({ value }) => value === text);
  const element =
    options.length > 0
      ? { type: 'static_select', action_id: 'v', options, ...(chosen ? { initial_option: chosen } : {}) }
      : {
          type: 'plain_text_input',
          action_id: 'v',
          multiline: long,
          max_length: longest.text,
          ...(text === '' ? {} : { initial_value: cut(text, longest.text) }),
        };
  return {
    type: 'input',
    block_id: name,
    optional: !required,
    label: words(label, longest.label),
    ...(hint === '' ? {} : { hint: words(hint, longest.label) }),
    element,
  };
}

/** A form as a window of Slack. Where it was opened, and what it does, come back with it. */
export const viewOf = (form: ChatForm, room: string): Block => ({
  type: 'modal',
  callback_id: 'form',
  private_metadata: JSON.stringify({ room, does: form.does }),
  title: words(form.title, longest.title),
  submit: words(form.submit, longest.title),
  close: words('Cancel', longest.title),
  blocks: [...(form.lead === '' ? [] : [section(escaped(form.lead))]), ...form.fields.map(inputOf)],
});
