/**
 * A text whose places are filled: `{"id":<id>}`. What is filled in is not looked into again.
 */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  let text = '';
  let at = 0;
  for (let open = template.indexOf('<'); open >= 0; open = template.indexOf('<', at)) {
    const close = template.indexOf('>', open);
    text += template.substring(at, open) + values[template.substring(open + 1, close)];
    at = close + 1;
  }
  return text + template.substring(at);
}
